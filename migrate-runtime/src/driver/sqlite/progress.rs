//! How far a migration outside a transaction is, as its history row says.

use migrate_codegen::Direction;
use rusqlite::types::Value;

use super::metadata::Metadata;
use super::query::{Query, text};
use super::sql::quoted;
use super::statement::pieces;
use super::write::{self, Stand, count};
use crate::driver::{Job, Unit, Work};
use crate::history::{RowStatus, Tables};

/// A stand on the way; that of a rollback has one status, whatever is said here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) status: RowStatus,
    pub(super) batch: i64,
    pub(super) done: usize,
    pub(super) error: Option<&'a str>,
}

/// What writes down how far the job is, in either direction.
pub(super) fn progress(
    tables: &Tables,
    unit: &Unit<'_>,
    job: &Job<'_>,
    step: &Step<'_>,
    metadata: &Metadata,
) -> Query {
    if job.direction == Direction::Down {
        return backwards(tables, unit, job, step);
    }
    let stand = Stand {
        status: step.status,
        batch: step.batch,
        milliseconds: 0,
        done: step.done,
        done_hash: Some(fingerprint(job, step.done)),
        error: step.error,
        metadata,
    };
    write::row(tables, unit, job, &stand)
}

/// A rollback counts in the row of what it rolls back, of which the rest stays.
fn backwards(tables: &Tables, unit: &Unit<'_>, job: &Job<'_>, step: &Step<'_>) -> Query {
    let sql = format!(
        "UPDATE {} SET status = ?, statements_done = ?, statements_total = ?, done_hash = ?, \
         error = ? WHERE \"set\" = ? AND version = ?",
        quoted(tables.history())
    );
    let params = vec![
        text(Some(RowStatus::RollingBack.as_str())),
        count(step.done),
        count(job.work.statements()),
        text(Some(fingerprint(job, step.done))),
        text(step.error),
        text(Some(unit.set)),
        Value::Integer(job.version.get()),
    ];
    Query::new(sql, params)
}

/// What writes down the metadata alone.
pub(super) fn remember(
    tables: &Tables,
    unit: &Unit<'_>,
    job: &Job<'_>,
    metadata: &Metadata,
) -> Query {
    let table = quoted(tables.history());
    let sql = format!("UPDATE {table} SET metadata = ? WHERE \"set\" = ? AND version = ?");
    let version = Value::Integer(job.version.get());
    Query::new(sql, vec![text(metadata.to_json()), text(Some(unit.set)), version])
}

/// A fingerprint of the first statements, to see whether they were edited since they ran.
pub(super) fn fingerprint(job: &Job<'_>, done: usize) -> String {
    let mut hash = Fnv::new();
    if let Work::Sql { text, parts } = &job.work {
        for piece in pieces(text, parts).take(done) {
            hash.add(piece.sql.as_bytes());
            hash.add(&[0]);
        }
    }
    format!("f1:{:032x}", hash.0)
}

/// FNV-1a with 128 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): it recognises edits, and
/// is no protection against anybody.
struct Fnv(u128);

impl Fnv {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 =
                (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}
