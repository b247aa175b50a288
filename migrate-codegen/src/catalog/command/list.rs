//! Lists between parentheses.

use std::ops::Range;

use super::walk::{Named, Walk};
use crate::Dialect;

/// The parts between the commas of `inside`.
pub(in crate::catalog) fn items(
    sql: &str,
    inside: Range<usize>,
    dialect: Dialect,
) -> Vec<Range<usize>> {
    let mut walk = Walk::of(sql, inside.clone(), dialect);
    let (mut found, mut start) = (Vec::new(), inside.start);
    while !walk.is_done() {
        let here = walk.here();
        if walk.symbol(',') {
            found.push(start..here);
            start = here + 1;
        } else {
            walk.group();
        }
    }
    found.push(start..inside.end);
    found.retain(|at| !sql.get(at.clone()).unwrap_or_default().trim().is_empty());
    found
}

/// The names that the parts begin with.
pub(in crate::catalog) fn names(sql: &str, inside: Range<usize>, dialect: Dialect) -> Vec<Named> {
    let first = |item| Walk::of(sql, item, dialect).named();
    items(sql, inside, dialect).into_iter().filter_map(first).collect()
}
