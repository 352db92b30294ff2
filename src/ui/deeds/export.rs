//! Exporting a dossier.

use rust_i18n::t;

use crate::archive::{self, ArchiveError};
use crate::jobs::{Trouble, requests};
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Deed, Dialog, Shown, Window};

/// Write a dossier to a ZIP.
#[derive(Debug, Clone, PartialEq)]
pub struct Export(
    /// Which dossier, and where to.
    pub archive::Export,
);

impl Deed for Export {
    type Request = requests::ExportDossier;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::ExportDossier(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        let what = t!("shell.job.export", title = self.0.folder).into_owned();
        Shown::Job { what, cancellable: true }
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        let path = self.0.target.display();
        window.note(if self.0.as_is {
            Toast::new(Level::Warning, t!("shell.exported_as_is", path = path))
        } else {
            Toast::new(Level::Success, t!("shell.exported", path = path))
        });
    }

    /// The person is asked whether a dossier with errors is exported as it is.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        match &trouble {
            Trouble::Sealing(error) if let ArchiveError::NotWhole(report) = &**error => {
                window.show(Dialog::AsIs(self.0, report.clone()));
            }
            _ => window.fail(&trouble),
        }
    }
}
