//! A graphics driver that crashes or hangs ends the program, and nothing can catch that. So the renderer is
//! written to a file before it is tried, and the file is removed once something is painted: a file that is
//! found at the next start names the renderer that crashed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::Renderer;

const FILE: &str = "render-attempt";

/// An attempt to draw the window. Dropping it means that the attempt ended without a crash, well or with an
/// error.
#[derive(Debug)]
pub struct RenderAttempt {
    note: Note,
}

/// The content of the file now, and after the first frame.
#[derive(Debug, Clone)]
pub struct Note {
    path: PathBuf,
    renderer: Renderer,
    crashed: Option<Renderer>,
}

impl RenderAttempt {
    /// The renderer that crashed at the previous start. `local` is this PC's own folder.
    pub fn crashed(local: &Path) -> Option<Renderer> {
        Renderer::from_name(fs::read_to_string(local.join(FILE)).ok()?.trim())
    }

    /// Writes down that `renderer` is about to be tried.
    pub fn begin(local: &Path, renderer: Renderer) -> Self {
        let note = Note { path: local.join(FILE), renderer, crashed: Self::crashed(local) };
        // At the very first start the folder does not exist yet.
        let noted = fs::create_dir_all(local).and_then(|()| fs::write(&note.path, renderer.name()));
        if let Err(error) = noted {
            log::warn!("{}: {error}", note.path.display());
        }
        Self { note }
    }

    /// The note on which [`Note::survived`] is to be called after the first frame.
    pub fn note(&self) -> Note {
        self.note.clone()
    }
}

impl Drop for RenderAttempt {
    fn drop(&mut self) {
        self.note.survived();
    }
}

impl Note {
    /// Removes the note, unless another renderer crashed earlier: then the note names that one again, or it
    /// would be tried, and crash, at every second start. It is removed when that renderer is requested by
    /// name and works.
    pub fn survived(&self) {
        let kept = match self.crashed.filter(|crashed| *crashed != self.renderer) {
            Some(crashed) => fs::write(&self.path, crashed.name()),
            None => fs::remove_file(&self.path),
        };
        if let Err(error) = kept
            && error.kind() != ErrorKind::NotFound
        {
            log::warn!("{}: {error}", self.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_is_left_names_what_crashed() {
        let local = tempfile::tempdir().unwrap();
        let local = local.path().join("not there yet");
        assert_eq!(RenderAttempt::crashed(&local), None);
        let crashing = RenderAttempt::begin(&local, Renderer::Glow);
        assert_eq!(RenderAttempt::crashed(&local), Some(Renderer::Glow));
        drop(crashing);
        assert_eq!(RenderAttempt::crashed(&local), None, "an error is not a crash");
    }

    #[test]
    #[cfg(windows)]
    fn what_crashed_once_is_not_tried_first_again() {
        let local = tempfile::tempdir().unwrap();
        std::mem::forget(RenderAttempt::begin(local.path(), Renderer::Glow));
        drop(RenderAttempt::begin(local.path(), Renderer::Dx12));
        assert_eq!(RenderAttempt::crashed(local.path()), Some(Renderer::Glow));
        drop(RenderAttempt::begin(local.path(), Renderer::Glow));
        assert_eq!(RenderAttempt::crashed(local.path()), None);
    }

    #[test]
    fn a_file_that_says_something_else_says_nothing() {
        let local = tempfile::tempdir().unwrap();
        fs::write(local.path().join(FILE), "vulkan").unwrap();
        assert_eq!(RenderAttempt::crashed(local.path()), None);
    }
}
