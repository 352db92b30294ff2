//! From events to state. Total: every set of events folds, in every order of arrival, to one state.

use std::collections::HashSet;
use std::sync::Arc;

use super::conflict::{Field, Registers, Value};
use super::{
    Change, CycleId, Document, Event, EventId, FileRef, Finished, Marked, Note, Return, Seal, Stamp, State,
    StepStatus, Version, Wait,
};
use crate::sop::{Sop, SopId, StepNo};

/// A cycle: its identity, the SOP it runs under, its events and the state folded from them.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// Plan year and kind of the cycle.
    pub id: CycleId,
    /// The SOP it began under.
    pub sop: Arc<Sop>,
    events: Vec<Event>,
    undone: HashSet<EventId>,
    state: State,
}

impl Cycle {
    /// Folds a cycle from its events, in whatever order they come.
    pub fn new(id: CycleId, sop: Arc<Sop>, events: Vec<Event>) -> Self {
        let state = State::new(&sop);
        let mut cycle = Self { id, sop, events: Vec::new(), undone: HashSet::new(), state };
        cycle.merge(events);
        cycle
    }

    /// Takes in more events: our own new ones or those of other PCs. Events already known are ignored.
    pub fn merge(&mut self, events: Vec<Event>) {
        self.events.extend(events);
        self.events.sort_by(|a, b| a.stamp.order().cmp(&b.stamp.order()));
        self.events.dedup_by(|a, b| a.stamp.id == b.stamp.id);
        self.undone = undone(&self.events);
        let (mut state, mut registers) = (State::new(&self.sop), Registers::default());
        for event in &self.events {
            fold(&mut state, &mut registers, event, self.undone.contains(&event.stamp.id));
        }
        registers.settle(&mut state);
        self.state = state;
    }

    /// The SOP under which the cycle was begun; the first beginning counts. None until that event has
    /// arrived.
    pub fn opened_under(&self) -> Option<&SopId> {
        self.events.iter().find_map(|event| match &event.body {
            Change::Opened { sop, .. } => Some(sop),
            _ => None,
        })
    }

    /// The state folded from the events.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// All events in their order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether an event was taken back.
    pub fn is_undone(&self, event: &EventId) -> bool {
        self.undone.contains(event)
    }
}

/// The events that are undone. An undo can itself be undone, so events are read from the last one.
fn undone(events: &[Event]) -> HashSet<EventId> {
    let mut undone = HashSet::new();
    for event in events.iter().rev() {
        if let Change::Undone { event: target } = &event.body
            && !undone.contains(&event.stamp.id)
        {
            undone.insert(target.clone());
        }
    }
    undone
}

