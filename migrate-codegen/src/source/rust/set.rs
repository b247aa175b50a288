//! A set: the static with `#[migrations]`, its entries, and the files that they stand for.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{span, split_commas};
use super::documentation::code_around;
use super::item::{self, Item, Unread};
use super::lexer::{Lexeme, Token, lex};
use super::modules::ModuleFolder;
use super::options;
use super::statics::{Presence, Static, find_statics, listed_anywhere};
use super::unlisted::unlisted;
use crate::Dialect;
use crate::check::Options;
use crate::source::disk;
use crate::source::{Fault, Source, SourceFile, sql};
use crate::text::nearest;

/// A set as its file and the files around it say.
#[derive(Debug)]
pub struct SetFile {
    /// The static's name in lower case.
    pub name: String,
    /// The file that holds the static.
    pub file: Arc<SourceFile>,
    /// The bytes of the static's name in that file.
    pub name_at: Range<usize>,
    /// What `#[migrations(..)]` asks for.
    pub options: Options,
    /// The entries, in the order in which they stand.
    pub entries: Vec<Entry>,
    /// Migration files of the set's directory that the list lacks, with the place to point at.
    pub unlisted: Vec<Gap>,
    /// The folder in which the set's files lie: the first entry's.
    pub directory: PathBuf,
}

/// One element of the list.
#[derive(Debug)]
pub struct Entry {
    /// Its bytes in the set's file.
    pub at: Range<usize>,
    /// The migration, or why there is none.
    pub read: Result<EntrySource, Vec<Gap>>,
    /// The files that it was read from.
    pub files: Vec<PathBuf>,
    /// When the module that it names is there.
    pub presence: Presence,
}

/// What an element stands for.
#[derive(Debug)]
pub enum EntrySource {
    /// The migration of a module.
    Module(Box<Item>),
    /// An SQL file.
    Sql(Box<Source>),
    /// A module whose own macro reports what is wrong.
    Broken,
}

/// Why an element stands for nothing, or what the list lacks.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The place that it is about, when that is not the element itself.
    pub place: Option<(Arc<SourceFile>, Range<usize>)>,
}

impl Gap {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()), place: None }
    }
}

impl From<Fault> for Gap {
    fn from(fault: Fault) -> Self {
        let place = (!fault.at.is_empty()).then_some((fault.file, fault.at));
        Self { message: fault.message, help: fault.help, place }
    }
}

impl SetFile {
    /// The migrations that could be read, in the order of the list, with the index of their entry.
    pub fn sources(&self) -> impl Iterator<Item = (usize, &Source)> {
        self.entries.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.source()?)))
    }
}

impl Entry {
    /// Its migration, when it could be read.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        match &self.read {
            Ok(EntrySource::Module(item)) => Some(&item.source),
            Ok(EntrySource::Sql(source)) => Some(source),
            _ => None,
        }
    }
}

/// Reads the set whose static is called `static_name`, in any case, in the Rust file at `path`.
///
/// `shown` is the file's name in messages; the names of the other files begin with its folder.
/// Several statics of one name may stand in inline modules: the one around the byte `near` counts.
///
/// # Errors
/// The file cannot be read, or holds no such static.
pub fn read_set(
    path: &Path,
    shown: &Path,
    static_name: &str,
    near: Option<usize>,
    dialect: Dialect,
) -> Result<SetFile, Gap> {
    let name = shown.to_string_lossy();
    let text = disk::read_text(path).map_err(|error| Gap::from(error.into_fault(&name)))?;
    let read = |text: &str, near: Option<usize>| {
        let file = SourceFile::new(&*name, text);
        read_static(&file, path, shown, static_name, near, dialect)
    };
    read(&text, near).or_else(|gap| {
        let code = near.and_then(|near| code_around(&text, near)).ok_or(gap)?;
        read(&code, near)
    })
}

