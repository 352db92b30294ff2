//! What several tests need.

pub mod bagit;
pub mod course;
pub mod window;
