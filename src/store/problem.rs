//! Files that could not be read. Each stays as it is, and everything else works.

use std::path::PathBuf;

/// A file with a fault, to be shown in a banner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: ProblemKind,
    /// Details, in the words of the reader.
    pub reason: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Empty, or nothing but zeros: typical of a power loss on another system.
    Empty,
    /// Truncated, altered, or not a file of its kind at all.
    Broken,
    /// Larger than files of its kind may be.
    TooLarge,
    /// The disk refused to read it.
    Unreadable,
    /// Written by a newer version of this program; nothing is wrong with it.
    Newer,
    /// Two different events have one id: two PCs have written as one. Both events are kept.
    Fork,
    /// A document named by an event is not where it should be.
    Missing,
    /// A document has been altered outside the program.
    Changed,
}
