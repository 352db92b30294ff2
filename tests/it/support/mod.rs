//! What several tests need: egui's own harness for views, and a person at a desktop for the built program: a
//! display of its own, the window, the mouse, the keys, and a second program from which files are dragged.

pub mod app;
pub mod bagit;
pub mod course;
pub mod desktop;
pub mod drag_source;
pub mod layout;
pub mod program;
pub mod tools;
pub mod window;

pub use desktop::Desktop;
pub use drag_source::DragSource;
pub use program::Program;
