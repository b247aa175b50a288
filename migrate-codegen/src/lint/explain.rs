//! The page of a rule, as text.

use std::fmt;

use super::rule::{Check, Rule, Speaks};
use super::unknown::UnknownRule;
use super::{refusals, rules};

/// The page of a rule. Its `Display` is the text to print.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The rule.
    pub rule: &'static Rule,
}

/// The page of the rule `id`, or of what is refused under this code.
///
/// # Errors
/// If there is no such rule; the error names the nearest one, or all of them.
///
/// # Example
/// ```
/// use migrate_codegen::lint::explain;
///
/// let page = explain("drop_table").expect("a rule").to_string();
/// assert!(page.starts_with("drop_table (error)"));
/// let error = explain("drop_tables").expect_err("no rule");
/// assert_eq!(error.to_string(), "there is no rule `drop_tables` (hint: did you mean `drop_table`?)");
/// ```
pub fn explain(id: &str) -> Result<Page, UnknownRule> {
    find(id).map(|rule| Page { rule }).ok_or_else(|| UnknownRule::new(id))
}

/// The rule, or the refusal, of this name: what a [`Problem`](crate::check::Problem)'s code stands
/// for.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    rules::find(id).or_else(|| refusals::find(id))
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rule { id, title, severity, reason, alternative, bad, good, .. } = self.rule;
        let asked = match self.rule.speaks {
            Speaks::Always => "",
            Speaks::WhenAsked => ", when asked",
        };
        writeln!(f, "{id} ({}{asked}): {title}\n", severity.as_str())?;
        writeln!(f, "Why\n{}\n", wrapped(reason))?;
        writeln!(f, "Instead\n{}\n", wrapped(alternative))?;
        writeln!(f, "Found in\n{}\n", indented(bad))?;
        writeln!(f, "Not in\n{}\n", indented(good))?;
        match self.rule.check {
            Check::Refusal => {
                return writeln!(
                    f,
                    "The engine decides it: no consent and no severity changes that."
                );
            }
            Check::Structure => {
                return writeln!(
                    f,
                    "No history holds with it: no consent and no severity changes that."
                );
            }
            Check::Rule(_) | Check::Judge | Check::Consent => {}
        }
        if self.rule.speaks == Speaks::WhenAsked {
            writeln!(f, "To ask for it")?;
            writeln!(f, "    in the whole set:  #[migrations(.., lint({id} = \"warn\"))]")?;
            writeln!(f, "    in a directory:    {id} = \"warn\", below [lint] in migrate.toml\n")?;
        }
        writeln!(f, "To accept it")?;
        writeln!(f, "    once, in Rust:     #[migration(.., expect({id}, reason = \"..\"))]")?;
        writeln!(f, "    once, in SQL:      -- @expect: {id}, reason = \"..\"")?;
        writeln!(f, "    in the whole set:  #[migrations(.., lint({id} = \"off\"))]")?;
        writeln!(f, "    in a directory:    {id} = \"off\", below [lint] in migrate.toml")
    }
}

fn indented(text: &str) -> String {
    let lines = text.trim().lines().map(|line| match line {
        "" => String::new(),
        line => format!("    {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Prose, in lines that fit a terminal.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 84;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.extend([" ", word]);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    indented(&lines.join("\n"))
}
