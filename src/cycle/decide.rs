//! The rules by which commands are decided. No upload is compulsory and no order of steps blocks work: what
//! the SOP would not have is possible with a reason, and the reason is recorded.

use super::{Change, Command, Cycle, Document, EventId, Field, FileRef, FormField, Refusal, StepStatus};
use crate::sop::{SlotKey, StepNo};

type Decision = Result<Vec<Change>, Refusal>;

impl Cycle {
    /// Longest text that a person can give, in characters.
    pub const MAX_TEXT: usize = 4000;

    /// What the command would change, or why it is refused. Changes nothing itself.
    pub fn decide(&self, command: &Command) -> Decision {
        if self.state().is_sealed() && !matches!(command, Command::ReopenCycle { .. }) {
            return Err(Refusal::Sealed);
        }
        match command {
            Command::Start { step, reason } => self.start(*step, reason.as_deref()),
            Command::Finish { step, reason } => self.finish(*step, reason.as_deref()),
            Command::Review { step } => {
                self.require(*step, &[StepStatus::Done])?;
                if self.review(*step).is_none() {
                    return Err(Refusal::NoChange);
                }
                one(Change::StepReviewed { step: *step, bound: self.bound(*step) })
            }
            Command::Reopen { step, reason } => {
                let reason = text(reason)?;
                self.require(*step, &[StepStatus::Done])?;
                one(Change::StepReopened { step: *step, reason })
            }
            Command::SendBack { from, to, reason } => self.send_back(*from, *to, reason),
            Command::Wait { step, party } => {
                let party = text(party)?;
                match self.status(*step)? {
                    StepStatus::Running => one(Change::WaitStarted { step: *step, party }),
                    StepStatus::NotStarted | StepStatus::Returned => {
                        let mut changes = self.start(*step, None)?;
                        changes.push(Change::WaitStarted { step: *step, party });
                        Ok(changes)
                    }
                    StepStatus::Waiting | StepStatus::Done => Err(Refusal::WrongState(*step)),
                }
            }
            Command::Resume { step } => {
                self.require(*step, &[StepStatus::Waiting])?;
                one(Change::WaitEnded { step: *step })
            }
            Command::AddNote { step, text: words } => {
                if let Some(step) = step {
                    self.status(*step)?;
                }
                one(Change::NoteAdded { step: *step, text: text(words)? })
            }
            Command::RemoveNote { note } => {
                self.state().notes.get(note).ok_or(Refusal::NoSuchItem)?;
                one(Change::NoteRemoved { note: note.clone() })
            }
            Command::AddDocument { step, slot, title, file, stage } => {
                self.place(*step, slot.as_ref())?;
                check_file(file)?;
                one(Change::DocumentAdded {
                    step: *step,
                    slot: slot.clone(),
                    title: text(title)?,
                    file: file.clone(),
                    stage: stage.clone(),
                })
            }
            Command::AddVersion { document, file, stage } => {
                let document = self.standing(document)?;
                check_file(file)?;
                if document.current().file.sha256 == file.sha256 {
                    return Err(Refusal::NoChange);
                }
                one(Change::VersionAdded {
                    document: document.id.clone(),
                    file: file.clone(),
                    stage: stage.clone(),
                    overwrites: None,
                })
            }
            Command::TakeChanged { document, file } => {
                let document = self.standing(document)?;
                check_file(file)?;
                let current = document.current();
                if current.file.sha256 == file.sha256 {
                    return Err(Refusal::NoChange);
                }
                one(Change::VersionAdded {
                    document: document.id.clone(),
                    file: file.clone(),
                    stage: current.stage.clone(),
                    overwrites: Some(current.stamp.id.clone()),
                })
            }
            Command::MoveDocument { document, step, slot, paths } => {
                self.place(*step, slot.as_ref())?;
                let document = self.standing(document)?;
                let same = document.step == *step && document.slot == *slot;
                self.must_change(same, || Field::Filed(document.id.clone()))?;
                one(Change::DocumentMoved {
                    document: document.id.clone(),
                    step: *step,
                    slot: slot.clone(),
                    paths: paths.clone(),
                })
            }
            Command::SetStage { document, stage } => {
                let document = self.standing(document)?;
                let current = document.current();
                self.must_change(current.stage == *stage, || Field::Stage {
                    document: document.id.clone(),
                    version: current.stamp.id.clone(),
                })?;
                one(Change::StageSet { document: document.id.clone(), stage: stage.clone() })
            }
            Command::SetTitle { document, title } => {
                let document = self.standing(document)?;
                let title = text(title)?;
                self.must_change(document.title == title, || Field::Title(document.id.clone()))?;
                one(Change::DocumentTitled { document: document.id.clone(), title })
            }
            Command::SetNumber { document, number, date } => {
                let document = self.standing(document)?;
                let number = optional(number)?;
                let same = (&document.number, document.date) == (&number, *date);
                self.must_change(same, || Field::Number(document.id.clone()))?;
                one(Change::NumberSet { document: document.id.clone(), number, date: *date })
            }
            Command::RemoveDocument { document, reason, paths } => one(Change::DocumentRemoved {
                document: self.standing(document)?.id.clone(),
                reason: optional(reason)?,
                paths: paths.clone(),
            }),
            Command::RestoreDocument { document, paths } => {
                let document = self.document(document)?;
                self.must_change(document.removed.is_none(), || Field::Removed(document.id.clone()))?;
                one(Change::DocumentRestored { document: document.id.clone(), paths: paths.clone() })
            }
            Command::MarkSlot { slot, mark } => {
                self.sop.slot(slot).ok_or_else(|| Refusal::NoSuchSlot(slot.clone()))?;
                match mark {
                    Some(super::Mark::NotApplicable { reason }) => drop(text(reason)?),
                    Some(super::Mark::Paper { place }) => drop(optional(place)?),
                    None => {}
                }
                let same = self.state().marks.get(slot).map(|marked| &marked.mark) == mark.as_ref();
                self.must_change(same, || Field::Mark(slot.clone()))?;
                one(Change::SlotMarked { slot: slot.clone(), mark: mark.clone() })
            }
            Command::SetForm(form) => {
                let contested =
                    || FormField::ALL.into_iter().any(|field| self.is_contested(&Field::Form(field)));
                if self.state().form.as_ref() == Some(form) && !contested() {
                    return Err(Refusal::NoChange);
                }
                one(Change::FormSet((**form).clone()))
            }
            Command::Seal { bag, digest } => {
                self.ready_to_seal()?;
                one(Change::Sealed { bag: text(bag)?, digest: digest.clone() })
            }
            Command::ReopenCycle { reason } => {
                let reason = text(reason)?;
                if !self.state().is_sealed() {
                    return Err(Refusal::NoChange);
                }
                one(Change::Reopened { reason })
            }
            Command::Undo { events } => self.undo(events),
        }
    }

