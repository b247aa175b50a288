//! The next migration of a plain directory, as the tool of its layout would have written it.

use std::fmt;

use super::starter::draft;
use super::{Pattern, Slug, template};
use crate::source::directory::Layout;
use crate::{Category, Version};

/// What is known of the migration to write into a directory.
#[derive(Clone, Debug)]
pub struct Next<'a> {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub slug: &'a Slug,
    /// Its kind of change, when it is declared.
    pub category: Option<Category>,
    /// The path, in the directory, of the migration before it.
    pub before: Option<&'a str>,
    /// Whether the migrations before it have rollbacks of their own.
    pub with_down: bool,
}

/// The files to write: paths in the directory, and texts.
///
/// # Errors
/// For layouts that keep a journal which only their own tool writes.
pub fn layout_files(layout: Layout, next: &Next<'_>) -> Result<Vec<(String, String)>, LayoutError> {
    let sql = draft(next.slug) + "\n";
    let stem = |width| next.stem(width);
    let pair = |up: String, down: String| vec![(up, sql.clone()), (down, String::new())];
    let files = match layout {
        Layout::Migrate => {
            vec![(stem(4) + ".sql", template::sql_file(next.slug, next.category))]
        }
        Layout::Refinery => vec![(format!("V{}__{}.sql", next.version, next.slug), sql)],
        Layout::Sqlx if next.with_down => pair(stem(14) + ".up.sql", stem(14) + ".down.sql"),
        Layout::GolangMigrate => pair(stem(6) + ".up.sql", stem(6) + ".down.sql"),
        Layout::Sqlx => vec![(stem(14) + ".sql", sql)],
        Layout::Wrangler => vec![(stem(4) + ".sql", sql)],
        Layout::Diesel => pair(next.folder() + "/up.sql", next.folder() + "/down.sql"),
        Layout::Goose => vec![(stem(5) + ".sql", marked("+goose Up", "+goose Down", &sql))],
        Layout::Dbmate => vec![(stem(14) + ".sql", marked("migrate:up", "migrate:down", &sql))],
        Layout::Prisma => vec![(stem(14) + "/migration.sql", sql)],
        Layout::Drizzle => return Err(LayoutError { layout }),
    };
    Ok(files)
}

impl Next<'_> {
    /// `0007_add_phone`, with as many digits as the file before it has.
    fn stem(&self, width: usize) -> String {
        let pattern = self.before.and_then(Pattern::of).filter(|pattern| pattern.prefix.is_empty());
        let pattern = pattern.unwrap_or(Pattern { prefix: String::new(), width });
        format!("{}_{}", pattern.write(self.version), self.slug)
    }

    /// `2025-01-22-093000_add_phone` where the folder before it is written so, or there is none.
    fn folder(&self) -> String {
        let is_dated = |before: &str| before.as_bytes().get(4) == Some(&b'-');
        let digits = self.version.to_string();
        if digits.len() != 14 || !self.before.is_none_or(is_dated) {
            return self.stem(14);
        }
        let (date, time) = digits.split_at(8);
        let (year, day) = date.split_at(4);
        let (month, day) = day.split_at(2);
        format!("{year}-{month}-{day}-{time}_{}", self.slug)
    }
}

/// Whether a directory of this layout that is still empty is numbered by time.
#[must_use]
pub const fn counts_by_time(layout: Layout) -> bool {
    matches!(layout, Layout::Sqlx | Layout::Diesel | Layout::Dbmate | Layout::Prisma)
}

fn marked(up: &str, down: &str, sql: &str) -> String {
    format!("-- {up}\n{sql}\n-- {down}\n")
}

/// The layout keeps a journal that only its own tool writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutError {
    layout: Layout,
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layout = self.layout;
        write!(
            f,
            "{layout} lists its migrations in a journal (hint: write the migration with {layout})"
        )
    }
}

impl std::error::Error for LayoutError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(layout: Layout, version: i64, before: Option<&str>, expected: &[&str]) {
        let slug = Slug::new("create_orders").expect("is a name");
        let version = Version::new(version).expect("in range");
        let with_down = before.is_some_and(|before| before.ends_with(".up.sql"));
        let next = Next { version, slug: &slug, category: None, before, with_down };
        let files = layout_files(layout, &next).expect("is written");
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected);
        assert!(files[0].1.contains("CREATE TABLE orders"), "{}", files[0].1);
    }

    #[test]
    fn each_layout_has_its_own_names() {
        let time = 20_250_122_093_000;
        check(Layout::Migrate, 3, Some("0002_x.sql"), &["0003_create_orders.sql"]);
        check(Layout::Migrate, 1, None, &["0001_create_orders.sql"]);
        check(Layout::Refinery, 3, Some("V2__x.sql"), &["V3__create_orders.sql"]);
        check(Layout::Sqlx, time, None, &["20250122093000_create_orders.sql"]);
        check(
            Layout::Sqlx,
            3,
            Some("0002_x.up.sql"),
            &["0003_create_orders.up.sql", "0003_create_orders.down.sql"],
        );
        check(
            Layout::Diesel,
            time,
            Some("2024-01-01-000000_x/up.sql"),
            &["2025-01-22-093000_create_orders/up.sql", "2025-01-22-093000_create_orders/down.sql"],
        );
        check(
            Layout::Diesel,
            3,
            Some("00000000000002_x/up.sql"),
            &["00000000000003_create_orders/up.sql", "00000000000003_create_orders/down.sql"],
        );
        check(Layout::Goose, 3, Some("00002_x.sql"), &["00003_create_orders.sql"]);
        check(Layout::Dbmate, time, None, &["20250122093000_create_orders.sql"]);
        check(
            Layout::GolangMigrate,
            3,
            Some("000002_x.up.sql"),
            &["000003_create_orders.up.sql", "000003_create_orders.down.sql"],
        );
        check(Layout::Wrangler, 3, Some("0002_x.sql"), &["0003_create_orders.sql"]);
        check(Layout::Prisma, time, None, &["20250122093000_create_orders/migration.sql"]);
    }

    #[test]
    fn a_journal_is_left_to_its_tool() {
        let slug = Slug::new("x").expect("is a name");
        let version = Version::new(1).expect("in range");
        let next = Next { version, slug: &slug, category: None, before: None, with_down: false };
        let error = layout_files(Layout::Drizzle, &next).expect_err("is refused");
        assert_eq!(
            error.to_string(),
            "drizzle lists its migrations in a journal (hint: write the migration with drizzle)"
        );
    }
}
