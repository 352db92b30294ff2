//! What tests and benchmarks can ask of the running program, each by an environment variable. Without it a lever does
//! nothing.

pub mod failing_renderer;
pub mod frame_watch;
pub mod layout_dump;
pub mod panic_when;
