//! Unfinished files, and waiting for other programs that hold a file open.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::disk::Disk;
use super::error::{StoreError, is_sharing_violation};

/// How long an operation is tried again on a file that another program holds open (virus scanners take a
/// moment).
const PATIENCE: Duration = Duration::from_secs(10);

/// An unfinished file, removed when dropped.
#[derive(Debug)]
pub(super) struct Temp {
    disk: Arc<dyn Disk>,
    path: Option<PathBuf>,
}

impl Temp {
    pub(super) fn new(disk: Arc<dyn Disk>, path: PathBuf) -> Self {
        Self { disk, path: Some(path) }
    }

    pub(super) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Takes the right to write from the file.
    pub(super) fn set_readonly(&self) -> Result<(), StoreError> {
        self.disk.set_readonly(self.path(), true).map_err(|error| StoreError::io(self.path(), error))
    }

    /// Keeps the file, which has its final name by now, when this is dropped.
    pub(super) fn keep(&mut self) {
        self.path = None;
    }

    /// Puts the file in the place of an older one.
    pub(super) fn replace(&mut self, to: &Path) -> Result<(), StoreError> {
        patiently(|| self.disk.rename_replace(self.path(), to)).map_err(|error| StoreError::io(to, error))?;
        self.keep();
        Ok(())
    }

    /// Gives the file its final name, if that name is free.
    pub(super) fn rename_no_replace(&mut self, to: &Path) -> Result<(), StoreError> {
        patiently(|| self.disk.rename_no_replace(self.path(), to))
            .map_err(|error| StoreError::io(to, error))?;
        self.keep();
        Ok(())
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        if let Some(path) = self.path.take()
            && let Err(error) = self.disk.remove_temp(&path)
        {
            // The next start removes it by its name.
            log::warn!("{}: unfinished file stays for now: {error}", path.display());
        }
    }
}

/// Tries again while another program holds the file, on Windows for up to ten seconds.
pub(super) fn patiently<T>(mut action: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut pause = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        match action() {
            Err(error) if waited < PATIENCE && is_held(&error) => {
                std::thread::sleep(pause);
                waited += pause;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
            result => return result,
        }
    }
}

/// Whether another program holds the file. Linux says "busy" where a Windows server reports a sharing
/// violation.
fn is_held(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy)
        || is_held_on_windows(error)
}

/// Windows also says "access denied" while a virus scanner reads the file.
fn is_held_on_windows(error: &io::Error) -> bool {
    is_sharing_violation(error) || (cfg!(windows) && error.raw_os_error() == Some(5))
}
