//! Conflicts: two people change the same thing, and neither has seen what the other did. The later value
//! counts, and the other stays on offer until somebody who has seen both chooses between them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::form::FormField;
use super::{ArchiveForm, Command, Cycle, EventId, Mark, Stamp, State};
use crate::sop::{SlotKey, StepNo};

/// A part of a cycle that has one value at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Title of a document.
    Title(EventId),
    /// Letter number and date of a document.
    Number(EventId),
    /// Where a document is filed.
    Filed(EventId),
    /// Whether a document lies in *Dihapus*.
    Removed(EventId),
    /// Stage of a version of a document.
    Stage {
        /// The document.
        document: EventId,
        /// The event that added the version.
        version: EventId,
    },
    /// Mark of a slot.
    Mark(SlotKey),
    /// A field of the archive form.
    Form(FormField),
}

impl Field {
    /// The document that the field is of; none for a mark and for the archive form.
    pub fn document(&self) -> Option<&EventId> {
        match self {
            Self::Title(document)
            | Self::Number(document)
            | Self::Filed(document)
            | Self::Removed(document)
            | Self::Stage { document, .. } => Some(document),
            Self::Mark(_) | Self::Form(_) => None,
        }
    }
}

/// What a field was set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A title.
    Title(String),
    /// Letter number, empty for none, and date.
    Number(String, Option<NaiveDate>),
    /// Step and slot.
    Filed(StepNo, Option<SlotKey>),
    /// Removed, with the reason, or none: kept.
    Removed(Option<String>),
    /// A stage, or none.
    Stage(Option<String>),
    /// A mark, or none.
    Mark(Option<Mark>),
    /// An archive form of which only the field in question counts.
    Form(Box<ArchiveForm>),
}

/// A value that does not count, although the author of the one that counts had not seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The field that two people set.
    pub field: Field,
    /// Who set the value that counts, and when.
    pub winner: Stamp,
    /// Who set the other value, and when.
    pub loser: Stamp,
    /// The other value.
    pub value: Value,
}

impl Cycle {
    /// The conflicts over the fields of a document.
    pub fn conflicts_of<'a>(&'a self, document: &'a EventId) -> impl Iterator<Item = &'a Conflict> {
        self.state().conflicts.iter().filter(move |conflict| conflict.field.document() == Some(document))
    }

    /// Whether a document or slot of a step has a conflict.
    pub fn is_contested_at(&self, step: StepNo) -> bool {
        self.state().conflicts.iter().any(|conflict| match &conflict.field {
            Field::Mark(slot) => self.sop.slot(slot).is_some_and(|(owner, ..)| owner.no == step),
            Field::Form(_) => self.sop.last() == step,
            field => field
                .document()
                .and_then(|document| self.state().documents.get(document))
                .is_some_and(|document| document.step == step && document.removed.is_none()),
        })
    }

    /// Whether a field has a conflict, so that setting the same value again settles it.
    pub(super) fn is_contested(&self, field: &Field) -> bool {
        self.state().conflicts.iter().any(|conflict| conflict.field == *field)
    }

    /// The command that makes the other value count.
    pub fn choose(&self, conflict: &Conflict) -> Option<Command> {
        self.say(&conflict.field, conflict.value.clone())
    }

    /// The command that confirms the value that counts now.
    pub fn keep(&self, conflict: &Conflict) -> Option<Command> {
        let state = self.state();
        let document = conflict.field.document().and_then(|document| state.documents.get(document));
        let value = match &conflict.field {
            Field::Title(_) => Value::Title(document?.title.clone()),
            Field::Number(_) => Value::Number(document?.number.clone(), document?.date),
            Field::Filed(_) => Value::Filed(document?.step, document?.slot.clone()),
            Field::Removed(_) => Value::Removed(None),
            Field::Stage { .. } => Value::Stage(document?.current().stage.clone()),
            Field::Mark(slot) => Value::Mark(state.marks.get(slot).map(|marked| marked.mark.clone())),
            Field::Form(_) => Value::Form(Box::new(state.form.clone()?)),
        };
        self.say(&conflict.field, value)
    }

