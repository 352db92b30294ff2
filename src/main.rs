//! Start-up: arguments, then the window or the command line.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;
use std::time::Instant;

use renja::cli::{self, Invocation};
use renja::ui;
use renja::ui::platform::console;

fn main() -> ExitCode {
    let started = Instant::now();
    let window = match cli::parse(std::env::args_os().skip(1)) {
        Invocation::Window(window) => window,
        Invocation::Run(command) => {
            console::attach();
            return cli::run(&command);
        }
    };
    match ui::window::run(&window, started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = error.say();
            ui::platform::message_box::show(&error.title(), &words);
            cli::window_failed(&words)
        }
    }
}
