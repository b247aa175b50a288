//! Taking over a database that something else migrated so far.

use migrate_codegen::Version;

use super::amend::Decision;
use super::{Consent, Runner};
use crate::adopt::{self, Entry, Found, Key, Ledger, Lines, Look, Replay, Source, Verdict};
use crate::dialect::Dialect;
use crate::driver::sqlite::still;
use crate::driver::{Amend, AmendChange, Driver, Job, Place, Session};
use crate::error::{Adoption, Error, Kind, Result};
use crate::history::{History, Level, RowStatus, Tables};
use crate::migration::Migration;
use crate::report::{Adopted, AdoptedLine, DryRun, TextCheck};
use crate::schema::{Schema, differences};

/// A migration that is applied, as somebody says.
struct Claimed {
    migration: &'static Migration,
    at: Option<String>,
    text: TextCheck,
    /// What its row in the ledger is called.
    key: Option<String>,
}

/// What somebody says is applied.
struct Claims {
    from: &'static str,
    all: Vec<Claimed>,
    /// What did not fit, and was overruled.
    differences: Vec<String>,
    checked: Checked,
    place: Place,
}

/// Whether the schema was compared already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checked {
    Yes,
    No,
}

impl<D: Dialect> Runner<'_, D> {
    /// What [`adopt`](Self::adopt) would record. It writes nothing.
    ///
    /// # Errors
    /// As [`adopt`](Self::adopt), unless it is about waiting or writing.
    pub fn adoption<R: Driver<Dialect = D>>(&self, db: &mut R, source: Source) -> Result<Adopted> {
        self.decide_adoption(db, source).map(|decision| decision.outcome)
    }

    /// **Records** migrations as applied without running them, in a database that something else
    /// migrated so far: another tool, whose ledger is read and never written, or people.
    ///
    /// Nothing is trusted: the schema that the migrations make, replayed in memory, must be the
    /// one that is there, and where the ledger has checksums that can be computed, their texts must
    /// be those that were applied. [`force`](Self::force) overrules that, with a
    /// [`reason`](Self::reason).
    ///
    /// # Errors
    /// When the schema or a text differs, and says how; when a ledger says that a migration stopped
    /// half-way, or names one that the set lacks; when the history already has others; when somebody
    /// else holds the database for too long; and when it cannot be written.
    ///
    /// # Example
    /// ```
    /// use migrate_runtime::adopt::Source;
    /// use migrate_runtime::{Migrations, Runner, Sqlite, sqlite};
    ///
    /// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
    /// let mut db = sqlite::Database::in_memory()?;
    /// let error = Runner::new(&SHOP).adopt(&mut db, Source::Schema).expect_err("is empty");
    /// assert!(error.to_string().starts_with("there is nothing to adopt"));
    /// # Ok::<(), migrate_runtime::Error>(())
    /// ```
    pub fn adopt<R: Driver<Dialect = D>>(&mut self, db: &mut R, source: Source) -> Result<Adopted> {
        let span = tracing::info_span!("adopt", set = self.set.name());
        let _entered = span.enter();
        self.amend(db, |runner, db| runner.decide_adoption(db, source))
    }

    /// The SQL that [`adopt`](Self::adopt) would send. It writes nothing.
    ///
    /// # Errors
    /// As [`adoption`](Self::adoption).
    pub fn adopt_dry_run<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        source: Source,
    ) -> Result<DryRun> {
        let decision = self.decide_adoption(db, source)?;
        self.amend_dry_run(db, decision)
    }

    fn decide_adoption<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        source: Source,
    ) -> Result<Decision<Adopted>> {
        if self.forces() && self.options.reason.is_none() {
            return Err(Error::new(Kind::Adoption(Adoption::NoReason)));
        }
        let history = self.read(db);
        let look = self.look(db, source)?;
        let mut claims = self.claims(db.tables(), source, &look)?;
        let history = match claims.place {
            // Somebody may have made a history of the table in between.
            Place::History => history.or_else(|_| self.read(db))?,
            Place::Extended => History::default(),
        };
        refuse_known(&history, &claims.all)?;
        if claims.checked == Checked::No {
            let differences = self.check_schema(&claims.all, &look.live)?;
            claims.differences.extend(differences);
        }
        claims.all.retain(|claimed| !history.is_applied(claimed.migration.version()));
        Ok(self.decision(&history, claims))
    }

    fn forces(&self) -> bool {
        self.options.consent == Consent::LoseRows
    }

    pub(super) fn look<R: Driver<Dialect = D>>(&self, db: &mut R, source: Source) -> Result<Look> {
        let tables = db.tables().clone();
        let not_sqlite = || Error::new(Kind::Adoption(Adoption::NotSqlite));
        let connection = db.session().and_then(Session::sqlite).ok_or_else(not_sqlite)?;
        still(connection, self.options.patience(), |session| adopt::look(session, &tables, source))
    }

    /// What the source says is applied.
    fn claims(&self, tables: &Tables, source: Source, look: &Look) -> Result<Claims> {
        if let Some((ledger, entries)) = &look.ledger {
            let is_history = ledger.table() == Some(tables.history());
            let place = if is_history { Place::Extended } else { Place::History };
            return self.by_ledger(ledger, entries, place);
        }
        match source {
            Source::Through(version) => self.through(version, "baseline"),
            Source::Whatever if look.present.len() > 1 => {
                let tools = look.present.iter().map(|ledger| ledger.word()).collect();
                Err(Error::new(Kind::Adoption(Adoption::SeveralLedgers { tools })))
            }
            Source::Schema | Source::Whatever | Source::Ledger(_) => self.by_schema(&look.live),
        }
    }

    fn through(&self, last: Version, from: &'static str) -> Result<Claims> {
        if self.set.get(last).is_none() {
            return Err(Error::new(Kind::UnknownVersion { asked: last }));
        }
        let all = self.set.migrations().iter().filter(|migration| migration.version() <= last);
        let text = TextCheck::Unknown;
        let claimed = |migration| Claimed { migration, at: None, text, key: None };
        let all = all.map(claimed).collect();
        let (checked, place) = (Checked::No, Place::History);
        Ok(Claims { from, all, differences: Vec::new(), checked, place })
    }

    /// Everything up to the one version that has the schema.
    fn by_schema(&self, live: &Schema) -> Result<Claims> {
        if live.objects.is_empty() {
            return Err(Error::new(Kind::Adoption(Adoption::Empty)));
        }
        let found = adopt::search(&self.set, live)?;
        let adoption = match found.exact.as_slice() {
            [version] => {
                let claims = self.through(*version, "schema")?;
                return Ok(Claims { checked: Checked::Yes, ..claims });
            }
            [] => Adoption::NoVersion { nearest: found.nearest },
            versions => Adoption::SeveralVersions { versions: versions.to_vec() },
        };
        let error = Error::new(Kind::Adoption(adoption));
        if !found.exact.is_empty() {
            return Err(error);
        }
        let mut lines = found.differences;
        lines.extend(found.stuck.map(|stuck| told(&stuck)));
        Err(error.because(Lines(lines)))
    }

    /// What another tool wrote down, in the order of versions.
    fn by_ledger(&self, ledger: &Ledger, entries: &[Entry], place: Place) -> Result<Claims> {
        let (tool, mut differences) = (ledger.word(), Vec::new());
        let (mut all, mut strangers): (Vec<Claimed>, Vec<String>) = (Vec::new(), Vec::new());
        for entry in entries {
            let Found::Here(migrations) = adopt::find(&self.set, &entry.key) else {
                strangers.push(entry.key.to_string());
                continue;
            };
            for migration in migrations {
                let version = migration.version();
                let is_taken = all.iter().any(|it| it.migration.version() == version);
                // Two names with one version are two migrations, and only one of them is here.
                if is_taken && matches!(entry.key, Key::Name(_)) {
                    strangers.push(entry.key.to_string());
                    continue;
                }
                let verdict = entry.proof.of(migration);
                if verdict == Verdict::Other {
                    let kind = Kind::Adoption(Adoption::OtherText { tool });
                    let error = Error::new(kind).of(migration.version(), migration.name());
                    differences.push(self.overrule(error)?);
                }
                let (at, key) = (entry.at.clone(), Some(entry.key.to_string()));
                all.push(Claimed { migration, at, text: text(verdict), key });
            }
        }
        if !strangers.is_empty() {
            let adoption = Adoption::Stranger { tool, names: strangers };
            return Err(Error::new(Kind::Adoption(adoption)));
        }
        all.sort_by_key(|claimed| claimed.migration.version());
        all.dedup_by_key(|claimed| claimed.migration.version());
        Ok(Claims { from: tool, all, differences, checked: Checked::No, place })
    }

    /// What differs between the schema that the migrations make and the one that is there; an error
    /// unless that is overruled.
    fn check_schema(&self, all: &[Claimed], live: &Schema) -> Result<Vec<String>> {
        let migrations = all.iter().map(|claimed| claimed.migration);
        let expected = match Replay::schema_of(migrations) {
            Ok(expected) => expected,
            Err(error) => return Ok(vec![self.overrule(error)?]),
        };
        let lines: Vec<_> = differences(&expected, live).iter().map(ToString::to_string).collect();
        if lines.is_empty() || self.forces() {
            return Ok(lines);
        }
        let kind = Kind::Adoption(Adoption::OtherSchema { migrations: all.len() });
        Err(Error::new(kind).because(Lines(lines)))
    }

    /// The error's words, when it is overruled; itself otherwise.
    fn overrule(&self, error: Error) -> Result<String> {
        if self.forces() { Ok(told(&error)) } else { Err(error) }
    }

    fn decision(&self, history: &History, claims: Claims) -> Decision<Adopted> {
        let Claims { from, all, differences, place, .. } = claims;
        let detail = detail(from, &differences);
        let level = if differences.is_empty() { Level::Info } else { Level::Warning };
        let entries = all.iter().map(|claimed| Amend {
            job: Job::up(claimed.migration),
            change: AmendChange::Adopt { at: claimed.at.clone(), key: claimed.key.clone() },
            level,
            detail: Some(detail.clone()),
        });
        let entries = entries.collect();
        let line = |claimed: Claimed| AdoptedLine {
            version: claimed.migration.version(),
            name: claimed.migration.name().to_owned(),
            applied_at: claimed.at,
            text: claimed.text,
        };
        let outcome = Adopted {
            set: self.set.name().to_owned(),
            from: from.to_owned(),
            migrations: all.into_iter().map(line).collect(),
            differences,
        };
        Decision { mark: history.mark(), place, entries, outcome }
    }
}

