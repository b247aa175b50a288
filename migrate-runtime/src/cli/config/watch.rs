//! `[health]` and `[notify]`: what is worth a word, and who hears it.

use std::time::Duration;

use super::Setting;
use super::secret::masked;
use super::settings::{Layers, Shown, shown};
use crate::cli::failure::Failure;
use crate::health::Limits;
use crate::hooks::Occasion;
use crate::human;

/// `[health]`
#[derive(Clone, Debug)]
pub(crate) struct Health {
    /// Whether `health` looks at all.
    pub(crate) enabled: Setting<bool>,
    /// A migration that took longer is slow.
    pub(crate) slow: Setting<Duration>,
    /// So many percent of failures are too many.
    pub(crate) failure_rate: Setting<u8>,
}

/// `[notify]`
#[derive(Clone, Debug)]
pub(crate) struct Notify {
    /// What people are told of.
    pub(crate) on: Setting<Vec<Occasion>>,
    /// The URL that is told.
    pub(crate) webhook: Setting<Option<String>>,
    /// The server that sends mail.
    pub(crate) smtp: Setting<Option<String>>,
    /// Who writes.
    pub(crate) from: Setting<Option<String>>,
    /// Who is written to.
    pub(crate) to: Setting<Vec<String>>,
}

/// The variables with secrets, which no file should hold.
const WEBHOOK: &str = "MIGRATE_NOTIFY_WEBHOOK";
const SMTP: &str = "MIGRATE_NOTIFY_SMTP";

impl Health {
    pub(super) fn of(layers: &Layers<'_>) -> Self {
        let usual = Limits::default();
        let rate = Setting::default(usual.failure_rate);
        Self {
            enabled: layers.find("health", |it| it.health.enabled, Setting::default(true)),
            slow: layers.find("health", |it| it.health.slow, Setting::default(usual.slow)),
            failure_rate: layers.find("health", |it| it.health.failure_rate, rate),
        }
    }

    pub(super) fn shown(&self) -> [Shown; 3] {
        [
            shown("health.enabled", &self.enabled, bool::to_string),
            shown("health.slow", &self.slow, |time| human::duration(*time)),
            shown("health.failure_rate", &self.failure_rate, |rate| format!("{rate} %")),
        ]
    }
}

impl Notify {
    pub(super) fn of(layers: &Layers<'_>) -> Result<Self, Failure> {
        let on = Setting::default(vec![Occasion::Failure]);
        let none = || Setting::default(None);
        let webhook = layers.find("notify", |it| it.notify.webhook.clone().map(Some), none());
        let smtp = layers.find("notify", |it| it.notify.smtp.clone().map(Some), none());
        let said = |text: &str| Ok::<_, String>(Some(text.to_owned()));
        Ok(Self {
            on: layers.find("notify", |it| it.notify.on.clone(), on),
            webhook: layers.variable(WEBHOOK, said, webhook)?,
            smtp: layers.variable(SMTP, said, smtp)?,
            from: layers.find("notify", |it| it.notify.from.clone().map(Some), none()),
            to: layers.find("notify", |it| it.notify.to.clone(), Setting::default(Vec::new())),
        })
    }

    pub(super) fn shown(&self) -> [Shown; 5] {
        let none = || "none".to_owned();
        let words = |on: &Vec<Occasion>| {
            let words: Vec<_> = on.iter().map(|occasion| occasion.as_str()).collect();
            if words.is_empty() { none() } else { words.join(", ") }
        };
        let server = |url: &Option<String>| url.as_deref().map_or_else(none, masked);
        let hook = |url: &Option<String>| url.as_deref().map_or_else(none, host_only);
        let from = |from: &Option<String>| from.clone().unwrap_or_else(none);
        let to = |to: &Vec<String>| if to.is_empty() { none() } else { to.join(", ") };
        [
            shown("notify.on", &self.on, words),
            shown("notify.webhook", &self.webhook, hook),
            shown("notify.smtp", &self.smtp, server),
            shown("notify.from", &self.from, from),
            shown("notify.to", &self.to, to),
        ]
    }
}

/// `https://chat.example.com/***`: the path of a webhook is its secret.
fn host_only(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "***".to_owned() };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    masked(&format!("{scheme}://{host}")) + "/***"
}
