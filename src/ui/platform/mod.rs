//! What the operating system must be asked for, and what tests and benchmarks learn from a running window.

pub mod clipboard;
pub mod console;
pub mod drop_intake;
pub mod drop_pointer;
pub mod errand;
pub mod first_frame;
pub mod layout_dump;
pub mod message_box;
pub mod open;
pub mod options;
pub mod paste_key;
pub mod picker;
pub mod pointer_probe;
pub mod render_attempt;
pub mod system;
pub mod test_panic;
pub mod window_place;
