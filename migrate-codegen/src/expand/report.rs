//! `report!`: puts a finding about the whole history on the literal that it is about.
//!
//! `#[migrations]` finds it and calls the hidden macro of the migration's module, which knows the
//! spans of its literals and calls `report!` with all of them.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::LitStr;

use super::emit;

/// `place error "message" own version(start end) up(start end) ..`: the message belongs from the
/// `start` to the `end` of the named place, and `own` is a token that the user wrote.
#[must_use]
pub fn report(input: TokenStream) -> TokenStream {
    let mut parts = input.into_iter();
    let mut word = || parts.next().map(|word| word.to_string());
    let (place, kind) = (word(), word());
    let message = match parts.next() {
        Some(TokenTree::Literal(literal)) => syn::parse2::<LitStr>(TokenTree::from(literal).into()),
        _ => Err(syn::Error::new(Span::call_site(), "expected a message")),
    };
    let own = parts.next().map_or_else(Span::call_site, |token| token.span());
    let (start, end) = named(parts, place.as_deref()).unwrap_or((own, own));
    // The place of the one and the origin of the other: as if the user had written it there.
    let (start, end) = (own.located_at(start), own.located_at(end));
    match (message, kind.as_deref()) {
        (Ok(message), Some("warning")) => emit::warning(start, &message.value()),
        (Ok(message), _) => emit::error((start, end), &message.value()),
        (Err(error), _) => error.to_compile_error(),
    }
}

/// The spans of the place of that name.
fn named(mut places: impl Iterator<Item = TokenTree>, name: Option<&str>) -> Option<(Span, Span)> {
    while let Some(word) = places.next() {
        let TokenTree::Group(spans) = places.next()? else { return None };
        if name.is_some_and(|name| word.to_string() == name) {
            let mut spans = spans.stream().into_iter().map(|token| token.span());
            return Some((spans.next()?, spans.next()?));
        }
    }
    None
}
