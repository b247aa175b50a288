//! Columns and constraints as statements write them, made into those of a table.

use super::super::builtin;
use super::super::command::{
    ColumnText, ConstraintText, IndexFor, Named, Pathname, ReferenceText, RuleText, Serial,
    TypeText,
};
use super::super::fault::{Fault, FaultKind, Role, Thing};
use super::super::model::{
    Column, Constraint, ForeignKey, Ident, Key, KeyPart, Knowledge, Null, Numbers, Path, Rule,
    Sequence, Sql, Table,
};
use super::super::render::next_number;
use super::super::schema::{Catalog, Found, Relation};
use crate::Dialect;

impl Catalog {
    /// Adds a column and the constraints that are written with it.
    pub(super) fn add_column(&mut self, table: &mut Table, text: ColumnText) -> Result<(), Fault> {
        self.knows_type(&text.of)?;
        // Servers before PostgreSQL 18 forget it.
        if let Some(name) = &text.not_null {
            self.doubt.add(&name.name);
        }
        let mut column = Column {
            null: text.null,
            default: text.default,
            generated: text.generated,
            identity: text.identity,
            collation: text.collation,
            options: text.options,
            ..Column::new(text.name.name.clone(), text.of.name.clone())
        };
        let numbered = column.identity.is_some() || text.of.serial == Serial::Yes;
        if self.dialect == Dialect::Postgres && numbered {
            self.number(table, &mut column, text.sequence.map(|it| it.name));
        }
        let key = |it: &ConstraintText| matches!(it.rule, RuleText::PrimaryKey(..));
        if self.dialect == Dialect::Postgres && text.constraints.iter().any(key) {
            column.null = Null::Refused;
        }
        table.columns.push(column);
        for constraint in text.constraints {
            self.add_constraint(table, &constraint, Some(&text.name.name))?;
        }
        Ok(())
    }

    /// The sequence behind a `serial` or identity column.
    pub(super) fn number(&mut self, table: &Table, column: &mut Column, named: Option<Ident>) {
        let own = &table.name.name;
        let second = Some(column.name.as_str());
        let free = || self.relation_name(&table.name, own, second, "seq");
        let name = named.unwrap_or_else(free);
        let owner = Some((table.name.clone(), column.name.clone()));
        // The type of the sequence stays, whatever becomes of the column's.
        let options = match (column.identity, column.type_name.as_str()) {
            (None, of @ ("integer" | "smallint")) => format!("AS {of}"),
            _ => String::new(),
        };
        let options = Sql::new(&options, self.dialect);
        let sequence = Sequence { name: table.name.renamed(name), owner, options };
        if column.identity.is_none() {
            column.default = Some(Sql::new(&next_number(&sequence), self.dialect));
        }
        column.null = Null::Refused;
        self.sequences.put(sequence);
    }

    /// Whether there may be such a type.
    pub(super) fn knows_type(&self, of: &TypeText) -> Result<(), Fault> {
        let Some((schema, name, at)) = &of.own else { return Ok(()) };
        // `_int4` is what the server calls an array.
        let anywhere = builtin::is_of_extension(name.key()) || name.key().starts_with('_');
        if self.dialect != Dialect::Postgres || anywhere {
            return Ok(());
        }
        let path = Pathname { schema: schema.clone(), name: name.clone(), at: at.clone() };
        let look = |place: &Path| {
            let own = self.types.get(place).map(|_| ());
            own.or_else(|| self.relation_at(place).map(|_| ()))
        };
        match self.find(&path, look) {
            Found::Missing => Err(self.fault(FaultKind::Missing, Thing::Type, &path)),
            Found::Sure(()) | Found::Doubtful => Ok(()),
        }
    }

    /// Adds a constraint; `column` is the one that it is written with.
    pub(super) fn add_constraint(
        &mut self,
        table: &mut Table,
        text: &ConstraintText,
        column: Option<&Ident>,
    ) -> Result<(), Fault> {
        if let Some(name) = &text.name
            && !self.dialect.is_sqlite()
            && table.constraint(&name.name).is_some()
            && table.knowledge == Knowledge::Whole
            && !self.doubts(&table.name.name)
        {
            let within = &table.name.name;
            return Err(self.fault_in(FaultKind::Exists, Thing::Constraint, name, within));
        }
        let Some(rule) = self.rule(table, text)? else {
            text.name.iter().for_each(|it| self.doubt.add(&it.name));
            return Ok(());
        };
        let postgres = self.dialect == Dialect::Postgres;
        if let (true, Rule::PrimaryKey(key)) = (postgres, &rule) {
            let key: Vec<_> = key.columns().cloned().collect();
            let in_key = table.columns.iter_mut().filter(|it| key.contains(&it.name));
            in_key.for_each(|it| it.null = Null::Refused);
        }
        let of_index = match &text.rule {
            RuleText::UsingIndex(index, _) => Some(index),
            _ => None,
        };
        let name = match text.name.as_ref().or(of_index) {
            Some(name) => Some(name.name.clone()),
            None if postgres => Some(self.constraint_name(table, &rule, &text.options)),
            None => None,
        };
        let options = Sql::new(&text.options.join(" "), self.dialect);
        let column = column.cloned();
        table.constraints.push(Constraint { name, rule, options, column });
        Ok(())
    }

