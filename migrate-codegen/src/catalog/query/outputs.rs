//! The columns that a query gives.

use sqlparser::ast::{
    Cte, Expr, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableAlias,
    Value,
};

use super::super::apply::figure;
use super::super::model::{Ident, Sql, View};
use super::super::schema::Catalog;
use crate::Dialect;
use crate::reader::parse_query;

/// Views that read views deeper than this are not looked into.
const DEEPEST: usize = 12;

/// A column that a query gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) struct Output {
    /// Its name; `None` where nobody can be sure.
    pub(in crate::catalog) name: Option<Ident>,
    /// Its type; `None` where nobody can be sure.
    pub(in crate::catalog) of: Option<Of>,
}

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Of {
    /// This one, with the collation that a column says for it.
    Type(String, Option<String>),
    /// A string or `NULL` without a type of its own: the type of what stands beside it.
    Literal,
}

impl Of {
    pub(super) fn plain(name: &str) -> Self {
        Self::Type(name.to_owned(), None)
    }
}

impl Catalog {
    /// The columns that a query gives; `None` where their names are not certain.
    pub(in crate::catalog) fn outputs(&self, query: &Sql) -> Option<Vec<Output>> {
        named(Queries { catalog: self, with: Vec::new(), depth: 0 }.text(query)?)
    }
}

/// Where queries are read.
#[derive(Clone)]
pub(super) struct Queries<'c> {
    pub(super) catalog: &'c Catalog,
    /// The names that `WITH` gives, with their columns.
    pub(super) with: Vec<(Ident, Option<Vec<Output>>)>,
    depth: usize,
}

impl Queries<'_> {
    fn text(&self, query: &Sql) -> Option<Vec<Output>> {
        self.query(parse_query(query.as_str(), Dialect::Postgres)?.as_ref())
    }

    pub(super) fn view(&self, view: &View) -> Option<Vec<Output>> {
        let sure = !self.catalog.doubts(&view.name.name);
        let deeper = Self { with: Vec::new(), depth: self.depth + 1, ..self.clone() };
        let mut found = deeper.text(view.query_now()?).filter(|_| sure && self.depth < DEEPEST)?;
        rename(&mut found, view.columns.iter().flatten().cloned());
        named(found)
    }

    pub(super) fn query(&self, query: &Query) -> Option<Vec<Output>> {
        let mut inner = self.clone();
        for cte in query.with.iter().flat_map(|it| &it.cte_tables) {
            let Cte { alias, query: own, .. } = cte;
            let recursive = query.with.as_ref().is_some_and(|it| it.recursive);
            let columns = if recursive { None } else { inner.query(own) };
            inner.with.push((ident(&alias.name), columns.and_then(|it| aliased(it, Some(alias)))));
        }
        inner.body(&query.body).filter(|_| query.pipe_operators.is_empty())
    }

    fn body(&self, body: &SetExpr) -> Option<Vec<Output>> {
        match body {
            SetExpr::Select(select) => self.select(select),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                let (left, right) = (self.body(left)?, self.body(right)?);
                let same = left.len() == right.len();
                let both = left.into_iter().zip(right);
                let common = |(one, other): (Output, Output)| Output {
                    of: self.common([one.of, other.of]),
                    name: one.name,
                };
                same.then(|| both.map(common).collect())
            }
            _ => None,
        }
    }

    fn select(&self, select: &Select) -> Option<Vec<Output>> {
        let sources = self.sources(&select.from);
        let mut all = Vec::new();
        for item in &select.projection {
            match item {
                SelectItem::Wildcard(_) => all.extend(sources.all()?),
                SelectItem::QualifiedWildcard(kind, _) => {
                    let SelectItemQualifiedWildcardKind::ObjectName(name) = kind else {
                        return None;
                    };
                    all.extend(sources.all_of(name)?);
                }
                SelectItem::UnnamedExpr(expr) => {
                    all.push(Output { name: name(expr), of: self.of(expr, &sources) });
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    all.push(Output { name: Some(ident(alias)), of: self.of(expr, &sources) });
                }
                SelectItem::ExprWithAliases { .. } => return None,
            }
        }
        Some(all)
    }

    /// The type of several that have to have one, as PostgreSQL chooses it.
    pub(super) fn common(&self, all: impl IntoIterator<Item = Option<Of>>) -> Option<Of> {
        all.into_iter().reduce(|one, other| match (one?, other?) {
            (one, other) if one == other => Some(one),
            // A limit on the length is lost beside a literal, and a domain is.
            (Of::Literal, of @ Of::Type(..)) | (of @ Of::Type(..), Of::Literal) => {
                self.is_plain(&of).then_some(of)
            }
            _ => None,
        })?
    }

    /// Whether a type is the server's own, or an enum, without a limit.
    fn is_plain(&self, of: &Of) -> bool {
        let Of::Type(name, _) = of else { return false };
        !name.contains('(') && (super::super::builtin::is_shown(name) || self.is_enum(name))
    }
}

/// The name that a column without one gets.
fn name(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Identifier(own) => Some(ident(own)),
        Expr::CompoundIdentifier(all) => all.last().map(ident),
        Expr::Nested(inner) => name(inner),
        Expr::Value(value) if !matches!(value.value, Value::Boolean(_)) => Some(unnamed()),
        Expr::BinaryOp { .. } | Expr::UnaryOp { .. } | Expr::IsNull(_) | Expr::IsNotNull(_) => {
            Some(unnamed())
        }
        Expr::Cast { expr, .. } if matches!(**expr, Expr::Value(_)) => None,
        Expr::Cast { expr, .. } if name(expr).is_some() => name(expr),
        Expr::Function(_) | Expr::Cast { .. } | Expr::Case { .. } => {
            let own = figure(&expr.to_string());
            (own != "expr").then(|| Ident::new(&own, Dialect::Postgres))
        }
        _ => None,
    }
}

/// The name of what has none.
fn unnamed() -> Ident {
    Ident::new("?column?", Dialect::Postgres)
}

/// A name of the syntax tree.
pub(super) fn ident(own: &sqlparser::ast::Ident) -> Ident {
    match own.quote_style {
        Some(_) => Ident::new(&own.value, Dialect::Postgres),
        None => Ident::bare(&own.value, Dialect::Postgres),
    }
}

/// The columns under the names that an alias lists: `AS t (a, b)`.
pub(super) fn aliased(mut columns: Vec<Output>, alias: Option<&TableAlias>) -> Option<Vec<Output>> {
    rename(&mut columns, alias.iter().flat_map(|it| &it.columns).map(|it| ident(&it.name)));
    named(columns)
}

/// The columns, where all their names are certain.
fn named(columns: Vec<Output>) -> Option<Vec<Output>> {
    columns.iter().all(|it| it.name.is_some()).then_some(columns)
}

fn rename(columns: &mut [Output], names: impl Iterator<Item = Ident>) {
    for (column, name) in columns.iter_mut().zip(names) {
        column.name = Some(name);
    }
}
