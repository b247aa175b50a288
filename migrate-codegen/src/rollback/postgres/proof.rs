//! Whether what was inferred restores the schema, as far as the catalog can say.

use crate::catalog::{Catalog, Change, Difference, Lost};
use crate::reader::{Statement, read};
use crate::source::{SourceFile, SqlText};

/// Applies a rollback to the schema after its migration, and then the migration again.
///
/// # Errors
/// What is refused, or the first difference.
pub(super) fn prove(
    statements: &[String],
    lost: &[Lost],
    before: &Catalog,
    after: &Catalog,
    again: &[&Statement],
) -> Result<(), String> {
    let mut catalog = applied(statements, after)?;
    catalog.end_transaction();
    same(before, &catalog, lost, "after the rollback")?;
    for statement in again {
        catalog
            .apply(statement)
            .map_err(|fault| format!("the migration could not be applied again: {fault}"))?;
    }
    same(after, &catalog, lost, "after the migration is applied again")
}

/// The schema after these statements.
///
/// # Errors
/// What is refused.
pub(super) fn applied(statements: &[String], after: &Catalog) -> Result<Catalog, String> {
    let mut catalog = after.clone();
    for sql in statements {
        let text = SqlText::slice(&SourceFile::new("", sql.as_str()), 0..sql.len());
        for statement in read(&text, after.dialect()) {
            catalog
                .apply(&statement)
                .map_err(|fault| format!("what was inferred would fail: {fault}"))?;
        }
    }
    Ok(catalog)
}

fn same(expected: &Catalog, found: &Catalog, lost: &[Lost], when: &str) -> Result<(), String> {
    let moved = lost.iter().any(|it| matches!(it, Lost::Place(..)));
    let counts = |it: &&Change| !(moved && is_order(it));
    match expected.diff(found).iter().find(counts) {
        Some(change) => Err(format!("what was inferred does not restore it: {change} {when}")),
        None => said(expected, found).map_or(Ok(()), |sql| {
            Err(format!("what was inferred does not restore what `{sql}` says {when}"))
        }),
    }
}

/// What only one of them says beside what the objects are: row security, rights, policies.
fn said(one: &Catalog, other: &Catalog) -> Option<String> {
    let only = |one: &Catalog, other: &Catalog| {
        let setting = one.settings().find(|it| !other.settings().any(|its| its == *it));
        let setting = setting.and_then(|it| one.writer().as_listed().setting(it).ok());
        setting.or_else(|| {
            let extra = one.extras().find(|it| !other.extras().any(|its| its == *it));
            extra.and_then(|it| one.writer().as_listed().extra(it).ok())
        })
    };
    only(one, other).or_else(|| only(other, one))
}

/// Whether nothing but the places of the columns are others.
fn is_order(change: &Change) -> bool {
    match &change.difference {
        Difference::Changed(details) => details.iter().all(|it| it.what == "order of columns"),
        Difference::Added(_) | Difference::Removed(_) => false,
    }
}
