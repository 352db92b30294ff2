//! What is recorded together with a seal, or not at all.

use super::{ArchiveForm, Command, Cycle, StepStatus};
use crate::sop::StepNo;

/// What a person fills in before sealing a cycle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Closing {
    /// The archive form; none if it is unchanged since it was saved.
    pub form: Option<ArchiveForm>,
    /// Why the last step is finished with empty slots.
    pub reason: Option<String>,
    /// Finished steps whose changed documents the person was shown.
    pub reviewed: Vec<StepNo>,
}

impl Cycle {
    /// The commands to carry out before the seal: set the form, finish the last step, which is the sealing
    /// itself, and review the steps that the person was shown.
    pub fn closing(&self, closing: &Closing) -> Vec<Command> {
        let form = closing.form.clone().map(|form| Command::SetForm(Box::new(form)));
        // Setting the same form again changes nothing, unless it settles a conflict between two people's
        // forms.
        let form = form.filter(|set| self.decide(set).is_ok());
        let last = self.sop.last();
        let open = self.state().current() == Some(last);
        let finish = open.then(|| Command::Finish { step: last, reason: closing.reason.clone() });
        let is_to_review =
            |step: &&StepNo| self.state().status(**step) == StepStatus::Done && self.review(**step).is_some();
        let reviewed = closing.reviewed.iter().filter(is_to_review);
        form.into_iter().chain(finish).chain(reviewed.map(|step| Command::Review { step: *step })).collect()
    }
}
