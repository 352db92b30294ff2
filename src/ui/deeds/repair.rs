//! Examining the data folder, and repairing it.

use std::sync::Arc;

use rust_i18n::t;

use crate::check::{Examination, Repaired};
use crate::jobs::requests;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Dialog, Shown, Window};

/// Examine the data folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Examine;

/// Repair what an examination has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair(
    /// The examination.
    pub Arc<Examination>,
);

impl Deed for Examine {
    type Request = requests::Examine;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::Examine { backup: window.model.backup().map(|choice| choice.target.clone()) })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Job { what: t!("check.job").into_owned(), cancellable: true }
    }

    /// The findings are shown before anything is repaired.
    fn done(self, found: Arc<Examination>, window: &mut Window<'_>) {
        if found.findings.is_empty() {
            window.say(t!("check.fine", files = found.files, dossiers = found.dossiers));
        } else {
            window.show(Dialog::Repair(found));
        }
    }
}

impl Deed for Repair {
    type Request = requests::Repair;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let backup = window.model.backup().map(|choice| choice.target.clone());
        Some(requests::Repair { found: self.0.clone(), backup })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Job { what: t!("check.job_repair").into_owned(), cancellable: false }
    }

    fn done(self, done: Arc<Repaired>, window: &mut Window<'_>) {
        window.say(t!("check.repaired", quarantined = done.quarantined, restored = done.restored));
        if !done.failed.is_empty() {
            let details: Vec<_> =
                done.failed.iter().map(|(path, error)| format!("{path}: {error}")).collect();
            let toast = Toast::new(Level::Error, t!("check.not_repaired", n = done.failed.len()));
            window.note(toast.action(t!("shell.copy_details"), Action::Copy(details.join("\n"))));
        }
    }
}
