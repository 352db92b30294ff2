//! What a person can ask of the desk, a file for each deed: what is asked, what is shown while it runs, what
//! is said when it ends. A view pushes the deed as an [`Action`].

mod attach;
mod backup;
mod check;
mod dossier;
mod export;
mod files;
mod folder;
mod import;
mod look;
mod office;
mod outside;
mod repair;
mod restore;
mod run;
mod seal;
mod sop;
mod start;
mod undo;

pub use attach::Attach;
pub use backup::{AFTER_FAILURE, BackUp};
pub use check::CheckArchive;
pub use dossier::{CheckDossier, ReadDossier};
pub use export::Export;
pub use files::FilesIn;
pub use folder::{CreateFolder, CreateSample, OpenFolder, Why};
pub use import::Import;
pub use look::LookOutside;
pub use office::ChangeOffice;
pub use outside::{Adopt, SetAsideRemoved, TakeChanged};
pub use repair::{Examine, Repair};
pub use restore::{FindBackups, Restore};
pub use run::Run;
pub use seal::Seal;
pub use sop::SaveSop;
pub use start::StartCycle;
pub use undo::Undo;

use std::path::PathBuf;

use super::contract::{Action, Pick};
use crate::archive;

/// The action for paths that were chosen in the system's file dialog; none if no path was.
pub fn picked(pick: Pick, paths: Vec<PathBuf>) -> Option<Action> {
    let first = paths.first().cloned()?;
    Some(match pick {
        Pick::DataFolder => OpenFolder::asked(first).into(),
        Pick::BackupTarget => Action::SetBackupTarget(first),
        Pick::Zip | Pick::Bag => Import { source: first.into(), given: None }.into(),
        Pick::Backup => FindBackups(first).into(),
        Pick::RestoreTo => Action::RestoreTo(first),
        Pick::Files(cycle, target) => FilesIn { cycle, target: Some(target), sure: true, paths }.into(),
        Pick::Export(folder) => Export(archive::Export { folder, target: first, as_is: false }).into(),
    })
}
