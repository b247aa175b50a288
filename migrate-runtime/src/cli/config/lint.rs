//! `[lint]`: the severities of rules at run time.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `[lint]`: the severities of rules at run time. A deployed program knows no rules, so it takes
/// every name.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Lint {
    #[cfg_attr(not(feature = "dev"), expect(dead_code, reason = "only `dev` has the rules"))]
    rules: BTreeMap<String, Severity>,
}

/// What `[lint]` says of a rule.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warn,
    Off,
}

#[cfg(feature = "dev")]
impl Lint {
    /// What it says, for a check.
    pub(crate) fn levels(&self) -> Vec<(String, migrate_codegen::check::Level)> {
        use migrate_codegen::check::Level;

        let level = |severity| match severity {
            Severity::Error => Level::Error,
            Severity::Warn => Level::Warn,
            Severity::Off => Level::Off,
        };
        self.rules.iter().map(|(rule, &severity)| (rule.clone(), level(severity))).collect()
    }

    /// # Errors
    /// When a rule is unknown, or its severity cannot be changed.
    pub(super) fn checked(&self) -> Result<(), String> {
        let wrong = |rule: &String| migrate_codegen::lint::settable(rule).err();
        match self.rules.keys().find_map(wrong) {
            Some(error) => Err(format!("`[lint]`: {error}")),
            None => Ok(()),
        }
    }
}

#[cfg(not(feature = "dev"))]
impl Lint {
    #[expect(clippy::unnecessary_wraps, reason = "with `dev` there are rules to know")]
    pub(super) fn checked(&self) -> Result<(), String> {
        Ok(())
    }
}
