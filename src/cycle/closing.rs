//! What comes to pass with a seal, or not at all.

use super::{ArchiveForm, Command, Cycle, StepStatus};
use crate::sop::StepNo;

/// What a person settles on the way to the seal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Closing {
    /// The archive form; none where it stands as it was saved.
    pub form: Option<ArchiveForm>,
    /// Why the last step is finished with empty slots.
    pub reason: Option<String>,
    /// Finished steps of which the person was shown that their documents have changed.
    pub reviewed: Vec<StepNo>,
}

impl Cycle {
    /// The commands that go before the seal: the form, the last step, which is the sealing itself, and what was
    /// reviewed.
    pub fn closing(&self, closing: &Closing) -> Vec<Command> {
        let form = closing.form.clone().map(|form| Command::SetForm(Box::new(form)));
        // The same form again changes nothing, unless it settles what two have filled in.
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