/// Applies one event. An event that does not fit (a concurrent change on another PC came first) leaves the
/// state as it is: the journal keeps it, and nothing is lost.
fn fold(state: &mut State, registers: &mut Registers, event: &Event, undone: bool) {
    let stamp = &event.stamp;
    // The file of a withdrawn version stays on disk, so the document goes on naming it.
    if undone && !matches!(event.body, Change::VersionAdded { .. }) {
        return;
    }
    match &event.body {
        Change::Opened { .. } => state.opened = state.opened.take().or_else(|| Some(stamp.clone())),
        Change::StepStarted { step, .. } => {
            if let Some(step) = state.step_mut(*step)
                && matches!(step.status, StepStatus::NotStarted | StepStatus::Returned)
            {
                step.status = StepStatus::Running;
                step.started = Some(stamp.clone());
            }
        }
        Change::StepFinished { step, holes, reason, bound } => {
            if let Some(step) = state.step_mut(*step) {
                step.status = StepStatus::Done;
                step.finished = Some(Finished {
                    stamp: stamp.clone(),
                    holes: holes.clone(),
                    reason: reason.clone(),
                    bound: bound.clone(),
                    reviewed: None,
                });
            }
        }
        Change::StepReviewed { step, bound } => {
            if let Some(finished) = state.step_mut(*step).and_then(|step| step.finished.as_mut()) {
                finished.bound.clone_from(bound);
                finished.reviewed = Some(stamp.clone());
            }
        }
        Change::StepReopened { step, reason } => {
            if let Some(step) = state.step_mut(*step)
                && step.status == StepStatus::Done
            {
                step.status = StepStatus::Running;
                step.reopened.push((reason.clone(), stamp.clone()));
                step.started = Some(stamp.clone());
                step.finished = None;
                step.waits.clear();
            }
        }
        Change::SentBack { from, to, reason } => send_back(state, *from, *to, reason, event),
        Change::WaitStarted { step, party } => {
            if let Some(step) = state.step_mut(*step)
                && step.status == StepStatus::Running
            {
                step.status = StepStatus::Waiting;
                step.waits.push(Wait { party: party.clone(), from: stamp.clone(), to: None });
            }
        }
        Change::WaitEnded { step } => {
            if let Some(step) = state.step_mut(*step)
                && step.status == StepStatus::Waiting
            {
                step.status = StepStatus::Running;
                if let Some(wait) = step.waits.last_mut() {
                    wait.to = Some(stamp.clone());
                }
            }
        }
        Change::NoteAdded { step, text } => {
            let note = Note { step: *step, text: text.clone(), stamp: stamp.clone() };
            state.notes.insert(stamp.id.clone(), note);
        }
        Change::NoteRemoved { note } => {
            state.notes.remove(note);
        }
        Change::DocumentAdded { step, slot, title, file, stage } => {
            let document = Document {
                id: stamp.id.clone(),
                step: *step,
                slot: slot.clone(),
                title: title.clone(),
                number: String::new(),
                date: None,
                versions: vec![version(stamp, file, stage.as_deref())],
                removed: None,
            };
            state.documents.insert(stamp.id.clone(), document);
            registers.set(Field::Removed(stamp.id.clone()), stamp, Value::Removed(None));
        }
        Change::VersionAdded { document, file, stage, overwrites } => {
            if !undone {
                registers.set(Field::Removed(document.clone()), stamp, Value::Removed(None));
            }
            if let Some(document) = state.documents.get_mut(document) {
                let before = |version: &&mut Version| Some(&version.stamp.id) == overwrites.as_ref();
                if let Some(version) = document.versions.iter_mut().find(before) {
                    version.overwritten = true;
                }
                let version = version(stamp, file, stage.as_deref());
                document.versions.push(Version { withdrawn: undone, ..version });
            }
        }
        Change::DocumentMoved { document, step, slot, paths } => {
            registers.set(Field::Filed(document.clone()), stamp, Value::Filed(*step, slot.clone()));
            if let Some(document) = state.documents.get_mut(document) {
                document.step = *step;
                document.slot.clone_from(slot);
                set_paths(document, paths);
            }
        }
        Change::StageSet { document, stage } => {
            if let Some(document) = state.documents.get_mut(document)
                && let Some(version) = document.versions.iter_mut().rev().find(|version| {
                    // A version that came meanwhile is not the one whose stage this person set.
                    !version.withdrawn && stamp.saw(&version.stamp.id)
                })
            {
                version.stage.clone_from(stage);
                let (document, version) = (document.id.clone(), version.stamp.id.clone());
                registers.set(Field::Stage { document, version }, stamp, Value::Stage(stage.clone()));
            }
        }
        Change::DocumentTitled { document, title } => {
            registers.set(Field::Title(document.clone()), stamp, Value::Title(title.clone()));
            if let Some(document) = state.documents.get_mut(document) {
                document.title.clone_from(title);
            }
        }
        Change::NumberSet { document, number, date } => {
            registers.set(Field::Number(document.clone()), stamp, Value::Number(number.clone(), *date));
            if let Some(document) = state.documents.get_mut(document) {
                document.number.clone_from(number);
                document.date = *date;
            }
        }
        Change::DocumentRemoved { document, reason, paths } => {
            registers.set(Field::Removed(document.clone()), stamp, Value::Removed(Some(reason.clone())));
            if let Some(document) = state.documents.get_mut(document) {
                set_paths(document, paths);
            }
        }
        Change::DocumentRestored { document, paths } => {
            registers.set(Field::Removed(document.clone()), stamp, Value::Removed(None));
            if let Some(document) = state.documents.get_mut(document) {
                set_paths(document, paths);
            }
        }
        Change::SlotMarked { slot, mark } => {
            registers.set(Field::Mark(slot.clone()), stamp, Value::Mark(mark.clone()));
            match mark {
                Some(mark) => {
                    state.marks.insert(slot.clone(), Marked { mark: mark.clone(), stamp: stamp.clone() })
                }
                None => state.marks.remove(slot),
            };
        }
        Change::FormSet(written) => {
            let form = state.form.get_or_insert_with(|| written.clone());
            for field in registers.set_form(stamp, written) {
                field.copy(written, form);
            }
        }
        Change::Sealed { bag, digest } => {
            // Two PCs that sealed at once may both have recorded the one dossier that stands.
            if state.seals.iter().all(|seal| (&seal.bag, &seal.digest) != (bag, digest)) {
                state.seals.push(Seal { bag: bag.clone(), digest: digest.clone(), stamp: stamp.clone() });
            }
            state.revision = None;
        }
        Change::Reopened { reason } => state.revision = Some((reason.clone(), stamp.clone())),
        Change::Undone { .. } => {}
    }
}

/// The target step must do its work again; the steps after it, up to the step that found the fault, have
/// their turn again afterwards. Documents stay.
fn send_back(state: &mut State, from: StepNo, to: StepNo, reason: &str, event: &Event) {
    if to >= from || state.step(from).is_none() {
        return;
    }
    for no in to.0..=from.0 {
        if let Some(step) = state.step_mut(StepNo(no)) {
            let target = no == to.0;
            step.status = if target { StepStatus::Returned } else { StepStatus::NotStarted };
            if target || step.started.is_some() || step.finished.is_some() {
                let stamp = event.stamp.clone();
                step.returns.push(Return { from, reason: reason.to_owned(), stamp });
            }
            step.started = None;
            step.finished = None;
            step.waits.clear();
        }
    }
}

fn version(stamp: &Stamp, file: &FileRef, stage: Option<&str>) -> Version {
    Version {
        stamp: stamp.clone(),
        file: file.clone(),
        stage: stage.map(str::to_owned),
        withdrawn: false,
        overwritten: false,
    }
}

/// New paths after a move. A version that another PC added meanwhile keeps the path it came with.
fn set_paths(document: &mut Document, paths: &[(EventId, String)]) {
    for (id, path) in paths {
        if let Some(version) = document.versions.iter_mut().find(|version| version.stamp.id == *id) {
            version.file.path.clone_from(path);
        }
    }
}
