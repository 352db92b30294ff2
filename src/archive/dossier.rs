//! The summary of a sealed dossier, `data/siklus.ron`, which people and programs can read without folding the
//! journal.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::cycle::{ArchiveForm, Cycle, CycleId, Document, Mark, SlotState, Stamp, StepStatus, Version};
use crate::sop::{SlotKey, SopId, StepNo};

/// Contents of `siklus.ron`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Layout version; 1.
    pub v: u32,
    /// The cycle that was sealed.
    pub cycle: CycleId,
    /// 0 for the first sealing, then 1, 2, ….
    pub revision: u32,
    /// Why the cycle was opened again; only in a revision.
    pub revision_reason: String,
    /// The sealed dossier that this one revises.
    pub previous: Option<Previous>,
    /// The office.
    pub office: String,
    /// Who sealed it and when.
    pub sealed: Signature,
    /// The archive form as it was filled in.
    pub form: ArchiveForm,
    /// The SOP under which the cycle ran.
    pub sop: SopId,
    /// Title of that SOP.
    pub sop_title: String,
    /// All steps.
    pub steps: Vec<StepRecord>,
    /// Notes on the cycle as a whole.
    pub notes: Vec<NoteRecord>,
    /// Documents that had been removed: named here, but not part of the dossier.
    pub removed: Vec<RemovedRecord>,
}

/// The dossier before a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Folder of the previous dossier below `arsip/`.
    pub bag: String,
    /// Seal of the previous dossier: SHA-256 of its `tagmanifest-sha256.txt`.
    pub digest: String,
}

/// Who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The person, as typed in the program.
    pub by: String,
    /// Wall time of that person's PC.
    pub at: DateTime<FixedOffset>,
}

/// A step as it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Number of the step on the sheet.
    pub no: StepNo,
    /// Short name of the step.
    pub title: String,
    /// When work on it began, in its last round.
    pub started: Option<Signature>,
    /// When it was done.
    pub finished: Option<Signature>,
    /// Why the step was finished with empty slots or out of turn.
    pub reason: String,
    /// Slots without a file: paper only, not applicable, or empty.
    pub slots: Vec<SlotRecord>,
    /// Each time the step was sent back: from which step, and why.
    pub returns: Vec<ReturnRecord>,
    /// Notes.
    pub notes: Vec<NoteRecord>,
    /// Documents, in the order in which they came.
    pub documents: Vec<DocumentRecord>,
}

/// A slot that no file fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotRecord {
    /// What document belongs in the slot.
    pub label: String,
    /// Why no file is there.
    pub state: HoleState,
    /// Place of the paper, or why the slot does not apply.
    pub remark: String,
}

/// Why a slot has no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoleState {
    /// Fisik saja.
    Paper,
    /// Tidak berlaku.
    NotApplicable,
    /// Belum ada.
    Missing,
}

impl From<HoleState> for SlotState {
    fn from(state: HoleState) -> Self {
        match state {
            HoleState::Paper => Self::Paper,
            HoleState::NotApplicable => Self::NotApplicable,
            HoleState::Missing => Self::Missing,
        }
    }
}

/// A return to a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRecord {
    /// The step that sent it back.
    pub from: StepNo,
    /// Why the step was sent back.
    pub reason: String,
    /// Who and when.
    pub sign: Signature,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteRecord {
    /// Text of the note.
    pub text: String,
    /// Who and when.
    pub sign: Signature,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    /// Title of the document.
    pub title: String,
    /// The slot it fills; empty for an extra document.
    pub slot: String,
    /// Letter number; may be empty.
    pub number: String,
    /// Date of the letter.
    pub date: Option<NaiveDate>,
    /// The version that counts.
    pub current: FileRecord,
    /// Earlier versions and withdrawn ones, oldest first. A version that was overwritten outside the program
    /// is in the journal alone.
    pub older: Vec<FileRecord>,
}

impl DocumentRecord {
    /// All files of the document, that of the current version first.
    pub fn files(&self) -> impl Iterator<Item = &FileRecord> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

/// A file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Path below `data/`, with `/`.
    pub path: String,
    /// Name of the file when it was attached.
    pub original: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in 64 lower-case hex digits.
    pub sha256: String,
    /// The stage that the version had reached; may be empty.
    pub stage: String,
    /// Who attached it and when.
    pub sign: Signature,
}

/// A document that was removed before sealing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovedRecord {
    /// The step it lay in.
    pub step: StepNo,
    /// Title of the document.
    pub title: String,
    /// Name of its file when it was attached.
    pub original: String,
    /// Why it was removed; may be empty.
    pub reason: String,
    /// Who removed it and when.
    pub sign: Signature,
}

impl Signature {
    pub(super) fn of(stamp: &Stamp) -> Self {
        Self { by: stamp.by.clone(), at: stamp.at }
    }
}

impl Summary {
    /// The documents of all steps, removed ones left out.
    pub fn documents(&self) -> impl Iterator<Item = (&StepRecord, &DocumentRecord)> {
        self.steps.iter().flat_map(|step| step.documents.iter().map(move |document| (step, document)))
    }

