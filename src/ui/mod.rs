//! The window.

pub mod platform;
