//! Functions and procedures.

use std::sync::Arc;

use super::super::command::{Pathname, RoutineText};
use super::super::model::{Ident, Path, Routine};
use super::super::schema::Catalog;

impl Catalog {
    pub(super) fn create_routine(&mut self, text: RoutineText) {
        let place = self.place(&text.made);
        let own = self.routine_name(&text.made.path.name);
        match place {
            Some(_) => self.doubt.settle(&own),
            None => self.doubt.add(&own),
        }
        let public = || Path::new(Ident::new("public", self.dialect), text.made.path.name.clone());
        let name = place.unwrap_or_else(public);
        let RoutineText { sort, arguments, definition, .. } = text;
        let routine = Arc::new(Routine { name, sort, arguments, definition });
        let same = |it: &Arc<Routine>| it.name == routine.name && it.arguments == routine.arguments;
        match self.routines.iter().position(same) {
            Some(at) => self.routines[at] = routine,
            None => self.routines.push(routine),
        }
    }

    /// The routines of this name, those alone that take these where they are said.
    pub(in crate::catalog) fn overloads(
        &self,
        path: &Pathname,
        arguments: Option<&[String]>,
    ) -> Vec<Arc<Routine>> {
        let places = self.places(path).unwrap_or_default();
        let named = |place: &Path| -> Vec<_> {
            self.routines.iter().filter(|it| it.name == *place).cloned().collect()
        };
        let all = places.iter().map(named).find(|it| !it.is_empty()).unwrap_or_default();
        let exact = |it: &&Arc<Routine>| arguments.is_some_and(|types| *types == it.arguments);
        match all.iter().find(exact) {
            Some(one) => vec![Arc::clone(one)],
            None => all,
        }
    }

    /// The triggers that call it go with it, or there are none.
    pub(super) fn drop_routine(&mut self, path: &Pathname, arguments: Option<&[String]>) {
        let gone = self.overloads(path, arguments);
        if gone.len() > 1 {
            let own = self.routine_name(&path.name);
            self.doubt.add(&own);
        }
        self.routines.retain(|it| !gone.contains(it));
        if !self.routines().any(|it| it.name.name == path.name) {
            self.triggers.retain(|it| !it.body.calls(&path.name));
        }
    }
}
