//! Undoing a deed.

use rust_i18n::t;

use crate::cycle::{CycleId, EventId};
use crate::jobs::requests;
use crate::ui::contract::{Deed, Shown, Window};

/// Undo the events of one deed.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// The cycle.
    pub cycle: CycleId,
    /// The events: all are undone, or none.
    pub events: Vec<EventId>,
}

impl Deed for Undo {
    type Request = requests::Undo;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::Undo { cycle: self.cycle, events: self.events.clone(), by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, _: Vec<EventId>, window: &mut Window<'_>) {
        window.say(t!("shell.undone"));
    }
}
