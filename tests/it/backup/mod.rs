//! Backup and restore: an office loses its PC and goes on working, whatever else went wrong meanwhile.

pub mod faults;
mod leftovers;
mod mirror;
#[cfg(feature = "window")]
mod restore;
mod wholeness;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset};
use renja::backup::{BackupError, Done, Fault, Restored, back_up, restore};
use renja::store::{Disk, OsDisk, Quiet, sha256};

use crate::archive::office::{INDUK, Office, at};

/// A data folder, a disk for its backup, and a place for a new PC.
pub struct Scene {
    pub office: Office,
    /// Number of backups so far; each is a day later than the one before.
    pub day: i64,
}

impl Scene {
    /// A cycle with documents that is still open.
    pub fn open() -> Self {
        let scene = Self { office: Office::ready(), day: 0 };
        std::fs::create_dir(scene.target()).unwrap();
        scene
    }

    /// A cycle that is sealed.
    pub fn sealed() -> Self {
        let scene = Self::open();
        scene.office.seal().unwrap();
        scene
    }

    pub fn root(&self) -> PathBuf {
        self.office.root()
    }

    /// The removable disk.
    pub fn target(&self) -> PathBuf {
        self.office.dir.path().join("disk")
    }

    /// The data folder of a new PC.
    pub fn fresh(&self) -> PathBuf {
        self.office.dir.path().join("baru")
    }

    pub fn now(&self) -> DateTime<FixedOffset> {
        at("2026-11-01T08:00:00+07:00") + Duration::days(self.day)
    }

    pub fn try_back_up(&mut self, disk: &Arc<dyn Disk>) -> Result<Done, BackupError> {
        self.day += 1;
        back_up(disk, &self.root(), &self.target(), self.now(), &Quiet)
    }

    pub fn back_up(&mut self) -> Done {
        self.try_back_up(&real()).unwrap()
    }

    /// The backup's folder.
    pub fn mirror(&self) -> PathBuf {
        let mut folders = std::fs::read_dir(self.target()).unwrap();
        folders.next().unwrap().unwrap().path()
    }

    pub fn restore(&self) -> Restored {
        restore(&real(), &self.mirror(), &self.fresh(), &Quiet).unwrap()
    }

    /// Path of a document of the open cycle.
    pub fn document(&self, name: &str) -> PathBuf {
        let found =
            tree(&self.root()).into_keys().find(|path| path.ends_with(name) && path.contains("/berkas/"));
        self.root().join(found.unwrap_or_else(|| panic!("no {name}")))
    }

    pub fn journal(&self) -> PathBuf {
        self.root().join(INDUK.folder()).join("jurnal")
    }
}

pub fn real() -> Arc<dyn Disk> {
    Arc::new(OsDisk)
}

/// All files below a folder with the digests of their contents.
pub fn tree(root: &Path) -> BTreeMap<String, String> {
    fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                files.insert(name, sha256(&std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut files = BTreeMap::new();
    collect(root, root, &mut files);
    files
}

/// The part of a backup that mirrors the data folder.
pub fn mirrored(backup: &Path) -> BTreeMap<String, String> {
    let mut files = tree(backup);
    files.retain(|path, _| {
        !["lama/", "berubah/", "cadangan-", "BACA SAYA CADANGAN.txt"].iter().any(|own| path.starts_with(own))
    });
    files
}

/// Damages a file as a failing disk does: one bit, with the same size and time.
pub fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    overwrite(path, &bytes, std::fs::metadata(path).unwrap().modified().unwrap());
}

/// Gives a file other content, as a person does.
pub fn edit(path: &Path, bytes: &[u8]) {
    overwrite(path, bytes, std::time::SystemTime::now());
}

fn overwrite(path: &Path, bytes: &[u8], modified: std::time::SystemTime) {
    // Sealed files are read-only, so a new file replaces this one.
    let renewed = path.with_extension("baru");
    std::fs::write(&renewed, bytes).unwrap();
    std::fs::File::options().write(true).open(&renewed).unwrap().set_modified(modified).unwrap();
    std::fs::rename(renewed, path).unwrap();
}

pub fn faults(findings: &[renja::backup::Finding]) -> Vec<(Fault, &str)> {
    findings.iter().map(|finding| (finding.fault, finding.path.as_str())).collect()
}
