//! `renja.ron`: what makes a folder a data folder. Created once, never rewritten.

use serde::{Deserialize, Serialize};

use super::error::{ErrorKind, StoreError};
use super::folder::Folder;
use super::writer::random_hex;

/// Name of the file that makes a folder a data folder.
pub const FILE: &str = "renja.ron";
/// Layout version that this program knows.
const LAYOUT: u32 = 1;
/// Largest small file of the program, in bytes.
pub(crate) const MAX_SMALL: u64 = 1 << 20;

/// Identity of a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    #[serde(rename = "layout")]
    version: u32,
    /// Random id of the data folder: 32 hex digits.
    pub store: String,
    /// Oldest version of the program that can work on the folder.
    min_app: String,
}

/// The fields that every layout version keeps.
#[derive(Deserialize)]
struct Outline {
    layout: u32,
    #[serde(default)]
    min_app: String,
}

impl Layout {
    /// Makes a folder a data folder.
    pub(super) fn create(folder: &Folder) -> Result<Self, StoreError> {
        let layout = Self {
            version: LAYOUT,
            store: random_hex::<16>(),
            min_app: env!("CARGO_PKG_VERSION").to_owned(),
        };
        folder.create_file(FILE, to_ron(&layout, folder)?.as_bytes())?;
        Ok(layout)
    }

    /// Reads `renja.ron` of a data folder.
    pub(super) fn load(folder: &Folder) -> Result<Self, StoreError> {
        let path = folder.path(FILE)?;
        let bytes = folder.read(FILE, MAX_SMALL).map_err(|error| match error.kind() {
            ErrorKind::NotFound => StoreError::new(ErrorKind::NotADataFolder, folder.root()),
            _ => error,
        })?;
        let broken = |reason: String| StoreError::new(ErrorKind::Broken(reason), &path);
        let text = text(&bytes).map_err(|error| broken(error.to_string()))?;
        let outline: Outline = ron::from_str(text).map_err(|error| broken(error.to_string()))?;
        if outline.layout > LAYOUT {
            return Err(StoreError::new(ErrorKind::NewerLayout { min_app: outline.min_app }, path));
        }
        let layout: Self = ron::from_str(text).map_err(|error| broken(error.to_string()))?;
        let is_id = layout.store.len() == 32 && layout.store.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_id || layout.version != LAYOUT {
            return Err(broken("no such store id or layout version".to_owned()));
        }
        Ok(layout)
    }
}

/// Whether a data folder can be reached now and is the one with this id; else [`ErrorKind::Away`].
pub(super) fn reach(folder: &Folder, store: &str) -> Result<(), StoreError> {
    match Layout::load(folder) {
        Ok(layout) if layout.store == store => Ok(()),
        Ok(_) => Err(StoreError::new(ErrorKind::Away, folder.root())),
        Err(error) => Err(error.into_away(folder.root())),
    }
}

/// Refuses with [`ErrorKind::Away`] what is asked of a data folder that can't be reached now.
pub fn require_reached(folder: &Folder) -> Result<(), StoreError> {
    Layout::load(folder).map(drop).map_err(|error| error.into_away(folder.root()))
}

/// The id of a data folder: 32 hex digits.
pub fn store_id(folder: &Folder) -> Result<String, StoreError> {
    Layout::load(folder).map(|layout| layout.store)
}

/// Text of a file, without a byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, std::str::Utf8Error> {
    std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
}

/// A small file of the program as RON that people can read too.
pub(crate) fn to_ron<T: Serialize>(value: &T, folder: &Folder) -> Result<String, StoreError> {
    let pretty = ron::ser::PrettyConfig::new().new_line("\n");
    ron::ser::to_string_pretty(value, pretty)
        .map(|text| text + "\n")
        .map_err(|error| StoreError::new(ErrorKind::Broken(error.to_string()), folder.root()))
}
