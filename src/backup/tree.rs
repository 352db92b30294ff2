//! The files of a data folder or of its mirror, and the order in which they are copied.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::{Fault, Finding};
use crate::store::{ErrorKind, FileKind, Folder, LAYOUT_FILE, Meta, PRESENCE, StoreError, is_temp_name};

/// How deep folders are followed.
const DEPTH: usize = 32;
/// Leftovers of the data folder in the backup.
pub(super) const OLD: &str = "lama";
/// What stood in the data folder in place of a recorded content.
pub(super) const CHANGED: &str = "berubah";
/// How to restore.
pub(super) const READ_ME: &str = "BACA SAYA CADANGAN.txt";
/// Begin of the names of manifests.
pub(super) const LIST: &str = "cadangan-";

/// A file as the listing shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// Bytes.
    pub size: u64,
    /// Time of last change.
    pub modified: Option<SystemTime>,
}

impl Listing {
    /// Whether this copy is the same as a file, by size and time. Where the copy's disk rounds times, as FAT does
    /// to two seconds and exFAT to hundredths, so much of a difference counts as none.
    pub(super) fn is_copy_of(&self, file: &Self) -> bool {
        let (Some(copy), Some(file_time)) = (self.modified, file.modified) else { return false };
        let apart = copy.duration_since(file_time).or_else(|_| file_time.duration_since(copy));
        let nanos = copy.duration_since(SystemTime::UNIX_EPOCH).map_or(1, |since| since.subsec_nanos());
        let rounded = if nanos.is_multiple_of(10_000_000) { 3_000_000 } else { 1 };
        self.size == file.size && apart.is_ok_and(|apart| apart.as_micros() < rounded)
    }
}

/// Regular files by their path, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The files.
    pub files: BTreeMap<String, Listing>,
    /// Links, devices, and names that can't be spoken of.
    pub odd: Vec<Finding>,
}

/// Lists all that a data folder holds, but for unfinished files, hidden folders of synchronisation programs and
/// what a backup has beside the data folder. Journals are listed first: whatever their events name stood before,
/// and is listed after.
pub fn walk(folder: &Folder) -> Result<Tree, StoreError> {
    let mut tree = Tree::default();
    let top = folder.list("")?;
    for entry in top.iter().filter(|entry| entry.kind == FileKind::Folder && !is_own(&entry.name)) {
        tree.add(folder, &format!("{}/jurnal", entry.name))?;
    }
    for entry in top {
        if is_own(&entry.name) || entry.name.starts_with('.') {
            continue;
        }
        match entry.kind {
            FileKind::Folder => tree.add(folder, &entry.name)?,
            _ => tree.add_entry(folder, entry.name, entry.kind)?,
        }
    }
    Ok(tree)
}

impl Tree {
    /// Adds what lies below a folder; what is known already stays as it was seen first.
    pub(super) fn add(&mut self, folder: &Folder, below: &str) -> Result<(), StoreError> {
        let mut folders = vec![(below.to_owned(), 0)];
        while let Some((path, depth)) = folders.pop() {
            let entries = match folder.list(&path) {
                Err(error) if *error.kind() == ErrorKind::BadPath => {
                    self.odd.push(Finding::new(&path, Fault::NotCopied, &error));
                    continue;
                }
                entries => entries?,
            };
            for entry in entries {
                let path = format!("{path}/{}", entry.name);
                match entry.kind {
                    // Who is there now is of no use later.
                    FileKind::Folder if depth == 0 && entry.name == PRESENCE => {}
                    FileKind::Folder if depth < DEPTH => folders.push((path, depth + 1)),
                    kind => self.add_entry(folder, path, kind)?,
                }
            }
        }
        Ok(())
    }

    fn add_entry(&mut self, folder: &Folder, path: String, kind: FileKind) -> Result<(), StoreError> {
        if self.files.contains_key(&path) || self.odd.iter().any(|odd| odd.path == path) {
            return Ok(());
        }
        let meta = match folder.metadata(&path) {
            Err(error) if *error.kind() == ErrorKind::BadPath => None,
            meta => match meta? {
                // Gone since the folder was listed.
                None => return Ok(()),
                meta => meta,
            },
        };
        match meta.filter(|meta| meta.kind == FileKind::File && kind == FileKind::File) {
            Some(Meta { size, modified, .. }) => drop(self.files.insert(path, Listing { size, modified })),
            None => self.odd.push(Finding::new(&path, Fault::NotCopied, &"")),
        }
        Ok(())
    }

    /// Bytes of all files.
    pub(super) fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.size).sum()
    }
}

