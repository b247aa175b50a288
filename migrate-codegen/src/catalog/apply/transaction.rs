//! What ends with a transaction, and what may go on in the session behind it.

use std::sync::Arc;

use super::super::command::{Mark, Scope};
use super::super::model::{Ident, Path};
use super::super::schema::{Catalog, Search};
use crate::Dialect;

/// What a catalog remembers of the transaction and of the session that it is in.
#[derive(Clone, Debug, Default)]
pub(in crate::catalog) struct Session {
    /// What `SET LOCAL search_path` hides up to the end of the transaction.
    hidden: Option<Search>,
    /// Names of temporary objects that earlier transactions left: they are there if the session is
    /// still the same.
    left: Vec<Ident>,
    /// The savepoints that are open, each with the schema as it was.
    savepoints: Vec<(Ident, Arc<Catalog>)>,
}

impl Session {
    /// Whether an earlier transaction left a temporary object of this name.
    pub(in crate::catalog) fn may_have(&self, name: &Ident) -> bool {
        self.left.contains(name)
    }
}

impl Catalog {
    /// The transaction ends, and what comes next may run in another session.
    ///
    /// What is `ON COMMIT DROP` or `SET LOCAL` is over. Other temporary objects, and a
    /// `search_path` that was set for the session, may be there in the next transaction or not: the
    /// catalog says nothing certain of the names that they have. Only PostgreSQL's are meant.
    pub fn end_transaction(&mut self) {
        if self.dialect != Dialect::Postgres {
            return;
        }
        self.session.savepoints.clear();
        if let Some(search) = self.session.hidden.take() {
            self.search = search;
        }
        if !self.looks_as_usual() {
            self.search = None;
        }
        for table in self.temporary_tables("on commit drop") {
            self.tables.take(&table);
            self.drop_owned(&table);
        }
        self.leave_temporary();
    }

    /// The temporary tables that say this.
    fn temporary_tables(&self, option: &str) -> Vec<Path> {
        let own = self.tables.iter().filter(|it| it.name.is_temporary() && it.says(option));
        own.map(|it| it.name.clone()).collect()
    }

    /// Takes away what goes with the session, and remembers its names.
    fn leave_temporary(&mut self) {
        let tables = self.tables.iter().map(|it| &it.name);
        let names = tables
            .chain(self.views.iter().map(|it| &it.name))
            .chain(self.indexes.iter().map(|it| &it.name))
            .chain(self.sequences.iter().map(|it| &it.name))
            .chain(self.types.iter().map(|it| &it.name));
        let names: Vec<_> = names.filter(|it| it.is_temporary()).cloned().collect();
        for name in names {
            self.forget(&name);
            self.drop_owned(&name);
            self.types.take(&name);
            self.session.left.push(name.name);
        }
    }

    /// A temporary object was surely made: it is the one that its name stands for.
    pub(super) fn is_anew(&mut self, path: &Path) {
        if path.is_temporary() {
            self.session.left.retain(|it| *it != path.name);
        }
    }

    /// `SET search_path`.
    pub(super) fn set_search(&mut self, search: Search, scope: Scope) {
        let before = std::mem::replace(&mut self.search, search);
        match scope {
            Scope::Transaction => drop(self.session.hidden.get_or_insert(before)),
            Scope::Session => self.session.hidden = None,
        }
    }

    /// `SAVEPOINT` and what goes back to one.
    pub(super) fn mark(&mut self, mark: Mark) {
        let find = |session: &Session, name: &Ident| {
            session.savepoints.iter().rposition(|(own, _)| own == name)
        };
        match mark {
            Mark::Set(name) => {
                let now = Arc::new(self.clone());
                self.session.savepoints.push((name, now));
            }
            Mark::Release(name) => {
                if let Some(at) = find(&self.session, &name) {
                    self.session.savepoints.truncate(at);
                }
            }
            Mark::BackTo(name) => {
                let Some(at) = find(&self.session, &name) else { return };
                let (name, then) = self.session.savepoints[at].clone();
                *self = Self::clone(&then);
                self.session.savepoints.push((name, then));
            }
        }
    }
}
