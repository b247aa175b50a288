//! Objects of one sort, in the order in which they were made.

use std::sync::Arc;

use super::model::{Index, Path, Sequence, Table, Type, View};

/// Objects of one sort, in the order in which they were made. A copy shares them, so that a schema
/// is copied cheaply.
#[derive(Clone, Debug)]
pub(super) struct Shelf<T>(Vec<Arc<T>>);

/// What has a name of its own in a schema.
pub(super) trait Object: Clone {
    fn path(&self) -> &Path;
    fn rename(&mut self, to: Path);
}

macro_rules! objects {
    ($($object:ty),*) => {$(
        impl Object for $object {
            fn path(&self) -> &Path {
                &self.name
            }

            fn rename(&mut self, to: Path) {
                self.name = to;
            }
        }
    )*};
}

objects!(Table, Index, View, Sequence, Type);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Object> Shelf<T> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(AsRef::as_ref)
    }

    pub(super) fn get(&self, path: &Path) -> Option<&T> {
        self.iter().find(|it| it.path() == path)
    }

    /// The object, to be changed.
    pub(super) fn get_mut(&mut self, path: &Path) -> Option<&mut T> {
        self.0.iter_mut().find(|it| it.path() == path).map(Arc::make_mut)
    }

    /// Puts it in the place of the one of its name, or at the end.
    pub(super) fn put(&mut self, object: T) {
        match self.0.iter_mut().find(|it| it.path() == object.path()) {
            Some(old) => *old = Arc::new(object),
            None => self.0.push(Arc::new(object)),
        }
    }

    pub(super) fn take(&mut self, path: &Path) -> Option<T> {
        let at = self.0.iter().position(|it| it.path() == path)?;
        Some(Arc::unwrap_or_clone(self.0.remove(at)))
    }

    pub(super) fn rename(&mut self, from: &Path, to: Path) {
        if let Some(object) = self.get_mut(from) {
            object.rename(to);
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.0.retain(|it| keep(it));
    }

    /// Changes those that have to be.
    pub(super) fn change(&mut self, has_to: impl Fn(&T) -> bool, change: impl Fn(&mut T)) {
        for object in self.0.iter_mut().filter(|it| has_to(it)) {
            change(Arc::make_mut(object));
        }
    }
}
