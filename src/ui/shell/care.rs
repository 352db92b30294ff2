//! Keeping the data folder safe: what a person asks for, and what is done without being asked.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use eframe::egui::Context;
use rust_i18n::t;

use super::app::App;
use super::model::{Folder, Model};
use super::reports::Pending;
use super::{Action, apply};
use crate::archive::{ArchiveError, Export, Given, Imported, Source};
use crate::backup::{BackupError, Done, Found, Restored};
use crate::check::{Examination, Repaired};
use crate::fixity::Round;
use crate::jobs::{Pace, Request, Ticket, Trouble};
use crate::store::{Backup, BackupChoice};
use crate::ui::components::{Severity, Toast};
use crate::ui::dialogs::{AsIs, Import, Modal, Repair, Restore};
use crate::ui::platform::picker::Purpose;
use crate::ui::words;

/// An intent about the safety of the data folder.
#[derive(Debug, Clone)]
pub enum Care {
    /// Choose the disk or folder for the backup.
    PickTarget,
    /// Back up here from now on, and now.
    SetTarget(PathBuf),
    /// Back up now.
    BackUp,
    /// Choose a backup to restore.
    PickBackup,
    /// Look for backups in a folder.
    FindBackups(PathBuf),
    /// Choose the folder to restore to.
    PickRestoreFolder,
    /// Restore.
    Restore {
        /// The backup.
        from: PathBuf,
        /// An empty folder, or one that is not there yet.
        root: PathBuf,
    },
    /// Examine the data folder.
    Examine,
    /// Repair what was found.
    Repair(Arc<Examination>),
    /// Read all dossiers of the archive.
    CheckArchive,
    /// Choose a ZIP to take into the archive.
    PickZip,
    /// Choose a folder to take into the archive.
    PickBag,
    /// Take a bag into the archive; one of another program with what it is called.
    Import(Source, Option<Given>),
    /// Let a job rest, or go on.
    Pause(Ticket, bool),
}

/// A backup older than this is worth a reminder.
pub const OLD: TimeDelta = TimeDelta::days(7);
/// How often one is made without being asked, when the disk is there.
const DAILY: TimeDelta = TimeDelta::hours(24);
/// How often the archive is read without being asked.
const MONTHLY: TimeDelta = TimeDelta::days(30);
/// How long nobody has touched the program when it counts as idle.
const IDLE: TimeDelta = TimeDelta::minutes(5);
/// How often the disk is looked for.
const LOOK: TimeDelta = TimeDelta::minutes(1);
/// How long nothing is tried after a failure, or after somebody has stopped it.
const AFTER_FAILURE: TimeDelta = TimeDelta::hours(4);

/// Carries out an intent.
pub(super) fn act(app: &mut App, care: Care) {
    match care {
        Care::PickTarget => app.picker.pick(Purpose::BackupTarget, &t!("picker.backup_target"), None),
        Care::SetTarget(target) => {
            let Some(store) = app.model.snapshot().map(|snapshot| snapshot.store.clone()) else { return };
            let kept = app.model.settings.backups.remove(&store).filter(|choice| choice.target == target);
            let choice = kept.unwrap_or(BackupChoice { target, last: None });
            app.model.settings.backups.insert(store, choice);
            app.desk.save_settings(app.model.settings.clone());
            act(app, Care::BackUp);
        }
        Care::BackUp => {
            let Some(target) = app.model.backup().map(|choice| choice.target.clone()) else { return };
            if !app.pending.values().any(Pending::is_backup) {
                let request = Request::Backup(target, Pace::default());
                let what = t!("backup.job").into_owned();
                app.send_long(request, Pending::Backup { asked: true, pace: Pace::default() }, what, true);
            }
        }
        Care::PickBackup => app.picker.pick(Purpose::Backup, &t!("picker.backup"), None),
        Care::FindBackups(chosen) => app.send(Request::FindBackups(chosen.clone()), Pending::FindBackups),
        Care::PickRestoreFolder => app.picker.pick(Purpose::RestoreTo, &t!("picker.restore_to"), None),
        Care::Restore { from, root } => {
            let what = t!("restore.job").into_owned();
            app.send_long(Request::Restore { from, root }, Pending::Restore, what, true);
        }
        Care::Examine => {
            let backup = app.model.backup().map(|choice| choice.target.clone());
            let what = t!("check.job").into_owned();
            app.send_long(Request::Examine(backup), Pending::Examine, what, true);
        }
        Care::Repair(found) => {
            let backup = app.model.backup().map(|choice| choice.target.clone());
            let what = t!("check.job_repair").into_owned();
            app.send_long(Request::Repair(found, backup), Pending::Repair, what, false);
        }
        Care::CheckArchive => {
            if !app.reads_archive() {
                let pending = Pending::Round { asked: true, pace: Pace::default() };
                let what = t!("check.job_archive").into_owned();
                app.send_long(Request::CheckArchive(Pace::default()), pending, what, true);
            }
        }
        Care::PickZip => app.picker.pick(Purpose::Zip, &t!("picker.zip"), None),
        Care::PickBag => app.picker.pick(Purpose::Bag, &t!("picker.bag"), None),
        Care::Import(source, given) => {
            let by = app.model.settings.name.clone();
            let what = t!("import.job", file = words::file_name(&source.path)).into_owned();
            app.send_long(Request::Import(source.clone(), given, by), Pending::Import(source), what, true);
        }
        Care::Pause(ticket, paused) => {
            if let Some(job) = app.model.running.iter_mut().find(|job| job.ticket == ticket)
                && let Some(pace) = &job.pace
            {
                pace.pause(paused);
            }
        }
    }
}

