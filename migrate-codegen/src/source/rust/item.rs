//! The migration that a module holds: its keys, its texts, and where they stand.

use std::ops::Range;
use std::sync::Arc;

use super::cursor::closing;
use super::keys;
use super::lexer::{Lexeme, Token};
use super::literal;
use super::modules::{RawItem, items};
use crate::source::{Body, CodeBody, Origin, Source, SourceFile, SqlText};

/// A migration of a Rust file, and the tokens that messages about it land on.
#[derive(Clone, Debug)]
pub struct Item {
    /// The migration.
    pub source: Source,
    /// Where its parts stand.
    pub anchors: Anchors,
}

/// The places of an item that a message can land on, in bytes of its file.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// `version = 3`.
    pub version: Range<usize>,
    /// The literal that applies it.
    pub up: Option<Range<usize>>,
    /// The literal that rolls it back.
    pub down: Option<Range<usize>>,
    /// The literal of `schema = ".."`.
    pub schema: Option<Range<usize>>,
    /// The literals of `sql!("..")`, in the order in which they stand.
    pub sql: Vec<Range<usize>>,
    /// The keys of the attribute with their values, in the order in which they stand.
    pub keys: Vec<Range<usize>>,
}

/// Why the migration of a module cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// No item has `#[migration]`.
    None,
    /// There is one, and `#[migration]` itself says what is wrong with it.
    Broken,
}

/// The one migration among the tokens of a module.
pub(super) fn read(file: &Arc<SourceFile>, tokens: &[Token]) -> Result<Item, Unread> {
    let all = items(tokens);
    let mut marked = all.iter().filter(|item| item.attribute("migration").is_some());
    match (marked.next(), marked.next()) {
        (None, _) => Err(Unread::None),
        (Some(item), None) => migration(file, item).ok_or(Unread::Broken),
        // Two of them collide by name, and rustc says so.
        (Some(_), Some(_)) => Err(Unread::Broken),
    }
}

fn migration(file: &Arc<SourceFile>, item: &RawItem<'_>) -> Option<Item> {
    let attribute = item.attribute("migration")?;
    let arguments = match attribute.rest {
        [open, inner @ .., _] if open.opens('(') => inner,
        _ => return None,
    };
    let read = keys::read(arguments);
    let (version, version_at) = read.version.filter(|_| read.faults.is_empty())?;
    let (name, up, down) = bodies(item.bare())?;

    let mut keys = read.keys;
    let text = |at: &Range<usize>| literal::sql_text(file, at);
    keys.schema = read.schema.as_ref().and_then(|(_, at)| text(at));
    let mut anchors = Anchors {
        version: version_at.clone(),
        schema: read.schema.map(|(_, at)| at),
        keys: read.places,
        ..Anchors::default()
    };
    let up = up.read(&text, &mut anchors.up, &mut anchors.sql)?;
    let down = match down {
        Some(down) => Some(down.read(&text, &mut anchors.down, &mut anchors.sql)?),
        None => None,
    };
    let source = Source {
        version,
        name: read.name.unwrap_or_else(|| name.to_lowercase()),
        description: describe(&item.docs),
        keys,
        up,
        down,
        origin: Origin::Rust,
        file: Arc::clone(file),
        at: version_at,
        commented_down: None,
    };
    Some(Item { source, anchors })
}

