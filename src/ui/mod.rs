//! The window: egui, and the only room with words in it.
//!
//! Bottom up: `theme` and `components` know nothing of Renja; `platform` asks the system; `shell` owns the
//! state and the one door for actions; the pages and dialogs draw it.

pub mod components;
pub mod platform;
pub mod theme;

pub mod shell;
pub mod words;

pub mod archive_page;
pub mod crash_page;
pub mod cycle_page;
pub mod dialogs;
pub mod first_run;
pub mod guide;
pub mod home;
pub mod settings;
pub mod sop_page;
pub mod step_panel;
pub mod testing;

pub mod start;
pub mod window;
