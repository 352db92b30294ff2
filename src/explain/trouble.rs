//! What went wrong, to which file, and what to do next.

use std::path::Path;

use rust_i18n::t;

use super::finding::{finding, untakable};
use crate::archive::{self, ArchiveError, Severity, Verdict, ZipFault};
use crate::backup::BackupError;
use crate::jobs::Trouble;
use crate::store::{ErrorKind, FileKind, Problem, ProblemKind, StoreError};
use crate::words::{cycle_title, file_name, language, missing, refusal};

/// Findings in the details of a message.
const LISTED: usize = 200;

/// A message in the words of a clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How serious it is.
    pub severity: Severity,
    /// What happened, to which file.
    pub title: String,
    /// What it means and what to do next.
    pub text: String,
    /// Particulars for whoever mends it, folded away until asked for.
    pub details: String,
}

/// Says why a request failed.
pub fn trouble(trouble: &Trouble) -> Explanation {
    let details = trouble.to_string();
    match trouble {
        Trouble::Refused(refused) => {
            said(Severity::Warning, t!("refusal.title"), refusal(refused, None), details)
        }
        Trouble::Store(error) => store(error),
        Trouble::Archive(problem) => not_read(problem),
        Trouble::Sealing(error) => archive(error),
        Trouble::Backup(error) => backup(error),
        Trouble::AlreadySealing(id) => {
            let title = t!("trouble.already_sealing.title", cycle = cycle_title(*id));
            said(Severity::Information, title, t!("trouble.already_sealing.text"), details)
        }
        Trouble::OpenElsewhere(_) => said(
            Severity::Information,
            t!("trouble.open_elsewhere.title"),
            t!("trouble.open_elsewhere.text"),
            details,
        ),
        Trouble::NothingOpen => said(
            Severity::Information,
            t!("trouble.nothing_open.title"),
            t!("trouble.nothing_open.text"),
            details,
        ),
        Trouble::Cancelled => said(
            Severity::Information,
            t!("trouble.cancelled.title"),
            t!("trouble.cancelled.text"),
            String::new(),
        ),
        Trouble::Crashed(_) => {
            said(Severity::Error, t!("trouble.crashed.title"), t!("trouble.crashed.text"), details)
        }
    }
}

/// Says what the data folder answered.
pub fn store(error: &StoreError) -> Explanation {
    let details = error.to_string();
    let file = error.file_name();
    let size = |bytes: u64| language().size(bytes);
    let plain = |key: &str| {
        let title = t!(format!("trouble.{key}.title"), file = file);
        let text = t!(format!("trouble.{key}.text"), file = file);
        said(Severity::Error, title, text, details.clone())
    };
    match error.kind() {
        ErrorKind::NotFound => plain("not_found"),
        ErrorKind::Denied => plain("denied"),
        ErrorKind::DiskFull(None) => plain("disk_full"),
        ErrorKind::DiskFull(Some(bytes)) => Explanation {
            text: t!("trouble.disk_full.text_wanted", file = file, size = size(*bytes)).into_owned(),
            ..plain("disk_full")
        },
        ErrorKind::Busy => plain("busy"),
        ErrorKind::Disk => plain("disk"),
        ErrorKind::Away => plain("away"),
        ErrorKind::ReadOnly => plain("read_only"),
        ErrorKind::Exists => plain("exists"),
        ErrorKind::NotADataFolder => plain("not_a_data_folder"),
        ErrorKind::NewerLayout { min_app } => Explanation {
            text: t!("trouble.newer_layout.text", version = min_app).into_owned(),
            ..plain("newer_layout")
        },
        ErrorKind::Broken(_) => plain("broken"),
        ErrorKind::NewerChanges => plain("newer_changes"),
        ErrorKind::NotAFolder => plain("not_a_folder"),
        ErrorKind::NotAFile(FileKind::Folder) => plain("is_a_folder"),
        ErrorKind::NotAFile(FileKind::Link) => plain("is_a_link"),
        ErrorKind::NotAFile(FileKind::OddName) => plain("odd_name"),
        ErrorKind::NotAFile(FileKind::File | FileKind::Special) => plain("not_a_file"),
        ErrorKind::InsideDataFolder => plain("inside_data_folder"),
        ErrorKind::SourceChanged => plain("source_changed"),
        ErrorKind::ReadBackDiffers => plain("read_back_differs"),
        ErrorKind::TooLarge(cap) => Explanation {
            text: t!("trouble.too_large.text", size = size(*cap)).into_owned(),
            ..plain("too_large")
        },
        ErrorKind::BadPath => plain("bad_path"),
        ErrorKind::Cancelled => said(
            Severity::Information,
            t!("trouble.cancelled.title"),
            t!("trouble.cancelled.text"),
            String::new(),
        ),
        ErrorKind::NoSuchCycle(id) => Explanation {
            title: t!("trouble.no_such_cycle.title", cycle = cycle_title(*id)).into_owned(),
            ..plain("no_such_cycle")
        },
        ErrorKind::CycleExists(id) => Explanation {
            title: t!("trouble.cycle_exists.title", cycle = cycle_title(*id)).into_owned(),
            ..plain("cycle_exists")
        },
        ErrorKind::Refused(refused) => {
            said(Severity::Warning, t!("refusal.title"), refusal(refused, None), details)
        }
    }
}

