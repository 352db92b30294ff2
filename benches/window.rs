//! The window: its first painted frame and its memory against those of a bare eframe window, and how many
//! frames are drawn while nobody does anything. Needs a display.

mod common;
#[path = "common/years.rs"]
mod years;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use renja::ui::levers::frame_watch::{EXIT_AFTER_FIRST_FRAME, PRINT_FRAMES};

const PAIRS: usize = 15;
/// Time after which the store is open, the fonts of the system are loaded and the last animation is over.
const SETTLING: Duration = Duration::from_secs(6);

fn main() {
    if !common::asked() {
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_renja"));
    let bare = bare_window(program);
    let store = years::store_of_50_years(program);
    first_frame(program, &bare, &store);
    idle(program, &store);
    memory(program, &bare, &store);
}

/// The bare window, built by `dist/bench` beside the program.
fn bare_window(program: &Path) -> PathBuf {
    let bare = program.with_file_name("examples").join("bare_window");
    assert!(bare.exists(), "no {}: cargo build --profile bench --example bare_window", bare.display());
    bare
}

fn first_frame(program: &Path, bare: &Path, store: &Path) {
    let (mut ours, mut bares, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=PAIRS {
        let bare = millis_to_first_frame(Command::new(bare).arg("--once"));
        let our = millis_to_first_frame(Command::new(program).arg(store).env(EXIT_AFTER_FIRST_FRAME, "1"));
        // The first round warms the caches.
        if round > 0 {
            ours.push(our);
            bares.push(bare);
            ratios.push(our / bare);
        }
    }
    common::row(
        "first painted frame, a store of 50 years open",
        &format!(
            "{:.2} × a bare window ({:.0} ms, bare {:.0} ms)",
            common::median(ratios),
            common::median(ours),
            common::median(bares)
        ),
        "at most 1.3 ×",
    );
}

/// From the start of the process until it says that its first frame was painted.
fn millis_to_first_frame(command: &mut Command) -> f64 {
    let begun = Instant::now();
    let mut child = with_home(command);
    let stdout = BufReader::new(child.stdout.take().expect("piped"));
    let line = stdout.lines().map_while(Result::ok).find(|line| line.starts_with("first frame"));
    let millis = begun.elapsed().as_secs_f64() * 1000.0;
    assert!(line.is_some(), "{command:?} painted nothing");
    child.wait().expect("its end");
    millis
}

fn idle(program: &Path, store: &Path) {
    let seconds = 10;
    let mut child = with_home(Command::new(program).arg(store).env(PRINT_FRAMES, "1"));
    let stdout = BufReader::new(child.stdout.take().expect("piped"));
    let (sender, frames) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in stdout.lines().map_while(Result::ok).filter(|line| line.starts_with("frame ")) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    std::thread::sleep(SETTLING);
    let before = frames.try_iter().count();
    assert!(before > 0, "no frame at all");
    std::thread::sleep(Duration::from_secs(seconds));
    let drawn = frames.try_iter().count();
    child.kill().expect("its end");
    child.wait().expect("its end");
    drop(frames);
    reader.join().expect("the reader");
    common::row("frames drawn in 10 s of idling", &drawn.to_string(), "0");
}

fn memory(program: &Path, bare: &Path, store: &Path) {
    let bare = resident(&mut Command::new(bare));
    let our = resident(Command::new(program).arg(store));
    common::row(
        "memory with a store of 50 years open",
        &format!("{:.2} × a bare window ({our:.0} MB, bare {bare:.0} MB)", our / bare),
        "at most 1.5 ×",
    );
}

/// Megabytes that a program keeps in memory once it is idle.
fn resident(command: &mut Command) -> f64 {
    let mut child = with_home(command);
    std::thread::sleep(SETTLING);
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux");
    child.kill().expect("its end");
    child.wait().expect("its end");
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
    kilobytes.and_then(|number| number.parse::<f64>().ok()).expect("VmRSS") / 1024.0
}

/// Starts a program with a home folder of its own, so that no file of the person who runs this is read or
/// written.
fn with_home(command: &mut Command) -> Child {
    let home = common::folder().join("home");
    std::fs::create_dir_all(&home).expect("a home");
    command.env("HOME", home).stdout(Stdio::piped()).stderr(Stdio::null());
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command.spawn().expect("started")
}
