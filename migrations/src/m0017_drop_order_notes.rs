use migrate_runtime::migration;

/// Notes on orders moved to the help desk.
#[migration(
    version = 17,
    depends_on = [14],
    expect(drop_column, reason = "every note was exported to the help desk"),
)]
const DROP_ORDER_NOTES: &str = "ALTER TABLE orders DROP COLUMN note;";
