//! The texts of views, when what they read gets other names or other columns.
//!
//! PostgreSQL keeps what a view reads, and not its text. The text follows where it is sure how: what
//! is renamed goes on under its former name in the query, `FROM people AS users (id)`. Where that is
//! not enough, the view is known in part from then on.

use std::ops::Range;

use super::super::command::{FromItem, FromItems, Pathname};
use super::super::model::{Ident, Knowledge, Path, Sql, Subject, View, name};
use super::super::render::words::{name as written, names, path as written_path};
use super::super::schema::{Catalog, Found, Relation};
use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// What becomes of the text of a view.
enum Text {
    /// It stays.
    Same,
    /// It is this one.
    Other(Sql),
    /// Nobody knows.
    Lost,
}

impl Catalog {
    /// What a view reads gets another name, or lies elsewhere. Called while it has the former one.
    pub(super) fn renamed_in_views(&mut self, from: &Path, to: &Path) {
        if self.dialect != Dialect::Postgres {
            return self.outdate(|it| it.names_table(&from.name));
        }
        self.rewrite(from, |query, items, own| {
            if is_missed(query, &from.name, items) {
                return Text::Lost;
            }
            Text::Other(edited(query, own.iter().map(|it| renamed(it, from, to))))
        });
    }

    /// A column of what a view reads gets another name. `columns` are the ones before.
    pub(super) fn column_renamed_in_views(
        &mut self,
        of: &Path,
        columns: &[Ident],
        from: &Ident,
        to: &Ident,
    ) {
        let concerned =
            |it: &Sql| it.mentions(from) || it.mentions(to) || it.lists_all() || merges(it);
        if self.dialect != Dialect::Postgres {
            return self.outdate(|it| it.names_table(&of.name) && concerned(it));
        }
        let sure = self.tables.get(of).is_none_or(|it| it.knowledge == Knowledge::Whole);
        self.rewrite(of, |query, _, own| {
            let listed = own.iter().any(|it| !it.columns.is_empty());
            if !listed && !concerned(query) {
                return Text::Same;
            }
            let Some(at) = columns.iter().position(|it| it == from).filter(|_| sure) else {
                return Text::Lost;
            };
            if own.iter().any(|it| query.has_whole(it)) {
                return Text::Lost;
            }
            Text::Other(edited(query, own.iter().map(|it| relisted(it, columns, at))))
        });
    }

    /// A column of a table goes that no view reads; the places of the others change.
    pub(super) fn column_dropped_in_views(&mut self, of: &Path) {
        if self.dialect != Dialect::Postgres {
            return self.outdate(|it| it.names_table(&of.name) && it.lists_all());
        }
        self.rewrite(of, |query, _, own| {
            let listed = own.iter().any(|it| !it.columns.is_empty());
            if listed || query.lists_all() || merges(query) { Text::Lost } else { Text::Same }
        });
    }

    /// A table gets another column, which `*` of views that are there does not give.
    pub(super) fn column_added_in_views(&mut self, of: &Path, new: &Ident) {
        if self.dialect != Dialect::Postgres {
            return self.outdate(|it| it.names_table(&of.name) && it.lists_all());
        }
        let catalog = self.clone();
        self.rewrite(of, |query, items, _| {
            let expanded = query.lists_all().then(|| catalog.expanded(query));
            let Some(text) = expanded.unwrap_or_else(|| Some(query.clone())) else {
                return Text::Lost;
            };
            if items.all.len() > 1 && text.has_bare(new) || merges(&text) {
                return Text::Lost;
            }
            if query.lists_all() { Text::Other(text) } else { Text::Same }
        });
    }