/// What the log says of each: where it comes from, and what was overruled.
fn detail(from: &str, differences: &[String]) -> String {
    match differences {
        [] => format!("from {from}"),
        _ => format!("from {from}, although {}", differences.join("; ")),
    }
}

fn text(verdict: Verdict) -> TextCheck {
    match verdict {
        Verdict::Same => TextCheck::Same,
        Verdict::Other => TextCheck::Other,
        Verdict::Unknown => TextCheck::Unknown,
    }
}

/// The error without its advice, and its cause.
fn told(error: &Error) -> String {
    let text = error.to_string();
    let text = text.split(" (hint: ").next().unwrap_or_default();
    match std::error::Error::source(error) {
        Some(cause) => format!("{text}: {cause}"),
        None => text.to_owned(),
    }
}

/// Refuses a history that has more than what would be adopted, or has it half done.
fn refuse_known(history: &History, all: &[Claimed]) -> Result<()> {
    let is_claimed = |version| all.iter().any(|claimed| claimed.migration.version() == version);
    let other = history
        .entries()
        .filter(|entry| entry.status != RowStatus::RolledBack)
        .find(|entry| entry.status != RowStatus::Applied || !is_claimed(entry.version));
    let why = |status| match status {
        RowStatus::Applied => Adoption::Known,
        _ => Adoption::Unfinished { status },
    };
    other.map_or(Ok(()), |entry| {
        Err(Error::new(Kind::Adoption(why(entry.status))).on(entry.version))
    })
}
