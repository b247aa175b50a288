//! `CREATE TABLE`, and the other statements that make tables.

use std::ops::Range;

use super::column::{ColumnText, column};
use super::constraint::{ConstraintText, constraints};
use super::list::{items, names};
use super::walk::{Guard, Named, Pathname, Walk, part};
use super::{Made, Place};
use crate::Dialect;
use crate::catalog::model::Sql;

/// A table as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct TableText {
    pub(in crate::catalog) made: Made,
    pub(in crate::catalog) columns: Vec<ColumnText>,
    pub(in crate::catalog) constraints: Vec<ConstraintText>,
    /// What else is said of it.
    pub(in crate::catalog) options: Vec<Sql>,
    /// Where columns come from that it does not list.
    pub(in crate::catalog) more: Vec<More>,
}

/// Where columns of a table come from that it does not list.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum More {
    /// A type, or what cannot be read.
    Unread,
    /// `AS SELECT`: those that the query gives.
    Query(Sql),
    /// `PARTITION OF` a table: all of its columns; and what stands behind, `FOR VALUES ..`.
    PartitionOf(Pathname, Sql),
    /// `INHERITS` a table: its columns, those that it gets later too.
    Inherits(Pathname),
    /// `LIKE` a table, as the first item: the columns that it has; and what they bring along.
    Like(Pathname, Vec<Copied>),
}

/// What `LIKE` copies beside names, types and `NOT NULL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Copied {
    Defaults,
    Generated,
    Checks,
}

/// After `CREATE TABLE`.
pub(super) fn table(sql: &str, walk: &mut Walk<'_>, place: Place) -> Option<TableText> {
    let dialect = walk.dialect();
    let guard = walk.guard();
    let path = walk.pathname()?;
    let mut table = TableText {
        made: Made { path, guard, place },
        columns: Vec::new(),
        constraints: Vec::new(),
        options: Vec::new(),
        more: Vec::new(),
    };
    let partition = if walk.take("partition of") { walk.pathname() } else { None };
    if let Some(parent) = partition {
        if let Some(inside) = walk.parentheses() {
            table.of_partition(sql, inside, dialect);
        }
        let bounds = Sql::new(sql.get(walk.rest()).unwrap_or_default(), dialect);
        table.more.push(More::PartitionOf(parent, bounds));
        return Some(table);
    } else if walk.take("of") {
        walk.pathname();
        table.more.push(More::Unread);
    }
    let listed = walk.parentheses();
    if listed.is_none() && table.more.is_empty() && !walk.sees("as") {
        table.more.push(More::Unread);
    }
    if let Some(inside) = listed {
        table.items(sql, inside, dialect);
    }
    table.tail(sql, walk);
    Some(table)
}

impl TableText {
    fn items(&mut self, sql: &str, inside: Range<usize>, dialect: Dialect) {
        let own_columns = self.more.is_empty();
        for item in items(sql, inside, dialect) {
            let mut walk = Walk::of(sql, item.clone(), dialect);
            if !dialect.is_sqlite() && walk.take("like") {
                let first = self.columns.is_empty() && self.more.is_empty();
                let like = walk.pathname().and_then(|it| Some(More::Like(it, copied(&mut walk)?)));
                self.more.push(like.filter(|_| first).unwrap_or(More::Unread));
                continue;
            }
            let found = constraints(sql, &mut walk);
            if !found.is_empty() {
                self.constraints.extend(found);
            } else if own_columns {
                self.columns.extend(column(sql, item, dialect));
            }
        }
    }

    /// What a partition says beside what its table says: constraints, or more of its columns.
    fn of_partition(&mut self, sql: &str, inside: Range<usize>, dialect: Dialect) {
        for item in items(sql, inside, dialect) {
            let found = constraints(sql, &mut Walk::of(sql, item, dialect));
            if found.is_empty() {
                self.more.push(More::Unread);
            }
            self.constraints.extend(found);
        }
    }

    /// What stands behind the columns.
    fn tail(&mut self, sql: &str, walk: &mut Walk<'_>) {
        let dialect = walk.dialect();
        let mut from = walk.here();
        while !walk.is_done() {
            let here = walk.here();
            if walk.take("as") {
                let query = sql.get(query(walk)).unwrap_or_default();
                self.more.push(More::Query(Sql::new(query, dialect)));
                self.option(sql, from..here, dialect);
                return;
            }
            if walk.take("inherits") {
                let parents = walk.parentheses().unwrap_or_default();
                let parents = Walk::of(sql, parents, dialect).pathnames();
                self.more.extend(parents.into_iter().map(More::Inherits));
                self.option(sql, from..here, dialect);
                from = walk.here();
            } else if walk.symbol(',') {
                self.option(sql, from..here, dialect);
                from = here + 1;
            } else {
                walk.skip();
            }
        }
        self.option(sql, from..walk.here(), dialect);
        self.options.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    }

    fn option(&mut self, sql: &str, at: Range<usize>, dialect: Dialect) {
        let option = Sql::lowered(sql.get(at).unwrap_or_default(), dialect);
        if !option.is_empty() {
            self.options.push(option);
        }
    }
}

/// What `LIKE` copies, in the words behind the table; `None` where that is more than is known here.
fn copied(walk: &mut Walk<'_>) -> Option<Vec<Copied>> {
    let mut all = Vec::new();
    while !walk.is_done() {
        let including = walk.one_of(&["including", "excluding"])? == "including";
        let what =
            match walk.one_of(&["defaults", "generated", "constraints", "identity", "comments"])? {
                "defaults" => Copied::Defaults,
                "generated" => Copied::Generated,
                "constraints" => Copied::Checks,
                _ if including => return None,
                _ => continue,
            };
        all.retain(|it| *it != what);
        all.extend(including.then_some(what));
    }
    Some(all)
}

/// After `AS`: the bytes of the query, up to `WITH NO DATA`.
fn query(walk: &mut Walk<'_>) -> Range<usize> {
    let from = walk.here();
    while !walk.is_done() {
        let here = walk.here();
        if walk.one_of(&["with no data", "with data"]).is_some() && walk.is_done() {
            return from..here;
        }
        walk.group();
    }
    from..walk.here()
}

/// After `CREATE VIRTUAL TABLE`: the name, what stands behind it, and the columns, as most modules
/// list them.
pub(super) fn virtual_table(
    sql: &str,
    walk: &mut Walk<'_>,
    place: Place,
) -> Option<(Made, Sql, Vec<Named>)> {
    let guard = walk.guard();
    let path = walk.pathname()?;
    let arguments = part(sql, walk.rest(), walk.dialect());
    walk.take("using");
    walk.named();
    let listed = walk.parentheses().unwrap_or_default();
    let is_column = |at: &Range<usize>| !sql.get(at.clone()).unwrap_or_default().contains('=');
    let columns = items(sql, listed, walk.dialect()).into_iter().filter(is_column);
    let columns = columns.filter_map(|at| Walk::of(sql, at, walk.dialect()).named()).collect();
    Some((Made { path, guard, place }, arguments, columns))
}

/// After `CREATE VIEW`: columns that it lists.
pub(super) fn listed(sql: &str, walk: &mut Walk<'_>) -> Option<Vec<Named>> {
    walk.parentheses().map(|inside| names(sql, inside, walk.dialect()))
}

/// Whether a guard speaks of a table that may be there.
impl Made {
    pub(in crate::catalog) fn is_guarded(&self) -> bool {
        self.guard == Guard::Yes
    }
}
