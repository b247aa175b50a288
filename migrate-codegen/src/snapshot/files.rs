//! Where the files of a set lie.

use std::path::{Path, PathBuf};

use crate::source::disk;

/// Where the files of a set lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The folder.
    pub folder: PathBuf,
    /// What their names begin with: nothing, or `shop.`
    prefix: String,
}

/// Whether other sets keep their files in the same folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// None does, as far as is known: the files have plain names, unless those with the set's name
    /// are there already.
    Alone,
    /// Some do: the files' names begin with the set's.
    Several,
}

const SCHEMA_SQL: &str = "schema.sql";
const MIGRATIONS_SUM: &str = "migrations.sum";

impl Files {
    /// The files of the set `name`, whose static stands in `source`: in the folder of its crate.
    #[must_use]
    pub fn of_set(source: &Path, name: &str, company: Company) -> Self {
        Self::in_folder(crate_root(source), name, company)
    }

    /// The files of a plain directory of migrations: beside it, so that they are not taken for
    /// migrations. Where several directories lie side by side, each has a `name`.
    #[must_use]
    pub fn of_directory(directory: &Path, name: Option<&str>) -> Self {
        let folder = match (directory.file_name(), directory.parent()) {
            (Some(_), Some(parent)) => parent.to_owned(),
            // `.` and `..` have no name.
            _ => directory.join(".."),
        };
        match name {
            Some(name) => Self::in_folder(folder, name, Company::Several),
            None => Self { folder, prefix: String::new() },
        }
    }

    fn in_folder(folder: PathBuf, name: &str, company: Company) -> Self {
        let own = Self { folder, prefix: format!("{name}.") };
        if company == Company::Several || disk::exists(&own.migrations_sum()) {
            return own;
        }
        Self { prefix: String::new(), ..own }
    }

    /// The path of `schema.sql`.
    #[must_use]
    pub fn schema_sql(&self) -> PathBuf {
        self.named(SCHEMA_SQL)
    }

    /// The path of `migrations.sum`.
    #[must_use]
    pub fn migrations_sum(&self) -> PathBuf {
        self.named(MIGRATIONS_SUM)
    }

    fn named(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{}{name}", self.prefix))
    }
}

/// The folder of the manifest above the file, or the file's own.
#[must_use]
pub fn crate_root(source: &Path) -> PathBuf {
    let root = source.ancestors().skip(1).find(|it| disk::exists(&it.join("Cargo.toml")));
    root.or(source.parent()).unwrap_or(Path::new("")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_until_there_are_several() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = folder.path().join("src/db/mod.rs");
        std::fs::write(folder.path().join("Cargo.toml"), "").expect("written");
        let name = |company| {
            let files = Files::of_set(&source, "shop", company);
            assert_eq!(files.folder, folder.path());
            files.schema_sql().file_name().expect("a name").to_string_lossy().into_owned()
        };
        assert_eq!(name(Company::Alone), "schema.sql");
        assert_eq!(name(Company::Several), "shop.schema.sql");
        std::fs::write(folder.path().join("shop.migrations.sum"), "").expect("written");
        assert_eq!(name(Company::Alone), "shop.schema.sql");
    }

    #[test]
    fn a_directorys_files_lie_beside_it() {
        let sum =
            |directory, name| Files::of_directory(Path::new(directory), name).migrations_sum();
        assert_eq!(sum("db/migrations", None), Path::new("db/migrations.sum"));
        assert_eq!(sum("migrations/", Some("shop")), Path::new("shop.migrations.sum"));
        assert_eq!(sum(".", None), Path::new("./../migrations.sum"));
    }
}
