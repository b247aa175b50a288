//! The values that the macros bake into the program, as tokens.

use proc_macro2::TokenStream;
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
    /// A `Written` with these values.
    pub(super) fn written(&self) -> TokenStream {
        let Self { name, description, keys, up, .. } = self;
        let version = version(self.version);
        let created = option(keys.created.as_ref().map(|text| quote!(#text)));
        let irreversible = option(self.irreversible.map(|text| quote!(#text)));
        let transactional = transactional(keys.transactional);
        let timeout = option(keys.timeout.map(|timeout| {
            let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
            quote!(::core::time::Duration::from_millis(#millis))
        }));
        let rollback_safe = option(keys.rollback_safe.map(|safe| quote!(#safe)));
        let impact = option(keys.impact.map(impact));
        let schema = option(self.schema.map(|text| quote!(#text)));
        let down = option(self.down.clone());
        quote! {
            ::migrate_runtime::__private::Written {
                version: #version,
                name: #name,
                description: #description,
                created: #created,
                irreversible: #irreversible,
                transactional: #transactional,
                timeout: #timeout,
                rollback_safe: #rollback_safe,
                impact: #impact,
                schema: #schema,
                up: #up,
                down: #down,
            }
        }
    }
}

/// A `Found`: what reading the whole history found out.
pub(super) fn found(checked: &Checked) -> TokenStream {
    let file = &checked.file.name;
    let category = category(checked.category);
    let depends_on = checked.depends_on.iter().map(|&v| version(v));
    let checksum = &checked.checksum;
    let class = class(checked.rollback.class);
    let (up, down) = (script(&checked.up), script(&checked.down));
    let inferred = match (checked.rollback.source, &checked.rollback.text) {
        (RollbackSource::Inferred, Some(SqlText { text, .. })) => Some(quote!(#text)),
        _ => None,
    };
    let inferred = option(inferred);
    quote! {
        m::Found {
            file: #file,
            category: #category,
            depends_on: &[#(#depends_on),*],
            checksum: #checksum,
            class: #class,
            up: #up,
            down: #down,
            inferred_down: #inferred,
        }
    }
}

fn script(script: &Script) -> TokenStream {
    if *script == Script::default() {
        return quote!(m::Script::EMPTY);
    }
    let parts = script.statements.iter().map(|part| {
        let (start, end) = (part.range.start, part.range.end);
        let (line, column) = (part.place.line, part.place.column);
        quote!(m::Part { start: #start, end: #end, line: #line, column: #column })
    });
    let foreign_keys = match script.foreign_keys {
        ForeignKeys::Keep => quote!(m::ForeignKeys::Keep),
        ForeignKeys::Suspend => quote!(m::ForeignKeys::Suspend),
    };
    let (drops, sql) = (&script.drops, &script.sql);
    quote! {
        m::Script {
            statements: &[#(#parts),*],
            foreign_keys: #foreign_keys,
            drops: &[#(#drops),*],
            sql: &[#(#sql),*],
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

fn version(version: Version) -> TokenStream {
    let number = version.get();
    quote!(::migrate_runtime::__private::version(#number))
}

fn category(category: Category) -> TokenStream {
    match category {
        Category::Schema => quote!(m::Category::Schema),
        Category::Data => quote!(m::Category::Data),
        Category::Index => quote!(m::Category::Index),
        Category::Constraint => quote!(m::Category::Constraint),
    }
}

fn class(class: RollbackClass) -> TokenStream {
    match class {
        RollbackClass::Exact => quote!(m::RollbackClass::Exact),
        RollbackClass::SchemaOnly => quote!(m::RollbackClass::SchemaOnly),
        RollbackClass::Preserved => quote!(m::RollbackClass::Preserved),
        RollbackClass::Given => quote!(m::RollbackClass::Given),
        RollbackClass::Irreversible => quote!(m::RollbackClass::Irreversible),
    }
}

fn impact(impact: Impact) -> TokenStream {
    match impact {
        Impact::Low => quote!(::migrate_runtime::__private::Impact::Low),
        Impact::Medium => quote!(::migrate_runtime::__private::Impact::Medium),
        Impact::High => quote!(::migrate_runtime::__private::Impact::High),
    }
}

fn transactional(transactional: Transactional) -> TokenStream {
    match transactional {
        Transactional::Yes => quote!(::migrate_runtime::__private::Transactional::Yes),
        Transactional::No => quote!(::migrate_runtime::__private::Transactional::No),
    }
}
