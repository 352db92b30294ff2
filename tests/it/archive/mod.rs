//! Sealed dossiers: checked, made, found, exported; held against the reference program.

mod bags;
mod check;
mod find;
pub mod office;
mod seal;
