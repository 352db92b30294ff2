//! Work off the UI thread: one desk that owns the data folder, and long jobs beside it, with progress and
//! cancel.
//!
//! The window sends a [`Request`] and gets a [`Ticket`]; what comes of it arrives as [`Report`]s, together
//! with a new [`Snapshot`] whenever the data changed. No request ever makes the window wait for a disk.

mod desk;
mod gather;
mod job;
mod owner;
mod pace;
mod request;
mod snapshot;

pub use desk::{Desk, Wake};
pub use gather::{Found, Unfit, gather};
pub use pace::Pace;
pub use request::{Outcome, Report, Request, Ticket, Trouble};
pub use snapshot::Snapshot;

pub use crate::archive::Opened as OpenedDossier;
pub use crate::store::{
    Adopt, Attach, Here, LocalSettings, Looked, OfficeChange, Outside, OutsideKind, Theme,
};
