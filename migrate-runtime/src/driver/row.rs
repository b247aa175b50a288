//! Rows that a query returned.

use super::Value;
use crate::error::{Error, Kind, Result};

/// One row of a query's result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// The value of the column `index`, counted from 0, as a `T`.
    ///
    /// # Errors
    /// When there is no such column, or its value is not a `T`; a number is never rounded, cut or
    /// made of text.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T> {
        self.values
            .get(index)
            .and_then(T::from_value)
            .ok_or_else(|| Error::new(Kind::Column { index, wanted: T::WHAT }))
    }

    /// The values, in the order of the columns.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// What it is, for messages.
    const WHAT: &'static str;

    /// The value as this type; `None` when it is something else.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for Value {
    const WHAT: &'static str = "a value";

    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const WHAT: &'static str = T::WHAT;

    fn from_value(value: &Value) -> Option<Self> {
        if *value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl FromValue for $type {
            const WHAT: &'static str = concat!("an integer in the range of `", stringify!($type), "`");

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::Integer(number) => Self::try_from(*number).ok(),
                    _ => None,
                }
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 usize }

impl FromValue for bool {
    const WHAT: &'static str = "0 or 1";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(0) => Some(false),
            Value::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for f64 {
    const WHAT: &'static str = "a number with a fraction";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue for String {
    const WHAT: &'static str = "text";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    const WHAT: &'static str = "bytes";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}
