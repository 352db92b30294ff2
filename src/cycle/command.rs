//! What a person can ask of a cycle, and why it may be refused.

use chrono::NaiveDate;

use super::{ArchiveForm, EventId, FileRef, Mark};
use crate::sop::{SlotKey, StepNo};

/// A wish; [`super::Cycle::decide`] turns it into changes or refuses it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields are those of the changes of the same name, documented there")]
pub enum Command {
    /// Begin a step. `reason` is needed when steps in front of it are not done.
    Start { step: StepNo, reason: Option<String> },
    /// Mark a step done. `reason` is needed with holes, or when steps in front of it are not done.
    Finish { step: StepNo, reason: Option<String> },
    /// A finished step stands as its documents are now.
    Review { step: StepNo },
    /// Take up a finished step again.
    Reopen { step: StepNo, reason: String },
    /// Send work back to an earlier step.
    SendBack { from: StepNo, to: StepNo, reason: String },
    /// Wait for somebody outside.
    Wait { step: StepNo, party: String },
    /// The waiting is over.
    Resume { step: StepNo },
    /// Write a note.
    AddNote { step: Option<StepNo>, text: String },
    /// Take a note away.
    RemoveNote { note: EventId },
    /// Name a file that the store has taken in.
    AddDocument { step: StepNo, slot: Option<SlotKey>, title: String, file: FileRef, stage: Option<String> },
    /// Name a file that the store has taken in as a newer version.
    AddVersion { document: EventId, file: FileRef, stage: Option<String> },
    /// Name the file of the current version, edited in place outside the program, as a newer version.
    TakeChanged { document: EventId, file: FileRef },
    /// File a document elsewhere.
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
    /// Take events back: those of one deed. Their order does not matter.
    Undo { events: Vec<EventId> },
}

/// Why a command was refused. The window says it in words, with the way on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The cycle is sealed.
    #[error("the cycle is sealed")]
    Sealed,
    /// The SOP has no such step.
    #[error("no step {0}")]
    NoSuchStep(StepNo),
    /// The SOP has no such slot, or the step does not.
    #[error("no slot {0}")]
    NoSuchSlot(SlotKey),
    /// No such document, note or event.
    #[error("no such item")]
    NoSuchItem,
    /// The step is not in a state that allows it.
    #[error("step {0} is not in a state that allows this")]
    WrongState(StepNo),
    /// Steps in front are not done; a reason lets it pass. The first such step.
    #[error("step {0} is not done yet: a reason is needed")]
    OutOfTurn(StepNo),
    /// Slots are empty; a reason lets it pass.
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
    /// Something later builds on it.
    #[error("something later builds on it")]
    TooLate,
    /// This kind of event cannot be undone in this way.
    #[error("this cannot be undone")]
    NotUndoable,
    /// The dossier cannot be sealed before this step is done.
    #[error("step {0} is not done yet")]
    NotReady(StepNo),
    /// The archive form lacks its code or title.
    #[error("the archive form is not filled in")]
    FormNeeded,
    /// Nothing would change.
    #[error("nothing would change")]
    NoChange,
}
