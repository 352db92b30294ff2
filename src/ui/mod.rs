//! The window. The only room that knows egui and the only one with words in it.

pub mod components; // small parts the pages are made of
pub mod platform; // what egui does not bring: the pointer during a drag, start options, clipboard, opening files
pub mod testing; // a harness with our fonts and theme, for tests
pub mod theme; // colours, sizes, fonts and icons, each named once
