//! Names of a schema as names of Rust.

use std::collections::HashSet;

/// Words that cannot be names, and those that can with `r#`.
const NEVER: &[&str] = &["_", "crate", "self", "super"];
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The names of one scope, each given once.
#[derive(Default)]
pub(super) struct Scope(HashSet<String>);

impl Scope {
    /// A scope in which these are taken.
    pub(super) fn without(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// A name in `snake_case`.
    pub(super) fn snake(&mut self, name: &str) -> String {
        let name = self.free(&snake(name));
        if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
    }

    /// A name in `UPPER_CASE`.
    pub(super) fn upper(&mut self, name: &str) -> String {
        self.free(&snake(name).to_uppercase())
    }

    fn free(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        if NEVER.contains(&free.as_str()) || self.0.contains(&free) {
            free.push('_');
        }
        let mut number = 2;
        while self.0.contains(&free) {
            free = format!("{name}_{number}");
            number += 1;
        }
        self.0.insert(free.clone());
        free
    }
}

/// Letters and digits in lower case, everything else as `_`, also before a capital.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = None::<char>;
    for c in name.chars() {
        let humps = c.is_uppercase() && before.is_some_and(|c| c.is_lowercase() || c.is_numeric());
        if humps || snake.is_empty() && c.is_ascii_digit() {
            snake.push('_');
        }
        if c.is_alphabetic() || c.is_ascii_digit() {
            snake.extend(c.to_lowercase());
        } else {
            snake.push('_');
        }
        before = Some(c);
    }
    if snake.is_empty() { "_".to_owned() } else { snake }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_one_of_rust() {
        let mut scope = Scope::default();
        let names =
            ["customerId", "customer_id", "type", "2nd", "self", "a b", "a-b", "HTTP", "", "größe"];
        let snake = names.map(|name| scope.snake(name));
        let expected = [
            "customer_id",
            "customer_id_",
            "r#type",
            "_2nd",
            "self_",
            "a_b",
            "a_b_",
            "http",
            "__",
            "größe",
        ];
        assert_eq!(snake, expected);
        let mut scope = Scope::without(&["TABLE"]);
        assert_eq!(["table", "id", "ID"].map(|name| scope.upper(name)), ["TABLE_", "ID", "ID_"]);
    }
}
