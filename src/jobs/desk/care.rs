//! Keeping the data folder safe: backup and restore, check and repair, what comes in from outside. All that takes
//! long runs beside the desk, so nobody waits for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::Local;

use super::{Message, Owner, beside, crashed, who};
use crate::archive::{self, Given, Imported};
use crate::backup::{self, Copies};
use crate::check::{self, Examination};
use crate::jobs::pace::{Pace, Paced};
use crate::jobs::{Outcome, Report, Ticket, Trouble};
use crate::store::Workspace;

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

/// A bag that stands in the archive, but not in the office's journal.
pub(super) struct TakenIn {
    root: PathBuf,
    imported: Imported,
    given: Option<Given>,
    by: String,
}

impl Owner {
    /// Examines the data folder; good copies are looked for in the backup, if its disk is there.
    pub(super) fn examine(&mut self, ticket: Ticket, backup: Option<PathBuf>, cancelled: Arc<AtomicBool>) {
        let root = self.workspace().map(|workspace| workspace.root().to_owned());
        let (back, disk) = (self.back.clone(), self.disk.clone());
        self.report_beside(ticket, move || {
            let progress = back.progress(ticket, 0, &cancelled);
            let workspace = Workspace::view(disk.clone(), &root?)?;
            let mut copies = backup.and_then(|backup| Copies::open(&disk, &backup, workspace.store()).ok());
            let found = check::examine(&workspace, copies.as_mut(), &progress)?;
            Ok(Outcome::Examined(Arc::new(found)))
        });
    }

    /// Repairs, and reads the folder anew: what was broken is known no more.
    pub(super) fn repair(
        &mut self,
        ticket: Ticket,
        found: &Examination,
        backup: Option<&Path>,
        cancelled: &Arc<AtomicBool>,
    ) -> Result<Outcome, Trouble> {
        let disk = self.disk.clone();
        let progress = self.back.progress(ticket, 0, cancelled);
        let workspace = self.workspace()?;
        let (root, folder) = (workspace.root().to_owned(), workspace.folder().clone());
        let copies = backup.and_then(|backup| Copies::open(&disk, backup, workspace.store()).ok());
        let now = Local::now().fixed_offset();
        let done = check::repair(&folder, found, copies.as_ref(), now, &progress);
        let loaded = self.loader().load(&root)?;
        self.adopt(loaded);
        Ok(Outcome::Repaired(Arc::new(done?)))
    }

    /// A round through the archive.
    pub(super) fn check_archive(&mut self, ticket: Ticket, pace: Pace, cancelled: Arc<AtomicBool>) {
        let begun =
            self.workspace().map(|workspace| (workspace.folder().clone(), workspace.writer().clone()));
        let seals = self.recorded_seals().into_iter().collect();
        let back = self.back.clone();
        self.report_beside(ticket, move || {
            let (folder, writer) = begun?;
            let progress = Paced(pace, back.progress(ticket, 0, &cancelled));
            let now = Local::now().fixed_offset();
            let round = check::check_archive(&folder, &writer, &seals, now, &progress)?;
            Ok(Outcome::ArchiveChecked(Arc::new(round)))
        });
    }

    /// Takes a bag in beside the desk, which records it in the end.
    pub(super) fn import(
        &mut self,
        ticket: Ticket,
        source: PathBuf,
        given: Option<Given>,
        by: String,
        cancelled: Arc<AtomicBool>,
    ) {
        let folder = self.workspace().map(|workspace| workspace.folder().clone());
        let (back, desk) = (self.back.clone(), self.desk.upgrade());
        let work = move || {
            let progress = back.progress(ticket, 0, &cancelled);
            let take = || {
                let folder = folder?;
                let imported = archive::import(&folder, &source, given.as_ref(), &progress)?;
                Ok(TakenIn { root: folder.root().to_owned(), imported, given, by })
            };
            let taken = catch_unwind(AssertUnwindSafe(take)).unwrap_or_else(|panic| Err(crashed(&*panic)));
            if let Some(desk) = desk {
                drop(desk.send(Message::TakenIn(ticket, taken)));
            }
        };
        if let Err(trouble) = beside(ticket, work) {
            self.back.report(Report::Done(ticket, Err(trouble)));
        }
    }

    pub(super) fn finish_import(&mut self, ticket: Ticket, taken: Result<TakenIn, Trouble>) {
        let result = self.surviving(|desk| {
            let TakenIn { root, imported, given, by } = taken?;
            // Another folder may be open by now; the bag stands all the same, and has its year in its name.
            let workspace = desk.workspace()?;
            if workspace.root() == root
                && let Some(change) = imported.to_record(given.as_ref(), workspace.office())
            {
                workspace.change_office(vec![change], &who(by))?;
            }
            desk.load_index();
            desk.publish(&[]);
            Ok(Outcome::Imported(imported))
        });
        self.back.report(Report::Done(ticket, result));
    }
}

impl From<backup::BackupError> for Trouble {
    fn from(error: backup::BackupError) -> Self {
        match error {
            backup::BackupError::Cancelled => Self::Cancelled,
            backup::BackupError::Store(error)
                if !matches!(error.kind(), crate::store::ErrorKind::DiskFull(_)) =>
            {
                error.into()
            }
            error => Self::Backup(Arc::new(error)),
        }
    }
}
