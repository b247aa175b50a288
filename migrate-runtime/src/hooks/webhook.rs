//! Notices as HTTP requests.

use std::time::Duration;

use ureq::Agent;

use super::{Channel, HookResult, Notice};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends notices to a URL, as `POST` with the [`Notice`] as JSON. Its `text` is what Slack,
/// Mattermost and others show.
///
/// The URL is a secret, and never printed.
///
/// # Example
/// ```no_run
/// # use migrate_runtime::{Migrations, Runner, Sqlite};
/// use migrate_runtime::hooks::{Notify, Webhook};
///
/// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
/// let webhook = Webhook::new("https://chat.example.com/hooks/abc");
/// let mut notify = Notify::by(webhook);
/// let runner = Runner::new(&SHOP).hook("webhook", &mut notify);
/// # drop(runner);
/// ```
#[derive(Clone)]
pub struct Webhook {
    url: String,
    agent: Agent,
}

impl Webhook {
    /// To this URL, `http:` or `https:`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        let config = Agent::config_builder().timeout_global(Some(PATIENCE)).build();
        Self { url: url.into(), agent: config.new_agent() }
    }
}

impl Channel for Webhook {
    fn send(&mut self, notice: &Notice) -> HookResult {
        let body = serde_json::to_string(notice)?;
        let request = self.agent.post(&self.url).header("content-type", "application/json");
        match request.send(&body) {
            Ok(_) => Ok(()),
            Err(ureq::Error::StatusCode(code)) => {
                Err(format!("the server answered with status {code}").into())
            }
            // Other errors may name the URL.
            Err(error) => Err(error.to_string().replace(&self.url, "the URL").into()),
        }
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}
