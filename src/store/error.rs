//! What can go wrong in the data folder, always with the file concerned.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{FileKind, readable_name};
use super::progress::Cancelled;
use crate::cycle::{CycleId, Refusal};

/// An error of the store. The window says [`Self::kind`] in words and shows the rest as details.
#[derive(Debug, Clone)]
pub struct StoreError {
    kind: ErrorKind,
    path: PathBuf,
    cause: Option<Arc<io::Error>>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The file or folder is not there.
    NotFound,
    /// No right to do this.
    Denied,
    /// The disk, or this person's quota on it, is full. Holds the bytes that are wanted, where known.
    DiskFull(Option<u64>),
    /// Another program holds the file open.
    Busy,
    /// Any other error of the disk.
    Disk,
    /// The data folder can't be reached now, or something else stands at its place.
    Away,
    /// The data folder, or this whole opening of it, is read-only.
    ReadOnly,
    /// Something else stands at the target path already; it was left as it is.
    Exists,
    /// No data folder of this program.
    NotADataFolder,
    /// The folder was laid out by a newer version of this program.
    NewerLayout {
        /// The oldest version that can open it.
        min_app: String,
    },
    /// A file could not be understood; it was left as it is. Holds the reason, in the words of the reader.
    Broken(String),
    /// The cycle holds changes of a newer version, so it is read-only here.
    NewerChanges,
    /// A file stands where a folder is wanted.
    NotAFolder,
    /// Only regular files are taken: this is a folder, a link, a pipe or a device.
    NotAFile(FileKind),
    /// The file lies in the data folder itself.
    InsideDataFolder,
    /// The file went on changing while it was copied.
    SourceChanged,
    /// What was written reads back differently: the disk or the connection to it is faulty.
    ReadBackDiffers,
    /// The file is larger than the limit for files of its kind, in bytes.
    TooLarge(u64),
    /// A name that not every system takes, such as one with `:` or `\`, or a path that leads out of its folder.
    BadPath,
    /// The person asked to stop.
    Cancelled,
    /// No such cycle.
    NoSuchCycle(CycleId),
    /// The cycle has been begun already.
    CycleExists(CycleId),
    /// The rules refuse the command.
    Refused(Refusal),
}

impl StoreError {
    /// An error about a file or folder.
    pub fn new(kind: ErrorKind, path: impl Into<PathBuf>) -> Self {
        Self { kind, path: path.into(), cause: None }
    }

    /// An error of the operating system, sorted by kind.
    pub fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        use io::ErrorKind as K;
        let kind = match error.kind() {
            K::NotFound => ErrorKind::NotFound,
            K::PermissionDenied => ErrorKind::Denied,
            K::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            K::StorageFull | K::QuotaExceeded => ErrorKind::DiskFull(None),
            K::AlreadyExists | K::DirectoryNotEmpty => ErrorKind::Exists,
            K::ResourceBusy => ErrorKind::Busy,
            K::NotADirectory => ErrorKind::NotAFolder,
            _ if is_sharing_violation(&error) => ErrorKind::Busy,
            _ => ErrorKind::Disk,
        };
        Self { kind, path: path.into(), cause: Some(Arc::new(error)) }
    }

    /// The error as [`ErrorKind::Away`], with the same cause: the data folder at `root` can't be reached.
    pub(super) fn into_away(self, root: &Path) -> Self {
        Self { kind: ErrorKind::Away, path: root.to_owned(), cause: self.cause }
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The file or folder concerned; empty where there is none to name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the error may be gone when the folder is tried again: a cable, a share, a memory stick, a slow
    /// disk.
    pub fn may_pass(&self) -> bool {
        matches!(self.kind, ErrorKind::NotFound | ErrorKind::Away | ErrorKind::Disk | ErrorKind::Busy)
    }

    /// Name of the file concerned, without its folder.
    pub fn file_name(&self) -> String {
        self.path.file_name().map(readable_name).unwrap_or_default()
    }

    /// Whether the only reason is that the person asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.kind == ErrorKind::Cancelled
    }
}

/// Windows: `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`, which `io::ErrorKind` does not know.
pub(super) fn is_sharing_violation(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::new(ErrorKind::Refused(refusal), PathBuf::new())
    }
}

