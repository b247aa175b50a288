//! What a target means when a run plans again, because somebody else was at work too.

use migrate_codegen::Direction;

use crate::history::History;
use crate::plan::{Plan, Target};

/// A number of steps, once planned, means these migrations, whoever else is at work. Applying, it
/// stays a matter of how far: what is named one by one may also be late.
pub(super) fn fixed(target: Target, plan: &Plan) -> Target {
    match (target, plan.direction(), plan.versions().last()) {
        (target @ (Target::To(_) | Target::All | Target::Only(_)), ..)
        | (target @ Target::Usual, Direction::Up, _) => target,
        (Target::Steps(_), Direction::Up, Some(last)) => Target::To(*last),
        (Target::Steps(_) | Target::Usual, ..) => Target::Only(plan.versions()),
    }
}

/// Of the named versions, those that nobody else has rolled back meanwhile.
pub(super) fn still(target: &Target, history: &History) -> Target {
    match target {
        Target::Only(versions) => {
            let left = versions.iter().copied().filter(|version| history.stands(*version));
            Target::Only(left.collect())
        }
        other => other.clone(),
    }
}
