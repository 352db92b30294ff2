//! What the operating system must be asked for, and what tests and benchmarks learn from a running window.

pub mod first_frame;
pub mod layout_dump;
