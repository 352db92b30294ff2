//! The procedure as data: steps, actors, symbols, standard times and the flow between them.
//!
//! Source: `SOP Mekanisme Penyusunan Renja` of Kantor Kesbangpol, Kota Tangerang (2018), kept word for word
//! in `assets/sop/`. What the signed sheet lost (lanes, symbols, loops) is inferred, and marked as inferred.

mod check;
mod load;
mod locate;
mod model;
mod propose;
#[cfg(test)]
mod tests;

pub use check::{Fault, MAX_ACTORS, MIN_ACTORS};
pub use load::{Part, SopError, builtin, check, parse, to_ron};
pub use model::*;
