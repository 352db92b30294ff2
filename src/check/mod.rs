//! Check and repair of a data folder: documents, events, dossiers. What is wrong is named, file by file; repair
//! only ever moves a file aside or brings a good copy back. Doing it again changes nothing.

mod examine;
mod repair;

use crate::archive::Severity;
use crate::fixity::What;

pub use examine::examine;
pub use repair::{Repaired, repair};

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
