//! The forms of an item with `#[migration]`: `const`, `fn`, and `mod` with both directions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Item, ItemConst, ItemFn, ItemMod, Lit};

use super::emit;
use super::steps::{pointer, signature_fault, sql_spans};
use crate::source::rust::describe;

/// What an item with `#[migration]` says, whatever its form.
pub(super) struct Form {
    /// The item as it is put back, with hidden constants where they are needed.
    pub(super) item: TokenStream,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) up: Direction,
    pub(super) down: Option<Direction>,
    /// The literals of `sql!`.
    pub(super) sql: Vec<Span>,
    pub(super) errors: Vec<TokenStream>,
}

/// One direction: how the hidden module names it, and where messages about it land.
pub(super) struct Direction {
    pub(super) body: TokenStream,
    pub(super) anchor: Span,
    pub(super) kind: BodyKind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum BodyKind {
    Sql,
    Code,
}

impl Form {
    pub(super) fn read(tokens: TokenStream) -> Self {
        match syn::parse2::<Item>(tokens.clone()) {
            Ok(Item::Const(item)) => Self::constant(&item),
            Ok(Item::Fn(item)) => Self::function(&item),
            Ok(Item::Mod(item)) => Self::module(item),
            Ok(other) => {
                let message = "`#[migration]` goes on a `const`, a `mod` or a `fn`";
                let help = "write `const CREATE_ORDERS: &str = \"..\";`";
                Self::broken(tokens, fault((other.span(), other.span()), message, help))
            }
            Err(error) => Self::broken(tokens, error.to_compile_error()),
        }
    }

    fn new(item: &impl ToTokens, ident: &Ident, attributes: &[Attribute]) -> Self {
        Self {
            item: item.to_token_stream(),
            name: ident.to_string().trim_start_matches("r#").to_lowercase(),
            description: describe(&docs(attributes)),
            up: Direction::sql(&quote!(""), ident.span()),
            down: None,
            sql: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn broken(item: TokenStream, error: TokenStream) -> Self {
        let ident = Ident::new("broken", Span::call_site());
        Self { errors: vec![error], item, ..Self::new(&quote!(), &ident, &[]) }
    }

    fn constant(item: &ItemConst) -> Self {
        let mut form = Self::new(item, &item.ident, &item.attrs);
        match literal(item) {
            Ok(span) => {
                let ident = &item.ident;
                form.up = Direction::sql(&quote!(super::#ident), span);
            }
            Err(error) => form.errors.push(error),
        }
        form
    }

    fn function(item: &ItemFn) -> Self {
        let mut form = Self::new(item, &item.sig.ident, &item.attrs);
        let ident = &item.sig.ident;
        match Direction::code(item, &quote!(super::#ident)) {
            Ok(direction) => (form.up, form.sql) = (direction, sql_spans(item)),
            Err(error) => form.errors.push(error),
        }
        form
    }

    fn module(mut item: ItemMod) -> Self {
        let mut form = Self::new(&item, &item.ident, &item.attrs);
        let Some((_, content)) = &mut item.content else {
            let message = "`#[migration]` does not reach into another file";
            let help = "write it inside that file, on the item itself";
            form.errors.push(fault(ends(&item.ident), message, help));
            return form;
        };
        let up = form.inner("up", content);
        let down = form.inner("down", content);
        let ident = &item.ident;
        let mut hide = |direction: Direction, name: &str| {
            let (name, body) = (Ident::new(name, Span::call_site()), &direction.body);
            content.push(syn::parse_quote! {
                #[doc(hidden)]
                pub(super) const #name: ::migrate_runtime::__private::Body = #body;
            });
            Direction { body: quote!(super::#ident::#name), ..direction }
        };
        form.down = down.map(|direction| hide(direction, "__DOWN"));
        match up.map(|direction| hide(direction, "__UP")) {
            Some(direction) => form.up = direction,
            None if form.errors.is_empty() => {
                let message = "the module says nothing of how to apply it";
                let help = "write `const UP: &str = \"..\";` or \
                            `fn up(tx: &mut Transaction<'_>) -> Result<()>` in it";
                form.errors.push(fault(ends(ident), message, help));
            }
            None => {}
        }
        form.item = quote!(#item);
        form
    }

    /// The `const` or `fn` of a module that gives one direction.
    fn inner(&mut self, name: &str, content: &[Item]) -> Option<Direction> {
        let mut found = Vec::new();
        for item in content {
            match item {
                Item::Const(item) if item.ident == name.to_uppercase() => {
                    let ident = &item.ident;
                    found.push(literal(item).map(|span| Direction::sql(&quote!(#ident), span)));
                }
                Item::Fn(item) if item.sig.ident == name => {
                    let ident = &item.sig.ident;
                    self.sql.extend(sql_spans(item));
                    found.push(Direction::code(item, &quote!(#ident)));
                }
                _ => {}
            }
        }
        let mut directions = Vec::new();
        for direction in found {
            match direction {
                Ok(direction) => directions.push(direction),
                Err(error) => self.errors.push(error),
            }
        }
        if let [_, second] = &directions[..] {
            let message = format!("`{name}` is given twice, as a `const` and as a `fn`");
            self.errors.push(fault((second.anchor, second.anchor), &message, "keep one of them"));
        }
        directions.into_iter().next()
    }
}

impl Direction {
    fn sql(text: &TokenStream, anchor: Span) -> Self {
        let body = quote!(::migrate_runtime::__private::Body::Sql(#text));
        Self { body, anchor, kind: BodyKind::Sql }
    }

    fn code(item: &ItemFn, path: &TokenStream) -> Result<Self, TokenStream> {
        if let Some((span, message, help)) = signature_fault(&item.sig) {
            return Err(fault((span, span), message, help));
        }
        let pointer = pointer(path, &item.sig);
        let body = quote!(::migrate_runtime::__private::Body::Code(#pointer));
        Ok(Self { body, anchor: item.sig.ident.span(), kind: BodyKind::Code })
    }
}

/// The span of the string literal that a `const` is.
fn literal(item: &ItemConst) -> Result<Span, TokenStream> {
    match &*item.expr {
        Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => Ok(literal.span()),
        other => Err(fault(
            ends(other),
            "the SQL of a migration is one string literal",
            "write the SQL as a literal here, or list an SQL file in the set: `\"0003_seed.sql\"`",
        )),
    }
}

/// The texts of the doc comments among the attributes.
fn docs(attributes: &[Attribute]) -> Vec<String> {
    let text = |attribute: &Attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    attributes.iter().filter_map(text).collect()
}

/// An error with its advice, from one span to another.
pub(super) fn fault(at: (Span, Span), message: &str, help: &str) -> TokenStream {
    emit::error(at, &emit::text(message, Some(help)))
}

/// The first and the last span of what the user wrote.
pub(super) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}
