//! Which rows and values of today's tables the statements of a script have in their hands, whatever
//! the tables are called by then.

use super::inserted::Inserted;
use super::sql::{
    Copy, added_column, copied, created_table, dropped_column, dropped_table, inserted_into,
    mentions, renamed_column, renamed_table, selects,
};

/// What a statement takes away, by today's names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// All rows of a table.
    Rows(String),
    /// The rows of a table, of which these columns are elsewhere by then.
    Beside(String, Vec<String>),
    /// The values of a column.
    Values(String, String),
    /// Rows that the migration inserted, by their keys.
    Inserted(Inserted),
}

/// What the statements, run one after the other, take away.
pub(super) fn taken<'a>(statements: impl Iterator<Item = &'a str>) -> Vec<Taken> {
    let statements: Vec<&str> = statements.collect();
    let mut origins = Origins::default();
    for (at, sql) in statements.iter().enumerate() {
        origins.follow(sql, &statements[at + 1..]);
    }
    let mut taken: Vec<Taken> = Vec::new();
    for it in origins.taken {
        if !taken.contains(&it) {
            taken.push(it);
        }
    }
    taken
}

/// The columns of today's tables by which the statements know the rows that their migration
/// inserted from rows that were written since.
#[cfg(feature = "verify")]
pub(crate) fn compared<'a>(
    statements: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (String, String)> {
    taken(statements).into_iter().flat_map(|it| match it {
        Taken::Inserted(rows) => {
            let columns = rows.others.into_iter().map(|(_, now)| now);
            columns.map(|now| (rows.table.clone(), now)).collect()
        }
        _ => Vec::new(),
    })
}

/// A table while a script runs.
#[derive(Clone)]
struct Held {
    /// Its name by now.
    name: String,
    /// The tables whose rows it holds, as they are called today.
    of: Vec<String>,
    /// The columns that are called otherwise today, or are gone by now.
    columns: Vec<(String, Option<String>)>,
    /// The columns that today's table has not.
    added: Vec<String>,
    /// Which of today's columns were copied to other tables; nothing where no copy was made.
    copied: Option<Vec<String>>,
    /// The tables that were filled from it in a way that was not read.
    filled: Vec<String>,
}

/// The tables that the statements so far touched.
#[derive(Default)]
struct Origins {
    held: Vec<Held>,
    /// Names of today that no table has by now.
    gone: Vec<String>,
    taken: Vec<Taken>,
}

impl Origins {
    fn follow(&mut self, sql: &str, later: &[&str]) {
        if let Some((table, to)) = renamed_table(sql) {
            self.at(&table).name = to;
            self.gone.push(table);
        } else if let Some((table, from, to)) = renamed_column(sql) {
            self.at(&table).rename(&from, to);
        } else if let Some((table, column)) = added_column(sql) {
            self.at(&table).added.push(column);
        } else if let Some((table, column)) = dropped_column(sql) {
            self.drop_column(&table, &column);
        } else if let Some(table) = created_table(sql) {
            self.held.push(Held::new(table.clone(), Vec::new()));
            if selects(sql) {
                self.fill(&table, sql);
            }
        } else if let Some(copy) = copied(sql) {
            self.copy(&copy);
        } else if let Some(into) = inserted_into(sql) {
            self.fill(&into, sql);
        } else if let Some(table) = dropped_table(sql) {
            self.drop_table(&table, later);
        } else if let Some(rows) = Inserted::read(sql) {
            self.delete(&rows);
        }
    }

    /// The table of that name by now. One that was not touched yet is what it is today.
    fn at(&mut self, name: &str) -> &mut Held {
        let at = self.held.iter().rposition(|it| same(&it.name, name)).unwrap_or_else(|| {
            let is_gone = self.gone.iter().any(|it| same(it, name));
            let of = if is_gone { Vec::new() } else { vec![name.to_owned()] };
            self.held.push(Held::new(name.to_owned(), of));
            self.held.len() - 1
        });
        &mut self.held[at]
    }

