//! What a person can ask of a cycle, and why it may be refused.

use chrono::NaiveDate;

use super::{ArchiveForm, EventId, FileRef, Mark};
use crate::sop::{SlotKey, StepNo};

/// What a person asks for; [`super::Cycle::decide`] turns it into changes or refuses it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are those of the changes of the same name, documented there")]
pub enum Command {
    /// Begin a step. `reason` is needed when steps in front of it are not done.
    Start { step: StepNo, reason: Option<String> },
    /// Mark a step done. `reason` is needed with empty slots, or when steps in front of it are not done.
    Finish { step: StepNo, reason: Option<String> },
    /// Confirm a finished step with its documents as they are now.
    Review { step: StepNo },
    /// Take up a finished step again.
    Reopen { step: StepNo, reason: String },
    /// Send work back to an earlier step.
    SendBack { from: StepNo, to: StepNo, reason: String },
    /// Wait for somebody outside.
    Wait { step: StepNo, party: String },
    /// Go on after waiting for somebody outside.
    Resume { step: StepNo },
    /// Write a note.
    AddNote { step: Option<StepNo>, text: String },
    /// Take a note away.
    RemoveNote { note: EventId },
    /// Record a file that the store has taken in as a new document.
    AddDocument { step: StepNo, slot: Option<SlotKey>, title: String, file: FileRef, stage: Option<String> },
    /// Record a file that the store has taken in as a newer version of a document.
    AddVersion { document: EventId, file: FileRef, stage: Option<String> },
    /// Record the file of the current version, edited in place outside the program, as a newer version.
    TakeChanged { document: EventId, file: FileRef },
    /// Move a document to another step or slot.
    MoveDocument { document: EventId, step: StepNo, slot: Option<SlotKey>, paths: Vec<(EventId, String)> },
    /// Set the stage of the current version.
    SetStage { document: EventId, stage: Option<String> },
    /// Give a document another title.
    SetTitle { document: EventId, title: String },
    /// Set letter number and date.
    SetNumber { document: EventId, number: String, date: Option<NaiveDate> },
    /// Remove a document to *Dihapus*.
    RemoveDocument { document: EventId, reason: String, paths: Vec<(EventId, String)> },
    /// Bring a removed document back.
    RestoreDocument { document: EventId, paths: Vec<(EventId, String)> },
    /// Mark a slot, or take the mark away.
    MarkSlot { slot: SlotKey, mark: Option<Mark> },
    /// Fill in the archive form.
    SetForm(Box<ArchiveForm>),
    /// Record that the dossier stands sealed in the archive.
    Seal { bag: String, digest: String },
    /// Open a sealed cycle for a revision.
    ReopenCycle { reason: String },
    /// Undo the events of one deed. Their order does not matter.
    Undo { events: Vec<EventId> },
}

/// Why a command was refused. The window explains it in words and says how to go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The cycle is sealed.
    #[error("the cycle is sealed")]
    Sealed,
    /// The SOP has no such step.
    #[error("no step {0}")]
    NoSuchStep(StepNo),
    /// The SOP has no such slot, or the slot is not one of the step.
    #[error("no slot {0}")]
    NoSuchSlot(SlotKey),
    /// No such document, note or event.
    #[error("no such item")]
    NoSuchItem,
    /// The step is not in a state that allows the command.
    #[error("step {0} is not in a state that allows this")]
    WrongState(StepNo),
    /// An earlier step, the first of which is named, is not done: a reason is needed.
    #[error("step {0} is not done yet: a reason is needed")]
    OutOfTurn(StepNo),
    /// The slots named are empty: a reason is needed.
    #[error("slots are empty: a reason is needed")]
    Holes(Vec<SlotKey>),
    /// A reason, name or text must be given.
    #[error("a text is needed")]
    TextNeeded,
    /// A text is longer than [`super::Cycle::MAX_TEXT`] characters.
    #[error("the text is too long")]
    TextTooLong,
    /// Work goes back only to an earlier step.
    #[error("work goes back only to an earlier step")]
    NotEarlier,
    /// A later event builds on the one to be undone.
    #[error("something later builds on it")]
    TooLate,
    /// This kind of event cannot be undone by leaving it out of the fold.
    #[error("this cannot be undone")]
    NotUndoable,
    /// The dossier cannot be sealed before this step is done.
    #[error("step {0} is not done yet")]
    NotReady(StepNo),
    /// The archive form lacks its code or title.
    #[error("the archive form is not filled in")]
    FormNeeded,
    /// The command would change nothing.
    #[error("nothing would change")]
    NoChange,
}
