//! Checking a data folder, a dossier, or any `BagIt` bag, and repairing a data folder.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;

use super::failure::Failure;
use super::output::{Output, plain};
use super::{Done, Exit};
use crate::archive::{self, Detail, Severity, Verdict, finding_detail, finding_word};
use crate::backup::Copies;
use crate::check::{Examination, Remedy, Repaired, examine, repair};
use crate::fixity::What;
use crate::pc::LocalSettings;
use crate::store::{Disk, LAYOUT_FILE, OsDisk, Quiet, StoreError, Workspace};
use crate::words::language;

/// What to do besides checking.
#[derive(Debug, Clone, Copy)]
pub struct How<'a> {
    /// Whether to print faults only.
    pub quiet: bool,
    /// Whether to repair what can be repaired.
    pub repair: bool,
    /// The backup from which good copies are taken.
    pub backup: Option<&'a Path>,
    /// This PC's own folder.
    pub local: &'a Path,
    /// The time.
    pub at: DateTime<FixedOffset>,
}

/// Checks whatever is at a path: a data folder, a dossier, or a `BagIt` bag.
pub fn run(path: &Path, settings: &LocalSettings, how: How<'_>, output: &mut Output) -> Done {
    let kind = std::fs::metadata(path).map_err(|error| StoreError::io(path, error))?;
    if path.join(LAYOUT_FILE).exists() {
        return data_folder(path, settings, how, output);
    }
    if !kind.is_dir() || !is_bag(path)? {
        return Err(Failure::NothingToCheck(path.to_owned()));
    }
    let report = archive::check(&OsDisk, path, &Quiet);
    for finding in report.findings.iter().filter(|finding| !how.quiet || finding.severity == Severity::Error)
    {
        let path = if finding.path.is_empty() { "." } else { &finding.path };
        let (word, detail) =
            (finding_word(finding, language()).to_lowercase(), finding_detail(&finding.detail, language()));
        let mut line = format!("{word}\t{}\t{}", plain(path), plain(&detail));
        // The two values, for comparison by hand.
        if matches!(finding.detail, Detail::Digest { .. } | Detail::Oxum { .. }) {
            line = format!("{line}\t{}", plain(&finding.detail.to_string()));
        }
        output.line(line.trim_end())?;
    }
    let errors = report.of(Severity::Error).count();
    // A verdict other than intact counts as a fault even without a finding.
    let faults = errors.max(usize::from(report.verdict != Verdict::Intact));
    let sum = Sum { faults, notices: report.findings.len() - errors, files: report.files, dossiers: 1 };
    let verdict = match report.verdict {
        Verdict::Unjudged => t!("cli.summary.unjudged", files = sum.files),
        _ => sum.say(),
    };
    if !how.quiet {
        output.line(&verdict)?;
        if let Some(seal) = &report.seal {
            output.line(&t!("cli.summary.seal", digest = seal))?;
        }
    }
    Ok(if report.verdict == Verdict::Intact { Exit::Fine } else { Exit::Faults })
}

/// Whether a folder is a bag: finished or not, it has a payload or a manifest.
fn is_bag(path: &Path) -> Result<bool, Failure> {
    let entries = std::fs::read_dir(path).map_err(|error| StoreError::io(path, error))?;
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    Ok(names.into_iter().any(|name| name == "bagit.txt" || name == "data" || name.starts_with("manifest-")))
}

