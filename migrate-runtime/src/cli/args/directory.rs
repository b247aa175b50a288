//! The flags that take migrations from a plain directory instead of the program.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use migrate_codegen::Dialect;

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Plain directories")]
pub(crate) struct Directory {
    /// Take the migrations from a directory of SQL files
    #[arg(long, value_name = "DIR", requires = "dialect")]
    pub(crate) dir: Option<PathBuf>,
    /// What they are written for
    #[arg(long, value_name = "DIALECT", requires = "dir", value_parser = dialect())]
    pub(crate) dialect: Option<Dialect>,
    /// Whose layout they follow, where it cannot be told from the files
    #[arg(long, value_name = "LAYOUT", requires = "dir")]
    pub(crate) layout: Option<String>,
}

/// Offers the dialects that can be read; `plain` refuses to run those without a driver.
fn dialect() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(["sqlite", "d1", "postgres"]).try_map(|text| text.parse::<Dialect>())
}
