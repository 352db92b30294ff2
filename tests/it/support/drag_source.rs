//! The tests' file manager: another process from which files are dragged.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::sleep;
use std::time::Duration;

use super::desktop::Desktop;
use super::layout::Point;
use super::program::Program;
use super::tools::{self, Owned, wait_for};

/// Its position, to the right of the program's window.
const PLACE: (u32, u32) = (2800, 40);

const PATIENCE: Duration = Duration::from_secs(20);

/// The process; it ends with the test.
pub struct DragSource {
    window: String,
    stdin: ChildStdin,
    lines: Receiver<String>,
    _process: Owned,
}

impl DragSource {
    /// `None` where `PyQt5` is missing.
    pub fn open(desktop: &Desktop) -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/xdnd_source.py");
        let mut process = Owned::spawn(
            desktop
                .command(tools::python_with_qt()?)
                .arg(script)
                .args([PLACE.0.to_string(), PLACE.1.to_string()])
                .env("QT_QPA_PLATFORM", "xcb")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped()),
        );
        let stdin = process.0.stdin.take().expect("piped");
        let stdout = process.0.stdout.take().expect("piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let window = wait_for("the source of the drag", PATIENCE, || {
            let found = desktop
                .command("xdotool")
                .args(["search", "--onlyvisible", "--name", "^xdnd-source$"])
                .output()
                .expect("xdotool");
            String::from_utf8_lossy(&found.stdout).lines().next().map(str::to_owned)
        });
        Some(Self { window, stdin, lines, _process: process })
    }

    /// Drags `files` onto the widget with this name and drops them at a share of its width and height.
    /// Returns the process's last line, `drag result 1` when the program took a copy.
    pub fn drag_onto(
        &mut self,
        program: &Program<'_>,
        files: &[&Path],
        name: &str,
        share: (f32, f32),
    ) -> String {
        for _ in 0..4 {
            self.hold_over(program, files, program.find(name).at(share.0, share.1));
            if Self::follow(program, name, share) {
                return self.let_go(program);
            }
            // The files touched the edge of the sheet, and it scrolled the row away: the files are taken
            // back, and dragged again.
            self.take_back(program);
            program.bring_into_view(name);
        }
        panic!("{name} scrolls away under the files each time");
    }

    /// Moves the pointer after the widget, which may move while files hover. Returns whether the widget is
    /// still visible.
    fn follow(program: &Program<'_>, name: &str, share: (f32, f32)) -> bool {
        let mut last = None;
        for _ in 0..6 {
            if !program.sees_soon(name) {
                return false;
            }
            let now = program.find(name).at(share.0, share.1);
            if last == Some(now) {
                break;
            }
            program.desktop().point_at(program.window(), now);
            sleep(Duration::from_millis(80));
            last = Some(now);
        }
        true
    }

    /// Drags `files` over a point of the program's window and holds them there.
    pub fn hold_over(&mut self, program: &Program<'_>, files: &[&Path], to: Point) {
        let paths: Vec<_> = files.iter().map(|path| path.to_str().expect("UTF-8")).collect();
        writeln!(self.stdin, "{}", paths.join("\t")).expect("the source listens");
        assert_eq!(self.line(), "ready");
        let desktop = program.desktop();
        desktop.xdotool(["mousemove", "--window", &self.window, "75", "40", "mousedown", "1"]);
        sleep(Duration::from_millis(120));
        let from = Point { x: 1300.0, y: 60.0 };
        desktop.move_onto(program.window(), from, to, 8);
        // Time for the program to receive the files, ask for the pointer and paint the frame.
        sleep(Duration::from_millis(250));
    }

    /// Moves the files back to where they came from, without dropping them on the program.
    pub fn take_back(&mut self, program: &Program<'_>) {
        program.desktop().xdotool(["mousemove", "--window", &self.window, "75", "40"]);
        self.let_go(program);
    }

    /// Drops the files.
    pub fn let_go(&mut self, program: &Program<'_>) -> String {
        program.desktop().xdotool(["mouseup", "1"]);
        self.line()
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("an answer of the source")
    }
}
