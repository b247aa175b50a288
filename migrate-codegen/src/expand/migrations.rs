//! `#[migrations]`: reads the whole history, checks it, and bakes what it found out.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, GenericArgument, ItemStatic, PathArguments, Type};

use super::emit;
use super::forms::ends;
use super::record::record;
use super::tokens::Flat;
use crate::Dialect;
use crate::baked::Writer;
use crate::check::{
    Depth, Options, Problem, ProblemKind, Report, Severity, Style, check_from, render,
};
use crate::checkpoint::Checkpoint;
use crate::snapshot::Files;
use crate::source::rust::{Anchors, Entry, EntrySource, Gap, Presence, SetFile, options, read_set};
use crate::source::{Body, Origin, Source};

/// Where `#[migrations]` was called, as only the compiler knows it.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The file; `None` where the macro is expanded for an editor.
    pub file: Option<PathBuf>,
    /// The line of the static, from 1.
    pub line: usize,
    /// The folder of the crate's manifest: a file's name in messages does not begin with it when
    /// the compiler gives an absolute path.
    pub manifest: Option<PathBuf>,
    /// How deep to check.
    pub depth: Depth,
}

/// The expansion of `#[migrations(arguments)] item`.
#[must_use]
pub fn migrations(
    arguments: TokenStream,
    item: TokenStream,
    invocation: &Invocation,
) -> TokenStream {
    let set = match Set::parse(item.clone()) {
        Ok(set) => set,
        Err(error) => {
            let (error, stub) = (error.to_compile_error(), stub(item));
            return quote!(#stub #error);
        }
    };
    let mut errors = option_errors(arguments, set.dialect);
    let Some(file) = &invocation.file else { return set.for_editor(&errors) };
    let shown = shown(file, invocation.manifest.as_deref());
    let near = near(file, invocation.line);
    let read = match read_set(file, &shown, &set.name(), near, set.dialect) {
        Ok(read) => read,
        Err(gap) => {
            errors.push(set.at_name(&gap));
            return set.emit(&Baked::default(), &errors, &shown);
        }
    };
    set.expand(&read, invocation.depth, errors, &shown, file)
}

/// An empty set in place of one whose list cannot be read: what names it is not wrong.
fn stub(item: TokenStream) -> Option<TokenStream> {
    let ItemStatic { attrs, vis, ident, ty, .. } = syn::parse2(item).ok()?;
    dialect(&ty)?;
    Some(quote! {
        #(#attrs)*
        #vis static #ident: #ty = ::migrate_runtime::__private::Migrations::new("", "", &[]);
    })
}

/// The file's name as messages show it and the program keeps it.
fn shown(file: &Path, manifest: Option<&Path>) -> PathBuf {
    let inside = manifest.and_then(|manifest| file.strip_prefix(manifest).ok());
    inside.unwrap_or(file).to_owned()
}

/// The first byte of the line that says something, to tell statics of one name apart.
fn near(file: &Path, line: usize) -> Option<usize> {
    let text = crate::source::disk::read_text(file).ok()?;
    let start = crate::text::LineIndex::new(&text).start_of(line)?;
    let rest = &text[start..];
    Some(start + rest.len() - rest.trim_start().len())
}

fn option_errors(arguments: TokenStream, dialect: Dialect) -> Vec<TokenStream> {
    let flat = Flat::new(arguments);
    options::read(&flat.tokens, &mut Options::new(dialect))
        .iter()
        .map(|fault| {
            let text = emit::text(&fault.message, fault.help.as_deref());
            emit::error(flat.spans(&fault.at), &text)
        })
        .collect()
}

/// What a static holds.
#[derive(Default)]
struct Baked {
    /// The migrations.
    text: String,
    /// Their steps in Rust.
    steps: Vec<TokenStream>,
    /// Makes rustc watch SQL files, and miss modules that are configured out.
    watched: Vec<TokenStream>,
}

/// The static as its tokens say.
struct Set {
    item: ItemStatic,
    list: ExprArray,
    dialect: Dialect,
}

impl Set {
    fn parse(item: TokenStream) -> syn::Result<Self> {
        let form = "write `pub static SHOP: Migrations<Sqlite> = [m0001_create_customers];`";
        let span = item.span();
        let item: ItemStatic = syn::parse2(item).map_err(|_| {
            let message = "`#[migrations]` goes on a static with a list of migrations";
            syn::Error::new(span, emit::text(message, Some(form)))
        })?;
        let Expr::Array(list) = (*item.expr).clone() else {
            let message = "the value of the static is a list of migrations";
            return Err(syn::Error::new_spanned(&item.expr, emit::text(message, Some(form))));
        };
        let dialect = dialect(&item.ty).ok_or_else(|| {
            let message = "the type does not name an engine that this version knows";
            let help = "write `Migrations<Sqlite>`, or with `D1`, `Postgres` or `DuckDb`";
            syn::Error::new_spanned(&item.ty, emit::text(message, Some(help)))
        })?;
        Ok(Self { item, list, dialect })
    }

    fn name(&self) -> String {
        self.item.ident.to_string()
    }

    fn at_name(&self, gap: &Gap) -> TokenStream {
        let span = self.item.ident.span();
        emit::error((span, span), &gap_text(gap))
    }

    fn expand(
        &self,
        read: &SetFile,
        depth: Depth,
        mut errors: Vec<TokenStream>,
        shown: &Path,
        source_file: &Path,
    ) -> TokenStream {
        for (entry, element) in read.entries.iter().zip(&self.list.elems) {
            let gaps = entry.read.as_ref().err().into_iter().flatten();
            errors.extend(gaps.map(|gap| emit::error(ends(element), &gap_text(gap))));
        }
        // A file that seems unlisted may be the one that another element meant.
        if read.entries.iter().all(|entry| entry.read.is_ok()) {
            errors.extend(read.unlisted.iter().map(|gap| self.at_name(gap)));
        }
        // After an element that cannot be read, what follows cannot be judged.
        let whole = read.entries.iter().take_while(|entry| entry.source().is_some()).count();
        let sources: Vec<Source> =
            read.entries[..whole].iter().filter_map(Entry::source).cloned().collect();
        let mut options = read.options.clone();
        options.depth = depth;
        let checkpoint = Checkpoint::find(source_file, &self.name().to_lowercase());
        let report = check_from(checkpoint.as_ref(), &sources, &options);
        let files = checkpoint.filter(|_| report.trusted > 0).map(|it| it.files);
        let (fatal, mut others): (Vec<&Problem>, Vec<&Problem>) =
            report.problems.iter().partition(|problem| problem.is_error());
        // rustc gets to calls of macros in other modules last, and to the last one first.
        let fatal = fatal.iter().rev();
        errors.extend(fatal.map(|problem| self.landed("error", problem, &read.entries)));
        // Warnings beside errors would only hide them.
        if !errors.is_empty() {
            others.clear();
        }
        let warnings = others.iter().rev().filter(|it| it.severity == Severity::Warning);
        let warnings = warnings.map(|problem| self.landed("warning", problem, &read.entries));
        let mut tokens = errors.clone();
        tokens.extend(warnings);
        let baked = if errors.is_empty() { self.bake(read, &report) } else { Baked::default() };
        tokens.extend(files.map(|files| watched(&files, source_file, self.item.ident.span())));
        self.emit(&baked, &tokens, shown)
    }

    /// The problem on the token that it is about.
    fn landed(&self, kind: &str, problem: &Problem, entries: &[Entry]) -> TokenStream {
        let message = problem_text(problem);
        let entry =
            problem.migration.and_then(|at| Some((entries.get(at)?, self.list.elems.get(at)?)));
        let kind_word = proc_macro2::Ident::new(kind, Span::call_site());
        match entry {
            Some((Entry { read: Ok(EntrySource::Module(item)), .. }, module)) => {
                let anchor = anchor_of(&item.anchors, problem);
                let anchor = proc_macro2::Ident::new(&anchor, Span::call_site());
                quote!(#module::__one_migration_in_a_module::at! { #anchor #kind_word #message #module })
            }
            Some((_, element)) => at(kind, element.span(), &message),
            None => at(kind, self.item.ident.span(), &message),
        }
    }

    fn bake(&self, read: &SetFile, report: &Report) -> Baked {
        let mut baked = Baked::default();
        let mut records = Vec::with_capacity(read.entries.len());
        let entries = read.entries.iter().zip(&self.list.elems).zip(&report.migrations);
        for ((entry, element), checked) in entries {
            let Some(source) = entry.source() else { continue };
            records.push(record(source, checked));
            match source.origin {
                Origin::Rust => {
                    baked.steps.extend(steps(source, element));
                    let configured = entry.presence == Presence::Configured;
                    baked.watched.extend(configured.then(|| leads_to(element)));
                }
                _ => baked.watched.extend(watched_sql(read, entry, element)),
            }
        }
        let mut writer = Writer::default();
        writer.list(&records, |writer, record| writer.text(record));
        baked.text = writer.finish();
        baked
    }

    fn emit(&self, baked: &Baked, beside: &[TokenStream], shown: &Path) -> TokenStream {
        let ItemStatic { attrs, vis, ident, ty, .. } = &self.item;
        let name = self.name().to_lowercase();
        let source = shown.to_string_lossy();
        let Baked { text, steps, watched } = baked;
        quote! {
            #(#attrs)*
            #vis static #ident: #ty = {
                use ::migrate_runtime::__private as __m;
                // Without this, cargo would not notice that the switch was turned.
                const _: ::core::option::Option<&str> = ::core::option_env!("MIGRATE_CHECK");
                #(#watched)*
                __m::Migrations::baked(#name, #source, #text, &[#(#steps),*])
            };
            #(#beside)*
        }
    }

    /// Where files cannot be read, as in rust-analyzer: the same items, no judgement. A compiler
    /// that cannot tell the file says so, because an empty set would run nothing, silently.
    fn for_editor(&self, errors: &[TokenStream]) -> TokenStream {
        let span = self.item.ident.span();
        let message = emit::text(
            "the compiler does not say which file this static stands in",
            Some("write the static itself in a file, not in another macro"),
        );
        let blind = emit::error((span, span), &message);
        let uses = self.list.elems.iter().map(|element| match element {
            Expr::Lit(literal) => quote!(
                const _: &str = ::core::include_str!(#literal);
            ),
            module => leads_to(module),
        });
        let mut beside: Vec<TokenStream> = uses.collect();
        beside.extend(errors.iter().cloned());
        beside.push(quote! {
            #[cfg(not(rust_analyzer))]
            #blind
        });
        self.emit(&Baked::default(), &beside, Path::new(""))
    }
}

/// Makes an editor go from the element to its module, and rustc say so when it is not there.
fn leads_to(module: &Expr) -> TokenStream {
    quote! {
        const _: () = {
            #[allow(unused_imports, reason = "the element leads to its module")]
            use self::#module as _;
        };
    }
}

/// Makes rustc watch the generated files that the check started from. Their path begins at the
/// folder of the set's own file, as that of every file that rustc includes.
fn watched(files: &Files, source_file: &Path, span: Span) -> TokenStream {
    let inside = source_file.parent().and_then(|it| it.strip_prefix(&files.folder).ok());
    let up: PathBuf = inside.into_iter().flat_map(Path::components).map(|_| "..").collect();
    let names = [files.schema_sql(), files.migrations_sum()];
    let paths = names
        .iter()
        .filter_map(|path| path.file_name())
        .map(|name| syn::LitStr::new(&up.join(name).to_string_lossy(), span));
    quote!(#(const _: &[u8] = ::core::include_bytes!(#paths);)*)
}

/// The engine that the last type argument names.
fn dialect(ty: &Type) -> Option<Dialect> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    let GenericArgument::Type(Type::Path(engine)) = arguments.args.last()? else { return None };
    match engine.path.segments.last()?.ident.to_string().as_str() {
        "Sqlite" => Some(Dialect::Sqlite),
        "D1" => Some(Dialect::D1),
        "Postgres" => Some(Dialect::Postgres),
        "DuckDb" => Some(Dialect::DuckDb),
        _ => None,
    }
}

/// The functions of a migration with steps in Rust.
fn steps(source: &Source, element: &Expr) -> Option<TokenStream> {
    let is_code = |body: &&Body| matches!(body, Body::Code(_));
    let up = Some(&source.up).filter(is_code).map(|_| step("UP", element));
    let down = source.down.as_ref().filter(is_code).map(|_| step("DOWN", element));
    if up.is_none() && down.is_none() {
        return None;
    }
    let [up, down] =
        [up, down].map(|it| it.unwrap_or_else(|| quote!(::core::option::Option::None)));
    let version = source.version.get();
    Some(quote!(__m::Steps { version: __m::version(#version), up: #up, down: #down }))
}

fn step(name: &str, element: &Expr) -> TokenStream {
    let name = proc_macro2::Ident::new(name, Span::call_site());
    quote!(::core::option::Option::Some(#element::__one_migration_in_a_module::#name))
}

/// Makes rustc watch the files of an SQL entry. Its text is the one that was judged.
fn watched_sql(read: &SetFile, entry: &Entry, element: &Expr) -> Vec<TokenStream> {
    let folder = Path::new(&read.file.name).parent();
    let watched = entry.files.iter().map(|file| {
        let inside = folder.and_then(|folder| file.strip_prefix(folder).ok()).unwrap_or(file);
        let inside = syn::LitStr::new(&inside.to_string_lossy(), element.span());
        quote!(
            const _: &str = ::core::include_str!(#inside);
        )
    });
    watched.collect()
}

/// The name of the place, in the migration's own macro, that holds the problem.
fn anchor_of(anchors: &Anchors, problem: &Problem) -> String {
    let holds = |range: &std::ops::Range<usize>| {
        range.start <= problem.at.start && problem.at.start <= range.end
    };
    if anchors.up.as_ref().is_some_and(holds) {
        return "up".to_owned();
    }
    if anchors.down.as_ref().is_some_and(holds) {
        return "down".to_owned();
    }
    if anchors.schema.as_ref().is_some_and(holds) {
        return "schema".to_owned();
    }
    if let Some(at) = anchors.sql.iter().position(holds) {
        return format!("sql{at}");
    }
    match anchors.keys.iter().position(holds) {
        Some(at) => format!("key{at}"),
        None => "version".to_owned(),
    }
}

fn at(kind: &str, span: Span, message: &str) -> TokenStream {
    if kind == "warning" {
        emit::warning(span, message)
    } else {
        emit::error((span, span), message)
    }
}

/// The problem as rustc shows it: it writes `error: ` itself.
fn problem_text(problem: &Problem) -> String {
    let text = render(problem, Style::Plain);
    let prefix = text.find("]: ").map_or(0, |at| at + 3);
    text[prefix..].to_owned()
}

fn gap_text(gap: &Gap) -> String {
    match &gap.place {
        Some((file, at)) => problem_text(
            &Problem::error(ProblemKind::Structure, "entry", file, at.clone(), &*gap.message)
                .with_help(gap.help.clone()),
        ),
        None => emit::text(&gap.message, gap.help.as_deref()),
    }
}
