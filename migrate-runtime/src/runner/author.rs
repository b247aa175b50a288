//! Who runs migrations, as the history remembers it.

use std::env;

/// The user and the machine, such as `ada@build-7`.
pub(super) fn author() -> String {
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
    format!("{}@{}", user.as_deref().unwrap_or("unknown"), host())
}

/// The machine.
pub(super) fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}
