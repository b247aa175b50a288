//! What the architecture rules out: arrows that point up, code that a build must not link, files without a purpose.

mod arrows;
mod cargo;
mod files;
mod links;
