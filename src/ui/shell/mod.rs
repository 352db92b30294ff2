//! The application's loop: owns all state, draws the pages in their frame, takes drops and reports, and carries out
//! actions by one door.

mod app;
mod apply;
mod banners;
mod chrome;
mod clicks;
mod rounds;
pub mod waiting;

pub use app::App;
