//! Partitions and children of tables, which share what their parents have.

use super::super::model::{Ident, IndexPart, Knowledge, Path, Rule, Table};
use super::super::schema::Catalog;

/// Numbers behind a name that PostgreSQL gives, as long as it is taken.
const NUMBERS: [&str; 3] = ["", "1", "2"];

impl Catalog {
    /// A table is a partition or a child of another one from here on.
    pub(super) fn descend(&mut self, parent: &Path, child: &Path) {
        let pair = (parent.clone(), child.clone());
        if !self.heirs.contains(&pair) {
            self.heirs.push(pair);
        }
        if let Some(child) = self.tables.get_mut(child) {
            child.knowledge = Knowledge::Partial;
        }
        self.doubt_heirs(parent);
    }

    /// It is none any more.
    pub(super) fn leave(&mut self, parent: &Path, child: &Path) {
        self.tables.get_mut(child).into_iter().for_each(Table::lose);
        self.heirs.retain(|(of, own)| of != parent || own != child);
    }

    /// The partitions and children of a table, those of these too.
    pub(super) fn heirs_of(&self, table: &Path) -> Vec<Path> {
        let mut all = vec![table.clone()];
        let mut next = 0;
        while let Some(parent) = all.get(next).cloned() {
            let own = self.heirs.iter().filter(|(of, _)| *of == parent).map(|(_, child)| child);
            let fresh: Vec<_> = own.filter(|it| !all.contains(it)).cloned().collect();
            all.extend(fresh);
            next += 1;
        }
        all.split_off(1)
    }

    /// A table goes, and they with it.
    pub(super) fn drop_heirs(&mut self, table: &Path) {
        let sure = !self.doubts(&table.name);
        for heir in self.heirs_of(table) {
            self.tables.take(&heir);
            self.drop_owned(&heir);
            self.unreferenced(&heir, None);
            self.doubt_users(&heir.name);
            if !sure {
                self.distrust(&heir.name);
            }
            self.heirs.retain(|(_, child)| *child != heir);
        }
        self.heirs.retain(|(_, child)| child != table);
    }

    pub(super) fn rename_heir(&mut self, from: &Path, to: &Path) {
        for (parent, child) in &mut self.heirs {
            for own in [parent, child] {
                if own == from {
                    own.clone_from(to);
                }
            }
        }
        self.tables.change(
            |it| it.parents().contains(from),
            |it| {
                let parents = it.descent.iter_mut().flat_map(|it| &mut it.parents);
                parents.filter(|it| *it == from).for_each(|it| it.clone_from(to));
            },
        );
    }

    /// A column of a table has another name in its partitions and children too.
    pub(super) fn rename_in_heirs(&mut self, table: &Path, from: &Ident, to: &Ident) {
        for heir in self.heirs_of(table) {
            let Some(heir) = self.tables.get_mut(&heir) else { continue };
            heir.rename_column(from, to);
            let given = heir.descent.iter_mut().flat_map(|it| &mut it.given);
            given.filter(|it| *it == from).for_each(|it| it.clone_from(to));
            let bounds = heir.descent.iter_mut().filter_map(|it| it.bounds.as_mut());
            bounds.for_each(|it| it.rename(from, to));
        }
    }

    /// The indexes and keys of a table are made on its partitions too, under names of their own.
    pub(super) fn doubt_heirs(&mut self, table: &Path) {
        let indexes: Vec<(Vec<IndexPart>, Vec<Ident>)> = self
            .indexes
            .iter()
            .filter(|it| it.table == *table)
            .map(|it| (it.parts.clone(), it.include.clone()))
            .collect();
        let keys: Vec<Rule> = self.tables.get(table).map_or_else(Vec::new, |it| {
            it.constraints.iter().filter(|it| it.has_index()).map(|it| it.rule.clone()).collect()
        });
        for heir in self.heirs_of(table) {
            let Some(child) = self.tables.get(&heir).cloned() else { continue };
            let of_indexes = indexes.iter().map(|(parts, all)| self.index_name(&heir, parts, all));
            let of_keys = keys.iter().map(|rule| self.constraint_name(&child, rule, &[]));
            let names: Vec<_> = of_indexes.chain(of_keys).collect();
            for (name, number) in names.iter().flat_map(|it| NUMBERS.map(|number| (it, number))) {
                self.doubt.add(&Ident::new(&format!("{name}{number}"), self.dialect));
            }
        }
    }
}
