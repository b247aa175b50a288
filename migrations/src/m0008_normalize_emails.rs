use migrate_runtime::{Result, Transaction, migration, params, sql};

/// Addresses without blanks and in lower case. Two customers whose addresses become the same
/// violate the unique index, and then nothing is changed.
#[migration(version = 8, depends_on = [7], irreversible = "the old spelling is not kept")]
fn normalize_emails(tx: &mut Transaction<'_>) -> Result<()> {
    for row in tx.query(sql!("SELECT id, email FROM customers"), &[])? {
        let (id, email): (i64, String) = (row.get(0)?, row.get(1)?);
        let normal = email.trim().to_lowercase();
        if normal != email {
            tx.execute(sql!("UPDATE customers SET email = ?2 WHERE id = ?1"), params![id, normal])?;
        }
    }
    Ok(())
}
