//! What a file is, by its path below the data folder.

use crate::archive;
use crate::store::LAYOUT_FILE;

/// A file of events: `2027-induk/jurnal/<writer>/….ron`.
pub fn is_event(path: &str) -> bool {
    let mut parts = path.split('/');
    !path.starts_with("arsip/") && parts.nth(1) == Some("jurnal") && parts.count() >= 1
}

/// A view, which the program makes again by itself.
pub fn is_view(path: &str) -> bool {
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
pub fn in_bag(path: &str) -> Option<(&str, &str)> {
    let (bag, name) = path.strip_prefix(archive::FOLDER)?.strip_prefix('/')?.split_once('/')?;
    (bag != "pemeriksaan").then_some((bag, name))
}
