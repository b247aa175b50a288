//! Extensions, schemas, and what is kept as it is written.

use super::super::fault::Thing;
use super::super::model::{Extension, Extra, Ident};
use super::unwritten::{Unwritten, Why};
use super::words::{name, path, sentence};
use super::writer::Writer;

impl Writer<'_> {
    /// `CREATE EXTENSION`.
    #[must_use]
    pub fn extension(self, extension: &Extension) -> String {
        let Extension { name: own, options } = extension;
        sentence(&["CREATE EXTENSION IF NOT EXISTS", &name(own), options.as_str()])
    }

    /// `CREATE SCHEMA`.
    #[must_use]
    pub fn schema(self, schema: &Ident) -> String {
        format!("CREATE SCHEMA {}", name(schema))
    }

    /// The statement that makes what is kept as it is written.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed its table.
    pub fn extra(self, extra: &Extra) -> Result<String, Unwritten> {
        if extra.table.as_ref().is_some_and(|it| self.doubts(&it.name)) {
            return Err(Unwritten::new(Thing::Other, &extra.name, Why::Doubtful));
        }
        Ok(match &extra.table {
            None => extra.head.as_str().to_owned(),
            Some(table) => sentence(&[extra.head.as_str(), &path(table), extra.tail.as_str()]),
        })
    }
}
