//! What comes from outside and means no good: nothing of it may harm the folder, the window or the person.

mod corpus;
mod drops;
pub mod forge;
pub mod names;
mod ron;
#[cfg(feature = "window")]
mod screen;
mod zips;
