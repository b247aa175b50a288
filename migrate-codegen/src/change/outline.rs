//! What a `CREATE TABLE` text says of its columns and keys.

use super::cursor::Cursor;
use crate::Dialect;

/// What begins a constraint of the table instead of a column.
const CONSTRAINTS: &[&str] = &["constraint", "primary", "unique", "check", "foreign"];

/// The columns and keys that a `CREATE TABLE` text defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The columns in their order; none for `CREATE TABLE .. AS SELECT`.
    pub columns: Vec<String>,
    /// The sets of columns that identify a row: `PRIMARY KEY` and `UNIQUE`.
    pub keys: Vec<Vec<String>>,
    /// Columns and the tables that they name rows of.
    pub references: Vec<(Vec<String>, String)>,
    /// The columns that must fit a condition, be different in every row, or name a row elsewhere.
    pub bound: Vec<String>,
}

impl Outline {
    /// Reads the text of a table, as the engine keeps it.
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::Dialect;
    /// use migrate_codegen::change::Outline;
    ///
    /// let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b))";
    /// let outline = Outline::read(sql, Dialect::Sqlite);
    /// assert_eq!(outline.columns, ["id", "a", "b"]);
    /// assert_eq!(outline.keys, [vec!["id"], vec!["a", "b"]]);
    /// ```
    #[must_use]
    pub fn read(sql: &str, dialect: Dialect) -> Self {
        let mut outline = Self::default();
        let mut cursor = Cursor::new(sql, dialect);
        while cursor.peek().is_some() && !cursor.sees_symbol('(') && !cursor.sees("as") {
            cursor.next();
        }
        if let Some(inside) = cursor.parentheses() {
            for piece in pieces(&sql[inside], dialect) {
                outline.piece(piece, dialect);
            }
        }
        outline
    }

    fn piece(&mut self, sql: &str, dialect: Dialect) {
        let mut cursor = Cursor::new(sql, dialect);
        if CONSTRAINTS.iter().any(|word| cursor.sees(word)) {
            return self.constraint(cursor);
        }
        let Some(column) = cursor.identifier() else { return };
        self.columns.push(column.clone());
        while cursor.peek().is_some() {
            if cursor.take(&["primary", "key"]) || cursor.take(&["unique"]) {
                self.keys.push(vec![column.clone()]);
                self.bound.push(column.clone());
            } else if cursor.take(&["references"]) {
                self.bound.push(column.clone());
                let table = cursor.name().map(|table| (vec![column.clone()], table));
                self.references.extend(table);
            } else if cursor.take(&["check"]) {
                self.bound.push(column.clone());
            } else if cursor.parentheses().is_none() {
                cursor.next();
            }
        }
    }

    fn constraint(&mut self, mut cursor: Cursor<'_>) {
        let identifies = cursor.seek(&["primary", "unique", "check", "foreign"]);
        while cursor.peek().is_some() && !cursor.sees_symbol('(') {
            cursor.next();
        }
        let Some(inside) = cursor.parentheses() else { return };
        let names = names(&cursor.sql[inside], cursor.dialect);
        if matches!(identifies.as_deref(), Some("primary" | "unique")) {
            self.keys.push(names.clone());
        }
        if cursor.take(&["references"]) {
            self.references.extend(cursor.name().map(|table| (names.clone(), table)));
        }
        self.bound.extend(names);
    }
}

/// The parts of a list, cut at the commas outside parentheses.
pub(super) fn pieces(sql: &str, dialect: Dialect) -> Vec<&str> {
    let mut cursor = Cursor::new(sql, dialect);
    let mut pieces = Vec::new();
    let mut start = 0;
    while let Some(token) = cursor.peek() {
        if cursor.sees_symbol(',') {
            pieces.push(&sql[start..token.range.start]);
            start = token.range.end;
        }
        if cursor.parentheses().is_none() {
            cursor.next();
        }
    }
    pieces.push(&sql[start..]);
    pieces
}

/// Every name in a piece of SQL; of a key's columns also the words around them, which name nothing.
fn names(sql: &str, dialect: Dialect) -> Vec<String> {
    let first = |piece: &str| Cursor::new(piece, dialect).identifier();
    let listed: Vec<_> = pieces(sql, dialect).into_iter().filter_map(first).collect();
    let mut cursor = Cursor::new(sql, dialect);
    let is_list = pieces(sql, dialect).len() == listed.len()
        && std::iter::from_fn(|| cursor.next().cloned()).all(|token| !token.is_symbol(sql, '('));
    if is_list {
        return listed;
    }
    let mut cursor = Cursor::new(sql, dialect);
    std::iter::from_fn(|| cursor.next().cloned())
        .filter_map(|token| token.identifier(sql))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, columns: &[&str], keys: &[&[&str]], bound: &[&str]) {
        let found = Outline::read(sql, Dialect::Sqlite);
        assert_eq!(found.columns, columns, "{sql}");
        assert_eq!(found.keys, keys, "{sql}");
        assert_eq!(found.bound, bound, "{sql}");
    }

    #[test]
    fn columns_and_keys() {
        check("CREATE TABLE t (a, b TEXT DEFAULT (1, 2))", &["a", "b"], &[], &[]);
        check(
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE)",
            &["a", "b"],
            &[&["a"], &["b"]],
            &["a", "b"],
        );
        check(
            "CREATE TABLE \"t\"(\"a b\" text, c int, CONSTRAINT k PRIMARY KEY (\"a b\" DESC, c))",
            &["a b", "c"],
            &[&["a b", "c"]],
            &["a b", "c"],
        );
        check(
            "CREATE TABLE t (a REFERENCES u (x), b CHECK (b > 0), FOREIGN KEY (c) REFERENCES v (y))",
            &["a", "b"],
            &[],
            &["a", "b", "c"],
        );
        check("CREATE TABLE t (a, b, CHECK (length(a) > 1))", &["a", "b"], &[], &["length", "a"]);
        check("CREATE TABLE t AS SELECT (a) FROM u", &[], &[], &[]);
    }
}
