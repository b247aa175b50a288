//! What is said of objects beside what they are.

use super::super::fault::Thing;
use super::super::model::{Setting, Subject, Verb};
use super::unwritten::{Unwritten, Why};
use super::words::{name, path, sentence};
use super::writer::Writer;

impl Writer<'_> {
    /// The statement that says it: `ALTER TABLE`, `COMMENT ON`, `GRANT`, ..
    ///
    /// # Errors
    /// When a statement that cannot be read may have changed what it is said of.
    pub fn setting(self, setting: &Setting) -> Result<String, Unwritten> {
        if setting.of.relation().is_some_and(|it| self.doubts(&it.name)) {
            let topic = format!("{} of {}", setting.topic, named(&setting.of));
            return Err(Unwritten::new(Thing::Other, &topic, Why::Doubtful));
        }
        let (head, tail) = (setting.head.as_str(), setting.tail.as_str());
        Ok(match (&setting.of, setting.verb) {
            (Subject::Column(table, column), Verb::Alter) => {
                sentence(&[head, &path(table), "ALTER COLUMN", &name(column), tail])
            }
            (Subject::Trigger(table, own), Verb::Alter) => {
                sentence(&[head, &path(table), tail, "TRIGGER", &name(own)])
            }
            (of, _) => sentence(&[head, &named(of), tail]),
        })
    }
}

fn named(of: &Subject) -> String {
    match of {
        Subject::Relation(own) | Subject::Type(own) => path(own),
        Subject::Column(table, column) => format!("{}.{}", path(table), name(column)),
        Subject::Constraint(table, own) | Subject::Trigger(table, own) => {
            format!("{} ON {}", name(own), path(table))
        }
        Subject::Schema(own) => name(own),
    }
}
