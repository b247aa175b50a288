//! How far to go.

use migrate_codegen::Version;

/// How far to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// What the direction does by itself: everything when applying, one migration when rolling
    /// back.
    #[default]
    Usual,
    /// Everything.
    All,
    /// Up to this version, which is applied afterwards; rolling back to 0 rolls back everything.
    To(Version),
    /// So many migrations.
    Steps(usize),
    /// These, and no others. Named like this, a migration may also be applied late.
    Only(Vec<Version>),
}
