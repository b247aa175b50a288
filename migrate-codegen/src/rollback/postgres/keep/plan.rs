//! Which tables and columns a migration would lose.

use super::lines::{Line, Lines};
use super::reach::Change;
use super::table::{Held, Keep, Kept, Members, Rows, Stored, is_exact};
use crate::catalog::{
    Catalog, Column, Extra, Ident, Identity, Index, Knowledge, Lost, Null, Path, Table, Unique,
};
use crate::rollback::keep::INSTEAD;
use crate::rollback::ledger::Refusal;
use crate::vocabulary::KEPT;
use crate::{Dialect, Version};

/// PostgreSQL cuts longer names.
const LONGEST_NAME: usize = 63;

/// What has to be kept so that the rollback brings everything back.
///
/// # Errors
/// Why something cannot be kept.
pub(in crate::rollback::postgres) fn plan<'c>(
    lines: &Lines<'c>,
    lost: &[Lost],
    start: &'c Catalog,
    after: &Catalog,
    version: Version,
) -> Result<Vec<Keep<'c>>, Refusal> {
    let mut keeps: Vec<Keep<'c>> = Vec::new();
    for line in &lines.tables {
        let Some(kept) = kept(line, lost, start, after)? else { continue };
        whole(line.start, start)?;
        let taken = |name: &String| keeps.iter().any(|it| it.place == *name);
        let wanted = format!("{KEPT}{version}_{}", line.start.name.name);
        let numbers = (1..=lines.tables.len() + 1).map(|at| format!("{KEPT}{version}_{at}"));
        let mut names = std::iter::once(wanted).chain(numbers);
        let place = names.find(|it| it.len() <= LONGEST_NAME && !taken(it)).unwrap_or_default();
        keeps.push(Keep { table: line.start, place, kept });
    }
    Ok(keeps)
}

/// Whether all of a table is known, and its rows lie in it alone.
fn whole(table: &Table, start: &Catalog) -> Result<(), Refusal> {
    let name = &table.name;
    if table.knowledge == Knowledge::Partial || !start.is_certain(&name.name) {
        return Err(cannot(format!("what `{name}` was is not certain")));
    }
    let shares = |it: &Table| {
        let says = |word: &str| it.options.iter().any(|it| it.as_str().contains(word));
        says("inherits") || says("partition")
    };
    let is_rule = |it: &Extra| it.sort == "rule" && it.table.as_ref() == Some(name);
    if start.extras().any(is_rule) {
        return Err(cannot(format!("a rule on `{name}` does something else instead")));
    }
    if shares(table) || start.tables().any(|it| shares(it) && mentions(it, &name.name)) {
        return Err(cannot(format!("`{name}` shares its rows with other tables")));
    }
    Ok(())
}

fn mentions(table: &Table, name: &Ident) -> bool {
    table.options.iter().any(|it| it.words().contains(name))
}

/// The columns that hold values of their own.
fn columns(table: &Table) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|it| it.generated.is_none())
}

