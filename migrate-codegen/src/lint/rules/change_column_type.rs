//! Changes a type so that the table is written again.

use crate::Dialect;
use crate::change::{Action, Change, Clause, Column, Cursor, Step, alter, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::{Kind, Statement};
use crate::text::TokenKind;

/// Changes a type so that the table is written again.
pub(crate) const RULE: Rule = Rule {
    id: "change_column_type",
    title: "changes a type so that the table is written again",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "Most changes of a type write every row and every index again, under a lock that lets \
             nobody read or write. Old code that still runs may not know the new type. Wider \
             `varchar`s, `varchar` to `text` and wider `numeric`s are free.",
    alternative: "Add a column of the new type, write both, fill it in batches, switch the code, and \
             drop the old one.",
    bad: include_str!("change_column_type/bad.sql"),
    good: include_str!("change_column_type/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    altered(context).filter_map(|(_, step, clause)| finding(context, step, &clause)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>, clause: &Clause) -> Option<Finding> {
    let Action::AlterColumn(name, Change::Type(new, using)) = &clause.action else { return None };
    let old = type_before(context, step, name);
    let computed = using.as_deref().is_some_and(|it| !is_the_column(it, name, context.dialect));
    let is_free =
        |old: &Column| is_free(old, new) || only_zone(old, new) && runs_in_utc(context, step);
    if !computed && old.as_ref().is_some_and(is_free) {
        return None;
    }
    let whose = format!("`{}.{name}`", step.object());
    let message = match old {
        _ if computed => format!("`USING` computes {whose} anew, so all rows are written again"),
        Some(old) if only_zone(&old, new) => format!(
            "unless the time zone of the session is UTC, all rows of {whose} are written again"
        ),
        Some(old) => format!(
            "from `{}` to `{}`: all rows of {whose} are written again",
            old.type_name, new.type_name
        ),
        None => {
            format!("unless the type of {whose} only becomes wider, all rows are written again")
        }
    };
    let help = "add a column of the new type, fill it in batches, then switch";
    Some(Finding::of(step, message, help).within(step, &new.type_at))
}

/// Whether the expression is the column itself, or a cast of it.
fn is_the_column(using: &str, name: &str, dialect: Dialect) -> bool {
    let mut cursor = Cursor::new(using, dialect);
    if let Some(inside) = cursor.parentheses() {
        return cursor.peek().is_none() && is_the_column(&using[inside], name, dialect);
    }
    let is_cast = cursor.take(&["cast"]) && cursor.take_symbol('(');
    let named = cursor.identifier().is_some_and(|it| it.eq_ignore_ascii_case(name));
    let to_type =
        is_cast && cursor.take(&["as"]) || cursor.take_symbol(':') && cursor.take_symbol(':');
    named && (cursor.peek().is_none() || to_type && is_type(&mut cursor))
}

/// Whether the rest may be the name of a type, with its parentheses.
fn is_type(cursor: &mut Cursor<'_>) -> bool {
    while let Some(token) = cursor.next().cloned() {
        let text = token.text(cursor.sql);
        let fits = match token.kind {
            TokenKind::Symbol => ["(", ")", ",", ".", "[", "]"].contains(&text),
            TokenKind::String => false,
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    true
}

/// Whether the migration says, before this statement, that its session runs in UTC.
fn runs_in_utc(context: &Context<'_>, step: &Step<'_>) -> bool {
    let before = context.steps.iter().take_while(|it| !std::ptr::eq(it.statement, step.statement));
    let sets = |it: &Step<'_>| {
        let mut cursor = Cursor::new(it.statement.text(), it.statement.dialect());
        let sets = cursor.take(&["set"]);
        let _ = cursor.take(&["local"]) || cursor.take(&["session"]);
        let zone = cursor.take(&["timezone"]) || cursor.take(&["time", "zone"]);
        let _ = cursor.take(&["to"]) || cursor.take_symbol('=');
        let value = cursor.peek().map_or("", |it| it.text(cursor.sql));
        (sets && zone).then(|| value.trim_matches('\'').eq_ignore_ascii_case("utc"))
    };
    before.filter_map(sets).last() == Some(true)
}

/// Whether only a time zone comes or goes, which in UTC changes no byte.
fn only_zone(old: &Column, new: &Column) -> bool {
    let names = [plain(&old.type_name), plain(&new.type_name)];
    names.contains(&"timestamp") && names.contains(&"timestamptz")
}

/// The column as the history says it before the statement, also under the names that it and its
/// table had then.
fn type_before(context: &Context<'_>, step: &Step<'_>, name: &str) -> Option<Column> {
    let own = context.steps.iter().map(|it| it.statement);
    let own = own.take_while(|it| !std::ptr::eq(*it, step.statement));
    let before: Vec<_> = context.history().chain(own).collect();
    let (mut table, mut name) = (step.object().to_owned(), name.to_owned());
    for statement in before.into_iter().rev() {
        let Some(object) = &statement.object else { continue };
        let gives = |it: &str| statement.to.as_ref().is_some_and(|to| to.is(it));
        match statement.kind {
            Kind::AlterRenameTable if gives(&table) => table.clone_from(&object.name),
            Kind::AlterRenameColumn if object.is(&table) && gives(&name) => {
                name.clone_from(&statement.column.as_ref()?.name);
            }
            _ if object.is(&table) => {
                let column = columns(statement).into_iter().rfind(|it| it.is_named(&name));
                if column.is_some() {
                    return column;
                }
            }
            _ => {}
        }
    }
    None
}

/// The columns that a statement makes or changes.
fn columns(statement: &Statement) -> Vec<Column> {
    let made = definition(statement).map(|it| it.columns).unwrap_or_default();
    let altered = alter(statement).into_iter().filter_map(|it| match it.action {
        Action::AddColumn(column) | Action::AlterColumn(_, Change::Type(column, _)) => Some(column),
        _ => None,
    });
    made.into_iter().chain(altered).collect()
}

/// Whether the rows stay as they are.
fn is_free(old: &Column, new: &Column) -> bool {
    let (old_name, new_name) = (plain(&old.type_name), plain(&new.type_name));
    let sizes = |column: &Column| -> Option<Vec<u32>> {
        let list = column.type_arguments.as_deref()?.split(',');
        list.map(|it| it.trim().parse().ok()).collect()
    };
    let (old_sizes, new_sizes) = (sizes(old), sizes(new));
    let wider = match (&old_sizes, &new_sizes) {
        (_, None) => true,
        (Some(old), Some(new)) => new.first() >= old.first() && old.get(1) == new.get(1),
        (None, Some(_)) => false,
    };
    match (old_name, new_name) {
        ("varchar" | "text", "text") | ("text", "varchar") if new.type_arguments.is_none() => true,
        (old, new) if old == new => wider && (old != "char" || old_sizes == new_sizes),
        ("cidr", "inet") | ("text", "citext") | ("citext", "text") => true,
        _ => false,
    }
}

fn plain(name: &str) -> &str {
    match name {
        "character varying" => "varchar",
        "decimal" => "numeric",
        "character" | "bpchar" => "char",
        "bit varying" => "varbit",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        other => other,
    }
}
