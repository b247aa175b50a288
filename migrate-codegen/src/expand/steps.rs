//! Steps in Rust: their signatures, and the function pointer that the runner calls.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, ItemFn, ReturnType, Signature, Type};

use super::forms::ends;

const FORM: &str = "write `fn name(tx: &mut Transaction<'_>) -> Result<()>`";

/// What a step in Rust takes, as its text says.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// The migration's transaction.
    Transaction,
    /// What it needs to work in batches.
    Backfill,
}

/// What the function takes: its parameter's type is called `Backfill`, or is something else.
pub(super) fn takes(signature: &Signature) -> Takes {
    let Some(FnArg::Typed(typed)) = signature.inputs.first() else { return Takes::Transaction };
    let inner = match &*typed.ty {
        Type::Reference(reference) => &*reference.elem,
        other => other,
    };
    match inner {
        Type::Path(path) if path.path.segments.last().is_some_and(|it| it.ident == "Backfill") => {
            Takes::Backfill
        }
        _ => Takes::Transaction,
    }
}

/// What is wrong with the signature of a step, as far as its text alone says so. Types are left to
/// rustc, which knows them.
pub(super) fn signature_fault(signature: &Signature) -> Option<(Span, &'static str, &'static str)> {
    let fault = |span: Span, message: &'static str| Some((span, message, FORM));
    if let Some(keyword) = &signature.asyncness {
        return fault(keyword.span(), "a step in Rust is not `async`: drivers block");
    }
    if let syn::Safety::Unsafe(keyword) = &signature.safety {
        return fault(keyword.span(), "a step in Rust is not `unsafe`");
    }
    let generic =
        signature.generics.params.iter().find(|p| !matches!(p, syn::GenericParam::Lifetime(_)));
    if let Some(generic) = generic {
        return fault(generic.span(), "a step in Rust has no type parameters");
    }
    let mut inputs = signature.inputs.iter();
    match (inputs.next(), inputs.next()) {
        (None, _) => return fault(signature.ident.span(), "a step in Rust takes the transaction"),
        (Some(FnArg::Receiver(receiver)), _) => {
            return fault(receiver.span(), "a step in Rust is a function, not a method");
        }
        (Some(_), Some(second)) => {
            return fault(second.span(), "a step in Rust takes the transaction and nothing else");
        }
        (Some(FnArg::Typed(_)), None) => {}
    }
    if matches!(signature.output, ReturnType::Default) {
        return fault(signature.ident.span(), "a step in Rust returns a `Result<()>`");
    }
    None
}

/// The function `path` with this signature, as the runner takes it. The conversions are spanned on
/// the user's own types, so that rustc points there when they do not fit.
pub(super) fn body(path: &TokenStream, signature: &Signature) -> TokenStream {
    let argument = match signature.inputs.first() {
        Some(FnArg::Typed(typed)) => ends(&typed.ty),
        _ => ends(&signature.ident),
    };
    let output = match &signature.output {
        ReturnType::Type(_, ty) => ends(ty),
        ReturnType::Default => ends(&signature.ident),
    };
    let (form, arg) = match takes(signature) {
        Takes::Transaction => (quote!(Code), hidden("arg", argument)),
        Takes::Backfill => (quote!(Backfill), hidden("backfill", argument)),
    };
    let outcome = hidden("outcome", output);
    let tx = quote_spanned!(argument.1=> (tx));
    let returned = quote_spanned!(output.0=> returned);
    quote! {
        ::migrate_runtime::__private::Body::#form(|tx| {
            let #returned = #path(#arg #tx);
            #outcome(#returned)
        })
    }
}

/// The path of a hidden function, as wide as what the user wrote.
fn hidden(name: &str, (start, end): (Span, Span)) -> TokenStream {
    let name = Ident::new(name, end);
    let path = quote_spanned!(start=> ::migrate_runtime::__private::);
    quote!(#path #name)
}

/// The spans of the literals of `sql!("..")` in a function, in the order in which they stand.
pub(super) fn sql_spans(function: &ItemFn) -> Vec<Span> {
    let mut found = Vec::new();
    let body = &function.block;
    collect(quote!(#body), &mut found);
    found
}

fn collect(stream: TokenStream, found: &mut Vec<Span>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else { continue };
        let is = |back: usize, text: &str| {
            at.checked_sub(back).is_some_and(|at| trees[at].to_string() == text)
        };
        let literal = group.stream().into_iter().next();
        match literal {
            Some(TokenTree::Literal(literal)) if is(1, "!") && is(2, "sql") => {
                if matches!(syn::Lit::new(literal.clone()), syn::Lit::Str(_)) {
                    found.push(literal.span());
                }
            }
            _ => collect(group.stream(), found),
        }
    }
}
