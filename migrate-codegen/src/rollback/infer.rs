//! The inverse of a whole migration.

use std::fmt;

use super::keep::Keeping;
use super::ledger::{Ledger, Refusal};
use super::{column, data, index, table, trigger, view};
use crate::RollbackClass;
use crate::change::{Step, has_more_clauses};
use crate::check::Options;
use crate::reader::Kind;

/// A rollback that was inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// What to run, in this order; none when the migration changes nothing that lasts.
    pub statements: Vec<String>,
    /// What comes back: [`RollbackClass::Exact`], [`RollbackClass::SchemaOnly`] or
    /// [`RollbackClass::Preserved`].
    pub class: RollbackClass,
    /// What does not come back, such as ``the rows of `log` ``; nothing when the class is exact.
    pub lost: Vec<String>,
    /// What has to be kept aside for it; nothing unless the class is preserved.
    pub keeping: Vec<Keeping>,
}

/// Why no rollback was inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotInferred {
    /// The statement in the way, as an index into the steps.
    pub step: usize,
    /// What is missing.
    pub lack: Lack,
    /// What is in the way.
    pub why: String,
    /// What to write instead, as a hint.
    pub write: String,
}

/// What a rollback lacks that was not inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A plain inverse.
    Inverse,
    /// A look at the schema before the statement, which decides whether it has one.
    Schema,
}

impl fmt::Display for NotInferred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (hint: {})", self.why, self.write)
    }
}

/// Infers the rollback of the migration that these statements make up.
///
/// Objects that it makes and removes again leave no trace, and what belongs to a table that it
/// makes falls with the table. Of `options` it reads the dialect and the target.
///
/// # Errors
/// The first statement that cannot be inverted, with the reason and what to write.
///
/// # Example
/// ```
/// use migrate_codegen::change::steps;
/// use migrate_codegen::check::Options;
/// use migrate_codegen::source::{SourceFile, SqlText};
/// use migrate_codegen::{Dialect, reader, rollback};
///
/// let sql = "CREATE TABLE a (id INT); CREATE INDEX i ON a (id); ALTER TABLE b RENAME TO c;";
/// let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
/// let statements = reader::read(&text, Dialect::Sqlite);
/// let options = Options::new(Dialect::Sqlite);
/// let inferred = rollback::infer(&steps(&text, &statements), &options).expect("plain inverses");
/// assert_eq!(inferred.statements, ["ALTER TABLE c RENAME TO b", "DROP TABLE a"]);
/// ```
pub fn infer(steps: &[Step<'_>], options: &Options) -> Result<Inferred, NotInferred> {
    let mut ledger = Ledger::new(options);
    for (at, step) in steps.iter().enumerate() {
        enter(step, &mut ledger).map_err(|Refusal { lack, why, write }| NotInferred {
            step: at,
            lack,
            why,
            write,
        })?;
        ledger.copied(step);
    }
    Ok(ledger.close())
}

/// Notes how to undo one statement.
fn enter(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let kind = step.kind();
    if !ledger.dialect().is_sqlite() && kind.is_ddl() && has_more_clauses(step.statement) {
        return Err(Refusal::new(
            "a statement with several clauses is not inverted",
            "write one statement for each clause, or the rollback by hand",
        ));
    }
    match kind {
        Kind::CreateTable | Kind::CreateVirtualTable => table::created(step, ledger),
        Kind::DropTable => table::dropped(step, ledger),
        Kind::AlterRenameTable => table::renamed(step, ledger),
        Kind::AlterAddColumn => column::added(step, ledger),
        Kind::AlterDropColumn => column::dropped(step, ledger),
        Kind::AlterRenameColumn => column::renamed(step, ledger),
        Kind::CreateIndex => index::created(step, ledger),
        Kind::DropIndex => index::dropped(step, ledger),
        Kind::CreateView => view::created(step, ledger),
        Kind::DropView => view::dropped(step, ledger),
        Kind::CreateTrigger => trigger::created(step, ledger),
        Kind::DropTrigger => trigger::dropped(step, ledger),
        Kind::Insert | Kind::Replace | Kind::Update | Kind::Delete => data::changed(step, ledger),
        Kind::Pragma => data::pragma(step),
        kind if lasts_nothing(kind) => Ok(()),
        _ => Err(Refusal::unread(step)),
    }
}

/// Whether statements of this kind leave neither schema nor rows changed.
pub(super) fn lasts_nothing(kind: Kind) -> bool {
    use Kind::{Analyze, Attach, Detach, Explain, Reindex, Select, Vacuum};
    matches!(kind, Select | Explain | Vacuum | Analyze | Reindex | Attach | Detach)
        || kind.is_transaction_control()
}
