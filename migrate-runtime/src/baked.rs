//! Reading what the macros left of a history in the program.

use std::time::Duration;

use migrate_codegen::baked::Reader;
use migrate_codegen::{Category, ForeignKeys, RollbackClass, Transactional, Version};

use crate::migration::{Body, Found, Keeping, Migration, Part, Script, Steps, Written};

/// The migrations in the text of a set. What they list stays in memory until the program ends, as
/// the text does.
#[must_use]
pub(crate) fn migrations(text: &'static str, steps: &[Steps]) -> &'static [Migration] {
    let migration = |reader: &mut Reader<'static>| {
        let mut record = Reader::new(reader.text());
        let (version, checksum) = (version(&mut record), record.text());
        let at = steps.binary_search_by_key(&version, |steps| steps.version);
        let steps = at.map_or_else(|_| Steps::none(version), |at| steps[at]);
        Migration::baked(checksum, steps, record)
    };
    Reader::new(text).list(migration).leak()
}

impl Written {
    /// Reads what the author of the migration with these steps said.
    #[must_use]
    pub(crate) fn read(reader: &mut Reader<'static>, steps: &Steps) -> Self {
        Self {
            version: steps.version,
            name: reader.text(),
            description: reader.text(),
            created: optional(reader, Reader::text),
            irreversible: optional(reader, Reader::text),
            transactional: match reader.number() {
                0 => Transactional::Yes,
                _ => Transactional::No,
            },
            timeout: optional(reader, |reader| Duration::from_millis(reader.number())),
            rollback_safe: optional(reader, |reader| reader.number() == 1),
            impact: optional(reader, Reader::text).and_then(|text| text.parse().ok()),
            schema: optional(reader, Reader::text),
            up: body(reader, steps.up).unwrap_or(Body::Sql("")),
            down: body(reader, steps.down),
        }
    }
}

impl Found {
    /// Reads what was found out of a migration with this checksum.
    #[must_use]
    pub(crate) fn read(reader: &mut Reader<'static>, checksum: &'static str) -> Self {
        Self {
            file: reader.text(),
            category: reader.text().parse().unwrap_or(Category::Schema),
            depends_on: reader.list(version).leak(),
            checksum,
            class: reader.text().parse().unwrap_or(RollbackClass::Irreversible),
            up: script(reader),
            down: script(reader),
            inferred_down: optional(reader, Reader::text),
            footprint: reader.text(),
            keeping: reader.list(keeping).leak(),
        }
    }
}

/// A list of at most one element.
fn optional<T>(
    reader: &mut Reader<'static>,
    one: impl FnMut(&mut Reader<'static>) -> T,
) -> Option<T> {
    reader.list(one).pop()
}

/// A step in Rust, or a text where there is one.
fn body(reader: &mut Reader<'static>, code: Option<Body>) -> Option<Body> {
    let text = optional(reader, Reader::text);
    code.or(text.map(Body::Sql))
}

fn version(reader: &mut Reader<'_>) -> Version {
    let number = i64::try_from(reader.number()).ok();
    number.and_then(Version::new).unwrap_or_default()
}

fn script(reader: &mut Reader<'static>) -> Script {
    Script {
        statements: reader.list(part).leak(),
        foreign_keys: match reader.number() {
            0 => ForeignKeys::Keep,
            _ => ForeignKeys::Suspend,
        },
        drops: reader.list(Reader::text).leak(),
        sql: reader.list(Reader::text).leak(),
    }
}

fn keeping(reader: &mut Reader<'static>) -> Keeping {
    Keeping {
        table: reader.text(),
        place: reader.text(),
        before: reader.list(Reader::text).leak(),
        after: reader.list(Reader::text).leak(),
    }
}

fn part(reader: &mut Reader<'_>) -> Part {
    let mut size = || reader.size();
    Part { start: size(), end: size(), line: size(), column: size() }
}
