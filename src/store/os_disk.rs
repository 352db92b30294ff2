//! The real disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{Disk, Entry, FileKind, Meta, ReadFile, WriteFile, is_temp};

/// The file system of this PC.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsDisk;

impl Disk for OsDisk {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(target_os = "linux")]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // Another program may put a pipe under this name just before it is opened, which must not block
            // for ever.
            let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
            options.custom_flags(flags.bits().cast_signed());
        }
        Ok(Box::new(OsFile(options.open(path)?)))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(OsFile(OpenOptions::new().write(true).create_new(true).open(path)?)))
    }

    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename_no_replace(from, to)
    }

    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to).map_err(|error| refused(error, to))
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        // Windows has no such call; NTFS's own journal keeps the order in which names changed.
        if cfg!(windows) {
            return Ok(());
        }
        match File::open(dir).and_then(|dir| dir.sync_all()) {
            // The answers of network and FUSE file systems that have nothing to sync.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput | io::ErrorKind::NotFound
                ) =>
            {
                Ok(())
            }
            result => result,
        }
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only files that are open for writing, which a read-only file can't be.
        match OpenOptions::new().read(true).write(cfg!(windows)).open(path).and_then(|file| file.sync_all()) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::Unsupported
                        | io::ErrorKind::InvalidInput
                        | io::ErrorKind::PermissionDenied
                ) =>
            {
                Ok(())
            }
            result => result,
        }
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            entries.push(Entry::new(&entry.file_name(), kind(entry.file_type()?)));
        }
        entries.sort();
        Ok(entries)
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        fs::symlink_metadata(path).map(|meta| facts(&meta))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match path.canonicalize() {
            // Some shares and drives of Windows can't tell a file's final path; nor can Wine where it is long.
            Err(error)
                if cfg!(windows)
                    && !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) =>
            {
                std::path::absolute(path)
            }
            result => result,
        }
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn remove_temp(&self, path: &Path) -> io::Result<()> {
        if !is_temp(path) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "not unfinished work of ours"));
        }
        if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) }
    }

    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()> {
        let mut permissions = fs::symlink_metadata(path)?.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = permissions.mode();
            permissions.set_mode(if readonly { mode & !0o222 } else { mode | 0o200 });
        }
        #[cfg(not(unix))]
        permissions.set_readonly(readonly);
        fs::set_permissions(path, permissions)
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        let stats = fs4::statvfs(dir)?;
        // Some mounts of shares report zero for all sizes, which says nothing.
        Ok((stats.total_space() > 0).then(|| stats.available_space()))
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn copy_origin_mark(&self, from: &Path, to: &Path) -> io::Result<()> {
        match origin_mark(from, 64 << 10)? {
            Some(mark) => fs::write(origin_stream(to), mark),
            None => Ok(()),
        }
    }
}

/// The mark that Windows keeps on a file from the network, at most `cap` bytes of it; none if the file has
/// none.
pub fn origin_mark(path: &Path, cap: u64) -> io::Result<Option<Vec<u8>>> {
    if !cfg!(windows) {
        return Ok(None);
    }
    let mut mark = Vec::new();
    match File::open(origin_stream(path)).and_then(|file| file.take(cap).read_to_end(&mut mark)) {
        Ok(_) => Ok(Some(mark)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Why a file could not be replaced. Windows says only "access denied" where another program has the file
/// open; asked for the right to delete the file, it reports the sharing violation.
#[cfg(windows)]
fn refused(error: io::Error, path: &Path) -> io::Error {
    use std::os::windows::fs::OpenOptionsExt as _;
    const DELETE: u32 = 0x0001_0000;
    const SHARE_ALL: u32 = 7;
    if error.kind() != io::ErrorKind::PermissionDenied {
        return error;
    }
    match OpenOptions::new().access_mode(DELETE).share_mode(SHARE_ALL).open(path) {
        Err(why) if super::error::is_sharing_violation(&why) => why,
        _ => error,
    }
}

#[cfg(not(windows))]
fn refused(error: io::Error, _path: &Path) -> io::Error {
    error
}

/// Path of the mark of origin: a stream of the file.
fn origin_stream(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(":Zone.Identifier");
    PathBuf::from(name)
}

struct OsFile(File);

impl Read for OsFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl ReadFile for OsFile {
    fn metadata(&self) -> io::Result<Meta> {
        self.0.metadata().map(|meta| facts(&meta))
    }
}

impl Write for OsFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl WriteFile for OsFile {
    fn set_modified(&mut self, time: SystemTime) -> io::Result<()> {
        self.0.set_modified(time)
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

fn kind(file_type: fs::FileType) -> FileKind {
    if file_type.is_symlink() {
        FileKind::Link
    } else if file_type.is_dir() {
        FileKind::Folder
    } else if file_type.is_file() {
        FileKind::File
    } else {
        FileKind::Special
    }
}

fn facts(meta: &fs::Metadata) -> Meta {
    Meta {
        kind: kind(meta.file_type()),
        size: meta.len(),
        modified: meta.modified().ok(),
        identity: identity(meta),
        readonly: meta.permissions().readonly(),
    }
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    let created = meta.created().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    created.map_or((0, 0), |since| (since.as_secs(), u64::from(since.subsec_nanos())))
}

#[cfg(target_os = "linux")]
fn rename_no_replace(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
        // NFS and some FUSE and SMB mounts don't know the flag that forbids replacing.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            link_then_unlink(from, to)
        }
        result => result,
    }
}

/// A hard link fails if the target exists, so the name is taken atomically; the old name is removed
/// afterwards. For folders, and on file systems without hard links, the target can only be checked before
/// renaming.
#[cfg(target_os = "linux")]
fn link_then_unlink(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(from)?.is_file() {
        match fs::hard_link(from, to) {
            Ok(()) => return fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) => {}
        }
    }
    match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Windows and macOS: the call that `tempfile` wraps works for any file.
#[cfg(not(target_os = "linux"))]
fn rename_no_replace(from: &Path, to: &Path) -> io::Result<()> {
    let mut path = tempfile::TempPath::try_from_path(from)?;
    // A `TempPath` deletes its file when it is dropped, also after a failure: this file must stay.
    path.disable_cleanup(true);
    path.persist_noclobber(to).map_err(|error| error.error)
}
