//! The built program in a real window.

mod drag;
mod guide;
mod office;
mod start;
