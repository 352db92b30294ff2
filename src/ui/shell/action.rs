//! Everything that a person can make the window do. Views push actions; [`super::apply`] is the only
//! door that carries them out.

use std::path::PathBuf;

use super::care::Care;
use crate::archive::Export;
use crate::calendar::Language;
use crate::cycle::{Closing, Command, CycleId, EventId, FileRef};
use crate::jobs::{Adopt, Attach, OfficeChange, Theme, Ticket};
use crate::sop::{SlotKey, Sop, StepNo};
use crate::ui::dialogs::Modal;

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

impl Action {
    /// A single command on a cycle.
    pub fn run(cycle: CycleId, command: Command) -> Self {
        Self::Run(cycle, vec![command])
    }
}

/// An intent.
#[derive(Debug, Clone)]
pub enum Action {
    /// Show a page.
    Go(Page),
    /// Show a cycle's sheet, with a step opened if one is given.
    OpenCycle(CycleId, Option<StepNo>),
    /// Open or close the step panel.
    SelectStep(Option<StepNo>),
    /// Show a sealed dossier in the archive; none goes back to the list.
    OpenDossier(Option<String>),
    /// Put up a dialog in place of the one shown.
    Show(Box<Modal>),
    /// Open the guide for the office in the browser.
    OpenGuide,
    /// Take the dialog away.
    CloseModal,
    /// Say something in a note at the edge.
    Note(String),

    /// Make a data folder and open it.
    CreateFolder {
        /// Where.
        root: PathBuf,
        /// Name of the office.
        office: String,
    },
    /// Make a data folder with the sample years and open it.
    CreateSample {
        /// Where.
        root: PathBuf,
    },
    /// Show the data folder in the file manager.
    RevealFolder,
    /// Open a data folder.
    OpenFolder(PathBuf),
    /// Give up the data folder that is waited for: the first run.
    LeaveFolder,
    /// Let the person pick a data folder in the system's dialog.
    PickDataFolder,
    /// Begin a cycle under an SOP.
    StartCycle(CycleId),
    /// The commands of one deed on a cycle.
    Run(CycleId, Vec<Command>),
    /// Take the events of one deed back.
    Undo(CycleId, Vec<EventId>),
    /// Take the latest event of the open cycle back.
    UndoLast,
    /// A change of the office's own data.
    Office(OfficeChange),
    /// A change of the office's own data that takes an earlier one back.
    UndoOffice(OfficeChange),

    /// Files came in over a target; look at them, then file them or ask.
    FilesIn {
        /// The cycle.
        cycle: CycleId,
        /// Where they were put; none asks.
        target: Option<Target>,
        /// Whether the place was seen exactly; else it is only preselected in the question.
        sure: bool,
        /// Files and folders.
        paths: Vec<PathBuf>,
    },
    /// Choose files in the system's dialog.
    PickFiles(CycleId, Target),
    /// Take copied files from the clipboard.
    PasteFiles(CycleId, Option<Target>),
    /// Attach files, each to its place.
    Attach(CycleId, Vec<Attach>),
    /// Make a document's file, edited outside the program, its newest version.
    TakeChanged(CycleId, EventId),
    /// Make a document of a file that stands in the cycle's folder already.
    Adopt(CycleId, Adopt),
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

    /// Put the files of removed documents of a sealed cycle where a person may delete them, or take them back.
    SetAsideRemoved(CycleId, bool),
    /// Seal, with what is settled on the way.
    Seal(CycleId, Box<Closing>),
    /// Check a dossier's integrity.
    Check(String),
    /// Choose a place and export a dossier as ZIP.
    Export(String),
    /// Write a dossier to a ZIP.
    ExportTo(Export),
    /// Something for the safety of the data folder.
    Care(Care),
    /// Stop a running job.
    CancelJob(Ticket),
    /// Save an edited SOP as a new version, which later cycles use.
    SaveSop(Box<Sop>),

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
    /// Show the log in the file manager.
    RevealLog,
    /// Copy a text to the clipboard.
    Copy(String),
    /// Hide the banner of a problem until the next start.
    DismissProblems(Vec<PathBuf>),
    /// Close the program.
    Quit,
}
