//! Reading and checking a sealed dossier.

use std::sync::Arc;

use rust_i18n::t;

use crate::archive::{Report, Severity};
use crate::jobs::{OfficeChange, OpenedDossier, requests};
use crate::ui::contract::{Deed, Shown, Window};
use crate::ui::deeds::ChangeOffice;

/// Read a sealed dossier in order to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadDossier(
    /// Its folder in the archive.
    pub String,
);

/// Check a dossier's integrity.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckDossier(
    /// Its folder in the archive.
    pub String,
);

impl Deed for ReadDossier {
    type Request = requests::OpenDossier;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::OpenDossier(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, dossier: Arc<OpenedDossier>, window: &mut Window<'_>) {
        // Meanwhile the person may have opened another dossier.
        if window.model.nav.dossier.as_ref() == Some(&self.0) {
            window.model.dossier = Some(dossier);
        }
    }
}

impl Deed for CheckDossier {
    type Request = requests::CheckDossier;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::CheckDossier(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        let what = t!("shell.job.check", title = self.0).into_owned();
        Shown::Job { what, cancellable: true }
    }

    fn done(self, report: Arc<Report>, window: &mut Window<'_>) {
        let faults = report.of(Severity::Error).count() as u32;
        window.act(ChangeOffice::new(OfficeChange::DossierChecked { dossier: self.0.clone(), faults }));
        window.model.checks.insert(self.0, report);
    }
}
