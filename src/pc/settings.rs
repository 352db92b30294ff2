//! Settings of this person on this PC, in local app data, never in the data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::store::layout::{MAX_SMALL, text, to_ron};
use crate::store::{ErrorKind, Folder, OsDisk, Problem, ProblemKind, StoreError};

const FILE: &str = "pengaturan.ron";
const PREVIOUS: &str = "pengaturan.lama.ron";
/// Number of data folders that are remembered.
const RECENT: usize = 8;

/// Settings of this PC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LocalSettings {
    /// Language of the window, such as `id`.
    pub language: String,
    /// Light or dark.
    pub theme: Theme,
    /// Scale of text and everything else; 1.0 is the original size.
    pub zoom: f32,
    /// Who works here, as typed.
    pub name: String,
    /// The data folder that was open last.
    pub last_folder: Option<PathBuf>,
    /// Data folders opened before, the latest first.
    pub recent: Vec<PathBuf>,
    /// Whether each step is logged, to find a fault.
    pub detailed_log: bool,
    /// Where this PC backs up each data folder, by the folder's id.
    pub backups: BTreeMap<String, BackupChoice>,
}

/// Where a data folder is backed up, and how the last backup went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupChoice {
    /// The disk or folder that was chosen.
    pub target: PathBuf,
    /// The last backup that was completed.
    pub last: Option<Backup>,
}

/// A completed backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// When the backup was made.
    pub at: DateTime<FixedOffset>,
    /// Documents in it.
    pub documents: usize,
    /// Files that could not be backed up as they should be; 0 if the backup is whole.
    pub faults: usize,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the system has it; light if the system does not say.
    #[default]
    System,
}

impl Default for LocalSettings {
    fn default() -> Self {
        Self {
            language: "id".to_owned(),
            theme: Theme::default(),
            zoom: 1.0,
            name: String::new(),
            last_folder: None,
            recent: Vec::new(),
            detailed_log: false,
            backups: BTreeMap::new(),
        }
    }
}

impl LocalSettings {
    /// Reads the settings of a local app data folder; defaults if there are none yet. A file that can't be
    /// understood is kept under a name with the date and reported, and defaults are used; if the file can't
    /// even be renamed, it stays and [`Self::save`] will refuse.
    pub fn load(local: &Path, today: NaiveDate) -> (Self, Option<Problem>) {
        let folder = folder(local);
        let path = local.join(FILE);
        let (kind, reason) = match folder.read(FILE, MAX_SMALL) {
            Ok(bytes) => match parse(&bytes) {
                Ok(settings) => return (settings, None),
                Err(reason) => (ProblemKind::Broken, reason),
            },
            Err(error) => match error.kind() {
                ErrorKind::NotFound => return (Self::default(), None),
                ErrorKind::TooLarge(_) => (ProblemKind::TooLarge, error.to_string()),
                _ => {
                    return (
                        Self::default(),
                        Some(problem(path, ProblemKind::Unreadable, error.to_string())),
                    );
                }
            },
        };
        let kept = folder.free_name("", &format!("{FILE}.rusak-{today}")).and_then(|name| {
            folder.rename(FILE, &name)?;
            Ok(local.join(name))
        });
        (Self::default(), Some(problem(kept.unwrap_or(path), kind, reason)))
    }

    /// Writes the settings, and keeps the previous ones beside them.
    pub fn save(&self, local: &Path) -> Result<(), StoreError> {
        let folder = folder(local);
        folder.create_dir("")?;
        match folder.read(FILE, MAX_SMALL) {
            Ok(bytes) => {
                parse(&bytes)
                    .map_err(|reason| StoreError::new(ErrorKind::Broken(reason), local.join(FILE)))?;
                folder.replace_file(PREVIOUS, &bytes, false)?;
            }
            Err(error) if *error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        folder.replace_file(FILE, to_ron(self, &folder)?.as_bytes(), true)
    }

    /// Remembers a data folder as the one open now.
    pub fn remember(&mut self, data: &Path) {
        self.recent.retain(|recent| recent != data);
        self.recent.insert(0, data.to_owned());
        self.recent.truncate(RECENT);
        self.last_folder = Some(data.to_owned());
    }
}

fn parse(bytes: &[u8]) -> Result<LocalSettings, String> {
    let text = text(bytes).map_err(|error| error.to_string())?;
    let settings: LocalSettings = ron::from_str(text).map_err(|error| error.to_string())?;
    // RON reads `NaN` as a number.
    if !(0.2..=5.0).contains(&settings.zoom) {
        return Err(format!("zoom {} is out of range", settings.zoom));
    }
    Ok(settings)
}

fn problem(path: PathBuf, kind: ProblemKind, reason: String) -> Problem {
    Problem { path, kind, reason }
}

fn folder(local: &Path) -> Folder {
    Folder::new(Arc::new(OsDisk), local, &format!("pengaturan-{}", std::process::id()))
}
