//! What to do about a name that is wrong, from the catalog and the history.

use crate::catalog::{Catalog, Fault, FaultKind, Ident, Thing};
use crate::judge::trail::{Spot, Trail, near};

/// The most names that a hint lists.
const MOST: usize = 12;

/// What to do about a fault of the statement at `here`; `None` when nothing useful is known.
pub(super) fn hint(
    catalog: &Catalog,
    trail: Trail<'_>,
    here: Spot,
    fault: &Fault,
) -> Option<String> {
    let name = fault.name.as_str();
    let within = fault.within.as_ref().map(Ident::as_str);
    match (fault.kind, fault.thing) {
        (FaultKind::Missing, Thing::Column) => missing_column(catalog, trail, here, fault),
        (FaultKind::Missing, Thing::Constraint) => {
            let table = catalog.table(within?)?;
            let names = table.constraints.iter().filter_map(|it| it.name.as_ref());
            let known: Vec<_> = names.map(ToString::to_string).collect();
            did_you_mean(name, &known).or_else(|| lists(within?, "constraints", &known))
        }
        (FaultKind::Exists, Thing::PrimaryKey | Thing::Constraint | Thing::Label)
        | (FaultKind::Missing, Thing::Label)
        | (FaultKind::Twice, _) => None,
        (FaultKind::Another, _) => Some(format!("`{name}` is a {}", catalog.thing(name)?.as_str())),
        (FaultKind::Missing, thing) => trail
            .fate(here, name, &trail.life(name), "created")
            .or_else(|| did_you_mean(name, &names(catalog, thing))),
        (FaultKind::Exists, Thing::Column) => trail.column_creator(here, within?, name),
        (FaultKind::Exists, _) => trail.creator(here, name),
        (FaultKind::InUse, Thing::Index) => {
            Some(format!("a constraint keeps it: drop that, `DROP CONSTRAINT {name}`"))
        }
        (FaultKind::InUse, _) => None,
    }
}

fn missing_column(
    catalog: &Catalog,
    trail: Trail<'_>,
    here: Spot,
    fault: &Fault,
) -> Option<String> {
    let name = fault.name.as_str();
    let table = fault.within.as_ref()?.to_string();
    let life = trail.column_life(std::slice::from_ref(&table), name);
    let columns = || -> Option<Vec<String>> {
        Some(catalog.table(&table)?.columns.iter().map(|it| it.name.to_string()).collect())
    };
    trail.fate(here, name, &life, "added").or_else(|| {
        let known = columns()?;
        did_you_mean(name, &known).or_else(|| lists(&table, "columns", &known))
    })
}

fn did_you_mean(name: &str, known: &[String]) -> Option<String> {
    Some(format!("did you mean `{}`?", near(name, known)?))
}

fn lists(table: &str, what: &str, known: &[String]) -> Option<String> {
    let few = !known.is_empty() && known.len() <= MOST;
    few.then(|| format!("`{table}` has the {what} `{}`", known.join("`, `")))
}

/// The names of what could be meant.
fn names(catalog: &Catalog, thing: Thing) -> Vec<String> {
    let tables = || catalog.tables().map(|it| it.name.to_string());
    let views = || catalog.views().map(|it| it.name.to_string());
    match thing {
        Thing::Table => tables().collect(),
        Thing::View | Thing::MaterializedView => views().collect(),
        Thing::Index => catalog.indexes().map(|it| it.name.to_string()).collect(),
        Thing::Sequence => catalog.sequences().map(|it| it.name.to_string()).collect(),
        Thing::Trigger => catalog.triggers().map(|it| it.name.to_string()).collect(),
        Thing::Type => catalog.types().map(|it| it.name.to_string()).collect(),
        Thing::Relation => tables().chain(views()).collect(),
        _ => Vec::new(),
    }
}
