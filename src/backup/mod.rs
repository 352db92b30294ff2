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
//!
//! A backup is called whole where everything in the data folder could be kept, and `fixity`, the judge that checks a
//! data folder, finds nothing wrong with the mirror. The same judge says whether what was restored is whole.

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
pub use place::{Found, find, is_backup};
pub use restore::{Restored, restore};

/// Something about a file that the person should know; everything else is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the data folder with `/`.
    pub path: String,
    /// What is the matter with it.
    pub fault: Fault,
    /// The system's words, or more about it; empty where there is nothing to add.
    pub reason: String,
    /// Whether the backup holds it whole all the same, so that it can be brought back.
    pub kept: bool,
}

/// What can be the matter with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// It can't be read, in the data folder or in the backup.
    Unreadable,
    /// Its content is not the recorded one. A good copy that the backup has stays, and the other stands beside it.
    Changed,
    /// It is recorded, and gone. The backup keeps it where it has it.
    Missing,
    /// It is not what it should be at all, or the backup's disk has damaged it and it could not be copied again.
    Damaged,
    /// It stands in a dossier that does not list it.
    Unknown,
    /// A name that can't stand on the backup's disk, a link, or a device: it is not in the backup.
    NotCopied,
}

impl Finding {
    fn new(path: &str, fault: Fault, reason: &dyn std::fmt::Display) -> Self {
        Self { path: path.to_owned(), fault, reason: reason.to_string(), kept: false }
    }

    /// What stands in a folder and can't be copied.
    fn odd(odd: &Odd) -> Self {
        let fault = match odd.kind {
            OddKind::NotAFile(_) => Fault::NotCopied,
            OddKind::Closed(_) => Fault::Unreadable,
        };
        Self::new(&odd.path, fault, &odd.reason())
    }

    /// What the judge of wholeness says of a backup, or of what was restored from one.
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

/// Brings findings in order, worst first; of two about one file the first counts.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut known = BTreeSet::new();
    findings.retain(|finding| known.insert(finding.path.clone()));
    findings.sort_by(|a, b| (a.fault, &a.path).cmp(&(b.fault, &b.path)));
    findings
}
