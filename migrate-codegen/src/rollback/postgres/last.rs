//! Views, which come back when all that they read is as it was.

use std::borrow::Cow;

use crate::catalog::{Catalog, View};

/// The schema with the views that the migration found and did not change by themselves as they were
/// at its start: their texts are right again once everything else is undone.
pub(super) fn with_views_of<'c>(catalog: &'c Catalog, start: &Catalog) -> Cow<'c, Catalog> {
    let mut catalog = Cow::Borrowed(catalog);
    for view in start.views() {
        let outdated = |it: &View| it.name == view.name && it != view && it.is_made_like(view);
        if catalog.views().any(outdated) {
            catalog.to_mut().put_view(view.clone());
        }
    }
    catalog
}

/// The statements of a rollback, with those last that make a view of the start again, and its
/// indexes.
pub(super) fn views_last(statements: Vec<String>, start: &Catalog) -> Vec<String> {
    let writer = start.writer();
    let views = start.views().filter_map(|it| writer.view(it).ok());
    let on_view = |it: &&crate::catalog::Index| start.views().any(|view| view.name == it.table);
    let indexes = start.indexes().filter(on_view).filter_map(|it| writer.index(it).ok());
    let texts: Vec<String> = views.chain(indexes).collect();
    let (mut last, mut all): (Vec<_>, Vec<_>) =
        statements.into_iter().partition(|it| texts.contains(it));
    last.sort_by_key(|it| texts.iter().position(|text| text == it));
    last.dedup();
    all.extend(last);
    all
}