    fn say(&self, field: &Field, value: Value) -> Option<Command> {
        let document = field.document().cloned();
        Some(match value {
            Value::Title(title) => Command::SetTitle { document: document?, title },
            Value::Number(number, date) => Command::SetNumber { document: document?, number, date },
            Value::Filed(step, slot) => {
                Command::MoveDocument { document: document?, step, slot, paths: Vec::new() }
            }
            Value::Removed(Some(reason)) => {
                Command::RemoveDocument { document: document?, reason, paths: Vec::new() }
            }
            Value::Removed(None) => Command::RestoreDocument { document: document?, paths: Vec::new() },
            Value::Stage(stage) => Command::SetStage { document: document?, stage },
            Value::Mark(mark) => {
                let Field::Mark(slot) = field else { return None };
                Command::MarkSlot { slot: slot.clone(), mark }
            }
            Value::Form(from) => {
                let Field::Form(field) = field else { return None };
                let mut form = self.state().form.clone()?;
                field.copy(&from, &mut form);
                Command::SetForm(Box::new(form))
            }
        })
    }
}

/// The values of every field that no later event has seen and replaced, in the order of events: more than one
/// where people did not know of each other's values.
#[derive(Debug, Default)]
pub(super) struct Registers {
    standing: BTreeMap<Field, Vec<(Stamp, Value)>>,
    /// Each time the archive form was filled in, with the fields that this changed.
    forms: Vec<(Stamp, ArchiveForm, Vec<FormField>)>,
}

impl Registers {
    /// Sets a field; to be called in the order of events.
    pub(super) fn set(&mut self, field: Field, stamp: &Stamp, value: Value) {
        let values = self.standing.entry(field).or_default();
        values.retain(|(before, _)| !stamp.saw(&before.id));
        values.push((stamp.clone(), value));
    }

    /// Sets those fields of the archive form that differ from what its author saw, so that two people can
    /// fill in different fields without a conflict. Gives back these fields.
    pub(super) fn set_form(&mut self, stamp: &Stamp, form: &ArchiveForm) -> Vec<FormField> {
        let mut seen: Option<ArchiveForm> = None;
        for (before, written, fields) in &self.forms {
            if stamp.saw(&before.id) {
                let seen = seen.get_or_insert_with(|| written.clone());
                for field in fields {
                    field.copy(written, seen);
                }
            }
        }
        let mut about = Vec::new();
        for field in FormField::ALL {
            let values = self.standing.get(&Field::Form(field)).into_iter().flatten();
            let both_seen = values.filter(|(before, _)| stamp.saw(&before.id)).count() > 1;
            if both_seen || seen.as_ref().is_none_or(|seen| !field.same(seen, form)) {
                self.set(Field::Form(field), stamp, Value::Form(Box::new(field.alone(form))));
                about.push(field);
            }
        }
        self.forms.push((stamp.clone(), form.clone(), about.clone()));
        about
    }

    /// Writes the conflicts, and which documents are removed, into the state.
    pub(super) fn settle(self, state: &mut State) {
        for (field, values) in self.standing {
            let counts = match &field {
                // A removal loses against a change that its author had not seen and that keeps the document.
                Field::Removed(document) => {
                    let kept = values.iter().rposition(|(_, value)| *value == Value::Removed(None));
                    let Some(kept) = kept else {
                        if let (Some((stamp, Value::Removed(Some(reason)))), Some(document)) =
                            (values.last(), state.documents.get_mut(document))
                        {
                            document.removed = Some((reason.clone(), stamp.clone()));
                        }
                        continue;
                    };
                    kept
                }
                // A conflict over the stage of an old version no longer matters.
                Field::Stage { document, version } => {
                    let current = state.documents.get(document).map(|document| &document.current().stamp.id);
                    if current != Some(version) {
                        continue;
                    }
                    values.len() - 1
                }
                _ => values.len() - 1,
            };
            let (winner, value) = values[counts].clone();
            let others = values.into_iter().filter(|(_, other)| *other != value);
            state.conflicts.extend(others.map(|(loser, value)| Conflict {
                field: field.clone(),
                winner: winner.clone(),
                loser,
                value,
            }));
        }
    }
}
