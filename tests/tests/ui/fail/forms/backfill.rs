//! Backfills whose function is none.

use migrate_runtime::migration;

mod another_type {
    use super::migration;

    struct Backfill;

    #[migration(version = 1, irreversible = "a test")]
    fn own(_: &mut Backfill) -> migrate_runtime::Result<()> {
        Ok(())
    }
}

mod renamed {
    use super::migration;
    use migrate_runtime::Backfill as Batches;

    #[migration(version = 2, irreversible = "a test")]
    fn batches(_: &mut Batches<'_>) -> migrate_runtime::Result<()> {
        Ok(())
    }
}

mod with_schema {
    use super::migration;
    use migrate_runtime::Backfill;

    #[migration(version = 3, irreversible = "a test", schema = "CREATE TABLE t (a)")]
    fn create(_: &mut Backfill<'_>) -> migrate_runtime::Result<()> {
        Ok(())
    }
}

mod shared {
    use super::migration;
    use migrate_runtime::Backfill;

    #[migration(version = 4, irreversible = "a test")]
    fn shared(_: &Backfill<'_>) {}
}

fn main() {}
