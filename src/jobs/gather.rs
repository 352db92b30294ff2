//! Examining dropped files and folders before anything is copied.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::store::{Algorithm, Disk, FileKind, Quiet, StoreError, digest_file, readable_name, system_files};

/// Deepest folder that is searched: a drop may be hostile.
const MAX_DEPTH: usize = 16;
/// Most files of a drop that are listed. More are surely a mistake: one more is listed, as too many, and the
/// rest ignored.
const MAX_FILES: usize = 2000;

/// A file found in a drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Path of the file.
    pub path: PathBuf,
    /// Name of the file, within the dropped folder: `Lampiran/daftar hadir.pdf`.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, 64 hex digits, if a document of the same size is known: only then can the file be a
    /// duplicate.
    pub sha256: Option<String>,
    /// Why the file can't be attached; none if it can.
    pub unfit: Option<Unfit>,
}

impl FoundFile {
    /// Whether the file is no person's document: left by a system or a program, or in a folder that a system
    /// makes.
    pub fn is_leftover(&self) -> bool {
        system_files::is_leftover_path(&self.name)
    }
}

/// Why a path can't be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The file is gone, or can't be read.
    Unreadable,
    /// A link; the file it points to should be taken instead.
    Link,
    /// The file does not lie on this PC; the name is its address.
    Elsewhere,
    /// A device, pipe or socket.
    NotAFile,
    /// A folder below [`MAX_DEPTH`], or the first file beyond [`MAX_FILES`].
    TooMany,
}

/// Lists the files of dropped paths; folders are searched without following links. Files whose size is among
/// `sizes` are hashed, so that the same content can be recognised.
pub fn gather(disk: &dyn Disk, paths: &[PathBuf], sizes: &BTreeSet<u64>) -> Vec<FoundFile> {
    let mut found = Vec::new();
    for path in paths {
        // A path that is not absolute is the address of something that does not lie on this PC.
        if path.is_relative() {
            let name = readable_name(path.as_os_str());
            found.push(FoundFile {
                path: path.clone(),
                name,
                size: 0,
                sha256: None,
                unfit: Some(Unfit::Elsewhere),
            });
            continue;
        }
        let name = path.file_name().map_or_else(|| path.display().to_string(), readable_name);
        visit(disk, path, &name, 0, &mut found);
    }
    for file in found.iter_mut().filter(|file| file.unfit.is_none() && sizes.contains(&file.size)) {
        match digest(disk, &file.path) {
            Ok(digest) => file.sha256 = Some(digest),
            Err(_) => file.unfit = Some(Unfit::Unreadable),
        }
    }
    found
}

fn digest(disk: &dyn Disk, path: &Path) -> Result<String, StoreError> {
    let (_, digests) = digest_file(disk, path, &[Algorithm::Sha256], &Quiet)?;
    Ok(digests.concat())
}

fn visit(disk: &dyn Disk, path: &Path, name: &str, depth: usize, found: &mut Vec<FoundFile>) {
    if found.len() > MAX_FILES {
        return;
    }
    let full = found.len() == MAX_FILES;
    let mut add = |size, unfit| {
        found.push(FoundFile { path: path.to_owned(), name: name.to_owned(), size, sha256: None, unfit });
    };
    // A link dropped by itself has been resolved by the system or means its target; within folders it is not followed.
    let Ok(meta) = disk.metadata(path) else { return add(0, Some(Unfit::Unreadable)) };
    match meta.kind {
        FileKind::File => add(meta.size, full.then_some(Unfit::TooMany)),
        FileKind::Link => add(0, Some(Unfit::Link)),
        FileKind::Special | FileKind::OddName => add(0, Some(Unfit::NotAFile)),
        FileKind::Folder if depth >= MAX_DEPTH || full => add(0, Some(Unfit::TooMany)),
        FileKind::Folder => {
            // Not by the disk, which lists a folder to its end and under readable names: a folder may have
            // entries without end, so no more are read than can be listed.
            let Ok(entries) = path.read_dir() else { return add(0, Some(Unfit::Unreadable)) };
            let listed: Vec<_> = entries.take(MAX_FILES + 1).collect();
            if listed.iter().any(Result::is_err) {
                // Entries that could not be listed are not silently left out: the folder itself is named.
                add(0, Some(Unfit::Unreadable));
            }
            let mut entries: Vec<PathBuf> = listed.into_iter().flatten().map(|entry| entry.path()).collect();
            entries.sort();
            for entry in entries {
                let child = entry.file_name().map(readable_name).unwrap_or_default();
                visit(disk, &entry, &format!("{name}/{child}"), depth + 1, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::OsDisk;

    #[test]
    fn a_folder_is_listed_file_by_file_and_links_are_named_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("Lampiran");
        std::fs::create_dir_all(root.join("b")).unwrap();
        std::fs::write(root.join("a.pdf"), "a").unwrap();
        std::fs::write(root.join("b/c.pdf"), "ccc").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/hostname", root.join("d.pdf")).unwrap();
        let elsewhere = "smb://server/bersama/surat.pdf";
        let found =
            gather(&OsDisk, &[root, folder.path().join("tiada.pdf"), elsewhere.into()], &BTreeSet::from([3]));
        assert_eq!(found.iter().filter(|file| file.sha256.is_some()).count(), 1);
        let seen: Vec<_> = found.iter().map(|found| (found.name.as_str(), found.size, found.unfit)).collect();
        let mut expected = vec![("Lampiran/a.pdf", 1, None), ("Lampiran/b/c.pdf", 3, None)];
        #[cfg(unix)]
        expected.push(("Lampiran/d.pdf", 0, Some(Unfit::Link)));
        expected.push(("tiada.pdf", 0, Some(Unfit::Unreadable)));
        expected.push((elsewhere, 0, Some(Unfit::Elsewhere)));
        assert_eq!(seen, expected);
    }

    /// Seen to fail when the undecodable bytes of a name were shown as `Th�r�se`.
    #[cfg(unix)]
    #[test]
    fn a_name_of_another_alphabet_is_shown_readably_and_can_be_taken() {
        use std::os::unix::ffi::OsStringExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(std::ffi::OsString::from_vec(b"Th\xe9r\xe8se.txt".to_vec()));
        std::fs::write(&file, "isi").unwrap();
        for dropped in [file, folder.path().to_owned()] {
            let found = gather(&OsDisk, &[dropped], &BTreeSet::new());
            assert!(found[0].name.ends_with("Th⟨E9⟩r⟨E8⟩se.txt"), "{}", found[0].name);
            assert_eq!((found.len(), found[0].unfit), (1, None));
        }
    }
}
