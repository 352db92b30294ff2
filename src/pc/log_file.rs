//! The log: a file in this PC's own folder, and the four before it. Errors of the log are ignored: the
//! program goes on without it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::Local;
use log::{LevelFilter, Log, Metadata, Record};

/// Folder of the log and of crash reports in this PC's own folder.
pub const FOLDER: &str = "log";

/// Environment variable for the level of the log, whatever the settings say: `off`, `error`, `warn`, `info`,
/// `debug` or `trace`.
pub const LEVEL: &str = "RENJA_LOG";

const FILE: &str = "renja.log";
/// Size in bytes at which a file is closed.
const FULL: u64 = 1 << 20;
/// How many files are kept, the open one included.
const KEPT: u32 = 5;

/// Begins to log. `local` is this PC's own folder.
pub fn install(local: &Path, detailed: bool) {
    let log = FileLog::new(local.join(FOLDER));
    if log::set_boxed_logger(Box::new(log)).is_ok() {
        set_detailed(detailed);
    }
}

/// Sets whether each step is logged, or only warnings and errors. Without effect if [`LEVEL`] is set.
pub fn set_detailed(detailed: bool) {
    let asked = std::env::var(LEVEL).ok().and_then(|level| level.parse().ok());
    let level = if detailed { LevelFilter::Debug } else { LevelFilter::Info };
    log::set_max_level(asked.unwrap_or(level));
}

struct FileLog {
    folder: PathBuf,
    open: Mutex<Option<Open>>,
    terminal: bool,
}

struct Open {
    file: File,
    size: u64,
}

impl FileLog {
    fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::new(None), terminal: io::stderr().is_terminal() }
    }

    fn write(&self, line: &str) -> io::Result<()> {
        // After a panic while logging, the file can still be written to.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.as_ref().is_some_and(|open| open.size >= FULL) {
            *open = None;
            self.rotate();
        }
        let target = match &mut *open {
            Some(target) => target,
            none => none.insert(self.open_file()?),
        };
        target.file.write_all(line.as_bytes())?;
        target.size += line.len() as u64;
        Ok(())
    }

    fn open_file(&self) -> io::Result<Open> {
        fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new().create(true).append(true).open(self.folder.join(FILE))?;
        let size = file.metadata()?.len();
        Ok(Open { file, size })
    }

    /// Each file takes the name of the one before it, and the oldest is removed. Another window may be
    /// writing to one of them; if the system does not let it be renamed, it goes on growing.
    fn rotate(&self) {
        let path = |n: u32| match n {
            0 => self.folder.join(FILE),
            n => self.folder.join(format!("renja.{n}.log")),
        };
        // Another window may have rotated the files already.
        if fs::metadata(path(0)).is_ok_and(|file| file.len() < FULL) {
            return;
        }
        for n in (0..KEPT - 1).rev() {
            fs::rename(path(n), path(n + 1)).ok();
        }
    }
}

impl Log for FileLog {
    /// Of other libraries only warnings and errors are logged, unless everything is asked for.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let ours = metadata.target().starts_with("renja");
        ours || metadata.level() <= log::Level::Warn || log::max_level() == LevelFilter::Trace
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = line(record);
        if self.terminal {
            io::stderr().write_all(line.as_bytes()).ok();
        }
        // If the log can't be written, there is no other place to report that.
        self.write(&line).ok();
    }

    fn flush(&self) {}
}

/// A record as text; further lines of its message are indented, so that the next record is seen to begin.
fn line(record: &Record<'_>) -> String {
    let time = Local::now().format("%Y-%m-%d %H:%M:%S%.3f");
    let message = record.args().to_string().replace('\n', "\n    ");
    format!("{time} {:5} {}: {message}\n", record.level(), record.target())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(log: &FileLog, message: &str) {
        let (level, target) = (log::Level::Info, "renja::test");
        log.log(&Record::builder().level(level).target(target).args(format_args!("{message}")).build());
    }

    #[test]
    fn what_is_logged_stands_in_the_file_line_by_line() {
        let local = tempfile::tempdir().unwrap();
        let log = FileLog::new(local.path().join(FOLDER));
        record(&log, "pertama");
        record(&log, "kedua\nlanjutan");
        let text = fs::read_to_string(local.path().join("log/renja.log")).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].ends_with("INFO  renja::test: pertama"), "{text}");
        assert_eq!(lines[2], "    lanjutan");
    }

    #[test]
    fn five_files_of_a_megabyte_are_kept() {
        let local = tempfile::tempdir().unwrap();
        let log = FileLog::new(local.path().to_owned());
        for n in 0..7 {
            record(&log, &format!("isi {n} {}", "x".repeat(1 << 20)));
        }
        let mut names: Vec<_> =
            fs::read_dir(local.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["renja.1.log", "renja.2.log", "renja.3.log", "renja.4.log", "renja.log"]);
        let begins = |name: &str, with: &str| {
            let text = fs::read_to_string(local.path().join(name)).unwrap();
            assert!(text.contains(with), "{name}");
        };
        begins("renja.log", "isi 6 ");
        begins("renja.4.log", "isi 2 ");
    }

    #[test]
    fn without_a_place_to_write_nothing_happens() {
        let local = tempfile::tempdir().unwrap();
        let blocked = local.path().join("file");
        fs::write(&blocked, "").unwrap();
        let log = FileLog::new(blocked.join(FOLDER));
        record(&log, "tak tertulis");
        assert_eq!(fs::read(&blocked).unwrap(), b"");
    }

    #[test]
    fn libraries_are_heard_when_something_went_wrong() {
        let log = FileLog::new(PathBuf::new());
        let enabled = |target, level| log.enabled(&Metadata::builder().target(target).level(level).build());
        assert!(enabled("renja::jobs", log::Level::Debug));
        assert!(enabled("winit", log::Level::Warn));
        assert!(!enabled("winit", log::Level::Info));
    }
}
