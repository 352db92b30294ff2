//! What a drag watch reports.

use std::path::PathBuf;

/// Observes drags over the window.
pub trait DragWatch: Send + Sync {
    /// What is over the window now, and what was dropped since the last call.
    fn look(&mut self) -> Seen;
}

/// What a watch has observed. A path that is not absolute is the address of something not on this PC, such as
/// `smb://server/surat.pdf`; the program can only name it to the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is held over the window.
    pub hovering: Vec<PathBuf>,
    /// What was dropped; none if nothing was, empty if the list of what was dropped can't be read.
    pub dropped: Option<Vec<PathBuf>>,
}
