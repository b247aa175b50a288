//! Switches triggers off and leaves them so.

use crate::change::{Action, Clause, Step, alter};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Switches triggers off and leaves them so.
pub(crate) const RULE: Rule = Rule {
    id: "triggers_off",
    title: "switches triggers off and leaves them so",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`DISABLE TRIGGER` lasts until somebody enables it again, for everybody. PostgreSQL \
             checks foreign keys with triggers too: after `DISABLE TRIGGER ALL` rows may point at \
             nothing, and enabling them later does not look at what came in meanwhile.",
    alternative: "Enable them again at the end of the same migration. To do without them for a change \
             of rows only, `SET LOCAL session_replication_role = replica` ends with the \
             transaction.",
    bad: include_str!("triggers_off/bad.sql"),
    good: include_str!("triggers_off/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let found = steps.iter().enumerate().flat_map(|(at, step)| {
        let off = alter(step.statement).into_iter().filter_map(|it| match it {
            Clause { action: Action::DisableTrigger(name), at } => Some((name, at)),
            _ => None,
        });
        let left = off.filter(move |(name, _)| !is_enabled(&steps[at + 1..], step, name));
        left.map(move |(name, at)| finding(step, &name).within(step, &at))
    });
    found.collect()
}

/// Whether a later statement enables it, or all of them.
fn is_enabled(later: &[Step<'_>], step: &Step<'_>, name: &str) -> bool {
    let enables = |clause: Clause| {
        let all = |it: &str| it.eq_ignore_ascii_case("all");
        matches!(clause.action, Action::EnableTrigger(own)
            if own.eq_ignore_ascii_case(name) || all(&own))
    };
    let own = later.iter().filter(|it| it.concerns(step.object()));
    own.flat_map(|it| alter(it.statement)).any(enables)
}

fn finding(step: &Step<'_>, name: &str) -> Finding {
    let which = match name.to_lowercase().as_str() {
        "all" => "every trigger, and with it every foreign key,".to_owned(),
        "user" => "every trigger".to_owned(),
        _ => format!("the trigger `{name}`"),
    };
    let message = format!("{which} of `{}` stays off after the migration", step.object());
    Finding::of(step, message, "enable it again at the end of the migration")
}
