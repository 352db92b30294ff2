//! Beginning a cycle.

use crate::cycle::CycleId;
use crate::jobs::requests;
use crate::ui::contract::{Action, Deed, Shown, Window};

/// Begin a cycle under the SOP version in force.
#[derive(Debug, Clone, PartialEq)]
pub struct StartCycle(
    /// The new cycle's id.
    pub CycleId,
);

impl Deed for StartCycle {
    type Request = requests::StartCycle;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::StartCycle { cycle: self.0, by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        window.act(Action::OpenCycle(self.0, None));
    }
}
