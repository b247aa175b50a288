//! Reading `migrations.sum` back.
//!
//! Only what this tool wrote is read: whatever else stands in the file, it is not used.

use super::block::Block;
use super::files::Checkpoint;
use super::judgement::Judgement;
use crate::check::AfterRows;
use crate::checksum;

/// What the files hold, once they are known to belong together.
#[derive(Debug)]
pub(crate) struct Recorded<'a> {
    /// By version.
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) schema_sql: &'a str,
    /// The rows that a replay has at the end.
    pub(crate) rows: AfterRows,
}

/// Begins each migration.
const MIGRATION: &str = "\n[[migration]]\n";
/// Ends the last one.
const TOTAL: &str = "\n[total]\n";
/// Begins what a check may start from.
const CHECKPOINT: &str = "\n[checkpoint]\n";

impl<'a> Recorded<'a> {
    /// Reads the files; `None` when they are not what a judgement like this one wrote.
    pub(crate) fn read(files: &'a Checkpoint, judgement: &Judgement) -> Option<Self> {
        let (text, checkpoint) = files.migrations_sum.rsplit_once(CHECKPOINT)?;
        let (text, total) = text.rsplit_once(TOTAL)?;
        let mut blocks = text.split(MIGRATION);
        // What stands before the first one.
        blocks.next()?;
        let blocks: Vec<&str> = blocks.collect();
        let sum = checksum::of_list(blocks.iter().copied());
        if string(total, "checksum")? != sum || !judgement.covers(string(checkpoint, "by")?) {
            return None;
        }
        let rows = AfterRows::read(string(checkpoint, "rows")?)?;
        if string(checkpoint, "seal")? != judgement.seal(&sum, &files.schema_sql, rows) {
            return None;
        }
        let blocks = blocks.into_iter().map(Block::read).collect::<Option<_>>()?;
        Some(Self { blocks, schema_sql: &files.schema_sql, rows })
    }
}

/// The value of `key = "value"`, a text without escapes.
fn string<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut values = text.lines().filter_map(|line| {
        let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        value.strip_suffix('"')
    });
    values.next()
}