    fn drop_column(&mut self, table: &str, column: &str) {
        let held = self.at(table);
        let Some(origin) = held.today(column) else {
            held.added.retain(|it| !same(it, column));
            return;
        };
        held.set(origin.clone(), None);
        let of = held.of.clone();
        self.taken.extend(of.into_iter().map(|table| Taken::Values(table, origin.clone())));
    }

    fn copy(&mut self, copy: &Copy) {
        let from = self.at(&copy.from);
        let columns: Vec<String> = copy.columns.iter().filter_map(|it| from.today(it)).collect();
        from.copied.get_or_insert_default().extend(columns);
        let (of, columns, added) = (from.of.clone(), from.columns.clone(), from.added.clone());
        let into = self.at(&copy.into);
        if into.of.is_empty() {
            (into.columns, into.added) = (columns, added);
        }
        into.of.extend(of);
    }

    /// A table may be filled from whatever its statement names.
    fn fill(&mut self, into: &str, sql: &str) {
        let words = mentions(sql);
        for name in words.iter().filter(|name| !same(name, into)) {
            self.at(name).filled.push(into.to_owned());
        }
        let of: Vec<String> = words.iter().flat_map(|name| self.at(name).of.clone()).collect();
        let into = self.at(into);
        if into.of.is_empty() {
            into.of = of;
        }
    }

    /// Of columns that are not there today nothing can be said.
    fn delete(&mut self, rows: &Inserted) {
        let held = self.at(&rows.table).clone();
        let of = held.of.iter().map(|table| rows.of(table.clone(), |column| held.today(column)));
        let told = of.filter(|it| it.key.len() == rows.key.len());
        self.taken.extend(told.map(Taken::Inserted));
    }

    fn drop_table(&mut self, table: &str, later: &[&str]) {
        let held = self.at(table).clone();
        let at = self.held.iter().rposition(|it| same(&it.name, table));
        at.map(|at| self.held.remove(at));
        self.gone.push(table.to_owned());
        let follows = |name: &String| {
            let renames = later.iter().filter_map(|sql| renamed_table(sql));
            renames.into_iter().any(|(from, to)| same(&from, name) && same(&to, table))
        };
        // The other one has the name of today, or gets it.
        let is_back = |name: &String| held.of.iter().any(|it| same(it, name)) || follows(name);
        if held.filled.iter().any(is_back) {
            return;
        }
        for origin in held.of {
            let is_elsewhere = self.held.iter().any(|it| it.of.contains(&origin));
            match &held.copied {
                Some(copied) => {
                    let gone = held.columns.iter().filter(|(_, now)| now.is_none());
                    let gone = gone.map(|(today, _)| today);
                    let safe: Vec<String> = copied.iter().chain(gone).cloned().collect();
                    // Of a table whose rows are only counted nothing is elsewhere.
                    let rows = safe.is_empty().then(|| Taken::Rows(origin.clone()));
                    self.taken.push(rows.unwrap_or(Taken::Beside(origin, safe)));
                }
                // The copy goes, and what it was made of stays.
                None if is_elsewhere => {}
                None => self.taken.push(Taken::Rows(origin)),
            }
        }
    }
}

impl Held {
    fn new(name: String, of: Vec<String>) -> Self {
        let [added, filled] = [Vec::new(), Vec::new()];
        Self { name, of, columns: Vec::new(), added, copied: None, filled }
    }

    /// What the column is called today; `None` where today's table has it not.
    fn today(&self, column: &str) -> Option<String> {
        let now = |now: &Option<String>| now.as_deref().is_some_and(|it| same(it, column));
        if let Some((today, _)) = self.columns.iter().find(|(_, it)| now(it)) {
            return Some(today.clone());
        }
        let is_other = self.columns.iter().any(|(today, _)| same(today, column))
            || self.added.iter().any(|it| same(it, column));
        (!is_other).then(|| column.to_owned())
    }

    fn rename(&mut self, from: &str, to: String) {
        if let Some(today) = self.today(from) {
            self.set(today, Some(to));
        } else {
            self.added.retain(|it| !same(it, from));
            self.added.push(to);
        }
    }

