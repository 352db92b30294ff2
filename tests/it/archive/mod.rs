//! Sealed dossiers: checked, made, found, exported; compared with the reference program.

pub mod bags;
mod check;
mod conformance;
pub mod export;
mod find;
mod import;
mod limits;
mod mutations;
pub mod office;
mod page;
mod rivals;
mod seal;
mod several;
mod taking;
