//! Keeping the data folder safe: what a person asks for, and what is done without being asked.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::TimeDelta;
use eframe::egui::Context;
use rust_i18n::t;

use super::app::App;
use super::model::{Folder, Model};
use super::reports::Pending;
use super::{Action, apply};
use crate::backup::{BackupError, Done, Found, Restored};
use crate::jobs::{Pace, Request, Ticket, Trouble};
use crate::store::{Backup, BackupChoice};
use crate::ui::components::{Severity, Toast};
use crate::ui::dialogs::{Modal, Restore};
use crate::ui::platform::picker::Purpose;

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
    /// Let a job rest, or go on.
    Pause(Ticket, bool),
}

/// A backup older than this is worth a reminder.
pub const OLD: TimeDelta = TimeDelta::days(7);
/// How often one is made without being asked, when the disk is there.
const DAILY: TimeDelta = TimeDelta::hours(24);
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
    let Some(target) = due_backup(&app.model).cloned() else { return };
    ctx.request_repaint_after(std::time::Duration::from_mins(1));
    let now = app.model.now;
    if app.pending.values().any(Pending::is_backup) || app.backup_after.is_some_and(|after| now < after) {
        return;
    }
    app.backup_after = Some(now + LOOK);
    let pace = Pace::gentle();
    app.send(Request::Backup(target, pace.clone()), Pending::Backup { asked: false, pace });
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
