//! The built program in its window.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::desktop::Desktop;
use super::layout::{Layout, Point, Rect};
use super::tools::{self, Owned, wait_for};

/// The screen of the office's PCs in points; a scaled screen has proportionally more pixels.
const OFFICE: (f32, f32) = (1366.0, 768.0);

/// Long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program; its own folder (settings, cache, log) is deleted with the test.
pub struct Program<'a> {
    desktop: &'a Desktop,
    process: Owned,
    window: String,
    /// The process of the window: the X server reuses the number of a closed window for the next one.
    pid: String,
    layout_file: PathBuf,
    home: TempDir,
}

impl<'a> Program<'a> {
    /// Opens the program on a data folder, its window as large as the office's screen, and waits until the
    /// window is painted. `scale` is the system's scale factor: 1.0 is 100 %. `home` may contain settings
    /// from an earlier run.
    pub fn open(desktop: &'a Desktop, data: &Path, scale: f32, home: TempDir) -> Self {
        Self::open_with(desktop, data, scale, home, &[])
    }

    /// Like [`Self::open`], with additional environment variables.
    pub fn open_with(
        desktop: &'a Desktop,
        data: &Path,
        scale: f32,
        home: TempDir,
        env: &[(&str, &Path)],
    ) -> Self {
        let command = Self::command(desktop, Some(data), scale, &home, env);
        Self::start(desktop, command, scale, home)
    }

    /// Like [`Self::open`], under strace, which writes every socket call to `log`.
    pub fn open_traced(desktop: &'a Desktop, data: &Path, home: TempDir, log: &Path) -> Self {
        let program = Self::command(desktop, Some(data), 1.0, &home, &[]);
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=%network", "-o"]).arg(log);
        command.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self::start(desktop, command, 1.0, home)
    }

    /// Opens the program for a person who has never used it before.
    pub fn open_first(desktop: &'a Desktop, home: TempDir) -> Self {
        let command = Self::command(desktop, None, 1.0, &home, &[]);
        Self::start(desktop, command, 1.0, home)
    }

    /// Opens the program without changing the position and size of its window.
    pub fn open_where_it_was(desktop: &'a Desktop, data: &Path, home: TempDir) -> Self {
        let command = Self::command(desktop, Some(data), 1.0, &home, &[]);
        Self::launch(desktop, command, home)
    }

