//! Work that only reads: it runs beside the desk, on what the desk knew when it began.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::{Owner, beside, crashed};
use crate::archive::{self, Index};
use crate::cycle::CycleId;
use crate::jobs::{JobProgress, Outcome, Report, Request, Ticket, Trouble, gather};

impl Owner {
    /// Work that only reads runs beside the desk, so that nobody waits behind it.
    pub(super) fn read_beside(&mut self, ticket: Ticket, request: Request, cancelled: Arc<AtomicBool>) {
        let Some(root) = self.workspace.as_ref().map(|workspace| workspace.root().to_owned()) else {
            return self.back.report(Report::Done(ticket, Err(Trouble::NothingOpen)));
        };
        // Only a file of such a size can be one that is already here.
        let sizes = archive::known_sizes(self.cycles.values().map(|cycle| &**cycle), &self.index);
        let seals = self.recorded_seals();
        let (back, index) = (self.back.clone(), self.index.clone());
        self.report_beside(ticket, move || {
            let progress = |total| back.progress(ticket, total, &cancelled);
            read(&root, request, &index, &sizes, &seals, progress)
        });
    }

    /// Compares a cycle's documents with their files.
    pub(super) fn look_outside(&mut self, ticket: Ticket, id: CycleId, cancelled: Arc<AtomicBool>) {
        let look = self.workspace().and_then(|workspace| Ok(workspace.look(id)?));
        let back = self.back.clone();
        self.report_beside(ticket, move || {
            let found = look?.all(&back.progress(ticket, 0, &cancelled))?;
            Ok(Outcome::LookedOutside(id, found))
        });
    }

    /// Runs work beside the desk, and reports what came of it.
    pub(super) fn report_beside(
        &self,
        ticket: Ticket,
        work: impl FnOnce() -> Result<Outcome, Trouble> + Send + 'static,
    ) {
        let back = self.back.clone();
        let work = move || {
            let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(crashed(&*panic)));
            back.report(Report::Done(ticket, result));
        };
        if let Err(trouble) = beside(ticket, work) {
            self.back.report(Report::Done(ticket, Err(trouble)));
        }
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

fn read(
    root: &Path,
    request: Request,
    index: &Index,
    sizes: &BTreeSet<u64>,
    seals: &HashMap<String, Vec<String>>,
    progress: impl Fn(u64) -> JobProgress,
) -> Result<Outcome, Trouble> {
    let bytes = |folder: &str| index.get(folder).map_or(0, |dossier| dossier.bytes);
    match request {
        Request::Gather(paths) => Ok(Outcome::Gathered(gather(&paths, sizes))),
        Request::Check(folder) => {
            let path = root.join(archive::FOLDER).join(&folder);
            let report = archive::check(&path, &progress(bytes(&folder)));
            let report = match seals.get(&folder) {
                Some(recorded) => report.against_seals(recorded),
                None => report,
            };
            match report.verdict {
                archive::Verdict::Cancelled => Err(Trouble::Cancelled),
                _ => Ok(Outcome::Checked(folder, Arc::new(report))),
            }
        }
        Request::Export(folder, target) => {
            archive::export(root, &folder, &target, &progress(bytes(&folder)))?;
            Ok(Outcome::Exported(target))
        }
        Request::OpenDossier(folder) => Ok(Outcome::Dossier(Arc::new(archive::open(root, &folder)?))),
        // `take` sends nothing else here.
        _ => Err(Trouble::NothingOpen),
    }
}
