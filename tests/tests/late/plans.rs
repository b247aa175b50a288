//! Plans over made-up sets and histories: what is in them, in which order, and what is refused.

use migrate_codegen::Footprint;
use migrate_runtime::__private::{Found, Migration, Written};
use migrate_runtime::history::{History, Mark, RowStatus};
use migrate_runtime::plan::{OutOfOrder, Plan, Target};
use migrate_runtime::{Set, Version};
use proptest::prelude::*;

/// A migration, and how far it is.
#[derive(Clone, Debug)]
struct Drawn {
    depends_on: Vec<prop::sample::Index>,
    footprint: Option<Vec<(&'static str, &'static str)>>,
    status: Option<RowStatus>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let list = prop::sample::select(vec!["reads", "writes", "alters"]);
    let name = prop::sample::select(vec!["a", "a.x", "a.y", "b", "b.x", "c", "d", "*"]);
    let footprint = prop::option::weighted(0.9, prop::collection::vec((list, name), 0..3));
    let status = prop::sample::select(vec![
        None,
        Some(RowStatus::Applied),
        Some(RowStatus::Applied),
        Some(RowStatus::RolledBack),
        Some(RowStatus::Failed),
        Some(RowStatus::Running),
    ]);
    let depends_on = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    (depends_on, footprint, status).prop_map(|(depends_on, footprint, status)| Drawn {
        depends_on,
        footprint,
        status,
    })
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        3 => Just(Target::Usual),
        1 => (0..9_usize).prop_map(Target::Steps),
        1 => (1..9_usize).prop_map(|at| Target::To(version(at))),
        1 => prop::collection::vec(1..9_usize, 1..4)
            .prop_map(|them| Target::Only(them.into_iter().map(version).collect())),
    ]
}

fn order() -> impl Strategy<Value = OutOfOrder> {
    prop::sample::select(vec![OutOfOrder::Footprint, OutOfOrder::Allow, OutOfOrder::Refuse])
}

fn version(number: usize) -> Version {
    i64::try_from(number).ok().and_then(Version::new).expect("small")
}

/// A set and a history, as they are drawn.
struct World {
    set: Set,
    history: History,
}

impl World {
    fn new(drawn: &[Drawn]) -> Self {
        let migrations = drawn.iter().enumerate().map(|(at, it)| migration(at, it)).collect();
        let mut history = History::new(Mark::NONE);
        for (at, drawn) in drawn.iter().enumerate() {
            if let Some(status) = drawn.status {
                history.push(version(at + 1), status, "c1:");
            }
        }
        Self { set: Set::from_migrations("drawn", "", migrations), history }
    }

    fn pending(&self) -> Vec<Version> {
        let versions = self.set.migrations().iter().map(Migration::version);
        versions.filter(|version| !self.history.is_applied(*version)).collect()
    }

    /// What ran behind a migration, also in part.
    fn behind(&self, version: Version) -> Vec<&'static Migration> {
        let ran = self.history.entries().filter(|it| it.status != RowStatus::RolledBack);
        let behind = ran.filter(|entry| entry.version > version);
        behind.filter_map(|entry| self.set.get(entry.version)).collect()
    }

    /// Whether a later one that ran needs it.
    fn is_needed(&self, version: Version) -> bool {
        self.behind(version).iter().any(|later| later.depends_on().contains(&version))
    }

    /// Whether a later one that ran touches what it touches.
    fn meets(&self, version: Version) -> bool {
        let own = footprint(self.set.get(version).expect("is in the set"));
        self.behind(version).iter().any(|later| own.meets(&footprint(later)).is_some())
    }

    fn may_run(&self, version: Version, order: OutOfOrder) -> bool {
        match order {
            _ if self.behind(version).is_empty() => true,
            OutOfOrder::Refuse => false,
            OutOfOrder::Allow => !self.is_needed(version),
            OutOfOrder::Footprint => !self.is_needed(version) && !self.meets(version),
        }
    }
}

fn footprint(migration: &Migration) -> Footprint {
    let read = |text| serde_json::from_str(text).expect("is a footprint");
    migration.footprint().map_or_else(Footprint::everything, read)
}

fn migration(at: usize, drawn: &Drawn) -> Migration {
    let earlier = drawn.depends_on.iter().filter(|_| at > 0);
    let mut depends_on: Vec<_> = earlier.map(|index| version(index.index(at) + 1)).collect();
    depends_on.sort_unstable();
    let text = |lists: &Vec<(&str, &str)>| {
        let mut footprint = Footprint::default();
        for (list, name) in lists {
            footprint.add(list, name);
        }
        footprint.to_string()
    };
    let written = Written { version: version(at + 1), name: "drawn", ..Written::NOTHING };
    let found = Found {
        checksum: "c1:",
        depends_on: depends_on.leak(),
        footprint: drawn.footprint.as_ref().map(text).unwrap_or_default().leak(),
        ..Found::NOTHING
    };
    Migration::new(written, found)
}

/// What the target asks for, of what is pending.
fn asked(pending: &[Version], target: &Target) -> Vec<Version> {
    let pending = pending.iter().copied();
    match target {
        Target::Usual | Target::All => pending.collect(),
        Target::Steps(count) => pending.take(*count).collect(),
        Target::To(last) => pending.filter(|version| version <= last).collect(),
        Target::Only(versions) => pending.filter(|version| versions.contains(version)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_what_was_asked_for_in_an_order_that_holds(
        drawn in prop::collection::vec(drawn(), 1..9),
        target in target(),
        order in order(),
    ) {
        let world = World::new(&drawn);
        let plan = Plan::up(&world.set, &world.history, &target, order);
        let again = Plan::up(&world.set, &world.history, &target, order);
        prop_assert_eq!(format!("{plan:?}"), format!("{again:?}"), "the same every time");
        let asked = asked(&world.pending(), &target);
        let named = matches!(target, Target::Only(_));
        let refused = asked.iter().find(|it| !named && !world.may_run(**it, order));
        let met = |version: &Version| world.history.is_applied(*version);
        match plan {
            Ok(plan) => {
                prop_assert_eq!(&plan.versions(), &asked, "nothing is lost, nothing is added");
                prop_assert_eq!(refused, None);
                for (at, migration) in plan.migrations().iter().enumerate() {
                    let before = |it: &Version| met(it) || plan.versions()[..at].contains(it);
                    prop_assert!(migration.depends_on().iter().all(before), "dependencies first");
                }
                let late = plan.versions().into_iter().filter(|it| !world.behind(*it).is_empty());
                let told: Vec<_> = plan.late().iter().map(|late| late.version).collect();
                prop_assert_eq!(told, late.collect::<Vec<_>>(), "what is late is told");
            }
            Err(error) if error.is_out_of_order() => {
                prop_assert_eq!(error.version(), refused.copied(), "the first one in the way");
            }
            Err(error) if error.is_unknown_version() => {
                prop_assert!(named || matches!(target, Target::To(_)));
            }
            Err(error) => {
                let unmet = |version: &Version| !met(version) && !asked.contains(version);
                let needs = |it: &Version| world.set.get(*it).expect("known").depends_on().iter().any(unmet);
                prop_assert!(asked.iter().any(needs), "{}", error);
            }
        }
    }
}
