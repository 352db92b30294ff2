//! Keeping the data folder safe: backup and restore, check and repair.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::Local;

use crate::backup::{self, Copies, Done, FoundBackup, Restored};
use crate::check::{self, Examination, Repaired};
use crate::fixity::{self, Round};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::Owner;
use crate::jobs::pace::{Pace, Paced};
use crate::jobs::request::Request;
use crate::store::Workspace;

/// Back up the open data folder.
#[derive(Debug, Clone)]
pub struct BackUp {
    /// The disk or folder.
    pub target: PathBuf,
    /// The pace of the work.
    pub pace: Pace,
}

/// Look for backups in a folder.
#[derive(Debug, Clone)]
pub struct FindBackups(
    /// The folder that was chosen.
    pub PathBuf,
);

/// Restore a backup to an empty folder; the open data folder is not touched.
#[derive(Debug, Clone)]
pub struct Restore {
    /// The backup.
    pub from: PathBuf,
    /// The new data folder.
    pub root: PathBuf,
}

/// Examine the data folder; good copies are looked for in the backup, if its disk can be reached.
#[derive(Debug, Clone)]
pub struct Examine {
    /// Where the backups are.
    pub backup: Option<PathBuf>,
}

/// Repair what an examination has found, with good copies from the backup.
#[derive(Debug, Clone)]
pub struct Repair {
    /// What the examination has found.
    pub found: Arc<Examination>,
    /// Where the backups are.
    pub backup: Option<PathBuf>,
}

/// Read all dossiers of the archive and write down what was found.
#[derive(Debug, Clone)]
pub struct CheckArchive(
    /// The pace of the work.
    pub Pace,
);

impl Request for BackUp {
    type Answer = Arc<Done>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let (root, disk) = (owner.workspace()?.root().to_owned(), owner.disk.clone());
        job.beside(move |order| {
            let now = Local::now().fixed_offset();
            let progress = Paced(self.pace, order.progress(0));
            Ok(Arc::new(backup::back_up(&disk, &root, &self.target, now, &progress)?))
        })
    }
}

impl Request for FindBackups {
    type Answer = Vec<FoundBackup>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let disk = owner.disk.clone();
        job.beside(move |_| Ok(backup::find(&disk, &self.0)?))
    }
}

impl Request for Restore {
    type Answer = Arc<Restored>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let disk = owner.disk.clone();
        job.beside(move |order| {
            Ok(Arc::new(backup::restore(&disk, &self.from, &self.root, &order.progress(0))?))
        })
    }
}

impl Request for Examine {
    type Answer = Arc<Examination>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let (root, disk) = (owner.workspace()?.root().to_owned(), owner.disk.clone());
        job.beside(move |order| {
            let workspace = Workspace::view(disk.clone(), &root)?;
            let copies = self.backup.map(|backup| Copies::open(&disk, &backup, workspace.store()));
            let mut copies = copies.and_then(Result::ok);
            Ok(Arc::new(check::examine(&workspace, copies.as_mut(), &order.progress(0))?))
        })
    }
}

impl Request for Repair {
    type Answer = Arc<Repaired>;

    /// Reads the folder again at the end, since the state in memory is that before the repair.
    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let disk = owner.disk.clone();
        let workspace = owner.workspace()?;
        let (root, folder) = (workspace.root().to_owned(), workspace.folder().clone());
        let copies = self.backup.map(|backup| Copies::open(&disk, &backup, workspace.store()));
        let copies = copies.and_then(Result::ok);
        let now = Local::now().fixed_offset();
        let done = check::repair(&folder, &self.found, copies.as_ref(), now, &job.order.progress(0));
        let loaded = owner.loader().load(&root)?;
        owner.adopt(loaded);
        Ok(Some(Arc::new(done?)))
    }
}

impl Request for CheckArchive {
    type Answer = Arc<Round>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let workspace = owner.workspace()?;
        let (folder, writer) = (workspace.folder().clone(), workspace.writer().clone());
        let seals = owner.recorded_seals();
        job.beside(move |order| {
            let now = Local::now().fixed_offset();
            let progress = Paced(self.0, order.progress(0));
            Ok(Arc::new(fixity::check_archive(&folder, &writer, &seals, now, &progress)?))
        })
    }
}
