//! Renja.
fn main() {}
