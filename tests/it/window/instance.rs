//! A second start on a data folder that is already open, and a start without the data folder.

use std::process::{Command, Output};
use std::time::Duration;

use super::office::Office;
use crate::support::tools::wait_for;
use crate::support::{Desktop, Program};

const SOON: Duration = Duration::from_secs(30);

/// Starts the program a second time and waits until it has ended.
fn second_start(program: &Program<'_>, office: &Office) -> Output {
    let mut command: Command = program.desktop().command(env!("CARGO_BIN_EXE_renja"));
    command.arg("--local").arg(program.local()).arg(office.data()).output().unwrap()
}

#[test]
fn a_second_start_brings_the_window_to_the_front_and_ends() {
    let Some(desktop) = Desktop::open() else { return };
    let office = Office::with_a_cycle();
    let program = Program::open(&desktop, &office.data(), 1.0, Office::home());
    program.click("Tab:Siklus");
    program.find("step:1");
    desktop.xdotool(["windowminimize", "--sync", program.window()]);
    let active = || desktop.command("xdotool").arg("getactivewindow").output().unwrap();
    let is_in_front = || String::from_utf8_lossy(&active().stdout).trim() == program.window();
    wait_for("the window to be minimised", SOON, || (!is_in_front()).then_some(()));
    let output = second_start(&program, &office);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    wait_for("the window in front", SOON, || is_in_front().then_some(()));
    program.quit();
}

#[test]
fn a_window_waits_for_its_data_folder_and_opens_it_when_it_is_back() {
    let Some(desktop) = Desktop::open() else { return };
    let office = Office::with_a_cycle();
    let unplugged = office.data().with_file_name("dicabut");
    std::fs::rename(office.data(), &unplugged).unwrap();
    let program = Program::open(&desktop, &office.data(), 1.0, Office::home());
    program.find("Button:Pilih folder lain…");
    program.screenshot("waiting");
    std::fs::rename(&unplugged, office.data()).unwrap();
    program.click("Tab:Siklus");
    program.find("step:1");
    program.quit();
}
