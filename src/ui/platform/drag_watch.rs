//! What is dragged over the window, as the window system itself tells.
//!
//! winit 0.30 takes the list of a drag as a whole or not at all: if one file among them is on another PC, is
//! gone, or has a name that is not UTF-8, winit accepts the drop and hands on nothing, not even the good
//! files. Where there is a watch, its list is used and winit's is ignored.

use eframe::CreationContext;

pub use super::drag_seen::{DragWatch, Seen};

/// The watch for a window, where this system has one: X11 and Windows do.
pub fn for_window(cc: &CreationContext<'_>) -> Option<Box<dyn DragWatch>> {
    #[cfg(target_os = "linux")]
    return super::x11_drag::watch(cc);
    #[cfg(windows)]
    return super::ole_drag::watch(cc);
    #[cfg(not(any(target_os = "linux", windows)))]
    return None;
}
