//! What is said of objects beside what they are, and what becomes of it.

use std::sync::Arc;

use super::super::command::{
    Named, Pathname, Rights, Said, SettingText, SubjectText, Walk, settings,
};
use super::super::model::{Ident, Knowledge, Path, Setting, Sql, Subject};
use super::super::schema::{Catalog, Found, Relation};
use crate::Dialect;
use crate::reader::Statement;

impl Catalog {
    /// Notes what a statement says of objects that it does not make, and forgets what was said of
    /// those that are gone.
    pub(super) fn settle(&mut self, statement: &Statement) {
        if self.dialect != Dialect::Postgres {
            return;
        }
        for said in settings(statement) {
            match said {
                Said::Setting(text) => self.set(*text),
                Said::Omitted => self.omitted += 1,
            }
        }
        if statement.kind.is_ddl() && !self.settings.is_empty() {
            let all = std::mem::take(&mut self.settings);
            self.settings = all.into_iter().filter(|it| self.has_subject(it)).collect();
        }
    }

    fn set(&mut self, text: SettingText) {
        let SettingText { of, verb, head, tail, topic } = text;
        let Some(of) = self.subject(of) else {
            self.omitted += 1;
            return;
        };
        let setting = Setting { of, verb, head: Sql::new(&head, self.dialect), tail, topic };
        if self.is_withdrawn(&setting) {
            self.settings.retain(|it| !setting.withdraws(it));
            return;
        }
        self.settings.retain(|it| it.of != setting.of || it.topic != setting.topic);
        if setting.is_reset() && !self.has_parameters(&setting.of) {
            return;
        }
        if setting.is_of_triggers() {
            self.settings.retain(|it| !setting.covers(it));
        }
        // Where all of them are off, those of users alone are turned on by this.
        let alone = !self.settings.iter().any(|it| it.of == setting.of && it.is_of_triggers());
        if !setting.says_nothing() || setting.is_of_triggers() && !alone {
            self.settings.push(Arc::new(setting));
        }
    }

    /// Whether the object was made with parameters of its own, which come back where it is reset.
    fn has_parameters(&self, of: &Subject) -> bool {
        let says = |it: &Sql| it.names().iter().any(|it| it.key() == "with");
        let Subject::Relation(path) = of else { return false };
        let table = self.tables.get(path).is_none_or(|it| it.options.iter().any(says));
        let index = self.indexes.get(path).map(|it| says(&it.options));
        let view = self.views.get(path).map(|it| says(&it.options));
        index.or(view).unwrap_or(table)
    }

    /// Whether it takes rights away that the one who gets nothing by it has from nowhere else.
    fn is_withdrawn(&self, setting: &Setting) -> bool {
        let Some(Rights { verb: "revoke", .. }) = Rights::of(setting) else { return false };
        let given = self.settings().any(|it| setting.withdraws(it));
        let others = self.settings().filter(|it| !setting.withdraws(it));
        let mut others = others.filter(|it| it.of == setting.of && Rights::of(it).is_some());
        self.may_lack_rights(setting) && (given || others.next().is_none())
    }

    /// Whether those whom it is about have no rights on the object but those that they are given:
    /// the owner has all, and everybody has some on types and functions.
    pub(in crate::catalog) fn may_lack_rights(&self, setting: &Setting) -> bool {
        let Some(Rights { roles, .. }) = Rights::of(setting) else { return false };
        let owner = self.settings().find(|it| it.of == setting.of && it.topic.is("owner"));
        let owner = owner.and_then(|it| {
            let mut walk = Walk::new(it.tail.as_str(), Dialect::Postgres);
            walk.take("owner to").then(|| walk.named())?.map(|it| it.name)
        });
        let lacks = |role: &Ident| match role.key() {
            "public" => true,
            "current_user" | "current_role" | "session_user" => false,
            _ => owner.as_ref().is_some_and(|it| it != role),
        };
        matches!(setting.of, Subject::Relation(_)) && !roles.is_empty() && roles.iter().all(lacks)
    }

    /// The object, where it is known.
    pub(in crate::catalog) fn subject(&self, of: SubjectText) -> Option<Subject> {
        let part = |path: &Pathname, own: Named, of: fn(Path, Ident) -> Subject| {
            Some(of(self.at(path)?, own.name))
        };
        match of {
            SubjectText::Relation(path) => self.at(&path).map(Subject::Relation),
            SubjectText::Column(path, own) => part(&path, own, Subject::Column),
            SubjectText::Constraint(path, own) => part(&path, own, Subject::Constraint),
            SubjectText::Trigger(path, own) => part(&path, own, Subject::Trigger),
            SubjectText::Type(path) => {
                match self.find(&path, |place| self.types.get(place).map(|it| it.name.clone())) {
                    Found::Sure(found) => Some(Subject::Type(found)),
                    _ => None,
                }
            }
            SubjectText::Schema(own) => {
                self.schemas.contains(&own.name).then_some(Subject::Schema(own.name))
            }
        }
    }