fn read_static(
    file: &Arc<SourceFile>,
    path: &Path,
    shown: &Path,
    static_name: &str,
    near: Option<usize>,
    dialect: Dialect,
) -> Result<SetFile, Gap> {
    let tokens = lex(&file.text);
    let mut statics = Vec::new();
    find_statics(&tokens, &ModuleFolder::of(path), &mut statics);
    let listed = listed_anywhere(&statics);
    let named: Vec<_> =
        statics.iter().filter(|found| found.name.eq_ignore_ascii_case(static_name)).collect();
    let found = match (&named[..], near) {
        ([only], _) => *only,
        ([first, ..], None) => first,
        (several, Some(near)) => several
            .iter()
            .find(|found| found.at().contains(&near))
            .ok_or_else(|| not_found(&file.name, static_name))?,
        ([], None) => return Err(not_found(&file.name, static_name)),
    };
    let shown_folder = shown.parent().map(Path::to_owned).unwrap_or_default();
    let called =
        Names { folder: path.parent().map(Path::to_owned).unwrap_or_default(), shown_folder };
    Ok(found.read(file, &called, &listed, dialect))
}

fn not_found(file: &str, static_name: &str) -> Gap {
    let message = format!("`{file}` holds no static `{static_name}` with `#[migrations]`");
    let help =
        "write it among the file's own items: not in a function or in another macro's braces";
    Gap::new(message, help)
}

/// How files are called in messages.
struct Names {
    folder: PathBuf,
    shown_folder: PathBuf,
}

impl Names {
    fn show(&self, path: &Path) -> String {
        let shown = match path.strip_prefix(&self.folder) {
            Ok(inside) => self.shown_folder.join(inside),
            Err(_) => path.to_owned(),
        };
        shown.to_string_lossy().into_owned()
    }
}

impl Static<'_> {
    fn read(
        &self,
        file: &Arc<SourceFile>,
        names: &Names,
        listed: &HashSet<String>,
        dialect: Dialect,
    ) -> SetFile {
        let mut check_options = Options::new(dialect);
        // Faults in them are reported by the attribute itself.
        let _ = options::read(self.arguments, &mut check_options);
        let mut directory = None;
        let entries: Vec<Entry> = self
            .elements()
            .map(|element| self.entry(element, file, names, dialect, &mut directory))
            .collect();
        let directory = directory.unwrap_or_else(|| names.folder.clone());
        let read = entries.iter().flat_map(|entry| &entry.files);
        let known = read.filter_map(|file| Some(file.file_name()?.to_str()?.to_owned()));
        let known = listed.iter().cloned().chain(known).collect();
        SetFile {
            name: self.name.to_lowercase(),
            file: Arc::clone(file),
            name_at: self.name_at.clone(),
            options: check_options,
            unlisted: unlisted(&directory, self.name, &known),
            entries,
            directory,
        }
    }

    /// The elements of the list, each with what is wrong with it already.
    fn elements(&self) -> impl Iterator<Item = (Range<usize>, Result<&Token, Gap>)> {
        let mut seen: HashSet<&Lexeme> = HashSet::new();
        split_commas(self.list).into_iter().map(move |tokens| {
            let element = match tokens {
                [token] if seen.insert(&token.lexeme) => Ok(token),
                [_] => Err(Gap::new("this element is listed twice", "remove one of the two")),
                _ => Err(no_element()),
            };
            (span(tokens), element)
        })
    }

    fn entry(
        &self,
        (at, element): (Range<usize>, Result<&Token, Gap>),
        file: &Arc<SourceFile>,
        names: &Names,
        dialect: Dialect,
        directory: &mut Option<PathBuf>,
    ) -> Entry {
        let (mut files, mut presence) = (Vec::new(), Presence::Always);
        let read = match element.map(|token| &token.lexeme) {
            Ok(Lexeme::Ident(name)) => {
                presence = self.beside.get(name.as_str()).map_or(presence, |it| it.presence);
                self.module(name, file, names, directory, &mut files).map_err(|gap| vec![gap])
            }
            Ok(Lexeme::Str(path)) => {
                let path = names.folder.join(path);
                if let Some(folder) = path.parent() {
                    directory.get_or_insert_with(|| folder.to_owned());
                }
                sql_file(&path, names, dialect, &mut files)
            }
            Ok(_) => Err(vec![no_element()]),
            Err(gap) => Err(vec![gap]),
        };
        Entry { at, read, files, presence }
    }

    fn module(
        &self,
        name: &str,
        file: &Arc<SourceFile>,
        names: &Names,
        directory: &mut Option<PathBuf>,
        files: &mut Vec<PathBuf>,
    ) -> Result<EntrySource, Gap> {
        let Some(module) = self.beside.get(name) else {
            let message = format!("no module `{name}` stands beside the list");
            return Err(Gap::new(message, format!("add the line `mod {name};` above it")));
        };
        if let Some(tokens) = module.inline {
            return migration(item::read(file, tokens), name);
        }
        // A `mod` line without a file is rustc's to report.
        let Ok(path) = self.folder.find(name, module.path) else { return Ok(EntrySource::Broken) };
        if let Some(folder) = path.parent() {
            directory.get_or_insert_with(|| folder.to_owned());
        }
        let shown = names.show(&path);
        let text = disk::read_text(&path).map_err(|error| Gap::from(error.into_fault(&shown)))?;
        let file = SourceFile::new(shown, text);
        files.push(path);
        let read = migration(item::read(&file, &lex(&file.text)), name)?;
        if let EntrySource::Module(item) = &read {
            number_matches(name, &item.source)?;
        }
        Ok(read)
    }
}

