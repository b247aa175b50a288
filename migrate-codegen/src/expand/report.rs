//! `report!`: puts a finding about the whole history on the literal that it is about.
//!
//! `#[migrations]` finds it and calls the hidden macro of the migration's module, which knows the
//! spans of its literals and calls `report!` with one of them.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::LitStr;

use super::emit;

/// `error start end own "message"` or `warning ..`, where the message belongs from `start` to `end`
/// and `own` is a token that the user wrote.
#[must_use]
pub fn report(input: TokenStream) -> TokenStream {
    let mut parts = input.into_iter();
    let kind = parts.next().map(|kind| kind.to_string());
    let mut span = || parts.next().map_or_else(Span::call_site, |token| token.span());
    let (start, end, own) = (span(), span(), span());
    // The place of the one and the origin of the other: as if the user had written it there.
    let (start, end) = (own.located_at(start), own.located_at(end));
    let message = match parts.next() {
        Some(TokenTree::Literal(literal)) => syn::parse2::<LitStr>(TokenTree::from(literal).into()),
        _ => Err(syn::Error::new(start, "expected a message")),
    };
    match (message, kind.as_deref()) {
        (Ok(message), Some("warning")) => emit::warning(start, &message.value()),
        (Ok(message), _) => emit::error((start, end), &message.value()),
        (Err(error), _) => error.to_compile_error(),
    }
}
