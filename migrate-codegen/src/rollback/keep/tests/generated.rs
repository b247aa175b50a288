//! Generated migrations: they are refused, or everything that they take comes back.

use proptest::prelude::*;

use super::{BEFORE, HARD, MORE, Problem, RollbackClass, check_rounds, report};
use crate::rollback::generated::{accepted, statement};

/// A change of rows over the tables above: it may be refused by SQLite at its place.
fn change() -> impl Strategy<Value = String> {
    let table = || {
        prop::sample::select(
            &["customers", "pets", "members", "pairs", "kept", "audit", "places", "tags"][..],
        )
    };
    let column = || {
        prop::sample::select(
            &["id", "name", "age", "c", "kept", "what", "member", "pos", "slot", "tag"][..],
        )
    };
    let value = || prop::sample::select(&["NULL", "1", "'Bob'", "'z'", "2.5", "rowid"][..]);
    let when =
        || prop::sample::select(&["1", "id = 1", "id > 1", "id = 'a'", "name > 'b'", "0"][..]);
    prop_oneof![
        4 => (table(), column(), value(), when())
            .prop_map(|(t, c, v, w)| format!("UPDATE {t} SET {c} = {v} WHERE {w}")),
        1 => (table(), column(), value())
            .prop_map(|(t, c, v)| format!("UPDATE OR REPLACE {t} SET {c} = {v}")),
        1 => (table(), column(), column())
            .prop_map(|(t, c, d)| format!("UPDATE {t} SET {c} = {d} || 'x'")),
        2 => (table(), when()).prop_map(|(t, w)| format!("DELETE FROM {t} WHERE {w}")),
        2 => (table(), column(), table(), column())
            .prop_map(|(t, c, u, d)| format!("INSERT OR IGNORE INTO {t} ({c}) SELECT {d} FROM {u}")),
        1 => (table(), column(), value())
            .prop_map(|(t, c, v)| format!("REPLACE INTO {t} (id, {c}) VALUES (1, {v})")),
        1 => (table(), column(), value())
            .prop_map(|(t, c, v)| format!("INSERT INTO {t} (id, {c}) VALUES (1, {v})")),
        3 => statement(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a migration does: it is refused, or everything comes back.
    #[test]
    fn what_is_kept_comes_back(statements in prop::collection::vec(change(), 1..5)) {
        let up = accepted(&format!("{BEFORE}{HARD}{MORE}"), &statements).join(";\n");
        let report = report(&up);
        if report.migrations[1].rollback.class == RollbackClass::Preserved {
            // Which of several rows `OR REPLACE` leaves follows from row ids that nobody sees, and
            // those are others after the first round.
            let rounds: &[&str] = if up.contains("OR REPLACE") { &["once"] } else { &["first", "second"] };
            check_rounds(&up, rounds);
        } else {
            prop_assert!(report.problems.iter().any(Problem::is_error), "{}", up);
        }
    }
}
