//! Backing up a data folder and restoring it.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;

use super::failure::Failure;
use super::output::{Output, plain};
use super::{Done, Exit};
use crate::backup::{self, BackupError, Fault, Finding};
use crate::store::{Disk, OsDisk, Quiet};

fn disk() -> Arc<dyn Disk> {
    Arc::new(OsDisk)
}

/// Backs up, and prints what the backup holds and what is wrong with it.
pub fn back_up(root: &Path, target: &Path, at: DateTime<FixedOffset>, output: &mut Output) -> Done {
    let done = backup::back_up(&disk(), root, target, at, &Quiet)?;
    show(&done.findings, output)?;
    let folder = done.folder.display();
    let (documents, files, copied) = (done.documents, done.files, done.copied);
    let faults = done.findings.len();
    let words = if faults == 0 {
        t!("cli.summary.backup", documents = documents, files = files, copied = copied, folder = folder)
    } else {
        t!(
            "cli.summary.backup_faults",
            faults = faults,
            documents = documents,
            files = files,
            copied = copied,
            folder = folder
        )
    };
    output.line(&words)?;
    Ok(if faults == 0 { Exit::Fine } else { Exit::Faults })
}

/// Restores the backup at a path, or the newest one in that folder.
pub fn restore(path: &Path, root: &Path, output: &mut Output) -> Done {
    let found = backup::find(&disk(), path)?;
    let newest = found.first().ok_or_else(|| BackupError::NotABackup(path.to_owned()))?;
    let done = backup::restore(&disk(), &newest.path, root, &Quiet)?;
    show(&done.findings, output)?;
    let (files, cycles, folder) = (done.files, done.cycles, root.display());
    let faults = done.findings.len();
    let words = if faults == 0 {
        t!("cli.summary.restored", files = files, cycles = cycles, folder = folder)
    } else {
        t!("cli.summary.restored_faults", faults = faults, files = files, cycles = cycles, folder = folder)
    };
    output.line(&words)?;
    Ok(if faults == 0 { Exit::Fine } else { Exit::Faults })
}

fn show(findings: &[Finding], output: &mut Output) -> Result<(), Failure> {
    for finding in findings {
        let word = match finding.fault {
            Fault::Unreadable => t!("cli.word.unreadable"),
            Fault::Changed => t!("cli.word.changed"),
            Fault::Missing => t!("cli.word.missing"),
            Fault::Damaged => t!("cli.word.broken"),
            Fault::Unknown => t!("cli.word.unknown"),
            Fault::NotCopied => t!("cli.word.not_copied"),
        };
        let mut line = format!("{word}\t{}\t{}", plain(&finding.path), plain(&finding.reason));
        if finding.kept {
            line.push('\t');
            line += &t!("cli.word.kept");
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}
