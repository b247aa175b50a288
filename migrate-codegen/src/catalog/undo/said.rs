//! What is said of objects beside what they are: policies, row security, rights, comments.

use super::super::command::{Rights, Said, settings};
use super::super::model::{Path, Setting, Sql, Subject};
use super::super::schema::Catalog;
use super::back::{Cannot, Undo};
use super::lists::only;
use crate::Dialect;
use crate::reader::Statement;

/// Says it again, once the objects are back.
pub(super) fn again(mut undo: Undo, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    let writer = before.writer();
    for extra in only(before.extras(), after.extras()).iter().filter(|it| it.table.is_some()) {
        undo.statements.push(writer.extra(extra)?);
    }
    for setting in only(before.settings(), after.settings()) {
        undo.statements.push(writer.setting(setting)?);
    }
    Ok(undo)
}

/// Undoes a `COMMENT`: the former one is said again, or none.
pub(super) fn comment(before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    let changed =
        [only(after.settings(), before.settings()), only(before.settings(), after.settings())];
    if before.omitted != after.omitted {
        return Err(Cannot::but(
            "what the comment said before is not known",
            "write the rollback with the comment that it was",
        ));
    }
    let Some(one) = changed.iter().flatten().next() else { return Ok(Undo::nothing()) };
    let former = before.settings().find(|it| it.of == one.of && it.topic == one.topic);
    let none = || Setting { tail: Sql::new("IS NULL", before.dialect), ..Setting::clone(one) };
    let setting = former.cloned().unwrap_or_else(none);
    Ok(Undo::one(before.writer().setting(&setting)?))
}

/// What undoes a setting that nobody has to say, by its topic.
const USUAL: &[(&str, &str)] = &[
    ("row security", "DISABLE ROW LEVEL SECURITY"),
    ("forced row security", "NO FORCE ROW LEVEL SECURITY"),
    ("replica identity", "REPLICA IDENTITY DEFAULT"),
    ("cluster", "SET WITHOUT CLUSTER"),
    ("fires", "ENABLE"),
    ("set statistics", "SET STATISTICS -1"),
    ("set compression", "SET COMPRESSION DEFAULT"),
];

/// Undoes a statement that says something of objects and does nothing else: what was said before is
/// said again, or what holds where nothing is said. `None` where it does more.
///
/// # Errors
/// When what was said before is not known.
pub(super) fn settled(
    statement: &Statement,
    parts: usize,
    before: &Catalog,
) -> Result<Option<Undo>, Cannot> {
    let mut statements = Vec::new();
    let mut said = 0;
    for one in settings(statement) {
        let Said::Setting(text) = one else { return Ok(None) };
        let Some(of) = before.subject(text.of) else { return Ok(None) };
        let head = Sql::new(&text.head, before.dialect);
        let setting = Setting { of, verb: text.verb, head, tail: text.tail, topic: text.topic };
        said += 1;
        if let Some(former) = former(&setting, before)? {
            statements.insert(0, before.writer().setting(&former)?);
        }
    }
    Ok((said >= parts && said > 0).then_some(Undo { statements, lost: Vec::new() }))
}

/// What was said before; nothing where it was the same.
fn former(setting: &Setting, before: &Catalog) -> Result<Option<Setting>, Cannot> {
    let unknown = || Cannot::new(format!("what was said before of {} is not known", setting.topic));
    let of_table = setting.of.relation();
    if of_table.is_some_and(|it| before.doubts(&it.name)) || before.omitted > 0 {
        return Err(unknown());
    }
    if is_about_rights(setting) {
        return rights_before(setting, before);
    }
    let same = |it: &&Setting| it.of == setting.of && it.topic == setting.topic;
    if let Some(former) = before.settings().find(same) {
        return Ok(Some(former.clone()).filter(|it| it.tail != setting.tail));
    }
    let topic = setting.topic.as_str();
    let usual = USUAL.iter().find(|(own, _)| *own == topic).map(|(_, usual)| (*usual).to_owned());
    let usual = usual.or_else(|| match topic.strip_prefix("parameter ") {
        Some(own) if !made_with(of_table?, own, before) => Some(format!("RESET ({own})")),
        _ => None,
    });
    let switched = matches!(setting.of, Subject::Trigger(..))
        && before.settings().any(|it| it.of.relation() == of_table && is_of_all(it));
    let usual = usual.filter(|_| !switched).ok_or_else(unknown)?;
    let tail = Sql::new(&usual, before.dialect);
    Ok(Some(Setting { tail, ..setting.clone() }).filter(|it| it.tail != setting.tail))
}

fn is_about_rights(setting: &Setting) -> bool {
    let head = setting.head.as_str().to_lowercase();
    head.starts_with("grant") || head.starts_with("revoke")
}

/// Whether it turns triggers on or off that it does not name.
fn is_of_all(setting: &Setting) -> bool {
    ["all triggers", "triggers"].contains(&setting.topic.as_str())
}

/// Whether an object may have been made with a parameter.
fn made_with(of: &Path, parameter: &str, catalog: &Catalog) -> bool {
    let says = |it: &Sql| it.as_str().contains(parameter);
    let table = catalog.tables.get(of).map(|it| it.options.iter().any(says));
    let index = catalog.indexes.get(of).map(|it| says(&it.options));
    let view = catalog.views.get(of).map(|it| says(&it.options));
    table.or(index).or(view).unwrap_or(true)
}

/// Rights that nobody had are taken away again, and those that were given are given again.
fn rights_before(setting: &Setting, before: &Catalog) -> Result<Option<Setting>, Cannot> {
    let had = |it: &&Setting| it.of == setting.of && Rights::of(it).is_some();
    let unread =
        |it: &Setting| it.of == setting.of && is_about_rights(it) && Rights::of(it).is_none();
    let unknown = || {
        Cannot::but(
            "who had these rights before is not known",
            "write the rollback with the rights that there were",
        )
    };
    let rights = Rights::of(setting).ok_or_else(unknown)?;
    if !before.may_lack_rights(setting) || before.settings().any(unread) {
        return Err(unknown());
    }
    let all: Vec<_> = before.settings().filter(had).collect();
    let about = |it: &&&Setting| {
        let other = Rights::of(it);
        other.is_some_and(|it| it.roles.iter().any(|role| rights.roles.contains(role)))
    };
    let mut own = all.iter().filter(about);
    match (rights.verb, own.next(), own.next()) {
        ("grant", None, _) => Ok(Some(turned(setting, "REVOKE", "FROM"))),
        ("revoke", None, _) => Ok(None),
        ("revoke", Some(given), None) => {
            let given = Rights::of(given).filter(|it| it.verb == "grant").ok_or_else(unknown)?;
            let same = given.privileges == rights.privileges && given.roles == rights.roles;
            if same { Ok(Some(turned(setting, "GRANT", "TO"))) } else { Err(unknown()) }
        }
        _ => Err(unknown()),
    }
}

/// The opposite of a `GRANT` or `REVOKE`.
fn turned(setting: &Setting, verb: &str, word: &str) -> Setting {
    let behind = |it: &Sql| it.as_str().split_once(' ').map_or("", |(_, rest)| rest).to_owned();
    let sql =
        |first: &str, rest: &Sql| Sql::new(&format!("{first} {}", behind(rest)), Dialect::Postgres);
    Setting { head: sql(verb, &setting.head), tail: sql(word, &setting.tail), ..setting.clone() }
}
