//! What comes back from the desk, and what the window says of it.

use std::path::PathBuf;

use eframe::egui::{Context, ViewportCommand};
use rust_i18n::t;

use super::app::App;
use super::model::{Folder, Running};
use super::office::Taken;
use super::{Action, Target, apply};
use crate::archive::{Export, Source, Verdict};
use crate::cycle::{Command, CycleId, EventId};
use crate::jobs::{Attach, Found, OfficeChange, Outcome, Pace, Report, Ticket, Trouble};
use crate::sop::StepNo;
use crate::ui::components::{Severity, Toast};
use crate::ui::dialogs::{Assign, Modal, MoveDocument};
use crate::ui::words;

/// What a request was for.
#[derive(Debug)]
pub(super) enum Pending {
    /// Its result shows by itself.
    Quiet,
    /// A data folder is being opened.
    Open(PathBuf, Why),
    StartCycle(CycleId),
    Run(CycleId, Vec<Command>),
    Undo,
    /// Something of the office's own data is taken away.
    Take(Taken),
    Adopt(CycleId),
    SetAside,
    /// Files were put somewhere; `sure` when the place was seen exactly, else it only preselects.
    Gather {
        cycle: CycleId,
        target: Option<Target>,
        sure: bool,
    },
    Attach,
    /// Files are compared with their documents.
    Look,
    Seal,
    /// A dossier is written to a ZIP.
    Export(Export),
    Dossier(String),
    SaveSop,
    /// The data folder is backed up; `asked` when a person wants it now.
    Backup {
        asked: bool,
        pace: Pace,
    },
    FindBackups,
    Restore,
    Examine,
    Repair,
    /// A round through the archive; `asked` when a person wants it now.
    Round {
        asked: bool,
        pace: Pace,
    },
    /// A bag is taken in.
    Import(Source),
}

/// Why a data folder is being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The program has just been started.
    Start,
    /// A person wants it, or waits for it to come back.
    Asked,
    /// It is being made.
    Made,
}

impl Pending {
    /// Whether it makes something durable that the top bar should show as being saved.
    pub(super) fn saves(&self) -> bool {
        match self {
            Self::Quiet
            | Self::StartCycle(_)
            | Self::Run(..)
            | Self::Undo
            | Self::Take(_)
            | Self::Adopt(_)
            | Self::SetAside
            | Self::SaveSop => true,
            Self::Open(..)
            | Self::Gather { .. }
            | Self::Attach
            | Self::Look
            | Self::Seal
            | Self::Export(_)
            | Self::Dossier(_)
            | Self::Backup { .. }
            | Self::FindBackups
            | Self::Restore
            | Self::Examine
            | Self::Repair
            | Self::Round { .. }
            | Self::Import(_) => false,
        }
    }

    /// Whether it reads the archive.
    pub(super) fn is_round(&self) -> bool {
        matches!(self, Self::Round { .. })
    }

    /// What nobody has asked for, in words, and how it is paused.
    fn unasked(&self) -> Option<(String, Pace)> {
        match self {
            Self::Backup { asked: false, pace } => Some((t!("backup.job").into_owned(), pace.clone())),
            Self::Round { asked: false, pace } => Some((t!("check.job_archive").into_owned(), pace.clone())),
            _ => None,
        }
    }

    /// Whether it backs up.
    pub(super) fn is_backup(&self) -> bool {
        matches!(self, Self::Backup { .. })
    }
}

impl App {
    pub(super) fn take_reports(&mut self, ctx: &Context) {
        for report in self.desk.reports() {
            match report {
                Report::Snapshot(snapshot) => {
                    if self.model.expects(&snapshot.root) {
                        self.model.set_snapshot(snapshot);
                    }
                }
                Report::Called => {
                    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                    ctx.send_viewport_cmd(ViewportCommand::Focus);
                }
                Report::Progress { ticket, file, bytes } => {
                    // What nobody asked for shows once it has really begun.
                    if let Some((what, pace)) = self.pending.get(&ticket).and_then(Pending::unasked)
                        && !self.model.running.iter().any(|job| job.ticket == ticket)
                    {
                        let (file, progress) = (String::new(), (0, 0));
                        let (cancellable, pace) = (true, Some(pace));
                        self.model.running.push(Running { ticket, what, file, progress, cancellable, pace });
                    }
                    if let Some(job) = self.model.running.iter_mut().find(|job| job.ticket == ticket) {
                        job.file = file;
                        job.progress = bytes;
                    }
                }
                Report::Done(ticket, result) => self.done(ctx, ticket, result),
            }
        }
    }

