//! Reading the first words of a statement, as far as the runner has to.

use migrate_codegen::Dialect;
use migrate_codegen::text::{Token, TokenKind, tokens};
use migrate_codegen::vocabulary::is_kept;

/// A name, quoted.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Text, quoted.
pub(crate) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The words of a statement, one after the other.
pub(super) struct Words<'a> {
    sql: &'a str,
    tokens: std::iter::Peekable<Box<dyn Iterator<Item = Token> + 'a>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        let significant: Box<dyn Iterator<Item = Token> + 'a> =
            Box::new(tokens(sql, Dialect::Sqlite).filter(Token::is_significant));
        Self { sql, tokens: significant.peekable() }
    }

    /// Takes the next word when it is one of these.
    pub(super) fn take(&mut self, words: &[&str]) -> Option<String> {
        let sql = self.sql;
        let token =
            self.tokens.next_if(|token| words.iter().any(|word| token.is_word(sql, word)))?;
        Some(token.text(sql).to_ascii_lowercase())
    }

    /// Takes the words one after the other; false when one of them is not next.
    pub(super) fn take_all(&mut self, words: &[&str]) -> bool {
        words.iter().all(|word| self.take(&[word]).is_some())
    }

    /// Takes the next token when it is this symbol.
    pub(super) fn symbol(&mut self, symbol: char) -> bool {
        self.tokens.next_if(|token| token.is_symbol(self.sql, symbol)).is_some()
    }

    /// Takes everything up to the matching parenthesis, when the next token opens one.
    pub(super) fn parentheses(&mut self) -> bool {
        if !self.symbol('(') {
            return false;
        }
        let mut depth = 1;
        while let Some(token) = self.tokens.next().filter(|_| depth > 0) {
            depth += i32::from(token.is_symbol(self.sql, '('));
            depth -= i32::from(token.is_symbol(self.sql, ')'));
            if depth == 0 {
                break;
            }
        }
        true
    }

    /// Takes a name, with or without its schema, and returns it without.
    pub(super) fn name(&mut self) -> Option<String> {
        let first = self.tokens.next()?.identifier(self.sql)?;
        if self.tokens.next_if(|token| token.is_symbol(self.sql, '.')).is_some() {
            return self.tokens.next()?.identifier(self.sql);
        }
        Some(first)
    }

    /// Takes names in parentheses, when the next token opens them.
    pub(super) fn names(&mut self) -> Option<Vec<String>> {
        self.symbol('(').then_some(())?;
        let mut names = Vec::new();
        while !self.symbol(')') {
            names.push(self.listed()?);
        }
        Some(names)
    }

    /// Takes a name, and the comma behind it.
    pub(super) fn listed(&mut self) -> Option<String> {
        let name = self.name()?;
        self.symbol(',');
        Some(name)
    }

    /// Goes behind the next place of this word; false when it is nowhere.
    pub(super) fn skip_to(&mut self, word: &str) -> bool {
        let sql = self.sql;
        self.tokens.any(|token| token.is_word(sql, word))
    }

    /// Where the next token begins.
    pub(super) fn next_at(&mut self) -> Option<usize> {
        self.tokens.peek().map(|token| token.range.start)
    }
}

/// The first word of a statement, in lower case; empty when it begins with something else.
pub(crate) fn first_word(sql: &str) -> String {
    let first = tokens(sql, Dialect::Sqlite).find(Token::is_significant);
    first.map(|token| token.text(sql).to_ascii_lowercase()).unwrap_or_default()
}

/// Whether SQLite refuses the statement inside a transaction, or ignores it there.
pub(super) fn runs_outside(sql: &str) -> bool {
    matches!(first_word(sql).as_str(), "vacuum" | "pragma" | "attach" | "detach") || is_control(sql)
}

/// Whether the statement begins or ends a transaction.
pub(super) fn is_control(sql: &str) -> bool {
    matches!(first_word(sql).as_str(), "begin" | "commit" | "end" | "rollback")
}

