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
//! The mirror is consistent at every moment: documents are copied before the events that name them, dossiers
//! are whole before `bagit.txt` marks them so, and no file leaves its place before the new backup is
//! complete. Only one thing is ever removed: an old leftover whose content is elsewhere in the backup.
//!
//! A backup is called whole if everything in the data folder could be kept, and `fixity`, which judges
//! whether a data folder is whole, finds nothing wrong with the mirror. A restored folder is judged in the
//! same way.

mod aside;
mod back_up;
mod beside;
mod copies;
mod error;
mod list;
mod place;
mod restore;
mod run;
mod tree;
mod verify;

use std::collections::BTreeSet;

use crate::fixity::{self, Odd, OddKind, What};

pub use back_up::{Done, back_up};
pub use copies::Copies;
pub use error::BackupError;
#[cfg(test)]
pub(crate) use error::one_of_each;
pub use list::{Listed, Manifest};
pub use place::{FoundBackup, find, is_backup};
pub use restore::{Restored, restore};

/// Something about a file that the person should know; the rest of the work is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the data folder with `/`.
    pub path: String,
    /// What is wrong with the file.
    pub fault: Fault,
    /// The system's words, or more about it; empty where there is nothing to add.
    pub reason: String,
    /// Whether the backup nevertheless holds the file whole, so that it can be brought back.
    pub kept: bool,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The file can't be read, in the data folder or in the backup.
    Unreadable,
    /// The file's content is not the recorded one. If the backup has a good copy, that stays, and the changed
    /// file is kept beside it.
    Changed,
    /// The file is recorded, but gone. If the backup has it, it is kept there.
    Missing,
    /// The file is not of its kind at all, or the backup's disk has damaged it and it could not be copied
    /// again.
    Damaged,
    /// The file is in a dossier that does not list it.
    Unknown,
    /// A file whose name the backup's disk does not allow, a link, or a device: it is not in the backup.
    NotCopied,
}

impl Finding {
    fn new(path: &str, fault: Fault, reason: &dyn std::fmt::Display) -> Self {
        Self { path: path.to_owned(), fault, reason: reason.to_string(), kept: false }
    }

    /// The finding about something in a folder that can't be copied.
    fn odd(odd: &Odd) -> Self {
        let fault = match odd.kind {
            OddKind::NotAFile(_) => Fault::NotCopied,
            OddKind::Closed(_) => Fault::Unreadable,
        };
        Self::new(&odd.path, fault, &odd.reason())
    }

    /// The finding of `fixity` about a backup, or about a restored folder.
    fn judged(finding: &fixity::Finding) -> Self {
        let fault = match finding.what {
            What::Missing => Fault::Missing,
            What::Changed => Fault::Changed,
            What::Unreadable => Fault::Unreadable,
            What::Unknown | What::Copy | What::Moved => Fault::Unknown,
            What::Odd => Fault::NotCopied,
            What::Empty
            | What::Broken
            | What::TooLarge
            | What::Unjudged
            | What::Fork
            | What::Unfinished
            | What::SealedTwice
            | What::Newer
            | What::Waiting => Fault::Damaged,
        };
        Self::new(&finding.path, fault, &finding.detail)
    }
}

/// Sorts findings, the worst first; of two about one file only the first stays.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut known = BTreeSet::new();
    findings.retain(|finding| known.insert(finding.path.clone()));
    findings.sort_by(|a, b| (a.fault, &a.path).cmp(&(b.fault, &b.path)));
    findings
}
