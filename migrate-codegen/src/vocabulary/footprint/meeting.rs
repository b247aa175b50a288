//! Whether two migrations touch the same.

use super::objects::Objects;
use super::value::{Extent, Footprint};

/// Why two migrations may leave different databases when they change places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// One of them may touch anything.
    Anything,
    /// Both touch these, and at least one of them changes them: `table` or `table.column`.
    Objects(Vec<String>),
}

impl Footprint {
    /// Where the two meet: one writes what the other reads or writes, or both alter the same table.
    ///
    /// A table as a whole (made, dropped, or rows of it inserted or deleted) meets each of its
    /// columns; two columns meet only themselves. Two migrations that each add a column to the same
    /// table meet although the columns differ: their order in the table would be another one, which
    /// `SELECT *`, `INSERT` without a list of columns, and every comparison of schemas see.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Footprint;
    /// use migrate_codegen::vocabulary::Meeting;
    ///
    /// let (mut insert, mut index) = (Footprint::default(), Footprint::default());
    /// insert.writes.whole("orders");
    /// index.reads.column("orders", "customer_id");
    /// assert_eq!(insert.meets(&index), Some(Meeting::Objects(vec!["orders.customer_id".into()])));
    /// assert_eq!(index.meets(&index), None);
    /// ```
    #[must_use]
    pub fn meets(&self, other: &Self) -> Option<Meeting> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        if [self, other].iter().any(|it| it.extent == Extent::Everything) {
            return Some(Meeting::Anything);
        }
        let mut common = Objects::default();
        for (own, others) in [
            (&self.writes, &other.writes),
            (&self.writes, &other.reads),
            (&self.reads, &other.writes),
            (&self.alters, &other.alters),
        ] {
            common.extend(&own.common(others));
        }
        (!common.is_empty()).then(|| Meeting::Objects(common.names()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `reads > writes ! alters`
    fn footprint(text: &str) -> Footprint {
        let (reads, rest) = text.split_once('>').expect("reads > writes");
        let (writes, alters) = rest.split_once('!').unwrap_or((rest, ""));
        let mut footprint = Footprint::default();
        for (list, names) in [("reads", reads), ("writes", writes), ("alters", alters)] {
            for name in names.split_whitespace() {
                footprint.add(list, name);
            }
        }
        footprint
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: &str) {
        let (one, other) = (footprint(one), footprint(other));
        for (a, b) in [(&one, &other), (&other, &one)] {
            let found = match a.meets(b) {
                None => String::new(),
                Some(Meeting::Anything) => "*".to_owned(),
                Some(Meeting::Objects(names)) => names.join(" "),
            };
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn one_writes_what_the_other_touches() {
        check("a b >", "a b >", "");
        check("> a", "> b", "");
        check("> a", "a.x a.y >", "a.x a.y");
        check("> a.x", "a >", "a.x");
        check("> a.x", "a.x a.y >", "a.x");
        check("> a.x", "a.y > a.z", "");
        check("a.y > a.x", "a.x > a.y", "a.x a.y");
        check("> a", "a.x > a", "a");
    }

    #[test]
    fn columns_of_one_table() {
        check("> a.x ! a", "> a.y ! a", "a");
        check("> a.x ! a", "> a.y", "");
        check("> a.x ! a", "> b.x ! b", "");
    }

    #[test]
    fn everything_meets_all_but_nothing() {
        check("* >", "> a", "*");
        check("* >", "* >", "*");
        check("* >", ">", "");
    }
}
