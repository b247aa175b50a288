//! The names that PostgreSQL gives to what has none: `orders_customer_id_fkey`.

use std::collections::BTreeSet;

use super::super::command::{Walk, items, names};
use super::super::model::{Ident, IndexPart, Path, Rule, Sql, Table};
use super::super::schema::Catalog;
use super::figure::figure;
use crate::Dialect;

/// Bytes of a name.
const LONGEST: usize = 63;

impl Catalog {
    /// The name of a constraint that a table gets.
    pub(super) fn constraint_name(&self, table: &Table, rule: &Rule, options: &[String]) -> Ident {
        let own = &table.name.name;
        let include = included(options);
        let joined = |columns: &mut dyn Iterator<Item = &Ident>| {
            let mut all: Vec<_> = columns.map(|it| it.as_str().to_owned()).collect();
            all.extend(include.iter().map(|it| it.as_str().to_owned()));
            numbered(&all).join("_")
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
    pub(super) fn index_name(&self, table: &Path, parts: &[IndexPart], include: &[Ident]) -> Ident {
        let own = parts.iter().map(|part| match &part.column {
            Some(column) => column.as_str().to_owned(),
            None => figure(part.of.as_str()),
        });
        let names: Vec<_> = own.chain(include.iter().map(|it| it.as_str().to_owned())).collect();
        self.relation_name(table, &table.name, Some(&numbered(&names).join("_")), "idx")
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

/// The columns of `INCLUDE (..)`.
fn included(options: &[String]) -> Vec<Ident> {
    let lists = options.iter().filter_map(|it| {
        let mut walk = Walk::new(it, Dialect::Postgres);
        walk.take("include").then(|| walk.parentheses())?.map(|at| (it, at))
    });
    let columns = lists.flat_map(|(it, at)| names(it, at, Dialect::Postgres));
    columns.map(|it| it.name).collect()
}

/// The names in an exclusion: `USING gist (a WITH =, lower(b) WITH &&)`.
fn excluded(sql: &Sql) -> String {
    let text = sql.as_str();
    let mut walk = Walk::new(text, Dialect::Postgres);
    let inside =
        if walk.take("using") { walk.named().and(walk.parentheses()) } else { walk.parentheses() };
    let mut names: Vec<String> = Vec::new();
    for item in items(text, inside.unwrap_or_default(), Dialect::Postgres) {
        let mut walk = Walk::of(text, item.clone(), Dialect::Postgres);
        let mut end = item.start;
        if let Some(inside) = walk.parentheses() {
            end = inside.end + 1;
        } else if let Some(path) = walk.pathname() {
            end = walk.parentheses().map_or(path.at.end, |inside| inside.end + 1);
        }
        names.push(figure(text.get(item.start..end).unwrap_or_default()));
    }
    numbered(&names).join("_")
}

/// Each name once: `expr`, `expr1`.
fn numbered(names: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let same = (1_u32..).map(|at| format!("{name}{at}"));
        let unused = std::iter::once(name.clone()).chain(same).find(|it| !all.contains(it));
        all.extend(unused);
    }
    all
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
