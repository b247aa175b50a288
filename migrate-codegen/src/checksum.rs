//! Checksums over what a migration says, not over how it is laid out.
//!
//! Comments, blanks, line ends (also inside strings), a byte order mark, the last `;` and empty
//! statements do not count, so a formatter or a checkout on another system never looks like an edit.

use sha2::{Digest, Sha256};

use crate::Dialect;
use crate::source::{Body, CodeBody, Source, SqlText, rust};
use crate::text::{is_breakpoint, tokens};

/// The version of the format, which every checksum begins with.
const FORMAT: &str = "c1:";

/// Hex characters kept of the SHA-256: 128 bits are ample against accident, which is all that a
/// checksum beside the text it covers can guard against.
const LENGTH: usize = 32;

/// The checksum of what applies a migration: its SQL, or of a step in Rust its `sql!` and `schema`
/// texts and its `revision`.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::checksum::of_sql;
///
/// let plain = of_sql("SELECT 1", Dialect::Sqlite);
/// assert_eq!(plain, of_sql("SELECT -- one\r\n 1;", Dialect::Sqlite));
/// assert_ne!(plain, of_sql("SELECT 11", Dialect::Sqlite));
/// assert!(plain.starts_with("c1:") && plain.len() == 35);
/// ```
#[must_use]
pub fn of_up(source: &Source, dialect: Dialect) -> String {
    of_body(&source.up, source.keys.schema.as_ref(), source.keys.revision, dialect)
}

/// The checksum of what the author says rolls a migration back; `None` when nothing is said.
#[must_use]
pub fn of_down(source: &Source, dialect: Dialect) -> Option<String> {
    let down = source.down.as_ref()?;
    Some(of_body(down, None, source.keys.revision, dialect))
}

/// The checksum of a step in Rust as it is written, for a reviewer to see that it changed: over its
/// tokens, without comments and without the commas that a formatter adds. `None` for SQL.
///
/// It never stops a run, because a formatter or a new API may change it.
#[must_use]
pub fn of_rust(source: &Source) -> Option<String> {
    let mut hasher = Hasher::new("rust");
    let mut steps = 0;
    for body in std::iter::once(&source.up).chain(&source.down) {
        let Body::Code(code) = body else { continue };
        steps += 1;
        let text = source.file.text.get(code.body.clone()).unwrap_or_default();
        hasher.rust(text);
    }
    (steps > 0).then(|| hasher.finish())
}

/// The checksum over a list of texts, such as checksums.
#[must_use]
pub fn of_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Hasher::new("list");
    texts.into_iter().for_each(|text| hasher.piece(text.as_bytes()));
    hasher.finish()
}

/// The checksum of one SQL text.
#[must_use]
pub fn of_sql(sql: &str, dialect: Dialect) -> String {
    let mut hasher = Hasher::new("sql");
    hasher.sql(sql, dialect);
    hasher.finish()
}

fn of_body(body: &Body, schema: Option<&SqlText>, revision: u32, dialect: Dialect) -> String {
    match body {
        Body::Sql(sql) => of_sql(&sql.text, dialect),
        Body::Code(code) => of_code(code, schema, revision, dialect),
    }
}

fn of_code(code: &CodeBody, schema: Option<&SqlText>, revision: u32, dialect: Dialect) -> String {
    let mut hasher = Hasher::new("code");
    hasher.piece(&revision.to_le_bytes());
    hasher.sql(schema.map_or("", |schema| &schema.text), dialect);
    for text in &code.sql {
        hasher.sql(&text.text, dialect);
    }
    hasher.finish()
}

/// Stands for the end of a list of pieces.
const END: u8 = u8::MAX;
/// Stands before the length of a piece that one byte cannot tell.
const LONG: u8 = u8::MAX - 1;

/// Hashes a list of lists of byte strings. Each string is preceded by its length and each list
/// followed by a mark that is no length, so different lists never meet in one stream.
struct Hasher {
    digest: Sha256,
    /// Pieces are a few bytes each: hashed one by one, a large text would take seconds.
    buffer: Vec<u8>,
}

impl Hasher {
    fn new(what: &str) -> Self {
        let mut hasher = Self { digest: Sha256::new(), buffer: Vec::new() };
        hasher.piece(what.as_bytes());
        hasher
    }

    fn piece(&mut self, bytes: &[u8]) {
        match u8::try_from(bytes.len()) {
            Ok(length) if length < LONG => self.buffer.push(length),
            _ => {
                self.buffer.push(LONG);
                self.buffer.extend((bytes.len() as u64).to_le_bytes());
            }
        }
        self.buffer.extend(bytes);
        if self.buffer.len() > 1 << 16 {
            self.digest.update(&self.buffer);
            self.buffer.clear();
        }
    }

