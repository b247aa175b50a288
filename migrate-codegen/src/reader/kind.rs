//! What a statement does, by its first words.

use std::fmt;

macro_rules! kinds {
    ($($(#[$docs:meta])* $kind:ident = $text:literal,)*) => {
        /// What a statement does, by its first words.
        ///
        /// A statement that begins with `WITH` has the kind of its main verb.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$docs])* $kind,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The words that stand for it in JSON and messages.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// `CREATE TABLE`, temporary ones too.
    CreateTable = "create table",
    /// `CREATE VIRTUAL TABLE`.
    CreateVirtualTable = "create virtual table",
    /// `CREATE [UNIQUE] INDEX`.
    CreateIndex = "create index",
    /// `CREATE VIEW`.
    CreateView = "create view",
    /// `CREATE TRIGGER`.
    CreateTrigger = "create trigger",
    /// `CREATE` of anything else: types, functions, sequences.
    CreateOther = "create",
    /// `ALTER TABLE .. ADD [COLUMN]`.
    AlterAddColumn = "add column",
    /// `ALTER TABLE .. DROP [COLUMN]`.
    AlterDropColumn = "drop column",
    /// `ALTER TABLE .. RENAME TO`.
    AlterRenameTable = "rename table",
    /// `ALTER TABLE .. RENAME [COLUMN] .. TO`.
    AlterRenameColumn = "rename column",
    /// Any other `ALTER`.
    AlterOther = "alter",
    /// `DROP TABLE`.
    DropTable = "drop table",
    /// `DROP INDEX`.
    DropIndex = "drop index",
    /// `DROP VIEW`.
    DropView = "drop view",
    /// `DROP TRIGGER`.
    DropTrigger = "drop trigger",
    /// `DROP` of anything else.
    DropOther = "drop",
    /// `INSERT`.
    Insert = "insert",
    /// `REPLACE`, and `INSERT OR REPLACE`, which is the same.
    Replace = "replace",
    /// `UPDATE`.
    Update = "update",
    /// `DELETE`.
    Delete = "delete",
    /// `SELECT` or `VALUES`.
    Select = "select",
    /// `WITH` without a verb that could be found.
    With = "with",
    /// `PRAGMA`: its name is the object.
    Pragma = "pragma",
    /// `BEGIN` or `START TRANSACTION`.
    Begin = "begin",
    /// `COMMIT` or `END`.
    Commit = "commit",
    /// `ROLLBACK` of the whole transaction.
    Rollback = "rollback",
    /// `SAVEPOINT`.
    Savepoint = "savepoint",
    /// `RELEASE` of a savepoint.
    Release = "release",
    /// `ROLLBACK TO` a savepoint.
    RollbackTo = "rollback to",
    /// `VACUUM`.
    Vacuum = "vacuum",
    /// `ATTACH`.
    Attach = "attach",
    /// `DETACH`.
    Detach = "detach",
    /// `ANALYZE`.
    Analyze = "analyze",
    /// `REINDEX`.
    Reindex = "reindex",
    /// `EXPLAIN`.
    Explain = "explain",
    /// Anything else, also what is no SQL at all.
    Other = "other",
}

impl Kind {
    /// Whether it changes the schema.
    #[must_use]
    pub const fn is_ddl(self) -> bool {
        self.is_create() || self.is_alter() || self.is_drop()
    }

    /// Whether it makes an object.
    #[must_use]
    pub const fn is_create(self) -> bool {
        use Kind::{
            CreateIndex, CreateOther, CreateTable, CreateTrigger, CreateView, CreateVirtualTable,
        };
        matches!(
            self,
            CreateTable
                | CreateVirtualTable
                | CreateIndex
                | CreateView
                | CreateTrigger
                | CreateOther
        )
    }

    /// Whether it changes an object.
    #[must_use]
    pub const fn is_alter(self) -> bool {
        use Kind::{
            AlterAddColumn, AlterDropColumn, AlterOther, AlterRenameColumn, AlterRenameTable,
        };
        matches!(
            self,
            AlterAddColumn | AlterDropColumn | AlterRenameTable | AlterRenameColumn | AlterOther
        )
    }

    /// Whether it removes an object.
    #[must_use]
    pub const fn is_drop(self) -> bool {
        use Kind::{DropIndex, DropOther, DropTable, DropTrigger, DropView};
        matches!(self, DropTable | DropIndex | DropView | DropTrigger | DropOther)
    }

    /// Whether it changes rows.
    #[must_use]
    pub const fn is_data(self) -> bool {
        matches!(self, Self::Insert | Self::Replace | Self::Update | Self::Delete)
    }

    /// Whether it begins, ends or divides a transaction.
    #[must_use]
    pub const fn is_transaction_control(self) -> bool {
        use Kind::{Begin, Commit, Release, Rollback, RollbackTo, Savepoint};
        matches!(self, Begin | Commit | Rollback | Savepoint | Release | RollbackTo)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
