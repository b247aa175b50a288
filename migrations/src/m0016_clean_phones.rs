use migrate_runtime::migration;

/// Phone numbers without the blanks, dashes and brackets that customers typed. A rollback brings
/// back what they typed, except where they have another number since.
#[migration(version = 16, depends_on = [10], preserve)]
const CLEAN_PHONES: &str = "
    UPDATE customers
    SET phone = replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', '')
    WHERE phone GLOB '*[- ()]*';
";
