//! Everything that a person can make the window do. Views push actions; only `shell::apply` carries them out.

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
    /// Arsip: the archive.
    Archive,
    /// SOP: the form as signed.
    Sop,
    /// Pengaturan: the settings.
    Settings,
}

/// The place where files are dropped.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A row of the sheet, or the step panel outside its slots.
    Step(StepNo),
    /// A slot in the step panel.
    Slot(StepNo, SlotKey),
    /// A document in the step panel: the file becomes a newer version of it.
    Document(StepNo, EventId),
}

impl Target {
    /// The step that the place belongs to.
    pub fn step(&self) -> StepNo {
        match self {
            Self::Step(step) | Self::Slot(step, _) | Self::Document(step, _) => *step,
        }
    }
}

/// Something the person wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Ask the desk for a deed: [`crate::ui::deeds`].
    Do(Wish),

    /// Show a page.
    Go(Page),
    /// Show a cycle's sheet, with a step opened if one is given.
    OpenCycle(CycleId, Option<StepNo>),
    /// Open or close the step panel.
    SelectStep(Option<StepNo>),
    /// Show a sealed dossier in the archive, by its folder; none goes back to the list.
    OpenDossier(Option<String>),
    /// Open a dialog, replacing the one shown.
    Show(Box<Dialog>),
    /// Close the dialog.
    CloseModal,
    /// Show a note in a toast.
    Note(String),
    /// Undo the latest deed on the open cycle.
    UndoLast,

    /// Choose files or folders in the system's file dialog.
    Pick(Pick),
    /// Use this folder for the restore that is being prepared.
    RestoreTo(PathBuf),
    /// Take copied files from the clipboard, for a place if one is given.
    PasteFiles(CycleId, Option<Target>),
    /// Stop waiting for the data folder and go to the first run.
    LeaveFolder,
    /// Make this the folder for backups, and back up now.
    SetBackupTarget(PathBuf),

    /// Open the guide for the office in the browser.
    OpenGuide,
    /// Show the data folder in the file manager.
    RevealFolder,
    /// Show a file or folder in the file manager, by its path relative to the cycle's folder.
    RevealBelow(CycleId, String),
    /// Open a working document with the system's program.
    OpenDocument(CycleId, FileRef),
    /// Open a document although it may be harmful; the person has been warned.
    OpenAllTheSame(PathBuf),
    /// Show a working document in the file manager.
    RevealDocument(CycleId, FileRef),
    /// Open a document of a sealed dossier, by the dossier's folder and the path in it.
    OpenSealed(String, String),
    /// Show a path of a dossier in the file manager, by the dossier's folder and the path in it; an empty
    /// path shows the folder.
    RevealSealed(String, String),
    /// Show the log in the file manager.
    RevealLog,

    /// Stop a running job.
    CancelJob(Ticket),
    /// Pause a job (true), or resume it.
    PauseJob(Ticket, bool),

    /// Indonesian or English.
    SetLanguage(Language),
    /// Light, dark, or as the system has it.
    SetTheme(Theme),
    /// Text size; 1.0 is normal.
    SetZoom(f32),
    /// Set the name of the person who works here.
    SetPerson(String),
    /// Whether each step is logged, or only what is worth a look.
    SetDetailedLog(bool),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Hide the banner of a problem until the next start.
    DismissProblems(Vec<PathBuf>),
    /// Close the program.
    Quit,
}

impl Action {
    /// The action that opens a dialog.
    pub fn show(dialog: Dialog) -> Self {
        Self::Show(Box::new(dialog))
    }

    /// The deed that the action asks for, if it is a deed of type `D`.
    pub fn deed<D: Deed>(&self) -> Option<&D> {
        if let Self::Do(wish) = self { wish.of() } else { None }
    }
}
