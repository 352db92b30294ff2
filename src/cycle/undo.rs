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
    /// All of it: whatever came later builds on it.
    Cycle,
}

impl Cycle {
    /// The command that takes an event back. Documents go back by moving their files, which is the store's
    /// work: for those the command still lacks its paths.
    pub fn undo_command(&self, event: &EventId) -> Result<Command, Refusal> {
        let event = self.find(event)?;
        let id = event.stamp.id.clone();
        Ok(match &event.body {
            Change::DocumentAdded { .. } => {
                Command::RemoveDocument { document: id, reason: String::new(), paths: Vec::new() }
            }
            Change::DocumentRemoved { document, .. } => {
                Command::RestoreDocument { document: document.clone(), paths: Vec::new() }
            }
            Change::DocumentRestored { document, .. } => Command::RemoveDocument {
                document: document.clone(),
                reason: String::new(),
                paths: Vec::new(),
            },
            Change::DocumentMoved { document, .. } => {
                let (step, slot) = self.filed_before(document, event).ok_or(Refusal::NotUndoable)?;
                Command::MoveDocument { document: document.clone(), step, slot, paths: Vec::new() }
            }
            _ => Command::Undo { event: id },
        })
    }

    /// The latest event that can still be taken back, for *Urungkan*.
    pub fn last_undoable(&self) -> Option<&Event> {
        let last =
            self.events().iter().rev().find(|event| {
                !self.is_undone(&event.stamp.id) && !matches!(event.body, Change::Undone { .. })
            })?;
        let command = self.undo_command(&last.stamp.id).ok()?;
        self.decide(&command).is_ok().then_some(last)
    }

    pub(super) fn undo(&self, event: &EventId) -> Result<Vec<Change>, Refusal> {
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
            .filter(|other| !self.is_undone(&other.stamp.id))
            .filter(|other| !matches!(other.body, Change::Undone { .. }))
            .any(|other| {
                touched.contains(&Touch::Cycle)
                    || touches(&other.body, &other.stamp.id).iter().any(|touch| touched.contains(touch))
            });
        if builds_on_it {
            return Err(Refusal::TooLate);
        }
        Ok(vec![Change::Undone { event: event.stamp.id.clone() }])
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

/// Empty for what cannot be taken back by leaving it out of the fold.
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
