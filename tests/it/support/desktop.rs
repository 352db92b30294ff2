//! A virtual display with a window manager, mouse and keyboard.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::layout::Point;
use super::tools::{self, Owned, wait_for};

/// Larger than the office's screen at 200 %, so that another program has room beside the window.
const SIZE: &str = "3000x1700x24";

/// The display; it is closed when the test ends.
pub struct Desktop {
    display: String,
    // Dropped in this order: the display last.
    _openbox: Owned,
    _xvfb: Owned,
}

impl Desktop {
    /// `None` where the tools are missing (see [`tools::present`]).
    pub fn open() -> Option<Self> {
        if !tools::present(&["Xvfb", "openbox", "xdotool", "import"]) {
            return None;
        }
        let mut xvfb = Owned::spawn(
            Command::new("Xvfb")
                // Without -noreset the server resets when its last client leaves, which can be the xdotool
                // below, and a window manager that is just starting would be killed.
                .args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut number = String::new();
        let stdout = xvfb.0.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut number).expect("the number of the display");
        let display = format!(":{}", number.trim());
        let openbox = Owned::spawn(
            Command::new("openbox")
                .arg("--sm-disable")
                .env("DISPLAY", &display)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let desktop = Self { display, _openbox: openbox, _xvfb: xvfb };
        wait_for("openbox", Duration::from_secs(10), || {
            let root = desktop.command("xdotool").args(["get_desktop"]).output().ok()?;
            root.status.success().then_some(())
        });
        Some(desktop)
    }

    /// A command that runs on this display.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.display).env_remove("WAYLAND_DISPLAY");
        command
    }

    pub fn xdotool<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        tools::run(self.command("xdotool").args(arguments))
    }

    /// Puts the pointer on a point of a window, coming from the pixel beside it: winit sends no event for a
    /// pointer that returns to its last known position, and it does not see a drag that starts elsewhere.
    pub fn point_at(&self, window: &str, at: Point) {
        let (x, y) = (at.x.round(), at.y.round());
        let beside = (x - 1.0).to_string();
        let (x, y) = (x.to_string(), y.to_string());
        self.xdotool(["mousemove", "--window", window, &beside, &y, "mousemove", "--window", window, &x, &y]);
    }

    /// Moves the pointer to a point of a window in `steps` steps, as a hand does.
    pub fn move_onto(&self, window: &str, from: Point, to: Point, steps: u8) {
        for step in 1..=steps {
            let share = f32::from(step) / f32::from(steps);
            self.point_at(
                window,
                Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share },
            );
            sleep(Duration::from_millis(15));
        }
    }

    /// Copies something as another program does; `kind` is its type, such as `UTF8_STRING` or
    /// `text/uri-list`.
    pub fn copy(&self, kind: &str, content: &str) {
        let mut xclip = self.command("xclip");
        xclip.args(["-selection", "clipboard", "-t", kind]).stdin(Stdio::piped());
        // xclip goes on in the background, to provide what was copied.
        let mut xclip = xclip.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("xclip");
        xclip.stdin.take().expect("piped").write_all(content.as_bytes()).expect("it listens");
        assert!(xclip.wait().expect("its status").success());
    }

    /// The text that another program would paste.
    pub fn pasted(&self) -> String {
        tools::run(self.command("xclip").args(["-o", "-selection", "clipboard", "-t", "UTF8_STRING"]))
    }

    /// Saves a picture of the whole display.
    pub fn screenshot(&self, file: &Path) {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).expect("a folder for the picture");
        }
        tools::run(self.command("import").args(["-window", "root"]).arg(file));
    }
}