    fn at(&self, path: &Pathname) -> Option<Path> {
        match self.relation(path) {
            Found::Sure(
                Relation::Table(path)
                | Relation::View(path)
                | Relation::Index(path)
                | Relation::Sequence(path),
            ) => Some(path),
            _ => None,
        }
    }

    fn has_subject(&self, setting: &Setting) -> bool {
        let table = |path: &Path, has: &dyn Fn(&super::super::model::Table) -> bool| {
            let table = self.tables.get(path);
            table.is_some_and(|it| it.knowledge == Knowledge::Partial || has(it))
        };
        let there = match &setting.of {
            Subject::Relation(path) => self.has_relation(path),
            Subject::Column(path, column) => {
                self.views.get(path).is_some() || table(path, &|it| it.column(column).is_some())
            }
            Subject::Constraint(path, own) => table(path, &|it| it.constraint(own).is_some()),
            Subject::Trigger(path, own) => {
                self.triggers().any(|it| it.table == *path && it.name == *own)
            }
            Subject::Type(path) => self.types.get(path).is_some(),
            Subject::Schema(own) => self.schemas.contains(own),
        };
        let index = setting.index().zip(setting.of.relation());
        there && index.is_none_or(|(index, table)| self.has_relation(&table.renamed(index)))
    }

    /// What was said of something is said of it under its other name.
    pub(super) fn resettle(&mut self, change: impl Fn(&mut Setting)) {
        for setting in &mut self.settings {
            let mut next = Setting::clone(setting);
            change(&mut next);
            if next != **setting {
                *setting = Arc::new(next);
            }
        }
    }

    /// A table, view, index or sequence has another name, or lies elsewhere.
    pub(super) fn resettle_relation(&mut self, from: &Path, to: &Path) {
        self.resettle(|it| {
            it.of
                .relation_mut()
                .filter(|it| **it == *from)
                .into_iter()
                .for_each(|it| *it = to.clone());
            if it.index().as_ref() == Some(&from.name) {
                it.tail.rename(&from.name, &to.name);
            }
        });
    }

    /// A part of a table has another name.
    pub(super) fn resettle_part(&mut self, from: &Subject, to: &Subject) {
        self.resettle(|it| {
            if it.of == *from {
                it.of = to.clone();
            }
        });
    }

    /// A constraint has another name, and so has the index behind it.
    pub(super) fn resettle_constraint(&mut self, table: &Path, from: &Ident, to: &Ident) {
        let of = |own: &Ident| Subject::Constraint(table.clone(), own.clone());
        self.resettle_part(&of(from), &of(to));
        self.resettle_relation(&table.renamed(from.clone()), &table.renamed(to.clone()));
    }
}

impl Setting {
    /// Whether it says what nobody has to say.
    fn says_nothing(&self) -> bool {
        const DEFAULTS: &[&str] = &[
            "disable row level security",
            "no force row level security",
            "replica identity default",
            "set without cluster",
            "enable trigger all",
            "enable trigger user",
            "set without oids",
            "set statistics -1",
            "set compression default",
            "is null",
        ];
        let fires = self.topic.is("fires") && self.tail.is("enable");
        fires || DEFAULTS.iter().any(|it| self.tail == Sql::new(it, Dialect::Postgres))
    }

    /// Whether it takes back a parameter.
    fn is_reset(&self) -> bool {
        Walk::new(self.tail.as_str(), Dialect::Postgres).take("reset")
    }

    /// Whether it takes away exactly what the other one gives.
    fn withdraws(&self, other: &Self) -> bool {
        match (Rights::of(self), Rights::of(other)) {
            (Some(own), Some(given)) => {
                let same = own.privileges == given.privileges && own.roles == given.roles;
                self.of == other.of && given.verb == "grant" && same
            }
            _ => false,
        }
    }

    /// Whether it sets what can be said behind the name of a view too, and so ends with that.
    pub(super) fn is_option(&self) -> bool {
        let mut walk = Walk::new(self.tail.as_str(), Dialect::Postgres);
        matches!(self.of, Subject::Relation(_)) && (walk.take("set") || walk.take("reset"))
    }

    /// Whether it turns triggers on or off that it does not name.
    fn is_of_triggers(&self) -> bool {
        ["all triggers", "triggers"].iter().any(|it| self.topic == Sql::new(it, Dialect::Postgres))
    }

    /// Whether it takes the place of what was said of single triggers, or of fewer of them.
    fn covers(&self, other: &Self) -> bool {
        let fewer = self.topic != other.topic
            && self.topic == Sql::new("all triggers", Dialect::Postgres)
            && other.is_of_triggers();
        let one = matches!(&other.of, Subject::Trigger(..)) && other.topic.is("fires");
        (fewer || one) && self.of.relation() == other.of.relation()
    }

    /// The index of the table that it names.
    fn index(&self) -> Option<Ident> {
        let mut walk = Walk::new(self.tail.as_str(), Dialect::Postgres);
        let named = walk.take("cluster on") || walk.take("replica identity using index");
        named.then(|| walk.named())?.map(|it| it.name)
    }
}
