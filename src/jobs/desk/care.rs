//! Keeping the data folder safe: backup and restore. All of it runs beside the desk and reads the folder as it
//! lies, so nobody waits for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::Local;

use super::Owner;
use crate::backup;
use crate::jobs::pace::{Pace, Paced};
use crate::jobs::{Outcome, Ticket, Trouble};

impl Owner {
    /// Backs up the data folder that is open.
    pub(super) fn back_up(
        &mut self,
        ticket: Ticket,
        target: PathBuf,
        pace: Pace,
        cancelled: Arc<AtomicBool>,
    ) {
        let root = self.workspace().map(|workspace| workspace.root().to_owned());
        let (back, disk) = (self.back.clone(), self.disk.clone());
        self.report_beside(ticket, move || {
            let progress = Paced(pace, back.progress(ticket, 0, &cancelled));
            let now = Local::now().fixed_offset();
            let done = backup::back_up(&disk, &root?, &target, now, &progress)?;
            Ok(Outcome::BackedUp(Arc::new(done)))
        });
    }

    /// Looks for backups in a folder that was chosen.
    pub(super) fn find_backups(&mut self, ticket: Ticket, chosen: PathBuf) {
        let disk = self.disk.clone();
        self.report_beside(ticket, move || Ok(Outcome::BackupsFound(backup::find(&disk, &chosen)?)));
    }

    /// Restores a backup to an empty folder; the one that is open is not touched.
    pub(super) fn restore(&mut self, ticket: Ticket, from: PathBuf, root: &Path, cancelled: Arc<AtomicBool>) {
        let (back, disk, root) = (self.back.clone(), self.disk.clone(), root.to_owned());
        self.report_beside(ticket, move || {
            let progress = back.progress(ticket, 0, &cancelled);
            let restored = backup::restore(&disk, &from, &root, &progress)?;
            Ok(Outcome::Restored(root, Arc::new(restored)))
        });
    }
}

impl From<backup::BackupError> for Trouble {
    fn from(error: backup::BackupError) -> Self {
        match error {
            backup::BackupError::Cancelled => Self::Cancelled,
            error => Self::Backup(Arc::new(error)),
        }
    }
}
