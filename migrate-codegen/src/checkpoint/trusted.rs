//! The migrations that need no judgement, because the generated files say what came of it.

use super::block::Block;
use super::plain::is_plain;
use super::read::Recorded;
use crate::check::{AfterRows, DownFrom, History, NONE_GIVEN, Options, Unit};
use crate::rollback::{Inferred, Lack, NotInferred};
use crate::source::Origin;
use crate::structure::Dependencies;
use crate::{ForeignKeys, RollbackClass, Transactional, checksum};

/// The migrations that need no judgement, and where to start with the others.
#[derive(Debug)]
pub(crate) struct Trusted<'a> {
    /// By index of the migration, from the first one on.
    pub(crate) blocks: Vec<Block<'a>>,
    /// The schema that the last migration of the file left.
    pub(crate) schema_sql: &'a str,
    /// The rollbacks that lead from there to the schema after the last trusted one.
    pub(crate) undo: Vec<String>,
    /// The rows that a full replay would have there.
    pub(crate) rows: AfterRows,
}

/// The most migrations to roll back before the replay starts: an author works on the newest ones,
/// and further back a full replay is as quick.
const STEPS: usize = 8;

impl<'a> Trusted<'a> {
    /// Looks for them; `None` when there are none, or when what follows looks at more than the files
    /// hold.
    pub(crate) fn find(
        recorded: Recorded<'a>,
        history: &History<'_>,
        dependencies: &Dependencies,
        options: &Options,
    ) -> Option<Self> {
        let Recorded { mut blocks, schema_sql, mut rows } = recorded;
        let in_order = history.order.iter().enumerate().all(|(at, &index)| at == index);
        let pairs = history.units.iter().zip(&blocks).enumerate();
        let same = pairs.take_while(|(index, (unit, block))| {
            let declared = dependencies.of(*index).declared();
            block.depends_on == declared && block.is_about(unit, options)
        });
        let trusted = same.count();
        if trusted == 0 || !in_order || blocks.len() - trusted > STEPS {
            return None;
        }
        let edited = blocks.split_off(trusted);
        // A rollback that brings rows back looks for what was kept, and nothing was.
        let back = |it: Block<'_>| it.undo.filter(|_| it.keeping.is_empty());
        let undo: Option<Vec<_>> = edited.into_iter().rev().map(back).collect();
        let undo = undo?;
        // What was undone may have taken rows away that are there again.
        if !undo.is_empty() {
            rows = AfterRows::Some;
        }
        let plain = history.units[trusted..].iter().all(|unit| is_plain(unit, rows));
        plain.then_some(Self { blocks, schema_sql, undo, rows })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }
}

impl Block<'_> {
    /// Whether the migration is the one that was judged: nothing that a judgement looks at changed.
    fn is_about(&self, unit: &Unit<'_>, options: &Options) -> bool {
        let (source, keys) = (unit.source, &unit.source.keys);
        let down = match unit.down_from {
            DownFrom::Code => checksum::of_down(source, options.dialect),
            DownFrom::Comment => source
                .commented_down
                .as_ref()
                .map(|sql| checksum::of_sql(&sql.text, options.dialect)),
        };
        let expects = keys.expect.iter().map(|it| it.rule.as_str());
        self.version == source.version
            && self.checksum == unit.checksum
            && self.down == down.as_deref()
            && self.irreversible == keys.irreversible
            && self.alone == (keys.transactional == Transactional::No)
            && expects.eq(self.expect.iter().map(String::as_str))
            && keys.preserve.is_some() == (self.rollback == Some(RollbackClass::Preserved))
            && self.is_from(source.origin)
    }

    /// Whether the migration came from such a place: where none is inferred, this is why.
    fn is_from(&self, origin: Origin) -> bool {
        let not_asked = self.no_rollback.as_deref() == Some(NONE_GIVEN);
        let asked = self.down.is_some() || self.irreversible.is_some() || !self.keeping.is_empty();
        match origin {
            Origin::Rust => !not_asked,
            Origin::SqlFile => not_asked || asked,
            Origin::Directory => false,
        }
    }

    /// What the replay said of foreign keys, for the up and the down.
    pub(crate) fn foreign_keys(&self) -> [ForeignKeys; 2] {
        ["up", "down"].map(|direction| {
            let suspends = self.suspends.iter().any(|it| it == direction);
            if suspends { ForeignKeys::Suspend } else { ForeignKeys::Keep }
        })
    }

    /// The rollback that was inferred, or why none was.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn inferred(&self) -> Result<Inferred, NotInferred> {
        let class = self.rollback.unwrap_or(RollbackClass::Irreversible);
        match class {
            RollbackClass::Exact | RollbackClass::SchemaOnly | RollbackClass::Preserved => {
                Ok(Inferred {
                    // It is put together with a `;` after each statement.
                    statements: self
                        .undo
                        .iter()
                        .map(|it| it.trim_end_matches(';').to_owned())
                        .collect(),
                    class,
                    lost: self.lost.iter().cloned().collect(),
                    keeping: self.keeping.clone(),
                })
            }
            RollbackClass::Given | RollbackClass::Irreversible => Err(NotInferred {
                step: 0,
                lack: Lack::Inverse,
                why: self.no_rollback.clone().unwrap_or_default(),
                write: String::new(),
            }),
        }
    }
}
