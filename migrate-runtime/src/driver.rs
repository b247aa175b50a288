//! What a database driver can do.

/// What a step in Rust works with.
#[derive(Debug)]
pub struct Transaction<'a>(std::marker::PhantomData<&'a mut ()>);
