//! Changes of a cycle.

use crate::cycle::{Command, CycleId, EventId};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::{Owner, who};
use crate::jobs::request::Request;

/// Begin a cycle under the SOP in force.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "which cycle, and who")]
pub struct StartCycle {
    pub cycle: CycleId,
    pub by: String,
}

/// Carry out the commands of one deed on a cycle: all of them or none. The answer is the events that were
/// written.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "what is done to which cycle, and by whom")]
pub struct Run {
    pub cycle: CycleId,
    pub commands: Vec<Command>,
    pub by: String,
}

/// Undo events, as one deed. The answer is the events that were written.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "what is taken back in which cycle, and by whom")]
pub struct Undo {
    pub cycle: CycleId,
    pub events: Vec<EventId>,
    pub by: String,
}

impl Request for StartCycle {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, _: &Job<()>) -> AtOnce<()> {
        let sop = owner.sop.clone();
        owner.change(self.cycle, |workspace| workspace.start_cycle(self.cycle, &sop, &who(self.by)))
    }
}

impl Request for Run {
    type Answer = Vec<EventId>;

    fn carry_out(self, owner: &mut Owner, _: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        owner.change(self.cycle, |workspace| workspace.execute_all(self.cycle, &self.commands, &who(self.by)))
    }
}

impl Request for Undo {
    type Answer = Vec<EventId>;

    fn carry_out(self, owner: &mut Owner, _: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        owner.change(self.cycle, |workspace| workspace.undo(self.cycle, &self.events, &who(self.by)))
    }
}
