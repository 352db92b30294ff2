//! Sealed dossiers: checked, made, found, exported; held against the reference program.

#![expect(clippy::unwrap_used, reason = "what helpers of tests expect, too, fails the test")]

mod bags;
mod check;
mod find;
mod office;
mod seal;
