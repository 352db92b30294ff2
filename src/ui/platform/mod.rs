//! What the operating system must be asked for.

pub mod clipboard;
mod clipboard_error;
pub mod console;
mod drag_seen;
pub mod drag_watch;
pub mod drop_intake;
pub mod drop_pointer;
pub mod errand;
pub mod first_frame;
pub mod message_box;
#[cfg(windows)]
mod ole_drag;
#[cfg(windows)]
mod ole_offer;
pub mod open;
pub mod options;
pub mod paste_key;
pub mod picker;
pub mod pointer_probe;
pub mod render_attempt;
pub mod system;
#[cfg(target_os = "linux")]
pub mod uri_list;
pub mod window_place;
#[cfg(target_os = "linux")]
mod x11_drag;
#[cfg(target_os = "linux")]
mod x11_files;
