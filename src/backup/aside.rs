//! Leftovers: files of the backup that the data folder no longer has, or has with another content. They are
//! kept by date, and removed only when they are old and their content is elsewhere in the backup.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::beside::{digest, free_path};
use super::error::BackupError;
use super::list::{Listed, Manifest};
use super::run::Run;
use crate::fixity::{OLD, Tree, is_list};
use crate::store::{FileKind, Folder, Progress};

/// Days for which a leftover stays even if its content is elsewhere in the backup.
const DAYS: i64 = 90;
/// Number of manifests that stay.
const LISTS: usize = 30;

/// Moves files that the data folder no longer has from the mirror to the leftovers of the day.
pub(super) fn set_aside(run: &Run<'_>, leftovers: &[String]) -> Result<usize, BackupError> {
    let mut moved = 0;
    for path in leftovers {
        // The file may have come back since the data folder was listed.
        if run.source.metadata(path)?.is_none() {
            let to = free_path(&run.mirror, &format!("{OLD}/{}", run.at.date_naive()), path)?;
            run.mirror.rename(path, &to)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// Removes old leftovers whose content is elsewhere in the backup, as digests of both files, read now,
/// confirm; and the oldest manifests, if there are many.
pub(super) fn rotate(
    mirror: &Folder,
    manifest: &Manifest,
    progress: &dyn Progress,
) -> Result<(), BackupError> {
    let mut by_digest: BTreeMap<&str, &Listed> = BTreeMap::new();
    by_digest.extend(manifest.files.iter().map(|file| (file.sha256.as_str(), file)));
    for day in mirror.list(OLD)?.into_iter().filter(|entry| entry.kind == FileKind::Folder) {
        let Ok(date) = day.name.parse::<NaiveDate>() else { continue };
        if manifest.at.date_naive().signed_duration_since(date).num_days() < DAYS {
            continue;
        }
        let mut tree = Tree::default();
        tree.add(mirror, &format!("{OLD}/{}", day.name));
        for path in tree.files.keys() {
            let Ok((_, content)) = digest(mirror, path, progress) else { continue };
            let Some(elsewhere) = by_digest.get(content.as_str()) else { continue };
            // Both files are read now, so that the last copy of a content is never removed.
            if digest(mirror, &elsewhere.path, progress).is_ok_and(|(_, there)| there == content) {
                mirror.discard(path)?;
            }
        }
    }
    let mut lists: Vec<_> = mirror.list("")?.into_iter().filter(|entry| is_list(&entry.name)).collect();
    lists.truncate(lists.len().saturating_sub(LISTS));
    lists.iter().try_for_each(|list| mirror.discard(&list.name))?;
    Ok(())
}
