//! Columns, as a table defines them.

use super::super::apply::default_name;
use super::super::model::{Column, Identity, Kept, Null, Path, Sequence, Sql, Table};
use super::words::{name, path, sentence};
use super::writer::Writer;
use crate::Dialect;
use crate::change::quoted;

/// Words that an option of a sequence begins with.
const OF_SEQUENCE: &[&str] = &[
    "as",
    "cache",
    "cycle",
    "increment",
    "maxvalue",
    "minvalue",
    "no",
    "owned",
    "restart",
    "sequence",
    "start",
];

impl<'a> Writer<'a> {
    /// A column as its table defines it, without constraints other than `NOT NULL`.
    pub(super) fn column(self, table: &Table, column: &Column) -> String {
        if let Some(serial) = self.serial(table, column) {
            return format!("{} {serial}", name(&column.name));
        }
        let collation = column.collation.as_deref();
        let collation = collation.map(|it| format!("COLLATE {}", quoted(it, Dialect::Postgres)));
        let not_null = if column.null == Null::Refused { "NOT NULL" } else { "" };
        let default = column.default.as_ref().map(|it| format!("DEFAULT {it}"));
        let generated = column.generated.as_ref().map(|it| match it.kept {
            Kept::Stored => format!("GENERATED ALWAYS AS ({}) STORED", it.from),
            Kept::Virtual => format!("GENERATED ALWAYS AS ({})", it.from),
        });
        let (numbers, options): (Vec<_>, Vec<_>) =
            column.options.iter().partition(|it| column.identity.is_some() && of_sequence(it));
        sentence(&[
            &name(&column.name),
            &column.type_name,
            &joined(&options),
            &collation.unwrap_or_default(),
            not_null,
            &default.or(generated).unwrap_or_default(),
            &self.identity(table, column, &numbers),
        ])
    }

    /// `GENERATED .. AS IDENTITY`, with the name of its sequence where PostgreSQL would choose
    /// another one.
    fn identity(self, table: &Table, column: &Column, numbers: &[&Sql]) -> String {
        let Some(identity) = column.identity else { return String::new() };
        let when = match identity {
            Identity::Always => "ALWAYS",
            Identity::ByDefault => "BY DEFAULT",
        };
        let renamed = self.sequence_of(table, column).filter(|it| it.name != own(table, column));
        let named = renamed.map(|it| format!("SEQUENCE NAME {}", path(&it.name)));
        let said = sentence(&[&named.unwrap_or_default(), &joined(numbers)]);
        let said = if said.is_empty() { said } else { format!("({said})") };
        sentence(&["GENERATED", when, "AS IDENTITY", &said])
    }

    /// `serial` and its like, where that says everything about the column and its sequence.
    fn serial(self, table: &Table, column: &Column) -> Option<&'static str> {
        let (serial, options) = match column.type_name.as_str() {
            "smallint" => ("smallserial", "as smallint"),
            "integer" => ("serial", "as integer"),
            "bigint" => ("bigserial", ""),
            _ => return None,
        };
        let sequence = self.sequence_of(table, column)?;
        let drawn = Sql::new(&next_number(sequence), Dialect::Postgres);
        let plain = column.identity.is_none()
            && column.null == Null::Refused
            && column.options.is_empty()
            && column.default.as_ref() == Some(&drawn)
            && sequence.name == own(table, column)
            && sequence.options == Sql::new(options, Dialect::Postgres);
        plain.then_some(serial)
    }

    /// Whether the sequence is made together with its column.
    pub(super) fn comes_with_column(self, sequence: &Sequence) -> bool {
        let owner = sequence.owner.as_ref();
        owner.is_some_and(|(table, column)| {
            let table = self.catalog.tables.get(table);
            let column = table.and_then(|it| Some((it, it.column(column)?)));
            column.is_some_and(|(table, column)| {
                column.identity.is_some() || self.serial(table, column).is_some()
            })
        })
    }

    fn sequence_of(self, table: &Table, column: &Column) -> Option<&'a Sequence> {
        let own = |it: &&Sequence| {
            let owner = it.owner.as_ref();
            owner.is_some_and(|(of, name)| *of == table.name && *name == column.name)
        };
        self.catalog.sequences().find(own)
    }
}

/// The default of a column that gets its numbers from a sequence.
pub(in crate::catalog) fn next_number(sequence: &Sequence) -> String {
    let name = path(&sequence.name).replace('\'', "''");
    format!("nextval('{name}'::regclass)")
}

/// The name that PostgreSQL gives to the sequence of a column.
fn own(table: &Table, column: &Column) -> Path {
    table.name.renamed(default_name(&table.name.name, column.name.as_str(), "seq"))
}

fn of_sequence(option: &Sql) -> bool {
    let word = option.as_str().split_whitespace().next().unwrap_or_default().to_lowercase();
    OF_SEQUENCE.contains(&word.as_str())
}

fn joined(all: &[&Sql]) -> String {
    all.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
}
