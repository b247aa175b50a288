//! What statements touch, as SQLite's authorizer is asked about it while it prepares them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::footprint::{Extent, Footprint};

/// Notes what statements touch, when it is asked to.
#[derive(Clone, Default)]
pub(super) struct Recorder(Arc<State>);

#[derive(Default)]
struct State {
    on: AtomicBool,
    noted: Mutex<Footprint>,
}

impl Recorder {
    /// Listens on the connection. It takes `&mut` because newer versions of rusqlite do.
    pub(super) fn listen(&self, connection: &mut Connection) {
        let own = Arc::clone(&self.0);
        let hook = move |asked: AuthContext<'_>| {
            if own.on.load(Ordering::Relaxed) && asked.database_name.is_none_or(|it| it == "main") {
                note(&mut own.noted.lock().unwrap_or_else(PoisonError::into_inner), asked.action);
            }
            Authorization::Allow
        };
        // It returns nothing in the older versions of rusqlite and a `Result` in the newer.
        let _ = connection.authorizer(Some(hook));
    }

    /// What is touched meanwhile.
    pub(super) fn record<T>(&self, doing: impl FnOnce() -> T) -> (T, Footprint) {
        self.0.on.store(true, Ordering::Relaxed);
        let done = doing();
        self.0.on.store(false, Ordering::Relaxed);
        let mut noted = self.0.noted.lock().unwrap_or_else(PoisonError::into_inner);
        (done, std::mem::take(&mut noted))
    }
}

fn note(footprint: &mut Footprint, action: AuthAction<'_>) {
    match Owner::of(&action) {
        Owner::Nobody => {}
        Owner::Engine => footprint.extent = Extent::Everything,
        Owner::User => match action {
            // Without a column where rows are counted, or only their numbers read.
            AuthAction::Read { table_name, column_name: "" } => footprint.reads.rows(table_name),
            AuthAction::Read { table_name, column_name } => {
                footprint.reads.column(table_name, column_name);
            }
            AuthAction::Update { table_name, column_name } => {
                footprint.writes.column(table_name, column_name);
            }
            AuthAction::Insert { table_name } | AuthAction::Delete { table_name } => {
                footprint.writes.whole(table_name);
            }
            _ => {}
        },
    }
}

/// Whose table an action is about.
enum Owner {
    User,
    /// The tables in which SQLite keeps the schema and its counters, which are about all tables.
    Engine,
    /// No table, or statistics, which nobody misses.
    Nobody,
}

impl Owner {
    fn of(action: &AuthAction<'_>) -> Self {
        let table = match action {
            AuthAction::Read { table_name, .. }
            | AuthAction::Update { table_name, .. }
            | AuthAction::Insert { table_name }
            | AuthAction::Delete { table_name } => table_name.to_ascii_lowercase(),
            _ => return Self::Nobody,
        };
        match table.strip_prefix("sqlite_") {
            None => Self::User,
            Some(rest) if rest.starts_with("stat") => Self::Nobody,
            Some(_) => Self::Engine,
        }
    }
}
