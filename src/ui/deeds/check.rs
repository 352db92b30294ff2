//! Checking all dossiers of the archive.

use std::sync::Arc;

use rust_i18n::t;

use crate::fixity::Round;
use crate::jobs::{Pace, Trouble, requests};
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Deed, Shown, Window};
use crate::ui::deeds::Examine;

/// Check all dossiers of the archive by reading all their files.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckArchive {
    /// Whether a person asked for the check.
    pub asked: bool,
}

impl Deed for CheckArchive {
    type Request = requests::CheckArchive;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let pace = if self.asked { Pace::default() } else { Pace::gentle() };
        (!window.under_way.any::<Self>()).then_some(requests::CheckArchive(pace))
    }

    fn shown(&self, request: &Self::Request) -> Shown {
        let what = t!("check.job_archive").into_owned();
        if self.asked {
            Shown::Job { what, cancellable: true }
        } else {
            Shown::Unasked { what, pace: request.0.clone() }
        }
    }

    fn done(self, round: Arc<Round>, window: &mut Window<'_>) {
        match round.damaged() {
            0 if self.asked => window.say(t!("check.archive_fine", n = round.dossiers.len())),
            0 => {}
            n => {
                let toast = Toast::new(Level::Error, t!("check.archive_damaged", n = n));
                window.note(toast.action(t!("check.begin"), Examine.into()));
            }
        }
        window.model.checked = Some(round);
    }

    /// A check that nobody asked for is tried again later.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        if self.asked { window.fail(&trouble) } else { log::warn!("{trouble}") }
    }
}
