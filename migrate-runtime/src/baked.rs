//! Reading what `#[migrations]` found out from the text that it left in the program.

use migrate_codegen::baked::Reader;
use migrate_codegen::{Category, ForeignKeys, RollbackClass, Version};

use crate::migration::{Found, Keeping, Part, Script};

impl Found {
    /// Reads the text of a migration with this checksum. What it lists stays in memory until the
    /// program ends, as the text does.
    #[must_use]
    pub(crate) fn read(baked: &'static str, checksum: &'static str) -> Self {
        let mut reader = Reader::new(baked);
        Self {
            file: reader.text(),
            category: reader.text().parse().unwrap_or(Category::Schema),
            depends_on: reader.list(version).leak(),
            checksum,
            class: reader.text().parse().unwrap_or(RollbackClass::Irreversible),
            up: script(&mut reader),
            down: script(&mut reader),
            inferred_down: reader.list(Reader::text).pop(),
            footprint: reader.text(),
            keeping: reader.list(keeping).leak(),
        }
    }
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
