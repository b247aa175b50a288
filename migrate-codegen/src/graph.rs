//! Which migration needs which, as a drawing: declared dependencies as lines, implied ones dashed.

use std::fmt::Write;

use crate::Version;
use crate::check::{Checked, Report};

/// The graph in Mermaid's language, which Markdown on GitHub and GitLab shows as a drawing.
///
/// Arrows lead from a migration to those that need it.
#[must_use]
pub fn mermaid(report: &Report) -> String {
    let mut text = "graph LR\n".to_owned();
    for migration in in_order(report) {
        let label = label(migration).replace('"', "#quot;");
        let _ = writeln!(text, "    m{}[\"{label}\"]", migration.version.get());
    }
    for (from, to, tie) in edges(report) {
        let arrow = match tie {
            Tie::Declared => "-->",
            Tie::Implied => "-.->",
        };
        let _ = writeln!(text, "    m{} {arrow} m{}", from.get(), to.get());
    }
    text
}

/// The graph in the language of Graphviz.
///
/// Arrows lead from a migration to those that need it.
#[must_use]
pub fn dot(report: &Report) -> String {
    let mut text = "digraph migrations {\n    rankdir = LR;\n    node [shape = box];\n".to_owned();
    for migration in in_order(report) {
        let label = label(migration).replace('\\', "\\\\").replace('"', "\\\"");
        let _ = writeln!(text, "    m{} [label = \"{label}\"];", migration.version.get());
    }
    for (from, to, tie) in edges(report) {
        let style = match tie {
            Tie::Declared => "",
            Tie::Implied => " [style = dashed]",
        };
        let _ = writeln!(text, "    m{} -> m{}{style};", from.get(), to.get());
    }
    text.push_str("}\n");
    text
}

/// Who says that one migration needs another.
#[derive(Clone, Copy)]
enum Tie {
    Declared,
    Implied,
}

fn in_order(report: &Report) -> Vec<&Checked> {
    let mut migrations: Vec<_> = report.migrations.iter().collect();
    migrations.sort_by_key(|migration| migration.version);
    migrations
}

fn label(migration: &Checked) -> String {
    format!("{} {}", migration.version, migration.name)
}

fn edges(report: &Report) -> impl Iterator<Item = (Version, Version, Tie)> {
    in_order(report).into_iter().flat_map(|migration| {
        migration.depends_on.iter().map(|needed| {
            let declared = migration.declared.contains(needed);
            let tie = if declared { Tie::Declared } else { Tie::Implied };
            (*needed, migration.version, tie)
        })
    })
}
