//! What a run would delete, write anew and block, in words.

use crate::cli::output::{BAD, DIM, WARN};
use crate::driver::{Touched, TouchedBy};
use crate::human::{self, amount, plural};
use crate::report::{PlanReport, Planned, Space};

/// What a run says by itself before it begins: what it deletes, and work on more bytes than this.
const LARGE: u64 = 10_000_000;

/// A line for each migration that costs something, and one when the disk is too small.
pub(super) fn lines(plan: &PlanReport) -> Vec<String> {
    written(plan, |_| true)
}

/// The same, of what people should know before the run.
pub(super) fn warnings(plan: &PlanReport) -> Vec<String> {
    let is_large = |it: &Touched| it.bytes >= LARGE;
    written(plan, |planned| !planned.losses.is_empty() || planned.touched.iter().any(is_large))
}

fn written(plan: &PlanReport, is_told: impl Fn(&Planned) -> bool) -> Vec<String> {
    let told = plan.migrations.iter().filter(|planned| is_told(planned));
    let mut lines: Vec<_> = told.filter_map(line).collect();
    if let Some(Space { needed, free: Some(free) }) = plan.space.filter(Space::is_short) {
        lines.push(format!(
            "{BAD}too little space{BAD:#}: about {} are needed while it runs, and {} are free",
            amount(needed),
            amount(free)
        ));
    }
    lines
}

/// `3 drop_notes deletes 2 rows of `notes`; rebuilds `orders` (12 rows, 4 kB); writers wait`
fn line(planned: &Planned) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    if !planned.losses.is_empty() {
        parts.push(format!("{WARN}deletes{WARN:#} {}", human::list(&planned.losses)));
    }
    for (at, one) in planned.touched.iter().enumerate() {
        let same = planned.touched.iter().filter(|other| *other == one).count();
        match (planned.touched[..at].contains(one), same) {
            (true, _) => {}
            (false, 1) => parts.push(touched(one)),
            (false, times) => parts.push(format!("{}, {times} times", touched(one))),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let blocks = planned.blocks.map(|blocks| format!("{DIM}{blocks}{DIM:#}"));
    parts.extend(blocks);
    let Planned { version, name, .. } = planned;
    Some(format!("{version} {name}: {}", parts.join("; ")))
}

fn touched(it: &Touched) -> String {
    let verb = match it.by {
        TouchedBy::Rebuild => "rebuilds",
        TouchedBy::Rewrite => "rewrites",
        TouchedBy::Index => "indexes",
    };
    let bytes = amount(it.bytes);
    match &it.table {
        None => format!("{verb} the whole database ({bytes})"),
        Some(table) => {
            format!("{verb} `{table}` ({} row{}, {bytes})", it.rows, plural(it.rows))
        }
    }
}
