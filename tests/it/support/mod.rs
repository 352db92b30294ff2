//! What several tests need: egui's test harness for views; and for the built program a simulated person at a
//! display of its own, with the window, mouse, keyboard, and a second program from which files are dragged.

#[cfg(feature = "window")]
pub mod app;
pub mod bagit;
pub mod course;
#[cfg(feature = "window")]
pub mod desktop;
#[cfg(feature = "window")]
pub mod drag_source;
#[cfg(feature = "window")]
pub mod layout;
#[cfg(feature = "window")]
pub mod program;
pub mod tools;
#[cfg(feature = "window")]
pub mod window;

#[cfg(feature = "window")]
pub use desktop::Desktop;
#[cfg(feature = "window")]
pub use drag_source::DragSource;
#[cfg(feature = "window")]
pub use program::Program;
