//! Importing a bag into the archive.

use std::sync::Arc;

use rust_i18n::t;

use crate::archive::{ArchiveError, Given, Imported, Source};
use crate::jobs::{Trouble, requests};
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Dialog, Shown, Window};
use crate::words;

/// Import a bag into the archive; for one of another program, with a title and year given by the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Path of the bag.
    pub source: Source,
    /// Title and year given by the person; none where the bag itself contains them.
    pub given: Option<Given>,
}

impl Deed for Import {
    type Request = requests::ImportBag;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let (source, given) = (self.source.clone(), self.given.clone());
        Some(requests::ImportBag { source, given, by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        let what = t!("import.job", file = words::file_name(&self.source.path)).into_owned();
        Shown::Job { what, cancellable: true }
    }

    fn done(self, imported: Imported, window: &mut Window<'_>) {
        let folder = imported.folder.clone();
        let (remarks, title) = (imported.report.findings.len(), &folder);
        let (severity, words) = match (imported.known, remarks) {
            (true, _) => (Level::Success, t!("import.known", title = title)),
            (false, 0) => (Level::Success, t!("import.done", title = title)),
            (false, n) => (Level::Warning, t!("import.done_remarks", title = title, n = n)),
        };
        // Warnings of the import are shown with the dossier's check.
        window.model.checks.insert(folder.clone(), Arc::from(imported.report));
        let open = Action::OpenDossier(Some(folder));
        window.note(Toast::new(severity, words).action(t!("shell.open_in_archive"), open));
    }

    /// If a bag of another program has no title, or there are several bags, the person is asked.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        let error = if let Trouble::Sealing(error) = &trouble { Some(&**error) } else { None };
        match error {
            Some(ArchiveError::TitleNeeded(_)) => window.show(Dialog::Import(self.source)),
            Some(ArchiveError::WhichBag { bags, .. }) => {
                window.show(Dialog::ImportAmong(self.source, bags.clone()));
            }
            _ => window.fail(&trouble),
        }
    }
}