/// Whether the statement makes a transaction's work stay.
pub(super) fn commits(sql: &str) -> bool {
    matches!(first_word(sql).as_str(), "commit" | "end")
}

/// The object that a `CREATE .. IF NOT EXISTS` would create.
pub(super) fn created_if_missing(sql: &str) -> Option<String> {
    let mut words = creating(sql)?;
    words.take_all(&["if", "not", "exists"]).then(|| words.name()).flatten()
}

/// The object that a `CREATE` would create, whether or not it is there.
pub(super) fn created(sql: &str) -> Option<String> {
    created_if_missing(sql).or_else(|| creating(sql)?.name())
}

/// The words behind `CREATE TABLE` and its like.
fn creating(sql: &str) -> Option<Words<'_>> {
    let mut words = Words::new(sql);
    words.take(&["create"])?;
    while words.take(&["temp", "temporary", "unique", "virtual"]).is_some() {}
    words.take(&["table", "index", "view", "trigger"])?;
    Some(words)
}

/// The object that a `DROP` would drop.
pub(super) fn dropped(sql: &str) -> Option<String> {
    let mut words = Words::new(sql);
    words.take(&["drop"])?;
    words.take(&["table", "index", "view", "trigger"])?;
    if words.take(&["if"]).is_some() {
        words.take(&["exists"])?;
    }
    words.name()
}

/// The table and the column of an `ALTER TABLE .. DROP COLUMN`.
pub(super) fn dropped_column(sql: &str) -> Option<(String, String)> {
    let mut words = Words::new(sql);
    words.take_all(&["alter", "table"]).then_some(())?;
    let table = words.name()?;
    words.take(&["drop"])?;
    words.take(&["column"]);
    if words.take(&["constraint"]).is_some() {
        return None;
    }
    Some((table, words.name()?))
}

/// The table that a `DELETE` empties, and what stands behind its name.
pub(super) fn deleted_from(sql: &str) -> Option<(String, &str)> {
    let mut words = Words::new(sql);
    words.take_all(&["delete", "from"]).then_some(())?;
    let table = words.name()?;
    let rest = words.tokens.peek().map_or(sql.len(), |token| token.range.start);
    Some((table, sql[rest..].trim_end()))
}

/// The table of a `CREATE INDEX`.
pub(super) fn indexed_table(sql: &str) -> Option<String> {
    let mut words = Words::new(sql);
    words.take(&["create"])?;
    words.take(&["unique"]);
    words.take(&["index"])?;
    words.take_all(&["if", "not", "exists"]);
    words.name()?;
    words.take(&["on"])?;
    words.name()
}

/// The table of a `DROP TABLE`, unless it is a temporary one.
pub(super) fn dropped_table(sql: &str) -> Option<String> {
    let mut words = Words::new(sql);
    words.take_all(&["drop", "table"]).then_some(())?;
    words.take_all(&["if", "exists"]);
    let is_temporary = words.take(&["temp", "temporary"]).is_some_and(|_| words.symbol('.'));
    if is_temporary { None } else { dropped(sql) }
}

/// The table of a `CREATE TABLE` that makes it, or fails.
pub(super) fn created_table(sql: &str) -> Option<String> {
    let mut words = Words::new(sql);
    words.take_all(&["create", "table"]).then_some(())?;
    if words.take(&["if"]).is_some() { None } else { words.name() }
}

/// Whether a query stands in the statement.
pub(super) fn selects(sql: &str) -> bool {
    tokens(sql, Dialect::Sqlite).any(|token| token.is_word(sql, "select"))
}

/// The two names of an `ALTER TABLE .. RENAME TO`.
pub(super) fn renamed_table(sql: &str) -> Option<(String, String)> {
    let mut words = Words::new(sql);
    words.take_all(&["alter", "table"]).then_some(())?;
    let table = words.name()?;
    words.take_all(&["rename", "to"]).then(|| words.name()).flatten().map(|to| (table, to))
}

