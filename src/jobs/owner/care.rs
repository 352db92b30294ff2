//! Keeping the data folder safe: backup and restore, check and repair, what comes in from outside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Local;

use super::{Message, Owner, who};
use crate::archive::{self, Given, Imported, Source};
use crate::backup::{self, Copies};
use crate::check::{self, Examination};
use crate::fixity;
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::pace::{Pace, Paced};
use crate::jobs::{Outcome, Trouble};
use crate::store::Workspace;

impl Owner {
    /// Backs up the data folder that is open.
    pub(super) fn back_up(&mut self, job: &Job, target: PathBuf, pace: Pace) -> AtOnce {
        let (root, disk) = (self.workspace()?.root().to_owned(), self.disk.clone());
        job.beside(move |job| {
            let now = Local::now().fixed_offset();
            let done = backup::back_up(&disk, &root, &target, now, &Paced(pace, job.progress(0)))?;
            Ok(Outcome::BackedUp(Arc::new(done)))
        })
    }

    /// Looks for backups in a folder that was chosen.
    pub(super) fn find_backups(&self, job: &Job, chosen: PathBuf) -> AtOnce {
        let disk = self.disk.clone();
        job.beside(move |_| Ok(Outcome::BackupsFound(backup::find(&disk, &chosen)?)))
    }

    /// Restores a backup to an empty folder; the one that is open is not touched.
    pub(super) fn restore(&self, job: &Job, from: PathBuf, root: PathBuf) -> AtOnce {
        let disk = self.disk.clone();
        job.beside(move |job| {
            let restored = backup::restore(&disk, &from, &root, &job.progress(0))?;
            Ok(Outcome::Restored(root, Arc::new(restored)))
        })
    }

    /// Examines the data folder; good copies are looked for in the backup, if its disk is there.
    pub(super) fn examine(&mut self, job: &Job, backup: Option<PathBuf>) -> AtOnce {
        let (root, disk) = (self.workspace()?.root().to_owned(), self.disk.clone());
        job.beside(move |job| {
            let workspace = Workspace::view(disk.clone(), &root)?;
            let mut copies = backup.and_then(|backup| Copies::open(&disk, &backup, workspace.store()).ok());
            let found = check::examine(&workspace, copies.as_mut(), &job.progress(0))?;
            Ok(Outcome::Examined(Arc::new(found)))
        })
    }

    /// Repairs, and reads the folder anew: what was broken is known no more.
    pub(super) fn repair(&mut self, job: &Job, found: &Examination, backup: Option<&Path>) -> AtOnce {
        let disk = self.disk.clone();
        let workspace = self.workspace()?;
        let (root, folder) = (workspace.root().to_owned(), workspace.folder().clone());
        let copies = backup.and_then(|backup| Copies::open(&disk, backup, workspace.store()).ok());
        let now = Local::now().fixed_offset();
        let done = check::repair(&folder, found, copies.as_ref(), now, &job.progress(0));
        let loaded = self.loader().load(&root)?;
        self.adopt(loaded);
        Ok(Some(Outcome::Repaired(Arc::new(done?))))
    }

    /// A round through the archive.
    pub(super) fn check_archive(&mut self, job: &Job, pace: Pace) -> AtOnce {
        let workspace = self.workspace()?;
        let (folder, writer) = (workspace.folder().clone(), workspace.writer().clone());
        let seals = self.recorded_seals();
        job.beside(move |job| {
            let now = Local::now().fixed_offset();
            let progress = Paced(pace, job.progress(0));
            let round = fixity::check_archive(&folder, &writer, &seals, now, &progress)?;
            Ok(Outcome::ArchiveChecked(Arc::new(round)))
        })
    }
}

/// A bag that stands in the archive, but not in the office's journal.
pub(in crate::jobs) struct TakenIn {
    root: PathBuf,
    imported: Imported,
    given: Option<Given>,
    by: String,
}

impl Owner {
    /// Takes a bag in beside the desk, which records it in the end.
    pub(super) fn import(&mut self, job: &Job, source: Source, given: Option<Given>, by: String) -> AtOnce {
        let folder = self.workspace()?.folder().clone();
        let desk = self.inlet.upgrade();
        let take = move |job: &Job| {
            let imported = archive::import(&folder, &source, given.as_ref(), &job.progress(0))?;
            Ok(TakenIn { root: folder.root().to_owned(), imported, given, by })
        };
        job.beside_then(take, move |job, taken| {
            if let Some(desk) = desk {
                drop(desk.send(Message::TakenIn(job, taken)));
            }
        })
    }

    pub(super) fn finish_import(&mut self, job: &Job, taken: Result<TakenIn, Trouble>) {
        job.done(self.surviving(|desk| {
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
        }));
    }
}