/// Doc comments as one text: the common blank before each line goes.
fn describe(docs: &[&str]) -> String {
    let lines: Vec<&str> = docs
        .iter()
        .flat_map(|doc| doc.lines())
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// One direction as it stands in the tokens.
enum RawBody<'a> {
    Literal(&'a Token),
    Code(&'a [Token]),
}

impl RawBody<'_> {
    fn read(
        &self,
        text: &impl Fn(&Range<usize>) -> Option<SqlText>,
        literal: &mut Option<Range<usize>>,
        sql: &mut Vec<Range<usize>>,
    ) -> Option<Body> {
        match self {
            Self::Literal(token) => {
                *literal = Some(token.range.clone());
                Some(Body::Sql(text(&token.range)?))
            }
            Self::Code(tokens) => {
                let found = sql_literals(tokens);
                let texts = found.iter().filter_map(text).collect();
                sql.extend(found);
                let start = tokens.first().map_or(0, |token| token.range.start);
                let end = tokens.last().map_or(start, |token| token.range.end);
                Some(Body::Code(CodeBody { sql: texts, body: start..end }))
            }
        }
    }
}

/// The name and the two directions of an item of any form.
fn bodies(tokens: &[Token]) -> Option<(&str, RawBody<'_>, Option<RawBody<'_>>)> {
    if let Some((name, literal)) = constant(tokens) {
        return Some((name, RawBody::Literal(literal), None));
    }
    if let Some((name, body)) = function(tokens) {
        return Some((name, RawBody::Code(body), None));
    }
    let [_, name, open, inner @ .., _] = tokens else { return None };
    let name = name.ident().filter(|_| open.opens('{'))?;
    let (mut up, mut down) = (None, None);
    for item in items(inner) {
        let (name, body) = match (constant(item.bare()), function(item.bare())) {
            (Some((name, literal)), _) => (name, RawBody::Literal(literal)),
            (_, Some((name, body))) => (name, RawBody::Code(body)),
            _ => continue,
        };
        match name {
            "UP" | "up" => up = Some(body),
            "DOWN" | "down" => down = Some(body),
            _ => {}
        }
    }
    Some((name, up?, down))
}

/// `const NAME: .. = "..";`
fn constant(tokens: &[Token]) -> Option<(&str, &Token)> {
    match tokens {
        [keyword, name, .., equals, literal, end]
            if keyword.is_ident("const") && equals.is_punct('=') && end.is_punct(';') =>
        {
            let name = name.ident()?;
            matches!(literal.lexeme, Lexeme::Str(_)).then_some((name, literal))
        }
        _ => None,
    }
}

/// `fn name(..) .. { .. }`: its name and everything after it.
fn function(tokens: &[Token]) -> Option<(&str, &[Token])> {
    let at = tokens.iter().take(4).position(|token| token.is_ident("fn"))?;
    Some((tokens.get(at + 1)?.ident()?, &tokens[at + 2..]))
}

/// The literals of `sql!("..")` among the tokens of a function, as far as they are literals.
fn sql_literals(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let called = token.is_ident("sql") && tokens.get(at + 1).is_some_and(|t| t.is_punct('!'));
        let open = at + 2;
        if !called || !matches!(tokens.get(open).map(|t| &t.lexeme), Some(Lexeme::Open(_))) {
            continue;
        }
        let close = closing(tokens, open).unwrap_or(tokens.len());
        if let Some(Token { lexeme: Lexeme::Str(_), range }) = tokens[..close].get(open + 1) {
            found.push(range.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::*;

    #[track_caller]
    fn check(text: &str) -> Result<Item, Unread> {
        let file = SourceFile::new("m0001.rs", text);
        read(&file, &lex(text))
    }

    #[test]
    fn every_form() {
        let item = check(
            "use x::{a, b};\n/// Orders,\n/// one row each.\n#[migrate_runtime::migration(version = 2)]\n\
             pub(crate) const CREATE_ORDERS: &'static str = r#\"CREATE \"#;",
        )
        .expect("a migration");
        assert_eq!(item.source.name, "create_orders");
        assert_eq!(item.source.description, "Orders,\none row each.");
        assert!(matches!(&item.source.up, Body::Sql(sql) if sql.text == "CREATE "));

        let item = check(
            "#[migration(version = 3)] mod seed { use super::*; pub const UP: &str = \"a\"; \
             const DOWN: &str = \"b\"; }",
        )
        .expect("a migration");
        assert!(matches!(&item.source.down, Some(Body::Sql(sql)) if sql.text == "b"));

        let item = check(
            "#[migration(version = 4, name = \"x\")] #[doc = \"y\"] fn fill(tx: &mut T) -> R<()> { \
             tx.run(sql!(\"SELECT ';'\"))?; tx.run(migrate_runtime::sql! { \"SELECT 2\", })?; }",
        )
        .expect("a migration");
        assert_eq!(item.source.name, "x");
        assert_eq!(item.source.description, "y");
        let Body::Code(code) = &item.source.up else { panic!("code") };
        let texts: Vec<_> = code.sql.iter().map(|sql| sql.text.as_str()).collect();
        assert_eq!(texts, ["SELECT ';'", "SELECT 2"]);
    }

    #[test]
    fn what_the_attribute_reports_itself() {
        for text in [
            "#[migration] const A: &str = \"\";",
            "#[migration(version = x)] const A: &str = \"\";",
            "#[migration(version = 1)] const A: &str = concat!(\"\");",
            "#[migration(version = 1)] mod a { const DOWN: &str = \"\"; }",
            "#[migration(version = 1)] struct A;",
            "#[migration(version = 1)] const A: &str = \"\"; #[migration(version = 2)] const B: &str = \"\";",
        ] {
            assert_eq!(check(text).err(), Some(Unread::Broken), "{text}");
        }
        for text in [
            "",
            "const A: &str = \"\";",
            "mod a { #[migration(version = 1)] const A: &str = \"\"; }",
        ] {
            assert_eq!(check(text).err(), Some(Unread::None), "{text}");
        }
    }
}
