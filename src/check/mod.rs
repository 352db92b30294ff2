//! Check and repair of a data folder: documents, events, dossiers. Every fault is named, file by file; a
//! repair only moves a file aside or brings a good copy back. A second repair changes nothing.

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

    /// The findings that a repair would act on, and what it would do.
    pub fn remedies(&self) -> impl Iterator<Item = (&Finding, &Remedy)> {
        self.findings.iter().filter_map(|finding| Some((finding, finding.remedy.as_ref()?)))
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
    /// What a repair does about the finding; none if nothing.
    pub remedy: Option<Remedy>,
}

impl Finding {
    /// The scope of the finding: the folder of a cycle, that of a dossier below `arsip/`, or the first folder
    /// of its path.
    pub fn scope(&self) -> &str {
        let mut ends = self.path.match_indices('/').map(|(at, _)| at);
        let end = if self.path.starts_with("arsip/") { ends.nth(1) } else { ends.next() };
        end.map_or(&self.path, |end| &self.path[..end])
    }
}

/// What a repair does with a file. Nothing is ever deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// The file is moved to quarantine.
    Quarantine,
    /// The file, if there is one, is moved to quarantine, and a good copy takes its place.
    Replace {
        /// Path of the copy, below the backup's folder.
        from: String,
        /// SHA-256 of the copy.
        sha256: String,
    },
    /// The file gets its own name back.
    PutBack(String),
}
