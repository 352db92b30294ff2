//! The application's loop: owns all state, draws the pages in their frame, handles drops and reports, and
//! carries out actions.

mod app;
mod apply;
mod banners;
mod chrome;
mod clicks;
mod rounds;
pub mod waiting;

pub use app::App;
