//! What is kept of a panic: for a worker a line in the log, and for the window a report in a file of its own,
//! which a second start of the program shows.
//!
//! A report holds no content of a document and no name of a person: quoted parts of a message are left out.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;

use chrono::Local;

use super::log_file;

/// Path of the report of the window's panic, until [`take_report`] fetches it.
static REPORT: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Installs a hook by which every panic is logged, and a panic of this thread, which is to be the window's,
/// leaves a report. `local` is this PC's own folder, `system` describes the PC's system; `died` is called
/// with the report's path when the thread panics again while it cleans up, since nothing can be caught then.
pub fn install(local: &Path, system: String, died: impl Fn(&Path) + Send + Sync + 'static) {
    let folder = local.join(log_file::FOLDER);
    let window = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let text = report(info, &system, &backtrace(&Backtrace::force_capture().to_string()));
        log::error!("{text}");
        if thread::current().id() == window {
            let mut last = REPORT.lock().unwrap_or_else(PoisonError::into_inner);
            match &*last {
                Some(first) => died(first),
                None => *last = write(&folder, &text),
            }
        }
        before(info);
    }));
}

/// Path of the report of the window's panic, for the caller that has caught the panic.
pub fn take_report() -> Option<PathBuf> {
    REPORT.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn write(folder: &Path, text: &str) -> Option<PathBuf> {
    let path = folder.join(format!("crash-{}.txt", Local::now().format("%Y-%m-%d-%H%M%S")));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
    written.inspect_err(|error| log::error!("{}: {error}", path.display())).ok()?;
    Some(path)
}

fn report(info: &PanicHookInfo<'_>, system: &str, backtrace: &str) -> String {
    let thread = thread::current();
    let place = info.location().map(|at| format!("{}:{}", short_path(at.file()), at.line()));
    let mut text = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(text, "version: {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "system: {system}");
    let _ = writeln!(text, "time: {}", Local::now().format("%Y-%m-%d %H:%M:%S %:z"));
    let _ = writeln!(text, "thread: {}", thread.name().unwrap_or("?"));
    let _ = writeln!(text, "place: {}", place.unwrap_or_default());
    let _ = writeln!(text, "message: {}", message(info));
    let _ = write!(text, "\nbacktrace:\n{backtrace}");
    text
}

/// The message of a panic, without what the program put into it in quotes: that may be personal.
fn message(info: &PanicHookInfo<'_>) -> String {
    if let Some(fixed) = info.payload().downcast_ref::<&'static str>() {
        return (*fixed).to_owned();
    }
    info.payload().downcast_ref::<String>().map(|text| without_quotes(text)).unwrap_or_default()
}

/// Leaves out text between quotes, except names that Rust itself puts there.
fn without_quotes(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '`']) {
        let quote = if rest[at..].starts_with('"') { '"' } else { '`' };
        let quoted = &rest[at + 1..];
        // In debug output a quote within a text has a backslash before it; a text that is cut off has no
        // closing quote.
        let end = end_of_quote(quoted, quote).unwrap_or(quoted.len());
        kept.push_str(&rest[..=at]);
        let own = ["Option::", "Result::", "RefCell"].iter().any(|name| quoted.starts_with(name));
        kept.push_str(if own || matches!(&quoted[..end], "None" | "Err" | "Ok" | "Some") {
            &quoted[..end]
        } else {
            "…"
        });
        rest = &quoted[end..];
        if let Some(after) = rest.strip_prefix(quote) {
            kept.push(quote);
            rest = after;
        }
    }
    kept + rest
}

fn end_of_quote(quoted: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    quoted.char_indices().find_map(|(at, char)| {
        let ends = char == quote && !escaped;
        escaped = char == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// A backtrace without the frames of the panic at its top and of the start at its end, paths shortened.
fn backtrace(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let machinery = ["core::panicking::", "std::panicking::", "rust_begin_unwind"];
    let panic = |line: &&str| machinery.iter().any(|name| line.contains(name)) && !line.contains("::try");
    let short = lines.iter().position(|line| line.contains("__rust_begin_short_backtrace"));
    let lines = &lines[..short.unwrap_or(lines.len())];
    // Frames above the first caller's are left out; `std::panicking::try` is far below, around the whole
    // window.
    let begin = lines.iter().take(60).rposition(|line| panic(&line.trim_start()));
    let mut kept = String::new();
    let own = lines[begin.map_or(0, |begin| begin + 1)..].iter();
    for line in own.skip_while(|line| line.trim_start().starts_with("at ")) {
        let line = match line.trim_start().strip_prefix("at ") {
            Some(path) => format!("        at {}", short_path(path)),
            None => (*line).to_owned(),
        };
        kept.push_str(&line);
        kept.push('\n');
    }
    kept
}

/// `…/eframe-0.37.0/src/lib.rs:1` becomes `eframe-0.37.0/src/lib.rs:1`: folders of this PC, or of the one
/// that built the program, are private.
fn short_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    match path.rfind("/src/") {
        Some(source) => path[path[..source].rfind('/').map_or(0, |at| at + 1)..].to_owned(),
        None if path.starts_with('/') || path.contains(":/") => {
            path.rsplit('/').next().unwrap_or_default().to_owned()
        }
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_quotes_is_left_out() {
        for (message, expected) in [
            ("called `Option::unwrap()` on a `None` value", "called `Option::unwrap()` on a `None` value"),
            (
                "called `Result::unwrap()` on an `Err` value: \"C:\\\\Siti \\\"Ani\\\"\" (2)",
                "called `Result::unwrap()` on an `Err` value: \"…\" (2)",
            ),
            (
                "byte index 1 is not a char boundary; it is inside 'é' of `édi`",
                "byte index 1 is not a char boundary; it is inside 'é' of `…`",
            ),
            ("cut off: \"Siti Rah", "cut off: \"…"),
            ("index 3 of 2", "index 3 of 2"),
        ] {
            assert_eq!(without_quotes(message), expected);
        }
    }

    #[test]
    fn paths_tell_the_source_and_not_the_machine() {
        for (path, short) in [
            (
                "/home/ani/.cargo/registry/src/index/eframe-0.37.0/src/native/run.rs:7:9",
                "eframe-0.37.0/src/native/run.rs:7:9",
            ),
            ("/rustc/abc/library/std/src/panicking.rs:7:9", "std/src/panicking.rs:7:9"),
            (r"C:\Users\Ani\renja\src\ui\mod.rs:7:9", "renja/src/ui/mod.rs:7:9"),
            ("src/ui/mod.rs:7", "src/ui/mod.rs:7"),
            ("/lib/x86_64/libc.so", "libc.so"),
        ] {
            assert_eq!(short_path(path), short);
        }
    }

    #[test]
    fn a_backtrace_begins_with_the_caller() {
        let text = "   0: std::backtrace::Backtrace::create\n             at /rustc/a/library/std/src/backtrace.rs:1:2\n\
            \x20  1: std::panicking::panic_with_hook\n   2: core::panicking::panic_fmt\n\
            \x20            at /rustc/a/library/core/src/panicking.rs:1:2\n\
            \x20  3: renja::ui::draw\n             at /home/ani/renja/src/ui/mod.rs:3:4\n\
            \x20  4: std::sys::backtrace::__rust_begin_short_backtrace\n   5: main\n";
        assert_eq!(backtrace(text), "   3: renja::ui::draw\n        at renja/src/ui/mod.rs:3:4\n");
    }
}
