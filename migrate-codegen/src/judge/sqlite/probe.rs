//! What SQLite does not look into when an object is made: the bodies of views and triggers, and
//! the parents of foreign keys.

use super::catalog::{self, ForeignKey};
use super::engine::{Engine, literal, quoted};
use super::refusal::Refusal;
use crate::judge::trail::near;

/// An object that cannot be used.
#[derive(Debug)]
pub(super) struct Broken {
    /// Its name: of the view, the trigger, or the child table.
    pub(super) object: String,
    /// The name within its statement to point at.
    pub(super) at: Option<String>,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Everything that cannot be used as the schema stands. Foreign keys must be off.
pub(super) fn probe(engine: &Engine) -> Vec<Broken> {
    let mut broken = views(engine);
    // A broken view takes the triggers and views that use it along: one error a fault.
    if broken.is_empty() {
        broken.extend(triggers(engine));
    }
    let keys = catalog::foreign_keys(engine).into_iter();
    broken.extend(keys.filter_map(|(child, key)| foreign_key(engine, &child, key)));
    broken
}

fn views(engine: &Engine) -> Vec<Broken> {
    let mut broken: Vec<Broken> = Vec::new();
    for view in catalog::names(engine, "view") {
        if let Err(refusal) = engine.prepare(&format!("SELECT * FROM {} LIMIT 0", quoted(&view)))
            && broken.iter().all(|known| known.message != refusal.message)
        {
            broken.push(of(view, "view", &refusal));
        }
    }
    broken
}

fn of(object: String, what: &str, refusal: &Refusal) -> Broken {
    Broken {
        help: Some(format!("the {what} `{object}` cannot be used as the schema stands at the end")),
        object,
        at: refusal.name().map(str::to_owned),
        code: refusal.code(),
        message: refusal.message.clone(),
    }
}

fn triggers(engine: &Engine) -> Vec<Broken> {
    let tables =
        engine.column("SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger'");
    if tables.iter().all(|table| fire(engine, table).is_ok()) {
        return Vec::new();
    }
    // Which of them it is shows when each is alone.
    let triggers = engine.rows("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'");
    let mut broken = Vec::new();
    for row in triggers.unwrap_or_default() {
        let Ok([trigger, table]) = <[String; 2]>::try_from(row) else { continue };
        engine.quietly("SAVEPOINT alone");
        let others = engine.column(&format!(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name <> {}",
            literal(&trigger)
        ));
        for other in others {
            engine.quietly(&format!("DROP TRIGGER {}", quoted(&other)));
        }
        if let Err(refusal) = fire(engine, &table) {
            broken.push(of(trigger, "trigger", &refusal));
        }
        engine.quietly("ROLLBACK TO alone");
        engine.quietly("RELEASE alone");
    }
    broken
}

/// Prepares each kind of change of the table, which reads its triggers. A table that cannot be
/// changed in some way without its triggers either (a view without `INSTEAD OF`) is not at fault.
fn fire(engine: &Engine, table: &str) -> Result<(), Refusal> {
    let name = quoted(table);
    let changes = [
        format!("EXPLAIN INSERT INTO {name} DEFAULT VALUES"),
        format!("EXPLAIN UPDATE {name} SET {}", catalog::assignments(engine, table)),
        format!("EXPLAIN DELETE FROM {name}"),
    ];
    for change in changes {
        match engine.prepare(&change) {
            Err(refusal) if !is_of_the_table(&refusal) => return Err(refusal),
            _ => {}
        }
    }
    Ok(())
}

fn is_of_the_table(refusal: &Refusal) -> bool {
    refusal.is_syntax()
        || refusal.message.starts_with("cannot modify")
        || refusal.message.contains("may not be modified")
        || refusal.message.starts_with("no such module")
}

fn foreign_key(engine: &Engine, child: &str, key: ForeignKey) -> Option<Broken> {
    let columns = catalog::columns(engine, &key.parent);
    if columns.is_empty() {
        let taken =
            "SQLite takes the table, and refuses to change its rows while foreign keys are on";
        let tables = engine.tables();
        let help = match near(&key.parent, &tables) {
            Some(near) => format!("did you mean `{near}`? {taken}"),
            None => taken.to_owned(),
        };
        return Some(Broken {
            object: child.to_owned(),
            message: format!("foreign key of `{child}` references a missing table: {}", key.parent),
            at: Some(key.parent),
            code: "no_such_table",
            help: Some(help),
        });
    }
    let same = |one: &[String], other: &[String]| {
        one.len() == other.len()
            && one.iter().all(|a| other.iter().any(|b| a.eq_ignore_ascii_case(b)))
    };
    let primary = catalog::primary_key(engine, &key.parent);
    let fits = if key.to.is_empty() {
        primary.len() == key.from.len()
    } else {
        same(&primary, &key.to)
            || catalog::keys(engine, &key.parent).iter().any(|known| same(known, &key.to))
    };
    if fits {
        return None;
    }
    let to = if key.to.is_empty() { "its primary key".to_owned() } else { key.to.join(", ") };
    Some(Broken {
        object: child.to_owned(),
        message: format!("foreign key mismatch - \"{child}\" referencing \"{}\"", key.parent),
        help: Some(format!(
            "the key needs a PRIMARY KEY or UNIQUE on exactly these columns of `{}`: {to}",
            key.parent
        )),
        at: Some(key.parent),
        code: "foreign_key_mismatch",
    })
}
