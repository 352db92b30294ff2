//! Which documents should be there, and whether they are: derived from documents, marks and the SOP's links.

use std::collections::BTreeSet;

use super::{Bound, Change, Cycle, Document, Event, EventId, Mark, StepStatus};
use crate::sop::{Slot, SlotKey, Step, StepNo};

/// State of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// Belum ada.
    Missing,
    /// Ada file.
    File,
    /// Fisik saja.
    Paper,
    /// Keduanya.
    Both,
    /// Tidak berlaku.
    NotApplicable,
}

/// Why a finished step needs another look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// A document of its own slots changed after it was finished: *perlu ditinjau*.
    OwnDocument,
    /// An output of an earlier step that it used was replaced: *masukan berubah*.
    Input,
}

impl Cycle {
    /// The documents that stand in a slot: its own, else for a requirement those of the output it refers to.
    pub fn slot_documents(&self, key: &SlotKey) -> Vec<&Document> {
        let own: Vec<_> = self.filed_in(key);
        if !own.is_empty() {
            return own;
        }
        let source = self.sop.slot(key).and_then(|(_, slot, _)| slot.from.as_ref());
        source.map_or(Vec::new(), |source| self.filed_in(source))
    }

    fn filed_in(&self, key: &SlotKey) -> Vec<&Document> {
        let Some((step, ..)) = self.sop.slot(key) else { return Vec::new() };
        self.state().documents_of(step.no).filter(|doc| doc.slot.as_ref() == Some(key)).collect()
    }

    /// State of a slot. The mark of a requirement's source counts for the requirement as well.
    pub fn slot_state(&self, key: &SlotKey) -> SlotState {
        let marks = &self.state().marks;
        let source = || self.sop.slot(key).and_then(|(_, slot, _)| slot.from.as_ref());
        let marked = marks.get(key).or_else(|| source().and_then(|source| marks.get(source)));
        let filed = !self.slot_documents(key).is_empty();
        match (marked.map(|marked| &marked.mark), filed) {
            (Some(Mark::NotApplicable { .. }), _) => SlotState::NotApplicable,
            (Some(Mark::Paper { .. }), true) => SlotState::Both,
            (Some(Mark::Paper { .. }), false) => SlotState::Paper,
            (None, true) => SlotState::File,
            (None, false) => SlotState::Missing,
        }
    }

    /// The slots of a step that should be filled and are not; equipment is never missing.
    pub fn holes(&self, step: StepNo) -> Vec<&Slot> {
        let slots = self.sop.step(step).into_iter().flat_map(Step::slots);
        slots.filter(|slot| !slot.equipment && self.slot_state(&slot.key) == SlotState::Missing).collect()
    }

    /// The documents to which finishing the step would bind it.
    pub(super) fn bound(&self, step: StepNo) -> Vec<Bound> {
        let slots = self.sop.step(step).into_iter().flat_map(Step::slots);
        let mut bound: Vec<Bound> = slots
            .flat_map(|slot| self.slot_documents(&slot.key))
            .map(|doc| Bound { document: doc.id.clone(), sha256: doc.current().file.sha256.clone() })
            .collect();
        bound.sort_by(|a, b| a.document.cmp(&b.document));
        bound.dedup();
        bound
    }

    /// Whether a finished step stands on documents that have changed since, or that another PC changed while
    /// it was being finished.
    pub fn review(&self, step: StepNo) -> Option<Review> {
        let changed = self.changed_documents(step);
        let own = |id: &EventId| self.state().documents.get(id).is_some_and(|document| document.step == step);
        let review = if changed.iter().any(own) { Review::OwnDocument } else { Review::Input };
        (!changed.is_empty()).then_some(review)
    }

    /// What changed in a finished step: the last event of each document that is not as it was when the step
    /// was finished.
    pub fn changes_to_review(&self, step: StepNo) -> Vec<&Event> {
        let changed = self.changed_documents(step);
        let last = |id: &EventId| self.events().iter().rfind(|event| self.changes_file(event, id));
        let mut events: Vec<_> = changed.iter().filter_map(last).collect();
        events.sort_by(|a, b| a.stamp.order().cmp(&b.stamp.order()));
        events
    }

    fn changed_documents(&self, step: StepNo) -> BTreeSet<EventId> {
        let done = self.state().step(step).filter(|state| state.status == StepStatus::Done);
        let Some(finished) = done.and_then(|state| state.finished.as_ref()) else { return BTreeSet::new() };
        let (then, now) = (&finished.bound, self.bound(step));
        let gone = then.iter().filter(|bound| !now.contains(bound));
        let new = now.iter().filter(|bound| !then.contains(bound));
        gone.chain(new).map(|bound| bound.document.clone()).collect()
    }

    /// Whether an event changed where a document stands or what its file holds.
    fn changes_file(&self, event: &Event, id: &EventId) -> bool {
        match &event.body {
            Change::DocumentAdded { .. } => event.stamp.id == *id,
            Change::VersionAdded { document, .. }
            | Change::DocumentMoved { document, .. }
            | Change::DocumentRemoved { document, .. }
            | Change::DocumentRestored { document, .. } => document == id,
            Change::Undone { event } => {
                self.events().iter().any(|undone| undone.stamp.id == *event && self.changes_file(undone, id))
            }
            _ => false,
        }
    }
}
