//! A start where the window can't be drawn.

use std::process::{Command, Output};

use tempfile::TempDir;

use super::office::Office;
use crate::support::Desktop;
use crate::support::tools::wait_for;

/// Runs the program with more environment variables and a new `--local` folder; returns its output and that
/// folder.
fn start(mut command: Command, env: &[(&str, &str)]) -> (Output, TempDir) {
    let local = TempDir::new().unwrap();
    command.arg("--local").arg(local.path()).envs(env.iter().copied());
    (command.output().unwrap(), local)
}

fn renja() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renja"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

fn assert_told(output: &Output, words: &[&str]) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    for word in words {
        assert!(told.contains(word), "no {word:?} in: {told}");
    }
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn without_a_display_it_says_so() {
    let (output, local) = start(renja(), &[]);
    assert_told(&output, &["DISPLAY", "renja --help"]);
    assert!(!local.path().join("render-attempt").exists());
}

#[test]
fn a_display_that_is_not_there_is_told() {
    let (output, _local) = start(renja(), &[("DISPLAY", ":12345")]);
    assert_told(&output, &["tidak dapat dihubungi"]);
}

#[test]
fn where_nothing_can_draw_a_message_names_the_driver() {
    let Some(desktop) = Desktop::open() else { return };
    let mut command = desktop.command(env!("CARGO_BIN_EXE_renja"));
    command.env("LIBGL_ALWAYS_SOFTWARE", "1");
    let (output, local) = start(command, &[("RENJA_FAIL_RENDERER", "glow,dx12")]);
    assert_told(&output, &["driver grafis", "glow: "]);
    assert!(!local.path().join("render-attempt").exists(), "an error is not a crash");
    if crate::support::tools::find("zenity").is_some() {
        wait_for("the message", std::time::Duration::from_secs(20), || {
            let found = desktop.command("xdotool").args(["search", "--name", "Renja tidak dapat"]).output();
            found.is_ok_and(|found| !found.stdout.is_empty()).then_some(())
        });
    }
}

#[test]
fn a_window_that_was_painted_leaves_no_note_of_a_crash() {
    let Some(desktop) = Desktop::open() else { return };
    let home = Office::home();
    let note = home.path().join(".local/share/renja/render-attempt");
    std::fs::write(&note, "glow").unwrap();
    let program = crate::support::Program::open(&desktop, &Office::with_a_cycle().data(), 1.0, home);
    wait_for("the note to go", std::time::Duration::from_secs(20), || (!note.exists()).then_some(()));
    program.quit();
}
