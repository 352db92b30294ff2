//! What can be done with a step now: asked here by the panel, its menu, the shortcuts and the form of the seal, so that
//! all of them offer the same.

use super::{Cycle, StepStatus};
use crate::sop::{StepNo, Symbol};

/// A thing to do with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Begin it, also once more after it was sent back.
    Start,
    /// Mark it done.
    Finish,
    /// The waiting is over.
    Resume,
    /// Send the work back to an earlier step.
    SendBack,
    /// Wait for somebody outside.
    Wait,
    /// Take it up again after it was done.
    Reopen,
    /// Seal the cycle: finishing the last step and sealing are one thing.
    Seal,
}

/// What is offered for a step, the likeliest first. A reason that a rule wants is asked for when it is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// The next thing to do.
    pub next: Option<Act>,
    /// What is as likely in this state.
    pub beside: Vec<Act>,
    /// What else is possible.
    pub other: Vec<Act>,
}

impl Offers {
    /// Whether an act is among them.
    pub fn has(&self, act: Act) -> bool {
        self.next == Some(act) || self.beside.contains(&act) || self.other.contains(&act)
    }
}

impl Cycle {
    /// What is offered for a step in its state; nothing for a step that the SOP does not have. That a sealed cycle
    /// changes no more is not looked at here: it is not offered to be worked on.
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

    /// Whether nothing is left to do but the last step, which is the sealing itself.
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
