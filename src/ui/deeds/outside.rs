//! Changes made to files outside the program, and removed files put where a person may delete them.

use rust_i18n::t;

use crate::cycle::{CycleId, EventId};
use crate::jobs::{self, requests};
use crate::store::SET_ASIDE;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Shown, Window};
use crate::ui::deeds::Undo;

/// Make a document's file, edited outside the program, its newest version.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeChanged {
    /// The cycle.
    pub cycle: CycleId,
    /// The document.
    pub document: EventId,
}

/// Make a document of a file that is already in the cycle's folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopt {
    /// The cycle.
    pub cycle: CycleId,
    /// The file, and the place that its document gets.
    pub file: jobs::Adopt,
}

/// Move the files of removed documents of a sealed cycle to a folder where a person may delete them, or move
/// them back.
#[derive(Debug, Clone, PartialEq)]
pub struct SetAsideRemoved {
    /// The cycle.
    pub cycle: CycleId,
    /// True to move the files to that folder, false to move them back.
    pub aside: bool,
}

impl Deed for TakeChanged {
    type Request = requests::TakeChanged;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let (document, by) = (self.document.clone(), window.person());
        Some(requests::TakeChanged { cycle: self.cycle, document, by })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, _: EventId, _: &mut Window<'_>) {}
}

impl Deed for Adopt {
    type Request = requests::AdoptFile;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::AdoptFile { cycle: self.cycle, file: self.file.clone(), by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, event: EventId, window: &mut Window<'_>) {
        let undo = Undo { cycle: self.cycle, events: vec![event] };
        let toast = Toast::new(Level::Success, t!("shell.done.adopt"));
        window.note(toast.action(t!("shell.undo"), undo.into()));
    }
}

impl Deed for SetAsideRemoved {
    type Request = requests::SetAsideRemoved;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::SetAsideRemoved { cycle: self.cycle, aside: self.aside })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, files: usize, window: &mut Window<'_>) {
        let Self { cycle, aside } = self;
        let words = match (aside, files) {
            (_, 0) => t!("shell.done.nothing_to_set_aside"),
            (true, n) => t!("shell.done.set_aside", n = n, folder = SET_ASIDE),
            (false, n) => t!("shell.done.taken_back", n = n),
        };
        let mut toast = Toast::new(Level::Success, words);
        if aside && files > 0 {
            toast = toast
                .action(t!("shell.undo"), Self { cycle, aside: false }.into())
                .action(t!("documents.menu.reveal"), Action::RevealBelow(cycle, SET_ASIDE.to_owned()));
        }
        window.note(toast);
    }
}
