//! Carrying out what the window asks for: at once where it changes the data folder, else beside the desk.

use super::{Owner, who};
use crate::cycle::{CycleId, EventId};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::{Attach, OfficeChange, Outcome, Request, Trouble};
use crate::store::{SET_ASIDE, StoreError, Workspace};

impl Owner {
    /// Carries a request out, or lets it be carried out beside the desk.
    pub(super) fn take(&mut self, job: &Job, request: Request) {
        match self.surviving(|desk| desk.carry_out(job, request)) {
            Ok(Some(outcome)) => job.done(Ok(outcome)),
            Ok(None) => {}
            Err(trouble) => job.done(Err(trouble)),
        }
    }

    fn carry_out(&mut self, job: &Job, request: Request) -> AtOnce {
        match request {
            Request::Open(root) => self.open(job, root),
            Request::Create { root, office, by } => self.create(job, root, office, by),
            Request::CreateSample(root) => self.create_sample(job, root),
            Request::StartCycle(id, by) => {
                let sop = self.sop.clone();
                self.change(id, |workspace| workspace.start_cycle(id, &sop, &who(by)).map(|()| Vec::new()))
            }
            Request::Run(id, commands, by) => {
                self.change(id, |workspace| workspace.execute_all(id, &commands, &who(by)))
            }
            Request::Undo(id, events, by) => {
                self.change(id, |workspace| workspace.undo(id, &events, &who(by)))
            }
            Request::Attach(id, files, by) => self.attach(job, id, files, by),
            Request::TakeChanged(id, document, by) => {
                let progress = job.progress(0);
                self.change(id, |workspace| {
                    Ok(vec![workspace.take_changed(id, &document, &who(by), &progress)?])
                })
            }
            Request::Adopt(id, adopt, by) => {
                let progress = job.progress(0);
                self.change(id, |workspace| Ok(vec![workspace.adopt(id, &adopt, &who(by), &progress)?]))
            }
            Request::SetAsideRemoved(id, aside) => {
                let files = self.workspace()?.set_aside_removed(id, aside)?;
                Ok(Some(Outcome::SetAside { cycle: id, folder: SET_ASIDE.to_owned(), files, aside }))
            }
            Request::Office(change, by) => self.change_office(change, by),
            Request::SaveSop(sop) => {
                self.workspace()?.save_sop(&sop)?;
                self.load_sop();
                self.publish(&[]);
                Ok(Some(Outcome::SopSaved))
            }
            Request::Gather(paths) => self.gather(job, paths),
            Request::LookOutside(id) => self.look_outside(job, id),
            Request::OpenDossier(folder) => self.open_dossier(job, folder),
            Request::Check(folder) => self.check(job, folder),
            Request::Export(export) => self.export(job, export),
            Request::Seal(id, closing, by) => self.begin_sealing(job, id, &closing, by),
            Request::Backup(target, pace) => self.back_up(job, target, pace),
            Request::FindBackups(chosen) => self.find_backups(job, chosen),
            Request::Restore { from, root } => self.restore(job, from, root),
            Request::Examine(backup) => self.examine(job, backup),
            Request::Repair(found, backup) => self.repair(job, &found, backup.as_deref()),
            Request::CheckArchive(pace) => self.check_archive(job, pace),
            Request::Import(source, given, by) => self.import(job, source, given, by),
        }
    }

    /// Changes a cycle, and shows it as it is then, also where only a part was done.
    fn change(
        &mut self,
        id: CycleId,
        work: impl FnOnce(&mut Workspace) -> Result<Vec<EventId>, StoreError>,
    ) -> AtOnce {
        let events = work(self.workspace()?);
        self.publish(&[id]);
        Ok(Some(Outcome::Changed(events?)))
    }

    fn attach(&mut self, job: &Job, id: CycleId, files: Vec<Attach>, by: String) -> AtOnce {
        let total = files.iter().map(|file| file.source.metadata().map_or(0, |meta| meta.len())).sum();
        let results = self.workspace()?.attach_many(id, &files, &who(by), &job.progress(total));
        self.publish(&[id]);
        let results = results.into_iter().map(|result| result.map_err(Trouble::from));
        Ok(Some(Outcome::Attached(id, files.into_iter().zip(results).collect())))
    }

    fn change_office(&mut self, change: OfficeChange, by: String) -> AtOnce {
        let placed = matches!(change, OfficeChange::DossierPlaced { .. });
        self.workspace()?.change_office(vec![change], &who(by))?;
        if placed {
            self.load_index();
        }
        self.publish(&[]);
        Ok(Some(Outcome::Changed(Vec::new())))
    }
}
