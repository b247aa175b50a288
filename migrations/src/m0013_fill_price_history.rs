use migrate_runtime::migration;

/// The history begins with today's prices.
#[migration(version = 13, depends_on = [12], category = "data")]
mod fill_price_history {
    use migrate_runtime::{Result, Transaction, params, sql};

    fn up(tx: &mut Transaction<'_>) -> Result<()> {
        for row in tx.query(sql!("SELECT id, price FROM products"), &[])? {
            let (id, price): (i64, i64) = (row.get(0)?, row.get(1)?);
            tx.execute(
                sql!("INSERT INTO price_history (product_id, price) VALUES (?1, ?2)"),
                params![id, price],
            )?;
        }
        Ok(())
    }

    fn down(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("DELETE FROM price_history"), &[])?;
        Ok(())
    }
}
