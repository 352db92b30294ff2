//! The state of a cycle, folded from its events.

use std::collections::BTreeMap;

use super::{ArchiveForm, Bound, Conflict, Document, EventId, Mark, Stamp};
use crate::sop::{SlotKey, Sop, StepNo};

/// All that is known of a cycle. Derived: two folders with the same events have equal states.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Who began the cycle and when; none until that event has arrived.
    pub opened: Option<Stamp>,
    /// State of each step of the SOP, in order.
    pub steps: Vec<StepState>,
    /// Documents by the event that added them; removed ones included.
    pub documents: BTreeMap<EventId, Document>,
    /// Slots with a mark.
    pub marks: BTreeMap<SlotKey, Marked>,
    /// Notes by the event that added them.
    pub notes: BTreeMap<EventId, Note>,
    /// The archive form, once filled in.
    pub form: Option<ArchiveForm>,
    /// Every sealing, oldest first; more than one after a revision.
    pub seals: Vec<Seal>,
    /// Why a sealed cycle was opened again; set while the revision is under way.
    pub revision: Option<(String, Stamp)>,
    /// Values that do not count, set by people who did not know of those that do.
    pub conflicts: Vec<Conflict>,
}

/// State of one step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepState {
    /// Status of the step.
    pub status: StepStatus,
    /// Each time the step has come back; empty in the first round.
    pub returns: Vec<Return>,
    /// Each time the step was taken up again by hand: why, by whom and when.
    pub reopened: Vec<(String, Stamp)>,
    /// Start of this round.
    pub started: Option<Stamp>,
    /// End of this round.
    pub finished: Option<Finished>,
    /// Waits of this round.
    pub waits: Vec<Wait>,
}

/// Status of a step; *terlambat* and *perlu ditinjau* are derived elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum StepStatus {
    /// Belum mulai.
    #[default]
    NotStarted,
    /// Berjalan.
    Running,
    /// Menunggu pihak luar.
    Waiting,
    /// Dikembalikan: must do its work again.
    Returned,
    /// Selesai.
    Done,
}

/// End of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Who and when.
    pub stamp: Stamp,
    /// Slots that were empty.
    pub holes: Vec<SlotKey>,
    /// Why the step was finished with empty slots or out of turn.
    pub reason: Option<String>,
    /// The documents it was finished with, or with which it was looked at again.
    pub bound: Vec<Bound>,
    /// Who last looked again at the step, after documents had changed.
    pub reviewed: Option<Stamp>,
}

/// A pause for somebody outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// Who is waited for.
    pub party: String,
    /// Begin.
    pub from: Stamp,
    /// End; none while waiting.
    pub to: Option<Stamp>,
}

/// A return to this step.
#[derive(Debug, Clone, PartialEq)]
pub struct Return {
    /// The step that sent it back.
    pub from: StepNo,
    /// Why the step was sent back.
    pub reason: String,
    /// Who and when.
    pub stamp: Stamp,
}

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The step, or none for the cycle as a whole.
    pub step: Option<StepNo>,
    /// Text of the note.
    pub text: String,
    /// Who and when.
    pub stamp: Stamp,
}

/// A mark on a slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// The mark.
    pub mark: Mark,
    /// Who and when.
    pub stamp: Stamp,
}

/// A sealing.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    /// Folder of the bag below `arsip/`.
    pub bag: String,
    /// SHA-256 of its `tagmanifest-sha256.txt`.
    pub digest: String,
    /// Who and when.
    pub stamp: Stamp,
}

impl StepState {
    /// Which round the step is in, from 1.
    pub fn round(&self) -> usize {
        1 + self.returns.len() + self.reopened.len()
    }

    /// The wait that has not ended, if there is one.
    pub fn waiting(&self) -> Option<&Wait> {
        self.waits.last().filter(|wait| wait.to.is_none())
    }
}

impl State {
    /// The state of a cycle before its first event.
    pub fn new(sop: &Sop) -> Self {
        Self {
            opened: None,
            steps: vec![StepState::default(); sop.steps.len()],
            documents: BTreeMap::new(),
            marks: BTreeMap::new(),
            notes: BTreeMap::new(),
            form: None,
            seals: Vec::new(),
            revision: None,
            conflicts: Vec::new(),
        }
    }

    /// The step's state; none for a number that the SOP does not have.
    pub fn step(&self, no: StepNo) -> Option<&StepState> {
        self.steps.get(usize::from(no.0).checked_sub(1)?)
    }

    pub(super) fn step_mut(&mut self, no: StepNo) -> Option<&mut StepState> {
        self.steps.get_mut(usize::from(no.0).checked_sub(1)?)
    }

    /// Status of a step; a number that the SOP does not have has not started.
    pub fn status(&self, no: StepNo) -> StepStatus {
        self.step(no).map_or(StepStatus::NotStarted, |step| step.status)
    }

    /// How many steps are done.
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.status == StepStatus::Done).count()
    }

    /// The step whose turn it is: the first that is not done; none when all are.
    pub fn current(&self) -> Option<StepNo> {
        self.steps
            .iter()
            .position(|step| step.status != StepStatus::Done)
            .map(|index| StepNo(index as u8 + 1))
    }

    /// Whether the cycle is read-only: sealed, and not opened again for a revision.
    pub fn is_sealed(&self) -> bool {
        !self.seals.is_empty() && self.revision.is_none()
    }

    /// Documents that count (not removed) of a step, in the order in which they came.
    pub fn documents_of(&self, step: StepNo) -> impl Iterator<Item = &Document> {
        let mut found: Vec<_> =
            self.documents.values().filter(|doc| doc.step == step && doc.removed.is_none()).collect();
        found.sort_by(|a, b| a.versions[0].stamp.order().cmp(&b.versions[0].stamp.order()));
        found.into_iter()
    }

    /// Documents in *Dihapus*.
    pub fn removed_documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values().filter(|doc| doc.removed.is_some())
    }

    /// Documents, removed ones included, that hold exactly this content in any version.
    pub fn with_digest<'a>(&'a self, sha256: &'a str) -> impl Iterator<Item = &'a Document> {
        self.documents
            .values()
            .filter(move |doc| doc.versions.iter().any(|version| version.file.sha256 == sha256))
    }
}
