use migrate_runtime::migration;

/// The totals of the orders that were there before, in small batches: the shop goes on meanwhile. A
/// run that is killed goes on behind its last batch.
#[migration(version = 19, depends_on = [18])]
mod fill_order_totals {
    use migrate_runtime::{Backfill, Result, sql};

    fn up(b: &mut Backfill<'_>) -> Result<()> {
        b.walk(
            sql!("SELECT id FROM orders WHERE total IS NULL"),
            sql!(
                "UPDATE orders
                 SET total = (SELECT coalesce(sum(l.quantity * l.price), 0)
                              FROM order_lines AS l WHERE l.order_id = orders.id)
                 WHERE id BETWEEN ?1 AND ?2 AND total IS NULL"
            ),
        )
    }

    fn down(b: &mut Backfill<'_>) -> Result<()> {
        b.walk(
            sql!("SELECT id FROM orders WHERE total IS NOT NULL"),
            sql!("UPDATE orders SET total = NULL WHERE id BETWEEN ?1 AND ?2"),
        )
    }
}
