//! A migration's name, from the words that somebody typed.

use std::fmt;

/// A migration's name: lower-case words with `_` between them.
///
/// # Example
/// ```
/// use migrate_codegen::scaffold::Slug;
///
/// let slug = Slug::new("Add phone to Customers")?;
/// assert_eq!(slug.as_str(), "add_phone_to_customers");
/// assert_eq!(slug.constant(), "ADD_PHONE_TO_CUSTOMERS");
/// # Ok::<(), migrate_codegen::scaffold::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(String);

/// Longer names make file names that some file systems refuse.
const LONGEST: usize = 120;

impl Slug {
    /// Reads words; blanks, hyphens, dots and a change from lower to upper case separate them.
    ///
    /// # Errors
    /// When there is no letter or digit, something that no file name should have, or too much.
    pub fn new(words: &str) -> Result<Self, NameError> {
        let error = |why| NameError { name: words.to_owned(), why };
        let mut slug = String::with_capacity(words.len());
        let mut before = ' ';
        for c in words.trim().chars() {
            match c {
                'A'..='Z' if before.is_ascii_lowercase() => slug.extend(['_', c]),
                'a'..='z' | 'A'..='Z' | '0'..='9' => slug.push(c),
                ' ' | '_' | '-' | '.' if slug.ends_with('_') => {}
                ' ' | '_' | '-' | '.' => slug.push('_'),
                _ => return Err(error(Why::Character(c))),
            }
            before = c;
        }
        let slug = slug.trim_matches('_').to_ascii_lowercase();
        match slug.len() {
            0 => Err(error(Why::Empty)),
            1..=LONGEST => Ok(Self(slug)),
            _ => Err(error(Why::Long)),
        }
    }

    /// `add_phone`
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `ADD_PHONE`, the name of the item; a digit may not begin it.
    #[must_use]
    pub fn constant(&self) -> String {
        let underscore = if self.0.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        format!("{underscore}{}", self.0.to_ascii_uppercase())
    }

    /// `Add phone`, as the first documentation.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut words = self.0.replace('_', " ");
        words[..1].make_ascii_uppercase();
        words
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The words make no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    name: String,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Empty,
    Long,
    Character(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HINT: &str = "(hint: a few words, such as `add_phone_to_customers`)";
        let name = self.name.escape_debug();
        match self.why {
            Why::Empty => write!(f, "`{name}` is not a name {HINT}"),
            Why::Long => write!(f, "the name is longer than {LONGEST} characters {HINT}"),
            Why::Character(c) => {
                write!(f, "`{}` cannot stand in the name `{name}` {HINT}", c.escape_debug())
            }
        }
    }
}

impl std::error::Error for NameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let found = Slug::new(words).map_or_else(|error| error.to_string(), |slug| slug.0);
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_words() {
        check("add_phone", "add_phone");
        check("  Add phone--to. Customers ", "add_phone_to_customers");
        check("AddPhone", "add_phone");
        check("2fa", "2fa");
    }

    #[test]
    fn refuses_what_no_file_should_be_called() {
        let hint = "(hint: a few words, such as `add_phone_to_customers`)";
        check("", &format!("`` is not a name {hint}"));
        check("../x", &format!("`/` cannot stand in the name `../x` {hint}"));
        check("a\0b", &format!("`\\0` cannot stand in the name `a\\0b` {hint}"));
        check(&"a".repeat(121), &format!("the name is longer than 120 characters {hint}"));
    }

    #[test]
    fn an_item_does_not_begin_with_a_digit() {
        assert_eq!(Slug::new("2fa").expect("is a name").constant(), "_2FA");
    }
}
