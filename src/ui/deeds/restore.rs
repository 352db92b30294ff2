//! Restoring a backup.

use std::path::PathBuf;
use std::sync::Arc;

use rust_i18n::t;

use crate::backup::{FoundBackup, Restored};
use crate::jobs::requests;
use crate::ui::contract::{Deed, Dialog, Shown, Window};
use crate::ui::deeds::OpenFolder;

/// Look for backups in a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct FindBackups(
    /// The folder that was chosen.
    pub PathBuf,
);

/// Restore a backup and open the restored folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Restore {
    /// Path of the backup.
    pub from: PathBuf,
    /// An empty folder, or one that does not exist yet.
    pub root: PathBuf,
}

impl Deed for FindBackups {
    type Request = requests::FindBackups;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::FindBackups(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, found: Vec<FoundBackup>, window: &mut Window<'_>) {
        window.show(Dialog::Restore(found));
    }
}

impl Deed for Restore {
    type Request = requests::Restore;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::Restore { from: self.from.clone(), root: self.root.clone() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Job { what: t!("restore.job").into_owned(), cancellable: true }
    }

    /// Files that could not be restored are listed; the folder is opened in any case.
    fn done(self, restored: Arc<Restored>, window: &mut Window<'_>) {
        if restored.findings.is_empty() {
            window.say(t!("restore.done", n = restored.files));
        } else {
            window.show(Dialog::RestoreFindings(restored));
        }
        window.act(OpenFolder::asked(self.root));
    }
}
