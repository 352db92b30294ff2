//! The one judge of wholeness (*fixity* in the trade): what events and manifests say should stand where, and whether it
//! does. Check, backup and restore call a data folder whole only where this room does; for a single dossier its
//! judge is `archive::check_dossier`, which this room asks too.

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

/// Largest file of events.
pub const MAX_EVENTS: u64 = 1 << 20;

/// What the judge has found, and what was read for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The findings, errors first. Without an error among them, the data folder is whole.
    pub findings: Vec<Finding>,
    /// Files whose content was read and found to be as recorded.
    pub files: u64,
    /// Dossiers that were read.
    pub dossiers: usize,
    /// SHA-256 of what was read, by path below the data folder: whoever needs it too need not read it again.
    pub digests: BTreeMap<String, String>,
}

impl Judgement {
    /// What keeps the data folder from being whole.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// The file, below the data folder with `/`.
    pub path: String,
    /// What is the matter with it.
    pub what: What,
    /// More about it, for people.
    pub detail: String,
    /// What would mend it.
    pub cure: Option<Cure>,
}

/// What can be the matter with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Recorded, and not there.
    Missing,
    /// The content is not the recorded one.
    Changed,
    /// Empty, or nothing but zeros.
    Empty,
    /// Not what it should be at all.
    Broken,
    /// Larger than such a file may be.
    TooLarge,
    /// The disk refused to read it, or to list it.
    Unreadable,
    /// A link, a device, or a name that no path leads to: no backup can keep it.
    Odd,
    /// It can't be told whether it is as it was: its checksums are of a kind that is not known here.
    Unjudged,
    /// Two events of one name differ.
    Fork,
    /// A sealing that was cut off.
    Unfinished,
    /// Two PCs sealed one cycle without knowing of each other.
    SealedTwice,
    /// Written by a newer version of the program.
    Newer,
    /// Events of another PC that have not arrived.
    Waiting,
    /// It stands, unchanged, at another place.
    Moved,
    /// There, and not recorded.
    Unknown,
    /// A second copy of a file that stands at its place: a synchronisation program has made it.
    Copy,
}

/// What would mend a finding. The judge does not know who has good copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cure {
    /// A copy of this content in its place.
    Content(String),
    /// The copy with which it was backed up last, in its place.
    LastCopy {
        /// Where there is none, the file is better away than there: nothing in it can be read.
        or_aside: bool,
    },
    /// It is in the way.
    Aside,
    /// It gets its own name back.
    PutBack(String),
}
