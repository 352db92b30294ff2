//! Attaching files.

use rust_i18n::t;

use crate::cycle::CycleId;
use crate::jobs::requests::{self, Attached};
use crate::jobs::{self, Trouble};
use crate::sop::StepNo;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Deed, Dialog, Shown, Window};
use crate::ui::deeds::Undo;

/// Attach files to a cycle, each at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Attach {
    /// The cycle.
    pub cycle: CycleId,
    /// The files.
    pub files: Vec<jobs::Attach>,
}

impl Deed for Attach {
    type Request = requests::AttachFiles;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::AttachFiles { cycle: self.cycle, files: self.files.clone(), by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        let what = t!("shell.job.attach", n = self.files.len()).into_owned();
        Shown::Job { what, cancellable: true }
    }

    fn done(self, results: Vec<Attached>, window: &mut Window<'_>) {
        let cycle = self.cycle;
        let (mut steps, mut events): (Vec<StepNo>, Vec<_>) = (Vec::new(), Vec::new());
        for (file, result) in results {
            match result {
                Ok(event) => {
                    events.push(event);
                    steps.push(file.step);
                }
                Err(Trouble::Cancelled) => {}
                Err(trouble) => window.fail(&trouble),
            }
        }
        steps.dedup();
        let words = match (&events[..], &steps[..]) {
            ([], _) => return,
            (events, [step]) => {
                let known = window.model.cycle(cycle).and_then(|cycle| cycle.sop.step(*step));
                let title = known.map(|step| step.title.clone()).unwrap_or_default();
                t!("shell.attached_to", n = events.len(), step = step, title = title)
            }
            (events, _) => t!("shell.attached", n = events.len()),
        };
        let only = if let [event] = &events[..] { Some(event.clone()) } else { None };
        let standing = only.filter(|event| {
            let known = window.model.cycle(cycle);
            known.is_some_and(|cycle| cycle.state().documents.contains_key(event))
        });
        let mut toast = Toast::new(Level::Success, words);
        toast = toast.action(t!("shell.undo"), Undo { cycle, events }.into());
        if let Some(document) = standing {
            let show = Action::show(Dialog::Move(cycle, document));
            toast = toast.action(t!("shell.move_to_other_step"), show);
        }
        window.note(toast);
    }
}
