//! What a watch of drags tells.

use std::path::PathBuf;

/// Hears what drags bring.
pub trait DragWatch: Send + Sync {
    /// What is over the window now, and what was let go since the last question.
    fn look(&mut self) -> Seen;
}

/// What a watch has seen. A path that is not absolute is an address of something that does not lie on this PC, such as
/// `smb://server/surat.pdf`, and there to be named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is held over the window.
    pub hovering: Vec<PathBuf>,
    /// What was let go; empty where something was, and its list cannot be read.
    pub dropped: Option<Vec<PathBuf>>,
}
