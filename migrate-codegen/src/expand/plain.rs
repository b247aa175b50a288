//! The plainest form of a migration, a constant with a literal, read without a parser.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The span of the literal of `const NAME: .. = "..";`, after attributes and a visibility. `None`
/// for everything else, and for what only looks like it.
pub(super) fn literal(item: &TokenStream) -> Option<Span> {
    let mut trees = item.clone().into_iter().peekable();
    while is_punct(trees.peek(), '#') {
        trees.next();
        trees.next_if(|tree| is_group(tree, Delimiter::Bracket))?;
    }
    if trees.next_if(|tree| is_ident(tree, "pub")).is_some() {
        trees.next_if(|tree| is_group(tree, Delimiter::Parenthesis));
    }
    trees.next_if(|tree| is_ident(tree, "const"))?;
    trees.next_if(|tree| matches!(tree, TokenTree::Ident(_)) && !is_ident(tree, "_"))?;
    trees.next_if(|tree| is_punct(Some(tree), ':'))?;
    while trees.next_if(|tree| !is_punct(Some(tree), '=')).is_some() {}
    match (trees.nth(1)?, trees.next()?, trees.next()) {
        (TokenTree::Literal(literal), end, None) if is_punct(Some(&end), ';') => {
            let text = literal.to_string();
            text.starts_with(['"', 'r']).then(|| literal.span())
        }
        _ => None,
    }
}

fn is_punct(tree: Option<&TokenTree>, c: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

fn is_ident(tree: &TokenTree, name: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == name)
}

fn is_group(tree: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(item: &str, plain: bool) {
        let tokens: TokenStream = item.parse().expect("tokens");
        assert_eq!(literal(&tokens).is_some(), plain, "{item}");
    }

    #[test]
    fn constants_with_a_literal() {
        check("const A: &str = \"a\";", true);
        check("/// b\n#[doc = \"c\"] pub(crate) const A: &'static str = r#\"a\"#;", true);
        check("pub const r#A: &::core::primitive::str = \"\";", true);
    }

    #[test]
    fn everything_else_is_for_the_parser() {
        check("const A: &str = concat!(\"a\");", false);
        check("const A: &str = b\"a\";", false);
        check("const A: &str = \"a\" + 1;", false);
        check("const A: &str = \"a\"", false);
        check("const A: &str = ;", false);
        check("const _: &str = \"a\";", false);
        check("const A = \"a\";", false);
        check("static A: &str = \"a\";", false);
        check("fn a() {}", false);
        check("#", false);
        check("", false);
    }
}
