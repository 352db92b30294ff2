//! What went wrong, in words.

use std::io;
use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::words::{found, untakable};
use crate::archive::{ArchiveError, Report, Severity, Verdict};
use crate::backup::BackupError;
use crate::cycle::Refusal;
use crate::demo::DemoError;
use crate::store::{ErrorKind, FileKind, StoreError};

/// Why something could not be done.
#[derive(Debug)]
pub enum Trouble {
    /// The data folder.
    Store(StoreError),
    /// The archive.
    Archive(ArchiveError),
    /// The sample.
    Demo(DemoError),
    /// A backup or a restore.
    Backup(BackupError),
    /// Neither a data folder nor a bag.
    NothingToCheck(PathBuf),
    /// No such dossier in the archive.
    NoDossier(String),
    /// The output could not be written.
    Output(io::Error),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ArchiveError> for Trouble {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Store(error) => Self::Store(error),
            error => Self::Archive(error),
        }
    }
}

impl From<DemoError> for Trouble {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Store(error) => Self::Store(error),
            DemoError::Archive(error) => error.into(),
            error => Self::Demo(error),
        }
    }
}

impl From<BackupError> for Trouble {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => Self::Store(error),
            error => Self::Backup(error),
        }
    }
}

impl Trouble {
    /// Whether the reader of the output has gone away, as `head` does.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// A sentence, and below it the details.
    pub fn say(&self) -> String {
        match self {
            Self::Store(error) => store(error),
            Self::Archive(error) => archive(error),
            Self::Backup(error) => backup(error),
            Self::Demo(error) => t!("cli.error.demo", reason = error).into_owned(),
            Self::NothingToCheck(path) => {
                t!("cli.error.nothing_to_check", path = path.display()).into_owned()
            }
            Self::NoDossier(name) => t!("cli.error.no_dossier", name = name).into_owned(),
            Self::Output(error) => t!("cli.error.output", reason = error).into_owned(),
        }
    }
}

fn store(error: &StoreError) -> String {
    let key = match error.kind() {
        ErrorKind::NotFound => "not_found",
        ErrorKind::Denied => "denied",
        ErrorKind::DiskFull(_) => "disk_full",
        ErrorKind::Busy => "busy",
        ErrorKind::Away => "away",
        ErrorKind::ReadOnly => "read_only",
        ErrorKind::Exists => "exists",
        ErrorKind::NotADataFolder => "not_a_data_folder",
        ErrorKind::NewerLayout { .. } | ErrorKind::NewerChanges => "newer",
        ErrorKind::Broken(_) => "broken",
        ErrorKind::InsideDataFolder => "inside_data_folder",
        ErrorKind::NoSuchCycle(id) => return t!("cli.error.no_such_cycle", cycle = id.folder()).into_owned(),
        ErrorKind::Refused(refusal) => return refused(refusal),
        ErrorKind::Cancelled => return t!("cli.error.cancelled").into_owned(),
        ErrorKind::CycleExists(id) => return t!("cli.error.cycle_exists", cycle = id.folder()).into_owned(),
        ErrorKind::Disk => "disk",
        ErrorKind::NotAFolder => "not_a_folder",
        ErrorKind::NotAFile(FileKind::OddName) => "odd_name",
        ErrorKind::NotAFile(_) => "not_a_file",
        ErrorKind::SourceChanged => "source_changed",
        ErrorKind::ReadBackDiffers => "read_back_differs",
        ErrorKind::TooLarge(_) => "too_large",
        ErrorKind::BadPath => "bad_path",
    };
    let said = t!(format!("cli.error.{key}"), path = error.path().display());
    // The system's own words below: they are what a search engine knows.
    format!("{said}\n{error}")
}

fn backup(error: &BackupError) -> String {
    match error {
        BackupError::Store(error) => store(error).into(),
        BackupError::Cancelled => t!("cli.error.cancelled"),
        BackupError::InsideDataFolder(path) => t!("cli.error.inside_data_folder", path = path.display()),
        BackupError::OtherStore(path) => t!("cli.error.other_store", path = path.display()),
        BackupError::TargetAway(path) => t!("cli.error.not_found", path = path.display()),
        BackupError::NotABackup(path) => t!("cli.error.not_a_backup", path = path.display()),
        BackupError::NotEmpty(path) => t!("cli.error.not_empty", path = path.display()),
        BackupError::NotVerified(reason) => t!("cli.error.not_verified", reason = reason),
    }
    .into()
}