    /// `ALTER VIEW .. RENAME COLUMN`: the query stays, and its columns get names of their own.
    pub(super) fn rename_view_column(&mut self, of: &Path, from: &Ident, to: &Ident) {
        let Some(view) = self.views.get(of) else { return };
        let given: Option<Vec<_>> = view
            .query_now()
            .and_then(|it| self.outputs(it))
            .map(|all| all.into_iter().filter_map(|it| it.name).collect());
        let mut shown = view.columns.clone().unwrap_or_default();
        shown.extend(given.iter().flatten().skip(shown.len()).cloned());
        match &given {
            Some(_) => self.column_renamed_in_views(of, &shown, from, to),
            None => self.outdate(|it| it.words().contains(&of.name)),
        }
        let own = |column: &Ident| Subject::Column(of.clone(), column.clone());
        self.resettle_part(&own(from), &own(to));
        self.rename_in_indexes(of, from, to);
        let known = shown.contains(from);
        shown.iter_mut().filter(|it| *it == from).for_each(|it| *it = to.clone());
        let Some(view) = self.views.get_mut(of) else { return };
        if known {
            view.columns = Some(shown).filter(|it| given.as_ref() != Some(it));
        } else {
            view.knowledge = Knowledge::Partial;
        }
    }

    /// The engine's own texts of these views change, in a way that the catalog does not follow.
    pub(super) fn outdate(&mut self, has: impl Fn(&Sql) -> bool) {
        self.views.change(|it| has(&it.query), |it| it.knowledge = Knowledge::Partial);
    }

    /// Rewrites the views that read a relation.
    fn rewrite(&mut self, of: &Path, change: impl Fn(&Sql, &FromItems, &[&FromItem]) -> Text) {
        let concerned = |view: &View| {
            let query = view.query_now().filter(|it| it.words().contains(&of.name))?;
            let items = FromItems::of(query.as_str(), self.dialect);
            let own: Vec<_> = items.all.iter().filter(|it| self.is(&it.path, of)).collect();
            let hidden = items.with.contains(&of.name) || self.doubts(&of.name);
            Some((
                view.name.clone(),
                match hidden {
                    true if query.names_table(&of.name) => Text::Lost,
                    true => Text::Same,
                    false if own.is_empty() && !is_missed(query, &of.name, &items) => Text::Same,
                    false => change(query, &items, &own),
                },
            ))
        };
        let texts: Vec<_> = self.views.iter().filter_map(concerned).collect();
        for (view, text) in texts {
            let followed = match text {
                Text::Same => continue,
                Text::Other(sql) => Some(sql),
                Text::Lost => None,
            };
            if let Some(view) = self.views.get_mut(&view) {
                view.knowledge = Knowledge::Partial;
                view.followed = followed;
            }
        }
    }

    fn is(&self, path: &Pathname, of: &Path) -> bool {
        match self.relation(path) {
            Found::Sure(Relation::Table(found) | Relation::View(found)) => found == *of,
            _ => false,
        }
    }

    /// `SELECT * FROM ..` with the columns that it gives; `None` where they are not certain.
    fn expanded(&self, query: &Sql) -> Option<Sql> {
        let sql = query.as_str();
        let all: Vec<_> = tokens(sql, self.dialect).filter(Token::is_significant).collect();
        let is =
            |at: usize, word: &str| all.get(at).is_some_and(|it: &Token| it.is_word(sql, word));
        let at = if is(1, "distinct") || is(1, "all") { 2 } else { 1 };
        let plain = is(0, "select") && all.get(at)?.is_symbol(sql, '*') && is(at + 1, "from");
        let compound = ["union", "intersect", "except"]
            .iter()
            .any(|word| all.iter().any(|it| it.is_word(sql, word)));
        let outputs = self.outputs(query).filter(|_| plain && !compound)?;
        let columns: Vec<_> = outputs.into_iter().filter_map(|it| it.name).collect();
        let single = edited(query, [(all[at].range.clone(), names(&columns))].into_iter());
        (!single.lists_all()).then_some(single)
    }
}

