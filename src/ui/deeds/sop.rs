//! Saving an edited SOP.

use rust_i18n::t;

use crate::jobs::requests;
use crate::sop::Sop;
use crate::ui::contract::{Deed, Shown, Window};

/// Save an edited SOP as a new version, which later cycles use.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveSop(
    /// The new version.
    pub Box<Sop>,
);

impl Deed for SaveSop {
    type Request = requests::SaveSop;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::SaveSop(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        window.say(t!("shell.sop_saved"));
    }
}
