//! The SOP sheet of a cycle on the window: [`content`] says what stands in each row, `laid` breaks its texts and has
//! [`crate::sheet`] put everything in its place, `paint` draws it, and [`Sheet`] is what a page puts on the window.

mod cell;
pub mod content;
mod foot;
mod laid;
mod paint;
#[expect(clippy::module_inception, reason = "the sheet itself, of all that belongs to it")]
mod sheet;
pub mod symbols;
mod zoom;

pub use sheet::{Sheet, SheetState};
