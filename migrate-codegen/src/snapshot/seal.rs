//! The last lines of the sum file: whether a check may start from the generated files.

use super::toml_text::string;
use crate::check::{FinalSchema, Report};

/// What ties the generated files to each other, and to those who judged.
pub(super) struct Seal<'a> {
    pub(super) report: &'a Report,
    pub(super) schema: &'a FinalSchema,
    pub(super) schema_sql: &'a str,
}

/// What the line begins with that names who judged.
const BY: &str = "by = ";

impl Seal<'_> {
    /// The lines, if an engine judged; `total` is the checksum of what was said of the migrations.
    pub(super) fn write(&self, text: &mut String, total: &str) {
        let Some(judgement) = &self.report.judgement else { return };
        text.push_str("\n# From here on builds replay what is new.\n[checkpoint]\n");
        let rows = self.schema.rows;
        string(text, "rows", rows.as_str());
        string(text, "seal", &judgement.seal(total, self.schema_sql, rows));
        string(text, "by", &judgement.by());
    }
}

/// The text without what may differ from machine to machine: who judged.
pub(super) fn unsigned(text: &str) -> String {
    let mut unsigned = String::with_capacity(text.len());
    unsigned.extend(text.split_inclusive('\n').filter(|line| !line.starts_with(BY)));
    unsigned
}
