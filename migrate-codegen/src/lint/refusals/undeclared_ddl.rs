//! DDL in a step in Rust that does not declare it.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// DDL in a step in Rust that does not declare it.
pub(crate) const RULE: Rule = Rule {
    id: "undeclared_ddl",
    title: "a step in Rust changes the schema without saying so",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The check does not run Rust. It follows the schema through the `schema` of a \
             step, and without it everything after the step is judged by a schema that is \
             not the real one.",
    alternative: "Declare the statement with `schema = \"..\"`, where it is replayed and \
             checked, and keep `sql!` for queries and changes of rows.",
    bad: include_str!("undeclared_ddl/bad.txt"),
    good: include_str!("undeclared_ddl/good.txt"),
    check: Check::Structure,
};