/// The table that an `ALTER TABLE .. RENAME TO` leaves.
pub(super) fn renamed_to(sql: &str) -> Option<String> {
    renamed_table(sql).map(|(_, to)| to)
}

/// The table and the two names of a column of an `ALTER TABLE .. RENAME COLUMN`.
pub(super) fn renamed_column(sql: &str) -> Option<(String, String, String)> {
    if renamed_table(sql).is_some() {
        return None;
    }
    let mut words = Words::new(sql);
    words.take_all(&["alter", "table"]).then_some(())?;
    let table = words.name()?;
    words.take(&["rename"])?;
    words.take(&["column"]);
    let from = words.name()?;
    words.take(&["to"])?;
    Some((table, from, words.name()?))
}

/// The table and the column of an `ALTER TABLE .. ADD COLUMN`.
pub(super) fn added_column(sql: &str) -> Option<(String, String)> {
    let mut words = Words::new(sql);
    words.take_all(&["alter", "table"]).then_some(())?;
    let table = words.name()?;
    words.take(&["add"])?;
    words.take(&["column"]);
    Some((table, words.name()?))
}

/// The table that an `INSERT` fills.
pub(super) fn inserted_into(sql: &str) -> Option<String> {
    inserting(sql)?.name()
}

/// The words behind `INSERT INTO`.
fn inserting(sql: &str) -> Option<Words<'_>> {
    let mut words = Words::new(sql);
    words.take(&["insert", "replace"])?;
    if words.take(&["or"]).is_some() {
        words.tokens.next()?;
    }
    words.take(&["into"])?;
    Some(words)
}

/// The names that follow a `FROM`, a `JOIN` or a comma somewhere in the statement.
pub(super) fn mentions(sql: &str) -> Vec<String> {
    let mut words = Words::new(sql);
    let mut names = Vec::new();
    while let Some(token) = words.tokens.next() {
        let is_before = token.is_word(sql, "from") || token.is_word(sql, "join");
        if is_before || token.is_symbol(sql, ',') {
            while words.symbol('(') {}
            let is_name =
                |token: &Token| token.kind != TokenKind::String && token.identifier(sql).is_some();
            if words.tokens.peek().is_some_and(is_name) {
                names.extend(words.name());
            }
        }
    }
    names
}

/// An `INSERT .. SELECT` that copies all rows of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Copy {
    /// The table that gets the rows.
    pub(super) into: String,
    /// The table that has them.
    pub(super) from: String,
    /// The columns of it that are taken.
    pub(super) columns: Vec<String>,
}

/// Reads a copy of all rows of a table. What is kept aside may stand beside it: rows that the
/// migration added stay out then.
pub(super) fn copied(sql: &str) -> Option<Copy> {
    let mut words = inserting(sql)?;
    let into = words.name()?;
    words.parentheses();
    words.take(&["select"])?;
    let mut selected = Vec::new();
    while words.take(&["from"]).is_none() {
        if words.parentheses() {
            continue;
        }
        let token = words.tokens.next()?;
        let is_plain = token.kind != TokenKind::Symbol || OF_COLUMNS.contains(&token.text(sql));
        is_plain.then_some(())?;
        if words.symbol('.') {
            let column = words.tokens.next()?;
            selected.push((token.identifier(sql), column.identifier(sql)));
        } else if !OF_CASES.iter().any(|word| token.is_word(sql, word)) {
            // What stands before a parenthesis is a function, and what is in quotes is text.
            let is_name = !words.parentheses() && token.kind != TokenKind::String;
            selected.push((None, token.identifier(sql).filter(|_| is_name)));
        }
    }
    let from = words.name()?;
    let beside = words.take_all(&["left", "join"]).then(|| words.name()).flatten();
    let is_whole = match &beside {
        Some(beside) => is_kept(beside),
        None => words.tokens.peek().is_none(),
    };
    let of_it = |of: &Option<String>| match of {
        Some(of) => of.eq_ignore_ascii_case(&from),
        // Beside another table a column has the name of its own before it.
        None => beside.is_none(),
    };
    let columns = selected.into_iter().filter(|(of, _)| of_it(of)).filter_map(|(_, it)| it);
    let columns = columns.collect();
    is_whole.then_some(Copy { into, from, columns })
}