fn kept<'c>(
    line: &Line<'c>,
    lost: &[Lost],
    start: &'c Catalog,
    after: &Catalog,
) -> Result<Option<Kept<'c>>, Refusal> {
    let table = line.start;
    let now = line.now.as_ref().and_then(|now| after.tables().find(|it| it.name == *now));
    let Some(now) = now else {
        // What is partly known was not there, or is not the migration's.
        let comes_back = lost.contains(&Lost::Rows(table.name.clone()));
        if !comes_back && !line.changes.is_empty() {
            return Err(cannot(format!("what becomes of `{}` is not certain", table.name)));
        }
        return Ok(comes_back
            .then(|| Kept::Table(columns(table).map(|column| Stored { column }).collect())));
    };
    let converted = |it: &Column| {
        lost.iter().any(|lost| {
            matches!(lost, Lost::Converted { table: of, column, .. }
                if *of == table.name && *column == it.name)
        })
    };
    let set = |it: &Column| {
        let of = |change: &Change| matches!(change, Change::Columns(all) if all.contains(&it.name));
        line.changes.iter().any(of)
    };
    let dropped = columns(table).filter(|it| line.now(&it.name).is_none());
    let dropped: Vec<_> = dropped.map(|column| Stored { column }).collect();
    if line.changes.is_empty() && dropped.is_empty() && !columns(table).any(converted) {
        return Ok(None);
    }
    let key = key(line, now, start, &set)?;
    let mut members = members(&line.changes);
    if key.iter().any(|it| set(it)) {
        members = Members::Others;
    }
    if let Some(vague) = key.iter().find(|it| members == Members::Others && !is_exact(it)) {
        let (table, column) = (&table.name, &vague.name);
        return Err(cannot(format!(
            "values of the key `{table}.{column}` may differ and be equal"
        )));
    }
    let mut names = Names::of(table);
    let mut held = |column: &'c Column| -> Result<Held<'c>, Refusal> {
        let name = line.now(&column.name).cloned().unwrap_or_else(|| column.name.clone());
        if now.column(&name).is_some_and(|it| it.type_name != column.type_name) {
            let (table, column) = (&table.name, &column.name);
            return Err(cannot(format!("`{table}.{column}` is written and gets another type")));
        }
        let new = names.free(&format!("new_{}", column.name));
        Ok(Held { stored: Stored { column }, now: name, new })
    };
    numbered(table, &key, members, &dropped)?;
    let is_key = |it: &&Column| key.iter().any(|key| key.name == it.name);
    let mut written = Vec::new();
    let mut stay = Vec::new();
    for column in columns(table).filter(|it| !is_key(it) && line.now(&it.name).is_some()) {
        match members {
            Members::Others | Members::More => written.push(held(column)?),
            _ if set(column) || converted(column) => written.push(held(column)?),
            Members::Fewer => stay.push(Stored { column }),
            Members::Same => {}
        }
    }
    let key = key.iter().map(|it| held(it)).collect::<Result<_, _>>()?;
    let fate = names.free("fate");
    Ok(Some(Kept::Rows(Rows { now: now.name.clone(), key, dropped, stay, written, members, fate })))
}

/// What the changes of a table do to its rows together.
fn members(changes: &[Change]) -> Members {
    let has = |change: &Change| changes.contains(change);
    let writes = changes.iter().any(|it| matches!(it, Change::Columns(_)));
    match (has(&Change::More), has(&Change::Fewer)) {
        _ if has(&Change::Anything) => Members::Others,
        (true, false) if !writes => Members::More,
        (true, _) => Members::Others,
        (false, true) => Members::Fewer,
        (false, false) => Members::Same,
    }
}

/// The key by which the rows of a table are found again: one that stays as it is, if there is one.
fn key<'c>(
    line: &Line<'c>,
    now: &Table,
    start: &'c Catalog,
    set: &impl Fn(&Column) -> bool,
) -> Result<Vec<&'c Column>, Refusal> {
    let table = line.start;
    let mut keys: Vec<Vec<&Ident>> = table.primary_key().into_iter().collect();
    keys.extend(table.keys());
    keys.extend(start.indexes().filter(|it| it.table == table.name).filter_map(plain_key));
    let primary = keys.first().cloned().unwrap_or_default();
    let column = |name: &&Ident| -> Option<&'c Column> {
        let column = table.column(name).filter(|it| it.generated.is_none())?;
        let never_null = column.null == Null::Refused || table.primary_key()?.contains(name);
        let later = now.column(line.now(name)?)?;
        (never_null && later.type_name == column.type_name).then_some(column)
    };
    let whole = keys.iter().filter_map(|it| it.iter().map(column).collect::<Option<Vec<_>>>());
    let found: Vec<Vec<&Column>> = whole.filter(|it| !it.is_empty()).collect();
    let stays = found.iter().find(|it| !it.iter().any(|column| set(column)));
    if let Some(key) = stays.or_else(|| found.first()) {
        return Ok(key.clone());
    }
    if primary.is_empty() {
        return Err(Refusal::new(
            format!(
                "`{}` has no primary key: nothing tells which of its rows is which",
                table.name
            ),
            "give it a primary key in an earlier migration, or write the rollback instead",
        ));
    }
    let columns: Vec<_> = primary.iter().map(|it| format!("`{it}`")).collect();
    Err(cannot(format!(
        "the key of `{}` ({}) does not stay as it is, and nothing else tells its rows apart",
        table.name,
        columns.join(", ")
    )))
}

