//! Which dialog is wanted, as plain data; [`crate::ui::dialogs`] turns it into a dialog with state.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Model, Target};
use crate::archive::{Export, Report, Source};
use crate::backup;
use crate::check::Examination;
use crate::cycle::{CycleId, EventId};
use crate::jobs::FoundFile;
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
        /// The cycle that gets the documents.
        cycle: CycleId,
        /// Where the files were dropped; none: the dialog asks.
        target: Option<Target>,
        /// The files.
        found: Vec<FoundFile>,
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
    Restore(Vec<backup::FoundBackup>),
    /// What an examination of the data folder has found, and what repair would do.
    Repair(Arc<Examination>),
    /// Asks for the title of a bag made by another program.
    Import(Source),
    /// Asks which of several bags is imported.
    ImportAmong(Source, Vec<String>),
    /// Whether a dossier with errors is exported anyway.
    AsIs(Export, Box<Report>),
    /// What is wrong with a backup.
    BackupFindings(Arc<backup::Done>),
    /// What could not be restored.
    RestoreFindings(Arc<backup::Restored>),
    /// Keys and short help.
    Help,
    /// Asks before a document is opened that may contain more than text, such as macros.
    Risky(PathBuf, Risk),
}

/// A question that is answered by a text, with the text typed so far.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields name the cycle, the place in it, and the text being typed")]
pub enum Ask {
    /// Why a step is finished although slots are empty or an earlier step (`before`) is not done.
    Finish { cycle: CycleId, step: StepNo, holes: Vec<SlotKey>, before: Option<StepNo>, text: String },
    /// Why a step is started although an earlier step (`before`) is not done.
    Start { cycle: CycleId, step: StepNo, before: StepNo, text: String },
    /// Why a finished step is opened again.
    Reopen { cycle: CycleId, step: StepNo, text: String },
    /// Why work is sent back, and to which step.
    SendBack { cycle: CycleId, from: StepNo, to: StepNo, text: String },
    /// Who is waited for.
    Wait { cycle: CycleId, step: StepNo, text: String },
    /// A note.
    Note { cycle: CycleId, step: Option<StepNo>, text: String },
    /// Why a document is removed; the text may be left empty.
    Remove { cycle: CycleId, document: EventId, title: String, text: String },
    /// Where the paper of a slot lies; the text may be left empty.
    Paper { cycle: CycleId, slot: SlotKey, text: String },
    /// Why a slot does not apply.
    NotApplicable { cycle: CycleId, slot: SlotKey, text: String },
    /// Why a sealed cycle is reopened for a revision.
    Revision { cycle: CycleId, text: String },
}

impl Dialog {
    /// The question for sending work back from a step, to the step it usually goes back to.
    pub fn send_back(model: &Model, cycle: CycleId, from: StepNo) -> Option<Self> {
        let to = model.cycle(cycle)?.back_from(from)?;
        Some(Self::Ask(Ask::SendBack { cycle, from, to, text: String::new() }))
    }

    /// The question for writing a note on a step or on the cycle.
    pub fn note(cycle: CycleId, step: Option<StepNo>, text: String) -> Self {
        Self::Ask(Ask::Note { cycle, step, text })
    }
}
