//! Backup and restore: a plain mirror of the data folder on another disk, which the program can open and a
//! person can copy by hand.
//!
//! ```text
//! <chosen folder>/Cadangan Renja <office> <8 digits of the store id>/
//!   renja.ron, sop/, 2027-induk/, arsip/, …   the data folder as it was
//!   lama/<date>/…                             what was moved or removed in the data folder since
//!   berubah/<date>/…                          what stood in the data folder in place of a recorded content
//!   cadangan-<date>-<time>.ron                a list of all files with their digests, one for each backup
//!   BACA SAYA CADANGAN.txt                    how to restore, with the program and without
//! ```
//!
//! The mirror is consistent at every moment: documents come before the events that name them, dossiers are
//! whole before `bagit.txt` marks them so, and nothing leaves its place before the new state stands. Only one
//! thing is ever removed: an old leftover whose content stands elsewhere in the backup.

mod aside;
mod copies;
mod error;
mod list;
mod place;
mod records;
mod restore;
mod run;
mod tree;
mod verify;

pub use copies::Copies;
pub use error::BackupError;
pub use list::{Listed, Manifest};
pub use place::{Found, find, is_backup};
pub use records::Records;
pub use restore::{Restored, restore};
pub use run::{Done, back_up};
pub use tree::{Tree, is_event, is_once, walk};

/// Something about a file that the person should know; everything else is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the data folder with `/`.
    pub path: String,
    /// What is the matter with it.
    pub fault: Fault,
    /// The system's words; empty where there are none.
    pub reason: String,
}

/// What can be the matter with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// It can't be read, in the data folder or in the backup.
    Unreadable,
    /// Its content in the data folder is not the recorded one. The backup keeps the recorded one and the other.
    Changed,
    /// It is recorded, and gone from the data folder. The backup keeps it where it has it.
    Missing,
    /// Its copy in the backup is damaged and could not be made anew.
    Damaged,
    /// A name that can't stand on the backup's disk, a link, or a device: it is not in the backup.
    NotCopied,
}

impl Finding {
    fn new(path: &str, fault: Fault, reason: &dyn std::fmt::Display) -> Self {
        Self { path: path.to_owned(), fault, reason: reason.to_string() }
    }
}
