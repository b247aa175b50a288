//! The difference of two schemas, written as the statements that lead back.

use super::super::model::{Ident, Index, Path, Routine, Sequence, Table};
use super::super::render::References;
use super::super::render::words::{name, path};
use super::super::schema::Catalog;
use super::back::{Cannot, Lost, Undo};
use super::lists::only;
use super::statement::certain;

/// What leads from one schema back to the other.
pub(super) fn difference(before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    Difference::new(before, after).undo()
}

/// Two schemas, and the way from the later one to the earlier one as far as it is written.
pub(super) struct Difference<'a> {
    pub(super) before: &'a Catalog,
    pub(super) after: &'a Catalog,
    /// Columns of another type, and what their values were computed by.
    pub(super) computed: Vec<(String, String)>,
    pub(super) way: Undo,
}

impl<'a> Difference<'a> {
    pub(super) fn new(before: &'a Catalog, after: &'a Catalog) -> Self {
        Self { before, after, computed: Vec::new(), way: Undo::nothing() }
    }

    pub(super) fn undo(mut self) -> Result<Undo, Cannot> {
        self.drop_triggers();
        self.drop_views()?;
        self.drop_indexes();
        self.drop_constraints()?;
        self.drop_tables();
        self.drop_columns();
        self.drop_others();
        self.make_others()?;
        self.make_tables()?;
        self.make_columns()?;
        self.change_columns()?;
        self.own_sequences()?;
        self.make_constraints()?;
        self.make_indexes(|it, catalog| catalog.tables.get(&it.table).is_some())?;
        self.make_views()?;
        self.make_indexes(|it, catalog| catalog.views.get(&it.table).is_some())?;
        self.make_triggers()?;
        Ok(self.way)
    }

    pub(super) fn run(&mut self, sql: String) {
        self.way.statements.push(sql);
    }

    /// The tables that both schemas have, and that are others.
    pub(super) fn both(&self) -> Vec<(&'a Table, &'a Table)> {
        let changed = only(self.before.tables(), self.after.tables()).into_iter();
        changed.filter_map(|it| Some((it, self.after.tables.get(&it.name)?))).collect()
    }

    fn stays(&self, table: &Path) -> bool {
        let is = |catalog: &Catalog| {
            catalog.tables.get(table).is_some() || catalog.views.get(table).is_some()
        };
        is(self.before) && is(self.after)
    }

    fn drop_triggers(&mut self) {
        let new = only(self.after.triggers(), self.before.triggers()).into_iter();
        let gone: Vec<_> = new.filter(|it| self.stays(&it.table)).collect();
        for it in gone.iter().rev() {
            self.run(format!("DROP TRIGGER {} ON {}", name(&it.name), path(&it.table)));
        }
    }

    fn drop_indexes(&mut self) {
        let of_added = |it: &Index| {
            let now = self.after.tables.get(&it.table);
            let then = self.before.tables.get(&it.table);
            let is_added = |column: &Ident| then.is_some_and(|it| it.column(column).is_none());
            now.is_some_and(|table| {
                table.columns.iter().any(|column| {
                    is_added(&column.name)
                        && it.parts.iter().any(|part| part.column.as_ref() == Some(&column.name))
                })
            })
        };
        let new = only(self.after.indexes(), self.before.indexes()).into_iter();
        let gone: Vec<_> = new.filter(|it| self.stays(&it.table) && !of_added(it)).collect();
        for it in gone.iter().rev() {
            self.run(format!("DROP INDEX {}", path(&it.name)));
        }
    }

    fn drop_tables(&mut self) {
        let is_new = |it: &&Table| self.before.tables.get(&it.name).is_none();
        let new = only(self.after.tables(), self.before.tables()).into_iter();
        let gone: Vec<_> = new.filter(|it| !it.name.is_temporary()).filter(is_new).collect();
        for table in gone.iter().rev() {
            self.run(format!("DROP TABLE {}", path(&table.name)));
        }
    }

    fn drop_others(&mut self) {
        let routines = only(self.after.routines(), self.before.routines());
        for it in routines.into_iter().filter(|it| !has_routine(self.before, it)) {
            let arguments = it.arguments.join(", ");
            let word = it.sort.as_str();
            self.run(format!("DROP {word} {}({arguments})", path(&it.name)));
        }
        // What belongs to a column goes with it.
        let owner_goes = |it: &Sequence| {
            it.owner.as_ref().is_some_and(|(table, column)| {
                self.before.tables.get(table).is_none_or(|it| it.column(column).is_none())
            })
        };
        let sequences: Vec<_> = only(self.after.sequences(), self.before.sequences())
            .into_iter()
            .filter(|it| self.before.sequences.get(&it.name).is_none() && !owner_goes(it))
            .map(|it| it.name.clone())
            .collect();
        for it in sequences {
            self.run(format!("DROP SEQUENCE {}", path(&it)));
        }
        let types = only(self.after.types(), self.before.types()).into_iter();
        for it in types.filter(|it| self.before.types.get(&it.name).is_none()).rev() {
            let word = match it.sort {
                super::super::model::TypeSort::Domain(_) => "DOMAIN",
                _ => "TYPE",
            };
            self.run(format!("DROP {word} {}", path(&it.name)));
        }
        let schemas = self.after.schemas.iter().filter(|it| !self.before.schemas.contains(it));
        let schemas: Vec<_> = schemas.map(name).collect();
        for it in schemas {
            self.run(format!("DROP SCHEMA {it}"));
        }
    }