    fn command(
        desktop: &Desktop,
        data: Option<&Path>,
        scale: f32,
        home: &TempDir,
        env: &[(&str, &Path)],
    ) -> Command {
        // Another build of the program, such as the optimised one, can be used just as well.
        let built =
            std::env::var_os("RENJA_TEST_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_renja").into());
        let mut command = desktop.command(built);
        command
            .args(data)
            .env("HOME", home.path())
            .env("WINIT_X11_SCALE_FACTOR", scale.to_string())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .envs(env.iter().copied());
        for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        // Without the portal and the screen reader of the person who runs the tests.
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
        command
    }

    /// Starts the program with a given command, such as that of an installed program.
    pub fn start(desktop: &'a Desktop, command: Command, scale: f32, home: TempDir) -> Self {
        let program = Self::launch(desktop, command, home);
        program.fit(scale);
        program
    }

    fn launch(desktop: &'a Desktop, mut command: Command, home: TempDir) -> Self {
        let layout_file = home.path().join("layout.txt");
        command
            .env(renja::ui::levers::layout_dump::LAYOUT_DUMP, &layout_file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut process = Owned::spawn(&mut command);
        let (window, pid) = wait_for("the window", PATIENCE, || {
            if let Ok(Some(status)) = process.0.try_wait() {
                panic!("the program ended with {status}: {}", process.last_words());
            }
            visible_window(desktop)
        });
        Self { desktop, process, window, pid, layout_file, home }
    }

    /// The folder for what the program keeps for itself.
    pub fn local(&self) -> PathBuf {
        self.home.path().join(".local/share/renja")
    }

    /// Waits until the program has crashed, and then takes over the window of the program that it has
    /// started.
    pub fn died(&mut self) {
        let status =
            wait_for("the program to die", PATIENCE, || self.process.0.try_wait().expect("its status"));
        assert!(!status.success());
        self.succeeded();
    }

    /// Takes over the window of a program that this one has started, after this window is gone.
    pub fn succeeded(&mut self) {
        (self.window, self.pid) = wait_for("the next window", PATIENCE, || {
            visible_window(self.desktop).filter(|(_, pid)| *pid != self.pid)
        });
        self.fit(1.0);
    }

    /// Closes a window whose process was not started by this test itself.
    pub fn close(self) {
        self.key("alt+F4");
        wait_for("the window to go", PATIENCE, || visible_window(self.desktop).is_none().then_some(()));
    }

    /// Gives the window the size of the office's screen and moves it into the corner.
    fn fit(&self, scale: f32) {
        let (width, height) =
            ((OFFICE.0 * scale).round().to_string(), (OFFICE.1 * scale).round().to_string());
        let id = self.window.as_str();
        self.desktop.xdotool(["windowsize", id, &width, &height, "windowmove", id, "0", "0"]);
        // The window manager may move the window once more after resizing it.
        let mut before = String::new();
        wait_for("the window's place and size", PATIENCE, || {
            let geometry = self.desktop.xdotool(["getwindowgeometry", "--shell", id]);
            let has = |line: String| geometry.lines().any(|l| l == line);
            let sized = has(format!("WIDTH={width}")) && has(format!("HEIGHT={height}"));
            let rests = geometry == before;
            before = geometry;
            sleep(Duration::from_millis(100));
            (sized && rests).then_some(())
        });
        self.settled();
    }

    pub fn window(&self) -> &str {
        &self.window
    }

    pub fn desktop(&self) -> &'a Desktop {
        self.desktop
    }

    // --------------------------------------------------------------------------------------------
    // Reading the window

    /// The layout, once nothing has moved for a while.
    pub fn settled(&self) -> Layout {
        let mut last = Layout::default();
        let mut since = Instant::now();
        wait_for("the layout to settle", PATIENCE, || {
            let now = Layout::read(&self.layout_file);
            if now != last {
                last = now;
                since = Instant::now();
            }
            (since.elapsed() > Duration::from_millis(150)).then(|| last.clone())
        })
    }

    /// The layout at this moment.
    pub fn layout(&self) -> Layout {
        Layout::read(&self.layout_file)
    }

    /// Waits until a widget with this name is visible and does not move.
    pub fn find(&self, name: &str) -> Rect {
        let mut last = None;
        let begun = Instant::now();
        loop {
            let now = self.layout().get(name);
            if now.is_some() && now == last {
                break;
            }
            last = now;
            assert!(
                begun.elapsed() < PATIENCE,
                "no {name:?} among {:?}",
                self.layout().names().collect::<Vec<_>>()
            );
            sleep(Duration::from_millis(60));
        }
        last.expect("found")
    }

    /// Whether a widget with this name appears within the time that the program needs to answer.
    pub fn sees_soon(&self, name: &str) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(1500) {
            if self.layout().get(name).is_some() {
                return true;
            }
            sleep(Duration::from_millis(30));
        }
        false
    }

    /// Saves a picture under `target/`, kept after the test so that a person can look at it.
    pub fn screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        self.desktop.screenshot(&folder.join(format!("{name}.png")));
    }

    /// Saves a picture of the window alone, once the window has settled.
    pub fn picture(&self, file: &Path) {
        // Fading in is not visible in the layout.
        sleep(Duration::from_millis(600));
        self.settled();
        tools::run(self.desktop.command("import").args(["-window", &self.window]).arg(file));
    }

    // --------------------------------------------------------------------------------------------
    // Acting on the window

    pub fn click_at(&self, at: Point) {
        self.desktop.point_at(&self.window, at);
        // egui registers a press only on a widget that it has seen the pointer over.
        sleep(Duration::from_millis(60));
        self.desktop.xdotool(["click", "1"]);
    }

    pub fn click(&self, name: &str) {
        self.click_at(self.find(name).centre());
    }

    /// Clicks until a widget appears whose name begins with `seen`: on a busy machine the sheet may still
    /// move under the pointer.
    pub fn click_to_see(&self, name: &str, seen: &str) {
        for _ in 0..3 {
            self.click(name);
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(3) {
                if self.layout().names().any(|name| name.starts_with(seen)) {
                    return;
                }
                sleep(Duration::from_millis(30));
            }
        }
        panic!("{name} was clicked, and no {seen:?} came");
    }

    /// Closes the toasts at the lower left, which cover other widgets.
    pub fn close_notes(&self) {
        while let Some(cross) = self.settled().get("Button:Tutup") {
            self.click_at(cross.centre());
        }
    }

    /// Presses a key or chord, in xdotool's notation: `Return`, `ctrl+k`.
    pub fn key(&self, chord: &str) {
        self.activate();
        self.desktop.xdotool(["key", chord]);
    }

    /// Types a text into the focused widget.
    pub fn write(&self, text: &str) {
        self.activate();
        self.desktop.xdotool(["type", "--delay", "20", text]);
    }

    pub fn activate(&self) {
        self.desktop.xdotool(["windowactivate", "--sync", &self.window]);
    }

    /// Turns the mouse wheel over a point, positive is down, and returns whether anything moved.
    fn scroll(&self, over: Point, notches: i8) -> bool {
        let before = self.layout();
        self.desktop.point_at(&self.window, over);
        let button = if notches < 0 { "4" } else { "5" };
        let times = notches.unsigned_abs().to_string();
        self.desktop.xdotool(["click", "--repeat", &times, "--delay", "10", button]);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(1) {
            if self.settled() != before {
                return true;
            }
        }
        false
    }

    /// Scrolls until the widget with this name is well inside the visible part of its kind (`step:…`,
    /// `slot:…`), so that a drag onto it does not touch the edge, where files make the sheet scroll.
    pub fn bring_into_view(&self, name: &str) -> Rect {
        let kind = &name[..=name.find(':').expect("a kind")];
        let mut down = true;
        let mut turns = 0;
        loop {
            let (layout, kin) = wait_for(name, PATIENCE, || {
                let layout = self.settled();
                let kin: Vec<Rect> = layout.of_kind(kind).collect();
                (!kin.is_empty()).then_some((layout, kin))
            });
            let top = kin.iter().map(|rect| rect.y).fold(f32::INFINITY, f32::min);
            let bottom = kin.iter().map(|rect| rect.y + rect.h).fold(0.0, f32::max);
            let found = layout.get(name);
            let edge = (bottom - top) / 6.0;
            if let Some(rect) = found {
                let middle = rect.centre().y;
                if middle - top >= edge && bottom - middle >= edge {
                    return rect;
                }
                down = bottom - middle < edge;
            }
            // A row in the middle is covered neither by a toast nor by the sheet's head.
            let mut kin = kin;
            kin.sort_by(|a, b| a.y.total_cmp(&b.y));
            let over = kin[kin.len() / 2].centre();
            let notches = if found.is_some() { 1 } else { 4 };
            if self.scroll(over, if down { notches } else { -notches }) {
                continue;
            }
            // The end of the scrollable range.
            if let Some(rect) = found {
                return rect;
            }
            down = !down;
            turns += 1;
            assert!(turns < 3, "{name} is nowhere to be found");
        }
    }

    /// Closes the window, pressing again if the busy machine missed the first press, and waits until the
    /// program has ended without an error.
    pub fn quit(self) {
        drop(self.quit_and_keep());
    }

    /// Like [`Self::quit`]; returns the folder for what the program keeps for itself.
    pub fn quit_and_keep(mut self) -> TempDir {
        self.key("alt+F4");
        let mut pressed = Instant::now();
        let status = wait_for("the program to end", PATIENCE, || {
            let status = self.process.0.try_wait().expect("its status");
            if status.is_none() && pressed.elapsed() > Duration::from_secs(8) {
                pressed = Instant::now();
                // The window may be closing just now.
                let _ = self.desktop.command("xdotool").args(["key", "alt+F4"]).output();
            }
            status
        });
        assert!(status.success(), "{status}: {}", self.process.last_words());
        std::mem::replace(&mut self.home, TempDir::new().expect("a folder"))
    }
}

/// The program's visible window, and its process id.
fn visible_window(desktop: &Desktop) -> Option<(String, String)> {
    let search = ["search", "--onlyvisible", "--name", "^Renja"];
    let found = desktop.command("xdotool").args(search).output().expect("xdotool");
    let window = String::from_utf8_lossy(&found.stdout).lines().next()?.to_owned();
    let pid = desktop.command("xdotool").args(["getwindowpid", &window]).output().expect("xdotool");
    // The window may close between the two commands.
    pid.status.success().then(|| (window, String::from_utf8_lossy(&pid.stdout).trim().to_owned()))
}

impl Drop for Program<'_> {
    /// On failure, a picture tells more than the test's message.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
            self.screenshot(&format!("failed-{name}"));
            eprintln!("{:?}", self.layout());
        }
    }
}
