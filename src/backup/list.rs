//! The manifest of a backup: `cadangan-<date>-<time>.ron`, created once, with a hash line of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::fixity::{LIST, is_list};
use crate::store::{ErrorKind, Folder, StoreError, read_hash_line, with_hash_line};

/// Layout version of manifests.
const VERSION: u32 = 1;
/// Largest manifest that is read, in bytes; enough for half a million files.
const MAX: u64 = 128 << 20;

/// What a backup held when it was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout version.
    pub v: u32,
    /// Id of the data folder.
    pub store: String,
    /// Name of the office.
    pub office: String,
    /// When the backup was made.
    pub at: DateTime<FixedOffset>,
    /// Version of the program that made the backup.
    pub program: String,
    /// Number of cycles in the backup.
    pub cycles: usize,
    /// Number of sealed dossiers in the backup.
    pub dossiers: usize,
    /// Number of documents in the backup.
    pub documents: usize,
    /// Files of the backup.
    pub files: Vec<Listed>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Path below the backup's folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

impl Manifest {
    pub(super) fn new(store: &str, office: &str, at: DateTime<FixedOffset>) -> Self {
        Self {
            v: VERSION,
            store: store.to_owned(),
            office: office.to_owned(),
            at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            cycles: 0,
            dossiers: 0,
            documents: 0,
            files: Vec::new(),
        }
    }

    /// Writes the manifest beside the earlier ones, under a name of its own, which is given back.
    pub(super) fn write(&self, folder: &Folder) -> Result<String, StoreError> {
        let broken = |error: ron::Error| StoreError::new(ErrorKind::Broken(error.to_string()), folder.root());
        // One line for each file, so that people can read the manifest.
        let pretty = ron::ser::PrettyConfig::new().depth_limit(2).new_line("\n").indentor(" ");
        let text = ron::ser::to_string_pretty(self, pretty).map_err(broken)? + "\n";
        let name = folder.free_name("", &format!("{LIST}{}.ron", self.at.format("%Y-%m-%d-%H%M%S")))?;
        folder.create_file(&name, with_hash_line(&text).as_bytes())?;
        Ok(name)
    }

    /// The newest manifest that can be read, and the names of those that can't.
    pub fn newest(folder: &Folder) -> Result<(Option<Self>, Vec<String>), StoreError> {
        let mut broken = Vec::new();
        let mut names: Vec<_> = folder.list("")?.into_iter().map(|entry| entry.name).collect();
        names.retain(|name| is_list(name));
        for name in names.into_iter().rev() {
            match Self::read(folder, &name) {
                Ok(manifest) => return Ok((Some(manifest), broken)),
                Err(_) => broken.push(name),
            }
        }
        Ok((None, broken))
    }

    fn read(folder: &Folder, name: &str) -> Result<Self, StoreError> {
        let bytes = folder.read(name, MAX)?;
        let broken = |reason: String| StoreError::new(ErrorKind::Broken(reason), folder.root().join(name));
        let (text, _) = read_hash_line(&bytes).map_err(broken)?;
        ron::from_str(text).map_err(|error: ron::error::SpannedError| broken(error.to_string()))
    }

    /// The listed files by path.
    pub(super) fn by_path(&self) -> BTreeMap<&str, &Listed> {
        self.files.iter().map(|file| (file.path.as_str(), file)).collect()
    }
}
