//! Backing up the data folder.

use std::sync::Arc;

use chrono::TimeDelta;
use rust_i18n::t;

use crate::backup::{BackupError, Done};
use crate::jobs::{Pace, Trouble, requests};
use crate::pc::Backup;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Dialog, Shown, Window};

/// After a failed or cancelled backup, how long none begins by itself.
pub const AFTER_FAILURE: TimeDelta = TimeDelta::hours(4);

/// Back up now, to the place that the office has chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct BackUp {
    /// Whether a person asked for the backup.
    pub asked: bool,
}

impl Deed for BackUp {
    type Request = requests::BackUp;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let target = window.model.backup()?.target.clone();
        let pace = if self.asked { Pace::default() } else { Pace::gentle() };
        (!window.under_way.any::<Self>()).then_some(requests::BackUp { target, pace })
    }

    fn shown(&self, request: &Self::Request) -> Shown {
        let what = t!("backup.job").into_owned();
        if self.asked {
            Shown::Job { what, cancellable: true }
        } else {
            Shown::Unasked { what, pace: request.pace.clone() }
        }
    }

    fn done(self, done: Arc<Done>, window: &mut Window<'_>) {
        let Some(store) = window.model.snapshot().map(|snapshot| snapshot.store.clone()) else { return };
        let last = Backup { at: done.at, documents: done.documents, faults: done.findings.len() };
        window.set(|settings| {
            if let Some(choice) = settings.backups.get_mut(&store) {
                choice.last = Some(last);
            }
        });
        window.model.backed_up = Some(done.clone());
        if !done.findings.is_empty() {
            let toast = Toast::new(Level::Warning, t!("backup.done_faults", n = done.findings.len()));
            let show = Action::show(Dialog::BackupFindings(done));
            window.note(toast.action(t!("backup.see"), show));
        } else if self.asked {
            window.say(t!("backup.done", n = done.documents));
        }
    }

    /// While its disk is away, a backup that nobody asked for fails without a message.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        let away = |error: &BackupError| matches!(error, BackupError::TargetAway(_));
        if !self.asked && matches!(&trouble, Trouble::Backup(error) if away(error)) {
            return;
        }
        window.model.backup_after = Some(window.model.now + AFTER_FAILURE);
        match &trouble {
            Trouble::Cancelled => window.note(Toast::new(Level::Info, t!("backup.stopped"))),
            trouble => window.fail(trouble),
        }
    }
}
