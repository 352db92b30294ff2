//! The window, the only room that knows egui. Its floors, bottom up; each knows only those below it.

// The look, and what is asked of the operating system.
pub mod theme;

pub mod components;
pub mod levers;
pub mod platform;

// What every view needs to know of the window, and what can be asked of the desk.
pub mod contract;

pub mod deeds;
pub mod filing;

pub mod commands;

// What several pages show.
pub mod parts;

pub mod dialogs;

// The pages.
pub mod archive_page;
pub mod crash_page;
pub mod cycle_page;
pub mod first_run;
pub mod home;
pub mod settings;
pub mod sop_page;

// The application.
pub mod guide;
pub mod shell;
pub mod start;
pub mod window;

pub mod testing;
