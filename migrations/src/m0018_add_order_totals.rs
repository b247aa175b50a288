use migrate_runtime::migration;

/// What an order comes to, kept with it: the bookkeeper no longer adds up all lines.
#[migration(version = 18, depends_on = [3])]
const ADD_ORDER_TOTALS: &str = "ALTER TABLE orders ADD COLUMN total INTEGER;";
