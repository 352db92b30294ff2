//! The window around the pages: state, rail, top bar, dialogs, drops, notes, and the one door for actions.

pub mod action;
mod app;
mod apply;
mod banners;
mod care;
mod chrome;
mod clicks;
pub mod command;
pub mod drops;
pub mod model;
mod office;
mod reports;
pub mod view;
pub mod waiting;

pub use action::{Action, Page, Target};
pub use app::App;
pub use care::{Care, backup_advice, last_backup};
pub use chrome::jobs_ui;
pub use command::UiCommand;
pub use drops::Drops;
pub use model::{Folder, Model, Nav};
pub use view::View;
