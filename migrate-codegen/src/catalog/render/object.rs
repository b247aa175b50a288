//! Indexes, views, triggers, sequences and types.

use super::super::fault::Thing;
use super::super::model::{
    Index, IndexPart, Knowledge, Reach, Routine, Sequence, Sql, Trigger, TriggerSort, Type,
    TypeSort, Unique, View, ViewSort,
};
use super::unwritten::Unwritten;
use super::words::{name, names, path, sentence, string};
use super::writer::Writer;
use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

impl Writer<'_> {
    /// `CREATE INDEX`.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed it.
    pub fn index(self, index: &Index) -> Result<String, Unwritten> {
        self.certain(Thing::Index, &index.name, Knowledge::Whole)?;
        let unique = if index.unique == Unique::Yes { "UNIQUE" } else { "" };
        let method = index.method.as_ref().map(|it| format!("USING {}", name(it)));
        let parts: Vec<_> = index.parts.iter().map(part).collect();
        let include =
            (!index.include.is_empty()).then(|| format!("INCLUDE ({})", names(&index.include)));
        let filter = index.filter.as_ref().map(|it| format!("WHERE {it}"));
        Ok(sentence(&[
            "CREATE",
            unique,
            "INDEX",
            &name(&index.name.name),
            if index.reach == Reach::Only { "ON ONLY" } else { "ON" },
            &path(&index.table),
            &method.unwrap_or_default(),
            &format!("({})", parts.join(", ")),
            &include.unwrap_or_default(),
            index.options.as_str(),
            &filter.unwrap_or_default(),
        ]))
    }

    /// `CREATE VIEW`, or `CREATE MATERIALIZED VIEW`.
    ///
    /// # Errors
    /// When not all of the view is known.
    pub fn view(self, view: &View) -> Result<String, Unwritten> {
        let (thing, word) = sort(view);
        self.certain(thing, &view.name, view.knowledge)?;
        Ok(Self::view_of(view, word, &view.query))
    }

    /// The same, as a statement that makes a view which gives the same, where the engine has
    /// rewritten its query.
    ///
    /// # Errors
    /// When not all of the view is known.
    pub(crate) fn view_now(self, view: &View) -> Result<String, Unwritten> {
        let (thing, word) = sort(view);
        let Some(query) = view.query_now() else { return self.view(view) };
        self.certain(thing, &view.name, Knowledge::Whole)?;
        Ok(Self::view_of(view, word, query))
    }

    fn view_of(view: &View, word: &str, query: &Sql) -> String {
        let columns = view.columns.as_ref().map(|it| format!("({})", names(it)));
        let head = [
            "CREATE",
            word,
            &path(&view.name),
            &columns.unwrap_or_default(),
            view.options.as_str(),
            "AS",
        ];
        format!("{}\n{}", sentence(&head), query.as_str())
    }

    /// `CREATE TRIGGER`.
    ///
    /// # Errors
    /// When not all of the trigger is known.
    pub fn trigger(self, trigger: &Trigger) -> Result<String, Unwritten> {
        self.certain_name(Thing::Trigger, &trigger.name, &trigger.name)?;
        self.certain(
            Thing::Trigger,
            &trigger.table.renamed(trigger.name.clone()),
            trigger.knowledge,
        )?;
        let (when, body) = (trigger.when.as_str(), trigger.body.as_str());
        let table = path(&trigger.table);
        let create = match trigger.sort {
            TriggerSort::Ordinary => "CREATE TRIGGER",
            TriggerSort::Constraint => "CREATE CONSTRAINT TRIGGER",
        };
        Ok(sentence(&[create, &name(&trigger.name), when, "ON", &table, body]))
    }

    /// `CREATE SEQUENCE`; `None` for one that comes with its column.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed it.
    pub fn sequence(self, sequence: &Sequence) -> Result<Option<String>, Unwritten> {
        self.certain(Thing::Sequence, &sequence.name, Knowledge::Whole)?;
        let own = sentence(&["CREATE SEQUENCE", &path(&sequence.name), sequence.options.as_str()]);
        Ok((!self.comes_with_column(sequence)).then_some(own))
    }

    /// `ALTER SEQUENCE .. OWNED BY`, which needs the table; `None` for a sequence without an owner
    /// or one that comes with its column.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed it.
    pub fn owned_by(self, sequence: &Sequence) -> Result<Option<String>, Unwritten> {
        self.certain(Thing::Sequence, &sequence.name, Knowledge::Whole)?;
        let owner = sequence.owner.as_ref().filter(|_| !self.comes_with_column(sequence));
        Ok(owner.map(|(table, column)| {
            let owner = format!("{}.{}", path(table), name(column));
            format!("ALTER SEQUENCE {} OWNED BY {owner}", path(&sequence.name))
        }))
    }

    /// `CREATE FUNCTION`, or `CREATE PROCEDURE`, in the place of what has its name and takes the
    /// same.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed it.
    pub fn routine(self, routine: &Routine) -> Result<String, Unwritten> {
        let own = self.catalog.routine_name(&routine.name.name);
        self.certain_name(Thing::Function, &own, &routine.name)?;
        let (name, definition) = (path(&routine.name), routine.definition.as_str());
        Ok(format!("CREATE OR REPLACE {} {name}{definition}", routine.sort.as_str()))
    }

    /// `CREATE TYPE`, or `CREATE DOMAIN`.
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed it.
    pub fn type_of(self, of: &Type) -> Result<String, Unwritten> {
        self.certain(Thing::Type, &of.name, Knowledge::Whole)?;
        let name = path(&of.name);
        Ok(match &of.sort {
            TypeSort::Enum(labels) => {
                let labels: Vec<_> = labels.iter().map(|it| string(it)).collect();
                format!("CREATE TYPE {name} AS ENUM ({})", labels.join(", "))
            }
            TypeSort::Domain(sql) => sentence(&["CREATE DOMAIN", &name, sql.as_str()]),
            TypeSort::Other(sql) => sentence(&["CREATE TYPE", &name, sql.as_str()]),
        })
    }
}

fn sort(view: &View) -> (Thing, &'static str) {
    match view.sort {
        ViewSort::Ordinary => (Thing::View, "VIEW"),
        ViewSort::Materialized => (Thing::MaterializedView, "MATERIALIZED VIEW"),
    }
}

fn part(part: &IndexPart) -> String {
    let of = match &part.column {
        Some(column) => name(column),
        None if is_call(&part.of) => part.of.to_string(),
        None => format!("({})", part.of),
    };
    sentence(&[&of, part.options.as_str()])
}

/// Whether it is a call of a function and nothing else, which needs no parentheses.
fn is_call(sql: &Sql) -> bool {
    let sql = sql.as_str();
    let all: Vec<_> = tokens(sql, Dialect::Postgres).filter(Token::is_significant).collect();
    let begins = all.first().is_some_and(|it| it.kind == TokenKind::Word)
        && all.get(1).is_some_and(|it| it.is_symbol(sql, '('));
    let mut depth = 0_usize;
    let closed = all.iter().position(|it| {
        depth += usize::from(it.is_symbol(sql, '('));
        let closes = it.is_symbol(sql, ')');
        depth -= usize::from(closes && depth > 0);
        closes && depth == 0
    });
    begins && closed == Some(all.len() - 1)
}
