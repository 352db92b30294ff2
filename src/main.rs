//! Start-up: arguments, log, crash report, one instance, then the window or the command line.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use renja::cli::{self, Exit, Invocation, Window};
use renja::pc::{self, crash, instance, log_file};
use renja::pc::{LocalSettings, Portable};
use renja::ui::crash_page;
use renja::ui::platform::{console, message_box, system};
use renja::ui::start::{self, NoWindow};
use renja::ui::window;

/// If checking the folder takes longer, it may be on an unreachable share: then the window opens first.
const PATH_ANSWERS: Duration = Duration::from_millis(300);
/// How long to wait for an answer from the window that already has the data folder open.
const HEARS: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let started = Instant::now();
    let window = match cli::parse(std::env::args_os().skip(1)) {
        Invocation::Window(window) => window,
        Invocation::Run(command) => {
            console::attach();
            return cli::run(&command);
        }
    };
    let (mut settings, problem) = LocalSettings::load(&window.local, chrono::Local::now().date_naive());
    if let Some(portable) = Portable::here() {
        settings.last_folder = settings.last_folder.map(|opened| portable.follow(opened));
    }
    rust_i18n::set_locale(&settings.language);
    log_file::install(&window.local, settings.detailed_log);
    let system = system::describe();
    log::info!("renja {} on {system}", env!("CARGO_PKG_VERSION"));
    crash::install(&window.local, system, {
        let window = window.clone();
        move |report| show_report(&window, Some(report))
    });
    if let Some(report) = &window.crash_report {
        return show_page(&window, report);
    }
    if let Some(folder) = window.folder.as_ref().or(settings.last_folder.as_ref())
        && let Some(folder) = instance::is_elsewhere(&window.local, folder, PATH_ANSWERS)
    {
        return call_other(&window, &folder);
    }
    let run = AssertUnwindSafe(|| window::run(&window, &settings, problem.as_ref(), started));
    match catch_unwind(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => no_window(&error),
        // The window crashed, but everything handed over to be saved has been saved.
        Err(_panic) => {
            show_report(&window, crash::take_report().as_deref());
            Exit::Failed.into()
        }
    }
}

/// Brings the window that already has the data folder open to the front.
fn call_other(window: &Window, folder: &Path) -> ExitCode {
    system::give_way();
    if instance::call(&window.local, folder, HEARS) {
        log::info!("{} is open in another window, which was called", folder.display());
        return ExitCode::SUCCESS;
    }
    let words = start::no_answer();
    message_box::show("Renja", &words);
    cli::window_failed(&words)
}

/// Shows a crash report in a new process: in this one, nothing of the window can be trusted any more. A
/// message box has to do if there is no report, or if the page that shows a report crashed itself: so
/// processes are not started endlessly.
fn show_report(window: &Window, report: Option<&Path>) {
    let shown = match (report, &window.crash_report) {
        (Some(report), None) => pc::start_again(&window.local, window.folder.as_deref(), Some(report))
            .inspect_err(|error| log::error!("the crash report is not shown: {error}"))
            .is_ok(),
        _ => false,
    };
    if !shown {
        message_box::show(&crash_page::title(), &crash_page::reassurance());
    }
}

/// Shows the page of a crash report, and starts the program again if the person wants that.
fn show_page(window: &Window, report: &Path) -> ExitCode {
    let Ok(shown) = catch_unwind(AssertUnwindSafe(|| window::show_crash(window, report))) else {
        show_report(window, None);
        return Exit::Failed.into();
    };
    let started = match shown {
        Ok(true) => pc::start_again(&window.local, window.folder.as_deref(), None),
        Ok(false) => Ok(()),
        Err(error) => return no_window(&error),
    };
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = crash_page::not_started(&error);
            message_box::show("Renja", &words);
            cli::window_failed(&words)
        }
    }
}

fn no_window(error: &NoWindow) -> ExitCode {
    let words = error.say();
    message_box::show(&error.title(), &words);
    cli::window_failed(&words)
}
