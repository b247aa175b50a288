//! SQLite under the driver contract.

use std::path::Path;
use std::time::Duration;

use migrate_codegen::{Transactional, Version};

use super::metadata::Metadata;
use super::open::name_path;
use super::{
    Database, amend, discard, inspect, journal, kept, lock, loss, read, risk, script, space, still,
    transaction, writer,
};
use crate::dialect::Sqlite;
use crate::driver::{
    Amending, Amendment, Backup, Claim, Discard, Discarding, Driver, Eviction, Facts, Holder, Job,
    Lease, Lock, Losses, Outcome, Patience, Progress, Risk, Session, Token, Unit, Writer,
};
use crate::error::Result;
use crate::history::{Applied, History, KeptTable, LogEntry, LogQuery, Tables, Texts};

impl Driver for Database<'_> {
    type Dialect = Sqlite;

    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn tables(&self) -> &Tables {
        &self.tables
    }

    fn history(&mut self, set: &str, patience: Patience<'_>) -> Result<Option<History>> {
        self.left = None;
        self.named(read::heads(self.connection(), &self.tables, set, patience))
    }

    fn rows(&mut self, set: &str, patience: Patience<'_>) -> Result<Vec<Applied>> {
        self.named(read::rows(self.connection(), &self.tables, set, patience))
    }

    fn texts(
        &mut self,
        set: &str,
        version: Version,
        patience: Patience<'_>,
    ) -> Result<Option<Texts>> {
        self.named(read::texts(self.connection(), &self.tables, set, version, patience))
    }

    fn log(
        &mut self,
        set: &str,
        query: &LogQuery,
        patience: Patience<'_>,
    ) -> Result<Vec<LogEntry>> {
        self.named(read::log(self.connection(), &self.tables, set, query, patience))
    }

    fn kept(&mut self, set: &str, patience: Patience<'_>) -> Result<Vec<KeptTable>> {
        self.named(kept::tables(self.connection(), &self.tables, set, patience))
    }

    fn lock_row(&mut self, patience: Patience<'_>) -> Result<Lock> {
        self.named(read::lock(self.connection(), &self.tables, patience))
    }

    fn writer(&mut self) -> Option<Writer> {
        writer::find(self.connection())
    }

    fn lock(&mut self, claim: &Claim<'_>) -> Result<Lease> {
        self.left = None;
        lock::take(self.connection(), &self.tables, claim)
    }

    fn renew(&mut self, token: &Token, lifetime: Duration) -> Result<()> {
        lock::renew(self.connection(), &self.tables, *token, lifetime, lock::PATIENCE.into())
    }

    fn unlock(&mut self, token: &Token) -> Result<()> {
        lock::release(self.connection(), &self.tables, *token, lock::PATIENCE.into())
    }

    fn break_lock(&mut self, wish: &Eviction<'_>) -> Result<Option<Holder>> {
        self.left = None;
        self.named(lock::break_open(self.connection(), &self.tables, wish))
    }

    fn losses(&mut self, set: &str, job: &Job<'_>) -> Result<Losses> {
        let row = read::stored(self.connection(), &self.tables, set, job.version)?;
        let metadata = Metadata::from_json(row.metadata.as_deref());
        loss::losses(self.connection(), job, &metadata)
    }

    fn risk(&mut self, job: &Job<'_>, patience: Patience<'_>) -> Result<Risk> {
        let (connection, metadata) = (self.connection(), Metadata::of(job));
        still(connection, patience, |_| risk::risk(connection, job, &metadata))
    }

    fn inspect(&mut self, patience: Patience<'_>) -> Result<Vec<String>> {
        self.named(inspect::inspect(self.connection(), patience))
    }

    fn free_space(&self) -> Option<u64> {
        space::free(Path::new(self.connection().path().filter(|path| !path.is_empty())?))
    }

    fn script(&mut self, units: &[Unit<'_>]) -> Result<Vec<Vec<String>>> {
        script::script(self.connection(), &self.tables, units)
    }

    fn run(&mut self, unit: &Unit<'_>, on: &mut dyn FnMut(Progress)) -> Outcome {
        let mut left = self.left.take();
        match unit.transactional() {
            Transactional::Yes => {
                let outcome =
                    transaction::run(self.connection(), &self.tables, unit, &mut left, on);
                self.left = left;
                outcome
            }
            Transactional::No => journal::run(self.connection(), &self.tables, unit, on),
        }
    }

    fn discard_script(&mut self, discard: &Discard<'_>) -> Result<Vec<String>> {
        self.named(discard::script(self.connection(), &self.tables, discard))
    }

    fn discard(&mut self, discard: &Discard<'_>) -> Result<Discarding> {
        self.left = None;
        self.named(discard::run(self.connection(), &self.tables, discard))
    }

    fn amend_script(&mut self, amendment: &Amendment<'_>) -> Result<Vec<String>> {
        self.named(amend::script(self.connection(), &self.tables, amendment))
    }

    fn amend(&mut self, amendment: &Amendment<'_>) -> Result<Amending> {
        self.left = None;
        self.named(amend::run(self.connection(), &self.tables, amendment))
    }

    fn session(&mut self) -> Option<&mut dyn Session> {
        self.left = None;
        Some(self)
    }

    fn backup(&mut self) -> Option<&mut dyn Backup> {
        Some(self)
    }
}

impl Database<'_> {
    fn named<T>(&self, read: Result<T>) -> Result<T> {
        read.map_err(|error| name_path(error, Path::new(&self.facts.database)))
    }
}

impl Session for Database<'_> {
    fn execute(&mut self, sql: &str, params: &[crate::driver::Value]) -> Result<u64> {
        super::session::Open(self.connection()).execute(sql, params)
    }

    fn query(
        &mut self,
        sql: &str,
        params: &[crate::driver::Value],
    ) -> Result<Vec<crate::driver::Row>> {
        super::session::Open(self.connection()).query(sql, params)
    }

    fn sqlite(&mut self) -> Option<&rusqlite::Connection> {
        Some(self.connection())
    }
}
