//! Malicious input from outside: it must not harm the folder, the window or the person.

mod corpus;
mod drops;
pub mod forge;
pub mod names;
mod ron;
#[cfg(feature = "window")]
mod screen;
mod zips;