/// Removes what was left unfinished by a backup or restore that was killed, in whatever folder. Where two run at
/// once, the other one's file is copied anew at its next time.
pub(super) fn remove_remains(folder: &Folder) -> Result<(), StoreError> {
    let mut folders = vec![(String::new(), 0)];
    while let Some((path, depth)) = folders.pop() {
        let full = folder.path(&path)?;
        let entries = folder.disk().read_dir(&full).map_err(|error| StoreError::io(full, error))?;
        for entry in entries {
            let below = if path.is_empty() { entry.name.clone() } else { format!("{path}/{}", entry.name) };
            if is_temp_name(&entry.name) {
                folder.remove_unfinished(&below)?;
            } else if entry.kind == FileKind::Folder && depth < DEPTH && folder.path(&below).is_ok() {
                folders.push((below, depth + 1));
            }
        }
    }
    Ok(())
}

/// What the backup has beside the data folder. A folder that was restored by hand holds it, too.
fn is_own(name: &str) -> bool {
    name == OLD || name == CHANGED || name == READ_ME || is_list(name)
}

/// Whether a file is a manifest, by its name.
pub(super) fn is_list(name: &str) -> bool {
    name.strip_prefix(LIST).and_then(|rest| rest.strip_suffix(".ron")).is_some()
}

/// Where a file stands in the order of copying: what makes the folder a data folder; documents and all else;
/// dossiers, each whole before `bagit.txt` says so; events, which name them; views.
pub(super) fn order(path: &str) -> (u8, &str, u8) {
    if path == LAYOUT_FILE {
        return (0, "", 0);
    }
    if is_event(path) {
        return (3, "", 0);
    }
    if is_view(path) {
        return (4, "", 0);
    }
    match in_bag(path) {
        Some((bag, "bagit.txt")) => (2, bag, 2),
        Some((bag, name)) if name.starts_with("tagmanifest-") => (2, bag, 1),
        Some((bag, _)) => (2, bag, 0),
        None => (1, "", 0),
    }
}

/// A file of events: `2027-induk/jurnal/<writer>/….ron`.
pub fn is_event(path: &str) -> bool {
    let mut parts = path.split('/');
    !path.starts_with("arsip/") && parts.nth(1) == Some("jurnal") && parts.count() >= 1
}

/// A view, which the program makes again by itself.
pub(super) fn is_view(path: &str) -> bool {
    path.split_once('/').is_some_and(|(_, name)| name == "RINGKASAN.txt")
}

/// A file that is created once and never changes, though no event and no manifest names its content.
pub fn is_once(path: &str) -> bool {
    let ron = path.strip_suffix(".ron").is_some();
    path == LAYOUT_FILE
        || ron && (path.starts_with("sop/") || path.starts_with("arsip/pemeriksaan/"))
        || path.split_once('/').is_some_and(|(_, name)| name == "sop.ron")
}

/// Bag, and path below it.
pub(super) fn in_bag(path: &str) -> Option<(&str, &str)> {
    let (bag, name) = path.strip_prefix("arsip/")?.split_once('/')?;
    (bag != "pemeriksaan").then_some((bag, name))
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
        assert!(at(1_000_001, 980_000_000).is_copy_of(&file), "exFAT");
        assert!(at(1_000_002, 0).is_copy_of(&file) && at(1_000_000, 0).is_copy_of(&file), "FAT");
        assert!(!at(1_000_002, 987_654_321).is_copy_of(&file), "written a second later");
        assert!(!at(1_000_006, 0).is_copy_of(&file));
        assert!(!Listing { size: 6, ..file }.is_copy_of(&file));
    }

    #[test]
    fn what_is_named_comes_before_what_names_it() {
        let mut paths = [
            "2027-induk/RINGKASAN.txt",
            "2027-induk/jurnal/aa/1.ron",
            "arsip/2026 Renja Induk/bagit.txt",
            "arsip/2026 Renja Induk/tagmanifest-sha256.txt",
            "arsip/2026 Renja Induk/data/x",
            "kantor/jurnal/aa/1.ron",
            "2027-induk/berkas/06/jurnal",
            "arsip/2025 Renja Induk/bagit.txt",
            "renja.ron",
        ];
        paths.sort_by_key(|path| (order(path), *path));
        assert_eq!(
            paths,
            [
                "renja.ron",
                "2027-induk/berkas/06/jurnal",
                "arsip/2025 Renja Induk/bagit.txt",
                "arsip/2026 Renja Induk/data/x",
                "arsip/2026 Renja Induk/tagmanifest-sha256.txt",
                "arsip/2026 Renja Induk/bagit.txt",
                "2027-induk/jurnal/aa/1.ron",
                "kantor/jurnal/aa/1.ron",
                "2027-induk/RINGKASAN.txt",
            ]
        );
    }
}
