//! The same work without a window: checking, sealing, exporting, listing, backing up, and making the sample.
//!
//! Results go to standard output, one line each and fit for other programs; what went wrong goes to
//! standard error. The exit code says how it ended: [`Exit`].
//!
//! On Windows the program belongs to the windows subsystem and has no console of its own: `main` attaches it
//! to that of the shell it was started from. The shell does not wait for it, unless it is told to
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
    /// What is to draw it; none lets the program choose.
    pub renderer: Option<Renderer>,
    /// Show this crash report, and nothing else.
    pub crash_report: Option<PathBuf>,
}

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL.
    Glow,
    /// Direct3D 12, on Windows alone.
    Dx12,
}

impl Renderer {
    /// Those this build has, in the order in which they are tried: OpenGL takes 100 MB less memory, and old
    /// graphics chips have it in hardware.
    pub const ALL: &[Self] = if cfg!(windows) { &[Self::Glow, Self::Dx12] } else { &[Self::Glow] };

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Glow => "glow",
            Self::Dx12 => "dx12",
        }
    }

    /// The one of this name, if this build has it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|renderer| renderer.name() == name)
    }
}

/// Something to do without a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What.
    pub action: Action,
    /// This PC's own folder.
    pub local: PathBuf,
    /// The language asked for; else that of this PC's settings.
    pub language: Option<Language>,
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Show how the program is called.
    Help,
    /// Show its version.
    Version,
    /// The arguments are wrong; say how.
    Misused(Usage),
    /// Check a data folder, a dossier, or any `BagIt` bag.
    Check {
        /// Its folder.
        path: PathBuf,
        /// Show faults alone.
        quiet: bool,
        /// Repair what can be.
        repair: bool,
        /// The backup to take good copies from.
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
        /// The file.
        target: PathBuf,
        /// Even if it is not whole.
        as_is: bool,
    },
    /// Take a bag from outside into the archive.
    Import {
        /// The data folder.
        root: PathBuf,
        /// The bag: a folder or a ZIP, and which in it.
        source: Source,
        /// What a bag of another program is.
        given: Option<Given>,
    },
    /// List cycles and dossiers.
    List {
        /// The data folder.
        root: PathBuf,
        /// As JSON, with steps and documents.
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
        /// The backup, or the folder that holds it.
        backup: PathBuf,
        /// The new data folder: empty, or not there yet.
        root: PathBuf,
    },
    /// Make the sample.
    Demo {
        /// Its folder: empty, or not there yet.
        root: PathBuf,
        /// Archived years.
        years: u32,
    },
}

/// How it ended, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and nothing is wrong.
    Fine = 0,
    /// A check found faults.
    Faults = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// It could not be done.
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
        // Whoever reads the output has had enough: nothing is wrong with that, and nobody listens.
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
