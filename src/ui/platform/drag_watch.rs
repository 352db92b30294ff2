//! What is dragged over the window, told by the window system itself.
//!
//! winit 0.30 takes the list of a drag as a whole or not at all: one address of another PC among the files, one that is
//! gone, or one whose name is no UTF-8, and it accepts the drop and hands on nothing, the good files neither. Where
//! there is a watch, it tells what the list holds, and winit's word counts for nothing.

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
