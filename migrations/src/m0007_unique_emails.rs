use migrate_runtime::migration;

/// One account for each address. The rollback is written out; it could be inferred.
#[migration(version = 7, depends_on = [1])]
mod unique_emails {
    const UP: &str = "CREATE UNIQUE INDEX customers_by_email ON customers (email);";
    const DOWN: &str = "DROP INDEX customers_by_email;";
}
