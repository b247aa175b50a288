//! Notices as mail.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::{Message, SmtpTransport, Transport};

use super::{Channel, HookResult, Notice};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends notices by SMTP.
///
/// # Example
/// ```no_run
/// # use migrate_runtime::{Migrations, Runner, Sqlite};
/// use migrate_runtime::hooks::{Mail, Notify};
///
/// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
/// # fn main() -> migrate_runtime::hooks::HookResult {
/// let server = "smtps://ada:secret@mail.example.com";
/// let mail = Mail::new(server, "migrate@example.com", &["ops@example.com"])?;
/// let mut notify = Notify::by(mail);
/// let runner = Runner::new(&SHOP).hook("mail", &mut notify);
/// # drop(runner);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Mail {
    transport: SmtpTransport,
    envelope: MessageBuilder,
}

impl Mail {
    /// Through the server `smtp://user:password@host:port` (`smtps:` for TLS from the start,
    /// `?tls=required` for STARTTLS), from and to these addresses.
    ///
    /// # Errors
    /// When the URL or an address is not understood. Neither names the password.
    pub fn new(
        server: &str,
        from: &str,
        to: &[impl AsRef<str>],
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let transport = SmtpTransport::from_url(server)
            .map_err(|_| "the mail server is not understood (hint: `smtps://user:password@host`)")?
            .timeout(Some(PATIENCE))
            .build();
        let mut envelope = Message::builder().from(mailbox(from)?);
        for address in to {
            envelope = envelope.to(mailbox(address.as_ref())?);
        }
        if to.is_empty() {
            return Err("there is nobody to send mail to".into());
        }
        Ok(Self { transport, envelope })
    }
}

impl Channel for Mail {
    fn send(&mut self, notice: &Notice) -> HookResult {
        let subject = format!("[migrate] {}", notice.title);
        let message = self.envelope.clone().subject(subject).header(ContentType::TEXT_PLAIN);
        let message = message.body(format!("{}\n", notice.text))?;
        self.transport.send(&message)?;
        Ok(())
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").finish_non_exhaustive()
    }
}

fn mailbox(address: &str) -> Result<Mailbox, String> {
    address.parse().map_err(|error| format!("`{address}` is no mail address: {error}"))
}