    fn done(&mut self, ctx: &Context, ticket: Ticket, result: Result<Outcome, Trouble>) {
        self.model.running.retain(|job| job.ticket != ticket);
        let Some(pending) = self.pending.remove(&ticket) else { return };
        self.model.saving -= usize::from(pending.saves()).min(self.model.saving);
        match (result, pending) {
            (Ok(outcome), pending) => self.succeeded(ctx, outcome, pending),
            (Err(trouble), Pending::Open(root, why)) => self.folder_failed(ctx, root, why, trouble),
            // It is looked again soon; a folder that can't be reached has its banner.
            (Err(trouble), Pending::Look | Pending::Round { asked: false, .. }) => log::warn!("{trouble}"),
            (Err(trouble), Pending::Backup { asked, .. }) => self.backup_failed(ctx, &trouble, asked),
            (Err(Trouble::Cancelled), _) => self.note(Toast::new(Severity::Info, t!("shell.cancelled")), ctx),
            (Err(trouble), Pending::Export(export)) => self.export_failed(ctx, export, &trouble),
            (Err(trouble), Pending::Import(source)) => self.import_failed(ctx, source, &trouble),
            (Err(trouble), pending) => {
                apply::fail(self, ctx, &trouble);
                self.give_back(pending);
            }
        }
    }

