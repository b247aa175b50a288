//! Strings in double quotes, which SQLite takes where there is no such name.

use std::ops::Range;

use super::engine::Engine;
use crate::reader::{Kind, Statement};
use crate::text::{TokenKind, tokens};

/// The first word in double quotes that the statement means as a string, because there is no such
/// name as the schema stands.
pub(super) fn string_in_double_quotes(
    engine: &Engine,
    statement: &Statement,
) -> Option<Range<usize>> {
    let sql = statement.text();
    let kinds = [Kind::CreateTable, Kind::CreateIndex, Kind::CreateView, Kind::Select];
    let may_mean_it = statement.kind.is_data() || kinds.contains(&statement.kind);
    if !may_mean_it || !sql.contains('"') {
        return None;
    }
    let refusal = engine.prepare_strictly(sql).err()?;
    let name = refusal.name().filter(|_| engine.prepare(sql).is_ok())?;
    let is_it = |token: &crate::text::Token| {
        let text = token.text(sql);
        let named = || token.identifier(sql).is_some_and(|it| it.eq_ignore_ascii_case(name));
        token.kind == TokenKind::Quoted && text.starts_with('"') && text.len() > 1 && named()
    };
    tokens(sql, statement.dialect()).find(is_it).map(|token| token.range)
}
