//! What is compared of objects that are no tables.

use super::super::model::{Ident, Index, Knowledge, Path, Routine, Sequence, Trigger, Type, View};
use super::change::Detail;
use super::compare::{detail, sql};
use super::describe;

/// What is compared as a whole.
pub(super) trait Compared {
    /// Where it is: under its own path, or that of its table.
    fn place(&self) -> &Path;
    fn describe(&self) -> String;
    fn details(&self, later: &Self) -> Vec<Detail>;

    fn name(&self) -> &Ident {
        &self.place().name
    }

    fn table(&self) -> Option<String> {
        None
    }

    fn is_same(&self, other: &Self) -> bool {
        self.place() == other.place() && self.name() == other.name()
    }

    fn is_known(&self) -> bool {
        true
    }
}

impl Compared for Index {
    fn place(&self) -> &Path {
        &self.name
    }

    fn table(&self) -> Option<String> {
        Some(self.table.to_string())
    }

    fn describe(&self) -> String {
        describe::index(self)
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        sql(&mut details, "table", Some(&self.table), Some(&later.table));
        let mut without = later.clone();
        without.table.clone_from(&self.table);
        without.name.clone_from(&self.name);
        if without != *self {
            let said = |it: &Self| Some(describe::index(it));
            details.push(Detail { what: "definition", before: said(self), after: said(later) });
        }
        details
    }
}

impl Compared for View {
    fn place(&self) -> &Path {
        &self.name
    }

    fn is_known(&self) -> bool {
        self.knowledge == Knowledge::Whole
    }

    fn describe(&self) -> String {
        String::new()
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        let columns = |it: &Self| it.columns.as_ref().map(|it| describe::list(it.iter()));
        if self.columns != later.columns {
            detail(&mut details, "columns", columns(self), columns(later));
        }
        sql(&mut details, "options", Some(&self.options), Some(&later.options));
        sql(&mut details, "query", Some(&self.query), Some(&later.query));
        details
    }
}

impl Compared for Trigger {
    fn name(&self) -> &Ident {
        &self.name
    }

    fn place(&self) -> &Path {
        &self.table
    }

    fn table(&self) -> Option<String> {
        Some(self.table.to_string())
    }

    fn is_known(&self) -> bool {
        self.knowledge == Knowledge::Whole
    }

    fn describe(&self) -> String {
        self.when.to_string()
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        let sort = |it: &Self| Some(format!("{:?}", it.sort).to_lowercase());
        detail(&mut details, "sort", sort(self), sort(later));
        sql(&mut details, "event", Some(&self.when), Some(&later.when));
        sql(&mut details, "body", Some(&self.body), Some(&later.body));
        details
    }
}

impl Compared for Sequence {
    fn place(&self) -> &Path {
        &self.name
    }

    fn describe(&self) -> String {
        self.options.to_string()
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        sql(&mut details, "options", Some(&self.options), Some(&later.options));
        let owner =
            |it: &Self| it.owner.as_ref().map(|(table, column)| format!("{table}.{column}"));
        detail(&mut details, "owner", owner(self), owner(later));
        details
    }
}

impl Compared for Type {
    fn place(&self) -> &Path {
        &self.name
    }

    fn describe(&self) -> String {
        describe::type_sort(&self.sort)
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        if self.sort != later.sort {
            let said = |it: &Self| Some(describe::type_sort(&it.sort));
            detail(&mut details, "definition", said(self), said(later));
        }
        details
    }
}

impl Compared for Routine {
    fn place(&self) -> &Path {
        &self.name
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.arguments == other.arguments
    }

    fn describe(&self) -> String {
        format!("({})", self.arguments.join(", "))
    }

    fn details(&self, later: &Self) -> Vec<Detail> {
        let mut details = Vec::new();
        let sort = |it: &Self| Some(it.sort.as_str().to_owned());
        detail(&mut details, "sort", sort(self), sort(later));
        sql(&mut details, "definition", Some(&self.definition), Some(&later.definition));
        details
    }
}
