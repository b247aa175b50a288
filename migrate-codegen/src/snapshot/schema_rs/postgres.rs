//! The type of a field, as the `postgres` crate reads a column without any of its features.

/// How a column is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The type of its values.
    pub(super) rust: String,
    /// How a query asks for it.
    pub(super) asked: Asked,
}

/// How a query asks for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// By its name.
    Plain,
    /// As a text, which is cast to this: the crate has no type for it.
    Cast(&'static str),
}

/// Of a type by the name that the server has for it.
pub(super) fn reading(declared: &str) -> Reading {
    let (element, is_list) = match declared.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (declared, false),
    };
    let (rust, asked) = match (plain(&without_size(element)), is_list) {
        (Some(rust), _) => (rust, Asked::Plain),
        // Of a view: nobody knows.
        (None, false) if declared.is_empty() => ("String", Asked::Plain),
        (None, false) => ("String", Asked::Cast("text")),
        (None, true) => ("String", Asked::Cast("text[]")),
    };
    let rust = if is_list { format!("Vec<{rust}>") } else { rust.to_owned() };
    Reading { rust, asked }
}

fn plain(name: &str) -> Option<&'static str> {
    Some(match name {
        "smallint" => "i16",
        "integer" => "i32",
        "bigint" => "i64",
        "real" => "f32",
        "double precision" => "f64",
        "boolean" => "bool",
        "text" | "character varying" | "character" | "name" | "citext" => "String",
        "bytea" => "Vec<u8>",
        "oid" => "u32",
        "inet" => "std::net::IpAddr",
        "timestamp with time zone" | "timestamp without time zone" => "std::time::SystemTime",
        _ => return None,
    })
}

/// `character varying(20)` without its size.
fn without_size(name: &str) -> String {
    match (name.find('('), name.find(')')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &name[..from], &name[to + 1..]),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(declared: &str, rust: &str, asked: Asked) {
        assert_eq!(reading(declared), Reading { rust: rust.to_owned(), asked }, "{declared}");
    }

    #[test]
    fn types() {
        check("bigint", "i64", Asked::Plain);
        check("character varying(20)", "String", Asked::Plain);
        check("timestamp(3) with time zone", "std::time::SystemTime", Asked::Plain);
        check("boolean[]", "Vec<bool>", Asked::Plain);
        check("bytea[]", "Vec<Vec<u8>>", Asked::Plain);
        check("numeric(10,2)", "String", Asked::Cast("text"));
        check("uuid[]", "Vec<String>", Asked::Cast("text[]"));
        check("\"Mood\"", "String", Asked::Cast("text"));
    }
}
