//! External programs that some tests need.

use std::env;
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

/// Set by `dist/test`, which installs everything: then a missing tool is a failure.
const FULL: &str = "RENJA_FULL_TESTS";

/// Whether all of `tools` are installed; if not, the test says so and does nothing, so that plain
/// `cargo test` passes on any desktop.
pub fn present(tools: &[&str]) -> bool {
    let missing: Vec<_> = tools.iter().filter(|tool| find(tool).is_none()).collect();
    if missing.is_empty() {
        return true;
    }
    assert!(env::var_os(FULL).is_none(), "missing here: {missing:?}");
    eprintln!("LEFT OUT: this test needs {missing:?}; dist/test installs them");
    false
}

/// Path of `tool` on the search path.
pub fn find(tool: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

/// The system's own Python, if it has `PyQt5`: a Python from elsewhere does not see Debian's package.
pub fn python_with_qt() -> Option<PathBuf> {
    let found = ["/usr/bin/python3", "python3"].into_iter().map(PathBuf::from).find(|python| {
        Command::new(python)
            .args(["-c", "import PyQt5.QtWidgets"])
            .output()
            .is_ok_and(|out| out.status.success())
    });
    assert!(found.is_some() || env::var_os(FULL).is_none(), "no Python with PyQt5 here");
    found
}

/// The output of a command that must succeed.
pub fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } =
        command.output().unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}: {status}: {stderr}");
    String::from_utf8(stdout).expect("text")
}

/// Calls `question` every few milliseconds until it returns an answer.
pub fn wait_for<T>(what: &str, limit: Duration, mut question: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = question() {
            return answer;
        }
        assert!(begun.elapsed() < limit, "waited {limit:?} for {what}");
        std::thread::sleep(Duration::from_millis(15));
    }
}

/// A child process that does not outlive its test.
pub struct Owned(pub Child);

impl Owned {
    pub fn spawn(command: &mut Command) -> Self {
        let program: &OsStr = command.get_program();
        let name = program.display().to_string();
        Self(command.spawn().unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    /// What the process wrote to its piped standard error, once it has ended.
    pub fn last_words(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut stderr) = self.0.stderr.take() {
            let _ = stderr.read_to_string(&mut text);
        }
        text
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
