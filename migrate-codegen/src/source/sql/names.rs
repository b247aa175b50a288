//! Dependencies by name, once the whole history is known.

use std::ops::Range;

use super::fault::advised;
use crate::Version;
use crate::source::{Fault, Source};
use crate::text::nearest;

/// Turns each dependency by name into one by version. A name that no migration of `sources` has is
/// a fault, and the dependency is dropped. Case does not count.
#[must_use]
pub fn resolve_names(sources: &mut [Source]) -> Vec<Fault> {
    let known: Vec<(String, Version)> =
        sources.iter().map(|source| (source.name.clone(), source.version)).collect();
    let mut faults = Vec::new();
    for source in sources {
        for (name, at) in std::mem::take(&mut source.keys.depends_on_names) {
            match known.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                Some(&(_, version)) => source.keys.depends_on.push((version, at)),
                None => faults.push(unknown(source, &name, at, &known)),
            }
        }
    }
    faults
}

fn unknown(source: &Source, name: &str, at: Range<usize>, known: &[(String, Version)]) -> Fault {
    let help = match nearest(name, known.iter().map(|(name, _)| name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the name of a migration, or its version".to_owned(),
    };
    advised(&source.file, at, format!("no migration is called `{name}`"), help)
}
