//! The log: what `tracing` is told, on stderr.

use tracing::Level;

use super::args::{LogFormat, LogLevel};
use super::config::Settings;

/// Starts the log, unless the program has started its own.
pub(super) fn start(settings: &Settings) {
    let level = match settings.log_level.value {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    // Colours are a feature of that crate, which is left out.
    let log = log.with_ansi(false);
    let started = match settings.log_format.value {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    // The program may have a subscriber of its own, which then gets everything.
    drop(started);
}
