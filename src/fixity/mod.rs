//! Fixity: what events and manifests say should be where, and whether it is. This is the only judge of that:
//! check, backup and restore call a data folder whole only if this room does. A single dossier is judged by
//! `archive::check_dossier`, which is used here too.

mod judge;
mod paths;
mod records;
mod round;
mod tree;

use std::collections::BTreeMap;

use crate::archive::Severity;

pub use judge::{judge, what_of_bag};
pub use paths::{in_bag, is_event, is_once, is_view};
pub use records::Records;
pub use round::{Checked, Previous, Round, check_archive, last_round};
pub use tree::{CHANGED, LIST, Listing, OLD, Odd, OddKind, READ_ME, Tree, is_list, walk};

/// Largest event file in bytes.
pub const MAX_EVENTS: u64 = 1 << 20;

/// What was found in a data folder, and what was read for that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The findings, errors first. Without an error among them, the data folder is whole.
    pub findings: Vec<Finding>,
    /// Files whose content was read and found to be as recorded.
    pub files: u64,
    /// Dossiers that were read.
    pub dossiers: usize,
    /// SHA-256 of the files read, by path below the data folder, so that callers need not read them again.
    pub digests: BTreeMap<String, String>,
}

impl Judgement {
    /// The findings that keep the data folder from being whole.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How serious the finding is.
    pub severity: Severity,
    /// The file, below the data folder with `/`.
    pub path: String,
    /// What is wrong with the file.
    pub what: What,
    /// More about it, for people.
    pub detail: String,
    /// What would mend the finding.
    pub cure: Option<Cure>,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The file is recorded, but not there.
    Missing,
    /// The content is not the recorded one.
    Changed,
    /// The file is empty, or nothing but zeros.
    Empty,
    /// The file is not of its kind at all.
    Broken,
    /// Larger than files of its kind may be.
    TooLarge,
    /// The disk refused to read the file, or to list the folder.
    Unreadable,
    /// A link, a device, or a name that the program can't address by a path: no backup can keep it.
    Odd,
    /// Whether the file is unchanged can't be told: its checksums are of an unknown kind.
    Unjudged,
    /// Two different events have one id.
    Fork,
    /// A sealing that was cut off.
    Unfinished,
    /// Two PCs sealed one cycle without knowing of each other.
    SealedTwice,
    /// Written by a newer version of the program.
    Newer,
    /// Events of another PC that have not arrived.
    Waiting,
    /// The file is at another place, unchanged.
    Moved,
    /// The file is there, but not recorded.
    Unknown,
    /// A second copy of a file that is in its place, made by a sync program.
    Copy,
}

/// What would mend a finding. Whether there are good copies is for the caller to find out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cure {
    /// Put a copy with this SHA-256 in the place of the file.
    Content(String),
    /// Put the copy from the last backup in the place of the file.
    LastCopy {
        /// Whether to move the file aside if there is no copy, since nothing in it can be read.
        or_aside: bool,
    },
    /// Move the file aside: it is in the way.
    Aside,
    /// Give the file its own name back.
    PutBack(String),
}
