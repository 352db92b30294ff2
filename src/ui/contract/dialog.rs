//! Which dialog is wanted, as plain data; [`crate::ui::dialogs`] makes its state of it.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Model, Target};
use crate::archive::{Export, Report, Source};
use crate::backup;
use crate::check::Examination;
use crate::cycle::{CycleId, EventId};
use crate::jobs::Found;
use crate::sop::{SlotKey, StepNo};
use crate::ui::platform::open::Risk;

/// A dialog, and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// Begin a cycle: year and kind.
    NewCycle,
    /// One text is asked for.
    Ask(Ask),
    /// Files that came in, each with its proposed place.
    Assign {
        /// Of which cycle they become documents.
        cycle: CycleId,
        /// Where they were put; none asks.
        target: Option<Target>,
        /// The files.
        found: Vec<Found>,
    },
    /// File a document elsewhere.
    Move(CycleId, EventId),
    /// Title, letter number, date and stage of a document.
    Details(CycleId, EventId),
    /// The archive form of step 17.
    Seal(CycleId),
    /// Search and commands (Ctrl+K).
    Search,
    /// Documents that were removed.
    Removed(CycleId),
    /// Which backup is restored, and where to.
    Restore(Vec<backup::Found>),
    /// What an examination has found, and what repair would do.
    Repair(Arc<Examination>),
    /// What a bag of another program is called.
    Import(Source),
    /// Which of several bags is taken in.
    ImportAmong(Source, Vec<String>),
    /// Whether a dossier that is not whole is exported all the same.
    AsIs(Export, Box<Report>),
    /// What is the matter with a backup.
    BackupFindings(Arc<backup::Done>),
    /// What could not be restored.
    RestoreFindings(Arc<backup::Restored>),
    /// Keys and short help.
    Help,
    /// A document that may carry more than text is about to be opened.
    Risky(PathBuf, Risk),
}

/// What is asked, and the text typed so far.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields name the cycle, the place in it, and the text being typed")]
pub enum Ask {
    /// Why a step is finished with empty slots or out of turn.
    Finish { cycle: CycleId, step: StepNo, holes: Vec<SlotKey>, before: Option<StepNo>, text: String },
    /// Why a step begins before those in front of it are done.
    Start { cycle: CycleId, step: StepNo, before: StepNo, text: String },
    /// Why a finished step is taken up again.
    Reopen { cycle: CycleId, step: StepNo, text: String },
    /// Why, and to which step, work goes back.
    SendBack { cycle: CycleId, from: StepNo, to: StepNo, text: String },
    /// Who is waited for.
    Wait { cycle: CycleId, step: StepNo, text: String },
    /// A note.
    Note { cycle: CycleId, step: Option<StepNo>, text: String },
    /// Why a document is removed; may be left empty.
    Remove { cycle: CycleId, document: EventId, title: String, text: String },
    /// Where the paper of a slot lies; may be left empty.
    Paper { cycle: CycleId, slot: SlotKey, text: String },
    /// Why a slot does not apply.
    NotApplicable { cycle: CycleId, slot: SlotKey, text: String },
    /// Why a sealed cycle is opened for a revision.
    Revision { cycle: CycleId, text: String },
}

impl Dialog {
    /// Send work back to where it goes from a step.
    pub fn send_back(model: &Model, cycle: CycleId, from: StepNo) -> Option<Self> {
        let to = model.cycle(cycle)?.back_from(from)?;
        Some(Self::Ask(Ask::SendBack { cycle, from, to, text: String::new() }))
    }

    /// Write a note on a step or on the cycle.
    pub fn note(cycle: CycleId, step: Option<StepNo>, text: String) -> Self {
        Self::Ask(Ask::Note { cycle, step, text })
    }
}
