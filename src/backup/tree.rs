//! The order in which the files of a data folder are copied, and the remains of a killed backup.

use std::io;

use crate::fixity::{in_bag, is_event, is_view};
use crate::store::system_files::is_of_system;
use crate::store::{FileKind, Folder, LAYOUT_FILE, StoreError, is_temp_name};

/// How deep folders are followed.
const DEPTH: usize = 32;

/// Removes unfinished work of a killed backup or restore, in all folders. If two backups run at once, the
/// other one copies its file again the next time. Folders that can't be listed are skipped: they are not the
/// program's.
pub(super) fn remove_remains(folder: &Folder) -> Result<(), StoreError> {
    let mut folders = vec![(String::new(), 0)];
    while let Some((path, depth)) = folders.pop() {
        let full = folder.path(&path)?;
        let entries = match folder.disk().read_dir(&full) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && !path.is_empty() => continue,
            entries => entries.map_err(|error| StoreError::io(full, error))?,
        };
        for entry in entries {
            let below = if path.is_empty() { entry.name.clone() } else { format!("{path}/{}", entry.name) };
            if is_temp_name(&entry.name) {
                folder.remove_unfinished(&below)?;
            } else if entry.kind == FileKind::Folder
                && depth < DEPTH
                && !is_of_system(&entry.name)
                && folder.path(&below).is_ok()
            {
                folders.push((below, depth + 1));
            }
        }
    }
    Ok(())
}

/// Place of a file in the order of copying: first `renja.ron`; then documents and all else; dossiers, each
/// whole before `bagit.txt` says so; events, which name them; views.
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

#[cfg(test)]
mod tests {
    use super::*;

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
