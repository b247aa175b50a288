//! Steps in Rust whose types the runner cannot use.

use migrate_runtime::migration;

mod parameter {
    use migrate_runtime::Result;

    #[super::migration(version = 1, irreversible = "a fixture")]
    fn fill(_: &str) -> Result<()> {
        Ok(())
    }
}

mod returned {
    use migrate_runtime::Transaction;

    #[super::migration(version = 2, irreversible = "a fixture")]
    fn fill(_: &mut Transaction<'_>) -> Option<()> {
        Some(())
    }
}

mod value {
    use migrate_runtime::{Result, Transaction};

    #[super::migration(version = 3, irreversible = "a fixture")]
    fn fill(_: &mut Transaction<'_>) -> Result<usize> {
        Ok(1)
    }
}

mod by_value {
    use migrate_runtime::{Result, Transaction};

    #[super::migration(version = 4, irreversible = "a fixture")]
    fn fill(_: Transaction<'_>) -> Result<()> {
        Ok(())
    }
}

fn main() {}