fn archive(error: &ArchiveError) -> String {
    match error {
        ArchiveError::Refused(refusal) => refused(refusal),
        ArchiveError::Cancelled => t!("cli.error.cancelled").into_owned(),
        ArchiveError::NotABag(path) => t!("cli.error.not_a_bag", path = path.display()).into_owned(),
        ArchiveError::TitleNeeded(path) => t!("cli.error.title_needed", path = path.display()).into_owned(),
        ArchiveError::WhichBag { path, bags } => {
            let list = bags.iter().map(|bag| if bag.is_empty() { "." } else { bag });
            let title = t!("cli.error.which_bag", path = path.display());
            std::iter::once(&*title).chain(list).collect::<Vec<_>>().join("\n")
        }
        ArchiveError::Zip { path, entry, fault } => {
            let title = t!("cli.error.not_taken_in", path = path.display());
            let place = if entry.is_empty() { String::new() } else { format!("\n{entry}") };
            format!("{title}{place}\n{}", untakable(entry, fault))
        }
        ArchiveError::DamagedBag { outside, report } => {
            let key = if report.verdict == Verdict::Unjudged { "unjudged_bag" } else { "damaged_bag" };
            damaged(&t!(format!("cli.error.{key}"), path = outside.display()), report)
        }
        ArchiveError::NotWhole(report) => damaged(&t!("cli.error.not_whole"), report),
        ArchiveError::Waiting(_) => t!("cli.error.waiting").into_owned(),
        ArchiveError::Store(error) => store(error),
        ArchiveError::InsideDataFolder(path) => {
            t!("cli.error.inside_data_folder", path = path.display()).into_owned()
        }
        ArchiveError::FaultyJournal(problem) => as_in_window("faulty_journal", &problem.path, error),
        ArchiveError::SealedElsewhere(bag) => as_in_window("sealed_elsewhere", Path::new(bag), error),
        ArchiveError::DocumentChanged { path, .. } => as_in_window("document_changed", path, error),
        ArchiveError::DocumentMissing { path, .. } => as_in_window("document_missing", path, error),
        ArchiveError::NotVerified(report) => as_in_window("not_verified", &report.path, error),
        ArchiveError::ChangedMeanwhile => as_in_window("changed_meanwhile", Path::new(""), error),
        ArchiveError::Text(_) => as_in_window("not_sealed", Path::new(""), error),
    }
}

/// What the window says of it: what happened, and what to do next. The details stand below.
fn as_in_window(key: &str, path: &Path, error: &ArchiveError) -> String {
    let file = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let (title, text) =
        (t!(format!("trouble.{key}.title"), file = file), t!(format!("trouble.{key}.text"), file = file));
    format!("{}. {text}\n{error}", title.trim_end_matches('.'))
}

/// What is wrong with a bag: a sentence, and the gravest findings.
fn damaged(said: &str, report: &Report) -> String {
    let lines = report.of(Severity::Error).take(10).map(found);
    std::iter::once(said.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Sealed => t!("cli.error.sealed").into_owned(),
        Refusal::NotReady(step) => t!("cli.error.not_ready", step = step).into_owned(),
        Refusal::FormNeeded => t!("cli.error.form_needed").into_owned(),
        other => format!("{}\n{other}", t!("cli.error.refused")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::error::one_of_each;

    /// The first line is for the person; what the system says stands below it.
    #[test]
    fn every_refusal_says_what_is_there_and_what_to_do() {
        let mut said: Vec<String> = one_of_each().iter().map(store).collect();
        said.extend(crate::backup::one_of_each().iter().map(backup));
        said.extend(crate::archive::one_of_each().iter().map(archive));
        assert!(said.len() > 40);
        for text in said {
            let first = text.lines().next().unwrap_or_default();
            let hole =
                ["%{", "“”", "  ", " ,", ": ,", "()", ": :"].iter().find(|hole| first.contains(**hole));
            assert_eq!(hole, None, "{first}");
            assert!(!first.contains("os error") && first.len() > 20, "{first}");
            // A colon is followed by what it announces.
            assert!(!first.trim_end().ends_with(':') || text.lines().count() > 1, "{text}");
        }
    }
}
