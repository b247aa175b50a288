//! Reading how a rollback deletes the rows that its migration inserted.
//!
//! Such a `DELETE` says what they were: `DELETE FROM t WHERE id IN (WITH inserted (id, v) AS (VALUES
//! (1, 'a')) SELECT id FROM inserted)`. It finds them by their keys. One that holds other values by
//! now was written since.

use super::sql::{Words, quoted};

/// The rows that a `DELETE` takes for those of its migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inserted {
    pub(super) table: String,
    /// The rows as a table of a query: ``inserted (id, v) AS (VALUES (1, 'a'))``.
    rows: String,
    /// What they are called there.
    name: String,
    /// The columns that find them, as the rows call them and as the table does.
    pub(super) key: Vec<(String, String)>,
    /// The other columns that are known, likewise.
    pub(super) others: Vec<(String, String)>,
}

impl Inserted {
    /// Reads a `DELETE` that names what it takes out; `None` for any other statement.
    pub(super) fn read(sql: &str) -> Option<Self> {
        let mut words = Words::new(sql);
        words.take_all(&["delete", "from"]).then_some(())?;
        let table = words.name()?;
        words.take_all(&["where"]).then_some(())?;
        let finds = words.names().or_else(|| Some(vec![words.name()?]))?;
        (words.take_all(&["in"]) && words.symbol('(') && words.take_all(&["with"])).then_some(())?;
        let start = words.next_at()?;
        let name = words.name()?;
        let columns = words.names()?;
        words.take_all(&["as"]).then_some(())?;
        let is_values = Words::new(&sql[words.next_at()? + 1..]).take_all(&["values"]);
        (is_values && words.parentheses()).then_some(())?;
        let rows = sql[start..words.next_at()?].trim_end().to_owned();
        words.take_all(&["select"]).then_some(())?;
        let selected: Vec<String> = finds.iter().map_while(|_| words.listed()).collect();
        let is_key = |column: &String| selected.contains(column);
        let others = columns.iter().filter(|it| !is_key(it)).map(|it| (it.clone(), it.clone()));
        let others = others.collect();
        let is_it =
            words.take_all(&["from"]) && words.name()? == name && selected.len() == finds.len();
        let key = selected.into_iter().zip(finds).collect();
        is_it.then_some(Self { table, rows, name, key, others })
    }

    /// The same rows in a table of another name, with what is known of its columns there.
    pub(super) fn of(&self, table: String, today: impl Fn(&str) -> Option<String>) -> Self {
        let pairs = |pairs: &[(String, String)]| -> Vec<(String, String)> {
            let pair = |(row, now): &(String, String)| Some((row.clone(), today(now)?));
            pairs.iter().filter_map(pair).collect()
        };
        let (key, others) = (pairs(&self.key), pairs(&self.others));
        Self { table, key, others, ..self.clone() }
    }

    /// Counts the rows that are there and hold other values by now.
    pub(super) fn changed(&self) -> String {
        let pair = |(inserted, now): &(String, String)| {
            let (table, name) = (quoted(&self.table), quoted(&self.name));
            (format!("{table}.{}", quoted(now)), format!("{name}.{}", quoted(inserted)))
        };
        let meets = self.key.iter().map(pair).map(|(now, was)| format!("{now} = {was}"));
        // A key that is spelt in another way may still be the same key.
        let stays = self.key.iter().chain(&self.others).map(pair);
        let stays = stays.map(|(now, was)| format!("{now} IS {was} COLLATE BINARY"));
        format!(
            "WITH {} SELECT count(*) FROM {} JOIN {} ON {} WHERE NOT ({})",
            self.rows,
            quoted(&self.name),
            quoted(&self.table),
            meets.collect::<Vec<_>>().join(" AND "),
            stays.collect::<Vec<_>>().join(" AND ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_their_values() {
        let one = "DELETE FROM t WHERE id IN (WITH inserted (id, \"a b\") AS (VALUES (1, ')'), (2, 'b')) \
                   SELECT id FROM inserted)";
        let read = Inserted::read(one).expect("reads");
        assert_eq!(
            read.changed(),
            "WITH inserted (id, \"a b\") AS (VALUES (1, ')'), (2, 'b')) SELECT count(*) FROM \
             \"inserted\" JOIN \"t\" ON \"t\".\"id\" = \"inserted\".\"id\" WHERE NOT (\"t\".\"id\" IS \
             \"inserted\".\"id\" COLLATE BINARY AND \"t\".\"a b\" IS \"inserted\".\"a b\" COLLATE BINARY)"
        );
        let two = "DELETE FROM t WHERE (a, b) IN (WITH x (a, b, c) AS (VALUES (1, 2, 3)) SELECT a, b \
                   FROM x)";
        let read = Inserted::read(two).expect("reads");
        let names = |pairs: &[(String, String)]| -> Vec<String> {
            pairs.iter().map(|(_, now)| now.clone()).collect()
        };
        assert_eq!(
            (names(&read.key), names(&read.others)),
            (vec!["a".into(), "b".into()], vec!["c".into()])
        );
    }

    #[test]
    fn other_statements() {
        for sql in [
            "DELETE FROM t WHERE id IN (1, 2)",
            "DELETE FROM t",
            "DELETE FROM t WHERE id IN (SELECT id FROM u)",
            "DELETE FROM t WHERE id IN (WITH x (id) AS (SELECT id FROM u) SELECT id FROM x)",
        ] {
            assert_eq!(Inserted::read(sql), None, "{sql}");
        }
    }
}
