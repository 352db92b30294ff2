//! What a check found. Names and numbers only; window and command line put them into words.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::manifest::Fault;
use super::tagfile::TagError;
use crate::store::{Algorithm, sha256};

/// The outcome of checking a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The bag's folder.
    pub path: PathBuf,
    /// The outcome in a word.
    pub verdict: Verdict,
    /// What was found, errors first, then by path.
    pub findings: Vec<Finding>,
    /// Files whose content was read and compared.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// The algorithms compared.
    pub algorithms: Vec<Algorithm>,
    /// SHA-256 of `tagmanifest-sha256.txt`: the seal, if there is one.
    pub seal: Option<String>,
    /// SHA-256 of the files for which it was computed, by their path below the bag's folder.
    pub sha256: BTreeMap<String, String>,
}

/// Outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Utuh: every listed file is there and unchanged, and the payload holds no other.
    Intact,
    /// Rusak: at least one error.
    Damaged,
    /// Tak dapat dinilai: nothing is known to be wrong, but the bag's checksums are of a kind that can't be
    /// compared here.
    Unjudged,
    /// Belum selesai: the sealing was cut off.
    Unfinished,
    /// The check was cancelled: nothing is known.
    Cancelled,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The dossier is not as it was sealed, or that can't be told.
    Error,
    /// Worth a look, although the listed files are as they were.
    Warning,
    /// Good to know.
    Information,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How serious the finding is.
    pub severity: Severity,
    /// What kind of fault or remark.
    pub kind: FindingKind,
    /// The file, below the bag's folder with `/`; empty for the bag as a whole.
    pub path: String,
    /// Details of the finding.
    pub detail: Detail,
}

/// Kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Belum selesai: `bagit.txt`, which is written last, is absent.
    Incomplete,
    /// Berubah: the content is not the one that the manifest lists.
    Changed,
    /// Hilang: the file is listed, but not there.
    Missing,
    /// Tak dikenal: the file is there, but not listed.
    Unknown,
    /// Tak terbaca.
    Unreadable,
    /// The bag itself is not well formed; only a remark unless it is a [`Severity::Error`].
    Malformed,
    /// Tak dinilai: written in a valid way that this program does not know.
    Unjudged,
}

/// Details of a finding. The text is for logs and for details shown to a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Detail {
    /// Nothing more to say.
    #[error("")]
    None,
    /// The content has another digest.
    #[error("{algorithm} is {found}, the manifest says {expected}")]
    Digest {
        /// The algorithm.
        algorithm: Algorithm,
        /// As listed.
        expected: String,
        /// As read.
        found: String,
    },
    /// The content is that of another file of the bag: the two were swapped.
    #[error("holds the content of {0}")]
    ContentOf(String),
    /// A missing file whose content lies under another name.
    #[error("its content lies at {0}")]
    RenamedTo(String),
    /// An unknown file that has the content of a missing one.
    #[error("has the content of {0}")]
    RenamedFrom(String),
    /// A manifest does not list the file although another one does.
    #[error("not listed in {0}")]
    NotIn(String),
    /// A file with a name that sync programs give to the second of two versions of another file, which is
    /// named.
    #[error("named as a copy of {0} that a sync program has kept")]
    CopyOf(String),
    /// A file that the system puts into folders by itself.
    #[error("a file of the operating system")]
    SystemFile,
    /// The file is to be fetched from the network, which this program never does.
    #[error("to be fetched from {0}")]
    FetchFrom(String),
    /// The bag has a `fetch.txt`, which names files that are not there.
    #[error("names files to be fetched from the network; nothing is fetched, {missing} are missing")]
    Fetch {
        /// Number of these missing files.
        missing: usize,
    },
    /// `fetch.txt` names a file that not every payload manifest lists, or that is not part of the payload.
    #[error("line {0} names a file that the manifests do not list as payload")]
    FetchUnlisted(usize),
    /// `fetch.txt` names a file outside of the bag.
    #[error("line {0}: the path leads out of the bag")]
    FetchUnsafe(usize),
    /// A line of `fetch.txt` that is no entry.
    #[error("line {0} is not an entry")]
    FetchLine(usize),
    /// A line of a manifest.
    #[error("{0}")]
    Line(Fault),
    /// A line of a tag file.
    #[error("{0}")]
    Tag(TagError),
    /// A line of `bagit.txt` that differs from the text that RFC 8493 prescribes.
    #[error("line {0} is not as the standard has it to the letter")]
    Undeclared(usize),
    /// A line of `bag-info.txt` with white space where none belongs, or without white space where some does.
    #[error("line {0} has white space that the standard does not have, or lacks it")]
    Uneven(usize),
    /// The name differs from that of another file only in capitals: Windows takes them for one.
    #[error("differs from {0} in capitals only")]
    TwinCase(String),
    /// The name differs from that of another file only in the Unicode form: macOS takes them for one.
    #[error("differs from {0} in the form of its accents only")]
    TwinForm(String),
    /// The file is there under another Unicode form of its name.
    #[error("its file is called {0}, in another form of the accents")]
    OtherForm(String),
    /// The manifest has white space after a name that the file does not have.
    #[error("white space behind the name")]
    TrailingSpace,
    /// The manifest separates folders by backslashes, which in the standard are ordinary characters of a
    /// name.
    #[error("written with backslashes between folders")]
    Backslashes,
    /// A tag manifest that is listed in a manifest, which the standard forbids.
    #[error("a tag manifest that is listed itself")]
    TagManifestListed,
    /// A tag that must be there.
    #[error("{0} is not given")]
    TagMissing(&'static str),
    /// Number of files and bytes of the payload are not those of `Payload-Oxum`.
    #[error("{found_files} files of {found_bytes} bytes; Payload-Oxum is {oxum}")]
    Oxum {
        /// As written.
        oxum: String,
        /// As counted.
        found_files: u64,
        /// As counted.
        found_bytes: u64,
    },
    /// A BagIt version that is not known.
    #[error("BagIt version {0} is not known")]
    UnsupportedVersion(String),
    /// A character encoding that is not known.
    #[error("the character encoding {0} is not known here")]
    UnsupportedEncoding(String),
    /// A checksum that is not known.
    #[error("this kind of checksum is not known here: not compared")]
    UnsupportedAlgorithm,
    /// Not text in the encoding that `bagit.txt` names.
    #[error("not text of the declared encoding")]
    NotText,
    /// Begins with a byte-order mark.
    #[error("begins with a byte-order mark")]
    ByteOrderMark,
    /// No payload manifest.
    #[error("has no manifest")]
    NoManifest,
    /// The path is no folder.
    #[error("not a folder")]
    NotAFolder,
    /// A link or a device.
    #[error("not a regular file")]
    NotRegular,
    /// A name that is not Unicode text, so that no manifest can list it.
    #[error("its name is no Unicode text")]
    OddName,
    /// Larger, deeper or with more files than any real dossier.
    #[error("too large")]
    TooLarge,
    /// The seal is not the one that was recorded: somebody has sealed the bag again.
    #[error("{}, recorded was {expected}", if found.is_empty() { "has no seal".to_owned() } else { format!("the seal is {found}") })]
    Seal {
        /// As recorded in the journal or on paper.
        expected: String,
        /// As computed; empty when the bag has none.
        found: String,
    },
    /// An error of the system, in its own words.
    #[error("{0}")]
    Io(String),
}

