//! Commands on a cycle.

use rust_i18n::t;

use crate::cycle::{Command, CycleId, EventId, Refusal};
use crate::jobs::{Trouble, requests};
use crate::sop::StepNo;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Ask, Deed, Dialog, Shown, Window};
use crate::ui::deeds::Undo;
use crate::words;

/// Carry out commands on a cycle as one deed.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The cycle.
    pub cycle: CycleId,
    /// The commands: all are carried out, or none.
    pub commands: Vec<Command>,
}

impl Run {
    /// A single command, as an action.
    pub fn one(cycle: CycleId, command: Command) -> Action {
        Self { cycle, commands: vec![command] }.into()
    }
}

impl Deed for Run {
    type Request = requests::Run;

    /// The rules are checked before the desk is asked: if only a reason is missing, the person is asked for
    /// the reason.
    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let id = self.cycle;
        let cycle = window.model.cycle(id)?.clone();
        // A repeated click, while the first is still being carried out, is ignored.
        if window.under_way.all().any(|run: &Self| run == self) {
            return None;
        }
        let text = String::new();
        match (cycle.decide_all(&self.commands), &self.commands[..]) {
            (Ok(_), _) => {
                let (commands, by) = (self.commands.clone(), window.person());
                return Some(requests::Run { cycle: id, commands, by });
            }
            (Err(Refusal::Holes(holes)), [Command::Finish { step, .. }]) => {
                let ask = Ask::Finish { cycle: id, step: *step, holes, before: None, text };
                window.show(Dialog::Ask(ask));
            }
            (Err(Refusal::OutOfTurn(before)), [Command::Finish { step, .. }]) => {
                let holes = cycle.holes(*step).into_iter().map(|slot| slot.key.clone()).collect();
                let ask = Ask::Finish { cycle: id, step: *step, holes, before: Some(before), text };
                window.show(Dialog::Ask(ask));
            }
            (Err(Refusal::OutOfTurn(before)), [Command::Start { step, .. } | Command::Wait { step, .. }]) => {
                window.show(Dialog::Ask(Ask::Start { cycle: id, step: *step, before, text }));
            }
            (Err(Refusal::NoChange), _) => {}
            (Err(refusal), _) => window.fail(&Trouble::Refused(refusal)),
        }
        None
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, events: Vec<EventId>, window: &mut Window<'_>) {
        if let [command] = &self.commands[..] {
            say_done(self.cycle, command, events, window);
        }
    }

    /// A note that could not be saved is shown again, so that the person need not type it again.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        window.fail(&trouble);
        if let [Command::AddNote { step, text }] = &self.commands[..] {
            window.show(Dialog::note(self.cycle, *step, text.clone()));
        }
    }
}

/// Says what was done where the screen alone would not show it, with a button to undo it.
fn say_done(cycle: CycleId, command: &Command, events: Vec<EventId>, window: &mut Window<'_>) {
    let step = |no: &StepNo| t!("step.short", no = no).into_owned();
    let words = match command {
        Command::Finish { step: no, .. } => t!("shell.done.finish", step = step(no)),
        Command::SendBack { to, .. } => t!("shell.done.send_back", step = step(to)),
        Command::RemoveDocument { .. } => t!("shell.done.remove"),
        Command::MoveDocument { step: no, .. } => t!("shell.done.move", step = step(no)),
        Command::RestoreDocument { .. } => t!("shell.done.restore"),
        Command::RemoveNote { .. } => t!("shell.done.remove_note"),
        Command::MarkSlot { mark: None, .. } => t!("shell.done.unmark"),
        Command::Reopen { step: no, .. } => t!("shell.done.reopen", step = step(no)),
        Command::ReopenCycle { .. } => t!("shell.done.reopen_cycle"),
        _ => return,
    };
    let toast = Toast::new(Level::Success, words::capitalised(&words));
    window.note(toast.action(t!("shell.undo"), Undo { cycle, events }.into()));
    if let Command::Finish { step, .. } = command {
        // The panel moves on to the step that is current now.
        let next = window.model.cycle(cycle).and_then(|cycle| cycle.state().current());
        if window.model.nav.step == Some(*step) && next.is_some() {
            window.act(Action::SelectStep(next));
        }
    }
}
