//! `sql!`: a text that `#[migrations]` checks at the version of the step that it stands in.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{LitStr, Token};

use super::emit;

/// One string literal, with an optional comma after it; it expands to that literal.
#[must_use]
pub fn sql(input: TokenStream) -> TokenStream {
    let span = input.clone().into_iter().next().map(|token| token.span());
    let parsed = syn::parse::Parser::parse2(
        |input: syn::parse::ParseStream<'_>| {
            let literal: LitStr = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok(literal)
        },
        input,
    );
    if let Ok(literal) = parsed {
        return quote!(#literal);
    }
    let span = span.unwrap_or_else(Span::call_site);
    let message = emit::text(
        "`sql!` takes one string literal",
        Some("values are bound as parameters: `tx.execute(sql!(\"UPDATE t SET a = ?1\"), ..)`"),
    );
    let error = emit::error((span, span), &message);
    quote!({ #error "" })
}