    /// Refuses the value that a field already has, unless the field has a conflict: setting the value again
    /// settles it.
    fn must_change(&self, same: bool, field: impl FnOnce() -> Field) -> Result<(), Refusal> {
        if same && !self.is_contested(&field()) { Err(Refusal::NoChange) } else { Ok(()) }
    }

    /// Whether the dossier can be sealed: every step done, the form filled in.
    pub fn ready_to_seal(&self) -> Result<(), Refusal> {
        if self.state().is_sealed() {
            return Err(Refusal::Sealed);
        }
        if let Some(step) = self.state().current() {
            return Err(Refusal::NotReady(step));
        }
        let form = self.state().form.as_ref().ok_or(Refusal::FormNeeded)?;
        if form.title.trim().is_empty() || form.classification.trim().is_empty() {
            return Err(Refusal::FormNeeded);
        }
        Ok(())
    }

    fn start(&self, step: StepNo, reason: Option<&str>) -> Decision {
        self.require(step, &[StepStatus::NotStarted, StepStatus::Returned])?;
        let early = match self.first_open_before(step) {
            Some(open) => Some(reason.map(text).transpose()?.ok_or(Refusal::OutOfTurn(open))?),
            None => None,
        };
        one(Change::StepStarted { step, early })
    }

    fn finish(&self, step: StepNo, reason: Option<&str>) -> Decision {
        let mut changes = match self.status(step)? {
            StepStatus::Done => return Err(Refusal::WrongState(step)),
            StepStatus::Running => Vec::new(),
            StepStatus::Waiting => vec![Change::WaitEnded { step }],
            StepStatus::NotStarted | StepStatus::Returned => self.start(step, reason)?,
        };
        let holes: Vec<SlotKey> = self.holes(step).into_iter().map(|slot| slot.key.clone()).collect();
        let reason = reason.map(text).transpose()?;
        if reason.is_none() {
            if let Some(open) = self.first_open_before(step) {
                return Err(Refusal::OutOfTurn(open));
            }
            if !holes.is_empty() {
                return Err(Refusal::Holes(holes));
            }
        }
        changes.push(Change::StepFinished { step, holes, reason, bound: self.bound(step) });
        Ok(changes)
    }

