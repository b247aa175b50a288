//! Properties of the splitter, and its agreement with SQLite itself.

use migrate_codegen::Dialect;
use migrate_codegen::text::{split, tokens};
use proptest::prelude::*;

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn tokens_lose_nothing(sql in prop_oneof![soup(), ".*"], dialect in dialect()) {
        let joined: String = tokens(&sql, dialect).map(|t| t.text(&sql).to_owned()).collect();
        prop_assert_eq!(joined, sql);
    }

    #[test]
    fn what_lies_between_statements_says_nothing(sql in soup(), dialect in dialect()) {
        let mut at = 0;
        for statement in split(&sql, dialect) {
            prop_assert!(at <= statement.leading.start);
            prop_assert_eq!(statement.leading.end, statement.range.start);
            prop_assert!(!statement.range.is_empty());
            prop_assert!(split(&sql[statement.leading], dialect).is_empty());
            at = statement.range.end;
        }
        let rest = &sql[at..];
        prop_assert!(tokens(rest, dialect).all(|t| !t.is_significant() || t.is_symbol(rest, ';')));
    }

    #[test]
    fn splitting_again_changes_nothing(sql in soup(), dialect in dialect()) {
        let once = texts(&sql, dialect);
        prop_assert_eq!(&texts(&once.join(";"), dialect), &once);
        prop_assert_eq!(&texts(&once.join("\n--> statement-breakpoint\n"), dialect), &once);
    }

    #[test]
    fn sqlite_scripts((sql, statements) in script(sqlite_statement())) {
        prop_assert_eq!(&texts(&sql, Dialect::Sqlite), &statements);
        prop_assert_eq!(&texts(&sql, Dialect::D1), &statements);
    }

    #[test]
    fn postgres_scripts((sql, statements) in script(postgres_statement())) {
        prop_assert_eq!(&texts(&sql, Dialect::Postgres), &statements);
    }
}

fn texts(sql: &str, dialect: Dialect) -> Vec<String> {
    split(sql, dialect).iter().map(|statement| statement.text(sql).to_owned()).collect()
}

fn dialect() -> impl Strategy<Value = Dialect> {
    prop::sample::select(Dialect::ALL.to_vec())
}

/// One of these pieces.
fn one_of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pieces).prop_map(str::to_owned)
}

fn joined(piece: impl Strategy<Value = String>, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

/// Text made of the pieces that lexers trip over.
fn soup() -> impl Strategy<Value = String> {
    let pieces = &[
        "'", "''", "\"", "`", "[", "]", "--", "/*", "*/", "/", "*", "-", ";", "$", "$$", "$a$",
        "$1", "\n", "\r\n", " ", "\\", "E'", "x'", "0", "1e", "a", "é", "\u{feff}", "BEGIN",
        "ATOMIC", "END", "CASE", "CREATE", "TEMP", "TRIGGER", "FUNCTION", "TABLE", "EXPLAIN", ".",
        "(", ")", ",",
    ];
    joined(prop_oneof![4 => one_of(pieces), 1 => ".{0,3}"], 40)
}

/// The inside of a string or a quoted name, without the quotes themselves.
fn inside() -> impl Strategy<Value = String> {
    joined(one_of(&[";", "--", "/*", "*/", "END", "$$", "a", " ", "é", "\n", "[", "\\"]), 6)
}

fn string() -> impl Strategy<Value = String> {
    (inside(), inside()).prop_map(|(left, right)| format!("'{left}''{right}'"))
}

/// What may stand between two tokens: blanks, and comments that hold what must not count there.
fn gap() -> impl Strategy<Value = String> {
    one_of(&[
        " ",
        "\n",
        "\r\n\t",
        " /* ; */ ",
        " /* it's */ ",
        " -- ;\n",
        " -- don't \"\r\n",
        " /**/ ",
        " --> no breakpoint\n",
    ])
}

fn case() -> impl Strategy<Value = String> {
    (string(), gap()).prop_map(|(text, gap)| {
        format!("CASE{gap}WHEN 1 THEN {text} ELSE CASE 2 WHEN 2 THEN 3 END{gap}END")
    })
}

/// A value in any dialect.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![string(), case(), Just("x'00'".to_owned()), Just("1.5e3".to_owned())]
}

