//! The names that PostgreSQL gives to what has none: `orders_customer_id_fkey`.

use std::collections::BTreeSet;

use super::super::model::{Ident, IndexPart, Path, Rule, Sql, Table};
use super::super::schema::Catalog;
use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// Bytes of a name.
const LONGEST: usize = 63;

impl Catalog {
    /// The name of a constraint that a table gets.
    pub(super) fn constraint_name(&self, table: &Table, rule: &Rule) -> Ident {
        let own = &table.name.name;
        let joined = |columns: &mut dyn Iterator<Item = &Ident>| {
            columns.map(Ident::as_str).collect::<Vec<_>>().join("_")
        };
        let (columns, label) = match rule {
            Rule::PrimaryKey(_) => (None, "pkey"),
            Rule::Unique(key) => (Some(joined(&mut key.columns())), "key"),
            Rule::ForeignKey(key) => (Some(joined(&mut key.columns.iter())), "fkey"),
            Rule::Check(sql) => (checked(table, sql), "check"),
            Rule::Exclude(sql) => (Some(excluded(sql)), "excl"),
        };
        self.free(own, columns.as_deref(), label, |name| {
            let taken =
                |it: &Table| it.name.schema == table.name.schema && it.constraint(name).is_some();
            let index = matches!(rule, Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclude(_))
                && self.relation_at(&table.name.renamed(name.clone())).is_some();
            index || table.constraint(name).is_some() || self.tables.iter().any(taken)
        })
    }

    /// The name of an index on these.
    pub(super) fn index_name(&self, table: &Path, parts: &[IndexPart]) -> Ident {
        let mut names: Vec<String> = Vec::new();
        for part in parts {
            let name = match &part.column {
                Some(column) => column.as_str().to_owned(),
                None => called(&part.of).unwrap_or_else(|| "expr".to_owned()),
            };
            let same = (1..).map(|at| format!("{name}{at}"));
            let unused = std::iter::once(name.clone()).chain(same).find(|it| !names.contains(it));
            names.extend(unused);
        }
        self.relation_name(table, &table.name, Some(&names.join("_")), "idx")
    }

    /// A free name for a relation beside this one.
    pub(super) fn relation_name(
        &self,
        beside: &Path,
        first: &Ident,
        second: Option<&str>,
        label: &str,
    ) -> Ident {
        self.free(first, second, label, |name| {
            self.relation_at(&beside.renamed(name.clone())).is_some()
        })
    }

    fn free(
        &self,
        first: &Ident,
        second: Option<&str>,
        label: &str,
        taken: impl Fn(&Ident) -> bool,
    ) -> Ident {
        let labels = (1_u32..).map(|at| format!("{label}{at}"));
        let names = std::iter::once(label.to_owned())
            .chain(labels)
            .map(|label| Ident::new(&joined(first.as_str(), second, &label), self.dialect));
        // There are as many labels as numbers, and fewer objects.
        names.into_iter().find(|it| !taken(it)).unwrap_or_else(|| first.clone())
    }
}

/// The name that PostgreSQL gives to a sequence of a column, or anything alike, where it is free.
pub(in crate::catalog) fn default_name(first: &Ident, second: &str, label: &str) -> Ident {
    Ident::new(&joined(first.as_str(), Some(second), label), Dialect::Postgres)
}

/// `first_second_label`, where the longer of the two is cut until all fit.
fn joined(first: &str, second: Option<&str>, label: &str) -> String {
    let room = LONGEST - label.len() - 1 - usize::from(second.is_some());
    let (mut one, mut two) = (first.len(), second.map_or(0, str::len));
    while one + two > room {
        *(if one > two { &mut one } else { &mut two }) -= 1;
    }
    let first = &first[..first.floor_char_boundary_at(one)];
    match second {
        Some(second) => {
            format!("{first}_{}_{label}", &second[..second.floor_char_boundary_at(two)])
        }
        None => format!("{first}_{label}"),
    }
}

/// `str::floor_char_boundary`, which is younger than the oldest compiler that builds this.
trait Floor {
    fn floor_char_boundary_at(&self, at: usize) -> usize;
}

impl Floor for str {
    fn floor_char_boundary_at(&self, at: usize) -> usize {
        (0..=at).rev().find(|&at| self.is_char_boundary(at)).unwrap_or(0)
    }
}

/// The column that a condition is about, where it is one alone.
fn checked(table: &Table, sql: &Sql) -> Option<String> {
    let named = sql.names();
    let columns: BTreeSet<_> = named.iter().filter(|it| table.column(it).is_some()).collect();
    let mut columns = columns.into_iter();
    let first = columns.next()?;
    columns.next().is_none().then(|| first.as_str().to_owned())
}

/// The names in an exclusion: `USING gist (a WITH =, b WITH &&)`.
fn excluded(sql: &Sql) -> String {
    let text = sql.as_str();
    let inside = text.split_once('(').map_or(text, |(_, rest)| rest);
    let parts = inside.split(',').filter_map(|part| {
        let mut words = tokens(part, Dialect::Postgres).filter(Token::is_significant);
        words.next().and_then(|it| it.identifier(part))
    });
    parts.collect::<Vec<_>>().join("_")
}

/// The function that an expression calls.
fn called(sql: &Sql) -> Option<String> {
    let text = sql.as_str();
    let mut words = tokens(text, Dialect::Postgres).filter(Token::is_significant);
    let (first, second) = (words.next()?, words.next()?);
    let call = first.kind == TokenKind::Word && second.is_symbol(text, '(');
    call.then(|| first.text(text).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn long_names_are_cut_where_they_are_longest() {
        assert_eq!(joined("orders", Some("customer_id"), "fkey"), "orders_customer_id_fkey");
        let long = joined(&"t".repeat(60), Some("customer_id"), "fkey");
        assert_eq!(long, format!("{}_customer_id_fkey", "t".repeat(46)));
        let both = joined(&"t".repeat(60), Some(&"c".repeat(60)), "idx");
        assert_eq!(both.len(), 63);
        assert_eq!(joined(&"é".repeat(40), None, "pkey"), format!("{}_pkey", "é".repeat(29)));
    }
}