/// Begins what is due. Called in every frame; costs nothing while nothing is.
pub(super) fn look(app: &mut App, ctx: &Context) {
    let now = app.model.now;
    if ctx.input(|input| !input.events.is_empty()) {
        app.active_at = now;
    }
    rest_while_somebody_works(app);
    if let Some(target) = due_backup(&app.model).cloned() {
        ctx.request_repaint_after(std::time::Duration::from_mins(1));
        let waits = app.backup_after.is_some_and(|after| now < after);
        if !waits && !app.pending.values().any(Pending::is_backup) {
            app.backup_after = Some(now + LOOK);
            let pace = Pace::gentle();
            app.send(Request::Backup(target, pace.clone()), Pending::Backup { asked: false, pace });
        }
    }
    let waits = app.round_after.is_some_and(|after| now < after);
    if !waits && is_round_due(app) && !app.reads_archive() {
        app.round_after = Some(now + AFTER_FAILURE);
        let pace = Pace::gentle();
        app.send(Request::CheckArchive(pace.clone()), Pending::Round { asked: false, pace });
    }
}

/// The round through the archive makes way for a person, and goes on where it was when the person has left.
fn rest_while_somebody_works(app: &App) {
    for pending in app.pending.values() {
        if let Pending::Round { asked: false, pace } = pending {
            pace.rest(!is_idle(app));
        }
    }
}

fn is_idle(app: &App) -> bool {
    app.model.now.signed_duration_since(app.active_at) >= IDLE
}

/// Whether the archive has not been read for a month, and nobody works now.
fn is_round_due(app: &App) -> bool {
    let Folder::Open(snapshot) = &app.model.folder else { return false };
    let old = app.model.round().is_none_or(|round| app.model.now.signed_duration_since(round.at) >= MONTHLY);
    let can = !snapshot.archive.dossiers.is_empty() && !snapshot.read_only && !snapshot.away;
    old && can && is_idle(app)
}

/// Where a backup would be due, if the disk is there.
fn due_backup(model: &Model) -> Option<&PathBuf> {
    let choice = model.backup()?;
    let Folder::Open(snapshot) = &model.folder else { return None };
    let old = choice.last.as_ref().is_none_or(|last| model.now.signed_duration_since(last.at) >= DAILY);
    (old && !snapshot.away).then_some(&choice.target)
}

impl App {
    /// A backup came to its end.
    pub(super) fn backed_up(&mut self, ctx: &Context, done: &Arc<Done>, asked: bool) {
        let Some(store) = self.model.snapshot().map(|snapshot| snapshot.store.clone()) else { return };
        let last = Backup { at: done.at, documents: done.documents, faults: done.findings.len() };
        if let Some(choice) = self.model.settings.backups.get_mut(&store) {
            choice.last = Some(last);
        }
        self.desk.save_settings(self.model.settings.clone());
        self.model.backed_up = Some(done.clone());
        if !done.findings.is_empty() {
            let toast = Toast::new(Severity::Warning, t!("backup.done_faults", n = done.findings.len()));
            let show = Action::Show(Box::new(Modal::backup_findings(done)));
            self.note(toast.action(t!("backup.see"), show), ctx);
        } else if asked {
            self.note(Toast::new(Severity::Success, t!("backup.done", n = done.documents)), ctx);
        }
    }

    /// A backup came to no end. What nobody asked for is not complained about while its disk is away.
    pub(super) fn backup_failed(&mut self, ctx: &Context, trouble: &Trouble, asked: bool) {
        let away = |error: &BackupError| matches!(error, BackupError::TargetAway(_));
        if !asked && matches!(trouble, Trouble::Backup(error) if away(error)) {
            return;
        }
        self.backup_after = Some(self.model.now + AFTER_FAILURE);
        match trouble {
            Trouble::Cancelled => self.note(Toast::new(Severity::Info, t!("backup.stopped")), ctx),
            trouble => apply::fail(self, ctx, trouble),
        }
    }

    /// The data folder was examined: what was found is shown before anything is done.
    pub(super) fn examined(&mut self, ctx: &Context, found: Arc<Examination>) {
        if found.findings.is_empty() {
            let words = t!("check.fine", files = found.files, dossiers = found.dossiers);
            self.note(Toast::new(Severity::Success, words), ctx);
        } else {
            self.modal = Some(Modal::Repair(Repair::new(found)));
        }
    }

