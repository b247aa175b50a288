//! What the migrations say of tables and columns, in their descriptions.

use std::collections::HashMap;

use crate::check::Checked;
use crate::reader::{Kind, Statement};
use crate::source::Source;

/// Descriptions by names in lower case, as the schema stands in the end.
#[derive(Default)]
pub(super) struct Docs<'a> {
    tables: HashMap<String, &'a str>,
    columns: HashMap<(String, String), &'a str>,
}

impl<'a> Docs<'a> {
    /// Of the migrations, in the order of versions.
    pub(super) fn read(pairs: &[(&'a Source, &'a Checked)]) -> Self {
        let mut docs = Self::default();
        for (source, checked) in pairs {
            // What a rebuild makes is described by the migration that made the table first.
            let mut dropped = HashMap::new();
            for statement in &checked.statements {
                docs.statement(statement, source.description.trim(), &mut dropped);
            }
        }
        docs
    }

    /// The description of the migration that made the table or view.
    pub(super) fn table(&self, name: &str) -> Option<&'a str> {
        self.tables.get(&name.to_lowercase()).copied().filter(|said| !said.is_empty())
    }

    /// The description of the migration that added the column.
    pub(super) fn column(&self, table: &str, name: &str) -> Option<&'a str> {
        let key = (table.to_lowercase(), name.to_lowercase());
        self.columns.get(&key).copied().filter(|said| !said.is_empty())
    }

    fn statement(
        &mut self,
        statement: &Statement,
        said: &'a str,
        dropped: &mut HashMap<String, &'a str>,
    ) {
        let lower = |name: &crate::reader::Name| name.name.to_lowercase();
        let Some(object) = statement.object.as_ref().map(lower) else { return };
        let [column, to] = [&statement.column, &statement.to].map(|it| it.as_ref().map(lower));
        match (statement.kind, column, to) {
            (Kind::CreateTable | Kind::CreateVirtualTable | Kind::CreateView, ..) => {
                self.tables.entry(object).or_insert(said);
            }
            (Kind::DropTable | Kind::DropView, ..) => {
                dropped.extend(self.tables.remove_entry(&object));
            }
            (Kind::AlterRenameTable, _, Some(to)) => {
                let own = self.tables.remove(&object);
                if let Some(said) = dropped.get(&to).copied().or(own) {
                    self.tables.insert(to.clone(), said);
                }
                self.rename(&object, &to);
            }
            (Kind::AlterAddColumn, Some(column), _) => {
                self.columns.insert((object, column), said);
            }
            (Kind::AlterRenameColumn, Some(column), Some(to)) => {
                if let Some(said) = self.columns.remove(&(object.clone(), column)) {
                    self.columns.insert((object, to), said);
                }
            }
            _ => {}
        }
    }

    fn rename(&mut self, table: &str, to: &str) {
        let columns = std::mem::take(&mut self.columns);
        let renamed = columns.into_iter().map(|((of, column), said)| {
            let of = if of == table { to.to_owned() } else { of };
            ((of, column), said)
        });
        self.columns = renamed.collect();
    }
}