    fn make_others(&mut self) -> Result<(), Cannot> {
        let (before, after) = (self.before, self.after);
        let writer = before.writer();
        for it in before.schemas.iter().filter(|it| !after.schemas.contains(it)) {
            self.run(format!("CREATE SCHEMA {}", name(it)));
        }
        for it in only(before.types(), after.types()) {
            if after.types.get(&it.name).is_some() {
                return Err(Cannot::new(format!("the type `{}` is changed in place", it.name)));
            }
            self.run(writer.type_of(it)?);
        }
        for it in only(before.routines(), after.routines()) {
            let later = after.routines().find(|other| is_same_routine(it, other));
            certain(before, &before.routine_name(&it.name.name))?;
            if let Some(later) = later.filter(|later| signature(later) != signature(it)) {
                self.drop_unused(later)?;
            }
            let sql = writer.routine(it)?;
            self.run(sql);
        }
        for it in only(before.sequences(), after.sequences()) {
            let gone = after.sequences.get(&it.name).is_none() && !it.name.is_temporary();
            if gone && let Some(sql) = writer.sequence(it)? {
                self.run(sql);
                self.way.lost.push(Lost::LastNumber(it.name.clone()));
            }
        }
        Ok(())
    }

    /// What takes other arguments by name cannot be put in its place.
    fn drop_unused(&mut self, routine: &Routine) -> Result<(), Cannot> {
        let called = &routine.name.name;
        let used = self.after.triggers().any(|it| it.body.calls(called))
            || self.after.views().any(|it| it.query.calls(called));
        if used {
            return Err(Cannot::new(format!(
                "`{called}` has other arguments than before, and is called by a trigger or a view"
            )));
        }
        let arguments = routine.arguments.join(", ");
        self.run(format!("DROP {} {}({arguments})", routine.sort.as_str(), path(&routine.name)));
        Ok(())
    }

    fn make_tables(&mut self) -> Result<(), Cannot> {
        let (before, after) = (self.before, self.after);
        let gone = |it: &&Table| after.tables.get(&it.name).is_none() && !it.name.is_temporary();
        for table in only(before.tables(), after.tables()).into_iter().filter(gone) {
            let sql = before.writer().table(table, References::Apart)?;
            self.run(sql);
            self.way.lost.push(Lost::Rows(table.name.clone()));
        }
        Ok(())
    }

    fn own_sequences(&mut self) -> Result<(), Cannot> {
        let (before, after) = (self.before, self.after);
        for it in only(before.sequences(), after.sequences()) {
            if it.name.is_temporary() {
                continue;
            }
            let later = after.sequences.get(&it.name);
            if later.is_some_and(|later| later.owner == it.owner) {
                continue;
            }
            match before.writer().owned_by(it)? {
                Some(sql) => self.run(sql),
                None if later.is_some() && it.owner.is_none() => {
                    self.run(format!("ALTER SEQUENCE {} OWNED BY NONE", path(&it.name)));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn make_indexes(&mut self, on: impl Fn(&Index, &Catalog) -> bool) -> Result<(), Cannot> {
        let (before, after) = (self.before, self.after);
        for it in only(before.indexes(), after.indexes()) {
            if on(it, before) {
                let sql = before.writer().index(it)?;
                self.run(sql);
            }
        }
        Ok(())
    }

    fn make_triggers(&mut self) -> Result<(), Cannot> {
        let before = self.before;
        for it in only(before.triggers(), self.after.triggers()) {
            let sql = before.writer().trigger(it)?;
            self.run(sql);
        }
        Ok(())
    }
}

fn is_same_routine(one: &Routine, other: &Routine) -> bool {
    one.name == other.name && one.arguments == other.arguments
}

fn has_routine(catalog: &Catalog, routine: &Routine) -> bool {
    catalog.routines().any(|it| is_same_routine(it, routine))
}

/// The arguments as they are written, with their names.
fn signature(routine: &Routine) -> String {
    let text = routine.definition.as_str();
    let mut depth = 0_usize;
    let end = text.find(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ')' && depth == 0
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default().to_lowercase()
}
