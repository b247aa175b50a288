//! Constraints that come back, or go.

use super::super::model::{Constraint, Ident, Knowledge, Rule, Table};
use super::super::render::References;
use super::super::render::words::{name, path};
use super::back::Cannot;
use super::difference::Difference;
use super::lists::only;

impl Difference<'_> {
    /// Drops those that are new or another, but for those that go with their columns.
    pub(super) fn drop_constraints(&mut self) -> Result<(), Cannot> {
        for (then, now) in self.both() {
            let added = |column: &Ident| then.column(column).is_none();
            let goes = |it: &Constraint| {
                let mut columns = now.columns.iter().map(|it| &it.name);
                columns.any(|column| added(column) && it.concerns(column))
            };
            let gone: Vec<_> =
                now.constraints.iter().filter(|it| !then.has(it) && !goes(it)).collect();
            for it in gone.iter().rev() {
                let Some(own) = &it.name else { return Err(unnamed(now)) };
                self.run(format!("ALTER TABLE {} DROP CONSTRAINT {}", path(&now.name), name(own)));
            }
        }
        Ok(())
    }

    /// Adds those that are gone or were another: keys first, because foreign keys point at them.
    pub(super) fn make_constraints(&mut self) -> Result<(), Cannot> {
        let before = self.before;
        let mut keys = Vec::new();
        let mut others = Vec::new();
        for then in only(before.tables(), self.after.tables()) {
            if then.name.is_temporary() {
                continue;
            }
            let Some(now) = self.after.tables.get(&then.name) else {
                others.extend(before.writer().apart(then, References::Apart)?);
                continue;
            };
            let gone: Vec<_> = then.constraints.iter().filter(|it| !now.has(it)).collect();
            if !gone.is_empty() && then.knowledge == Knowledge::Partial {
                return Err(Cannot::doubtful(&then.name));
            }
            for it in gone {
                let sql = before.writer().add_constraint(then, it)?;
                match it.rule {
                    Rule::ForeignKey(_) => others.push(sql),
                    _ => keys.push(sql),
                }
            }
        }
        self.way.statements.extend(keys.into_iter().chain(others));
        Ok(())
    }
}

impl Table {
    /// Whether it has this constraint, by the same name.
    fn has(&self, constraint: &Constraint) -> bool {
        self.constraints
            .iter()
            .any(|it| it.name == constraint.name && it.demands_the_same(constraint))
    }
}

fn unnamed(table: &Table) -> Cannot {
    Cannot::new(format!("a constraint of `{}` has no name that is known", table.name))
}
