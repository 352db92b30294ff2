//! Files that were copied in a file manager. egui reads only text and pictures from the clipboard.

use std::path::PathBuf;

/// Why the clipboard could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard cannot be read")]
pub struct ClipboardError(#[from] arboard::Error);

/// The files on the clipboard, in their order there; empty if it holds something else.
pub fn copied_files() -> Result<Vec<PathBuf>, ClipboardError> {
    match arboard::Clipboard::new()?.get().file_list() {
        Ok(paths) => Ok(paths),
        Err(arboard::Error::ContentNotAvailable) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
