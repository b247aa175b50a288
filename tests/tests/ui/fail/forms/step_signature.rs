//! Steps in Rust whose signature is wrong by its text alone.

use migrate_runtime::migration;

mod asynchronous {
    use migrate_runtime::{Result, Transaction};

    #[super::migration(version = 1, irreversible = "a fixture")]
    async fn fill(_: &mut Transaction<'_>) -> Result<()> {
        Ok(())
    }
}

mod no_argument {
    use migrate_runtime::Result;

    #[super::migration(version = 2, irreversible = "a fixture")]
    fn fill() -> Result<()> {
        Ok(())
    }
}

mod two_arguments {
    use migrate_runtime::{Result, Transaction};

    #[super::migration(version = 3, irreversible = "a fixture")]
    fn fill(_: &mut Transaction<'_>, _rows: usize) -> Result<()> {
        Ok(())
    }
}

mod no_return {
    use migrate_runtime::Transaction;

    #[super::migration(version = 4, irreversible = "a fixture")]
    fn fill(_: &mut Transaction<'_>) {}
}

mod generic {
    use migrate_runtime::{Result, Transaction};

    #[super::migration(version = 5, irreversible = "a fixture")]
    fn fill<T>(_: &mut Transaction<'_>) -> Result<()> {
        Ok(())
    }
}

fn main() {}
