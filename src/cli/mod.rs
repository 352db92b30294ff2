//! The program without a window: checking, sealing, exporting, listing, backing up, and making the sample.
//!
//! Results go to standard output, one line each and suitable for other programs; errors go to standard error.
//! The exit code tells how the command ended: [`Exit`].
//!
//! On Windows the program belongs to the windows subsystem and has no console of its own: `main` attaches it
//! to the console of the shell that started it. The shell does not wait for it, unless it is told to
//! (`start /wait`, a batch file, a pipe).

mod backup;
mod check;
mod failure;
mod list;
mod output;
mod parse;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use rust_i18n::t;

use crate::archive::{Given, Source};
use crate::calendar::Language;
use crate::cycle::CycleId;
use crate::pc::LocalSettings;
use crate::store::Who;
use failure::Failure;
use output::Output;

pub use parse::{Usage, parse};

/// What the arguments ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invocation {
    /// Open the window.
    Window(Window),
    /// Do something without a window.
    Run(Command),
}

/// How to open the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// This PC's own folder.
    pub local: PathBuf,
    /// The data folder, if one is named.
    pub folder: Option<PathBuf>,
    /// The renderer that is to draw the window; none lets the program choose.
    pub renderer: Option<Renderer>,
    /// Show only this crash report.
    pub crash_report: Option<PathBuf>,
}

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL.
    Glow,
    /// Direct3D 12, only on Windows.
    Dx12,
}

impl Renderer {
    /// The renderers of this build, in the order in which they are tried. OpenGL comes first: it takes 100 MB
    /// less memory, and old graphics chips support it in hardware.
    pub const ALL: &[Self] = if cfg!(windows) { &[Self::Glow, Self::Dx12] } else { &[Self::Glow] };

    /// The renderer's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Dx12 => "dx12",
        }
    }

    /// The renderer of this name, if this build has it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|renderer| renderer.name() == name)
    }
}

/// Something to do without a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What to do.
    pub action: Action,
    /// This PC's own folder.
    pub local: PathBuf,
    /// The requested language; none: that of this PC's settings.
    pub language: Option<Language>,
}

/// The commands, with their arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Show the usage.
    Help,
    /// Show the program's version.
    Version,
    /// The arguments are wrong; say what is wrong.
    Misused(Usage),
    /// Check a data folder, a dossier, or any `BagIt` bag.
    Check {
        /// The folder to check.
        path: PathBuf,
        /// Whether to print faults only.
        quiet: bool,
        /// Whether to repair what can be repaired.
        repair: bool,
        /// The backup from which good copies are taken.
        backup: Option<PathBuf>,
    },
    /// Seal a cycle.
    Seal {
        /// The data folder.
        root: PathBuf,
        /// The cycle.
        cycle: CycleId,
    },
    /// Write a dossier to a ZIP file.
    Export {
        /// The data folder.
        root: PathBuf,
        /// Folder of the dossier below `arsip/`, or a cycle.
        dossier: String,
        /// The ZIP file.
        target: PathBuf,
        /// Whether to export a dossier that has errors, too.
        as_is: bool,
    },
    /// Import a bag into the archive.
    Import {
        /// The data folder.
        root: PathBuf,
        /// The bag: a folder or a ZIP, and which bag in it.
        source: Source,
        /// Title and year for a bag of another program.
        given: Option<Given>,
    },
    /// List cycles and dossiers.
    List {
        /// The data folder.
        root: PathBuf,
        /// As JSON, including steps and documents.
        json: bool,
    },
    /// Back up a data folder.
    Backup {
        /// The data folder.
        root: PathBuf,
        /// The disk or folder that is to hold the backup.
        target: PathBuf,
    },
    /// Restore a backup.
    Restore {
        /// The backup, or the folder that contains it.
        backup: PathBuf,
        /// The new data folder: empty, or not yet existing.
        root: PathBuf,
    },
    /// Make the sample.
    Demo {
        /// The sample's folder: empty, or not yet existing.
        root: PathBuf,
        /// Archived years.
        years: u32,
    },
}

/// How the command ended, as an exit code for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and nothing is wrong.
    Fine = 0,
    /// A check found faults.
    Faults = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// The command failed.
    Failed = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Carries out a command.
pub fn run(command: &Command) -> ExitCode {
    let today = chrono::Local::now();
    let (settings, problem) = LocalSettings::load(&command.local, today.date_naive());
    let language = command.language.map_or(settings.language.clone(), |language| language.code().to_owned());
    rust_i18n::set_locale(&language);
    let mut output = Output::new();
    if let Some(problem) = problem {
        output.error(&t!("cli.settings_broken", path = problem.path.display()));
    }
    let local = command.local.as_path();
    let result = match &command.action {
        Action::Help => output.line(&t!("cli.help")).map(|()| Exit::Fine),
        Action::Version => output.line(concat!("renja ", env!("CARGO_PKG_VERSION"))).map(|()| Exit::Fine),
        Action::Misused(usage) => {
            output.error(&usage.say());
            output.error(&t!("cli.see_help"));
            Ok(Exit::Usage)
        }
        Action::Check { path, quiet, repair, backup } => {
            let (quiet, repair, backup, at) = (*quiet, *repair, backup.as_deref(), today.fixed_offset());
            check::run(path, &settings, check::How { quiet, repair, backup, local, at }, &mut output)
        }
        Action::Seal { root, cycle } => {
            work::seal(root, local, *cycle, &settings.name, today.fixed_offset(), &mut output)
        }
        Action::Export { root, dossier, target, as_is } => {
            work::export(root, dossier, target, *as_is, today.fixed_offset(), &mut output)
        }
        Action::Import { root, source, given } => {
            let who = Who { by: work::person(&settings.name), at: today.fixed_offset() };
            work::import(root, local, source, given.as_ref(), &who, &mut output)
        }
        Action::List { root, json } => list::run(root, local, *json, &mut output),
        Action::Backup { root, target } => backup::back_up(root, target, today.fixed_offset(), &mut output),
        Action::Restore { backup, root } => backup::restore(backup, root, &mut output),
        Action::Demo { root, years } => work::demo(root, local, *years, &mut output),
    };
    let exit = result.unwrap_or_else(|trouble| {
        // The reader of the output has closed the pipe: that is no error, and nobody reads a message.
        if !trouble.is_closed_pipe() {
            output.error(&trouble.say());
        }
        Exit::Failed
    });
    exit.into()
}

/// Says on standard error why no window could be opened, and what to do.
pub fn window_failed(words: &str) -> ExitCode {
    let mut output = Output::new();
    output.error(words);
    output.error(&t!("cli.without_window"));
    Exit::Failed.into()
}

type Done = Result<Exit, Failure>;
