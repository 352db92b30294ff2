//! The repair. Files are moved aside or brought back; none is deleted, and none is overwritten.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use super::{Examination, Finding, Remedy};
use crate::backup::{BackupError, Copies};
use crate::store::{Algorithm, ErrorKind, Folder, Progress, QUARANTINE, StoreError};

/// What a repair has done.
#[derive(Debug, Clone, Default)]
pub struct Repaired {
    /// Number of files that were moved aside.
    pub quarantined: usize,
    /// Number of files that are whole in their places again.
    pub restored: usize,
    /// Repairs that failed or were not completed: each file is where it was, or in the quarantine. Another
    /// examination says what is left to do.
    pub failed: Vec<(String, StoreError)>,
}

/// Carries out what an examination proposes. A note in the quarantine, written first, says where each file
/// comes from.
pub fn repair(
    folder: &Folder,
    examination: &Examination,
    copies: Option<&Copies>,
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<Repaired, BackupError> {
    let day = format!("{QUARANTINE}/{}", at.date_naive());
    let mut plan: Vec<(&Finding, &Remedy, Option<String>)> = Vec::new();
    for (finding, remedy) in examination.remedies() {
        // There may be two findings about one file, which is repaired once.
        if plan.iter().any(|(other, ..)| other.path == finding.path) {
            continue;
        }
        let there = folder.metadata(&finding.path)?.is_some();
        let aside = there && !matches!(remedy, Remedy::PutBack(_));
        let to = aside.then(|| free(folder, &day, &finding.path)).transpose()?;
        plan.push((finding, remedy, to));
    }
    let mut done = Repaired::default();
    if plan.is_empty() {
        return Ok(done);
    }
    write_note(folder, &day, &plan, at)?;
    for (finding, remedy, to) in &plan {
        progress.advance(0, &finding.path)?;
        match carry_out(folder, finding, remedy, to.as_deref(), copies, progress) {
            Ok(()) => {
                done.quarantined += usize::from(to.is_some());
                done.restored += usize::from(!matches!(remedy, Remedy::Quarantine));
            }
            Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
            Err(error) => done.failed.push((finding.path.clone(), error)),
        }
    }
    Ok(done)
}

fn carry_out(
    folder: &Folder,
    finding: &Finding,
    remedy: &Remedy,
    aside: Option<&str>,
    copies: Option<&Copies>,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    let path = finding.path.as_str();
    match (remedy, copies) {
        (Remedy::Quarantine, _) => aside.map_or(Ok(()), |aside| folder.rename(path, aside)),
        (Remedy::PutBack(own), _) => folder.rename(path, own),
        (Remedy::Replace { .. }, None) => Err(StoreError::new(ErrorKind::NotFound, path)),
        (Remedy::Replace { from, sha256 }, Some(copies)) => {
            // The good copy is whole before the damaged file leaves its place.
            let source = copies.folder().path(from)?;
            let (good, written) = folder.copy_unnamed(&source, "", &[Algorithm::Sha256], progress)?;
            if written.digests.concat() != *sha256 {
                return Err(StoreError::new(ErrorKind::ReadBackDiffers, source));
            }
            // Files of a sealed dossier are read-only.
            if path.starts_with("arsip/") {
                good.protect()?;
            }
            aside.map_or(Ok(()), |aside| folder.rename(path, aside))?;
            folder.give_name(good, path)
        }
    }
}

/// Writes which file is moved where, and why, for whoever looks into the quarantine. The note is created
/// once, before any file is moved.
fn write_note(
    folder: &Folder,
    day: &str,
    plan: &[(&Finding, &Remedy, Option<String>)],
    at: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let mut note =
        String::from("Dipindah ke karantina oleh Periksa dan perbaiki. Tidak ada yang dihapus.\r\n\r\n");
    for (finding, _, to) in plan {
        if let Some(to) = to {
            // Writing to a String can't fail.
            let _ = write!(
                note,
                "dari   {}\r\nke     {to}\r\nsebab  {:?} {}\r\n\r\n",
                finding.path, finding.what, finding.detail
            );
        }
    }
    if plan.iter().all(|(_, _, to)| to.is_none()) {
        return Ok(());
    }
    let name = folder.free_name(day, &format!("CATATAN {}.txt", at.format("%H.%M.%S")))?;
    folder.create_file(&format!("{day}/{name}"), note.as_bytes())
}

fn free(folder: &Folder, day: &str, path: &str) -> Result<String, StoreError> {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = if parent.is_empty() { day.to_owned() } else { format!("{day}/{parent}") };
    Ok(format!("{parent}/{}", folder.free_name(&parent, name)?))
}
