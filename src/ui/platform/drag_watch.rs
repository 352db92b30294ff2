//! What is dragged over the window, told by the window system itself.
//!
//! winit 0.30 takes the list of a drag as a whole or not at all: one address of another PC among the files, one that is
//! gone, or one whose name is no UTF-8, and it accepts the drop and hands on nothing, the good files neither. Where
//! there is a watch, it tells what the list holds, and winit's word counts for nothing.

use std::path::PathBuf;

use eframe::CreationContext;

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

/// The watch for a window, where this system has one: X11 and Windows do.
pub fn for_window(cc: &CreationContext<'_>) -> Option<Box<dyn DragWatch>> {
    #[cfg(target_os = "linux")]
    return super::x11_drag::watch(cc);
    #[cfg(windows)]
    return super::ole_drag::watch(cc);
    #[cfg(not(any(target_os = "linux", windows)))]
    return None;
}
