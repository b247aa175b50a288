//! The values that the macros bake into the program, as tokens.

use std::slice;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::baked::Writer;
use crate::check::{Checked, RollbackSource, Script};
use crate::rollback::Keeping;
use crate::source::Keys;
use crate::{ForeignKeys, Impact, Transactional, Version};

/// What the author of a migration said, in whatever form.
pub(super) struct Said<'a> {
    pub(super) version: Version,
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) keys: &'a Keys,
    pub(super) irreversible: Option<&'a str>,
    pub(super) schema: Option<&'a str>,
    pub(super) up: TokenStream,
    pub(super) down: Option<TokenStream>,
}

impl Said<'_> {
    /// A `Written` with these values. What was not said is left out: a thousand migrations are a
    /// thousand of these, and rustc reads every token of them.
    pub(super) fn written(&self) -> TokenStream {
        let Self { name, description, keys, up, .. } = self;
        let number = self.version.get();
        let timeout = keys.timeout.map(|timeout| {
            let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
            quote!(::core::time::Duration::from_millis(#millis))
        });
        let transactional = match keys.transactional {
            Transactional::Yes => None,
            Transactional::No => Some(quote!(transactional: __m::Transactional::No,)),
        };
        let said = [
            optional("created", keys.created.as_ref().map(|text| quote!(#text))),
            optional("irreversible", self.irreversible.map(|text| quote!(#text))),
            transactional,
            optional("timeout", timeout),
            optional("rollback_safe", keys.rollback_safe.map(|safe| quote!(#safe))),
            optional("impact", keys.impact.map(impact)),
            optional("schema", self.schema.map(|text| quote!(#text))),
            optional("down", self.down.clone()),
        ];
        let rest = rest(&said, &quote!(__m::Written::NOTHING));
        let said = said.into_iter().flatten();
        quote! {
            __m::Written {
                version: __m::version(#number),
                name: #name,
                description: #description,
                up: #up,
                #(#said)*
                #rest
            }
        }
    }
}

/// What reading the whole history found out, as one text that `Found::read` of migrate-runtime reads:
/// the fields in the order in which they stand there.
pub(crate) fn found(checked: &Checked) -> String {
    let mut writer = Writer::default();
    writer.text(&checked.file.name);
    writer.text(checked.category.as_str());
    writer.list(&checked.depends_on, |writer, version| {
        writer.number(version.get().unsigned_abs());
    });
    writer.text(checked.rollback.class.as_str());
    script(&mut writer, &checked.up);
    script(&mut writer, &checked.down);
    let inferred = match (checked.rollback.source, &checked.rollback.text) {
        (RollbackSource::Inferred, Some(sql)) => slice::from_ref(&sql.text),
        _ => &[],
    };
    writer.list(inferred, |writer, text| writer.text(text));
    writer.text(&checked.footprint.to_string());
    writer.list(&checked.keeping, keeping);
    writer.finish()
}

fn keeping(writer: &mut Writer, Keeping { table, place, before, after }: &Keeping) {
    writer.text(table);
    writer.text(place);
    writer.list(before, |writer, sql| writer.text(sql));
    writer.list(after, |writer, sql| writer.text(sql));
}

fn script(writer: &mut Writer, script: &Script) {
    writer.list(&script.statements, |writer, part| {
        writer.size(part.range.start);
        writer.size(part.range.end);
        writer.size(part.place.line);
        writer.size(part.place.column);
    });
    writer.number(u64::from(script.foreign_keys == ForeignKeys::Suspend));
    writer.list(&script.drops, |writer, table| writer.text(table));
    writer.list(&script.sql, |writer, sql| writer.text(sql));
}

/// Where the fields that were left out come from, if any were.
fn rest(fields: &[Option<TokenStream>], nothing: &TokenStream) -> Option<TokenStream> {
    fields.iter().any(Option::is_none).then(|| quote!(..#nothing))
}

/// A field that is there only with a value.
fn optional(field: &str, value: Option<TokenStream>) -> Option<TokenStream> {
    let field = Ident::new(field, Span::call_site());
    value.map(|value| quote!(#field: ::core::option::Option::Some(#value),))
}

fn impact(impact: Impact) -> TokenStream {
    match impact {
        Impact::Low => quote!(__m::Impact::Low),
        Impact::Medium => quote!(__m::Impact::Medium),
        Impact::High => quote!(__m::Impact::High),
    }
}
