//! Files and folders were dropped, pasted or chosen for a place of the sheet.

use std::path::PathBuf;

use rust_i18n::t;

use crate::cycle::CycleId;
use crate::jobs::{FoundFile, requests};
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Deed, Dialog, Shown, Target, Window};
use crate::ui::deeds::Attach;
use crate::ui::filing;

/// Look at files; then attach those that have only one possible place, and ask about all others.
#[derive(Debug, Clone, PartialEq)]
pub struct FilesIn {
    /// The cycle.
    pub cycle: CycleId,
    /// Where the files were put; none: the person is asked.
    pub target: Option<Target>,
    /// Whether the place is certain; an uncertain place is only preselected in the question.
    pub sure: bool,
    /// The files and folders.
    pub paths: Vec<PathBuf>,
}

impl Deed for FilesIn {
    type Request = requests::Gather;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::Gather(self.paths.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, found: Vec<FoundFile>, window: &mut Window<'_>) {
        let Self { cycle: id, target, sure, .. } = self;
        let Some(cycle) = window.model.cycle(id).cloned() else { return };
        if found.is_empty() {
            return window.note(Toast::new(Level::Info, t!("shell.folder_is_empty")));
        }
        let snapshot = window.model.snapshot();
        let is_known =
            |digest: &str| snapshot.is_some_and(|snapshot| !snapshot.duplicates(digest).is_empty());
        let known = found.iter().filter_map(|file| file.sha256.as_deref()).any(is_known);
        let direct = target.as_ref().filter(|_| sure && !known);
        match direct.and_then(|target| filing::direct(&cycle, target, &found)) {
            Some(files) => window.act(Attach { cycle: id, files }),
            None => window.show(Dialog::Assign { cycle: id, target, found }),
        }
    }
}
