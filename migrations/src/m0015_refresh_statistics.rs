use migrate_runtime::migration;

/// The query planner learns about the new indexes. Outside a transaction, so that it does not hold
/// up the shop.
#[migration(version = 15, depends_on = [5], transaction = false)]
mod refresh_statistics {
    const UP: &str = "ANALYZE orders; ANALYZE order_lines;";
    const DOWN: &str = "DELETE FROM sqlite_stat1 WHERE tbl IN ('orders', 'order_lines');";
}
