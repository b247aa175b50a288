//! The way back from a migration: given, waived, or inferred.

use super::history::{DownFrom, Text, Unit};
use super::options::Options;
use super::preserve;
use super::problem::Problem;
use super::report::{Rollback, RollbackSource, Script};
use super::run::{Seen, drops, parts};
use crate::change::{Before, Step};
use crate::reader::Kind;
use crate::rollback::{self, Inferred, Keeping, NotInferred};
use crate::source::{Body, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, ForeignKeys, RollbackClass, checksum};

/// The way back from a migration, and how it is run when it was inferred.
pub(super) struct WayBack {
    pub(super) rollback: Rollback,
    pub(super) script: Option<Script>,
    /// What has to be kept aside for it.
    pub(super) keeping: Vec<Keeping>,
    /// Why none was inferred, where one was wanted.
    pub(super) not_inferred: Option<NotInferred>,
    /// Why nothing is kept, where that was wanted.
    pub(super) refused: Option<Problem>,
}

impl WayBack {
    /// The checksum of what the author says rolls the migration back.
    pub(super) fn given_checksum(&self, source: &Source, dialect: Dialect) -> Option<String> {
        let text = self.rollback.text.as_ref();
        let own = text.filter(|_| self.rollback.source == RollbackSource::Given);
        checksum::of_down(source, dialect)
            .or_else(|| own.map(|text| checksum::of_sql(&text.text, dialect)))
    }
}

/// Why a listed SQL file has no way back: nobody wrote one, and none is inferred.
pub(crate) const NONE_GIVEN: &str = "none given";

/// The way back from a migration.
pub(super) fn of(unit: &Unit<'_>, seen: &Seen, options: &Options) -> WayBack {
    match preserve::contradiction(unit, options) {
        refused @ Some(_) => WayBack { refused, ..without_keeping(unit, seen, options) },
        None if unit.source.keys.preserve.is_some() => kept(unit, seen, options),
        None => without_keeping(unit, seen, options),
    }
}

fn without_keeping(unit: &Unit<'_>, seen: &Seen, options: &Options) -> WayBack {
    let source = unit.source;
    let none = |class, source, reason: Option<&str>| WayBack {
        rollback: Rollback { class, source, text: None, reason: reason.map(str::to_owned) },
        script: None,
        keeping: Vec::new(),
        not_inferred: None,
        refused: None,
    };
    let reason = source.keys.irreversible.as_deref();
    match (&unit.down, &source.up, source.origin) {
        (Some(down), ..) => {
            let mut given = none(RollbackClass::Given, RollbackSource::Given, None);
            given.rollback.text = down.text.as_ref().map(|text| text.sql.clone());
            given
        }
        _ if reason.is_some() => none(RollbackClass::Irreversible, RollbackSource::Waived, reason),
        (None, Body::Sql(_), Origin::Rust) => inferred(unit, seen, options),
        (None, Body::Sql(_), Origin::Directory) => of_directory(inferred(unit, seen, options)),
        (None, Body::Code(_), Origin::Rust) => {
            let reason = Some("a step in Rust without a rollback");
            none(RollbackClass::Irreversible, RollbackSource::None, reason)
        }
        (None, ..) => none(RollbackClass::Irreversible, RollbackSource::None, Some(NONE_GIVEN)),
    }
}

/// The statements that apply a migration's own text, with what is known of the schema before each.
pub(crate) fn steps<'a>(text: &'a Text<'a>, before: &[Before]) -> Vec<Step<'a>> {
    let step = |(at, statement)| Step {
        text: text.sql,
        statement,
        before: before.get(at).cloned().unwrap_or_default(),
    };
    text.statements.iter().enumerate().map(step).collect()
}

/// Whether the rollback is to be inferred: nothing else says what it is.
pub(crate) fn wants_inferred(unit: &Unit<'_>) -> bool {
    let source = unit.source;
    let is_sql = matches!(source.up, Body::Sql(_));
    let is_asked =
        matches!(source.origin, Origin::Rust | Origin::Directory) || source.keys.preserve.is_some();
    // A comment that seems to hold one may turn out to be prose.
    let is_given = unit.down.is_some() && unit.down_from == DownFrom::Code;
    is_sql && is_asked && !is_given && source.keys.irreversible.is_none()
}

/// Infers the rollback; `before` says what each statement is about to change.
fn infer(unit: &Unit<'_>, before: &[Before], options: &Options) -> Result<Inferred, NotInferred> {
    let steps = unit.up.text.as_ref().map(|text| steps(text, before)).unwrap_or_default();
    rollback::infer(&steps, options)
}

/// Nobody asked the authors of such files for a rollback: that there is none is no finding.
fn of_directory(mut way_back: WayBack) -> WayBack {
    if way_back.not_inferred.take().is_some() {
        let why = way_back.rollback.reason.unwrap_or_default();
        way_back.rollback.reason = Some(format!("none given, and none inferred: {why}"));
    }
    way_back
}

/// The rollback that brings back what the migration keeps aside.
fn kept(unit: &Unit<'_>, seen: &Seen, options: &Options) -> WayBack {
    let mut way_back = inferred(unit, seen, options);
    let not_inferred = way_back.not_inferred.take();
    way_back.refused = match &seen.inferred {
        Some(_) => not_inferred.map(|why| preserve::refusal(unit, &why)),
        None => Some(preserve::unseen(unit, options)),
    };
    way_back
}

fn inferred(unit: &Unit<'_>, seen: &Seen, options: &Options) -> WayBack {
    let known = seen.inferred.clone();
    match known.unwrap_or_else(|| infer(unit, &seen.before, options)) {
        Ok(inferred) => {
            let text = joined(&inferred.statements);
            let name = format!("{} (inferred rollback)", unit.source.file.name);
            let file = SourceFile::new(name, text);
            let sql = SqlText::slice(&file, 0..file.text.len());
            WayBack {
                script: Some(script(&sql, options)),
                rollback: Rollback {
                    class: inferred.class,
                    source: RollbackSource::Inferred,
                    text: Some(sql),
                    reason: lost(&inferred.lost),
                },
                keeping: inferred.keeping,
                not_inferred: None,
                refused: None,
            }
        }
        Err(error) => WayBack {
            rollback: Rollback {
                class: RollbackClass::Irreversible,
                source: RollbackSource::None,
                text: None,
                reason: Some(error.why.clone()),
            },
            script: None,
            keeping: Vec::new(),
            not_inferred: Some(error),
            refused: None,
        },
    }
}

/// Ends the reason of a rollback that leaves something behind.
pub(crate) const DO_NOT: &str = " do not come back";

fn lost(what: &[String]) -> Option<String> {
    let (last, others) = what.split_last()?;
    let listed = match others {
        [] => last.clone(),
        _ => format!("{} and {last}", others.join(", ")),
    };
    Some(format!("{listed}{DO_NOT}"))
}

fn joined(statements: &[String]) -> String {
    let mut text = statements.join(";\n");
    if !text.is_empty() {
        text.push(';');
    }
    text
}

/// An inferred rollback never relies on cascades, so dropping a table and deleting rows is always
/// done with foreign keys off and checked afterwards.
fn script(sql: &SqlText, options: &Options) -> Script {
    let text = Text::read(sql, options.dialect);
    let removes = |kind: Kind| matches!(kind, Kind::DropTable | Kind::Delete);
    let dropping = text.statements.iter().any(|it| removes(it.kind));
    Script {
        statements: parts(&text),
        foreign_keys: if dropping { ForeignKeys::Suspend } else { ForeignKeys::Keep },
        drops: drops(&text.statements),
        sql: Vec::new(),
    }
}
