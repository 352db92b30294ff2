//! Work off the UI thread: the desk, one thread that owns the data folder, and long jobs on other threads,
//! with progress and cancel.
//!
//! The window hands over a [`Request`]; a [`Report`] says when its answer is there, and brings a new
//! [`Snapshot`] whenever the data changed. No request ever makes the window wait for a disk.

mod desk;
mod gather;
mod job;
mod owner;
mod pace;
mod request;
pub mod requests;
mod snapshot;
mod trouble;

pub use desk::{Desk, Wake};
pub use gather::{FoundFile, Unfit, gather};
pub use job::{AtOnce, Job, Order};
pub use owner::Owner;
pub use pace::Pace;
pub use request::{Asked, Report, Request, Ticket};
pub use snapshot::Snapshot;
pub use trouble::Trouble;

pub use crate::archive::Opened as OpenedDossier;
pub use crate::store::{Adopt, Attach, Here, Looked, OfficeChange, Outside, OutsideKind};
