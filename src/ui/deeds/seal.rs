//! Sealing a cycle.

use rust_i18n::t;

use crate::cycle::{Closing, CycleId};
use crate::jobs::requests;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Shown, Window};

/// Seal a cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    /// The cycle.
    pub cycle: CycleId,
    /// What is recorded together with the seal.
    pub closing: Closing,
}

impl Deed for Seal {
    type Request = requests::Seal;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::Seal { cycle: self.cycle, closing: self.closing.clone(), by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        let what = t!("shell.job.seal", title = self.cycle.title()).into_owned();
        Shown::Job { what, cancellable: true }
    }

    fn done(self, bag: String, window: &mut Window<'_>) {
        let toast = Toast::new(Level::Success, t!("shell.sealed", title = bag));
        window.note(toast.action(t!("shell.open_in_archive"), Action::OpenDossier(Some(bag))));
    }
}
