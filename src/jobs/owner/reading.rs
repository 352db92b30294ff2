//! Work that only reads: it runs beside the desk, on what the desk knew when it began.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Local;

use super::Owner;
use crate::archive::{self, Export};
use crate::cycle::CycleId;
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::{Outcome, Trouble, gather};

impl Owner {
    pub(super) fn gather(&mut self, job: &Job, paths: Vec<PathBuf>) -> AtOnce {
        self.workspace()?;
        // Only a file of such a size can be one that is already here.
        let sizes = archive::known_sizes(self.cycles.values().map(|cycle| &**cycle), &self.index);
        job.beside(move |_| Ok(Outcome::Gathered(gather(&paths, &sizes))))
    }

    /// Compares a cycle's documents with their files.
    pub(super) fn look_outside(&mut self, job: &Job, id: CycleId) -> AtOnce {
        let look = self.workspace()?.look(id)?;
        job.beside(move |job| Ok(Outcome::LookedOutside(id, look.all(&job.progress(0))?)))
    }

    pub(super) fn open_dossier(&mut self, job: &Job, folder: String) -> AtOnce {
        let root = self.workspace()?.root().to_owned();
        job.beside(move |_| Ok(Outcome::Dossier(Arc::new(archive::open(&root, &folder)?))))
    }

    pub(super) fn check(&mut self, job: &Job, folder: String) -> AtOnce {
        let root = self.workspace()?.folder().clone();
        let bytes = self.dossier_bytes(&folder);
        let seals = self.recorded_seals().remove(&folder).unwrap_or_default();
        job.beside(move |job| {
            let report = archive::check_dossier(&root, &folder, &seals, &job.progress(bytes));
            match report.verdict {
                archive::Verdict::Cancelled => Err(Trouble::Cancelled),
                _ => Ok(Outcome::Checked(folder, Arc::new(report))),
            }
        })
    }

    pub(super) fn export(&mut self, job: &Job, export: Export) -> AtOnce {
        let root = self.workspace()?.root().to_owned();
        let seals = self.recorded_seals().remove(&export.folder).unwrap_or_default();
        // Read twice: to judge it, and to pack it.
        let bytes = 2 * self.dossier_bytes(&export.folder);
        let now = Local::now().fixed_offset();
        job.beside(move |job| {
            archive::export(&root, &export, &seals, now, &job.progress(bytes))?;
            Ok(Outcome::Exported(export))
        })
    }

    fn dossier_bytes(&self, folder: &str) -> u64 {
        self.index.get(folder).map_or(0, |dossier| dossier.bytes)
    }

    /// The seal of each dossier as the journals recorded it.
    pub(super) fn recorded_seals(&self) -> BTreeMap<String, Vec<String>> {
        archive::recorded_seals(self.cycles.values().map(|cycle| &**cycle))
    }
}
