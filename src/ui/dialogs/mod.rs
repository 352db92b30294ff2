//! Dialogs, one at a time. A dialog is requested as plain data ([`Dialog`]); [`Modal`] adds its state. Its
//! answer is an ordinary action.

mod as_is;
mod ask;
mod assign;
mod details;
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

use super::contract::{Action, Ask, Dialog, Model};
use crate::ui::platform::open::Risk;

pub use as_is::AsIs;
pub use assign::Assign;
pub use details::Details;
pub use findings::{Findings, finding_ui};
pub use import::Import;
pub use move_document::MoveDocument;
pub use new_cycle::NewCycle;
pub use removed::Removed;
pub use repair::Repair;
pub use restore::Restore;
pub use seal::SealForm;
pub use search::Search;

/// The dialog shown, with its state.
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
    /// Asks for a document's new place.
    Details(Details),
    /// The archive form of step 17.
    Seal(Box<SealForm>),
    /// Search and commands (Ctrl+K).
    Search(Search),
    /// Documents that were removed.
    Removed(Removed),
    /// Which backup is restored, and where to.
    Restore(Restore),
    /// What an examination of the data folder has found, and what repair would do.
    Repair(Repair),
    /// Asks for the title of a bag made by another program, or which of several bags is meant.
    Import(Import),
    /// Whether a dossier with errors is exported anyway.
    AsIs(AsIs),
    /// A list of files with something wrong.
    Findings(Findings),
    /// Keys and short help.
    Help,
    /// Asks before a document is opened that may contain more than text, such as macros.
    Risky(PathBuf, Risk),
}

/// What a dialog asks for after a frame.
#[derive(Debug, Default)]
pub struct Answer {
    /// Whether to close the dialog.
    pub close: bool,
    /// Actions that the dialog asks for.
    pub actions: Vec<Action>,
}

impl Answer {
    /// Not answered yet: the dialog stays open.
    pub fn open() -> Self {
        Self::default()
    }

    /// Closes the dialog without doing anything.
    pub fn dismissed() -> Self {
        Self { close: true, actions: Vec::new() }
    }

    /// Closes the dialog and carries out an action.
    pub fn confirmed(action: impl Into<Action>) -> Self {
        Self { close: true, actions: vec![action.into()] }
    }
}

impl Modal {
    /// The state for a dialog, with proposed values; none where what the dialog is about is gone.
    pub fn new(dialog: Dialog, model: &Model) -> Option<Self> {
        Some(match dialog {
            Dialog::NewCycle => Self::NewCycle(NewCycle::new(model)),
            Dialog::Ask(ask) => Self::Ask(ask),
            Dialog::Assign { cycle, target, found } => {
                Self::Assign(Assign::new(model, cycle, target.as_ref(), found)?)
            }
            Dialog::Move(cycle, document) => Self::Move(MoveDocument::new(model, cycle, document)?),
            Dialog::Details(cycle, document) => Self::Details(Details::new(model, cycle, &document)?),
            Dialog::Seal(cycle) => Self::Seal(Box::new(SealForm::new(model, cycle)?)),
            Dialog::Search => Self::Search(Search::default()),
            Dialog::Removed(cycle) => Self::Removed(Removed::new(cycle)),
            Dialog::Restore(found) => Self::Restore(Restore::new(found)),
            Dialog::Repair(found) => Self::Repair(Repair::new(found)),
            Dialog::Import(source) => Self::Import(Import::new(source)),
            Dialog::ImportAmong(source, bags) => Self::Import(Import::among(source, bags)),
            Dialog::AsIs(export, report) => Self::AsIs(AsIs::new(export, *report)),
            Dialog::BackupFindings(done) => Self::Findings(Findings::new(
                t!("backup.findings.title", n = done.findings.len()).into_owned(),
                t!("backup.findings.text").into_owned(),
                done.findings.clone(),
            )),
            Dialog::RestoreFindings(restored) => Self::Findings(Findings::new(
                t!("restore.findings.title", n = restored.findings.len()).into_owned(),
                t!("restore.findings.text").into_owned(),
                restored.findings.clone(),
            )),
            Dialog::Help => Self::Help,
            Dialog::Risky(path, risk) => Self::Risky(path, risk),
        })
    }

    /// Draws the dialog.
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
}
