//! Undo is a compensating event: nothing leaves the journal.

use super::{Change, Command, Cycle, Event, EventId, Refusal};
use crate::sop::{SlotKey, StepNo};

/// What an event touches; a later event that touches the same builds on it.
#[derive(PartialEq)]
enum Touch {
    Step(StepNo),
    Document(EventId),
    Note(EventId),
    Slot(SlotKey),
    Form,
    /// The cycle as a whole: every later event builds on it.
    Cycle,
}

impl Cycle {
    /// The commands that take events back, the latest first. A document goes back by moving its files, which
    /// the store does: the commands for that still lack the paths.
    pub fn undo_commands(&self, events: &[EventId]) -> Result<Vec<Command>, Refusal> {
        let (mut plain, mut commands) = (Vec::new(), Vec::new());
        for event in events.iter().rev() {
            match self.way_back(self.find(event)?)? {
                Some(command) => commands.push(command),
                None => plain.push(event.clone()),
            }
        }
        if !plain.is_empty() {
            commands.push(Command::Undo { events: plain });
        }
        Ok(commands)
    }

    /// The command by which a document goes back to where it was; none for an event that is undone by leaving
    /// it out of the fold.
    fn way_back(&self, event: &Event) -> Result<Option<Command>, Refusal> {
        let remove = |document: &EventId| Command::RemoveDocument {
            document: document.clone(),
            reason: String::new(),
            paths: Vec::new(),
        };
        Ok(Some(match &event.body {
            Change::DocumentAdded { .. } => remove(&event.stamp.id),
            Change::DocumentRestored { document, .. } => remove(document),
            Change::DocumentRemoved { document, .. } => {
                Command::RestoreDocument { document: document.clone(), paths: Vec::new() }
            }
            Change::DocumentMoved { document, .. } => {
                let (step, slot) = self.filed_before(document, event).ok_or(Refusal::NotUndoable)?;
                Command::MoveDocument { document: document.clone(), step, slot, paths: Vec::new() }
            }
            _ => return Ok(None),
        }))
    }

    /// Whether a deed, given by its events, can still be undone.
    pub fn is_undoable(&self, events: &[EventId]) -> bool {
        let commands = self.undo_commands(events);
        // Each command concerns another document, or all events that are about none, so none depends on
        // another.
        commands.is_ok_and(|commands| commands.iter().all(|command| self.decide(command).is_ok()))
    }

    /// The latest deed, if it can still be taken back, for *Urungkan*: its events in their order.
    pub fn last_undoable(&self) -> Option<Vec<EventId>> {
        let stands =
            |event: &Event| !self.is_undone(&event.stamp.id) && !matches!(event.body, Change::Undone { .. });
        let last = self.deeds().rev().find(|deed| deed.iter().any(stands))?;
        let deed: Vec<EventId> = last.iter().map(|event| event.stamp.id.clone()).collect();
        self.is_undoable(&deed).then_some(deed)
    }

    pub(super) fn undo(&self, events: &[EventId]) -> Result<Vec<Change>, Refusal> {
        events.iter().map(|event| self.undo_one(event, events)).collect()
    }

    /// Undoes an event together with others, which then don't count as building on it.
    fn undo_one(&self, event: &EventId, together: &[EventId]) -> Result<Change, Refusal> {
        let event = self.find(event)?;
        if self.is_undone(&event.stamp.id) {
            return Err(Refusal::NoChange);
        }
        let touched = touches(&event.body, &event.stamp.id);
        if touched.is_empty() {
            return Err(Refusal::NotUndoable);
        }
        let later = self.events().iter().filter(|other| other.stamp.order() > event.stamp.order());
        let builds_on_it = later
            .filter(|other| !self.is_undone(&other.stamp.id) && !together.contains(&other.stamp.id))
            .filter(|other| !matches!(other.body, Change::Undone { .. }))
            .any(|other| {
                touched.contains(&Touch::Cycle)
                    || touches(&other.body, &other.stamp.id).iter().any(|touch| touched.contains(touch))
            });
        if builds_on_it {
            return Err(Refusal::TooLate);
        }
        Ok(Change::Undone { event: event.stamp.id.clone() })
    }

    fn find(&self, id: &EventId) -> Result<&Event, Refusal> {
        self.events().iter().find(|event| event.stamp.id == *id).ok_or(Refusal::NoSuchItem)
    }

    /// Where a document lay before it was moved by this event.
    fn filed_before(&self, document: &EventId, moved: &Event) -> Option<(StepNo, Option<SlotKey>)> {
        let earlier = self.events().iter().filter(|event| event.stamp.order() < moved.stamp.order());
        let mut filed = None;
        for event in earlier {
            match &event.body {
                Change::DocumentAdded { step, slot, .. } if event.stamp.id == *document => {
                    filed = Some((*step, slot.clone()));
                }
                Change::DocumentMoved { document: other, step, slot, .. } if other == document => {
                    filed = Some((*step, slot.clone()));
                }
                _ => {}
            }
        }
        filed
    }
}

/// What a change touches; empty for a change that cannot be undone by leaving it out of the fold.
fn touches(change: &Change, id: &EventId) -> Vec<Touch> {
    match change {
        Change::StepStarted { step, .. }
        | Change::StepFinished { step, .. }
        | Change::StepReopened { step, .. }
        | Change::StepReviewed { step, .. }
        | Change::WaitStarted { step, .. }
        | Change::WaitEnded { step } => vec![Touch::Step(*step)],
        Change::SentBack { from, to, .. } => (to.0..=from.0).map(|no| Touch::Step(StepNo(no))).collect(),
        Change::NoteAdded { .. } => vec![Touch::Note(id.clone())],
        Change::NoteRemoved { note } => vec![Touch::Note(note.clone())],
        Change::VersionAdded { document, .. }
        | Change::StageSet { document, .. }
        | Change::DocumentTitled { document, .. }
        | Change::NumberSet { document, .. } => vec![Touch::Document(document.clone())],
        Change::SlotMarked { slot, .. } => vec![Touch::Slot(slot.clone())],
        Change::FormSet(_) => vec![Touch::Form],
        Change::Reopened { .. } => vec![Touch::Cycle],
        Change::Undone { .. }
        | Change::Opened { .. }
        | Change::DocumentAdded { .. }
        | Change::DocumentMoved { .. }
        | Change::DocumentRemoved { .. }
        | Change::DocumentRestored { .. }
        | Change::Sealed { .. } => Vec::new(),
    }
}
