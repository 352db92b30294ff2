//! Work that only reads: it runs beside the desk, on what the desk knew when it began.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Owner;
use crate::archive;
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
        let path = self.workspace()?.root().join(archive::FOLDER).join(&folder);
        let (bytes, seals) = (self.dossier_bytes(&folder), self.recorded_seals().remove(&folder));
        job.beside(move |job| {
            let report = archive::check(&path, &job.progress(bytes));
            let report = match seals {
                Some(recorded) => report.against_seals(&recorded),
                None => report,
            };
            match report.verdict {
                archive::Verdict::Cancelled => Err(Trouble::Cancelled),
                _ => Ok(Outcome::Checked(folder, Arc::new(report))),
            }
        })
    }

    pub(super) fn export(&mut self, job: &Job, folder: String, target: PathBuf) -> AtOnce {
        let root = self.workspace()?.root().to_owned();
        let bytes = self.dossier_bytes(&folder);
        job.beside(move |job| {
            archive::export(&root, &folder, &target, &job.progress(bytes))?;
            Ok(Outcome::Exported(target))
        })
    }

    fn dossier_bytes(&self, folder: &str) -> u64 {
        self.index.get(folder).map_or(0, |dossier| dossier.bytes)
    }

    /// The seal of each dossier as the journals recorded it.
    pub(super) fn recorded_seals(&self) -> HashMap<String, Vec<String>> {
        let mut seals = HashMap::<_, Vec<_>>::new();
        for seal in self.cycles.values().flat_map(|cycle| &cycle.state().seals) {
            seals.entry(seal.bag.clone()).or_default().push(seal.digest.clone());
        }
        seals
    }
}
