//! What is still to be done before a cycle can be sealed.

use super::{Cycle, Missing, Review, StepStatus};
use crate::sop::{SlotKey, StepNo};

/// How far a cycle is from being sealed, as far as its events tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// Steps before the last that are not done: no seal without them.
    pub open: Vec<StepNo>,
    /// Empty slots of the last step while it is not done: finishing it with these needs a reason.
    pub last_holes: Vec<SlotKey>,
    /// Finished steps whose empty slots are still empty, and the reason given.
    pub holes: Vec<(StepNo, Vec<SlotKey>, String)>,
    /// Finished steps whose documents changed since.
    pub review: Vec<(StepNo, Review)>,
    /// Steps in which two people changed one thing at the same time; what is contested in the form is left to the form.
    pub contested: Vec<StepNo>,
    /// Changes of other PCs that have not arrived: no seal without them.
    pub missing: Vec<Missing>,
}

impl Cycle {
    /// What every step, and changes missing from other PCs, leave to be done before sealing.
    pub fn readiness(&self) -> Readiness {
        let last = self.sop.last();
        let empty =
            |step: StepNo| self.holes(step).into_iter().map(|slot| slot.key.clone()).collect::<Vec<_>>();
        let mut readiness = Readiness {
            open: Vec::new(),
            last_holes: Vec::new(),
            holes: Vec::new(),
            review: Vec::new(),
            contested: Vec::new(),
            missing: self.missing(),
        };
        for step in &self.sop.steps {
            let done = self.state().status(step.no) == StepStatus::Done;
            let holes = empty(step.no);
            if !done && step.no != last {
                readiness.open.push(step.no);
            } else if !done {
                readiness.last_holes = holes;
            } else if !holes.is_empty() {
                let finished = self.state().step(step.no).and_then(|state| state.finished.as_ref());
                let reason = finished.and_then(|finished| finished.reason.clone()).unwrap_or_default();
                readiness.holes.push((step.no, holes, reason));
            }
            readiness.review.extend(self.review(step.no).map(|review| (step.no, review)));
            if step.no != last && self.is_contested_at(step.no) {
                readiness.contested.push(step.no);
            }
        }
        readiness
    }
}
