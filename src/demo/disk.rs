//! The disk for the sample: the real one, without waiting until data are durable.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::store::{Disk, Entry, Meta, OsDisk, ReadFile, WriteFile};

/// A disk that never syncs, since syncing takes most of the time for a large sample. A sample that a power
/// failure destroys can be made again; an office's work can't, and never uses this disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unsynced(OsDisk);

struct File(Box<dyn WriteFile>);

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl WriteFile for File {
    fn sync_all(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn set_modified(&mut self, time: SystemTime) -> io::Result<()> {
        self.0.set_modified(time)
    }
}

impl Disk for Unsynced {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(File(self.0.create_new(path)?)))
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_file(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.0.open_read(path)
    }

    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename_no_replace(from, to)
    }

    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename_replace(from, to)
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

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.0.create_dir(path)
    }

    fn remove_temp(&self, path: &Path) -> io::Result<()> {
        self.0.remove_temp(path)
    }

    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()> {
        self.0.set_readonly(path, readonly)
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        self.0.free_space(dir)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        self.0.try_lock(path)
    }

    fn copy_origin_mark(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.copy_origin_mark(from, to)
    }
}