    fn rule(&mut self, table: &mut Table, text: &ConstraintText) -> Result<Option<Rule>, Fault> {
        Ok(match &text.rule {
            RuleText::PrimaryKey(parts, numbers) => {
                self.one_key(table, text)?;
                Some(Rule::PrimaryKey(self.key(table, parts, *numbers)?))
            }
            RuleText::Unique(parts) => {
                Some(Rule::Unique(self.key(table, parts, Numbers::Reused)?))
            }
            RuleText::ForeignKey(reference) => Some(self.foreign_key(table, reference)?),
            RuleText::Check(sql) => Some(Rule::Check(sql.clone())),
            RuleText::Exclude(sql) => Some(Rule::Exclude(sql.clone())),
            RuleText::UsingIndex(index, role) => self.key_of_index(table, index, *role)?,
            RuleText::NotNull(column) => {
                let known = table.columns.iter_mut().find(|it| it.name == column.name);
                if let Some(known) = known {
                    known.null = Null::Refused;
                }
                None
            }
        })
    }

    fn one_key(&self, table: &Table, text: &ConstraintText) -> Result<(), Fault> {
        let sure = !self.doubts(&table.name.name);
        let RuleText::PrimaryKey(parts, _) = &text.rule else { return Ok(()) };
        match parts.first() {
            Some((column, _)) if table.primary_key().is_some() && sure => Err(Fault {
                kind: FaultKind::Exists,
                thing: Thing::PrimaryKey,
                name: table.name.name.clone(),
                within: None,
                at: text.name.as_ref().map_or(&column.at, |it| &it.at).clone(),
                role: Role::Other,
                dialect: self.dialect,
            }),
            _ => Ok(()),
        }
    }

    fn key(
        &self,
        table: &Table,
        parts: &[(Named, KeyPart)],
        numbers: Numbers,
    ) -> Result<Key, Fault> {
        for (column, _) in parts {
            self.names_column(table, column, Role::Key)?;
        }
        Ok(Key { parts: parts.iter().map(|(_, part)| part.clone()).collect(), numbers })
    }

    /// Whether the table may have the column.
    pub(super) fn has_column(&self, table: &Table, column: &Named) -> Result<(), Fault> {
        if self.lacks(table, &column.name) && !self.doubts(&table.name.name) {
            let within = &table.name.name;
            return Err(self.fault_in(FaultKind::Missing, Thing::Column, column, within));
        }
        Ok(())
    }

    /// The same, where a clause names it.
    pub(super) fn names_column(
        &self,
        table: &Table,
        column: &Named,
        role: Role,
    ) -> Result<(), Fault> {
        self.has_column(table, column).map_err(|fault| Fault { role, ..fault })
    }

    fn foreign_key(&self, table: &Table, text: &ReferenceText) -> Result<Rule, Fault> {
        for column in text.columns.iter().chain(&text.sets) {
            self.names_column(table, column, Role::ForeignKey)?;
        }
        let own = text.table.name == table.name.name
            && text.table.schema.as_ref().is_none_or(|it| it.name == table.name.schema);
        let mut to: Vec<_> = text.to.iter().map(|it| it.name.clone()).collect();
        let path = if self.dialect.is_sqlite() {
            // SQLite looks for the other table when rows change, in the same database.
            table.name.renamed(text.table.name.clone())
        } else if own {
            table.name.clone()
        } else {
            match self.relation(&text.table) {
                Found::Sure(Relation::Table(path)) => path,
                Found::Sure(_) => {
                    return Err(self.fault(FaultKind::Another, Thing::Table, &text.table));
                }
                Found::Doubtful => table.name.renamed(text.table.name.clone()),
                Found::Missing => {
                    return Err(self.fault(FaultKind::Missing, Thing::Relation, &text.table));
                }
            }
        };
        if !self.dialect.is_sqlite() {
            let other = if own { Some(table) } else { self.tables.get(&path) };
            for (other, column) in other.iter().flat_map(|it| text.to.iter().map(move |c| (it, c)))
            {
                self.names_column(other, column, Role::ForeignKey)?;
            }
            if to.is_empty() {
                to = other.and_then(Table::primary_key).into_iter().flatten().cloned().collect();
            }
        }
        Ok(Rule::ForeignKey(ForeignKey {
            columns: text.columns.iter().map(|it| it.name.clone()).collect(),
            table: path,
            to,
            matching: text.matching,
            on_delete: text.on_delete,
            sets: text.sets.iter().map(|it| it.name.clone()).collect(),
            on_update: text.on_update,
        }))
    }

    /// `UNIQUE USING INDEX`: the index becomes the constraint's.
    fn key_of_index(
        &mut self,
        table: &mut Table,
        index: &Named,
        role: IndexFor,
    ) -> Result<Option<Rule>, Fault> {
        let path = Pathname { schema: None, name: index.name.clone(), at: index.at.clone() };
        let own = table.name.renamed(index.name.clone());
        let Some(index) = self.indexes.take(&own) else {
            if self.doubts(&path.name) || self.doubts(&table.name.name) {
                return Ok(None);
            }
            return Err(self.fault(FaultKind::Missing, Thing::Index, &path));
        };
        let parts = index
            .parts
            .into_iter()
            .filter_map(|part| Some(KeyPart { column: part.column?, options: part.options }));
        let key = Key { parts: parts.collect(), numbers: Numbers::Reused };
        Ok(Some(match role {
            IndexFor::PrimaryKey => Rule::PrimaryKey(key),
            IndexFor::Unique => Rule::Unique(key),
        }))
    }
}
