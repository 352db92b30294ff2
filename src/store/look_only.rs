//! A disk on which nothing can be changed: to open a data folder that is only to be looked at.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, Entry, Meta, ReadFile, WriteFile};

/// Reads from another disk and refuses every change.
#[derive(Debug, Clone)]
pub struct LookOnly(pub Arc<dyn Disk>);

fn refused<T>() -> io::Result<T> {
    Err(io::ErrorKind::ReadOnlyFilesystem.into())
}

impl Disk for LookOnly {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.0.open_read(path)
    }

    fn create_new(&self, _path: &Path) -> io::Result<Box<dyn WriteFile>> {
        refused()
    }

    fn rename_no_replace(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        refused()
    }

    fn rename_replace(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        refused()
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        refused()
    }

    fn sync_file(&self, _path: &Path) -> io::Result<()> {
        refused()
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.0.read_dir(dir)
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        self.0.metadata(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.canonicalize(path)
    }

    fn create_dir(&self, _path: &Path) -> io::Result<()> {
        refused()
    }

    fn remove_temp(&self, _path: &Path) -> io::Result<()> {
        refused()
    }

    fn set_readonly(&self, _path: &Path, _readonly: bool) -> io::Result<()> {
        refused()
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        self.0.free_space(dir)
    }

    fn try_lock(&self, _path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        refused()
    }

    fn copy_origin_mark(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        refused()
    }
}
