//! A lock that was taken away: what its old holder still writes is refused.

use migrate_runtime::exit_code;

use crate::world::{Journal, World, printed, until};

/// A program inside a step outside a transaction, which waits for the file `go`.
fn holding(world: &World) -> std::process::Child {
    let running = world.patient("up --reason night").spawn().expect("starts");
    until("the step in Rust", || {
        world.text("SELECT count(*) FROM sqlite_master WHERE name = 'notes'") == "1"
            && world.text("SELECT count(*) FROM notes") == "1"
    });
    running
}

#[test]
fn a_holder_that_lost_its_lock_stops() {
    let world = World::new(Journal::Wal);
    let late = holding(&world);
    let shown = printed(&world.patient("lock status").output().expect("starts"));
    for part in ["held", "night", &late.id().to_string()] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    let refused = world.patient("lock release").output().expect("starts");
    assert_eq!(refused.status.code(), Some(exit_code::UNSAFE.into()), "{}", printed(&refused));
    let released = world.patient("lock release --yes").output().expect("starts");
    assert!(released.status.success(), "{}", printed(&released));
    // Another one takes over, and both are let go.
    let next = world.patient("up").spawn().expect("starts");
    until("the other one", || world.text("SELECT count(*) FROM notes") == "2");
    world.write("go", "");
    let (late, next) = (late.wait_with_output(), next.wait_with_output());
    let (late, next) = (late.expect("ends"), next.expect("ends"));
    assert!(next.status.success(), "{}", printed(&next));
    assert_eq!(late.status.code(), Some(exit_code::FAILED.into()), "{}", printed(&late));
    assert!(printed(&late).contains("taken over or released"), "{}", printed(&late));
    assert_eq!(world.text("SELECT count(*) FROM notes WHERE text = 'closed'"), "1");
    assert_eq!(
        world.text("SELECT group_concat(status) FROM _migrations"),
        "applied,applied,applied"
    );
    let logged = "SELECT count(*) FROM _migrations_log WHERE action = 'lock released'";
    assert_eq!(world.text(logged), "1");
}

#[test]
fn a_killed_holder_is_in_nobodys_way() {
    let world = World::new(Journal::Wal);
    let mut killed = holding(&world);
    killed.kill().expect("is ours");
    killed.wait().expect("ends");
    let shown = printed(&world.patient("lock status").output().expect("starts"));
    assert!(shown.contains("abandoned"), "{shown}");
    world.write("go", "");
    let next = world.patient("up --lock-timeout 1ms").output().expect("starts");
    assert!(next.status.success(), "{}", printed(&next));
    let logged = "SELECT detail FROM _migrations_log WHERE action = 'lock taken over'";
    assert!(world.text(logged).contains("that process is gone"), "{}", world.text(logged));
}

#[test]
fn who_waits_hears_who_is_in_the_way() {
    let world = World::new(Journal::Rollback);
    let mut holder = holding(&world);
    let waited = world.patient("up --lock-timeout 300ms").output().expect("starts");
    assert_eq!(waited.status.code(), Some(exit_code::LOCKED.into()), "{}", printed(&waited));
    let process = format!("(process {} on ", holder.id());
    let said = printed(&waited);
    assert!(said.contains("waiting for ") && said.matches(&process).count() == 2, "{said}");
    world.write("go", "");
    assert!(holder.wait().expect("ends").success());
}
