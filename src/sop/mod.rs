//! The procedure as data: steps, actors, symbols, standard times and the flow between them.
//!
//! Source: `SOP Mekanisme Penyusunan Renja` of Kantor Kesbangpol, Kota Tangerang (2018), kept word for
//! word in `assets/sop/`. What the signed sheet lost (lanes, symbols, loops) is inferred, and says so.

mod load;
mod model;

pub use load::{SopError, builtin, parse};
pub use model::*;
