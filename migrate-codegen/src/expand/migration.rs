//! `#[migration(..)]`: the item stays as it is, and a hidden module beside it knows its places.
//!
//! What the item says is read by `#[migrations]`, from the file: a thousand migrations are a thousand
//! of these expansions at each build, and rustc reads every token of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::emit;
use super::forms::{BodyKind, Form, fault};
use super::tokens::Flat;
use crate::source::rust::keys::{self, Attribute};

/// The expansion of `#[migration(arguments)] item`.
#[must_use]
pub fn migration(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let flat = Flat::new(arguments);
    let attribute = keys::read(&flat.tokens);
    let mut form = Form::read(item);
    form.errors.extend(attribute.faults.iter().map(|fault| {
        let text = emit::text(&fault.message, fault.help.as_deref());
        emit::error(flat.spans(&fault.at), &text)
    }));
    form.errors.extend(contradictions(&attribute, &form, &flat));

    let places = places(&attribute, &form, &flat);
    let Form { item, errors, steps, .. } = form;
    quote! {
        #item
        #(#errors)*
        #[doc(hidden)]
        #[allow(unused, reason = "for when there is something to report")]
        pub(crate) mod __one_migration_in_a_module {
            #(#steps)*
            macro_rules! at {
                ($($said:tt)*) => {
                    ::migrate_runtime::__private::report! { $($said)* #places }
                };
            }
            pub(crate) use at;
        }
    }
}

/// Keys that contradict the form of the item.
fn contradictions(attribute: &Attribute, form: &Form, flat: &Flat) -> Vec<TokenStream> {
    let mut errors = Vec::new();
    let keys = &attribute.keys;
    let no_schema = match form.up.kind {
        BodyKind::Sql => {
            Some(("`schema` belongs to steps in Rust", "write its DDL in the SQL text itself"))
        }
        BodyKind::Backfill => Some((
            "a backfill does not change the schema",
            "put the DDL into a migration of its own",
        )),
        BodyKind::Code => None,
    };
    if let (Some((_, at)), Some((message, help))) = (&attribute.schema, no_schema) {
        errors.push(fault(flat.spans(at), message, help));
    }
    if let (Some(at), BodyKind::Sql) = (&attribute.revision, form.up.kind) {
        let help = "leave it out: the checksum covers the whole SQL text";
        errors.push(fault(flat.spans(at), "`revision` belongs to steps in Rust", help));
    }
    if let (Some(_), Some(down)) = (&keys.irreversible, &form.down) {
        let message = "the migration is `irreversible` and has a rollback";
        errors.push(fault((down.anchor, down.anchor), message, "drop the key, or the rollback"));
    }
    errors
}

/// Each place that a message can land on, by name: `up(start end)`.
///
/// The hidden macro that passes them on is called with the place, the kind and text of the message,
/// and a token of the user's own file: without the last one, rustc would go on about the macros that
/// the message went through.
fn places(attribute: &Attribute, form: &Form, flat: &Flat) -> TokenStream {
    let mut places = TokenStream::new();
    let mut place = |name: &str, (start, end): (Span, Span)| {
        let name = Ident::new(name, Span::call_site());
        // Identifiers that carry the spans and mean nothing.
        let (start, end) = (Ident::new("start", start), Ident::new("end", end));
        places.extend(quote!(#name(#start #end)));
    };
    let whole = |span: Span| (span, span);
    let version = attribute.version.as_ref().map_or(0..0, |(_, at)| at.clone());
    place("version", flat.spans(&version));
    place("up", whole(form.up.anchor));
    if let Some(down) = &form.down {
        place("down", whole(down.anchor));
    }
    if let Some((_, at)) = &attribute.schema {
        place("schema", flat.spans(at));
    }
    for (at, &span) in form.sql.iter().enumerate() {
        place(&format!("sql{at}"), whole(span));
    }
    for (at, key) in attribute.places.iter().enumerate() {
        place(&format!("key{at}"), flat.spans(key));
    }
    places
}
