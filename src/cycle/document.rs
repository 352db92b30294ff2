//! Documents and their versions.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{EventId, Stamp};
use crate::sop::{SlotKey, StepNo};

/// A file as the store keeps it. Never edited in place; a change is a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// Path below the cycle's folder, with `/`: `berkas/06 Undangan rapat/undangan.pdf`.
    pub path: String,
    /// Name of the file when it was attached.
    pub original: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in 64 lower-case hex digits.
    pub sha256: String,
    /// When the source of the copy was last changed.
    pub modified: Option<DateTime<FixedOffset>>,
}

/// One document of the cycle, with all its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The event that added the document.
    pub id: EventId,
    /// The step where the document is filed.
    pub step: StepNo,
    /// The slot it fills; none for an extra document.
    pub slot: Option<SlotKey>,
    /// Title of the document on screen.
    pub title: String,
    /// Letter number; empty for none.
    pub number: String,
    /// Date of the letter.
    pub date: Option<NaiveDate>,
    /// Oldest first; never empty, the last one that is not withdrawn is current.
    pub versions: Vec<Version>,
    /// Set while it lies in *Dihapus*: why, and by whom.
    pub removed: Option<(String, Stamp)>,
}

/// One version of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Who added it and when.
    pub stamp: Stamp,
    /// File of the version.
    pub file: FileRef,
    /// The stage it has reached, such as `ditandatangani`.
    pub stage: Option<String>,
    /// Taken back by undo; the file stays.
    pub withdrawn: bool,
    /// Whether the version's file was edited outside the program, and is that of a later version now.
    pub overwritten: bool,
}

impl Document {
    /// The version that counts: the latest that is not withdrawn.
    pub fn current(&self) -> &Version {
        let standing = self.versions.iter().rev().find(|version| !version.withdrawn);
        // Only added versions can be withdrawn, never the first, so that one always stands.
        standing.unwrap_or(&self.versions[0])
    }

    /// The versions whose content should be there: all but the overwritten ones. The current one counts
    /// whatever happened to it.
    pub fn kept(&self) -> impl Iterator<Item = &Version> {
        let current = &self.current().stamp.id;
        self.versions.iter().filter(move |version| !version.overwritten || version.stamp.id == *current)
    }
}
