//! Times as people type them.

use std::time::Duration;

use migrate_codegen::vocabulary::parse_duration;

/// Reads `500ms`, `30s`, `5m` or `2h`, as the keys of a migration do.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text)
        .ok_or_else(|| "not a time (hint: such as `500ms`, `30s` or `5m`)".to_owned())
}
