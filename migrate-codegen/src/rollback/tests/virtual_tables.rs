//! Tables that a module of SQLite keeps.

use super::*;

#[test]
fn virtual_tables() {
    let has_fts: bool = open()
        .query_row("SELECT sqlite_compileoption_used('ENABLE_FTS5')", [], |row| row.get(0))
        .expect("a flag");
    if has_fts {
        check(
            "CREATE VIRTUAL TABLE f USING fts5 (body, tokenize = 'porter')",
            Exact,
            &["DROP TABLE f"],
        );
        check(
            "CREATE VIRTUAL TABLE f USING fts5 (body); INSERT INTO f VALUES ('a'); DROP TABLE f",
            Exact,
            &[],
        );
    }
}