/// Words of an expression, which are no columns.
const OF_CASES: [&str; 6] = ["case", "when", "then", "else", "end", "is"];

/// Symbols between the columns of a copy.
const OF_COLUMNS: [&str; 2] = [",", "="];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_created_and_dropped() {
        let created = |sql| created_if_missing(sql);
        assert_eq!(
            created("create unique index IF not EXISTS main.\"a b\" on t(x)").unwrap(),
            "a b"
        );
        assert_eq!(created("CREATE VIRTUAL TABLE IF NOT EXISTS [f] USING fts5(a)").unwrap(), "f");
        assert_eq!(created("CREATE TABLE a (b)"), None);
        assert_eq!(dropped("/* x */ DROP TABLE IF EXISTS a").unwrap(), "a");
        assert_eq!(dropped("drop index main.b").unwrap(), "b");
        assert_eq!(dropped_column("ALTER TABLE a DROP b").unwrap(), ("a".into(), "b".into()));
        assert_eq!(dropped_column("ALTER TABLE a DROP CONSTRAINT b"), None);
        assert_eq!(renamed_to("ALTER TABLE a RENAME TO \"b\"").unwrap(), "b");
        assert_eq!(renamed_to("ALTER TABLE a RENAME x TO b"), None);
        assert_eq!(
            renamed_column("ALTER TABLE a RENAME COLUMN \"x\" TO b").unwrap(),
            ("a".into(), "x".into(), "b".into())
        );
    }

    #[test]
    fn reads_what_is_copied() {
        let read = |sql| copied(sql).map(|it| format!("{} {:?}", it.from, it.columns));
        let plain = "INSERT INTO n (a, b, c) SELECT x, \"y z\", 0 FROM t";
        assert_eq!(read(plain).unwrap(), r#"t ["x", "y z"]"#);
        assert_eq!(read("insert into n select x from t").unwrap(), r#"t ["x"]"#);
        let kept = "INSERT INTO n (a, b) SELECT x, coalesce((SELECT k.y FROM k WHERE k.z = t.z), '') FROM t";
        assert_eq!(read(kept).unwrap(), r#"t ["x"]"#);
        let beside = "INSERT INTO n (a, b, c) SELECT t.x, CASE WHEN kept.fate = 'changed' AND t.y IS \
                      kept.new_y THEN kept.y ELSE t.y END, kept.z FROM t LEFT JOIN";
        let kept =
            format!("{beside} _migrations_kept_2_t AS kept ON kept.x = t.x WHERE kept.w IS 1");
        let columns: Vec<String> = copied(&kept).expect("a copy").columns;
        let has = |name: &str| columns.iter().any(|it| it == name);
        assert!(has("x") && has("y") && !has("z") && !has("end"), "{columns:?}");
        assert_eq!(read("INSERT OR ABORT INTO n SELECT \"end\" FROM t").unwrap(), r#"t ["end"]"#);
        assert_eq!(copied(&format!("{beside} u ON u.x = t.x")), None);
        assert_eq!(read("INSERT INTO n SELECT x FROM t WHERE x"), None);
        assert_eq!(read("INSERT INTO n SELECT * FROM t"), None);
        assert_eq!(read("INSERT INTO n VALUES (1)"), None);
    }

    #[test]
    fn knows_what_cannot_run_inside_a_transaction() {
        assert!(runs_outside("-- why\nVACUUM"));
        assert!(runs_outside("pragma journal_mode = wal"));
        assert!(!runs_outside("CREATE TABLE vacuum (a)"));
        assert!(is_control("/**/ COMMIT") && !is_control("SAVEPOINT a"));
    }
}