    /// Folder of this dossier below `arsip/`.
    pub fn folder(&self) -> String {
        folder_name(self.cycle, self.revision)
    }

    /// The record of all steps of a cycle. `place` gives each version its path below `data/`.
    pub(super) fn steps_of(
        cycle: &Cycle,
        mut place: impl FnMut(&Document, &Version) -> String,
    ) -> Vec<StepRecord> {
        let state = cycle.state();
        cycle
            .sop
            .steps
            .iter()
            .map(|step| {
                let known = state.step(step.no);
                let finished = known.and_then(|known| known.finished.as_ref());
                StepRecord {
                    no: step.no,
                    title: step.title.clone(),
                    started: known.and_then(|known| known.started.as_ref()).map(Signature::of),
                    finished: finished.map(|finished| Signature::of(&finished.stamp)),
                    reason: finished.and_then(|finished| finished.reason.clone()).unwrap_or_default(),
                    slots: step
                        .slots()
                        .filter(|slot| !slot.equipment)
                        .filter_map(|slot| hole(cycle, &slot.key, &slot.label))
                        .collect(),
                    returns: known
                        .iter()
                        .flat_map(|known| &known.returns)
                        .map(|back| ReturnRecord {
                            from: back.from,
                            reason: back.reason.clone(),
                            sign: Signature::of(&back.stamp),
                        })
                        .collect(),
                    notes: notes(cycle, Some(step.no)),
                    documents: state
                        .documents_of(step.no)
                        .map(|document| record(cycle, document, &mut place))
                        .collect(),
                }
            })
            .collect()
    }

    pub(super) fn removed_of(cycle: &Cycle) -> Vec<RemovedRecord> {
        let removed = cycle.state().removed_documents();
        removed
            .filter_map(|document| {
                let (reason, stamp) = document.removed.as_ref()?;
                Some(RemovedRecord {
                    step: document.step,
                    title: document.title.clone(),
                    original: document.current().file.original.clone(),
                    reason: reason.clone(),
                    sign: Signature::of(stamp),
                })
            })
            .collect()
    }
}

pub(super) fn notes(cycle: &Cycle, step: Option<StepNo>) -> Vec<NoteRecord> {
    let mut notes: Vec<_> = cycle.state().notes.values().filter(|note| note.step == step).collect();
    notes.sort_by(|a, b| a.stamp.order().cmp(&b.stamp.order()));
    notes
        .into_iter()
        .map(|note| NoteRecord { text: note.text.clone(), sign: Signature::of(&note.stamp) })
        .collect()
}

fn hole(cycle: &Cycle, key: &SlotKey, label: &str) -> Option<SlotRecord> {
    let state = match cycle.slot_state(key) {
        SlotState::Missing => HoleState::Missing,
        SlotState::Paper => HoleState::Paper,
        SlotState::NotApplicable => HoleState::NotApplicable,
        SlotState::File | SlotState::Both => return None,
    };
    let remark = match cycle.state().marks.get(key).map(|marked| &marked.mark) {
        Some(Mark::Paper { place }) => place.clone(),
        Some(Mark::NotApplicable { reason }) => reason.clone(),
        None => String::new(),
    };
    Some(SlotRecord { label: label.to_owned(), state, remark })
}

fn record(
    cycle: &Cycle,
    document: &Document,
    place: &mut impl FnMut(&Document, &Version) -> String,
) -> DocumentRecord {
    let mut file = |version: &Version| FileRecord {
        path: place(document, version),
        original: version.file.original.clone(),
        size: version.file.size,
        sha256: version.file.sha256.clone(),
        stage: version.stage.clone().unwrap_or_default(),
        sign: Signature::of(&version.stamp),
    };
    let current = document.current();
    // The current version comes first, so that it gets its name before the older ones.
    let standing = file(current);
    let others = document.kept().filter(|version| version.stamp.id != current.stamp.id);
    let slot = document.slot.as_ref().and_then(|key| cycle.sop.slot(key));
    DocumentRecord {
        title: document.title.clone(),
        slot: slot.map(|(_, slot, _)| slot.label.clone()).unwrap_or_default(),
        number: document.number.clone(),
        date: document.date,
        current: standing,
        older: others.map(&mut file).collect(),
    }
}

/// Folder of a dossier: `2027 Renja Induk`, `2027 Renja Induk (revisi 1)`.
pub fn folder_name(cycle: CycleId, revision: u32) -> String {
    match revision {
        0 => cycle.title(),
        n => format!("{} (revisi {n})", cycle.title()),
    }
}

impl StepRecord {
    /// The status that the step had when the dossier was sealed.
    pub fn status(&self) -> StepStatus {
        match (&self.finished, &self.started) {
            (Some(_), _) => StepStatus::Done,
            (None, Some(_)) => StepStatus::Running,
            (None, None) => StepStatus::NotStarted,
        }
    }
}

/// RON text that people can read too.
pub(super) fn to_ron<T: Serialize>(value: &T) -> Result<String, ron::Error> {
    let layout = ron::ser::PrettyConfig::new().new_line("\n").indentor("  ");
    Ok(ron::ser::to_string_pretty(value, layout)? + "\n")
}
