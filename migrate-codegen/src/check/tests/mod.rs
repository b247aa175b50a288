//! What a check says of whole histories, byte for byte as its user sees it.

mod differential;
mod history;
mod robustness;

mod depth;
mod judged;
mod postgres;
mod ran;
mod structured;
mod touched;

use history::{History, Way};
