//! Disks that stand before another one and watch its calls. A disk like that says what is its own; all calls are
//! handed on here.

use std::fmt::Debug;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{Disk, Entry, Meta, ReadFile, WriteFile};

/// A call of a [`Disk`] or of one of its files, named as its method is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the methods say what they do")]
pub enum Call {
    OpenRead,
    Read,
    ReadDir,
    Metadata,
    Canonicalize,
    FreeSpace,
    CreateNew,
    Write,
    SetModified,
    SyncAll,
    RenameNoReplace,
    RenameReplace,
    SyncDir,
    SyncFile,
    CreateDir,
    RemoveTemp,
    SetReadonly,
    TryLock,
    CopyOriginMark,
}

impl Call {
    /// Whether it does more than to look.
    pub fn changes(self) -> bool {
        !matches!(
            self,
            Self::OpenRead
                | Self::Read
                | Self::ReadDir
                | Self::Metadata
                | Self::Canonicalize
                | Self::FreeSpace
        )
    }
}

/// A disk that stands before another one: whatever watches is a [`Disk`] itself.
pub trait Watch: Clone + Debug + Send + Sync + 'static {
    /// The disk that carries the calls out.
    fn disk(&self) -> &dyn Disk;

    /// Stands around a call on a path, for a new name on that one. `go` carries it out. Left out, a call that brings
    /// nothing counts as done, and one that brings something is [`io::ErrorKind::Unsupported`].
    fn around(&self, call: Call, path: &Path, go: &mut dyn FnMut() -> io::Result<()>) -> io::Result<()>;

    /// Writes some bytes to an open file, or others, or fewer of them. Answers how many.
    fn write(&self, file: &mut dyn WriteFile, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    /// The bytes that are called free, of those that the disk behind has told.
    fn free(&self, told: Option<u64>) -> Option<u64> {
        told
    }
}

/// What a watched call brings.
fn ask<T>(
    watch: &impl Watch,
    call: Call,
    path: &Path,
    mut go: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    let mut answer = None;
    watch.around(call, path, &mut || {
        answer = Some(go()?);
        Ok(())
    })?;
    answer.ok_or_else(|| io::ErrorKind::Unsupported.into())
}

impl<W: Watch> Disk for W {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        let file = ask(self, Call::OpenRead, path, || self.disk().open_read(path))?;
        Ok(Box::new(Watched { watch: self.clone(), path: path.to_owned(), file }))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let file = ask(self, Call::CreateNew, path, || self.disk().create_new(path))?;
        Ok(Box::new(Watched { watch: self.clone(), path: path.to_owned(), file }))
    }

    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.around(Call::RenameNoReplace, to, &mut || self.disk().rename_no_replace(from, to))
    }

    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.around(Call::RenameReplace, to, &mut || self.disk().rename_replace(from, to))
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.around(Call::SyncDir, dir, &mut || self.disk().sync_dir(dir))
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.around(Call::SyncFile, path, &mut || self.disk().sync_file(path))
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        ask(self, Call::ReadDir, dir, || self.disk().read_dir(dir))
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        ask(self, Call::Metadata, path, || self.disk().metadata(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        ask(self, Call::Canonicalize, path, || self.disk().canonicalize(path))
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.around(Call::CreateDir, path, &mut || self.disk().create_dir(path))
    }

    fn remove_temp(&self, path: &Path) -> io::Result<()> {
        self.around(Call::RemoveTemp, path, &mut || self.disk().remove_temp(path))
    }

    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()> {
        self.around(Call::SetReadonly, path, &mut || self.disk().set_readonly(path, readonly))
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        ask(self, Call::FreeSpace, dir, || self.disk().free_space(dir)).map(|told| self.free(told))
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        ask(self, Call::TryLock, path, || self.disk().try_lock(path))
    }

    fn copy_origin_mark(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.around(Call::CopyOriginMark, to, &mut || self.disk().copy_origin_mark(from, to))
    }
}

/// An open file of a watched disk.
struct Watched<W, File: ?Sized> {
    watch: W,
    path: PathBuf,
    file: Box<File>,
}

impl<W: Watch> Read for Watched<W, dyn ReadFile> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        ask(&self.watch, Call::Read, &self.path, || self.file.read(buffer))
    }
}

impl<W: Watch> ReadFile for Watched<W, dyn ReadFile> {
    fn metadata(&self) -> io::Result<Meta> {
        self.file.metadata()
    }
}

impl<W: Watch> Write for Watched<W, dyn WriteFile> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        ask(&self.watch, Call::Write, &self.path, || self.watch.write(&mut *self.file, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<W: Watch> WriteFile for Watched<W, dyn WriteFile> {
    fn set_modified(&mut self, time: SystemTime) -> io::Result<()> {
        self.watch.around(Call::SetModified, &self.path, &mut || self.file.set_modified(time))
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.watch.around(Call::SyncAll, &self.path, &mut || self.file.sync_all())
    }
}
