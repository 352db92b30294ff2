//! What several tests need.

pub mod window;