    /// What a repair has done, and what it could not do.
    pub(super) fn repaired(&mut self, ctx: &Context, done: &Repaired) {
        let words = t!("check.repaired", quarantined = done.quarantined, restored = done.restored);
        self.note(Toast::new(Severity::Success, words), ctx);
        if !done.failed.is_empty() {
            let details: Vec<_> =
                done.failed.iter().map(|(path, error)| format!("{path}: {error}")).collect();
            let toast = Toast::new(Severity::Error, t!("check.not_repaired", n = done.failed.len()));
            self.note(toast.action(t!("shell.copy_details"), Action::Copy(details.join("\n"))), ctx);
        }
    }

    /// A round through the archive came to its end.
    pub(super) fn archive_checked(&mut self, ctx: &Context, round: Arc<Round>, asked: bool) {
        match round.damaged() {
            0 if asked => {
                let words = t!("check.archive_fine", n = round.dossiers.len());
                self.note(Toast::new(Severity::Success, words), ctx);
            }
            0 => {}
            n => {
                let toast = Toast::new(Severity::Error, t!("check.archive_damaged", n = n));
                self.note(toast.action(t!("check.begin"), Action::Care(Care::Examine)), ctx);
            }
        }
        self.model.checked = Some(round);
    }

    /// A bag stands in the archive.
    pub(super) fn imported(&mut self, ctx: &Context, imported: &Imported) {
        let folder = imported.folder.clone();
        let (remarks, title) = (imported.report.findings.len(), &folder);
        let (severity, words) = match (imported.known, remarks) {
            (true, _) => (Severity::Success, t!("import.known", title = title)),
            (false, 0) => (Severity::Success, t!("import.done", title = title)),
            (false, n) => (Severity::Warning, t!("import.done_remarks", title = title, n = n)),
        };
        // What was remarked stands at the dossier's check.
        self.model.checks.insert(folder.clone(), Arc::from(imported.report.clone()));
        let open = Action::OpenDossier(Some(folder));
        self.note(Toast::new(severity, words).action(t!("shell.open_in_archive"), open), ctx);
    }

    /// A bag of another program does not say what it is, or there are several: it is asked.
    pub(super) fn import_failed(&mut self, ctx: &Context, source: Source, trouble: &Trouble) {
        let error = if let Trouble::Sealing(error) = trouble { Some(&**error) } else { None };
        match error {
            Some(ArchiveError::TitleNeeded(_)) => self.modal = Some(Modal::Import(Import::new(source))),
            Some(ArchiveError::WhichBag { bags, .. }) => {
                self.modal = Some(Modal::Import(Import::among(source, bags.clone())));
            }
            _ => apply::fail(self, ctx, trouble),
        }
    }

    /// A dossier was not exported. One that is not whole can be handed on as it is, if that is wanted.
    pub(super) fn export_failed(&mut self, ctx: &Context, export: Export, trouble: &Trouble) {
        match trouble {
            Trouble::Sealing(error) if let ArchiveError::NotWhole(report) = &**error => {
                self.modal = Some(Modal::AsIs(AsIs::new(export, (**report).clone())));
            }
            trouble => apply::fail(self, ctx, trouble),
        }
    }

    /// Backups were found in a folder: which one is wanted, and where to?
    pub(super) fn backups_found(&mut self, found: Vec<Found>) {
        self.modal = Some(Modal::Restore(Restore::new(found)));
    }

    /// A folder was restored: what could not be is named first, then it is opened.
    pub(super) fn restored(&mut self, ctx: &Context, root: PathBuf, restored: &Restored) {
        if restored.findings.is_empty() {
            self.note(Toast::new(Severity::Success, t!("restore.done", n = restored.files)), ctx);
        } else {
            self.modal = Some(Modal::restore_findings(restored));
        }
        apply::apply(self, ctx, Action::OpenFolder(root));
    }
}

/// How the last backup went, in a line: its words, and whether they are worth a worry.
pub fn last_backup(model: &Model) -> (String, Severity) {
    let Some(choice) = model.backup() else { return (t!("backup.none").into_owned(), Severity::Warning) };
    let Some(last) = &choice.last else { return (t!("backup.never").into_owned(), Severity::Warning) };
    let when = model.language().day(last.at.date_naive(), model.today());
    let old = model.now.signed_duration_since(last.at) >= OLD;
    let n = last.documents;
    match (last.faults, old) {
        (0, false) => (t!("backup.last", when = when, n = n).into_owned(), Severity::Success),
        (0, true) => (t!("backup.last", when = when, n = n).into_owned(), Severity::Warning),
        (faults, _) => {
            (t!("backup.last_faults", when = when, n = n, faults = faults).into_owned(), Severity::Error)
        }
    }
}

/// What a person can do where [`last_backup`] gives a worry.
pub fn backup_advice(model: &Model) -> Cow<'static, str> {
    match model.backup() {
        None => t!("backup.choose_first"),
        Some(choice) if choice.last.as_ref().is_some_and(|last| last.faults > 0) => t!("backup.not_whole"),
        Some(_) => t!("backup.plug_in"),
    }
}
