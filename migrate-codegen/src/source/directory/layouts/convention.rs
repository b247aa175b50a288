//! What a layout is made of.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::{
    dbmate, diesel, drizzle, golang_migrate, goose, own, prisma, refinery, sqlx, wrangler,
};
use crate::source::sql::Comments;

/// How one tool lays out its migrations.
pub(in super::super) struct Convention {
    pub(in super::super) layout: Layout,
    /// What it takes the comments of a file for.
    pub(in super::super) comments: Comments,
    /// What speaks for this tool in a directory.
    pub(in super::super) proof: fn(&Listing) -> Option<Proof>,
    /// What a file is to the tool.
    pub(in super::super) role: fn(&Listed) -> Role,
}

/// What speaks for a tool.
#[derive(Debug)]
pub(in super::super) struct Proof {
    pub(in super::super) weight: Weight,
    /// The path of the file that speaks.
    pub(in super::super) file: String,
    /// What it has that the tool's files have: "has `-- +goose Up`".
    pub(in super::super) because: &'static str,
}

/// How much a proof weighs, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Weight {
    /// This tool's files look so, and others' may; the first layout in [`ALL`] is taken.
    Likely,
    /// Files look so on purpose, unless another layout is certain: then it is a turn of phrase.
    Strong,
    /// Only this tool's files look so.
    Certain,
}

/// What a file is to a tool.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Role {
    /// It applies the migration whose files share this stem.
    Up(String),
    /// It rolls the migration back.
    Down(String),
    /// It sets options of the migration.
    Options(String),
    /// The tool does not run it.
    Nothing,
}

impl Proof {
    /// The first file of which `is` holds.
    pub(super) fn find(
        listing: &Listing,
        weight: Weight,
        because: &'static str,
        is: impl Fn(&Listed) -> bool,
    ) -> Option<Self> {
        let file = listing.files.iter().find(|listed| is(listed))?.path.clone();
        Some(Self { weight, file, because })
    }

    /// The first file that has a comment line which begins like this, in any case.
    pub(super) fn comment(
        listing: &Listing,
        weight: Weight,
        because: &'static str,
        starts: &[&str],
    ) -> Option<Self> {
        let begins = |line: &str, start: &str| {
            line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        let is = |line: &str| {
            let inner = line.trim_start().strip_prefix("--").map(str::trim_start);
            inner.is_some_and(|inner| starts.iter().any(|start| begins(inner, start)))
        };
        let (listed, _) = listing.texts().find(|(_, text)| text.lines().any(is))?;
        Some(Self { weight, file: listed.path.clone(), because })
    }
}

/// Every layout, the likelier ones first where names alone decide.
pub(in super::super) const ALL: [&Convention; 10] = [
    &refinery::CONVENTION,
    &diesel::CONVENTION,
    &goose::CONVENTION,
    &dbmate::CONVENTION,
    &drizzle::CONVENTION,
    &prisma::CONVENTION,
    &sqlx::CONVENTION,
    &golang_migrate::CONVENTION,
    &wrangler::CONVENTION,
    &own::CONVENTION,
];

/// The convention of a layout.
pub(in super::super) const fn convention(layout: Layout) -> &'static Convention {
    match layout {
        Layout::Migrate => &own::CONVENTION,
        Layout::Refinery => &refinery::CONVENTION,
        Layout::Sqlx => &sqlx::CONVENTION,
        Layout::Diesel => &diesel::CONVENTION,
        Layout::Goose => &goose::CONVENTION,
        Layout::Dbmate => &dbmate::CONVENTION,
        Layout::GolangMigrate => &golang_migrate::CONVENTION,
        Layout::Wrangler => &wrangler::CONVENTION,
        Layout::Drizzle => &drizzle::CONVENTION,
        Layout::Prisma => &prisma::CONVENTION,
    }
}
