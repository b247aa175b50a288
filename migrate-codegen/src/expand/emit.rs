//! Errors and warnings as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// A message with its advice, as rustc shows the text of `compile_error!`.
pub(super) fn text(message: &str, help: Option<&str>) -> String {
    match help {
        Some(help) => format!("{message}\n  = help: {help}"),
        None => message.to_owned(),
    }
}

/// `compile_error!` that points at everything from one span to another.
pub(super) fn error((start, end): (Span, Span), message: &str) -> TokenStream {
    let (start, end) = (Ident::new("start", start), Ident::new("end", end));
    syn::Error::new_spanned(quote!(#start #end), message).to_compile_error()
}

/// A warning at `span`, in the one way that stable Rust has: the use of something deprecated.
///
/// `#[warn(warnings)]` keeps it a warning in crates that deny warnings.
pub(super) fn warning(span: Span, message: &str) -> TokenStream {
    let name = Ident::new("migration_warning", span);
    let used = quote_spanned!(span=> #name);
    quote! {
        #[warn(warnings)]
        const _: () = {
            #[deprecated(note = #message)]
            #[expect(non_upper_case_globals, reason = "rustc shows the name in the message")]
            const migration_warning: () = ();
            #used
        };
    }
}
