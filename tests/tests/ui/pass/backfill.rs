//! Steps in Rust that work in batches.
#![deny(warnings, missing_docs, unreachable_pub)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod table {
    use migrate_runtime::migration;

    /// Orders.
    #[migration(version = 1)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, price INTEGER, total)";
}

mod alone {
    use migrate_runtime::{Backfill, Result, migration, sql};

    /// Totals of all orders.
    #[migration(version = 2, irreversible = "there were none", revision = 2)]
    fn fill_totals(b: &mut Backfill<'_>) -> Result<()> {
        b.batch_time(std::time::Duration::from_millis(20)).rest(50).walk(
            sql!("SELECT id FROM orders WHERE total IS NULL"),
            sql!("UPDATE orders SET total = price WHERE id BETWEEN ?1 AND ?2 AND total IS NULL"),
        )
    }
}

mod both {
    use migrate_runtime::migration;

    /// Prices in cents.
    #[migration(version = 3)]
    mod count_in_cents {
        use migrate_runtime::{Result, params, sql};

        fn up(b: &mut migrate_runtime::Backfill) -> Result<()> {
            b.each(sql!("SELECT id, price FROM orders"), |tx, row| {
                let (id, price): (i64, i64) = (row.get(0)?, row.get(1)?);
                let cents = price * 100;
                tx.execute(sql!("UPDATE orders SET price = ?2 WHERE id = ?1"), params![id, cents])?;
                Ok(())
            })
        }

        fn down(b: &mut migrate_runtime::Backfill) -> Result<()> {
            b.walk(
                sql!("SELECT id FROM orders"),
                sql!("UPDATE orders SET price = price / 100 WHERE id BETWEEN ?1 AND ?2"),
            )
        }
    }
}

/// The shop.
#[migrations]
pub static SHOP: Migrations<Sqlite> = [table, alone, both];

fn main() {
    let _ = &SHOP;
}
