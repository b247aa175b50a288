//! Functions and procedures, and which of several with one name is meant.

use std::ops::Range;

use super::list::items;
use super::types::type_text;
use super::walk::{Pathname, Walk};
use super::{Made, Place};
use crate::catalog::model::{RoutineSort, Sql};

/// A function or procedure as a statement writes it.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct RoutineText {
    pub(in crate::catalog) made: Made,
    pub(in crate::catalog) sort: RoutineSort,
    pub(in crate::catalog) arguments: Vec<String>,
    pub(in crate::catalog) definition: Sql,
}

/// Types of two words or more, by the first two.
const LONG_TYPES: &[(&str, &[&str])] = &[
    ("double", &["precision"]),
    ("character", &["varying"]),
    ("bit", &["varying"]),
    ("national", &["character", "char"]),
    ("time", &["with", "without"]),
    ("timestamp", &["with", "without"]),
    ("interval", &["year", "month", "day", "hour", "minute", "second"]),
];

/// After `CREATE [OR REPLACE] FUNCTION`, or `PROCEDURE`.
pub(super) fn routine(
    sql: &str,
    walk: &mut Walk<'_>,
    sort: RoutineSort,
    place: Place,
) -> Option<RoutineText> {
    let path = walk.pathname()?;
    let definition = sql.get(walk.rest()).unwrap_or_default();
    let definition = Sql::laid_out(definition, walk.dialect());
    let arguments = arguments(sql, walk)?;
    let made = Made { path, guard: super::Guard::No, place };
    Some(RoutineText { made, sort, arguments, definition })
}

/// Routines between commas, each with the types of its arguments, where they are said.
pub(super) fn called(sql: &str, walk: &mut Walk<'_>) -> (Vec<Pathname>, Vec<Option<Vec<String>>>) {
    let (mut paths, mut all) = (Vec::new(), Vec::new());
    while let Some(path) = walk.pathname() {
        paths.push(path);
        all.push(arguments(sql, walk));
        if !walk.symbol(',') {
            break;
        }
    }
    (paths, all)
}

/// The types between the parentheses, but for those of what comes out.
pub(super) fn arguments(sql: &str, walk: &mut Walk<'_>) -> Option<Vec<String>> {
    let inside = walk.parentheses()?;
    let dialect = walk.dialect();
    let types = items(sql, inside, dialect).into_iter().filter_map(|item| {
        let mut walk = Walk::of(sql, item, dialect);
        let mode = walk.one_of(&["inout", "in out", "in", "out", "variadic"]);
        let at = without_default(sql, &mut Walk::of(sql, walk.rest(), dialect));
        let mut walk = Walk::of(sql, at.clone(), dialect);
        if has_name(&mut walk) {
            walk = Walk::of(sql, at, dialect);
            walk.skip();
        } else {
            walk = Walk::of(sql, at, dialect);
        }
        let of = type_text(sql, &mut walk, &[]);
        (mode != Some("out")).then_some(of.name)
    });
    Some(types.collect())
}

/// The bytes before `DEFAULT` or `=`.
fn without_default(sql: &str, walk: &mut Walk<'_>) -> Range<usize> {
    let start = walk.here();
    while !walk.is_done() && !walk.sees("default") && !walk.sees_symbol('=') {
        if sql.get(walk.here()..).is_some_and(|rest| rest.starts_with(":=")) {
            break;
        }
        walk.skip();
    }
    start..walk.here()
}

/// Whether a name stands before the type.
fn has_name(walk: &mut Walk<'_>) -> bool {
    let Some(first) = walk.named() else { return false };
    let symbol = |it: char| walk.sees_symbol(it);
    if walk.is_done() || symbol('.') || symbol('(') || symbol('[') || walk.sees("array") {
        return false;
    }
    let long = LONG_TYPES.iter().find(|(word, _)| *word == first.name.key());
    !long.is_some_and(|(_, next)| walk.sees_any(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    #[track_caller]
    fn check(written: &str, expected: &[&str]) {
        let found = arguments(written, &mut Walk::new(written, Dialect::Postgres));
        assert_eq!(found.expect("a list"), expected, "{written}");
    }

    #[test]
    fn types_of_arguments() {
        check("()", &[]);
        check("(int, b text default 'x', out c int)", &["integer", "text"]);
        check(
            "(double precision, a timestamp with time zone = now())",
            &["double precision", "timestamp with time zone"],
        );
        check(
            "(variadic a varchar(3)[], inout b public.mood)",
            &["character varying(3)[]", "mood"],
        );
    }
}