    fn set(&mut self, today: String, now: Option<String>) {
        self.columns.retain(|(it, _)| !same(it, &today));
        self.columns.push((today, now));
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, expected: &str) {
        let shown = taken(script.split("; ")).into_iter().map(|it| match it {
            Taken::Rows(table) => table,
            Taken::Beside(table, columns) => format!("{table} beside {}", columns.join(",")),
            Taken::Values(table, column) => format!("{table}.{column}"),
            Taken::Inserted(rows) => {
                let names = |pairs: &[(String, String)]| {
                    pairs.iter().map(|(_, now)| now.as_str()).collect::<Vec<_>>().join(",")
                };
                format!("{} by {}, as {}", rows.table, names(&rows.key), names(&rows.others))
            }
        });
        assert_eq!(shown.collect::<Vec<_>>().join("; "), expected, "{script}");
    }

    #[test]
    fn rows_are_followed_through_names() {
        check("DROP TABLE t; ALTER TABLE old RENAME TO t", "t");
        check("ALTER TABLE m RENAME TO n; DROP TABLE n", "m");
        check("ALTER TABLE a RENAME TO x; ALTER TABLE b RENAME TO a; DROP TABLE a", "b");
        check("CREATE TABLE n (x); DROP TABLE n", "");
        check("DROP INDEX t; DROP VIEW t; DROP TABLE temp.t", "");
    }

    #[test]
    fn values_are_followed_through_names() {
        check("ALTER TABLE t RENAME y TO x; ALTER TABLE t DROP COLUMN x", "t.y");
        check("ALTER TABLE u RENAME TO t; ALTER TABLE t DROP x", "u.x");
        check("ALTER TABLE t ADD x; ALTER TABLE t RENAME x TO y; ALTER TABLE t DROP y", "");
        check("ALTER TABLE t RENAME a TO b; ALTER TABLE t DROP a", "");
    }

    #[test]
    fn inserted_rows_are_followed_through_names() {
        let delete = "DELETE FROM t WHERE id IN (WITH inserted (id, v, w) AS (VALUES (1, 'a', 2)) \
                      SELECT id FROM inserted)";
        check(delete, "t by id, as v,w");
        check(
            &format!(
                "ALTER TABLE u RENAME TO t; ALTER TABLE t RENAME k TO id; \
                      ALTER TABLE t RENAME x TO v; ALTER TABLE t ADD w; {delete}"
            ),
            "u by k, as x",
        );
        check(&format!("CREATE TABLE t (id, v, w); {delete}"), "");
    }

    #[test]
    fn copies_are_no_loss() {
        let moved = "DROP TABLE t; ALTER TABLE n RENAME TO t";
        check(
            &format!("CREATE TABLE n (x); INSERT INTO n (x) SELECT x FROM t; {moved}"),
            "t beside x",
        );
        check(&format!("CREATE TABLE n (x); INSERT INTO n SELECT * FROM t WHERE x; {moved}"), "");
        check(&format!("CREATE TABLE n AS SELECT x FROM t; {moved}"), "");
        check(
            "ALTER TABLE t RENAME TO old; CREATE TABLE t (x); INSERT INTO t SELECT * FROM old; \
             DROP TABLE old",
            "",
        );
        check("CREATE TABLE n (x); INSERT INTO n SELECT count(*) FROM t; DROP TABLE t", "t");
        check("CREATE TABLE n (x); INSERT INTO n (x) SELECT x FROM t; DROP TABLE n", "");
        check(
            "ALTER TABLE u RENAME TO t; CREATE TABLE n (x); ALTER TABLE t RENAME y TO x; \
             INSERT INTO n (x) SELECT x FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t",
            "u beside y",
        );
        check(
            "DROP TABLE a; ALTER TABLE c RENAME TO a; CREATE TABLE n (x); \
             INSERT INTO n (x) SELECT x FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a",
            "a; c beside x",
        );
    }
}
