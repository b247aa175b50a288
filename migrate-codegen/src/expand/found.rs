//! The values that the macros bake into the program, as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::check::{Checked, RollbackSource, Script};
use crate::source::{Keys, SqlText};
use crate::{Category, ForeignKeys, Impact, RollbackClass, Transactional, Version};

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

/// A `Found`: what reading the whole history found out, without what it found nothing about.
pub(super) fn found(checked: &Checked) -> TokenStream {
    let file = &checked.file.name;
    let category = category(checked.category);
    let checksum = &checked.checksum;
    let class = class(checked.rollback.class);
    let depends_on = (!checked.depends_on.is_empty()).then(|| {
        let versions = checked.depends_on.iter().map(|version| version.get());
        quote!(depends_on: &[#(__m::version(#versions)),*],)
    });
    let footprint = checked.footprint.to_string();
    let inferred = match (checked.rollback.source, &checked.rollback.text) {
        (RollbackSource::Inferred, Some(SqlText { text, .. })) => Some(quote!(#text)),
        _ => None,
    };
    let found = [
        depends_on,
        script("up", &checked.up),
        script("down", &checked.down),
        optional("inferred_down", inferred),
    ];
    let rest = rest(&found, &quote!(__m::Found::NOTHING));
    let found = found.into_iter().flatten();
    quote! {
        __m::Found {
            file: #file,
            category: #category,
            checksum: #checksum,
            class: #class,
            footprint: #footprint,
            #(#found)*
            #rest
        }
    }
}

/// A field of a `Found` that holds a script, unless it is empty.
fn script(field: &str, script: &Script) -> Option<TokenStream> {
    if *script == Script::default() {
        return None;
    }
    let field = Ident::new(field, Span::call_site());
    let parts = script.statements.iter().map(|part| {
        let (start, end) = (part.range.start, part.range.end);
        let (line, column) = (part.place.line, part.place.column);
        quote!(__m::part(#start, #end, #line, #column))
    });
    let suspend = (script.foreign_keys == ForeignKeys::Suspend)
        .then(|| quote!(foreign_keys: __m::ForeignKeys::Suspend,));
    let texts = |field: &str, texts: &[String]| {
        let field = Ident::new(field, Span::call_site());
        (!texts.is_empty()).then(|| quote!(#field: &[#(#texts),*],))
    };
    let found = [suspend, texts("drops", &script.drops), texts("sql", &script.sql)];
    let rest = rest(&found, &quote!(__m::Script::EMPTY));
    let found = found.into_iter().flatten();
    Some(quote! {
        #field: __m::Script {
            statements: &[#(#parts),*],
            #(#found)*
            #rest
        },
    })
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

fn category(category: Category) -> TokenStream {
    match category {
        Category::Schema => quote!(__m::Category::Schema),
        Category::Data => quote!(__m::Category::Data),
        Category::Index => quote!(__m::Category::Index),
        Category::Constraint => quote!(__m::Category::Constraint),
    }
}

fn class(class: RollbackClass) -> TokenStream {
    match class {
        RollbackClass::Exact => quote!(__m::RollbackClass::Exact),
        RollbackClass::SchemaOnly => quote!(__m::RollbackClass::SchemaOnly),
        RollbackClass::Preserved => quote!(__m::RollbackClass::Preserved),
        RollbackClass::Given => quote!(__m::RollbackClass::Given),
        RollbackClass::Irreversible => quote!(__m::RollbackClass::Irreversible),
    }
}

fn impact(impact: Impact) -> TokenStream {
    match impact {
        Impact::Low => quote!(__m::Impact::Low),
        Impact::Medium => quote!(__m::Impact::Medium),
        Impact::High => quote!(__m::Impact::High),
    }
}
