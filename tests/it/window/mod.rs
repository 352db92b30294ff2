//! The built program in a real window.

mod away;
mod clipboard;
mod crash;
mod drag;
mod guide;
mod instance;
mod office;
mod place;
mod presence;
mod sockets;
mod start;