    fn sql(&mut self, sql: &str, dialect: Dialect) {
        // What parts two statements counts once, and only when something follows.
        let (mut begun, mut parted) = (false, false);
        for token in tokens(sql, dialect) {
            if token.is_symbol(sql, ';') || is_breakpoint(&token, sql) {
                parted = begun;
            } else if token.is_significant() {
                if std::mem::take(&mut parted) {
                    self.piece(b";");
                }
                begun = true;
                let text = token.text(sql);
                if text.contains('\r') {
                    self.piece(text.replace("\r\n", "\n").as_bytes());
                } else {
                    self.piece(text.as_bytes());
                }
            }
        }
        self.buffer.push(END);
    }

    fn rust(&mut self, text: &str) {
        let tokens = rust::lex(text);
        for (at, token) in tokens.iter().enumerate() {
            let closes = |next: &rust::Token| matches!(next.lexeme, rust::Lexeme::Close(_));
            if !(token.is_punct(',') && tokens.get(at + 1).is_some_and(closes)) {
                self.piece(text[token.range.clone()].replace("\r\n", "\n").as_bytes());
            }
        }
        self.buffer.push(END);
    }

    fn finish(mut self) -> String {
        self.digest.update(&self.buffer);
        let digits = self.digest.finalize();
        let hex = digits.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let hex = hex.filter_map(|digit| char::from_digit(u32::from(digit), 16)).take(LENGTH);
        FORMAT.chars().chain(hex).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        let sum = |sql| of_sql(sql, Dialect::Sqlite);
        assert_eq!(sum(one) == sum(other), same, "{one:?} and {other:?}");
    }

    #[test]
    fn layout_does_not_count() {
        check("SELECT 1", "\u{feff}  SELECT\r\n\t1 ;\n;; -- done", true);
        check("SELECT/* a */1", "SELECT 1", true);
        check("INSERT INTO a VALUES ('x\r\ny')", "INSERT INTO a VALUES ('x\ny')", true);
        check("", " -- nothing\n;", true);
    }

    #[test]
    fn words_count() {
        check("SELECT 1", "SELECT 2", false);
        check("SELECT ab", "SELECT a b", false);
        check("SELECT 'a b'", "SELECT 'a  b'", false);
        check("SELECT 'a\rb'", "SELECT 'a\nb'", false);
        check("a; b", "a b", false);
        check("a --> statement-breakpoint\nb", "a b", false);
        check("a --> statement-breakpoint\nb", "a; b", true);
        check("SELECT 'a' 'b'", "SELECT 'a''b'", false);
        check("SELECT a", "SELECT \"a\"", false);
        check("SELECT 1", "select 1", false);
    }

    #[test]
    fn steps_count_their_texts_apart() {
        let text = |sql: &str| {
            let file = SourceFile::new("x.rs", sql);
            SqlText::slice(&file, 0..sql.len())
        };
        let sum = |texts: &[&str], schema: Option<&str>, revision| {
            let sql = texts.iter().map(|sql| text(sql)).collect();
            let code = CodeBody { sql, ..CodeBody::default() };
            of_code(&code, schema.map(text).as_ref(), revision, Dialect::Sqlite)
        };
        let all = [
            sum(&["a", "b"], None, 0),
            sum(&["a b"], None, 0),
            sum(&["a", "b"], None, 1),
            sum(&["b"], Some("a"), 0),
            sum(&["a", "b", ""], None, 0),
            of_sql(&"x".repeat(300), Dialect::Sqlite),
            of_sql(&"x".repeat(254), Dialect::Sqlite),
            of_sql("a b", Dialect::Sqlite),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "number {at} is new");
        }
    }

    #[test]
    fn a_formatter_changes_no_step() {
        let sum = |text: &str| {
            let mut hasher = Hasher::new("rust");
            hasher.rust(text);
            hasher.finish()
        };
        assert_eq!(sum("f(a, b) // so"), sum("f(\n    a,\n    b,\n)"));
        assert_ne!(sum("f(a, b)"), sum("f(b, a)"));
        assert_ne!(sum("f(a, b)"), sum("f(a b)"));
    }

    #[test]
    fn the_format_stays() {
        assert_eq!(of_sql("SELECT 1", Dialect::Sqlite), "c1:b3092f12991c019c51915bba45dc80a7");
    }
}
