//! The files that `cargo migrate snapshot` generates.

#[test]
fn the_generated_files_are_current() {
    migrate_runtime::snapshot::assert_current(&migrations::SHOP);
}
