//! A driver that crashes or hangs takes the program with it, and nothing can catch that. So what is about to
//! draw the window is noted before it is asked to, and the note is taken back once something is painted: a note
//! that is found at the start names what failed the last time.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::Renderer;

const FILE: &str = "render-attempt";

/// A try to draw the window. When it is dropped it has ended, well or with an error, but not in a crash.
#[derive(Debug)]
pub struct RenderAttempt {
    note: Note,
}

/// What stands in the file, and what is to stand there after the first frame.
#[derive(Debug, Clone)]
pub struct Note {
    path: PathBuf,
    renderer: Renderer,
    crashed: Option<Renderer>,
}

impl RenderAttempt {
    /// What crashed when the program was started before. `local` is this PC's own folder.
    pub fn crashed(local: &Path) -> Option<Renderer> {
        Renderer::from_name(fs::read_to_string(local.join(FILE)).ok()?.trim())
    }

    /// Notes that `renderer` is about to be tried.
    pub fn begin(local: &Path, renderer: Renderer) -> Self {
        let note = Note { path: local.join(FILE), renderer, crashed: Self::crashed(local) };
        // On the very first start the folder is not there yet.
        let noted = fs::create_dir_all(local).and_then(|()| fs::write(&note.path, renderer.name()));
        if let Err(error) = noted {
            log::warn!("{}: {error}", note.path.display());
        }
        Self { note }
    }

    /// What to do after the first frame.
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
    /// Takes the note back. One about another renderer stays: it would crash at every second start. It goes
    /// when that one is asked for by name, and works.
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