    fn send_back(&self, from: StepNo, to: StepNo, reason: &str) -> Decision {
        let reason = text(reason)?;
        self.status(to)?;
        if to >= from {
            return Err(Refusal::NotEarlier);
        }
        // A decision that sends work back without having been started is started by that.
        let mut changes = match self.status(from)? {
            StepStatus::NotStarted => self.start(from, Some(&reason))?,
            _ => Vec::new(),
        };
        changes.push(Change::SentBack { from, to, reason });
        Ok(changes)
    }

    fn first_open_before(&self, step: StepNo) -> Option<StepNo> {
        self.state().current().filter(|current| *current < step)
    }

    fn status(&self, step: StepNo) -> Result<StepStatus, Refusal> {
        self.state().step(step).map(|state| state.status).ok_or(Refusal::NoSuchStep(step))
    }

    fn require(&self, step: StepNo, allowed: &[StepStatus]) -> Result<(), Refusal> {
        let allowed = allowed.contains(&self.status(step)?);
        allowed.then_some(()).ok_or(Refusal::WrongState(step))
    }

    /// The slot must exist and belong to the step.
    fn place(&self, step: StepNo, slot: Option<&SlotKey>) -> Result<(), Refusal> {
        self.status(step)?;
        match slot {
            Some(key) if self.sop.slot(key).is_none_or(|(owner, ..)| owner.no != step) => {
                Err(Refusal::NoSuchSlot(key.clone()))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn document(&self, document: &EventId) -> Result<&Document, Refusal> {
        self.state().documents.get(document).ok_or(Refusal::NoSuchItem)
    }

    fn standing(&self, document: &EventId) -> Result<&Document, Refusal> {
        self.document(document)?;
        self.state().documents.get(document).filter(|doc| doc.removed.is_none()).ok_or(Refusal::NoSuchItem)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "most commands end in one change; each is a decision")]
fn one(change: Change) -> Decision {
    Ok(vec![change])
}

/// A text that must be there: trimmed, not empty, not over the cap.
fn text(text: &str) -> Result<String, Refusal> {
    let text = optional(text)?;
    if text.is_empty() { Err(Refusal::TextNeeded) } else { Ok(text) }
}

fn optional(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().nth(Cycle::MAX_TEXT) {
        Some(_) => Err(Refusal::TextTooLong),
        None => Ok(text.to_owned()),
    }
}

fn check_file(file: &FileRef) -> Result<(), Refusal> {
    let digest =
        file.sha256.len() == 64 && file.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if digest && !file.path.is_empty() { Ok(()) } else { Err(Refusal::NoSuchItem) }
}
