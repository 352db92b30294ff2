//! Everything that a person can make the window do. Views push actions; one door carries them out (`shell::apply`).

use std::path::PathBuf;

use super::{Deed, Dialog, Pick, Wish};
use crate::calendar::Language;
use crate::cycle::{CycleId, EventId, FileRef};
use crate::jobs::Ticket;
use crate::pc::Theme;
use crate::sop::{SlotKey, StepNo};

/// The pages of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Page {
    /// Beranda.
    #[default]
    Home,
    /// Siklus: the SOP sheet of one cycle.
    Cycle,
    /// Arsip.
    Archive,
    /// SOP: the form as signed.
    Sop,
    /// Pengaturan.
    Settings,
}

/// Where files are dropped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A row of the sheet, or the step panel beside its slots.
    Step(StepNo),
    /// A slot in the step panel.
    Slot(StepNo, SlotKey),
    /// A document in the step panel: a newer version of it.
    Document(StepNo, EventId),
}

impl Target {
    /// The step it belongs to.
    pub fn step(&self) -> StepNo {
        match self {
            Self::Step(step) | Self::Slot(step, _) | Self::Document(step, _) => *step,
        }
    }
}

/// An intent.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Ask the desk for something: [`crate::ui::deeds`].
    Do(Wish),

    /// Show a page.
    Go(Page),
    /// Show a cycle's sheet, with a step opened if one is given.
    OpenCycle(CycleId, Option<StepNo>),
    /// Open or close the step panel.
    SelectStep(Option<StepNo>),
    /// Show a sealed dossier in the archive; none goes back to the list.
    OpenDossier(Option<String>),
    /// Put up a dialog in place of the one shown.
    Show(Box<Dialog>),
    /// Take the dialog away.
    CloseModal,
    /// Say something in a note at the edge.
    Note(String),
    /// Take the latest deed on the open cycle back.
    UndoLast,

    /// Choose files or folders in the system's dialog.
    Pick(Pick),
    /// A folder was chosen for the restore that is being asked for.
    RestoreTo(PathBuf),
    /// Take copied files from the clipboard.
    PasteFiles(CycleId, Option<Target>),
    /// Give up the data folder that is waited for: the first run.
    LeaveFolder,
    /// Back up here from now on, and now.
    SetBackupTarget(PathBuf),

    /// Open the guide for the office in the browser.
    OpenGuide,
    /// Show the data folder in the file manager.
    RevealFolder,
    /// Show a file or folder in the file manager, by its path below the cycle's folder.
    RevealBelow(CycleId, String),
    /// Open a working document with the system's program.
    OpenDocument(CycleId, FileRef),
    /// Open a document of whose risk the person was told.
    OpenAllTheSame(PathBuf),
    /// Show a working document in the file manager.
    RevealDocument(CycleId, FileRef),
    /// Open a document of a sealed dossier, by dossier and path in it.
    OpenSealed(String, String),
    /// Show a path of a dossier in the file manager; an empty path shows its folder.
    RevealSealed(String, String),
    /// Show the log in the file manager.
    RevealLog,

    /// Stop a running job.
    CancelJob(Ticket),
    /// Let a job rest, or go on.
    PauseJob(Ticket, bool),

    /// Indonesian or English.
    SetLanguage(Language),
    /// Light, dark, or as the system has it.
    SetTheme(Theme),
    /// Text size; 1.0 is normal.
    SetZoom(f32),
    /// Who is working here.
    SetPerson(String),
    /// Log each step, or only what is worth a look.
    SetDetailedLog(bool),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Hide the banner of a problem until the next start.
    DismissProblems(Vec<PathBuf>),
    /// Close the program.
    Quit,
}

impl Action {
    /// Puts up a dialog.
    pub fn show(dialog: Dialog) -> Self {
        Self::Show(Box::new(dialog))
    }

    /// The deed that it asks for, if it is of this kind.
    pub fn deed<D: Deed>(&self) -> Option<&D> {
        if let Self::Do(wish) = self { wish.of() } else { None }
    }
}
