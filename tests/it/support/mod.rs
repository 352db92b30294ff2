//! What several tests need.

pub mod course;
pub mod window;