/// Numbers that only the engine gives cannot be set back.
fn numbered(
    table: &Table,
    key: &[&Column],
    members: Members,
    dropped: &[Stored<'_>],
) -> Result<(), Refusal> {
    let is_key = |it: &Column| key.iter().any(|key| key.name == it.name);
    let is_dropped = |it: &Column| dropped.iter().any(|gone| gone.column.name == it.name);
    let sets = |it: &&Column| {
        it.identity == Some(Identity::Always)
            && (is_dropped(it) || members == Members::Others && !is_key(it))
    };
    table.columns.iter().find(sets).map_or(Ok(()), |column| {
        let (table, column) = (&table.name, &column.name);
        Err(cannot(format!("`{table}.{column}` is numbered by the engine alone")))
    })
}

/// The columns of a unique index that is about every row.
fn plain_key(index: &Index) -> Option<Vec<&Ident>> {
    let plain = index.unique == Unique::Yes && index.filter.is_none();
    let columns = index.parts.iter().map(|it| it.column.as_ref());
    columns.collect::<Option<_>>().filter(|_| plain)
}

fn cannot(why: String) -> Refusal {
    Refusal::new(why, INSTEAD)
}

/// Names for the columns that only the kept table has.
struct Names {
    taken: Vec<Ident>,
}

impl Names {
    fn of(table: &Table) -> Self {
        Self { taken: table.columns.iter().map(|it| it.name.clone()).collect() }
    }

    fn free(&mut self, wanted: &str) -> Ident {
        let numbers = (1..).map(|at| format!("new_{at}"));
        let names = std::iter::once(wanted.to_owned()).chain(numbers);
        let mut names = names.filter(|it| it.len() <= LONGEST_NAME);
        let name = names.find_map(|it| {
            let name = Ident::new(&it, Dialect::Postgres);
            (!self.taken.contains(&name)).then_some(name)
        });
        let name = name.unwrap_or_else(|| Ident::new(wanted, Dialect::Postgres));
        self.taken.push(name.clone());
        name
    }
}

impl Kept<'_> {
    /// Whether this comes back.
    fn holds(&self, lost: &Lost) -> bool {
        match (self, lost) {
            (Self::Table(_), Lost::Rows(_)) => true,
            (Self::Rows(rows), Lost::Values(_, column)) => {
                rows.dropped.iter().any(|it| it.column.name == *column)
            }
            (Self::Rows(rows), Lost::Converted { column, .. }) => {
                rows.written.iter().any(|it| it.stored.column.name == *column)
            }
            _ => false,
        }
    }
}

/// What does not come back although all this is kept.
pub(in crate::rollback::postgres) fn left(lost: Vec<Lost>, keeps: &[Keep<'_>]) -> Vec<Lost> {
    let table = |lost: &Lost| -> Option<Path> {
        Some(match lost {
            Lost::Rows(table) | Lost::Values(table, _) | Lost::Converted { table, .. } => {
                table.clone()
            }
            Lost::Place(..) | Lost::LastNumber(_) | Lost::NoExtension(_) => return None,
        })
    };
    let kept = |lost: &Lost| {
        let table = table(lost);
        keeps.iter().any(|it| Some(&it.table.name) == table.as_ref() && it.kept.holds(lost))
    };
    lost.into_iter().filter(|it| !kept(it)).collect()
}
