//! `snapshot`: write the files that a reviewer reads, or compare them.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Writes the generated files of each set, or says which of them are not current.
#[cfg(feature = "dev")]
pub(crate) fn snapshot(session: &Session<'_>, args: &args::Snapshot) -> Result<u8, Failure> {
    let sets = dev::sets(session, args)?;
    if args.check { dev::check(session, args, &sets) } else { dev::write(session, &sets) }
}

/// A deployed program has no sources to read.
#[cfg(not(feature = "dev"))]
pub(crate) fn snapshot(_: &Session<'_>, _: &args::Snapshot) -> Result<u8, Failure> {
    Err(Failure::needs_dev("snapshot"))
}

#[cfg(feature = "dev")]
mod dev {
    use std::fmt::Display;
    use std::io;
    use std::path::{Path, PathBuf};

    use migrate_codegen::check::Report;
    use migrate_codegen::snapshot::{COMMAND, Serde, Settings, TypedSchema};
    use migrate_codegen::source::Source;
    use serde::Serialize;

    use crate::cli::args;
    use crate::cli::failure::Failure;
    use crate::cli::output::{BAD, DIM, GOOD};
    use crate::cli::session::{Named, Session};
    use crate::cli::{plain, problems, sources};
    use crate::exit_code;
    use crate::snapshot::{Change, Company, Files, Generated, Outdated, crate_root, settings};

    /// The files of the sets that the command is about.
    pub(super) fn sets(
        session: &Session<'_>,
        args: &args::Snapshot,
    ) -> Result<Vec<Generated>, Failure> {
        if let Some(path) = &args.directory.dir {
            let read = plain::read(session, path, &args.directory)?;
            let files = Files::of_directory(path, session.common.database.as_deref());
            let made = generate(
                session,
                args,
                &path.display(),
                &read.history.sources,
                &read.report,
                &files,
            );
            return Ok(vec![made?]);
        }
        let of_set = |set: Named| {
            let read = sources::read(&set)?;
            let files = Files::of_set(&read.file, set.set.name(), company(session, &read.file));
            generate(session, args, &set.name, &read.migrations, &read.report, &files)
        };
        session.sets()?.into_iter().map(of_set).collect()
    }

    /// Whether another set of the program stands in the same crate.
    fn company(session: &Session<'_>, file: &Path) -> Company {
        let root = crate_root(file);
        let files = session.all_sets().iter().filter_map(|set| sources::file(&set.set).ok());
        match files.filter(|file| crate_root(file) == root).count() {
            0 | 1 => Company::Alone,
            _ => Company::Several,
        }
    }

    fn generate(
        session: &Session<'_>,
        args: &args::Snapshot,
        what: &dyn Display,
        sources: &[Source],
        report: &Report,
        files: &Files,
    ) -> Result<Generated, Failure> {
        if !report.is_clean() {
            return Err(problems::refuse(session.reader, what, report));
        }
        let settings = wanted(args, files)?;
        Generated::new(sources, report, &settings, files)
            .map_err(|error| Failure::failed(error.to_string()))
    }

    /// What the flags ask for, else what the sum file remembers.
    fn wanted(args: &args::Snapshot, files: &Files) -> Result<Settings, Failure> {
        if args.no_schema_rs {
            return Ok(Settings::default());
        }
        let Some(path) = &args.schema_rs else {
            return settings(files).map_err(|error| unreadable(&error));
        };
        let path = relative(path, &files.folder)?;
        let serde = if args.serde { Serde::Derive } else { Serde::No };
        Ok(Settings { typed: Some(TypedSchema { path, serde }) })
    }

    /// A path of the current directory as one of `folder`, with `/` between its parts, so that the
    /// sum file is the same on every machine.
    fn relative(path: &Path, folder: &Path) -> Result<String, Failure> {
        let none = || Failure::usage(format!("`{}` is no file", path.display()));
        let name = path.file_name().ok_or_else(none)?;
        let folder = canonical(folder)?;
        let whole = canonical(path.parent().unwrap_or(Path::new("")))?.join(name);
        let inside = whole.strip_prefix(&folder).map_err(|_| {
            let path = path.display();
            Failure::usage(format!("`{path}` is not below the folder of the other files"))
        })?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Ok(parts.join("/"))
    }

    /// The folder without links; an empty path is the current one.
    fn canonical(folder: &Path) -> Result<PathBuf, Failure> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        folder.canonicalize().map_err(|error| {
            Failure::usage(format!("there is no folder `{}`", folder.display())).because(&error)
        })
    }

    /// Writes the files.
    pub(super) fn write(session: &Session<'_>, sets: &[Generated]) -> Result<u8, Failure> {
        let mut files = Vec::new();
        for set in sets {
            files.extend(set.write().map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Failure::refused(error.to_string()),
                _ => Failure::failed("a generated file cannot be written").because(&error),
            })?);
        }
        for (path, change) in &files {
            let line = match change {
                Change::Written => format!("  {GOOD}written{GOOD:#}    {}", path.display()),
                Change::Unchanged => format!("  {DIM}unchanged{DIM:#}  {}", path.display()),
            };
            session.reader.line(&line);
        }
        session.reader.document(&Document { files: files.iter().map(Entry::of).collect() });
        Ok(exit_code::DONE)
    }

    /// Compares the files.
    pub(super) fn check(
        session: &Session<'_>,
        args: &args::Snapshot,
        sets: &[Generated],
    ) -> Result<u8, Failure> {
        let mut outdated: Vec<Outdated> = Vec::new();
        for set in sets {
            outdated.extend(set.outdated().map_err(|error| unreadable(&error))?);
        }
        let command = command(session, args);
        for file in &mut outdated {
            file.message = file.message.replace(COMMAND, &command);
            show(session, file);
        }
        let count: usize = sets.iter().map(|set| set.files.len()).sum();
        if outdated.is_empty() {
            session.reader.line(&format!("{count} files are what the migrations say"));
        }
        session.reader.document(&Findings { outdated: &outdated });
        Ok(if outdated.is_empty() { exit_code::DONE } else { exit_code::FOUND })
    }

    /// The command that writes the files, with the flags that say which.
    fn command(session: &Session<'_>, args: &args::Snapshot) -> String {
        let args::Directory { dir: Some(path), dialect: Some(dialect), layout } = &args.directory
        else {
            return COMMAND.to_owned();
        };
        let mut command = format!("{COMMAND} --dir {} --dialect {dialect}", path.display());
        for (flag, value) in [("layout", layout), ("database", &session.common.database)] {
            if let Some(value) = value {
                command.extend([" --", flag, " ", value]);
            }
        }
        command
    }

    fn show(session: &Session<'_>, file: &Outdated) {
        session.reader.line(&format!("{BAD}error{BAD:#}: {}", file.message));
        for line in file.diff.lines() {
            let style = match line.as_bytes().first() {
                Some(b'-') => BAD,
                Some(b'+') => GOOD,
                _ => DIM,
            };
            session.reader.line(&format!("{style}{line}{style:#}"));
        }
    }

    fn unreadable(error: &io::Error) -> Failure {
        Failure::failed("a generated file cannot be read").because(error)
    }

    /// What was written.
    #[derive(Serialize)]
    struct Document {
        files: Vec<Entry>,
    }

    #[derive(Serialize)]
    struct Entry {
        file: String,
        change: Change,
    }

    impl Entry {
        fn of((path, change): &(PathBuf, Change)) -> Self {
            Self { file: path.to_string_lossy().into_owned(), change: *change }
        }
    }

    /// What is not current.
    #[derive(Serialize)]
    struct Findings<'a> {
        outdated: &'a [Outdated],
    }
}
