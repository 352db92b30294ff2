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

    /// A result.
    #[expect(clippy::unused_self, reason = "whoever holds the output may write, and nobody else")]
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(io::stdout().lock(), "{text}").map_err(Failure::Output)
    }

    /// What went wrong. Lines after the first are set in.
    #[expect(clippy::unused_self, reason = "whoever holds the output may write, and nobody else")]
    pub fn error(&mut self, text: &str) {
        // Where standard error is closed, there is nobody left to tell.
        drop(writeln!(io::stderr().lock(), "renja: {}", text.replace('\n', "\n  ")));
    }
}

/// One line for tables: what would break it is shown as a space, and what hides in a name by its number.
pub fn plain(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}
