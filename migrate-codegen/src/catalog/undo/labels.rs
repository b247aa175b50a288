//! Undoing `ALTER TYPE .. ADD VALUE`: the type is made again, and its columns with it.

use super::super::command::Pathname;
use super::super::model::{Column, Ident, Knowledge, Path, Rule, Table, Type, TypeSort};
use super::super::render::words::{name, path, string};
use super::super::schema::{Catalog, Found};
use super::back::{Cannot, Undo};
use super::statement::certain;
use super::users::Users;
use super::views::readers;

/// PostgreSQL drops no label. A type with the former ones takes the place of this one; rows that
/// have the new label by then make the rollback fail, and keep it.
pub(super) fn added(of: &Pathname, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    certain(before, &of.name)?;
    let own = |catalog: &Catalog| match catalog.find(of, |place| catalog.types.get(place).cloned())
    {
        Found::Sure(found) => Some(found),
        Found::Doubtful | Found::Missing => None,
    };
    let (Some(then), Some(now)) = (own(before), own(after)) else {
        return Err(Cannot::doubtful(&of.name));
    };
    if then == now {
        return Ok(Undo::nothing());
    }
    let TypeSort::Enum(labels) = &then.sort else { return Err(Cannot::doubtful(&of.name)) };
    let columns = columns(&now, after)?;
    let named: Vec<_> =
        columns.iter().map(|(table, it)| (table.name.clone(), it.name.clone())).collect();
    let users = Users::of(&named, after);
    let aside = Ident::new(&format!("{}_before", then.name.name), after.dialect);
    if after.types.get(&then.name.renamed(aside.clone())).is_some() {
        return Err(Cannot::new(format!("the name `{aside}` is taken")));
    }
    let (own, aside_path) = (path(&then.name), path(&then.name.renamed(aside.clone())));
    let labels: Vec<_> = labels.iter().map(|it| string(it)).collect();
    let mut undo = Undo::nothing();
    undo.statements.extend(users.clear());
    undo.statements.push(format!("ALTER TYPE {own} RENAME TO {}", name(&aside)));
    undo.statements.push(format!("CREATE TYPE {own} AS ENUM ({})", labels.join(", ")));
    undo.statements.extend(columns.iter().flat_map(|(table, it)| retype(table, it)));
    undo.statements.push(format!("DROP TYPE {aside_path}"));
    undo.statements.extend(users.restore(after)?);
    Ok(undo)
}

/// The columns of a type, where they can change it.
fn columns<'c>(of: &Type, catalog: &'c Catalog) -> Result<Vec<(&'c Table, &'c Column)>, Cannot> {
    let (own, named) = (path(&of.name), &of.name.name);
    let is = |it: &Column| it.type_name == own || it.type_name == format!("{own}[]");
    let routine = catalog.routines().find(|it| it.definition.mentions(named));
    if let Some(routine) = routine {
        return Err(cannot(&of.name, &format!("the routine `{}` names it", routine.name)));
    }
    let other = catalog.types().find(|it| it.name != of.name && sort_names(&it.sort, named));
    if let Some(other) = other {
        return Err(cannot(&of.name, &format!("the type `{}` names it", other.name)));
    }
    let unknown = |it: &&Table| it.knowledge == Knowledge::Partial && !it.name.is_temporary();
    if let Some(table) = catalog.tables().find(unknown) {
        return Err(cannot(&of.name, &format!("not all of `{}` is known", table.name)));
    }
    let all = catalog.tables().flat_map(|it| it.columns.iter().map(move |column| (it, column)));
    let columns: Vec<_> = all.filter(|(_, it)| is(it)).collect();
    for (table, column) in &columns {
        sound(&of.name, table, column, catalog)?;
    }
    Ok(columns)
}

/// Lets a column have the type of this name that is there by now.
fn retype(table: &Table, column: &Column) -> Vec<String> {
    let (own, of) = (name(&column.name), &column.type_name);
    let alter = format!("ALTER TABLE {} ALTER COLUMN {own}", path(&table.name));
    let text = if of.ends_with("[]") { "text[]" } else { "text" };
    let default = column.default.as_ref();
    let mut all: Vec<_> = default.map(|_| format!("{alter} DROP DEFAULT")).into_iter().collect();
    all.push(format!("{alter} TYPE {of} USING {own}::{text}::{of}"));
    all.extend(default.map(|it| format!("{alter} SET DEFAULT {it}")));
    all
}

/// Whether the column can change its type, as far as what else names it goes.
fn sound(of: &Path, table: &Table, column: &Column, catalog: &Catalog) -> Result<(), Cannot> {
    let shown = format!("{}.{}", table.name, column.name);
    if table.knowledge == Knowledge::Partial || catalog.doubts(&table.name.name) {
        return Err(cannot(of, &format!("not all of `{}` is known", table.name)));
    }
    if let Some(view) = readers(&table.name.name, catalog).first() {
        return Err(cannot(of, &format!("the view `{view}` reads `{shown}`")));
    }
    let keys = table.constraints.iter().any(|it| {
        matches!(it.rule, Rule::ForeignKey(_) | Rule::Exclude(_)) && it.concerns(&column.name)
    });
    let computed = table
        .columns
        .iter()
        .any(|it| it.generated.as_ref().is_some_and(|it| it.from.mentions(&column.name)));
    if keys || computed {
        return Err(cannot(of, &format!("a constraint or another column needs `{shown}`")));
    }
    Ok(())
}

fn sort_names(sort: &TypeSort, name: &Ident) -> bool {
    match sort {
        TypeSort::Enum(_) => false,
        TypeSort::Domain(sql) | TypeSort::Other(sql) => sql.mentions(name),
    }
}

fn cannot(of: &Path, why: &str) -> Cannot {
    Cannot::new(format!("PostgreSQL drops no label of `{of}`, and it is not made again: {why}"))
}
