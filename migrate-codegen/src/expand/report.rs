//! `report!`: puts a finding about the whole history on the literal that it is about.
//!
//! `#[migrations]` finds it and calls the hidden macro of the migration's module, which knows the
//! spans of its literals and calls `report!` with one of them.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::LitStr;

use super::emit;

/// `error anchor "message"` or `warning anchor "message"`, where the message belongs at `anchor`.
#[must_use]
pub fn report(input: TokenStream) -> TokenStream {
    let mut parts = input.into_iter();
    let kind = parts.next().map(|kind| kind.to_string());
    let anchor = parts.next().map_or_else(Span::call_site, |anchor| anchor.span());
    let message = match parts.next() {
        Some(TokenTree::Literal(literal)) => syn::parse2::<LitStr>(TokenTree::from(literal).into()),
        _ => Err(syn::Error::new(anchor, "expected a message")),
    };
    match (message, kind.as_deref()) {
        (Ok(message), Some("warning")) => emit::warning(anchor, &message.value()),
        (Ok(message), _) => emit::error((anchor, anchor), &message.value()),
        (Err(error), _) => error.to_compile_error(),
    }
}
