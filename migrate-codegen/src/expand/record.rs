//! What the macros leave of a migration in the program, as one text.

use crate::baked::Writer;
use crate::check::{Checked, RollbackSource, Script};
use crate::rollback::Keeping;
use crate::source::{Body, Origin, Source, SqlText};
use crate::{ForeignKeys, Transactional};

/// The text that `baked::migrations` of migrate-runtime reads, with the fields in the order in which
/// they are read there. Steps in Rust are not in it.
#[must_use]
pub(crate) fn record(source: &Source, checked: &Checked) -> String {
    let mut writer = Writer::default();
    writer.number(source.version.get().unsigned_abs());
    writer.text(&checked.checksum);
    written(&mut writer, source, checked);
    found(&mut writer, checked);
    writer.finish()
}

/// What the author said.
fn written(writer: &mut Writer, source: &Source, checked: &Checked) {
    let keys = &source.keys;
    // An SQL file has the rollback that was found in it, or says why there is none.
    let (reason, down) = match source.origin {
        Origin::Rust => (None, source.down.as_ref().and_then(sql)),
        _ => (checked.rollback.reason.as_ref(), checked.rollback.text.as_ref()),
    };
    writer.text(&source.name);
    writer.text(&source.description);
    optional(writer, keys.created.as_ref(), |writer, text| writer.text(text));
    optional(writer, keys.irreversible.as_ref().or(reason), |writer, text| writer.text(text));
    writer.number(u64::from(keys.transactional == Transactional::No));
    optional(writer, keys.timeout, |writer, timeout| {
        writer.number(u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX));
    });
    optional(writer, keys.rollback_safe, |writer, safe| writer.number(u64::from(safe)));
    optional(writer, keys.impact, |writer, impact| writer.text(impact.as_str()));
    optional(writer, keys.schema.as_ref(), |writer, schema| writer.text(&schema.text));
    optional(writer, sql(&source.up), |writer, up| writer.text(&up.text));
    optional(writer, down, |writer, down| writer.text(&down.text));
}

fn sql(body: &Body) -> Option<&SqlText> {
    match body {
        Body::Sql(text) => Some(text),
        Body::Code(_) => None,
    }
}

/// A list of at most one element.
fn optional<T>(writer: &mut Writer, value: Option<T>, one: impl FnOnce(&mut Writer, T)) {
    writer.size(usize::from(value.is_some()));
    if let Some(value) = value {
        one(writer, value);
    }
}

/// What reading the whole history found out.
fn found(writer: &mut Writer, checked: &Checked) {
    writer.text(&checked.file.name);
    writer.text(checked.category.as_str());
    writer.list(&checked.depends_on, |writer, version| {
        writer.number(version.get().unsigned_abs());
    });
    writer.text(checked.rollback.class.as_str());
    script(writer, &checked.up);
    script(writer, &checked.down);
    let inferred = match (checked.rollback.source, &checked.rollback.text) {
        (RollbackSource::Inferred, Some(sql)) => Some(sql),
        _ => None,
    };
    optional(writer, inferred, |writer, sql| writer.text(&sql.text));
    writer.text(&checked.footprint.to_string());
    writer.list(&checked.keeping, keeping);
}

fn keeping(writer: &mut Writer, Keeping { table, place, before, after }: &Keeping) {
    writer.text(table);
    writer.text(place);
    writer.list(before, |writer, sql| writer.text(sql));
    writer.list(after, |writer, sql| writer.text(sql));
}

fn script(writer: &mut Writer, script: &Script) {
    writer.list(&script.statements, |writer, part| {
        writer.size(part.range.start);
        writer.size(part.range.end);
        writer.size(part.place.line);
        writer.size(part.place.column);
    });
    writer.number(u64::from(script.foreign_keys == ForeignKeys::Suspend));
    writer.list(&script.drops, |writer, table| writer.text(table));
    writer.list(&script.sql, |writer, sql| writer.text(sql));
}
