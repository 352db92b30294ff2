//! The program on this PC, whatever it works on: its settings, its log file, its crash report, the one window
//! that a person has on a data folder, and whether it is a portable program. (The position of the window is
//! kept by egui: `ui::platform::window_place`.)

pub mod crash;
pub mod instance;
pub mod log_file;
mod portable;
mod settings;

pub use portable::Portable;
pub use settings::{Backup, BackupChoice, LocalSettings, Theme};

use std::io;
use std::path::Path;
use std::process::Command;

/// Option of the command line that shows a crash report; not for people to type.
pub const CRASH_REPORT: &str = "crash-report";

/// Starts this program again, on the same data folder; with a report, it only shows the report.
pub fn start_again(local: &Path, folder: Option<&Path>, report: Option<&Path>) -> io::Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--local").arg(local);
    if let Some(report) = report {
        command.arg(format!("--{CRASH_REPORT}")).arg(report);
    }
    command.args(folder).spawn().map(drop)
}
