//! A footprint as a value, and its text.

use std::fmt::{self, Write};

use super::objects::{Columns, Objects};

/// What stands for everything in a list.
const EVERYTHING: &str = "*";

/// The tables, columns and other objects that a migration reads, writes and alters.
///
/// `Display` writes the text that the history stores; with the feature `serde` it is read again.
///
/// # Example
/// ```
/// use migrate_codegen::Footprint;
///
/// let mut footprint = Footprint::default();
/// footprint.reads.column("Orders", "id");
/// footprint.writes.whole("order_totals");
/// assert_eq!(footprint.to_string(), r#"{"reads":["orders.id"],"writes":["order_totals"]}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Whether that is all.
    pub extent: Extent,
    /// What it reads.
    pub reads: Objects,
    /// What it changes: objects that it makes, alters or drops, and tables whose rows it changes.
    pub writes: Objects,
    /// The tables whose columns it adds, drops or renames; the columns are among `writes`.
    pub alters: Objects,
}

/// Whether a footprint holds everything that is touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// What is listed is all.
    #[default]
    Listed,
    /// Anything may be touched, by a step in Rust or by a statement that nobody could read.
    Everything,
}

impl Footprint {
    /// A footprint of which nothing is known but that anything may be touched.
    #[must_use]
    pub fn everything() -> Self {
        Self { extent: Extent::Everything, ..Self::default() }
    }

    /// Adds another one.
    pub fn extend(&mut self, other: &Self) {
        if other.extent == Extent::Everything {
            self.extent = Extent::Everything;
        }
        self.reads.extend(&other.reads);
        self.writes.extend(&other.writes);
        self.alters.extend(&other.alters);
    }

    /// Everything that is listed, read or written.
    pub fn touched(&self) -> impl Iterator<Item = (&str, &Columns)> {
        self.reads.iter().chain(self.writes.iter())
    }

    /// Whether nothing at all is touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.extent == Extent::Listed
            && [&self.reads, &self.writes, &self.alters].iter().all(|objects| objects.is_empty())
    }

    /// The lists by their names, `reads`, `writes` and `alters`, as `migrations.sum` and the history
    /// show them; `*` stands for everything, and what is known of it follows.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, Vec<String>); 3] {
        let everything = (self.extent == Extent::Everything).then(|| EVERYTHING.to_owned());
        let names = |objects: &Objects| everything.iter().cloned().chain(objects.names()).collect();
        [
            ("reads", names(&self.reads)),
            ("writes", names(&self.writes)),
            ("alters", self.alters.names()),
        ]
    }

    /// Adds an element of one of the [`lists`](Self::lists). A list that nobody here knows may mean
    /// anything.
    pub fn add(&mut self, list: &str, element: &str) {
        let objects = match list {
            "reads" => &mut self.reads,
            "writes" => &mut self.writes,
            "alters" => &mut self.alters,
            _ => return self.extent = Extent::Everything,
        };
        if element == EVERYTHING || !objects.add(element) {
            self.extent = Extent::Everything;
        }
    }
}

impl fmt::Display for Footprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        let lists = self.lists();
        for (at, (list, names)) in lists.iter().filter(|(_, names)| !names.is_empty()).enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(f, "{comma}\"{list}\":[")?;
            for (at, name) in names.iter().enumerate() {
                f.write_str(if at > 0 { "," } else { "" })?;
                string(f, name)?;
            }
            f.write_char(']')?;
        }
        f.write_char('}')
    }
}

/// A JSON string.
fn string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(feature = "serde")]
impl serde::Serialize for Footprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.lists().into_iter().filter(|(_, names)| !names.is_empty()))
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Footprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use std::collections::BTreeMap;

        let lists = BTreeMap::<String, Vec<String>>::deserialize(deserializer)?;
        let mut footprint = Self::default();
        for (list, names) in &lists {
            for name in names {
                footprint.add(list, name);
            }
        }
        Ok(footprint)
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    fn read(text: &str) -> Footprint {
        serde_json::from_str(text).expect("is JSON")
    }

    #[test]
    fn text_comes_back() {
        for text in [
            "{}",
            r#"{"reads":["*","a","b.c"],"writes":["*","orders"],"alters":["orders"]}"#,
            r#"{"writes":["\"*\"","\"a.b\".\"c\"\"d\"","order lines.ü\\"]}"#,
        ] {
            assert_eq!(read(text).to_string(), text);
            assert_eq!(serde_json::to_string(&read(text)).expect("is written"), text);
        }
        assert_eq!(read(r#"{"writes":["\u0001"]}"#).to_string(), r#"{"writes":["\u0001"]}"#);
    }

    #[test]
    fn what_nobody_here_knows_may_be_anything() {
        for text in [r#"{"later":["a"]}"#, r#"{"reads":["\"a"]}"#, r#"{"reads":[""]}"#] {
            assert_eq!(read(text).extent, Extent::Everything, "{text}");
        }
        assert!(read(r#"{"reads":[],"writes":[]}"#).is_empty());
    }
}
