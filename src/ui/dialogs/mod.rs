//! Dialogs: one at a time, one enum. An answer is an ordinary action.

mod as_is;
mod ask;
mod assign;
mod details;
mod filing;
mod findings;
mod help;
mod import;
mod move_document;
mod new_cycle;
mod removed;
mod repair;
mod restore;
mod risky;
mod seal;
mod seal_check;
mod search;
mod search_hits;

use std::path::PathBuf;

use eframe::egui::Context;
use rust_i18n::t;

use super::shell::{Action, Model};
use crate::backup;
use crate::cycle::{CycleId, EventId};
use crate::sop::StepNo;
use crate::ui::platform::open::Risk;

pub use as_is::AsIs;
pub use ask::Ask;
pub use assign::Assign;
pub use details::Details;
pub use filing::direct;
pub use findings::{Findings, finding_ui};
pub use import::Import;
pub use move_document::MoveDocument;
pub use new_cycle::NewCycle;
pub use removed::Removed;
pub use repair::Repair;
pub use restore::Restore;
pub use seal::SealForm;
pub use search::Search;

/// The dialog shown.
#[derive(Debug, Clone)]
pub enum Modal {
    /// Begin a cycle: year and kind.
    NewCycle(NewCycle),
    /// One text is asked for: a reason, a party, a note.
    Ask(Ask),
    /// Files that came in, each with its proposed place.
    Assign(Assign),
    /// File a document elsewhere.
    Move(MoveDocument),
    /// Title, letter number, date and stage of a document.
    Details(Details),
    /// The archive form of step 17.
    Seal(Box<SealForm>),
    /// Search and commands (Ctrl+K).
    Search(Search),
    /// Documents that were removed.
    Removed(Removed),
    /// Which backup is restored, and where to.
    Restore(Restore),
    /// What an examination has found, and what repair would do.
    Repair(Repair),
    /// What a bag of another program is called.
    Import(Import),
    /// Whether a dossier that is not whole is exported all the same.
    AsIs(AsIs),
    /// Files with something wrong, to be read.
    Findings(Findings),
    /// Keys and short help.
    Help,
    /// A document that may carry more than text is about to be opened.
    Risky(PathBuf, Risk),
}

/// What a dialog wants after a frame.
#[derive(Debug, Default)]
pub struct Answer {
    /// Take it away.
    pub close: bool,
    /// What it asks for.
    pub actions: Vec<Action>,
}

impl Answer {
    /// Not answered yet.
    pub fn open() -> Self {
        Self::default()
    }

    /// Left without doing anything.
    pub fn dismissed() -> Self {
        Self { close: true, actions: Vec::new() }
    }

    /// Confirmed.
    pub fn confirmed(action: Action) -> Self {
        Self { close: true, actions: vec![action] }
    }
}

impl Modal {
    /// Draws it.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        match self {
            Self::NewCycle(dialog) => dialog.show(ctx, model),
            Self::Ask(dialog) => dialog.show(ctx, model),
            Self::Assign(dialog) => dialog.show(ctx, model),
            Self::Move(dialog) => dialog.show(ctx, model),
            Self::Details(dialog) => dialog.show(ctx, model),
            Self::Seal(dialog) => dialog.show(ctx, model),
            Self::Search(dialog) => dialog.show(ctx, model),
            Self::Removed(dialog) => dialog.show(ctx, model),
            Self::Restore(dialog) => dialog.show(ctx, model),
            Self::Repair(dialog) => dialog.show(ctx),
            Self::Import(dialog) => dialog.show(ctx),
            Self::AsIs(dialog) => dialog.show(ctx),
            Self::Findings(dialog) => dialog.show(ctx),
            Self::Help => help::show(ctx, model),
            Self::Risky(path, risk) => risky::show(ctx, path, *risk),
        }
    }

    /// The dialog that begins a cycle, with the next year that has none.
    pub fn new_cycle(model: &Model) -> Self {
        Self::NewCycle(NewCycle::new(model))
    }

    /// Search and commands.
    pub fn search() -> Self {
        Self::Search(Search::default())
    }

    /// What is the matter with a backup.
    pub fn backup_findings(done: &backup::Done) -> Self {
        let title = t!("backup.findings.title", n = done.findings.len()).into_owned();
        Self::Findings(Findings::new(title, t!("backup.findings.text").into_owned(), done.findings.clone()))
    }

    /// What could not be restored.
    pub fn restore_findings(restored: &backup::Restored) -> Self {
        let title = t!("restore.findings.title", n = restored.findings.len()).into_owned();
        Self::Findings(Findings::new(
            title,
            t!("restore.findings.text").into_owned(),
            restored.findings.clone(),
        ))
    }

    /// Write a note on a step or on the cycle.
    pub fn note(cycle: CycleId, step: Option<StepNo>, text: String) -> Self {
        Self::Ask(Ask::Note { cycle, step, text })
    }

    /// Send work back: along the *Tidak* arrow where the step has one, else to the step before.
    pub fn send_back(model: &Model, cycle: CycleId, from: StepNo) -> Option<Self> {
        use crate::sop::Symbol;
        let step = model.cycle(cycle)?.sop.step(from)?;
        let to = match step.symbol {
            Symbol::Diamond { no_to } => no_to,
            _ => StepNo(from.0.checked_sub(1).filter(|no| *no > 0)?),
        };
        Some(Self::Ask(Ask::SendBack { cycle, from, to, text: String::new() }))
    }

    /// File a document elsewhere.
    pub fn move_document(model: &Model, cycle: CycleId, document: EventId) -> Option<Self> {
        MoveDocument::new(model, cycle, document).map(Self::Move)
    }
}
