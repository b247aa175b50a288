//! `ALTER` of what is no table.

use super::super::command::{Beside, Change, ConstraintText, Guard, Named, Pathname, RuleText};
use super::super::fault::{Fault, FaultKind, Role, Thing};
use super::super::model::{Column, Ident, Knowledge, Path, Subject, TypeSort};
use super::super::schema::{Catalog, Found, Relation};
use crate::change::quoted;

impl Catalog {
    pub(super) fn alter_other(
        &mut self,
        thing: Thing,
        path: &Pathname,
        guard: Guard,
        change: Change,
    ) -> Result<(), Fault> {
        match thing {
            Thing::Type => self.alter_type(path, change),
            Thing::Trigger => {
                if let Change::On(table, Some(to)) = change {
                    self.rename_trigger(path, &table, to)?;
                }
                Ok(())
            }
            Thing::Function => {
                if let Change::Rename(to) = change {
                    self.rename_function(&path.name, &to.name);
                }
                Ok(())
            }
            Thing::Schema => {
                if let Change::Rename(to) = change {
                    self.rename_schema(path, &to.name);
                }
                Ok(())
            }
            _ => match self.relation(path) {
                Found::Missing if guard == Guard::Yes => Ok(()),
                Found::Missing => Err(self.fault(FaultKind::Missing, Thing::Relation, path)),
                Found::Doubtful => {
                    let to = match &change {
                        Change::Rename(to) => Some(to.name.clone()),
                        _ => None,
                    };
                    if let Some(listed) = self.listed(path) {
                        let _ = self.alter_relation(&listed, change);
                    }
                    if let Some(to) = to {
                        self.distrust(&to);
                    }
                    Ok(())
                }
                Found::Sure(found) => self.alter_relation(&found, change),
            },
        }
    }

