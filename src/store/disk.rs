//! The one seam through which all disk work of the store goes, so that an in-memory disk and injected
//! faults can stand in for the real one.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// The primitive operations. Every method is one call of the operating system or a short fixed sequence of
/// them; the order that makes writing safe is made of them in [`super::Folder`].
///
/// There is no way to delete but [`Disk::remove_temp`], which takes only what the store itself has begun.
pub trait Disk: Send + Sync + Debug {
    /// Opens an existing regular file. Links in the last component are not followed.
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>>;
    /// Creates a file that must not exist yet, readable for colleagues as the umask allows.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;
    /// Renames a file or folder; fails with `AlreadyExists` if the target exists.
    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file over another: only for views and for the program's own settings.
    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable, where the system can.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes durable a file that another program wrote, where its rights allow that.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// What a folder holds, sorted by name. Whatever has a name that is not Unicode is [`FileKind::OddName`].
    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>>;
    /// What stands at a path; links are not followed.
    fn metadata(&self, path: &Path) -> io::Result<Meta>;
    /// The path without links, `.` and `..`.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// Creates a folder that must not exist yet.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Removes a file or empty folder that is unfinished work of the program: see [`is_temp`]. Every other
    /// path is refused.
    fn remove_temp(&self, path: &Path) -> io::Result<()>;
    /// Takes the right to write from a file, or gives it back to its owner.
    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()>;
    /// Bytes that can still be written below a folder; none where the disk does not tell.
    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>>;
    /// Opens or creates a file and locks it until the guard is dropped or the program ends, however it
    /// ends; none if another has it. Only for local app data: on shares and synced folders locks go stale.
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>>;
    /// Copies the mark that Windows keeps on files from the network (`Zone.Identifier`), if there is one:
    /// without the mark Word would not open the copy protected.
    fn copy_origin_mark(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// An open file to read from.
pub trait ReadFile: Read + Send {
    /// Facts about the open file, whatever stands at its path by now.
    fn metadata(&self) -> io::Result<Meta>;
}

/// An open new file.
pub trait WriteFile: Write + Send {
    /// Sets the time of last change, after all has been written.
    fn set_modified(&mut self, time: SystemTime) -> io::Result<()>;
    /// Makes content and times durable. A failure is final: the file must be given up, not tried again.
    fn sync_all(&mut self) -> io::Result<()>;
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link or a junction.
    Link,
    /// A pipe, socket or device.
    Special,
    /// Whatever has a name that is not Unicode text, as on old memory sticks and in ZIPs unpacked in another
    /// alphabet: the program can't address it by a path. The name is given as [`readable_name`] writes it.
    OddName,
}

/// Facts about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// File, folder, …
    pub kind: FileKind,
    /// Size in bytes.
    pub size: u64,
    /// Time of last change.
    pub modified: Option<SystemTime>,
    /// Changes when another file takes the name: device and inode, or the time of creation.
    pub identity: (u64, u64),
    /// Whether the file is marked as not to be written.
    pub readonly: bool,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name without its folder.
    pub name: String,
    /// File, folder, …
    pub kind: FileKind,
}

impl Entry {
    /// An entry as the system names it.
    pub fn new(name: &OsStr, kind: FileKind) -> Self {
        match name.to_str() {
            Some(name) => Self { name: name.to_owned(), kind },
            None => Self { name: readable_name(name), kind: FileKind::OddName },
        }
    }
}

/// A name for people to read: bytes that are no character are written as their number, `r⟨E9⟩union` for
/// `réunion` in Latin-1.
pub fn readable_name(name: &OsStr) -> String {
    let mut readable = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        readable.push_str(chunk.valid());
        readable.extend(chunk.invalid().iter().map(|byte| format!("⟨{byte:02X}⟩")));
    }
    readable
}

/// Whether a name is that of unfinished work: `~….tmp`.
#[expect(clippy::case_sensitive_file_extension_comparisons, reason = "we write it in lower case")]
pub fn is_temp_name(name: &str) -> bool {
    name.len() > 5 && name.starts_with('~') && name.ends_with(".tmp")
}

/// Whether a path is unfinished work: its name, or that of a folder it lies in, is [`is_temp_name`].
pub fn is_temp(path: &Path) -> bool {
    path.components().any(|part| match part {
        Component::Normal(name) => name.to_str().is_some_and(is_temp_name),
        _ => false,
    })
}
