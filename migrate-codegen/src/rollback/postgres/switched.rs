//! Triggers that a migration switches off while it works.

use super::scene::Scene;
use crate::change::{Action, alter};

/// Whether a statement only switches triggers off that a later one switches on again, or is that
/// later one: they fired before, as far as anybody knows, and do so afterwards.
pub(super) fn is_passing(scene: &Scene<'_>, scenes: &[Scene<'_>]) -> bool {
    let own = switched(scene);
    !own.is_empty()
        && own.iter().all(Option::is_some)
        && own.iter().flatten().all(|(name, _)| {
            let of_table = scenes.iter().filter(|it| it.step.object() == scene.step.object());
            let all: Vec<_> = of_table.flat_map(switched).flatten().collect();
            let states: Vec<_> =
                all.iter().filter(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1).collect();
            states.first() == Some(&Switch::Off) && states.last() == Some(&Switch::On)
        })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Switch {
    On,
    Off,
}

/// The triggers that each clause switches; `None` for a clause that does something else.
fn switched(scene: &Scene<'_>) -> Vec<Option<(String, Switch)>> {
    let clauses = alter(scene.step.statement).into_iter();
    clauses
        .map(|it| match it.action {
            Action::EnableTrigger(name) => Some((name, Switch::On)),
            Action::DisableTrigger(name) => Some((name, Switch::Off)),
            _ => None,
        })
        .collect()
}