/// Says that a dossier could not be read.
fn not_read(problem: &archive::IndexProblem) -> Explanation {
    let details = format!("{}: {}", problem.path.display(), problem.fault);
    said(Severity::Error, t!("trouble.archive.title"), t!("trouble.archive.text"), details)
}

/// Says why a dossier was not sealed, exported or taken in. Nothing has changed then.
pub fn archive(error: &ArchiveError) -> Explanation {
    let name = |path: &Path| file_name(path).into_owned();
    let (key, file) = match error {
        ArchiveError::Waiting(whose) => {
            let text = t!("trouble.waiting.text", whose = missing(whose));
            return said(Severity::Warning, t!("trouble.waiting.title"), text, error.to_string());
        }
        ArchiveError::FaultyJournal(problem) => match problem.kind {
            ProblemKind::Newer => ("newer_changes", name(&problem.path)),
            ProblemKind::Fork => ("forked_journal", name(&problem.path)),
            _ => ("faulty_journal", name(&problem.path)),
        },
        ArchiveError::SealedElsewhere(bag) => ("sealed_elsewhere", bag.clone()),
        ArchiveError::DocumentChanged { title, .. } => ("document_changed", title.clone()),
        ArchiveError::DocumentMissing { title, .. } => ("document_missing", title.clone()),
        ArchiveError::NotVerified(report) => ("not_verified", name(&report.path)),
        ArchiveError::NotWhole(report) => return not_whole("not_whole", &report.path, report),
        ArchiveError::InsideDataFolder(path) => ("export_inside", name(path)),
        ArchiveError::NotABag(path) => ("not_a_bag", name(path)),
        ArchiveError::DamagedBag { outside, report } if report.verdict == Verdict::Unjudged => {
            return not_whole("unjudged_bag", outside, report);
        }
        ArchiveError::DamagedBag { outside, report } => return not_whole("damaged_bag", outside, report),
        ArchiveError::TitleNeeded(path) => ("title_needed", name(path)),
        ArchiveError::WhichBag { path, .. } => ("which_bag", name(path)),
        ArchiveError::ChangedMeanwhile => ("changed_meanwhile", String::new()),
        ArchiveError::Refused(refused) => {
            return said(Severity::Warning, t!("refusal.title"), refusal(refused, None), error.to_string());
        }
        ArchiveError::Zip { path, entry, fault } => return zip(path, entry, fault, error.to_string()),
        ArchiveError::Store(inner) => return store(inner),
        ArchiveError::Cancelled | ArchiveError::Text(_) => ("not_sealed", String::new()),
    };
    let title = t!(format!("trouble.{key}.title"), file = file);
    said(Severity::Error, title, t!(format!("trouble.{key}.text"), file = file), error.to_string())
}

/// Says what is wrong with a bag, with what its check found.
fn not_whole(key: &str, path: &Path, report: &archive::Report) -> Explanation {
    let title = t!(format!("trouble.{key}.title"), file = file_name(path));
    let details: Vec<_> = report.of(Severity::Error).take(LISTED).map(finding).collect();
    said(Severity::Error, title, t!(format!("trouble.{key}.text")), details.join("\n"))
}

