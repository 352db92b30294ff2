//! Sealing. Only its beginning and its end need the data folder to themselves; the long copying and hashing
//! between them runs beside the desk, where nobody waits behind it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Message, Owner, beside, crashed, who};
use crate::archive::{ArchiveError, Draft, Plan};
use crate::cycle::CycleId;
use crate::jobs::{Outcome, Report, Ticket, Trouble};

/// A dossier that is being built.
pub(super) struct Sealing {
    cycle: CycleId,
    /// The data folder.
    root: PathBuf,
    /// How many events the cycle had when it was planned.
    events: usize,
    /// Where the dossier lies until it is whole.
    unfinished: PathBuf,
    cancelled: Arc<AtomicBool>,
}

impl Owner {
    /// Plans a sealing and lets it be built.
    pub(super) fn begin_sealing(
        &mut self,
        ticket: Ticket,
        id: CycleId,
        by: String,
        cancelled: &Arc<AtomicBool>,
    ) {
        let begun = self.surviving(|desk| desk.plan_sealing(ticket, id, by, cancelled));
        if let Err(trouble) = begun {
            self.back.report(Report::Done(ticket, Err(trouble)));
        }
    }

    fn plan_sealing(
        &mut self,
        ticket: Ticket,
        id: CycleId,
        by: String,
        cancelled: &Arc<AtomicBool>,
    ) -> Result<(), Trouble> {
        let root = self.workspace()?.root().to_owned();
        if self.sealing.values().any(|other| other.cycle == id && other.root == root) {
            return Err(Trouble::AlreadySealing(id));
        }
        let Some(desk) = self.desk.upgrade() else { return Err(Trouble::Cancelled) };
        let plan = Plan::new(self.workspace()?, id, &who(by));
        // The last step may have been finished.
        self.publish(&[id]);
        let plan = plan?;
        let sealing = Sealing {
            cycle: id,
            root,
            events: self.count_events(id),
            unfinished: plan.unfinished(),
            cancelled: cancelled.clone(),
        };
        let progress = self.back.progress(ticket, 0, cancelled);
        let work = move || {
            let draft = catch_unwind(AssertUnwindSafe(|| plan.build(&progress)));
            let draft = match draft {
                Ok(draft) => draft.map(Box::new).map_err(Trouble::from),
                Err(panic) => Err(crashed(&*panic)),
            };
            // The desk stays as long as this end of its channel does.
            drop(desk.send(Message::Built(ticket, draft)));
        };
        beside(ticket, work)?;
        self.sealing.insert(ticket, sealing);
        Ok(())
    }

    /// Gives a dossier its name and records its seal, if its cycle is still the one that was planned.
    pub(super) fn finish_sealing(&mut self, ticket: Ticket, draft: Result<Box<Draft>, Trouble>) {
        let Some(sealing) = self.sealing.remove(&ticket) else { return };
        let result = self.surviving(|desk| desk.end_sealing(&sealing, draft));
        self.back.report(Report::Done(ticket, result));
    }

    fn end_sealing(
        &mut self,
        sealing: &Sealing,
        draft: Result<Box<Draft>, Trouble>,
    ) -> Result<Outcome, Trouble> {
        if sealing.cancelled.load(Ordering::Relaxed) {
            return Err(Trouble::Cancelled);
        }
        let changed = self.count_events(sealing.cycle) != sealing.events;
        let draft = draft.map_err(|trouble| match &trouble {
            // A document that somebody has moved or removed here is not lost.
            Trouble::Sealing(error) if changed && error.is_of_document() => {
                ArchiveError::ChangedMeanwhile.into()
            }
            _ => trouble,
        })?;
        let sealed = draft.finish(self.workspace()?);
        self.load_index();
        self.publish(&[sealing.cycle]);
        Ok(Outcome::Sealed(sealed?.bag))
    }

    fn count_events(&self, id: CycleId) -> usize {
        let cycle = self.workspace.as_ref().and_then(|workspace| workspace.cycle(id));
        cycle.map_or(0, |cycle| cycle.events().len())
    }

    /// Another data folder is opened: what is being built for the one before would find no end here.
    pub(super) fn leave_sealings_elsewhere(&self, root: &Path) {
        for sealing in self.sealing.values().filter(|sealing| sealing.root != root) {
            sealing.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// A dossier that is being built here is not one that was cut off.
    pub(super) fn hide_sealings(&mut self) {
        let sealing = &self.sealing;
        self.lost.retain(|problem| sealing.values().all(|sealing| sealing.unfinished != problem.path));
    }
}
