//! Statements of the driver's own, which run with parameters and print with literals.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use migrate_codegen::Dialect;
use migrate_codegen::text::tokens;
use rusqlite::types::Value;
use rusqlite::{Connection, Statement, params_from_iter};

/// A statement of the driver's own; each `?` stands for the next parameter.
#[derive(Debug)]
pub(super) struct Query {
    sql: String,
    params: Vec<Value>,
}

impl Query {
    pub(super) fn new(sql: impl Into<String>, params: Vec<Value>) -> Self {
        Self { sql: sql.into(), params }
    }

    pub(super) fn run(&self, connection: &Connection) -> rusqlite::Result<usize> {
        connection.execute(&self.sql, params_from_iter(&self.params))
    }

    /// Runs them in order, preparing each text once: a schema of thousands of tables makes that
    /// worth while.
    pub(super) fn run_all(queries: &[Self], connection: &Connection) -> rusqlite::Result<()> {
        let mut prepared: HashMap<&str, Statement<'_>> = HashMap::new();
        for query in queries {
            let statement = match prepared.entry(&query.sql) {
                Entry::Occupied(found) => found.into_mut(),
                Entry::Vacant(free) => free.insert(connection.prepare(&query.sql)?),
            };
            statement.execute(params_from_iter(&query.params))?;
        }
        Ok(())
    }

    /// The statement as it runs, its parameters in their places.
    pub(super) fn literal(&self) -> String {
        let mut params = self.params.iter();
        let mut text = String::with_capacity(self.sql.len());
        for token in tokens(&self.sql, Dialect::Sqlite) {
            match token.is_symbol(&self.sql, '?').then(|| params.next()).flatten() {
                Some(value) => text.push_str(&literal(value)),
                None => text.push_str(token.text(&self.sql)),
            }
        }
        text
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            format!("x'{}'", digits.collect::<String>())
        }
    }
}

/// Text, or `NULL`.
pub(super) fn text<T: Into<String>>(value: Option<T>) -> Value {
    value.map_or(Value::Null, |text| Value::Text(text.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_stand_where_the_parameters_stood() {
        let sql = "INSERT INTO \"a?\" VALUES (?, ?, '?')";
        let query = Query::new(sql, vec![Value::Integer(7), text(Some("it's"))]);
        assert_eq!(query.literal(), "INSERT INTO \"a?\" VALUES (7, 'it''s', '?')");
    }
}
