//! The kinds of changes as words in event files.

use super::envelope::Body;
use crate::cycle::Change;

impl Body for Change {
    fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "cycle.opened",
            Self::StepStarted { .. } => "step.started",
            Self::StepFinished { .. } => "step.done",
            Self::StepReopened { .. } => "step.reopened",
            Self::StepReviewed { .. } => "step.reviewed",
            Self::SentBack { .. } => "step.returned",
            Self::WaitStarted { .. } => "step.waiting",
            Self::WaitEnded { .. } => "step.resumed",
            Self::NoteAdded { .. } => "note.added",
            Self::NoteRemoved { .. } => "note.removed",
            Self::DocumentAdded { .. } => "document.added",
            Self::VersionAdded { .. } => "document.version",
            Self::DocumentMoved { .. } => "document.moved",
            Self::StageSet { .. } => "document.stage",
            Self::DocumentTitled { .. } => "document.title",
            Self::NumberSet { .. } => "document.number",
            Self::DocumentRemoved { .. } => "document.removed",
            Self::DocumentRestored { .. } => "document.restored",
            Self::SlotMarked { .. } => "slot.marked",
            Self::FormSet(_) => "form.set",
            Self::Sealed { .. } => "cycle.sealed",
            Self::Reopened { .. } => "cycle.reopened",
            Self::Undone { .. } => "event.undone",
        }
    }
}
