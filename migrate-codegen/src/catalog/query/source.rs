//! What a query reads: the items of its `FROM`.

use sqlparser::ast::{
    Join, JoinConstraint, JoinOperator, ObjectName, ObjectNamePart, TableAlias, TableFactor,
    TableWithJoins,
};

use super::super::command::{Named, Pathname};
use super::super::model::{Column, Ident, Knowledge};
use super::super::schema::{Found, Relation};
use super::outputs::{Of, Output, Queries, aliased, ident};

/// What a query reads.
pub(super) struct Sources {
    all: Vec<Source>,
    /// Whether two of them share columns: `USING`, `NATURAL`.
    shared: bool,
}

struct Source {
    name: Option<Ident>,
    schema: Option<Ident>,
    /// `None` where they are not certain.
    columns: Option<Vec<Output>>,
}

impl Sources {
    /// The columns of all of them: `*`.
    pub(super) fn all(&self) -> Option<Vec<Output>> {
        if self.shared || self.all.is_empty() {
            return None;
        }
        let each = self.all.iter().map(|it| it.columns.clone());
        each.collect::<Option<Vec<_>>>().map(|it| it.concat())
    }

    /// The columns of one of them: `a.*`.
    pub(super) fn all_of(&self, name: &ObjectName) -> Option<Vec<Output>> {
        let parts = parts(name)?;
        self.source(&parts)?.columns.clone()
    }

    /// The type of a column that stands without a table.
    pub(super) fn column(&self, name: &Ident) -> Option<Of> {
        let mut found = Vec::new();
        for source in &self.all {
            found.extend(
                source.columns.as_ref()?.iter().filter(|it| it.name.as_ref() == Some(name)),
            );
        }
        let first = found.first()?.of.clone();
        found.iter().all(|it| it.of == first).then_some(first)?
    }

    /// The type of `table.column`.
    pub(super) fn column_of(&self, path: &[Ident]) -> Option<Of> {
        let (name, table) = path.split_last()?;
        let columns = self.source(table)?.columns.as_ref()?;
        columns.iter().find(|it| it.name.as_ref() == Some(name))?.of.clone()
    }

    fn source(&self, path: &[Ident]) -> Option<&Source> {
        let (schema, name) = match path {
            [name] => (None, name),
            [schema, name] => (Some(schema), name),
            _ => return None,
        };
        self.all.iter().find(|it| {
            it.name.as_ref() == Some(name) && (schema.is_none() || it.schema.as_ref() == schema)
        })
    }
}

impl Queries<'_> {
    pub(super) fn sources(&self, from: &[TableWithJoins]) -> Sources {
        let mut sources = Sources { all: Vec::new(), shared: false };
        for table in from {
            self.joined(table, &mut sources);
        }
        sources
    }

    fn joined(&self, table: &TableWithJoins, sources: &mut Sources) {
        self.factor(&table.relation, sources);
        for Join { relation, join_operator, .. } in &table.joins {
            self.factor(relation, sources);
            sources.shared |= shares(join_operator);
        }
    }

    fn factor(&self, factor: &TableFactor, sources: &mut Sources) {
        sources.all.push(match factor {
            TableFactor::NestedJoin { table_with_joins, alias: None } => {
                return self.joined(table_with_joins, sources);
            }
            TableFactor::Table { name, alias, args: None, with_ordinality: false, .. } => {
                self.table(name, alias.as_ref())
            }
            TableFactor::Derived { subquery, alias, .. } => Source {
                name: alias.as_ref().map(|it| ident(&it.name)),
                schema: None,
                columns: self.query(subquery).and_then(|it| aliased(it, alias.as_ref())),
            },
            _ => Source { name: None, schema: None, columns: None },
        });
    }

    fn table(&self, name: &ObjectName, alias: Option<&TableAlias>) -> Source {
        let found = parts(name).and_then(|parts| {
            let (own, schema) = parts.split_last()?;
            let (schema, columns) = match self.with.iter().rev().find(|(with, _)| with == own) {
                Some((_, columns)) if schema.is_empty() => (None, columns.clone()),
                _ => self.columns(schema.last(), own),
            };
            Some((own.clone(), schema, columns))
        });
        let Some((own, schema, columns)) = found else {
            return Source { name: None, schema: None, columns: None };
        };
        Source {
            name: Some(alias.map_or(own, |it| ident(&it.name))),
            schema: schema.filter(|_| alias.is_none()),
            columns: columns.and_then(|it| aliased(it, alias)),
        }
    }

    /// The schema and the columns of a table or view, as far as they are certain.
    fn columns(
        &self,
        schema: Option<&Ident>,
        name: &Ident,
    ) -> (Option<Ident>, Option<Vec<Output>>) {
        let schema = schema.map(|it| Named { name: it.clone(), at: 0..0 });
        let path = Pathname { schema, name: name.clone(), at: 0..0 };
        match self.catalog.relation(&path) {
            Found::Sure(Relation::Table(table)) => {
                let found = self.catalog.tables.get(&table);
                let whole = found.filter(|it| it.knowledge == Knowledge::Whole);
                let columns = whole.map(|it| it.columns.iter().map(output).collect());
                (Some(table.schema), columns)
            }
            Found::Sure(Relation::View(view)) => {
                let columns = self.catalog.views.get(&view).and_then(|it| self.view(it));
                (Some(view.schema), columns)
            }
            _ => (path.schema.map(|it| it.name), None),
        }
    }
}

fn output(column: &Column) -> Output {
    let of = Of::Type(column.type_name.clone(), column.collation.clone());
    Output {
        name: Some(column.name.clone()),
        of: Some(of).filter(|_| !column.type_name.is_empty()),
    }
}

fn parts(name: &ObjectName) -> Option<Vec<Ident>> {
    name.0.iter().map(|it| ObjectNamePart::as_ident(it).map(ident)).collect()
}

/// Whether columns of both sides become one.
fn shares(operator: &JoinOperator) -> bool {
    match operator {
        JoinOperator::Join(it)
        | JoinOperator::Inner(it)
        | JoinOperator::Left(it)
        | JoinOperator::LeftOuter(it)
        | JoinOperator::Right(it)
        | JoinOperator::RightOuter(it)
        | JoinOperator::FullOuter(it)
        | JoinOperator::CrossJoin(it) => {
            !matches!(it, JoinConstraint::On(_) | JoinConstraint::None)
        }
        _ => true,
    }
}
