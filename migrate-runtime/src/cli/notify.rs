//! Telling people by webhook and mail, as `[notify]` says.

use super::config::{Notify as Config, Setting};
use super::failure::Failure;
use super::output::WARN;
use super::session::{Database, Session};
use crate::hooks::{Channel, Hook, HookResult, Notice, Notify, Occasion};
use crate::runner::Options;

/// Who is told, each by the name that warnings have for it.
#[derive(Default)]
pub(crate) struct Notifier {
    ways: Vec<(&'static str, Notify<Way>)>,
    on: Vec<Occasion>,
}

/// A way to people.
enum Way {
    #[cfg(feature = "webhook")]
    Webhook(Box<crate::hooks::Webhook>),
    #[cfg(feature = "mail")]
    Mail(Box<crate::hooks::Mail>),
}

impl Channel for Way {
    #[cfg_attr(
        not(any(feature = "webhook", feature = "mail")),
        expect(unused_variables, reason = "there is no way")
    )]
    fn send(&mut self, notice: &Notice) -> HookResult {
        match *self {
            #[cfg(feature = "webhook")]
            Self::Webhook(ref mut webhook) => webhook.send(notice),
            #[cfg(feature = "mail")]
            Self::Mail(ref mut mail) => mail.send(notice),
        }
    }
}

impl Notifier {
    /// Everybody whom the configuration names.
    ///
    /// # Errors
    /// When something of it is not understood, missing, or was left out of this program.
    pub(crate) fn new(session: &Session<'_>) -> Result<Self, Failure> {
        Self::of(&session.settings.notify, session.settings.health.slow.value)
    }

    fn of(config: &Config, slow: std::time::Duration) -> Result<Self, Failure> {
        let on = config.on.value.clone();
        let mut ways = Vec::new();
        if let Setting { value: Some(url), origin } = &config.webhook {
            ways.push(("webhook", webhook(url, origin)?));
        }
        if let Setting { value: Some(server), origin } = &config.smtp {
            ways.push(("mail", mail(server, origin, config)?));
        }
        let notify = |way| Notify::by(way).on(&on).slow(slow);
        let ways = ways.into_iter().map(|(name, way)| (name, notify(way))).collect();
        Ok(Self { ways, on })
    }

    /// The hooks of a run, by name.
    pub(crate) fn hooks(&mut self) -> impl Iterator<Item = (&'static str, &mut dyn Hook)> {
        self.ways.iter_mut().map(|(name, notify)| (*name, notify as &mut dyn Hook))
    }

    /// Tells of what a command did that is no run; where that fails, a warning says so.
    pub(crate) fn send(
        &mut self,
        session: &Session<'_>,
        occasion: Occasion,
        database: &Database,
        options: &Options,
        title: String,
    ) {
        if !self.on.contains(&occasion) {
            return;
        }
        let location = database.location.to_string();
        let mut notice = Notice::new(occasion, database.set.name(), &location, title);
        notice = notice.by(&options.by(), options.reason.as_deref());
        for (name, notify) in &mut self.ways {
            if let Err(error) = notify.send(&notice) {
                let warning = format!("the hook `{name}` failed: {error}");
                session.reader.note(&format!("{WARN}warning{WARN:#}: {warning}"));
            }
        }
    }
}

#[cfg(feature = "webhook")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it is an error")]
fn webhook(url: &str, _: &super::config::Origin) -> Result<Way, Failure> {
    Ok(Way::Webhook(Box::new(crate::hooks::Webhook::new(url))))
}

#[cfg(not(feature = "webhook"))]
fn webhook(_: &str, origin: &super::config::Origin) -> Result<Way, Failure> {
    Err(left_out("webhook", origin, "webhook"))
}

#[cfg(feature = "mail")]
fn mail(server: &str, origin: &super::config::Origin, config: &Config) -> Result<Way, Failure> {
    let (Some(from), [_, ..]) = (&config.from.value, config.to.value.as_slice()) else {
        return Err(Failure::usage(format!(
            "`notify.smtp` ({origin}) has nobody to write to (hint: `from` and `to` below \
             `[notify]`)"
        )));
    };
    let mail = crate::hooks::Mail::new(server, from, &config.to.value);
    let mail = mail.map_err(|error| Failure::usage(format!("`[notify]` is wrong: {error}")))?;
    Ok(Way::Mail(Box::new(mail)))
}

#[cfg(not(feature = "mail"))]
fn mail(_: &str, origin: &super::config::Origin, _: &Config) -> Result<Way, Failure> {
    Err(left_out("smtp", origin, "mail"))
}

#[cfg(not(all(feature = "webhook", feature = "mail")))]
fn left_out(key: &str, origin: &super::config::Origin, feature: &str) -> Failure {
    Failure::usage(format!(
        "`notify.{key}` ({origin}) was left out of this program (hint: the feature `{feature}` of \
         migrate-runtime)"
    ))
}
