//! Check and repair of a data folder: documents, events, dossiers. What is wrong is named, file by file; repair
//! only ever moves a file aside or brings a good copy back. Doing it again changes nothing.

mod examine;
mod repair;
mod round;

use crate::archive::Severity;

pub use examine::examine;
pub use repair::{Repaired, repair};
pub use round::{Checked, Previous, Round, check_archive, last_round};

/// What was found, errors first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examination {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Files whose content was read and found to be as recorded.
    pub files: u64,
    /// Dossiers that were read.
    pub dossiers: usize,
}

impl Examination {
    /// Findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// What repair would do.
    pub fn remedies(&self) -> impl Iterator<Item = (&Finding, &Remedy)> {
        self.findings.iter().filter_map(|finding| Some((finding, finding.remedy.as_ref()?)))
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
    /// What repair does about it.
    pub remedy: Option<Remedy>,
}

impl Finding {
    /// Where it belongs: the folder of a cycle, that of a dossier below `arsip/`, or the first folder of its path.
    pub fn scope(&self) -> &str {
        let mut ends = self.path.match_indices('/').map(|(at, _)| at);
        let end = if self.path.starts_with("arsip/") { ends.nth(1) } else { ends.next() };
        end.map_or(&self.path, |end| &self.path[..end])
    }
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
    /// The disk refused to read it.
    Unreadable,
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

/// What repair does. Nothing is ever deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// It goes to quarantine.
    Quarantine,
    /// It goes to quarantine where it stands, and a good copy takes its place.
    Replace {
        /// The copy, below the backup's folder.
        from: String,
        /// Its digest.
        sha256: String,
    },
    /// It gets its own name back.
    PutBack(String),
}
