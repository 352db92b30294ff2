//! Why the command line could not do what was asked.

use std::io;
use std::path::PathBuf;

use rust_i18n::t;

use crate::archive::ArchiveError;
use crate::backup::BackupError;
use crate::demo::DemoError;
use crate::explain::{self, Explanation};
use crate::store::{ErrorKind, StoreError};

/// Why something could not be done.
#[derive(Debug)]
pub enum Failure {
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

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Store(error) => Self::Store(error),
            error => Self::Archive(error),
        }
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Store(error) => Self::Store(error),
            DemoError::Archive(error) => error.into(),
            error => Self::Demo(error),
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Store(error) => Self::Store(error),
            error => Self::Backup(error),
        }
    }
}

impl Failure {
    /// Whether the reader of the output has gone away, as `head` does.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// What happened and what to do next in one line, with the options that help; below it the particulars, which
    /// name the whole path and have the system's own words.
    pub fn say(&self) -> String {
        match self {
            Self::Store(error) => lines(&explain::store(error), store_hint(error)),
            Self::Archive(error) => lines(&explain::archive_error(error), archive_hint(error)),
            Self::Backup(error) => lines(&explain::backup(error), None),
            Self::Demo(error) => t!("cli.error.demo", reason = error).into_owned(),
            Self::NothingToCheck(path) => {
                t!("cli.error.nothing_to_check", path = path.display()).into_owned()
            }
            Self::NoDossier(name) => t!("cli.error.no_dossier", name = name).into_owned(),
            Self::Output(error) => t!("cli.error.output", reason = error).into_owned(),
        }
    }
}

fn lines(explained: &Explanation, hint: Option<String>) -> String {
    let Explanation { title, text, details, .. } = explained;
    let first = format!("{}. {text}", title.trim_end_matches('.'));
    let said = [Some(first), hint, Some(details.clone()).filter(|details| !details.is_empty())];
    said.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The option that helps where a file of the data folder is in the way.
fn store_hint(error: &StoreError) -> Option<String> {
    matches!(error.kind(), ErrorKind::Broken(_)).then(|| t!("cli.hint.repair").into_owned())
}

/// The option that helps where the window has a button or a dialog.
fn archive_hint(error: &ArchiveError) -> Option<String> {
    match error {
        ArchiveError::NotWhole(_) => Some(t!("cli.hint.not_whole").into_owned()),
        ArchiveError::TitleNeeded(_) => Some(t!("cli.hint.title_needed").into_owned()),
        ArchiveError::WhichBag { bags, .. } => {
            let bags = bags.iter().map(|bag| if bag.is_empty() { "." } else { bag });
            let hint = t!("cli.hint.which_bag");
            Some(std::iter::once(&*hint).chain(bags).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::error::one_of_each;

    /// The first line is for the person; what the system says stands below it.
    #[test]
    fn every_failure_says_what_is_there_and_what_to_do() {
        let mut all: Vec<Failure> = one_of_each().into_iter().map(Failure::from).collect();
        all.extend(crate::backup::one_of_each().into_iter().map(Failure::from));
        all.extend(crate::archive::one_of_each().into_iter().map(Failure::from));
        assert!(all.len() > 40);
        for text in all.iter().map(Failure::say) {
            let first = text.lines().next().unwrap_or_default();
            let hole =
                ["%{", "“”", "  ", " ,", ": ,", "()", ": :", ".."].iter().find(|hole| first.contains(**hole));
            assert_eq!(hole, None, "{first}");
            assert!(!first.contains("os error") && first.len() > 20, "{first}");
            // A colon is followed by what it announces.
            assert!(!first.trim_end().ends_with(':') || text.lines().count() > 1, "{text}");
        }
    }
}
