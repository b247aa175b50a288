//! Changes a type so that the table is written again.

use crate::change::{Action, Change, Clause, Column, Step, alter, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::reader::Statement;

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
    let Action::AlterColumn(name, Change::Type(new)) = &clause.action else { return None };
    let old = type_before(context, step, name);
    if old.as_ref().is_some_and(|old| is_free(old, new)) {
        return None;
    }
    let whose = format!("`{}.{name}`", step.object());
    let message = match old {
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

/// Whether only a time zone comes or goes, which in UTC changes no byte.
fn only_zone(old: &Column, new: &Column) -> bool {
    let names = [plain(&old.type_name), plain(&new.type_name)];
    names.contains(&"timestamp") && names.contains(&"timestamptz")
}

/// The column as the history says it before the statement.
fn type_before(context: &Context<'_>, step: &Step<'_>, name: &str) -> Option<Column> {
    let own = context.steps.iter().map(|it| it.statement);
    let own = own.take_while(|it| !std::ptr::eq(*it, step.statement));
    let about = |it: &&Statement| it.object.as_ref().is_some_and(|it| it.is(step.object()));
    let columns = context.history().chain(own).filter(about).flat_map(|statement| {
        let made = definition(statement).map(|it| it.columns).unwrap_or_default();
        let altered = alter(statement).into_iter().filter_map(|it| match it.action {
            Action::AddColumn(column) | Action::AlterColumn(_, Change::Type(column)) => {
                Some(column)
            }
            _ => None,
        });
        made.into_iter().chain(altered)
    });
    columns.filter(|it| it.name.eq_ignore_ascii_case(name)).last()
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
