//! The window's pages and dialogs, by their accessible names.

mod archive_page;
mod backup;
mod care;
mod double_click;
mod duplicates;
mod english;
mod long_texts;
mod outside;
mod removed;
mod risky;
mod sample;
mod seal;
mod search;
mod settings;
mod small_screen;
mod sop_page;
mod waiting;
