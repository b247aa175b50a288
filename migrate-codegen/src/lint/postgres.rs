//! What the rules for PostgreSQL ask about statements.

use super::context::Context;
use super::rule::Finding;
use crate::change::{Action, Clause, Column, Cursor, Step, alter, definition, on_earlier_tables};
use crate::reader::Kind;
use crate::text::{Token, tokens};

/// The clauses of every `ALTER TABLE` on a table of earlier migrations.
pub(super) fn altered<'s, 'a>(
    context: &'s Context<'a>,
) -> impl Iterator<Item = (usize, &'s Step<'a>, Clause)> + use<'s, 'a> {
    on_earlier_tables(&context.steps)
        .flat_map(|(at, step)| alter(step.statement).into_iter().map(move |it| (at, step, it)))
}

/// The columns that the migration makes, in new tables and in tables that were there.
pub(super) fn new_columns<'s, 'a>(context: &'s Context<'a>) -> Vec<(&'s Step<'a>, Column)> {
    let mut found = Vec::new();
    for step in &context.steps {
        let table = definition(step.statement).map(|it| it.columns).unwrap_or_default();
        found.extend(table.into_iter().map(|column| (step, column)));
        found.extend(alter(step.statement).into_iter().filter_map(|it| match it.action {
            Action::AddColumn(column) => Some((step, column)),
            _ => None,
        }));
    }
    found
}

/// What a rule finds in the columns that the migration makes.
pub(super) fn in_new_columns(
    context: &Context<'_>,
    finding: fn(&Step<'_>, &Column) -> Option<Finding>,
) -> Vec<Finding> {
    new_columns(context).iter().filter_map(|(step, column)| finding(step, column)).collect()
}

/// Whether the statement begins with these words.
pub(super) fn begins(step: &Step<'_>, words: &[&str]) -> bool {
    let sql = step.statement.text();
    // Not the whole statement: it may have thousands of rows.
    let mut read = tokens(sql, step.statement.dialect()).filter(Token::is_significant);
    words.iter().all(|word| read.next().is_some_and(|token| token.is_word(sql, word)))
}

/// Whether the bare word stands anywhere in the statement.
pub(super) fn says(step: &Step<'_>, word: &str) -> bool {
    let sql = step.statement.text();
    tokens(sql, step.statement.dialect()).any(|token| token.is_word(sql, word))
}

/// Whether the identifier stands anywhere in the statement.
pub(super) fn names(step: &Step<'_>, name: &str) -> bool {
    let sql = step.statement.text();
    let is = |it: String| it.eq_ignore_ascii_case(name);
    tokens(sql, step.statement.dialect()).any(|token| token.identifier(sql).is_some_and(is))
}

/// The tables that a `TRUNCATE` empties; none for any other statement.
pub(super) fn truncated(step: &Step<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if !begins(step, &["truncate"]) {
        return found;
    }
    let mut cursor = Cursor::new(step.statement.text(), step.statement.dialect());
    cursor.take(&["truncate"]);
    cursor.take(&["table"]);
    loop {
        cursor.take(&["only"]);
        found.extend(cursor.name());
        cursor.take_symbol('*');
        if !cursor.take_symbol(',') {
            return found;
        }
    }
}

/// Whether the statement locks its table so that at least writes wait for the transaction's end.
pub(super) fn locks(step: &Step<'_>) -> bool {
    match step.kind() {
        Kind::CreateIndex => !says(step, "concurrently"),
        Kind::CreateTrigger => true,
        _ => locks_out(step),
    }
}

/// Whether the statement locks its table so that nobody reads it to the transaction's end.
pub(super) fn locks_out(step: &Step<'_>) -> bool {
    match step.kind() {
        Kind::DropTable
        | Kind::AlterAddColumn
        | Kind::AlterDropColumn
        | Kind::AlterRenameTable
        | Kind::AlterRenameColumn => true,
        Kind::AlterOther => alter(step.statement).iter().any(|clause| match &clause.action {
            Action::Validate(_) | Action::Attach(_) | Action::Detach(Some(_)) => false,
            Action::AddConstraint(it) => it.sort != crate::change::Sort::ForeignKey,
            _ => true,
        }),
        _ => false,
    }
}
