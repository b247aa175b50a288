//! The type of an expression.

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Query, UnaryOperator, Value,
};

use super::super::builtin;
use super::super::command::type_name;
use super::super::model::{Ident, TypeSort};
use super::super::render::path;
use super::outputs::{Of, Queries, ident};
use super::source::Sources;

/// Functions that give one type, whatever they are given.
const FIXED: &[(&str, &str)] = &[
    ("bool_and", "boolean"),
    ("bool_or", "boolean"),
    ("count", "bigint"),
    ("current_date", "date"),
    ("current_timestamp", "timestamp with time zone"),
    ("dense_rank", "bigint"),
    ("every", "boolean"),
    ("gen_random_uuid", "uuid"),
    ("json_build_object", "json"),
    ("jsonb_agg", "jsonb"),
    ("jsonb_build_object", "jsonb"),
    ("nextval", "bigint"),
    ("now", "timestamp with time zone"),
    ("rank", "bigint"),
    ("row_number", "bigint"),
    ("to_jsonb", "jsonb"),
];

/// Types of which `max` gives one of the same.
const ORDERED: &[&str] = &[
    "bigint",
    "date",
    "double precision",
    "inet",
    "integer",
    "interval",
    "numeric",
    "real",
    "smallint",
    "text",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
];

/// Types that calculate with their own give themselves.
const NUMBERS: &[&str] = &["bigint", "double precision", "integer", "numeric", "real", "smallint"];

impl Queries<'_> {
    /// The type of an expression; `None` where it is not certain.
    pub(super) fn of(&self, expr: &Expr, sources: &Sources) -> Option<Of> {
        match expr {
            Expr::Identifier(own) => sources.column(&ident(own)),
            Expr::CompoundIdentifier(all) => {
                sources.column_of(&all.iter().map(ident).collect::<Vec<_>>())
            }
            Expr::Nested(inner) => self.of(inner, sources),
            Expr::Value(value) => literal(&value.value),
            Expr::Cast { expr, data_type, format: None, .. } => self.cast(expr, data_type, sources),
            Expr::Function(call) => self.call(call, sources),
            Expr::Subquery(query) => self.single(query),
            Expr::UnaryOp { op: UnaryOperator::Not, .. } => Some(Of::plain("boolean")),
            Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => {
                self.of(expr, sources).filter(|it| is_one_of(it, NUMBERS))
            }
            Expr::BinaryOp { left, op, right } => self.operated(left, op, right, sources),
            Expr::Case { conditions, else_result, .. } => {
                let results = conditions.iter().map(|it| &it.result);
                let otherwise = else_result.iter().map(AsRef::as_ref);
                self.common(results.chain(otherwise).map(|it| self.of(it, sources)))
            }
            _ if is_condition(expr) => Some(Of::plain("boolean")),
            _ => None,
        }
    }

    fn single(&self, query: &Query) -> Option<Of> {
        match self.query(query)?.as_slice() {
            [one] => one.of.clone(),
            _ => None,
        }
    }

    /// A cast to a text keeps the collation of what is cast.
    fn cast(&self, expr: &Expr, to: &DataType, sources: &Sources) -> Option<Of> {
        let name = type_name(&to.to_string());
        if !builtin::has_collation(&name) || self.is_enum(&name) {
            return Some(Of::Type(name, None));
        }
        match self.of(expr, sources)? {
            Of::Literal => Some(Of::Type(name, None)),
            Of::Type(_, collation) => Some(Of::Type(name, collation)),
        }
    }

    fn operated(
        &self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        sources: &Sources,
    ) -> Option<Of> {
        use BinaryOperator::{
            And, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Or, Plus,
        };
        let own = self.catalog.extras().any(|it| it.sort == "operator");
        match op {
            And | Or => Some(Of::plain("boolean")),
            _ if own => None,
            Eq | NotEq | Gt | GtEq | Lt | LtEq => Some(Of::plain("boolean")),
            Plus | Minus | Multiply | Modulo => {
                let (one, other) = (self.of(left, sources)?, self.of(right, sources)?);
                (one == other && is_one_of(&one, NUMBERS)).then_some(one)
            }
            _ => None,
        }
    }

    fn call(&self, call: &Function, sources: &Sources) -> Option<Of> {
        let [name] = call.name.0.as_slice() else { return None };
        let name = ident(name.as_ident()?);
        let arguments = arguments(&call.args);
        if self.is_somebodys(&name) {
            return None;
        }
        if let Some((_, of)) = FIXED.iter().find(|(own, _)| *own == name.key()) {
            return Some(Of::plain(of));
        }
        let all = arguments?;
        match (name.key(), all.as_slice()) {
            ("coalesce", all) => self.common(all.iter().map(|it| self.of(it, sources))),
            ("max" | "min", [one]) => self.greatest(&self.of(one, sources)?),
            ("sum", [one]) => sum(&self.of(one, sources)?),
            ("lower" | "upper", [one]) => match self.of(one, sources)? {
                Of::Type(name, collation) if is_text(&name) => {
                    Some(Of::Type("text".to_owned(), collation))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether somebody may have made a function of this name.
    fn is_somebodys(&self, name: &Ident) -> bool {
        let own = self.catalog.routine_name(name);
        self.catalog.doubts(&own)
            || self.catalog.routines().any(|it| it.name.name == *name)
            || self.catalog.extras().any(|it| it.sort == "aggregate")
    }

    fn greatest(&self, of: &Of) -> Option<Of> {
        match of {
            Of::Type(name, collation) if is_text(name) => {
                Some(Of::Type("text".to_owned(), collation.clone()))
            }
            Of::Type(name, _) if is_one_of(of, ORDERED) || self.is_enum(name) => Some(of.clone()),
            _ => None,
        }
    }

    pub(super) fn is_enum(&self, name: &str) -> bool {
        let own = |it: &&super::super::model::Type| path(&it.name) == name;
        let found = self.catalog.types().find(own);
        found.is_some_and(|it| {
            matches!(it.sort, TypeSort::Enum(_)) && !self.catalog.doubts(&it.name.name)
        })
    }
}

fn literal(value: &Value) -> Option<Of> {
    match value {
        Value::Null | Value::SingleQuotedString(_) | Value::EscapedStringLiteral(_) => {
            Some(Of::Literal)
        }
        Value::Boolean(_) => Some(Of::plain("boolean")),
        Value::Number(text, _) => Some(Of::plain(match () {
            () if text.parse::<i32>().is_ok() => "integer",
            () if text.parse::<i64>().is_ok() => "bigint",
            () if text.bytes().all(|it| it.is_ascii_digit() || it == b'.') => "numeric",
            () => return None,
        })),
        _ => None,
    }
}

/// What holds or does not, whatever it compares.
fn is_condition(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::Between { .. }
            | Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::Exists { .. }
    )
}

/// The arguments, where they are plain expressions.
fn arguments(all: &FunctionArguments) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = all else { return None };
    let plain = |it| match it {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Some(expr),
        _ => None,
    };
    list.args.iter().map(plain).collect()
}

fn sum(of: &Of) -> Option<Of> {
    let Of::Type(name, _) = of else { return None };
    Some(Of::plain(match name.as_str() {
        "smallint" | "integer" => "bigint",
        "bigint" | "numeric" => "numeric",
        "real" => "real",
        "double precision" => "double precision",
        _ => return None,
    }))
}

fn is_text(name: &str) -> bool {
    name == "text" || name.starts_with("character varying") && !name.ends_with("[]")
}

fn is_one_of(of: &Of, names: &[&str]) -> bool {
    matches!(of, Of::Type(name, _) if names.contains(&name.as_str()))
}
