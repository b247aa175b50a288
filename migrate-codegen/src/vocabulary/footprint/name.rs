//! How the elements of a footprint's lists are written: `table`, or `table.column`.

/// A name as it stands in a list.
pub(super) fn write(name: &str) -> String {
    if name.is_empty() || name == "*" || name.contains(['.', '"']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// The table, and the column if there is one; `None` when it is neither.
pub(super) fn read(text: &str) -> Option<(String, Option<String>)> {
    let (table, rest) = first(text)?;
    if rest.is_empty() {
        return Some((table, None));
    }
    match first(rest.strip_prefix('.')?)? {
        (column, "") => Some((table, Some(column))),
        _ => None,
    }
}

/// The name at the start of the text, and what follows it.
fn first(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (name, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
        return (!name.is_empty() && !name.contains('"')).then(|| (name.to_owned(), rest));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((name, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, Option<&str>)>) {
        let found = read(text);
        let found = found.as_ref().map(|(table, column)| (table.as_str(), column.as_deref()));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_written_is_read() {
        for name in ["a", "a.b", "\"", "a\"\"b.", "*", "", "ä ö"] {
            check(&write(name), Some((name, None)));
            check(&format!("{}.{}", write(name), write("x.y")), Some((name, Some("x.y"))));
        }
    }

    #[test]
    fn the_rest_is_refused() {
        for text in ["", ".", "a.", ".b", "a.b.c", "\"a", "\"a\"b", "a\"b", "a.\"b"] {
            check(text, None);
        }
    }
}