/// Whether something may stand for the table that is none of the items.
fn is_missed(query: &Sql, table: &Ident, items: &FromItems) -> bool {
    let (sql, dialect) = (query.as_str(), Dialect::Postgres);
    let all: Vec<_> = tokens(sql, dialect).filter(Token::is_significant).collect();
    let symbol = |at: Option<usize>, of: &str| {
        let token = at.and_then(|it| all.get(it));
        token.is_some_and(|it: &Token| it.kind == TokenKind::Symbol && it.text(sql) == of)
    };
    let word = |at: Option<usize>| {
        let token = at.and_then(|it| all.get(it));
        ["from", "join", "only", "table"]
            .iter()
            .any(|of| token.is_some_and(|it| it.is_word(sql, of)))
    };
    let missed = |(at, token): (usize, &Token)| {
        let back = |by: usize| at.checked_sub(by);
        let qualifies = symbol(Some(at + 1), ".");
        // The item itself, or one of the names behind its alias.
        if items.all.iter().any(|it| it.at.contains(&token.range.start)) {
            return false;
        }
        if symbol(back(1), ".") {
            // `schema.table.column`, or what follows `FROM schema.`
            return qualifies || word(back(3));
        }
        !qualifies && (word(back(1)) || symbol(back(1), ",") || symbol(back(1), "("))
    };
    let named =
        all.iter().enumerate().filter(|(_, it)| name(it, sql, dialect).as_ref() == Some(table));
    named.into_iter().any(missed)
}

/// The item under the table's other name: the query goes on with the former one.
fn renamed(item: &FromItem, from: &Path, to: &Path) -> (Range<usize>, String) {
    let path = match &item.path.schema {
        Some(_) => format!("{}.{}", written(&to.schema), written(&to.name)),
        None => written_path(to),
    };
    match &item.alias {
        Some(alias) if alias.name == to.name && item.columns.is_empty() => (item.at.clone(), path),
        None if from.name != to.name => {
            (item.at.clone(), format!("{path} AS {}", written(&from.name)))
        }
        _ => (item.at.start..item.path.at.end, path),
    }
}

/// The item, showing the column at this place under its former name.
fn relisted(item: &FromItem, columns: &[Ident], at: usize) -> (Range<usize>, String) {
    let shown = item.columns.len().max(at + 1);
    let listed = item.columns.iter().chain(columns.iter().skip(item.columns.len())).take(shown);
    let listed = names(listed);
    let Some(alias) = &item.alias else {
        let own = written(&item.path.name);
        return (item.at.end..item.at.end, format!(" AS {own} ({listed})"));
    };
    (alias.at.end..item.at.end, format!(" ({listed})"))
}

/// The query with other texts at these places, which are in their order.
fn edited(query: &Sql, edits: impl Iterator<Item = (Range<usize>, String)>) -> Sql {
    let mut text = query.as_str().to_owned();
    for (at, new) in edits.collect::<Vec<_>>().into_iter().rev() {
        text.replace_range(at, &new);
    }
    Sql::laid_out(&text, Dialect::Postgres)
}

/// Whether columns of one name become one, whichever they are.
fn merges(query: &Sql) -> bool {
    query.words().iter().any(|it| it.key() == "natural")
}

impl Sql {
    /// Whether it names this without a table, and does not give the name.
    fn has_bare(&self, column: &Ident) -> bool {
        let sql = self.as_str();
        let all: Vec<_> = tokens(sql, Dialect::Postgres).filter(Token::is_significant).collect();
        all.iter().enumerate().any(|(at, token)| {
            let before = at.checked_sub(1).and_then(|it| all.get(it));
            let given = before.is_some_and(|it| it.is_symbol(sql, '.') || it.is_word(sql, "as"));
            !given && name(token, sql, Dialect::Postgres).as_ref() == Some(column)
        })
    }

    /// Whether it may use a whole row of the item, whose columns have the names of the table's type.
    fn has_whole(&self, item: &FromItem) -> bool {
        let own = item.alias.as_ref().map_or(&item.path.name, |it| &it.name);
        let sql = self.as_str();
        let all: Vec<_> = tokens(sql, Dialect::Postgres).filter(Token::is_significant).collect();
        all.iter().enumerate().any(|(at, token)| {
            let inside = item.at.contains(&token.range.start);
            let symbol = |it: Option<usize>| {
                it.and_then(|it| all.get(it)).is_some_and(|it| it.is_symbol(sql, '.'))
            };
            let qualified = symbol(Some(at + 1)) || symbol(at.checked_sub(1));
            !inside && !qualified && name(token, sql, Dialect::Postgres).as_ref() == Some(own)
        })
    }
}