    fn folder_failed(&mut self, ctx: &Context, root: PathBuf, why: Why, trouble: Trouble) {
        match trouble {
            // Another folder was asked for meanwhile.
            Trouble::Cancelled => return,
            Trouble::OpenElsewhere(_) if why == Why::Start => {
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            _ => {}
        }
        if !matches!(self.model.folder, Folder::Waiting(..)) {
            log::warn!("{}: {trouble}", root.display());
        }
        self.model.folder = match &trouble {
            Trouble::Store(error) if why != Why::Made && error.may_pass() => Folder::Waiting(root, trouble),
            _ => Folder::Failed(root, trouble),
        };
    }

    /// What was typed at length is not lost with the attempt to save it.
    fn give_back(&mut self, pending: Pending) {
        if let Pending::Run(cycle, commands) = pending
            && let [Command::AddNote { step, text }] = &commands[..]
        {
            self.modal.get_or_insert_with(|| Modal::note(cycle, *step, text.clone()));
        }
    }

    fn succeeded(&mut self, ctx: &Context, outcome: Outcome, pending: Pending) {
        match (outcome, pending) {
            (Outcome::Opened, Pending::Open(root, _)) => {
                self.model.settings.remember(&root);
                self.desk.save_settings(self.model.settings.clone());
            }
            (Outcome::Changed(_), Pending::StartCycle(id)) => {
                apply::apply(self, ctx, Action::OpenCycle(id, None));
            }
            (Outcome::Changed(events), Pending::Run(cycle, commands)) => {
                if let [command] = &commands[..] {
                    self.say_done(ctx, cycle, command, events);
                }
            }
            (Outcome::Changed(_), Pending::Undo) => {
                self.note(Toast::new(Severity::Success, t!("shell.undone")), ctx);
            }
            (Outcome::Changed(_), Pending::Take(Taken { words, undo })) => {
                let toast = Toast::new(Severity::Success, words);
                self.note(toast.action(t!("shell.undo"), Action::UndoOffice(undo)), ctx);
            }
            (Outcome::Changed(events), Pending::Adopt(cycle)) => {
                let undo = Action::Undo(cycle, events);
                let toast = Toast::new(Severity::Success, t!("shell.done.adopt"));
                self.note(toast.action(t!("shell.undo"), undo), ctx);
            }
            (Outcome::SetAside { cycle, folder, files, aside }, _) => {
                let words = match (aside, files) {
                    (_, 0) => t!("shell.done.nothing_to_set_aside"),
                    (true, n) => t!("shell.done.set_aside", n = n, folder = folder),
                    (false, n) => t!("shell.done.taken_back", n = n),
                };
                let mut toast = Toast::new(Severity::Success, words);
                if aside && files > 0 {
                    toast = toast
                        .action(t!("shell.undo"), Action::SetAsideRemoved(cycle, false))
                        .action(t!("documents.menu.reveal"), Action::RevealBelow(cycle, folder));
                }
                self.note(toast, ctx);
            }
            (Outcome::Gathered(found), Pending::Gather { cycle, target, sure }) => {
                self.gathered(ctx, cycle, target.as_ref(), sure, found);
            }
            (Outcome::LookedOutside(cycle, found), _) => self.model.outside = Some((cycle, found)),
            (Outcome::Attached(cycle, results), _) => self.attached(ctx, cycle, results),
            (Outcome::Sealed(sealed), _) => {
                let words = t!("shell.sealed", title = sealed).into_owned();
                let open = Action::OpenDossier(Some(sealed));
                self.note(
                    Toast::new(Severity::Success, words).action(t!("shell.open_in_archive"), open),
                    ctx,
                );
            }
            (Outcome::Dossier(dossier), Pending::Dossier(folder))
                if self.model.nav.dossier.as_ref() == Some(&folder) =>
            {
                self.model.dossier = Some(dossier);
            }
            (Outcome::Checked(folder, report), _) => {
                if report.verdict != Verdict::Cancelled {
                    let faults = report.of(crate::archive::Severity::Error).count() as u32;
                    let change = OfficeChange::DossierChecked { dossier: folder.clone(), faults };
                    apply::apply(self, ctx, Action::Office(change));
                }
                self.model.checks.insert(folder, report);
            }
            (Outcome::Exported(Export { target, as_is, .. }), _) => {
                let toast = if as_is {
                    Toast::new(Severity::Warning, t!("shell.exported_as_is", path = target.display()))
                } else {
                    Toast::new(Severity::Success, t!("shell.exported", path = target.display()))
                };
                self.note(toast, ctx);
            }
            (Outcome::BackedUp(done), Pending::Backup { asked, .. }) => self.backed_up(ctx, &done, asked),
            (Outcome::Examined(found), _) => self.examined(ctx, found),
            (Outcome::Repaired(done), _) => self.repaired(ctx, &done),
            (Outcome::ArchiveChecked(round), Pending::Round { asked, .. }) => {
                self.archive_checked(ctx, round, asked);
            }
            (Outcome::Imported(imported), _) => self.imported(ctx, &imported),
            (Outcome::BackupsFound(found), _) => self.backups_found(found),
            (Outcome::Restored(root, restored), _) => self.restored(ctx, root, &restored),
            (Outcome::SopSaved, _) => self.note(Toast::new(Severity::Success, t!("shell.sop_saved")), ctx),
            _ => {}
        }
    }

    /// Says what was done where the screen alone would not, with the way back.
    fn say_done(&mut self, ctx: &Context, cycle: CycleId, command: &Command, events: Vec<EventId>) {
        let step = |no: &StepNo| t!("step.short", no = no).into_owned();
        let words = match command {
            Command::Finish { step: no, .. } => t!("shell.done.finish", step = step(no)),
            Command::SendBack { to, .. } => t!("shell.done.send_back", step = step(to)),
            Command::RemoveDocument { .. } => t!("shell.done.remove"),
            Command::MoveDocument { step: no, .. } => t!("shell.done.move", step = step(no)),
            Command::RestoreDocument { .. } => t!("shell.done.restore"),
            Command::RemoveNote { .. } => t!("shell.done.remove_note"),
            Command::MarkSlot { mark: None, .. } => t!("shell.done.unmark"),
            Command::Reopen { step: no, .. } => t!("shell.done.reopen", step = step(no)),
            Command::ReopenCycle { .. } => t!("shell.done.reopen_cycle"),
            _ => return,
        };
        let toast = Toast::new(Severity::Success, words::capitalised(&words));
        self.note(toast.action(t!("shell.undo"), Action::Undo(cycle, events)), ctx);
        if let Command::Finish { step, .. } = command {
            // The panel goes on to the step whose turn it is now.
            let next = self.model.cycle(cycle).and_then(|cycle| cycle.state().current());
            if self.model.nav.step == Some(*step) && next.is_some() {
                self.model.nav.step = next;
            }
        }
    }

    /// Files were looked at: what has one place only goes there, all else is asked.
    fn gathered(
        &mut self,
        ctx: &Context,
        id: CycleId,
        target: Option<&Target>,
        sure: bool,
        found: Vec<Found>,
    ) {
        let Some(cycle) = self.model.cycle(id).cloned() else { return };
        if found.is_empty() {
            self.note(Toast::new(Severity::Info, t!("shell.folder_is_empty")), ctx);
            return;
        }
        let snapshot = self.model.snapshot();
        let known = found
            .iter()
            .filter_map(|file| file.sha256.as_deref())
            .any(|digest| snapshot.is_some_and(|snapshot| !snapshot.duplicates(digest).is_empty()));
        let direct = target.filter(|_| sure && !known);
        match direct.and_then(|target| crate::ui::dialogs::direct(&cycle, target, &found)) {
            Some(files) => apply::apply(self, ctx, Action::Attach(id, files)),
            None => self.modal = Assign::new(&self.model, id, target, found).map(Modal::Assign),
        }
    }

    fn attached(&mut self, ctx: &Context, cycle: CycleId, results: Vec<(Attach, Result<EventId, Trouble>)>) {
        let mut steps: Vec<StepNo> = Vec::new();
        let mut events = Vec::new();
        for (file, result) in results {
            match result {
                Ok(event) => {
                    events.push(event);
                    steps.push(file.step);
                }
                Err(Trouble::Cancelled) => {}
                Err(trouble) => apply::fail(self, ctx, &trouble),
            }
        }
        steps.dedup();
        let words = match (&events[..], &steps[..]) {
            ([], _) => return,
            (events, [step]) => {
                let title =
                    self.model.cycle(cycle).and_then(|cycle| cycle.sop.step(*step)).map(|s| s.title.clone());
                let title = title.unwrap_or_default();
                t!("shell.attached_to", n = events.len(), step = step, title = title)
            }
            (events, _) => t!("shell.attached", n = events.len()),
        };
        let mut toast = Toast::new(Severity::Success, words);
        toast = toast.action(t!("shell.undo"), Action::Undo(cycle, events.clone()));
        if let [event] = &events[..]
            && let Some(dialog) = MoveDocument::new(&self.model, cycle, event.clone())
        {
            let show = Action::Show(Box::new(Modal::Move(dialog)));
            toast = toast.action(t!("shell.move_to_other_step"), show);
        }
        self.note(toast, ctx);
    }
}
