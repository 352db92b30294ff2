//! Sealing. Only its beginning and its end need the data folder to themselves; the long copying and hashing
//! between them runs on another thread, so that no request waits for it.

use std::path::{Path, PathBuf};

use super::{Owner, who};
use crate::archive::{ArchiveError, Draft, Plan};
use crate::cycle::{Closing, CycleId};
use crate::jobs::Trouble;
use crate::jobs::job::{AtOnce, Job};

/// A dossier that is being built.
pub(super) struct Sealing {
    job: Job<String>,
    cycle: CycleId,
    /// The data folder.
    root: PathBuf,
    /// How many events the cycle had when it was planned.
    events: usize,
    /// Where the dossier is built until it is whole.
    unfinished: PathBuf,
}

impl Owner {
    /// Plans a sealing and starts building the dossier.
    pub(in crate::jobs) fn begin_sealing(
        &mut self,
        job: &Job<String>,
        id: CycleId,
        closing: &Closing,
        by: String,
    ) -> AtOnce<String> {
        let root = self.workspace()?.root().to_owned();
        if self.sealing.iter().any(|other| other.cycle == id && other.root == root) {
            return Err(Trouble::AlreadySealing(id));
        }
        let plan = Plan::new(self.workspace()?, id, closing, &who(by));
        // Planning has read what others changed meanwhile.
        self.publish(&[id]);
        let plan = plan?;
        let (events, unfinished) = (self.count_events(id), plan.unfinished());
        let begun = Self::beside_then(
            job,
            self.kept_inlet(),
            move |order| Ok(Box::new(plan.build(&order.progress(0))?)),
            Self::finish_sealing,
        )?;
        self.sealing.push(Sealing { job: job.clone(), cycle: id, root, events, unfinished });
        Ok(begun)
    }

    /// Gives a dossier its name and records its seal, if its cycle is still the one that was planned.
    fn finish_sealing(&mut self, job: &Job<String>, draft: Result<Box<Draft>, Trouble>) {
        let Some(at) = self.sealing.iter().position(|sealing| sealing.job.order.ticket == job.order.ticket)
        else {
            return;
        };
        let sealing = self.sealing.remove(at);
        job.done(self.surviving(|desk| desk.end_sealing(&sealing, draft)));
    }

    fn end_sealing(
        &mut self,
        sealing: &Sealing,
        draft: Result<Box<Draft>, Trouble>,
    ) -> Result<String, Trouble> {
        if sealing.job.order.is_cancelled() {
            return Err(Trouble::Cancelled);
        }
        let changed = self.count_events(sealing.cycle) != sealing.events;
        let draft = draft.map_err(|trouble| match &trouble {
            // A document that cannot be found may have been moved or removed here meanwhile, and is then not
            // missing.
            Trouble::Sealing(error) if changed && error.is_of_document() => {
                ArchiveError::ChangedMeanwhile.into()
            }
            _ => trouble,
        })?;
        let sealed = draft.finish(self.workspace()?);
        self.load_index();
        self.publish(&[sealing.cycle]);
        Ok(sealed?.bag)
    }

    fn count_events(&self, id: CycleId) -> usize {
        let cycle = self.workspace.as_ref().and_then(|workspace| workspace.cycle(id));
        cycle.map_or(0, |cycle| cycle.events().len())
    }

    /// Cancels the sealings of the data folder open before: they could not be finished in another one.
    pub(super) fn leave_sealings_elsewhere(&self, root: &Path) {
        self.sealing
            .iter()
            .filter(|sealing| sealing.root != root)
            .for_each(|sealing| sealing.job.order.cancel());
    }

    /// Removes dossiers being built here from the problems, where they look like sealings that were cut off.
    pub(super) fn hide_sealings(&mut self) {
        let sealing = &self.sealing;
        self.lost.retain(|problem| sealing.iter().all(|sealing| sealing.unfinished != problem.path));
    }
}
