//! Why the archive could not do what was asked of it.

use std::path::PathBuf;

use super::report::Report;
use super::zip_fault::ZipFault;
use crate::cycle::{Missing, Refusal};
use crate::store::{Cancelled, Problem, StoreError};

/// Why a dossier was not sealed, exported or opened. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The rules refuse the sealing.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// An error of the disk or the data folder.
    #[error(transparent)]
    Store(StoreError),
    /// The person asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// Events of other PCs have not arrived yet; holds whose, and how many.
    #[error("events of another PC have not arrived yet")]
    Waiting(Vec<Missing>),
    /// Events can't be read, are of a newer version, or two PCs have written as one.
    #[error("{}: {}", .0.path.display(), .0.reason)]
    FaultyJournal(Problem),
    /// Another PC has just given a dossier of this cycle the same name; that dossier, or its event, has not
    /// fully arrived yet.
    #[error("arsip/{0}: another PC has sealed this cycle")]
    SealedElsewhere(String),
    /// A document's content is not the one that its event names.
    #[error("{}: the document “{title}” has changed since it was attached", path.display())]
    DocumentChanged {
        /// Title of the document.
        title: String,
        /// File of the document.
        path: PathBuf,
    },
    /// A document is not at the path that its event names.
    #[error("{}: the document “{title}” is missing", path.display())]
    DocumentMissing {
        /// Title of the document.
        title: String,
        /// File of the document.
        path: PathBuf,
    },
    /// The dossier that was written does not pass its check.
    #[error("{}: the new dossier did not pass its check", .0.path.display())]
    NotVerified(Box<Report>),
    /// A dossier that is not whole is not exported, unless a person asks for it as it is.
    #[error("{}: not whole", .0.path.display())]
    NotWhole(Box<Report>),
    /// A ZIP is made to be handed on: it is not written into the data folder.
    #[error("{}: lies in the data folder", .0.display())]
    InsideDataFolder(PathBuf),
    /// A ZIP was not unpacked, or a folder not copied.
    #[error("{}: {entry}{}{fault}", path.display(), if entry.is_empty() { "" } else { ": " })]
    Zip {
        /// The ZIP or the folder.
        path: PathBuf,
        /// The entry at fault, as its name is written; empty for the whole ZIP.
        entry: String,
        /// What is wrong with the ZIP or the entry.
        fault: ZipFault,
    },
    /// What was to be imported is no bag.
    #[error("{}: not a BagIt bag", .0.display())]
    NotABag(PathBuf),
    /// There are several bags, or not the one that was named: a person has to choose.
    #[error("{}: holds the bags {}", path.display(), bags.join(", "))]
    WhichBag {
        /// The folder or ZIP.
        path: PathBuf,
        /// The bags in it, by their folders with `/`.
        bags: Vec<String>,
    },
    /// A bag from outside that is not whole is not imported.
    #[error("{}: not whole", .outside.display())]
    DamagedBag {
        /// The folder or ZIP.
        outside: PathBuf,
        /// The report of the bag's check.
        report: Box<Report>,
    },
    /// A bag of another program has no title and year of its own: a person has to give them.
    #[error("{}: made by another program; a title and a year are needed", .0.display())]
    TitleNeeded(PathBuf),
    /// The cycle changed while it was sealed.
    #[error("the cycle changed while it was sealed")]
    ChangedMeanwhile,
    /// A text could not be written down.
    #[error("{0}")]
    Text(#[from] ron::Error),
}

impl ArchiveError {
    /// Whether a document's content or path is not what its event says.
    pub fn is_of_document(&self) -> bool {
        matches!(self, Self::DocumentChanged { .. } | Self::DocumentMissing { .. })
    }
}

impl From<StoreError> for ArchiveError {
    fn from(error: StoreError) -> Self {
        if error.is_cancelled() { Self::Cancelled } else { Self::Store(error) }
    }
}

impl From<Cancelled> for ArchiveError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// An error of each kind, for the tests of their words. A new kind has to be added here by hand.
#[cfg(test)]
pub(crate) fn one_of_each() -> Vec<ArchiveError> {
    use super::report::{Detail, Finding, FindingKind, Verdict};
    use ArchiveError as E;
    let (path, title) =
        (|| PathBuf::from("arsip/2026 Renja Induk/data/Undangan.pdf"), || "Undangan".to_owned());
    let report = || {
        let findings = vec![Finding::error(FindingKind::Missing, "data/Undangan.pdf", Detail::None)];
        let (algorithms, sha256) = (Vec::new(), std::collections::BTreeMap::new());
        let verdict = Verdict::Damaged;
        Box::new(Report {
            path: path(),
            verdict,
            findings,
            files: 0,
            bytes: 0,
            algorithms,
            seal: None,
            sha256,
        })
    };
    let problem = |kind| Problem { path: path(), kind, reason: "hash".to_owned() };
    let missing = Missing { writer: crate::cycle::WriterId("a".repeat(16)), by: None, events: 3 };
    let entry = || "tas/data/Undangan.pdf".to_owned();
    let mut errors = vec![
        E::Refused(Refusal::FormNeeded),
        E::Store(StoreError::new(crate::store::ErrorKind::Denied, path())),
        E::Cancelled,
        E::Waiting(vec![missing]),
        E::FaultyJournal(problem(crate::store::ProblemKind::Broken)),
        E::FaultyJournal(problem(crate::store::ProblemKind::Fork)),
        E::FaultyJournal(problem(crate::store::ProblemKind::Newer)),
        E::SealedElsewhere("2026 Renja Induk".to_owned()),
        E::DocumentChanged { title: title(), path: path() },
        E::DocumentMissing { title: title(), path: path() },
        E::NotVerified(report()),
        E::NotWhole(report()),
        E::InsideDataFolder(path()),
        E::NotABag(path()),
        E::WhichBag { path: path(), bags: vec![String::new(), "tas".to_owned()] },
        E::DamagedBag { outside: path(), report: report() },
        E::TitleNeeded(path()),
        E::ChangedMeanwhile,
        E::Text(ron::Error::ExpectedString),
    ];
    for error in &errors {
        match error {
            E::Refused(_)
            | E::Store(_)
            | E::Cancelled
            | E::Waiting(_)
            | E::FaultyJournal(_)
            | E::SealedElsewhere(_)
            | E::DocumentChanged { .. }
            | E::DocumentMissing { .. }
            | E::NotVerified(_)
            | E::NotWhole(_)
            | E::InsideDataFolder(_)
            | E::Zip { .. }
            | E::NotABag(_)
            | E::WhichBag { .. }
            | E::DamagedBag { .. }
            | E::TitleNeeded(_)
            | E::ChangedMeanwhile
            | E::Text(_) => {}
        }
    }
    errors.extend(ZipFault::one_of_each().into_iter().map(|fault| E::Zip {
        path: path(),
        entry: entry(),
        fault,
    }));
    errors
}