    fn alter_relation(&mut self, found: &Relation, change: Change) -> Result<(), Fault> {
        match (change, found) {
            (Change::Rename(to), found) => self.rename_relation(found, to),
            (Change::OwnedBy(owner), Relation::Sequence(path)) => {
                let owner = self.owner(owner);
                self.sequences.get_mut(path).into_iter().for_each(|it| it.owner.clone_from(&owner));
                Ok(())
            }
            (Change::SetSchema(to), found) => {
                self.move_relation(found, &to.name);
                Ok(())
            }
            // What is only said of it is noted elsewhere.
            (Change::Setting, _) => Ok(()),
            (Change::RenameColumn(from, to), Relation::View(path)) => {
                self.rename_view_column(path, &from.name, &to.name);
                Ok(())
            }
            (_, Relation::View(path)) => {
                if let Some(view) = self.views.get_mut(path) {
                    view.knowledge = Knowledge::Partial;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn alter_type(&mut self, path: &Pathname, change: Change) -> Result<(), Fault> {
        let found = match self.find(path, |place| self.types.get(place).map(|it| it.name.clone())) {
            Found::Sure(found) => found,
            Found::Doubtful => {
                let places = self.places(path).unwrap_or_default();
                if let Some(listed) = places.into_iter().find(|it| self.types.get(it).is_some()) {
                    let _ = self.change_type(&listed, change);
                }
                return Ok(());
            }
            Found::Missing => {
                let of_table = matches!(self.relation(path), Found::Sure(_));
                let fault = self.fault(FaultKind::Missing, Thing::Type, path);
                return if of_table { Ok(()) } else { Err(fault) };
            }
        };
        self.change_type(&found, change)
    }

    fn change_type(&mut self, found: &Path, change: Change) -> Result<(), Fault> {
        match change {
            Change::Rename(to) => {
                self.retype(&found.name, &to.name);
                let to = found.renamed(to.name);
                self.resettle_part(&Subject::Type(found.clone()), &Subject::Type(to.clone()));
                self.types.rename(found, to);
                Ok(())
            }
            Change::AddLabel(label, guard, beside) => self.label(found, guard, label, &beside),
            Change::RenameLabel(from, to, at) => {
                let missing = Named { name: Ident::new(&from, self.dialect), at };
                self.renamed_label(found, &from, &to, &missing)
            }
            Change::SetSchema(to) => {
                let to = Path::new(to.name, found.name.clone());
                self.resettle_part(&Subject::Type(found.clone()), &Subject::Type(to.clone()));
                self.types.rename(found, to);
                Ok(())
            }
            Change::On(..)
            | Change::OwnedBy(_)
            | Change::RenameColumn(..)
            | Change::Setting
            | Change::Other => Ok(()),
        }
    }

    fn label(
        &mut self,
        path: &Path,
        guard: Guard,
        label: Named,
        beside: &Beside,
    ) -> Result<(), Fault> {
        let dialect = self.dialect;
        let Some(of) = self.types.get_mut(path) else { return Ok(()) };
        let TypeSort::Enum(labels) = &mut of.sort else { return Ok(()) };
        if labels.iter().any(|it| it == label.name.as_str()) {
            let (kind, thing) = (FaultKind::Exists, Thing::Label);
            let fault = Fault {
                kind,
                thing,
                name: label.name,
                within: Some(path.name.clone()),
                at: label.at,
                role: Role::Other,
                dialect,
            };
            return if guard == Guard::Yes { Ok(()) } else { Err(fault) };
        }
        let place = |other: &String| labels.iter().position(|it| it == other);
        let at = match beside {
            Beside::Before(other) => place(other),
            Beside::After(other) => place(other).map(|at| at + 1),
            Beside::End => None,
        };
        labels.insert(at.unwrap_or(labels.len()), label.name.as_str().to_owned());
        Ok(())
    }

    fn renamed_label(
        &mut self,
        path: &Path,
        from: &str,
        to: &str,
        missing: &Named,
    ) -> Result<(), Fault> {
        let Some(of) = self.types.get_mut(path) else { return Ok(()) };
        let TypeSort::Enum(labels) = &mut of.sort else { return Ok(()) };
        match labels.iter_mut().find(|it| *it == from) {
            Some(label) => {
                to.clone_into(label);
                self.relabel(&path.name, from, to);
                Ok(())
            }
            None => Err(self.fault_in(FaultKind::Missing, Thing::Label, missing, &path.name)),
        }
    }

    /// Defaults of columns whose type has another name for a label.
    fn relabel(&mut self, of: &Ident, from: &str, to: &str) {
        let of = quoted(of.as_str(), self.dialect);
        let has = |it: &Column| {
            let default = it.default.as_ref().is_some_and(|it| it.has_string(from));
            default && it.type_name.trim_end_matches("[]") == of
        };
        self.tables.change(
            |table| table.columns.iter().any(has),
            |table| {
                let columns = table.columns.iter_mut().filter(|it| has(it));
                columns
                    .filter_map(|it| it.default.as_mut())
                    .for_each(|it| it.rename_string(from, to));
            },
        );
    }

    /// Columns of a type that gets another name.
    fn retype(&mut self, from: &Ident, to: &Ident) {
        let from = &quoted(from.as_str(), self.dialect);
        let to = &quoted(to.as_str(), self.dialect);
        let array = format!("{from}[]");
        let has = |name: &str| name == from || name == array;
        self.tables.change(
            |table| table.columns.iter().any(|it| has(&it.type_name)),
            |table| {
                for column in table.columns.iter_mut().filter(|it| has(&it.type_name)) {
                    column.type_name = column.type_name.replacen(from, to, 1);
                }
            },
        );
    }

    /// The table and column of a sequence, where they are known.
    pub(super) fn owner(&self, owner: Option<(Pathname, Named)>) -> Option<(Path, Ident)> {
        let (table, column) = owner?;
        match self.relation(&table) {
            Found::Sure(Relation::Table(path)) => Some((path, column.name)),
            _ => None,
        }
    }
}

/// Whether it is the primary key.
pub(super) fn is_key(text: &ConstraintText) -> bool {
    matches!(text.rule, RuleText::PrimaryKey(..))
}