fn data_folder(root: &Path, settings: &LocalSettings, how: How<'_>, output: &mut Output) -> Done {
    let disk: Arc<dyn Disk> = Arc::new(OsDisk);
    let workspace = Workspace::view(disk.clone(), root)?;
    let known = settings.backups.get(workspace.store()).map(|choice| choice.target.as_path());
    let mut copies = match (how.backup, known) {
        (Some(chosen), _) => Some(Copies::open(&disk, chosen, workspace.store())?),
        // The known backup disk may not be connected; that is no error.
        (None, Some(known)) => Copies::open(&disk, known, workspace.store()).ok(),
        (None, None) => None,
    };
    let found = examine(&workspace, copies.as_mut(), &Quiet)?;
    if !how.repair {
        return show(&found, how.quiet, output);
    }
    drop(workspace);
    lines(&found, how.quiet, output)?;
    // Opened as the program opens it, so that temporary files are removed at the next start if the repair is
    // killed.
    let workspace = Workspace::open(root, how.local)?;
    let done = repair(workspace.folder(), &found, copies.as_ref(), how.at, &Quiet)?;
    drop(workspace);
    say_repaired(&done, output)?;
    // The folder is examined again, so that the summary is right even after a failed repair.
    let workspace = Workspace::view(disk, root)?;
    let left = examine(&workspace, copies.as_mut(), &Quiet)?;
    summary(&left, how.quiet, output)
}

fn say_repaired(done: &Repaired, output: &mut Output) -> Result<(), Failure> {
    for (path, error) in &done.failed {
        output.line(&format!(
            "{}\t{}\t{}",
            t!("cli.word.not_repaired"),
            plain(path),
            plain(&error.to_string())
        ))?;
    }
    output.line(&t!("cli.summary.repaired", quarantined = done.quarantined, restored = done.restored))
}

fn show(found: &Examination, quiet: bool, output: &mut Output) -> Done {
    lines(found, quiet, output)?;
    summary(found, quiet, output)
}

fn lines(found: &Examination, quiet: bool, output: &mut Output) -> Result<(), Failure> {
    for finding in &found.findings {
        if quiet && finding.severity != Severity::Error {
            continue;
        }
        let mut line =
            format!("{}\t{}\t{}", word(finding.what), plain(&finding.path), plain(&finding.detail));
        if let Some(Remedy::Replace { from, .. }) = &finding.remedy {
            line.push('\t');
            line += &t!("cli.word.in_backup", path = plain(from));
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}

fn summary(found: &Examination, quiet: bool, output: &mut Output) -> Done {
    let faults = found.count(Severity::Error);
    let sum =
        Sum { faults, notices: found.findings.len() - faults, files: found.files, dossiers: found.dossiers };
    if !quiet {
        output.line(&sum.say())?;
    }
    Ok(if faults == 0 { Exit::Fine } else { Exit::Faults })
}

/// The numbers of a check's summary line.
struct Sum {
    faults: usize,
    notices: usize,
    files: u64,
    dossiers: usize,
}

impl Sum {
    fn say(&self) -> Cow<'_, str> {
        let Self { faults, notices, files, dossiers } = self;
        match (faults, notices) {
            (0, 0) => t!("cli.summary.fine", files = files, dossiers = dossiers),
            (0, _) => t!("cli.summary.notices", notices = notices, files = files, dossiers = dossiers),
            _ => {
                t!(
                    "cli.summary.faults",
                    faults = faults,
                    notices = notices,
                    files = files,
                    dossiers = dossiers
                )
            }
        }
    }
}

fn word(what: What) -> String {
    match what {
        What::Empty => t!("cli.word.empty"),
        What::Broken => t!("cli.word.broken"),
        What::TooLarge => t!("cli.word.too_large"),
        What::Unreadable => t!("cli.word.unreadable"),
        What::Newer => t!("cli.word.newer"),
        What::Fork => t!("cli.word.fork"),
        What::Missing => t!("cli.word.missing"),
        What::Changed => t!("cli.word.changed"),
        What::Unfinished => t!("cli.word.unfinished"),
        What::Waiting => t!("cli.word.waiting"),
        What::Moved => t!("cli.word.moved"),
        What::Unknown => t!("cli.word.unknown"),
        What::SealedTwice => t!("cli.word.sealed_twice"),
        What::Copy => t!("cli.word.copy"),
        What::Odd => t!("cli.word.odd"),
        What::Unjudged => t!("archive.finding.unjudged"),
    }
    .into_owned()
}
