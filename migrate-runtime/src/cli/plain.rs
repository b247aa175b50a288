//! Plain directories of SQL files: `--dir`.

#[cfg(feature = "dev")]
pub(crate) use reading::{read, set, unreadable};

#[cfg(feature = "dev")]
mod reading {
    use std::path::Path;

    use migrate_codegen::Dialect;
    use migrate_codegen::check::Options;
    use migrate_codegen::source::directory::DirectoryError;

    use crate::Set;
    use crate::cli::args::Directory as Flags;
    use crate::cli::failure::Failure;
    use crate::cli::problems;
    use crate::cli::session::Session;
    use crate::directory::Directory;

    /// Reads and judges the directory that `--dir` names.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(
        session: &Session<'_>,
        path: &Path,
        flags: &Flags,
    ) -> Result<Directory, Failure> {
        // clap asks for both flags or none.
        let dialect = flags.dialect.unwrap_or(Dialect::Sqlite);
        let layout = match &flags.layout {
            Some(word) => Some(word.parse().map_err(|error| Failure::usage(format!("{error}")))?),
            None => None,
        };
        let levels = session.settings.levels();
        let options = Options { levels, ..Options::new(dialect) };
        Directory::read_with(path, options, layout).map_err(|error| unreadable(&error))
    }

    /// A directory that is not there was named wrongly; any other one failed.
    pub(crate) fn unreadable(error: &DirectoryError) -> Failure {
        let failure = if error.is_missing() { Failure::usage } else { Failure::failed };
        failure(error.to_string())
    }

    /// The migrations of the directory, ready to run as the set `name`.
    ///
    /// # Errors
    /// When the directory cannot be read, or something is wrong with its migrations.
    pub(crate) fn set(
        session: &Session<'_>,
        name: &str,
        path: &Path,
        flags: &Flags,
    ) -> Result<(Set, Dialect), Failure> {
        let dialect = flags.dialect.filter(|it| !it.is_sqlite());
        if let Some(dialect) = dialect {
            let message =
                format!("`{dialect}` cannot be run by this program (hint: `check` reads it)");
            return Err(Failure::usage(message));
        }
        let directory = read(session, path, flags)?;
        match directory.set(name, &path.to_string_lossy()) {
            Some(set) => Ok((set, directory.report.dialect)),
            None => Err(problems::refuse(session.reader, &path.display(), &directory.report)),
        }
    }
}

#[cfg(not(feature = "dev"))]
pub(crate) fn set(
    _: &super::session::Session<'_>,
    _: &str,
    _: &std::path::Path,
    _: &super::args::Directory,
) -> Result<(crate::Set, migrate_codegen::Dialect), super::failure::Failure> {
    Err(super::failure::Failure::needs_dev("--dir"))
}
