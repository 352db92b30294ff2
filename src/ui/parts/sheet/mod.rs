//! The SOP sheet of a cycle in the window: [`content`] says what each row contains, `laid` lays out the texts
//! and has [`crate::sheet`] position everything, `paint` paints it, and [`Sheet`] is what a page shows.

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
