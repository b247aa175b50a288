//! The statics of a file that carry `#[migrations]`, and the modules declared beside them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use super::lexer::{Lexeme, Token};
use super::modules::{ModuleFolder, RawItem, items};

/// A static with `#[migrations]`, and the items beside it.
pub(super) struct Static<'a> {
    pub(super) name: &'a str,
    pub(super) name_at: Range<usize>,
    pub(super) arguments: &'a [Token],
    pub(super) list: &'a [Token],
    pub(super) attribute_at: Range<usize>,
    /// By name.
    pub(super) beside: HashMap<&'a str, Declared<'a>>,
    pub(super) folder: ModuleFolder,
}

/// A module that is declared beside a static.
pub(super) struct Declared<'a> {
    pub(super) inline: Option<&'a [Token]>,
    pub(super) path: Option<&'a str>,
    pub(super) presence: Presence,
}

/// When a module is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In every build.
    Always,
    /// Where its `#[cfg(..)]` holds: rustc knows.
    Configured,
}

pub(super) fn find_statics<'a>(
    tokens: &'a [Token],
    folder: &ModuleFolder,
    found: &mut Vec<Static<'a>>,
) {
    let all = items(tokens);
    for item in &all {
        if let Some(mut found_static) = static_of(item, folder) {
            // Of two with one name, of which one is configured out, the first counts.
            found_static.beside = all.iter().rev().filter_map(declared).collect();
            found.push(found_static);
        }
        if let Some((name, Some(inner))) = item.module() {
            find_statics(inner, &folder.inside(name, item.path()), found);
        }
    }
}

impl Static<'_> {
    /// From its attribute to its name.
    pub(super) fn at(&self) -> Range<usize> {
        self.attribute_at.start..self.name_at.end
    }
}

fn declared<'a>(item: &RawItem<'a>) -> Option<(&'a str, Declared<'a>)> {
    let (name, inline) = item.module()?;
    let presence = match item.attribute("cfg") {
        Some(_) => Presence::Configured,
        None => Presence::Always,
    };
    Some((name, Declared { inline, path: item.path(), presence }))
}

fn static_of<'a>(item: &RawItem<'a>, folder: &ModuleFolder) -> Option<Static<'a>> {
    let attribute = item.attribute("migrations")?;
    let tokens = item.bare();
    let name = tokens.get(1).filter(|_| tokens[0].is_ident("static"))?;
    let equals = tokens.iter().position(|token| token.is_punct('='))?;
    let list = match &tokens[equals + 1..] {
        [open, inner @ .., _, _] if open.opens('[') => inner,
        _ => return None,
    };
    let arguments = match attribute.rest {
        [open, inner @ .., _] if open.opens('(') => inner,
        _ => &[],
    };
    Some(Static {
        name: name.ident()?,
        name_at: name.range.clone(),
        arguments,
        list,
        attribute_at: attribute.at.clone(),
        beside: HashMap::new(),
        folder: folder.clone(),
    })
}

/// The names of all elements of all lists of the file: what one list lacks another may have.
pub(super) fn listed_anywhere(statics: &[Static<'_>]) -> HashSet<String> {
    let names =
        statics.iter().flat_map(|found| found.list).filter_map(|token| match &token.lexeme {
            Lexeme::Ident(name) => Some(format!("{name}.rs")),
            Lexeme::Str(path) => {
                Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned())
            }
            _ => None,
        });
    names.collect()
}
