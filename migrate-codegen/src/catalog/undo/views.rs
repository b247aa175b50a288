//! Views that come back, with those that read them.

use super::super::model::{Ident, Path, View, ViewSort};
use super::super::render::words::path;
use super::super::schema::Catalog;
use super::back::Cannot;
use super::difference::Difference;
use super::lists::only;

impl Difference<'_> {
    /// Drops those that are new or another; those last that others read.
    pub(super) fn drop_views(&mut self) -> Result<(), Cannot> {
        let new = only(self.after.views(), self.before.views()).into_iter();
        let gone: Vec<_> = new
            .filter(|it| !it.name.is_temporary())
            .filter(|it| !self.before.views.get(&it.name).is_some_and(|then| then.is_made_like(it)))
            .collect();
        for view in &gone {
            if self.before.views.get(&view.name).is_some()
                && let Some(user) = readers(&view.name.name, self.after).first()
            {
                return Err(Cannot::new(format!(
                    "the view `{}` is replaced, and `{}` reads it",
                    view.name, user
                )));
            }
        }
        for view in gone.iter().rev() {
            self.run(format!("DROP {} {}", word(self.after, &view.name), path(&view.name)));
        }
        Ok(())
    }

    pub(super) fn make_views(&mut self) -> Result<(), Cannot> {
        let (before, after) = (self.before, self.after);
        for view in before.views().filter(|it| !it.name.is_temporary()) {
            let later = after.views.get(&view.name);
            let taken =
                later.is_some() && after.doubts(&view.name.name) && !before.doubts(&view.name.name);
            if later.is_some_and(|it| it.is_made_like(view)) && !taken {
                continue;
            }
            let sql = before.writer().view(view)?;
            if taken {
                // It may be there still: `CASCADE` takes what reads the object.
                let rest = sql.strip_prefix("CREATE ").unwrap_or(&sql);
                self.run(match view.sort {
                    ViewSort::Ordinary => format!("CREATE OR REPLACE {rest}"),
                    ViewSort::Materialized => {
                        return Err(Cannot::doubtful(&view.name));
                    }
                });
            } else {
                self.run(sql);
            }
        }
        Ok(())
    }
}

/// `VIEW`, or `MATERIALIZED VIEW`.
pub(super) fn word(catalog: &Catalog, view: &Path) -> &'static str {
    match catalog.views.get(view).map(|it| it.sort) {
        Some(ViewSort::Materialized) => "MATERIALIZED VIEW",
        _ => "VIEW",
    }
}

/// The views that read what has this name.
pub(super) fn readers<'c>(read: &Ident, catalog: &'c Catalog) -> Vec<&'c Path> {
    let reads = |it: &&View| it.query.mentions(read) && it.name.name != *read;
    catalog.views().filter(reads).map(|it| &it.name).collect()
}
