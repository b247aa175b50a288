//! The forms of an item with `#[migration]`: `const`, `fn`, and `mod` with both directions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Item, ItemConst, ItemFn, ItemMod, Lit, Signature};

use super::emit;
use super::plain;
use super::steps::{Takes, body, signature_fault, sql_spans, takes};

/// What an item with `#[migration]` says, whatever its form.
pub(super) struct Form {
    /// The item as it is put back, with hidden constants where they are needed.
    pub(super) item: TokenStream,
    pub(super) up: Direction,
    pub(super) down: Option<Direction>,
    /// The constants of the hidden module: the steps in Rust, as the runner calls them.
    pub(super) steps: Vec<TokenStream>,
    /// The literals of `sql!`.
    pub(super) sql: Vec<Span>,
    pub(super) errors: Vec<TokenStream>,
}

/// One direction: where messages about it land.
pub(super) struct Direction {
    pub(super) anchor: Span,
    pub(super) kind: BodyKind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum BodyKind {
    Sql,
    Code,
    /// Code that works in batches.
    Backfill,
}

impl Form {
    pub(super) fn read(tokens: TokenStream) -> Self {
        // Nearly all are plain constants, and syn takes its time.
        if let Some(anchor) = plain::literal(&tokens) {
            return Self::new(read_by_set(&tokens), anchor);
        }
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

    /// An item of SQL until something else is found.
    fn new(item: TokenStream, anchor: Span) -> Self {
        Self {
            item,
            up: Direction { anchor, kind: BodyKind::Sql },
            down: None,
            steps: Vec::new(),
            sql: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn broken(item: TokenStream, error: TokenStream) -> Self {
        Self { errors: vec![error], ..Self::new(item, Span::call_site()) }
    }

    fn constant(item: &ItemConst) -> Self {
        let mut form = Self::new(read_by_set(item), item.ident.span());
        match literal(item) {
            Ok(span) => form.up.anchor = span,
            Err(error) => form.errors.push(error),
        }
        form
    }

    fn function(item: &ItemFn) -> Self {
        let ident = &item.sig.ident;
        let mut form = Self::new(item.to_token_stream(), ident.span());
        let body = form.code(item, &quote!(super::#ident));
        form.up.kind = kind(&item.sig);
        form.sql = sql_spans(item);
        form.steps.push(step("UP", &body));
        form
    }

    /// The function as the runner takes it, or what stands for one with a wrong signature.
    fn code(&mut self, item: &ItemFn, path: &TokenStream) -> TokenStream {
        match signature_fault(&item.sig) {
            Some((span, message, help)) => {
                self.errors.push(fault((span, span), message, help));
                quote! {
                    ::migrate_runtime::__private::Body::Code(|_| ::core::result::Result::Ok(()))
                }
            }
            None => body(path, &item.sig),
        }
    }

    fn module(mut item: ItemMod) -> Self {
        let mut form = Self::new(TokenStream::new(), item.ident.span());
        let Some((_, content)) = &mut item.content else {
            let message = "`#[migration]` does not reach into another file";
            let help = "write it inside that file, on the item itself";
            form.errors.push(fault(ends(&item.ident), message, help));
            form.item = quote!(#item);
            return form;
        };
        let ident = &item.ident;
        let up = form.inner("UP", ident, content);
        form.down = form.inner("DOWN", ident, content);
        match up {
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

    /// The `const` or `fn` of a module that gives one direction. The function is private to the
    /// module, so a hidden constant in there hands it out.
    fn inner(&mut self, name: &str, module: &Ident, content: &mut Vec<Item>) -> Option<Direction> {
        let (mut directions, mut hidden) = (Vec::new(), None);
        for item in &mut *content {
            match item {
                Item::Const(item) if item.ident == name => match literal(item) {
                    Ok(anchor) => {
                        directions.push(Direction { anchor, kind: BodyKind::Sql });
                        let unread = unread();
                        item.attrs.push(syn::parse_quote!(#unread));
                    }
                    Err(error) => self.errors.push(error),
                },
                Item::Fn(item) if item.sig.ident == name.to_lowercase() => {
                    let ident = &item.sig.ident;
                    self.sql.extend(sql_spans(item));
                    hidden = Some(self.code(item, &quote!(#ident)));
                    directions.push(Direction { anchor: ident.span(), kind: kind(&item.sig) });
                }
                _ => {}
            }
        }
        if let [_, second] = &directions[..] {
            let message =
                format!("`{}` is given twice, as a `const` and as a `fn`", name.to_lowercase());
            self.errors.push(fault((second.anchor, second.anchor), &message, "keep one of them"));
        }
        if let Some(body) = hidden {
            let inside = Ident::new(&format!("__{name}"), Span::call_site());
            content.push(syn::parse_quote! {
                #[doc(hidden)]
                pub(super) const #inside: ::migrate_runtime::__private::Body = #body;
            });
            self.steps.push(step(name, &quote!(super::#module::#inside)));
        }
        directions.into_iter().next()
    }
}

/// A constant of the hidden module.
fn step(name: &str, value: &TokenStream) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote!(pub(crate) const #name: ::migrate_runtime::__private::Body = #value;)
}

fn kind(signature: &Signature) -> BodyKind {
    match takes(signature) {
        Takes::Transaction => BodyKind::Code,
        Takes::Backfill => BodyKind::Backfill,
    }
}

/// The item, which rustc sees nobody read.
fn read_by_set(item: &impl ToTokens) -> TokenStream {
    let unread = unread();
    quote!(#unread #item)
}

fn unread() -> TokenStream {
    quote!(#[allow(dead_code, reason = "`#[migrations]` reads it from the file")])
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
