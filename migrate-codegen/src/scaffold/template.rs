//! The texts of new files.

use super::Slug;
use super::starter::draft;
use crate::{Category, Version};

/// A Rust file that holds one migration, as rustfmt leaves it.
#[must_use]
pub fn rust_file(version: Version, slug: &Slug, category: Option<Category>) -> String {
    let category = category.map(|it| format!(", category = \"{it}\"")).unwrap_or_default();
    let sql = draft(slug).replace('\n', "\n    ");
    format!(
        "use migrate_runtime::migration;\n\n\
         /// {sentence}.\n\
         #[migration(version = {version}{category})]\n\
         const {constant}: &str = \"\n    {sql}\n\";\n",
        sentence = slug.sentence(),
        constant = slug.constant(),
    )
}

/// An SQL file with headers and both sections.
#[must_use]
pub fn sql_file(slug: &Slug, category: Option<Category>) -> String {
    let category = category.map(|it| format!("-- @category: {it}\n")).unwrap_or_default();
    let sql = draft(slug);
    let sentence = slug.sentence();
    format!(
        "-- @description: {sentence}\n{category}\n-- UP MIGRATION\n{sql}\n\n-- DOWN MIGRATION\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, category: Option<Category>, expected: &str) {
        let slug = Slug::new(name).expect("is a name");
        let version = Version::new(3).expect("in range");
        assert_eq!(rust_file(version, &slug, category), expected);
    }

    #[test]
    fn drafts_what_the_name_says() {
        check(
            "create_orders",
            Some(Category::Schema),
            "use migrate_runtime::migration;\n\n/// Create orders.\n\
             #[migration(version = 3, category = \"schema\")]\n\
             const CREATE_ORDERS: &str = \"\n    CREATE TABLE orders (\n        \
             id INTEGER PRIMARY KEY\n    );\n\";\n",
        );
        check(
            "add_phone_to_customers",
            None,
            "use migrate_runtime::migration;\n\n/// Add phone to customers.\n\
             #[migration(version = 3)]\nconst ADD_PHONE_TO_CUSTOMERS: &str = \"\n    \
             ALTER TABLE customers ADD COLUMN phone TEXT;\n\";\n",
        );
        check(
            "tidy",
            None,
            "use migrate_runtime::migration;\n\n/// Tidy.\n#[migration(version = 3)]\n\
             const TIDY: &str = \"\n    -- write the change here\n\";\n",
        );
    }

    #[test]
    fn an_sql_file_has_both_sections() {
        let slug = Slug::new("drop_carts").expect("is a name");
        assert_eq!(
            sql_file(&slug, Some(Category::Schema)),
            "-- @description: Drop carts\n-- @category: schema\n\n-- UP MIGRATION\n\
             -- write the change here\n\n-- DOWN MIGRATION\n",
        );
    }
}