/// Says why a ZIP was not unpacked, or a folder not copied.
fn zip(path: &Path, entry: &str, fault: &ZipFault, details: String) -> Explanation {
    let title = t!("trouble.zip.title", file = file_name(path));
    said(Severity::Error, title, untakable(entry, fault), details)
}

/// Says why a backup or a restore came to no end. What stood before stands.
pub fn backup(error: &BackupError) -> Explanation {
    let name = |path: &Path| path.display().to_string();
    let (key, file) = match error {
        BackupError::Store(inner) if matches!(inner.kind(), ErrorKind::DiskFull(_)) => {
            ("backup_full", String::new())
        }
        BackupError::Store(inner) => return store(inner),
        BackupError::Cancelled => ("cancelled", String::new()),
        BackupError::InsideDataFolder(path) => ("backup_inside", name(path)),
        BackupError::OtherStore(path) => ("backup_other", name(path)),
        BackupError::TargetAway(path) => ("backup_away", name(path)),
        BackupError::NotABackup(path) => ("not_a_backup", name(path)),
        BackupError::NotEmpty(path) => ("restore_not_empty", name(path)),
        BackupError::NotVerified(_) => ("backup_not_verified", String::new()),
    };
    let title = t!(format!("trouble.{key}.title"), file = file);
    said(Severity::Error, title, t!(format!("trouble.{key}.text"), file = file), error.to_string())
}

/// Says what of the archive could not be listed.
pub fn archive_problem(problem: &archive::IndexProblem) -> Explanation {
    use archive::IndexFault as K;
    let mut file = file_name(&problem.path);
    let (severity, key) = match problem.fault {
        K::Unfinished(cycle) => {
            file = cycle.map_or(file, |cycle| cycle_title(cycle).into());
            (Severity::Information, "unfinished")
        }
        K::Unreadable(_) => (Severity::Error, "unreadable"),
        K::Broken(_) => (Severity::Error, "broken"),
        K::Newer => (Severity::Warning, "newer"),
        K::Changed => (Severity::Error, "sealed_changed"),
    };
    let title = t!(format!("problem.{key}.title"), file = file);
    let text = t!(format!("problem.{key}.text"), file = file);
    said(severity, title, text, format!("{}\n{}", problem.path.display(), problem.fault))
}

/// Says which file could not be taken in, and why. Everything else works.
pub fn problem(problem: &Problem) -> Explanation {
    let file = file_name(&problem.path);
    let (severity, key) = match problem.kind {
        ProblemKind::Empty => (Severity::Error, "empty"),
        ProblemKind::Broken => (Severity::Error, "broken"),
        ProblemKind::TooLarge => (Severity::Error, "too_large"),
        ProblemKind::Unreadable => (Severity::Error, "unreadable"),
        ProblemKind::Newer => (Severity::Warning, "newer"),
        ProblemKind::Fork => (Severity::Error, "fork"),
        ProblemKind::Missing => (Severity::Error, "missing"),
        ProblemKind::Changed => (Severity::Warning, "changed"),
    };
    let title = t!(format!("problem.{key}.title"), file = file);
    let text = t!(format!("problem.{key}.text"), file = file);
    said(severity, title, text, format!("{}\n{}", problem.path.display(), problem.reason))
}

fn said(
    severity: Severity,
    title: impl Into<String>,
    text: impl Into<String>,
    details: impl Into<String>,
) -> Explanation {
    Explanation { severity, title: title.into(), text: text.into(), details: details.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::error::one_of_each;

    /// What happened and what to do is said in words; what the system says is folded away.
    #[test]
    fn every_refusal_says_what_is_there_and_what_to_do() {
        let mut said: Vec<Explanation> = one_of_each().iter().map(store).collect();
        said.extend(crate::backup::one_of_each().iter().map(backup));
        said.extend(crate::archive::one_of_each().iter().map(archive));
        assert!(said.len() > 60);
        for Explanation { title, text, .. } in said {
            for words in [&title, &text] {
                let hole = ["%{", "“”", "  ", " ,", ": ,", "()", "trouble."]
                    .iter()
                    .find(|hole| words.contains(**hole));
                assert_eq!(hole, None, "{title}: {text}");
                assert!(!words.contains("os error") && !words.trim_end().ends_with(':'), "{title}: {text}");
            }
            assert!(title.len() > 5 && text.len() > 10, "{title}: {text}");
        }
    }
}
