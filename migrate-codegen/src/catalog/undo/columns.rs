//! Columns that come back, go, or are as they were.

use super::super::model::{Column, Knowledge, Null, Table};
use super::super::render::words::{name, path};
use super::back::{Cannot, Lost};
use super::casts::{Cast, cast};
use super::difference::Difference;
use super::neutral::neutral;
use super::users::Users;

impl Difference<'_> {
    pub(super) fn drop_columns(&mut self) {
        for (then, now) in self.both() {
            let added = now.columns.iter().filter(|it| then.column(&it.name).is_none());
            for column in added.rev() {
                let (table, column) = (path(&now.name), name(&column.name));
                self.run(format!("ALTER TABLE {table} DROP COLUMN {column}"));
            }
        }
    }

    pub(super) fn make_columns(&mut self) -> Result<(), Cannot> {
        for (then, now) in self.both() {
            let gone: Vec<_> =
                then.columns.iter().filter(|it| now.column(&it.name).is_none()).collect();
            if gone.is_empty() {
                continue;
            }
            if then.knowledge == Knowledge::Partial {
                return Err(Cannot::doubtful(&then.name));
            }
            for column in &gone {
                self.add_column(then, column)?;
                self.way.lost.push(Lost::Values(then.name.clone(), column.name.clone()));
            }
            let last = &then.columns[then.columns.len() - gone.len()..];
            for column in gone.iter().filter(|it| !last.contains(it)) {
                self.way.lost.push(Lost::Place(then.name.clone(), column.name.clone()));
            }
        }
        Ok(())
    }

    /// A column that has to have a value gets a neutral one in the rows that are there, where
    /// nothing else is asked of it.
    fn add_column(&mut self, table: &Table, column: &Column) -> Result<(), Cannot> {
        let sql = self.before.writer().add_column(table, column)?;
        let bare = column.null == Null::Refused
            && column.default.is_none()
            && column.generated.is_none()
            && column.identity.is_none()
            && !table.constraints.iter().any(|it| it.concerns(&column.name));
        let filled = bare.then(|| neutral(&column.type_name, self.before)).flatten();
        let Some(value) = filled else {
            self.run(sql);
            return Ok(());
        };
        self.run(format!("{sql} DEFAULT {value}"));
        let (table, column) = (path(&table.name), name(&column.name));
        self.run(format!("ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"));
        Ok(())
    }

    pub(super) fn change_columns(&mut self) -> Result<(), Cannot> {
        for (then, now) in self.both() {
            if then == now {
                continue;
            }
            if then.options != now.options || then.sort != now.sort {
                return Err(Cannot::new(format!("what `{}` is said to be changes", then.name)));
            }
            if then.knowledge != now.knowledge {
                return Err(Cannot::doubtful(&then.name));
            }
            let retyped = then.columns.iter().filter(|it| {
                now.column(&it.name).is_some_and(|later| later.type_name != it.type_name)
            });
            let retyped: Vec<_> = retyped.map(|it| (then.name.clone(), it.name.clone())).collect();
            let users = Users::of(&retyped, self.after).also_in(self.before);
            self.way.statements.extend(users.clear());
            for column in &then.columns {
                if let Some(later) = now.column(&column.name).filter(|it| *it != column) {
                    if then.knowledge == Knowledge::Partial {
                        return Err(Cannot::doubtful(&then.name));
                    }
                    self.change(then, column, later)?;
                }
            }
            self.way.statements.extend(users.restore(self.before)?);
        }
        Ok(())
    }

    fn change(&mut self, table: &Table, then: &Column, now: &Column) -> Result<(), Cannot> {
        let same = then.generated == now.generated
            && then.collation == now.collation
            && then.options == now.options;
        if !same {
            return Err(Cannot::new(format!(
                "what `{}.{}` is said to be changes",
                table.name, then.name
            )));
        }
        let alter = format!("ALTER TABLE {} ALTER COLUMN {}", path(&table.name), name(&then.name));
        let of_type = then.type_name != now.type_name;
        if now.default.is_some() && (of_type || then.default.is_none()) {
            self.run(format!("{alter} DROP DEFAULT"));
        }
        if now.identity.is_some() && then.identity.is_none() {
            self.run(format!("{alter} DROP IDENTITY"));
        } else if now.identity != then.identity {
            return Err(Cannot::new(format!("who numbers `{}.{}` changes", table.name, then.name)));
        }
        if of_type {
            self.change_type(table, then, now, &alter)?;
        }
        if let Some(default) =
            then.default.as_ref().filter(|it| of_type || now.default.as_ref() != Some(it))
        {
            self.run(format!("{alter} SET DEFAULT {default}"));
        }
        match (then.null, now.null) {
            (Null::Refused, Null::Allowed) => self.run(format!("{alter} SET NOT NULL")),
            (Null::Allowed, Null::Refused) => self.run(format!("{alter} DROP NOT NULL")),
            _ => {}
        }
        Ok(())
    }

    fn change_type(
        &mut self,
        table: &Table,
        then: &Column,
        now: &Column,
        alter: &str,
    ) -> Result<(), Cannot> {
        let shown = format!("{}.{}", table.name, then.name);
        let own = |it: &&(String, String)| then.name.as_str().eq_ignore_ascii_case(&it.0);
        let using = self.computed.iter().find(own).map(|it| it.1.as_str());
        let Some(Cast { using, keeps }) = cast(then, now, using, self.before, self.after) else {
            return Err(Cannot::but(
                format!(
                    "`{shown}` was `{}`, and nothing turns `{}` back into it by itself",
                    then.type_name, now.type_name
                ),
                "write the rollback with the expression that does, `ALTER COLUMN .. TYPE .. USING ..`",
            ));
        };
        let using = using.map(|it| format!(" USING {it}")).unwrap_or_default();
        self.run(format!("{alter} TYPE {}{using}", then.type_name));
        if !keeps {
            self.way.lost.push(Lost::Converted {
                table: table.name.clone(),
                column: then.name.clone(),
                old: then.type_name.clone(),
                new: now.type_name.clone(),
            });
        }
        Ok(())
    }
}