/// Statements that SQLite runs in any order on a table `t (a, b)`. `%` stands for a number of
/// their own, so that no two create the same thing.
fn sqlite_statement() -> impl Strategy<Value = String> {
    let parts = (gap(), gap(), value(), string(), inside());
    (0..7_usize, parts).prop_map(|(kind, (g, h, v, s, name))| match kind {
        0 => format!("INSERT{g}INTO t{h}VALUES ({v}, {s})"),
        1 => format!("UPDATE{g}t SET a = {v},{h}b = {s}"),
        2 => format!("CREATE TABLE{g}\"%\"\"{name}\" (\"x{name}\"{h}TEXT DEFAULT {s})"),
        3 => format!("CREATE VIEW{g}`v%``{name}` AS{h}SELECT {v} AS x"),
        4 => format!("CREATE INDEX{g}[i%{name}] ON{h}t (a) WHERE b <> {s}"),
        5 => format!(
            "CREATE TRIGGER{g}tr% AFTER INSERT ON t WHEN {v} IS NULL{h}BEGIN \
             UPDATE t SET a = {s};{g}DELETE FROM t WHERE a = {v};{h}END"
        ),
        _ => format!(
            "CREATE TEMP TRIGGER{g}IF NOT EXISTS tt%{h}AFTER DELETE ON main.t \
             BEGIN{g}SELECT {v};{h}END"
        ),
    })
}

fn postgres_statement() -> impl Strategy<Value = String> {
    let parts = (gap(), gap(), value(), string(), inside());
    (0..7_usize, parts).prop_map(|(kind, (g, h, v, s, name))| match kind {
        0 => format!("INSERT{g}INTO t{h}VALUES ({v}, E'\\' ; ''')"),
        1 => format!("UPDATE{g}t SET a[1] = {v},{h}b = $1"),
        2 => format!("CREATE TABLE{g}\"%\"\"{name}\" (x{h}TEXT DEFAULT {s})"),
        3 => format!("DO{g}$${}; BEGIN a; END; $$", name.replace('$', "")),
        4 => format!("CREATE FUNCTION f(){g}RETURNS int AS $body$ {s}; $$ ; $body${h}LANGUAGE sql"),
        5 => format!(
            "CREATE FUNCTION f() RETURNS int{g}BEGIN{h}ATOMIC SELECT {v};{g}SELECT 2;{h}END"
        ),
        _ => {
            format!("CREATE TRIGGER x{g}AFTER INSERT ON t /* /* ; */ ; */{h}EXECUTE FUNCTION f()")
        }
    })
}

/// A script, and the statements that it is made of.
fn script(
    statement: impl Strategy<Value = String>,
) -> impl Strategy<Value = (String, Vec<String>)> {
    prop::collection::vec((statement, gap(), gap()), 0..8).prop_map(|parts| {
        let mut script = String::new();
        let mut statements = Vec::new();
        for (number, (statement, before, after)) in parts.into_iter().enumerate() {
            let statement = statement.replace('%', &number.to_string());
            script.extend([&before, &statement, &after, ";"].map(|part: &str| part));
            statements.push(statement);
        }
        (script, statements)
    })
}

/// SQLite reads a script as a whole, or statement by statement as we cut it: the same comes out.
#[cfg(feature = "sqlite")]
mod against_sqlite {
    use migrate_codegen::text::Token;
    use rusqlite::Connection;

    use super::*;

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn agrees((sql, _) in script(sqlite_statement())) {
            let whole = database();
            whole.execute_batch(&sql).expect("SQLite runs the script");
            let parts = database();
            for statement in split(&sql, Dialect::Sqlite) {
                // `execute` takes one statement: some versions refuse a second, some ignore it.
                parts.execute(statement.text(&sql), []).expect("SQLite runs the statement");
            }
            prop_assert_eq!(dump(&parts), dump(&whole));
        }
    }

    fn database() -> Connection {
        let db = Connection::open_in_memory().expect("opened");
        db.execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2);").expect("created");
        db
    }

    /// Schema and rows, as text. SQLite keeps the comments between a statement and its `;` in the
    /// text of views, where they say nothing.
    fn dump(db: &Connection) -> Vec<String> {
        let mut dump = Vec::new();
        for query in [
            "SELECT sql FROM sqlite_schema ORDER BY rowid",
            "SELECT sql FROM sqlite_temp_schema ORDER BY rowid",
            "SELECT quote(a) || quote(b) FROM t ORDER BY rowid",
        ] {
            let mut statement = db.prepare(query).expect("prepared");
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("queried");
            dump.extend(rows.map(|row| said(&row.expect("text"))));
        }
        dump
    }

    fn said(sql: &str) -> String {
        let significant = tokens(sql, Dialect::Sqlite).filter(Token::is_significant);
        significant.map(|token| token.text(sql)).collect::<Vec<_>>().join(" ")
    }
}
