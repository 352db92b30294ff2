//! What may be imported from outside, from a folder or a ZIP: where in it a bag lies, and which names its
//! files may have. Names are taken as they are or refused, since a bag's manifest refers to its files by
//! name.

use std::collections::HashMap;

use super::zip_fault::ZipFault;
use crate::store::names::{fold, is_portable};
use crate::store::{FileKind, Folder, StoreError};

/// Most UTF-16 units of a path below the folder of a dossier: Windows allows 260 with the folders above.
pub(super) const MOST_UNITS: usize = 200;
/// Most files and folders of a dossier.
pub(super) const MOST_FILES: usize = 100_000;
/// How deep below a chosen folder a bag is looked for.
const SEARCHED: usize = 8;
/// Most folders that are searched for a bag: somebody may have chosen a whole disk.
const LOOKED_INTO: usize = 20_000;
/// The file that makes a folder a bag.
const MARK: &str = "bagit.txt";

/// Whether a path is valid on every system, with at most `most_units` UTF-16 units.
pub(super) fn judge(path: &str, most_units: usize) -> Result<(), ZipFault> {
    if !path.split('/').all(is_portable) {
        return Err(ZipFault::UnsafeName);
    }
    if path.encode_utf16().count() > most_units {
        return Err(ZipFault::LongName);
    }
    Ok(())
}

/// Every file and folder so far, by its name as seen by a system that knows neither case nor forms of
/// accents. Folders need not have entries of their own.
#[derive(Default)]
pub(super) struct Names(HashMap<String, (String, bool)>);

impl Names {
    /// Adds a path with the folders above it; a path that some system takes for an earlier one is a fault.
    pub fn take(&mut self, path: &str, folder: bool) -> Result<(), ZipFault> {
        for (end, _) in path.match_indices('/') {
            self.put(&path[..end], true)?;
        }
        self.put(path, folder)
    }

    /// Adds one name. A folder may be named often, but always in the same spelling; a file only once.
    fn put(&mut self, path: &str, folder: bool) -> Result<(), ZipFault> {
        let new = (path.to_owned(), folder);
        match self.0.get(&fold(path)) {
            Some(known) if *known == new && folder => Ok(()),
            Some(_) => Err(ZipFault::Twin),
            None => {
                self.0.insert(fold(path), new);
                Ok(())
            }
        }
    }
}

/// The part of a path below a folder; none if the path lies elsewhere. The empty folder holds every path.
pub(super) fn inside<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The folders among these files that are bags. A bag within another is part of the outer one's payload.
pub(super) fn bags_among<'a>(files: impl Iterator<Item = &'a str>) -> Vec<String> {
    let folder_of = |file: &'a str| match file.rsplit_once('/') {
        Some((folder, MARK)) => Some(folder),
        None if file == MARK => Some(""),
        _ => None,
    };
    let mut all: Vec<_> = files.filter_map(folder_of).collect();
    all.sort_by_key(|folder| (folder.len(), *folder));
    let mut bags: Vec<String> = Vec::new();
    for folder in all {
        if !bags.iter().any(|bag| inside(folder, bag).is_some()) {
            bags.push(folder.to_owned());
        }
    }
    bags.sort();
    bags
}

/// The bags below a folder on disk. Folders that can't be listed are ignored if a bag is found elsewhere.
pub(super) fn bags_below(top: &Folder) -> Result<Vec<String>, StoreError> {
    let (mut bags, mut failed, mut looked_into) = (Vec::new(), None, 0);
    let mut level = vec![String::new()];
    for _ in 0..=SEARCHED {
        let (mut below, room) = (Vec::new(), LOOKED_INTO.saturating_sub(looked_into));
        looked_into += level.len();
        for folder in level.into_iter().take(room) {
            let entries = match top.list(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    failed.get_or_insert(error);
                    continue;
                }
            };
            if entries.iter().any(|entry| entry.kind == FileKind::File && entry.name == MARK) {
                bags.push(folder);
                continue;
            }
            // A folder whose name is read differently on another system can't belong to a bag.
            let folders = entries.into_iter().filter(|entry| entry.kind == FileKind::Folder);
            let folders = folders.filter(|entry| is_portable(&entry.name));
            let path = |name| if folder.is_empty() { name } else { format!("{folder}/{name}") };
            below.extend(folders.map(|entry| path(entry.name)));
        }
        level = below;
    }
    bags.sort();
    match failed {
        Some(error) if bags.is_empty() => Err(error),
        _ => Ok(bags),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bags_are_found_at_any_depth_and_not_within_one_another() {
        let bags = |files: &[&str]| bags_among(files.iter().copied());
        assert_eq!(bags(&["bagit.txt", "data/tas/bagit.txt"]), [""]);
        assert_eq!(
            bags(&["p/q/b/bagit.txt", "p/q/b/data/c/bagit.txt", "p/q/b2/bagit.txt"]),
            ["p/q/b", "p/q/b2"]
        );
        assert_eq!(
            bags(&["a/bagit.txt", "ab/bagit.txt", "x/Bagit.txt", "__MACOSX/a/._bagit.txt"]),
            ["a", "ab"]
        );
        assert_eq!(bags(&["data/bagit.txt.pdf", "xbagit.txt"]), [""; 0]);
    }
}
