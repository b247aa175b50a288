//! The name that PostgreSQL takes from an expression, for an index or an exclusion.

use super::super::model::name;
use crate::Dialect;
use crate::text::{Token, TokenKind, tokens};

/// The name that an expression gives to the index on it, `expr` where it has none.
///
/// A column gives its own, a call that of its function, and a cast that of what is cast, or of the
/// type.
pub(in crate::catalog) fn figure(sql: &str) -> String {
    let all: Vec<_> = tokens(sql, Dialect::Postgres).filter(Token::is_significant).collect();
    match (Expression { sql, tokens: &all }).figure() {
        Some((name, _)) => name,
        None => "expr".to_owned(),
    }
}

/// How sure a name is: a weak one gives way to one from further inside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Weak,
    Strong,
}

#[derive(Clone, Copy)]
struct Expression<'a> {
    sql: &'a str,
    tokens: &'a [Token],
}

/// Words that make a condition of what is around them.
const OPERATORS: &[&str] =
    &["and", "or", "not", "is", "in", "like", "ilike", "between", "similar", "isnull", "notnull"];

/// Calls that the grammar has words for, with the functions behind them.
const RENAMED: &[(&str, &str)] = &[("trim", "btrim")];

/// Names of types, with those that the server has for them.
const TYPES: &[(&str, &str)] = &[
    ("int", "int4"),
    ("integer", "int4"),
    ("bigint", "int8"),
    ("smallint", "int2"),
    ("boolean", "bool"),
    ("real", "float4"),
    ("double", "float8"),
    ("float", "float8"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("character", "bpchar"),
    ("char", "bpchar"),
];

impl Expression<'_> {
    fn figure(self) -> Option<(String, Strength)> {
        let whole = self.unwrapped();
        if let Some(at) = whole.top(|it| whole.is_operator(it)) {
            return whole.behind_operator(at);
        }
        if let Some(at) = whole.top(|it| whole.word(it, "collate")) {
            return whole.part(0, at).figure();
        }
        if let Some(at) = whole.last_cast() {
            let inner = whole.part(0, at).figure();
            return inner.filter(|it| it.1 == Strength::Strong).or_else(|| whole.cast_to(at + 2));
        }
        if let Some(at) = whole.subscript() {
            return whole.part(0, at).figure();
        }
        whole.plain()
    }

    /// `AT TIME ZONE` is a call; other operators have no name.
    fn behind_operator(self, at: usize) -> Option<(String, Strength)> {
        let zone = self.word(at, "at") && self.word(at + 1, "time");
        zone.then(|| ("timezone".to_owned(), Strength::Strong))
    }

    /// A column, a call, or what begins with a word of its own.
    fn plain(self) -> Option<(String, Strength)> {
        if self.word(0, "case") {
            let otherwise = self.top(|it| self.word(it, "else"));
            let inner = otherwise.and_then(|at| self.part(at + 1, self.tokens.len() - 1).figure());
            let strong = inner.filter(|it| it.1 == Strength::Strong);
            return strong.or_else(|| Some(("case".to_owned(), Strength::Weak)));
        }
        if self.word(0, "cast") {
            let inside = self.part(2, self.tokens.len() - 1);
            let at = inside.top(|it| inside.word(it, "as"))?;
            let inner = inside.part(0, at).figure();
            return inner.filter(|it| it.1 == Strength::Strong).or_else(|| inside.cast_to(at + 1));
        }
        if self.word(0, "trim") {
            for (side, function) in [("leading", "ltrim"), ("trailing", "rtrim")] {
                if self.word(2, side) {
                    return Some((function.to_owned(), Strength::Strong));
                }
            }
        }
        let mut last = self.name(0)?;
        let mut at = 1;
        while self.symbol(at, '.') {
            last = self.name(at + 1)?;
            at += 2;
        }
        let renamed = RENAMED.iter().find(|(written, _)| *written == last && at == 1);
        let name = renamed.map_or(last, |(_, function)| (*function).to_owned());
        Some((name, Strength::Strong))
    }

    fn cast_to(self, at: usize) -> Option<(String, Strength)> {
        let mut name = self.name(at)?;
        let (mut next, zoned) = (at + 1, self.top(|it| it > at && self.word(it, "with")).is_some());
        while self.symbol(next, '.') {
            name = self.name(next + 1)?;
            next += 2;
        }
        let varying = self.word(next, "varying");
        let name = match name.as_str() {
            "character" | "char" if varying => "varchar".to_owned(),
            "bit" if varying => "varbit".to_owned(),
            "timestamp" | "time" if zoned => format!("{name}tz"),
            _ => TYPES
                .iter()
                .find(|(written, _)| *written == name)
                .map_or(name, |(_, own)| (*own).to_owned()),
        };
        Some((name, Strength::Weak))
    }

    /// Without the parentheses around it.
    fn unwrapped(self) -> Self {
        let mut whole = self;
        while whole.symbol(0, '(') && whole.end_of(0) == Some(whole.tokens.len() - 1) {
            whole = whole.part(1, whole.tokens.len() - 1);
        }
        whole
    }

    /// The last `::` outside parentheses.
    fn last_cast(self) -> Option<usize> {
        let is_cast = |at: usize| self.symbol(at, ':') && self.symbol(at + 1, ':');
        (0..self.tokens.len()).rev().find(|&at| is_cast(at) && self.depth(at) == 0)
    }

    /// Where `[ .. ]` at the end begins, behind what is no `ARRAY`.
    fn subscript(self) -> Option<usize> {
        let first = self.top(|it| self.symbol(it, '['))?;
        (first > 0 && !self.word(first - 1, "array")).then_some(first)
    }

    fn is_operator(self, at: usize) -> bool {
        let text = self.tokens[at].text(self.sql);
        match self.tokens[at].kind {
            TokenKind::Word => {
                OPERATORS.iter().any(|it| text.eq_ignore_ascii_case(it))
                    || self.word(at, "at") && self.word(at + 1, "time")
            }
            TokenKind::Symbol => text.starts_with(|it: char| "+-*/<>=~!@#%^&|?`".contains(it)),
            _ => false,
        }
    }

    /// The first token outside parentheses and brackets, and outside `CASE`, that is such a one.
    fn top(self, is: impl Fn(usize) -> bool) -> Option<usize> {
        let case = self.word(0, "case");
        let found = (0..self.tokens.len()).find(|&at| self.depth(at) == 0 && is(at))?;
        (!case || self.word(found, "else")).then_some(found)
    }

    /// How many parentheses and brackets are open before this token.
    fn depth(self, at: usize) -> usize {
        let count = |all: [char; 2]| {
            let open = |it: &usize| all.iter().any(|&symbol| self.symbol(*it, symbol));
            (0..at).filter(open).count()
        };
        count(['(', '[']).saturating_sub(count([')', ']']))
    }

    /// The parenthesis that closes the one at `at`.
    fn end_of(self, at: usize) -> Option<usize> {
        let closes = |it: &usize| self.symbol(*it, ')') && self.depth(*it) == self.depth(at) + 1;
        (at + 1..self.tokens.len()).find(closes)
    }

    fn part(self, from: usize, to: usize) -> Self {
        Self { tokens: self.tokens.get(from..to).unwrap_or_default(), ..self }
    }

    fn name(self, at: usize) -> Option<String> {
        let token = self.tokens.get(at)?;
        Some(name(token, self.sql, Dialect::Postgres)?.as_str().to_owned())
    }

    fn word(self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_word(self.sql, word))
    }

    fn symbol(self, at: usize, symbol: char) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_symbol(self.sql, symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::figure;

    /// The names were taken from a server.
    #[test]
    fn as_the_server_names_them() {
        for (sql, expected) in [
            ("(a)", "a"),
            ("a::bigint", "a"),
            ("cast(a as bigint)", "a"),
            ("(a)::text", "a"),
            ("trim(c)", "btrim"),
            ("trim(leading from c)", "ltrim"),
            ("case when a > 1 then a else b end", "b"),
            ("case when a > 1 then a else 2 end", "case"),
            ("case when a > 1 then b end", "case"),
            ("('x' || c)::varchar(3)", "varchar"),
            ("('x' || c)::character varying(3)", "varchar"),
            ("(a + 1)::numeric(4, 2)", "numeric"),
            ("'x'::text", "text"),
            ("-a", "expr"),
            ("not (a > 1)", "expr"),
            ("a is null", "expr"),
            ("a in (1, 2)", "expr"),
            ("c like 'a'", "expr"),
            ("data ->> 'a'", "expr"),
            ("c collate \"C\"", "c"),
            ("to_timestamp(a) at time zone 'utc'", "timezone"),
            ("int4range(a, b)", "int4range"),
            ("pg_catalog.lower(c)", "lower"),
            ("array[a, b]", "array"),
            ("(array[a, b])[1]", "array"),
            ("tags[1]", "tags"),
            ("substring(c from 1 for 2)", "substring"),
            ("nullif(a, b)", "nullif"),
            ("coalesce(a, b)::text", "coalesce"),
            ("upper((c)::text)", "upper"),
            ("\"Odd\"", "Odd"),
            ("", "expr"),
            ("(", "expr"),
            ("case", "case"),
        ] {
            assert_eq!(figure(sql), expected, "{sql}");
        }
    }
}
