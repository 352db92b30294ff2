//! The files of a data folder or of its mirror, and entries that are no files.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::paths::in_bag;
use crate::store::names::safe_name;
use crate::store::system_files::{is_leftover, is_of_system};
use crate::store::{Entry, ErrorKind, FileKind, Folder, Meta, PRESENCE, StoreError, is_temp_name};

/// The folder of the events of a cycle or of the office.
const JOURNAL: &str = "jurnal";
/// How deep folders are followed.
const DEPTH: usize = 32;
/// Folder of a backup for leftovers: files that the data folder no longer has.
pub const OLD: &str = "lama";
/// Folder of a backup for files that the data folder had in place of a recorded content.
pub const CHANGED: &str = "berubah";
/// File of a backup that says how to restore.
pub const READ_ME: &str = "BACA SAYA CADANGAN.txt";
/// How names of a backup's manifests begin.
pub const LIST: &str = "cadangan-";

/// A file as it was listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// Size in bytes.
    pub size: u64,
    /// Time of last change.
    pub modified: Option<SystemTime>,
}

impl Listing {
    /// Whether this copy is the same as a file, by size and time. If the copy's disk rounds times, as FAT
    /// does to two seconds and exFAT to hundredths, a difference of that much is ignored.
    pub fn is_copy_of(&self, file: &Self) -> bool {
        let (Some(copy), Some(file_time)) = (self.modified, file.modified) else { return false };
        let apart = copy.duration_since(file_time).or_else(|_| file_time.duration_since(copy));
        let nanos = copy.duration_since(SystemTime::UNIX_EPOCH).map_or(1, |since| since.subsec_nanos());
        let rounded = if nanos.is_multiple_of(10_000_000) { 3_000_000 } else { 1 };
        self.size == file.size && apart.is_ok_and(|apart| apart.as_micros() < rounded)
    }
}

/// An entry of a folder that can't be kept as a file.
#[derive(Debug, Clone)]
pub struct Odd {
    /// Path of the entry, with `/`; a name that is not Unicode is made readable.
    pub path: String,
    /// Why the entry can't be kept.
    pub kind: OddKind,
}

/// Why an entry can't be kept as a file.
#[derive(Debug, Clone)]
pub enum OddKind {
    /// A link, a device, a name that the program can't address by a path, or folders nested without end.
    NotAFile(FileKind),
    /// A folder that can't be listed or a file that can't be examined: its contents are unknown.
    Closed(StoreError),
}

/// Regular files by their path, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The files.
    pub files: BTreeMap<String, Listing>,
    /// All other entries except system files.
    pub odd: Vec<Odd>,
}

/// Lists all that a data folder holds, except unfinished files, system files, and what a backup keeps beside
/// the data folder. Journals are listed before all else: the files that their events name existed by then,
/// and are listed after. A folder that can't be listed does not keep the others from being listed; but the
/// data folder itself must be reachable to the end.
pub fn walk(folder: &Folder) -> Result<Tree, StoreError> {
    let mut tree = Tree::default();
    let top = top(folder)?;
    let own = |name: &str| is_of_backup(name) || is_of_system(name);
    for entry in top.iter().filter(|entry| entry.kind == FileKind::Folder && !own(&entry.name)) {
        tree.add(folder, &format!("{}/{JOURNAL}", entry.name));
    }
    for entry in top.into_iter().filter(|entry| !own(&entry.name)) {
        match entry.kind {
            // Presence files are of no use later.
            FileKind::Folder => tree.add_but(folder, &entry.name, &[JOURNAL, PRESENCE]),
            kind => tree.add_entry(folder, entry.name, kind),
        }
    }
    // A share that has gone away meanwhile answers as if many files could not be read, or did not exist.
    self::top(folder)?;
    Ok(tree)
}

/// Whether systems or programs have left an entry. A file that may be a document by its name ([`safe_name`])
/// is kept, even if a person has attached one that looks half loaded, `Peta.download`.
fn is_left(entry: &Entry) -> bool {
    match entry.kind {
        FileKind::Folder => is_of_system(&entry.name),
        _ => is_leftover(&entry.name) && safe_name(&entry.name) != entry.name,
    }
}