impl Detail {
    pub(super) fn io(error: &std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

impl Finding {
    pub(super) fn error(kind: FindingKind, path: &str, detail: Detail) -> Self {
        Self { severity: Severity::Error, kind, path: path.to_owned(), detail }
    }

    pub(super) fn warning(kind: FindingKind, path: &str, detail: Detail) -> Self {
        Self { severity: Severity::Warning, kind, path: path.to_owned(), detail }
    }

    pub(super) fn information(kind: FindingKind, path: &str, detail: Detail) -> Self {
        Self { severity: Severity::Information, kind, path: path.to_owned(), detail }
    }
}

impl Report {
    /// Findings of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Compares the seal with the one recorded elsewhere (the journal, the paper), which a bag that somebody
    /// has sealed again cannot match.
    #[must_use]
    pub fn against_seal(mut self, recorded: &str) -> Self {
        if self.verdict != Verdict::Cancelled && self.seal.as_deref() != Some(recorded) {
            let detail =
                Detail::Seal { expected: recorded.to_owned(), found: self.seal.clone().unwrap_or_default() };
            self.findings.push(Finding::error(FindingKind::Changed, "tagmanifest-sha256.txt", detail));
            self.conclude();
        }
        self
    }

    /// As [`Self::against_seal`], where several seals may have been recorded by PCs that did not know of each
    /// other. It is enough if one of them fits.
    #[must_use]
    pub fn against_seals(self, recorded: &[String]) -> Self {
        let fits = recorded.iter().any(|recorded| self.seal.as_ref() == Some(recorded));
        match recorded.last() {
            Some(last) if !fits => self.against_seal(last),
            _ => self,
        }
    }

    /// Sorts the findings and derives the verdict from them.
    pub(super) fn conclude(&mut self) {
        self.findings.sort_by(|a, b| (a.severity, a.kind, &a.path).cmp(&(b.severity, b.kind, &b.path)));
        let unfinished = self.findings.iter().any(|finding| finding.kind == FindingKind::Incomplete);
        let errors = self.of(Severity::Error).count();
        let unjudged =
            self.of(Severity::Error).filter(|finding| finding.kind == FindingKind::Unjudged).count();
        self.verdict = if unfinished {
            Verdict::Unfinished
        } else if errors > unjudged {
            Verdict::Damaged
        } else if unjudged > 0 {
            Verdict::Unjudged
        } else {
            Verdict::Intact
        };
    }
}

/// The seal digest from the bytes of `tagmanifest-sha256.txt`.
pub(super) fn seal_digest(tagmanifest: &[u8]) -> String {
    sha256(tagmanifest)
}
