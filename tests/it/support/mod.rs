//! What several tests need.

pub mod bagit;
pub mod window;
