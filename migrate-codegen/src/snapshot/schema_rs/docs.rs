//! What the migrations say of tables and columns, in their descriptions.

use std::collections::HashMap;

use super::comments;
use crate::check::Checked;
use crate::reader::{Kind, Statement};
use crate::source::Source;

/// Descriptions by names in lower case, as the schema stands in the end.
#[derive(Default)]
pub(super) struct Docs<'a> {
    tables: HashMap<String, &'a str>,
    columns: HashMap<(String, String), &'a str>,
    /// What the comments of a `CREATE TABLE` say, where no engine keeps its text.
    comments: HashMap<(String, String), String>,
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

    /// The comment beside the column, or the description of the migration that added it.
    pub(super) fn column(&self, table: &str, name: &str) -> Option<&str> {
        let key = (table.to_lowercase(), name.to_lowercase());
        let comment = self.comments.get(&key).map(String::as_str);
        comment.or_else(|| self.columns.get(&key).copied()).filter(|said| !said.is_empty())
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
                if statement.kind == Kind::CreateTable && !statement.dialect().is_sqlite() {
                    self.comment(&object, statement);
                }
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
                let from = (object.clone(), column);
                if let Some(said) = self.comments.remove(&from) {
                    self.comments.insert((object.clone(), to.clone()), said);
                }
                if let Some(said) = self.columns.remove(&from) {
                    self.columns.insert((object, to), said);
                }
            }
            _ => {}
        }
    }

    fn comment(&mut self, table: &str, statement: &Statement) {
        let found = comments::by_column(statement.text(), statement.dialect());
        let found = found.into_iter().map(|(column, said)| ((table.to_owned(), column), said));
        self.comments.extend(found);
    }

    fn rename(&mut self, table: &str, to: &str) {
        self.comments = renamed(std::mem::take(&mut self.comments), table, to);
        self.columns = renamed(std::mem::take(&mut self.columns), table, to);
    }
}

fn renamed<T>(
    all: HashMap<(String, String), T>,
    table: &str,
    to: &str,
) -> HashMap<(String, String), T> {
    let renamed = all.into_iter().map(|((of, column), said)| {
        let of = if of == table { to.to_owned() } else { of };
        ((of, column), said)
    });
    renamed.collect()
}
