//! `#[migration(..)]`: the item stays as it is, and a hidden module beside it says what it means.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::emit;
use super::forms::{BodyKind, Form, fault};
use super::found::Said;
use super::tokens::Flat;
use crate::Version;
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

    let written = written(&attribute, &form);
    let places = places(&attribute, &form, &flat);
    let Form { item, errors, .. } = form;
    quote! {
        #item
        #(#errors)*
        #[doc(hidden)]
        #[allow(unused_macros, unused_imports, reason = "for when there is something to report")]
        pub(crate) mod __one_migration_in_a_module {
            use ::migrate_runtime::__private as __m;
            pub(crate) const WRITTEN: __m::Written = #written;
            macro_rules! at {
                ($place:tt $kind:tt $message:tt $own:tt) => {
                    ::migrate_runtime::__private::report! { $place $kind $message $own #(#places)* }
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
    if let (Some((_, at)), BodyKind::Sql) = (&attribute.schema, form.up.kind) {
        let help = "write its DDL in the SQL text itself";
        errors.push(fault(flat.spans(at), "`schema` belongs to steps in Rust", help));
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

fn written(attribute: &Attribute, form: &Form) -> TokenStream {
    let said = Said {
        version: attribute.version.as_ref().map_or(Version::default(), |(version, _)| *version),
        name: attribute.name.as_deref().unwrap_or(&form.name),
        description: &form.description,
        keys: &attribute.keys,
        irreversible: attribute.keys.irreversible.as_deref(),
        schema: attribute.schema.as_ref().map(|(text, _)| text.as_str()),
        up: form.up.body.clone(),
        down: form.down.as_ref().map(|down| down.body.clone()),
    };
    said.written()
}

/// Each place that a message can land on, by name: `up(start end)`.
///
/// The hidden macro that passes them on is called with the place, the kind and text of the message,
/// and a token of the user's own file: without the last one, rustc would go on about the macros that
/// the message went through.
fn places(attribute: &Attribute, form: &Form, flat: &Flat) -> Vec<TokenStream> {
    let version = attribute.version.as_ref().map_or(0..0, |(_, at)| at.clone());
    let whole = |span: Span| (span, span);
    let mut places = vec![
        ("version".to_owned(), flat.spans(&version)),
        ("up".to_owned(), whole(form.up.anchor)),
    ];
    places.extend(form.down.as_ref().map(|down| ("down".to_owned(), whole(down.anchor))));
    let schema = attribute.schema.as_ref();
    places.extend(schema.map(|(_, at)| ("schema".to_owned(), flat.spans(at))));
    let sql = form.sql.iter().enumerate();
    places.extend(sql.map(|(at, &span)| (format!("sql{at}"), whole(span))));
    let keys = attribute.places.iter().enumerate();
    places.extend(keys.map(|(at, key)| (format!("key{at}"), flat.spans(key))));
    let place = |(name, (start, end)): (String, (Span, Span))| {
        let name = Ident::new(&name, Span::call_site());
        // Identifiers that carry the spans and mean nothing.
        let (start, end) = (Ident::new("start", start), Ident::new("end", end));
        quote!(#name(#start #end))
    };
    places.into_iter().map(place).collect()
}
