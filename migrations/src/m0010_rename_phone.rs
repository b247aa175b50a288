use migrate_runtime::migration;

/// `tel` was always going to be called `phone`.
#[migration(version = 10, depends_on = [1])]
const RENAME_PHONE: &str = "ALTER TABLE customers RENAME COLUMN tel TO phone;";
