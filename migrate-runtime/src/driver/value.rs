//! Values that go into statements and come out of queries, the same for every engine.

/// A value of a statement's parameter or of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

macro_rules! from {
    ($($type:ty => |$name:ident| $value:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($name: $type) -> Self {
                $value
            }
        }
    )*};
}

from! {
    i8 => |number| Self::Integer(number.into());
    i16 => |number| Self::Integer(number.into());
    i32 => |number| Self::Integer(number.into());
    i64 => |number| Self::Integer(number);
    u8 => |number| Self::Integer(number.into());
    u16 => |number| Self::Integer(number.into());
    u32 => |number| Self::Integer(number.into());
    bool => |truth| Self::Integer(truth.into());
    f64 => |number| Self::Real(number);
    &str => |text| Self::Text(text.to_owned());
    String => |text| Self::Text(text);
    &String => |text| Self::Text(text.clone());
    &[u8] => |bytes| Self::Blob(bytes.to_vec());
    Vec<u8> => |bytes| Self::Blob(bytes);
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement, in the order of its `?`.
///
/// # Example
/// ```
/// use migrate_runtime::driver::Value;
/// use migrate_runtime::params;
///
/// let parameters: &[Value] = params![7, "ada", None::<i64>];
/// assert_eq!(parameters[2], Value::Null);
/// ```
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::driver::Value::from($value)),*]
    };
}