/// The entries of the data folder itself; an error, not an empty list, if the folder is gone.
fn top(folder: &Folder) -> Result<Vec<Entry>, StoreError> {
    let error = |error| StoreError::io(folder.root(), error);
    let mut entries = folder.disk().read_dir(folder.root()).map_err(error)?;
    entries.retain(|entry| !is_temp_name(&entry.name));
    Ok(entries)
}

impl Tree {
    /// Adds what lies below a folder.
    pub fn add(&mut self, folder: &Folder, below: &str) {
        self.add_but(folder, below, &[]);
    }

    /// Adds what lies below a folder, except for some of its direct subfolders.
    fn add_but(&mut self, folder: &Folder, below: &str, others: &[&str]) {
        let mut folders = vec![(below.to_owned(), 0)];
        while let Some((path, depth)) = folders.pop() {
            let entries = match folder.list(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    self.add_odd(path, OddKind::Closed(error));
                    continue;
                }
            };
            for entry in entries {
                let path = format!("{path}/{}", entry.name);
                // A bag of another program may list a system file as its own.
                if is_left(&entry) && in_bag(&path).is_none() {
                    continue;
                }
                match entry.kind {
                    FileKind::Folder if depth == 0 && others.contains(&entry.name.as_str()) => {}
                    FileKind::Folder if depth < DEPTH => folders.push((path, depth + 1)),
                    kind => self.add_entry(folder, path, kind),
                }
            }
        }
    }

    fn add_entry(&mut self, folder: &Folder, path: String, kind: FileKind) {
        if kind != FileKind::File {
            return self.add_odd(path, OddKind::NotAFile(kind));
        }
        match folder.metadata(&path) {
            // The entry has gone since the folder was listed.
            Ok(None) => {}
            Ok(Some(Meta { size, modified, kind: FileKind::File, .. })) => {
                self.files.insert(path, Listing { size, modified });
            }
            Ok(Some(meta)) => self.add_odd(path, OddKind::NotAFile(meta.kind)),
            Err(error) => self.add_odd(path, OddKind::Closed(error)),
        }
    }

    fn add_odd(&mut self, path: String, kind: OddKind) {
        if self.odd.iter().all(|odd| odd.path != path) {
            self.odd.push(Odd { path, kind });
        }
    }

    /// Whether a file may exist at a path although it is not listed: a folder above could not be listed.
    pub fn is_hidden(&self, path: &str) -> bool {
        let mut closed = self.odd.iter().filter(|odd| matches!(odd.kind, OddKind::Closed(_)));
        closed.any(|odd| {
            path.strip_prefix(odd.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.size).sum()
    }
}

impl Odd {
    /// The system's words, or the kind of the entry.
    pub fn reason(&self) -> String {
        match &self.kind {
            OddKind::NotAFile(kind) => ErrorKind::NotAFile(*kind).to_string(),
            OddKind::Closed(error) => error.to_string(),
        }
    }
}

/// Whether a name is of something that a backup keeps beside the data folder. A folder restored by hand has
/// it, too.
fn is_of_backup(name: &str) -> bool {
    name == OLD || name == CHANGED || name == READ_ME || is_list(name)
}

/// Whether a file is a backup's manifest, by its name.
pub fn is_list(name: &str) -> bool {
    name.strip_prefix(LIST).and_then(|rest| rest.strip_suffix(".ron")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_taken_as_near_as_the_disk_can_keep_it() {
        let at = |seconds, nanos| Listing {
            size: 5,
            modified: Some(SystemTime::UNIX_EPOCH + std::time::Duration::new(seconds, nanos)),
        };
        let file = at(1_000_001, 987_654_321);
        assert!(file.is_copy_of(&file) && at(1_000_001, 987_654_300).is_copy_of(&file), "NTFS");
        assert!(!at(1_000_001, 987_653_321).is_copy_of(&file), "NTFS knows a microsecond from none");
        assert!(at(1_000_001, 980_000_000).is_copy_of(&file), "exFAT");
        assert!(at(1_000_002, 0).is_copy_of(&file) && at(1_000_000, 0).is_copy_of(&file), "FAT");
        assert!(!at(1_000_002, 987_654_321).is_copy_of(&file), "written a second later");
        assert!(!at(1_000_006, 0).is_copy_of(&file));
        assert!(!Listing { size: 6, ..file }.is_copy_of(&file));
    }
}
