//! What can be done with a step now: asked here by the panel, its menu, the shortcuts and the form of the seal, so that
//! all of them offer the same.

use super::{Cycle, StepStatus};
use crate::sop::{StepNo, Symbol};

/// An action on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Begin the step, or begin it again after it was sent back.
    Start,
    /// Mark the step done.
    Finish,
    /// Go on after waiting.
    Resume,
    /// Send the work back to an earlier step.
    SendBack,
    /// Wait for somebody outside.
    Wait,
    /// Take the step up again after it was done.
    Reopen,
    /// Seal the cycle: finishing the last step and sealing are one thing.
    Seal,
}

/// The actions offered for a step, the likeliest first. Where a rule needs a reason, it is asked for when the
/// action is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// The likeliest action.
    pub next: Option<Act>,
    /// Actions that are as likely in this state.
    pub beside: Vec<Act>,
    /// Other possible actions.
    pub other: Vec<Act>,
}

impl Offers {
    /// Whether an action is offered.
    pub fn has(&self, act: Act) -> bool {
        self.next == Some(act) || self.beside.contains(&act) || self.other.contains(&act)
    }
}

impl Cycle {
    /// The actions offered for a step in its state; none for a step that the SOP does not have. Whether the
    /// cycle is sealed, and so read-only, is for the caller to check.
    pub fn offers(&self, no: StepNo) -> Offers {
        let mut offers = Offers::default();
        let (Some(step), Some(state)) = (self.sop.step(no), self.state().step(no)) else { return offers };
        let decision = matches!(step.symbol, Symbol::Diamond { .. });
        let turn = self.state().current().is_none_or(|current| no <= current);
        let sealing = no == self.sop.last() && self.is_seal_next();
        match state.status {
            StepStatus::NotStarted | StepStatus::Returned => {
                if turn {
                    offers.next = Some(Act::Start);
                } else {
                    offers.beside.push(Act::Start);
                }
                offers.other.push(Act::Finish);
            }
            StepStatus::Running => {
                offers.next = Some(if sealing { Act::Seal } else { Act::Finish });
                if decision {
                    offers.beside.push(Act::SendBack);
                }
                if decision || step.outside.is_empty() {
                    offers.other.push(Act::Wait);
                } else {
                    offers.beside.push(Act::Wait);
                }
                if sealing {
                    offers.other.insert(0, Act::Finish);
                }
            }
            StepStatus::Waiting => {
                offers.next = Some(Act::Resume);
                offers.other.push(Act::Finish);
            }
            StepStatus::Done => {
                if sealing {
                    offers.next = Some(Act::Seal);
                }
                offers.beside.push(Act::Reopen);
            }
        }
        if self.back_from(no).is_some() && !offers.has(Act::SendBack) {
            offers.other.push(Act::SendBack);
        }
        offers
    }

    /// Whether only the last step, which is the sealing itself, is left to do.
    pub fn is_seal_next(&self) -> bool {
        self.state().current().is_none_or(|current| current == self.sop.last())
    }

    /// Where work goes back to from a step: along the *Tidak* arrow where it has one, else to the step before.
    pub fn back_from(&self, no: StepNo) -> Option<StepNo> {
        match self.sop.step(no)?.symbol {
            Symbol::Diamond { no_to } => Some(no_to),
            _ => Some(StepNo(no.0.checked_sub(1)?)).filter(|no| no.0 > 0),
        }
    }
}
