//! Lines on standard output and standard error.

use std::io::{self, Write as _};

use super::failure::Failure;
use crate::store::names::visible;

/// Where the command line writes.
#[derive(Debug, Default)]
pub struct Output(());

impl Output {
    /// The program's own standard streams.
    pub fn new() -> Self {
        Self(())
    }

    /// Prints a line of the result.
    #[expect(clippy::unused_self, reason = "whoever holds the output may write, and nobody else")]
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(io::stdout().lock(), "{text}").map_err(Failure::Output)
    }

    /// Prints an error. Lines after the first are indented.
    #[expect(clippy::unused_self, reason = "whoever holds the output may write, and nobody else")]
    pub fn error(&mut self, text: &str) {
        // If standard error is closed, the message can't be shown anywhere.
        drop(writeln!(io::stderr().lock(), "renja: {}", text.replace('\n', "\n  ")));
    }
}

/// A text as one line for tables: control characters become spaces, invisible characters are shown by their
/// number.
pub fn plain(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}
