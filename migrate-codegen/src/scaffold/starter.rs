//! The first draft of a migration's SQL, guessed from its name.

use super::Slug;

/// The draft: one statement, or a comment where the name suggests none.
pub(super) fn draft(slug: &Slug) -> String {
    starter(slug).unwrap_or_else(|| "-- write the change here".to_owned())
}

fn starter(slug: &Slug) -> Option<String> {
    let words = slug.as_str();
    if let Some(table) = words.strip_prefix("create_") {
        let table = table.strip_suffix("_table").unwrap_or(table);
        return Some(format!("CREATE TABLE {table} (\n    id INTEGER PRIMARY KEY\n);"));
    }
    let (column, table) = words.strip_prefix("add_")?.rsplit_once("_to_")?;
    Some(format!("ALTER TABLE {table} ADD COLUMN {column} TEXT;"))
}
