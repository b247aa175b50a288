//! The modules of a Rust file, and the files that `mod x;` lines stand for.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::cursor::closing;
use super::lexer::{Lexeme, Token};

/// A run of tokens that makes up one item, with the documentation and attributes before it.
pub(super) struct RawItem<'a> {
    pub(super) docs: Vec<&'a str>,
    pub(super) attributes: Vec<RawAttribute<'a>>,
    /// The item itself, from its visibility on.
    pub(super) tokens: &'a [Token],
}

/// `#[path(arguments)]` or `#[path = value]`.
pub(super) struct RawAttribute<'a> {
    /// The last name of the path.
    pub(super) name: &'a str,
    /// What follows the path.
    pub(super) rest: &'a [Token],
    /// The whole attribute.
    pub(super) at: Range<usize>,
}

impl<'a> RawItem<'a> {
    pub(super) fn attribute(&self, name: &str) -> Option<&RawAttribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The tokens after the visibility.
    pub(super) fn bare(&self) -> &'a [Token] {
        match self.tokens {
            [first, open, ..] if first.is_ident("pub") && open.opens('(') => {
                let close = closing(self.tokens, 1).map_or(self.tokens.len(), |close| close + 1);
                &self.tokens[close..]
            }
            [first, rest @ ..] if first.is_ident("pub") => rest,
            tokens => tokens,
        }
    }

    /// Its name and, where it is inline, its tokens, when it is a module.
    pub(super) fn module(&self) -> Option<(&'a str, Option<&'a [Token]>)> {
        match self.bare() {
            [keyword, name, open, inner @ .., _] if keyword.is_ident("mod") && open.opens('{') => {
                Some((name.ident()?, Some(inner)))
            }
            [keyword, name, ..] if keyword.is_ident("mod") => Some((name.ident()?, None)),
            _ => None,
        }
    }

    /// The value of its `#[path = ".."]`.
    pub(super) fn path(&self) -> Option<&'a str> {
        match self.attribute("path")?.rest {
            [_, Token { lexeme: Lexeme::Str(path), .. }] => Some(path),
            _ => None,
        }
    }
}

impl<'a> RawAttribute<'a> {
    /// The text of `#[doc = ".."]`, as which rustc takes a doc comment.
    fn documentation(&self) -> Option<&'a str> {
        match self.rest {
            [equals, Token { lexeme: Lexeme::Str(text), .. }]
                if self.name == "doc" && equals.is_punct('=') =>
            {
                Some(text)
            }
            _ => None,
        }
    }
}

/// The items of a module, from its tokens.
pub(super) fn items(tokens: &[Token]) -> Vec<RawItem<'_>> {
    let mut found = Vec::new();
    let (mut docs, mut attributes, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        match &token.lexeme {
            Lexeme::Doc(text) => {
                docs.push(text.as_str());
                at += 1;
            }
            Lexeme::Punct('#') => {
                let (attribute, next) = attribute(tokens, at);
                docs.extend(attribute.as_ref().and_then(RawAttribute::documentation));
                attributes.extend(attribute);
                at = next;
            }
            _ => {
                let end = end_of_item(tokens, at);
                found.push(RawItem {
                    docs: std::mem::take(&mut docs),
                    attributes: std::mem::take(&mut attributes),
                    tokens: &tokens[at..end],
                });
                at = end;
            }
        }
    }
    found
}

/// The attribute at `at` (none for an inner one), and the index after it.
fn attribute(tokens: &[Token], at: usize) -> (Option<RawAttribute<'_>>, usize) {
    let inner = tokens.get(at + 1).is_some_and(|token| token.is_punct('!'));
    let open = at + 1 + usize::from(inner);
    let Some(close) = tokens.get(open).filter(|t| t.opens('[')).and_then(|_| closing(tokens, open))
    else {
        return (None, at + 1);
    };
    let content = &tokens[open + 1..close];
    let name_at = content
        .iter()
        .take_while(|token| token.ident().is_some() || token.is_punct(':'))
        .enumerate()
        .filter_map(|(index, token)| token.ident().map(|name| (index, name)))
        .last();
    let attribute = name_at.map(|(index, name)| RawAttribute {
        name,
        rest: &content[index + 1..],
        at: tokens[at].range.start..tokens[close].range.end,
    });
    (attribute.filter(|_| !inner), close + 1)
}

/// The index after the item at `at`: its `;`, or the brace that closes its body.
fn end_of_item(tokens: &[Token], at: usize) -> usize {
    let mut next = at;
    while let Some(token) = tokens.get(next) {
        match token.lexeme {
            Lexeme::Punct(';') => return next + 1,
            Lexeme::Open(bracket) => {
                let Some(close) = closing(tokens, next) else { break };
                if bracket == '{' && !is_value(&tokens[at..next]) {
                    return close + 1;
                }
                next = close + 1;
            }
            _ => next += 1,
        }
    }
    tokens.len()
}

/// Whether an item with this head is a `const` or `static`, whose value may be a block that goes on
/// to its `;`.
fn is_value(head: &[Token]) -> bool {
    let has = |word| head.iter().any(|token| token.is_ident(word));
    (has("const") || has("static")) && !has("fn")
}

/// Where the modules that a file declares lie.
#[derive(Clone, Debug)]
pub(super) struct ModuleFolder {
    /// The folder of the file itself, which `#[path]` starts from outside inline modules.
    beside: PathBuf,
    /// The file's stem, the folder of its modules where it is not `lib.rs`, `main.rs` or `mod.rs`.
    stem: Option<String>,
    /// The inline modules around the declaration.
    inline: Vec<String>,
}

impl ModuleFolder {
    pub(super) fn of(file: &Path) -> Self {
        let beside = file.parent().map(Path::to_owned).unwrap_or_default();
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|stem| !matches!(stem.as_str(), "lib" | "main" | "mod"));
        Self { beside, stem, inline: Vec::new() }
    }

    pub(super) fn inside(&self, module: &str, path: Option<&str>) -> Self {
        let mut inner = self.clone();
        inner.inline.push(path.unwrap_or(module).to_owned());
        inner
    }

    /// The file of `mod name;`, or where it was expected. A file such as `tests/shop.rs` is the
    /// root of a crate and declares modules beside itself, which its name does not tell: its own
    /// folder is tried first, the folder beside it second.
    pub(super) fn find(&self, name: &str, path: Option<&str>) -> Result<PathBuf, PathBuf> {
        let folders = self.folders();
        if let Some(path) = path {
            let base = if self.inline.is_empty() { &self.beside } else { &folders[0] };
            let file = base.join(path);
            return if file.is_file() { Ok(file) } else { Err(file) };
        }
        let candidates = folders.iter().flat_map(|folder| {
            [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")]
        });
        let mut candidates: Vec<PathBuf> = candidates.collect();
        match candidates.iter().position(|file| file.is_file()) {
            Some(at) => Ok(candidates.swap_remove(at)),
            None => Err(candidates.swap_remove(0)),
        }
    }

    /// The folders that declared modules may lie in, likeliest first.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let own = self.stem.iter().map(|stem| self.beside.join(stem));
        own.chain([self.beside.clone()])
            .map(|folder| self.inline.iter().fold(folder, |folder, part| folder.join(part)))
            .collect()
    }
}
