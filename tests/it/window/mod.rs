//! The built program in a real window.

mod drag;
mod office;
