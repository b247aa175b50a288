//! What a migration has made so far, and how to undo it.

use super::keep::Lines;
use crate::catalog::{Catalog, Ident, Lost, Object, Path, Touched, Undo};
use crate::reader::Statement;
use crate::text::tokens;

/// What a migration has made so far, and how to undo it.
#[derive(Default)]
pub(super) struct Ledger {
    undos: Vec<Undo>,
    /// The undos that take rows out of a table, and its name at that time.
    rows: Vec<(usize, Path)>,
    made: Vec<Made>,
    /// The columns that were added to tables that were there.
    columns: Vec<(Path, Ident)>,
}

/// An object that the migration made and that is there.
struct Made {
    object: Object,
    /// The entries that undo what was done to it as a whole.
    entries: Vec<usize>,
}

impl Ledger {
    /// How many undos were noted.
    pub(super) fn entered(&self) -> usize {
        self.undos.len()
    }

    /// What does not come back.
    pub(super) fn lost(&self) -> Vec<Lost> {
        self.undos.iter().flat_map(|it| it.lost.clone()).collect()
    }

    /// Calls what was noted last by the names that things had before the migration.
    pub(super) fn with_former_names(&mut self, entered: usize, lines: &Lines<'_>) {
        for lost in self.undos.iter_mut().skip(entered).flat_map(|it| &mut it.lost) {
            if let Some(former) = lines.former(lost) {
                *lost = former;
            }
        }
        for (_, table) in self.rows.iter_mut().filter(|(at, _)| *at >= entered) {
            if let Some(former) = lines.former_table(table) {
                *table = former.clone();
            }
        }
    }

    /// The tables that rows are taken out of again.
    pub(super) fn tables_of_rows(&self) -> impl Iterator<Item = &Path> {
        self.rows.iter().map(|(_, table)| table)
    }

    /// Rows of these tables are taken out in another way.
    pub(super) fn leave_rows_of(&mut self, tables: &[&Path]) {
        for (at, table) in &self.rows {
            if tables.contains(&table) {
                self.undos[*at] = Undo::default();
            }
        }
    }

    /// The statements of the rollback in their order, and what does not come back.
    pub(super) fn close(self) -> (Vec<String>, Vec<Lost>) {
        let lost = self.lost();
        let statements = self.undos.into_iter().rev().flat_map(|it| it.statements).collect();
        (statements, lost)
    }

    /// Whether the migration made this table, and it is there.
    pub(super) fn has_made(&self, table: &Path) -> bool {
        self.find(&Object::Table(table.clone())).is_some()
    }

    /// Whether the migration added this column to a table that was there before.
    pub(super) fn has_added(&self, table: &Path, column: &str) -> bool {
        self.columns.iter().any(|(of, it)| of == table && it.as_str().eq_ignore_ascii_case(column))
    }

    fn find(&self, object: &Object) -> Option<usize> {
        self.made.iter().position(|it| it.object == *object)
    }

    /// Whether all that a statement does goes with what the migration itself made.
    ///
    /// Names that something had at the start have to be free by the time it comes back, and what
    /// was made later and is named here goes earlier.
    pub(super) fn falls(&self, touched: &Touched, statement: &Statement, start: &Catalog) -> bool {
        let own = |it: &Object| self.find(it).is_some();
        !touched.objects.is_empty()
            && touched.objects.iter().all(own)
            && !self.names_later(touched, statement)
            && touched.made.is_empty()
            && touched.renamed.is_none()
            && !touched.beside.iter().any(|it| start.has_relation(it))
    }

    fn names_later(&self, touched: &Touched, statement: &Statement) -> bool {
        let found = touched.objects.iter().filter_map(|it| self.find(it));
        let Some(first) = found.min() else { return false };
        let goes = |it: &Object| touched.objects.contains(it) || touched.gone.contains(it);
        let later = self.made.iter().skip(first + 1).filter(|it| !goes(&it.object));
        let names: Vec<_> = later.filter_map(|it| it.object.name()).collect();
        let sql = statement.text();
        tokens(sql, statement.dialect())
            .filter_map(|it| it.identifier(sql))
            .any(|it| names.iter().any(|name| name.as_str().eq_ignore_ascii_case(&it)))
    }

    /// Notes what a statement did that needs no inverse of its own.
    pub(super) fn follow(&mut self, touched: &Touched) {
        for gone in &touched.gone {
            let Some(found) = self.find(gone) else { continue };
            for entry in self.made.remove(found).entries {
                self.undos[entry] = Undo::default();
            }
        }
    }

    /// Notes how to undo a statement.
    pub(super) fn enter(&mut self, touched: &Touched, undo: Undo) {
        let entry = self.undos.len();
        self.undos.push(undo);
        self.made.retain(|it| !touched.gone.contains(&it.object));
        if let [one] = touched.made.as_slice() {
            self.made.push(Made { object: one.clone(), entries: vec![entry] });
        }
        if let Some((from, to)) = &touched.renamed {
            self.rename(from, to, entry);
        }
        if let Some((table, from, to)) = &touched.column {
            let own = self.columns.iter_mut().filter(|it| it.0 == *table && it.1 == *from);
            own.for_each(|it| it.1 = to.clone());
        }
        self.columns.extend(touched.columns.iter().cloned());
    }

    /// Notes the statement that takes rows out again.
    pub(super) fn enter_rows(&mut self, table: &Path, statement: String) {
        self.rows.push((self.undos.len(), table.clone()));
        self.undos.push(Undo { statements: vec![statement], lost: Vec::new() });
    }

    fn rename(&mut self, from: &Path, to: &Path, entry: usize) {
        if let Some(found) = self.find(&Object::Table(from.clone())) {
            self.made[found].object = Object::Table(to.clone());
            self.made[found].entries.push(entry);
        }
        for (table, _) in self.columns.iter_mut().filter(|it| it.0 == *from) {
            table.clone_from(to);
        }
    }
}