fn no_element() -> Gap {
    Gap::new(
        "expected a module or an SQL file",
        "an element is the name of a module (`m0001_create_orders`) or the path of an SQL file \
         (`\"0002_seed.sql\"`)",
    )
}

fn migration(read: Result<Item, Unread>, module: &str) -> Result<EntrySource, Gap> {
    match read {
        Ok(item) => Ok(EntrySource::Module(Box::new(item))),
        Err(Unread::Broken) => Ok(EntrySource::Broken),
        Err(Unread::None) => Err(Gap::new(
            format!("the module `{module}` holds no migration"),
            "write `#[migration(version = ..)]` on a `const`, `mod` or `fn` of that module",
        )),
    }
}

/// Where the module is a file, the number in its name is the version.
fn number_matches(module: &str, source: &Source) -> Result<(), Gap> {
    let digits = module.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let starts = module.len() - digits.len() <= 1;
    match digits[..end].parse() {
        Ok(number) if starts && source.version != number => Err(Gap {
            place: Some((Arc::clone(&source.file), source.at.clone())),
            ..Gap::new(
                format!("the file is numbered {number}, its migration {}", source.version),
                format!("rename the module, or write `version = {number}`"),
            )
        }),
        _ => Ok(()),
    }
}

/// What to say of a listed file that is not there: perhaps its name is misspelt.
fn missing(path: &Path, shown: &str) -> Gap {
    let folder = path.parent().unwrap_or(path);
    let beside: Vec<String> = disk::list(folder)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|found| found.name.into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "sql"))
        .collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let help = match nearest(&name, beside.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "create it, or take it out of the list".to_owned(),
    };
    Gap::new(format!("`{shown}` does not exist"), help)
}

fn sql_file(
    path: &Path,
    names: &Names,
    dialect: Dialect,
    files: &mut Vec<PathBuf>,
) -> Result<EntrySource, Vec<Gap>> {
    let shown = names.show(path);
    if !path.exists() {
        return Err(vec![missing(path, &shown)]);
    }
    let entry = sql::read_entry(path, &shown, dialect)
        .map_err(|faults| faults.into_iter().map(Gap::from).collect::<Vec<_>>())?;
    files.extend(entry.files.into_iter().map(|file| file.path));
    Ok(EntrySource::Sql(Box::new(entry.source)))
}
