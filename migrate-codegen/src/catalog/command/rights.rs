//! What a `GRANT` or `REVOKE` gives and takes, and whom.

use super::walk::Walk;
use crate::Dialect;
use crate::catalog::model::{Ident, Setting, Sql};

/// What a `GRANT` or `REVOKE` without further options says.
pub(in crate::catalog) struct Rights {
    pub(in crate::catalog) verb: &'static str,
    pub(in crate::catalog) privileges: Sql,
    pub(in crate::catalog) roles: Vec<Ident>,
}

impl Rights {
    /// What it says; `None` for everything else.
    pub(in crate::catalog) fn of(setting: &Setting) -> Option<Self> {
        let dialect = Dialect::Postgres;
        let head = setting.head.as_str();
        let mut walk = Walk::new(head, dialect);
        let verb = walk.one_of(&["grant", "revoke"])?;
        let from = walk.here();
        if walk.take("grant option for") {
            return None;
        }
        walk.seek(&["on"])?;
        let (privileges, _) = head.get(from..)?.rsplit_once(' ')?;
        let privileges = privileges.to_lowercase();
        let privileges = privileges.trim_end().strip_suffix("on")?;
        let privileges = Sql::new(privileges, dialect);
        let mut walk = Walk::new(setting.tail.as_str(), dialect);
        walk.one_of(&["to", "from"])?;
        let mut roles = Vec::new();
        loop {
            roles.push(walk.named()?.name);
            if !walk.symbol(',') {
                break;
            }
        }
        walk.is_done().then_some(Self { verb, privileges, roles })
    }
}