impl From<Cancelled> for StoreError {
    fn from(_: Cancelled) -> Self {
        Self::new(ErrorKind::Cancelled, PathBuf::new())
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.as_os_str().is_empty() {
            write!(f, "{}: ", self.path.display())?;
        }
        write!(f, "{}", self.kind)?;
        match &self.cause {
            Some(cause) => write!(f, " ({cause})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Denied => f.write_str("permission denied"),
            Self::DiskFull(Some(bytes)) => write!(f, "the disk is full: {bytes} bytes are wanted"),
            Self::DiskFull(None) => f.write_str("the disk is full"),
            Self::Busy => f.write_str("in use by another program"),
            Self::Disk => f.write_str("disk error"),
            Self::Away => f.write_str("the data folder is out of reach"),
            Self::ReadOnly => f.write_str("read-only"),
            Self::Exists => f.write_str("already exists with other content"),
            Self::NotADataFolder => f.write_str("not a data folder"),
            Self::NewerLayout { min_app } => write!(f, "needs version {min_app} of the program or newer"),
            Self::Broken(reason) => write!(f, "broken: {reason}"),
            Self::NewerChanges => f.write_str("holds changes of a newer version of the program"),
            Self::NotAFolder => f.write_str("a file, not a folder"),
            Self::NotAFile(FileKind::Folder) => f.write_str("a folder, not a file"),
            Self::NotAFile(FileKind::Link) => f.write_str("a link, not a file"),
            Self::NotAFile(FileKind::OddName) => f.write_str("its name is no Unicode text"),
            Self::NotAFile(_) => f.write_str("a pipe, socket or device, not a file"),
            Self::InsideDataFolder => f.write_str("lies in the data folder itself"),
            Self::SourceChanged => f.write_str("went on changing while it was copied"),
            Self::ReadBackDiffers => f.write_str("reads back differently from what was written"),
            Self::TooLarge(cap) => write!(f, "larger than {cap} bytes"),
            Self::BadPath => {
                f.write_str("no name that every system takes, or a path that leads out of its folder")
            }
            Self::Cancelled => f.write_str("cancelled"),
            Self::NoSuchCycle(id) => write!(f, "no cycle {}", id.folder()),
            Self::CycleExists(id) => write!(f, "the cycle {} has been begun already", id.folder()),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

/// An error of each kind, for the tests of their words. A new kind has to be added here by hand.
#[cfg(test)]
pub(crate) fn one_of_each() -> Vec<StoreError> {
    use ErrorKind as E;
    let cycle = CycleId::from_folder("2027-induk").expect("it is one");
    let kinds = vec![
        E::NotFound,
        E::Denied,
        E::DiskFull(None),
        E::DiskFull(Some(5 << 20)),
        E::Busy,
        E::Disk,
        E::Away,
        E::ReadOnly,
        E::Exists,
        E::NotADataFolder,
        E::NewerLayout { min_app: "2.0".to_owned() },
        E::Broken("expected a string".to_owned()),
        E::NewerChanges,
        E::NotAFolder,
        E::NotAFile(FileKind::Folder),
        E::NotAFile(FileKind::Link),
        E::NotAFile(FileKind::Special),
        E::NotAFile(FileKind::OddName),
        E::InsideDataFolder,
        E::SourceChanged,
        E::ReadBackDiffers,
        E::TooLarge(1 << 20),
        E::BadPath,
        E::Cancelled,
        E::NoSuchCycle(cycle),
        E::CycleExists(cycle),
        E::Refused(Refusal::Sealed),
    ];
    for kind in &kinds {
        match kind {
            E::NotFound
            | E::Denied
            | E::DiskFull(_)
            | E::Busy
            | E::Disk
            | E::Away
            | E::ReadOnly
            | E::Exists
            | E::NotADataFolder
            | E::NewerLayout { .. }
            | E::Broken(_)
            | E::NewerChanges
            | E::NotAFolder
            | E::NotAFile(_)
            | E::InsideDataFolder
            | E::SourceChanged
            | E::ReadBackDiffers
            | E::TooLarge(_)
            | E::BadPath
            | E::Cancelled
            | E::NoSuchCycle(_)
            | E::CycleExists(_)
            | E::Refused(_) => {}
        }
    }
    let cause = || Some(Arc::new(io::Error::from_raw_os_error(5)));
    kinds
        .into_iter()
        .map(|kind| StoreError { kind, path: "data/2027-induk/Undangan rapat.pdf".into(), cause: cause() })
        .collect()
}
