//! Reading and writing an SOP file.

use std::sync::LazyLock;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;

use super::check::{self, Fault, FaultAt, LAYOUT, MAX_BYTES};
use super::locate::{Position, Seg, locate, value};
use super::{Sop, StepNo};

/// Why an SOP file was refused, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {reason}")]
pub struct SopError {
    /// The file's name, as given by the caller.
    pub file: String,
    /// Line of the fault, from 1.
    pub line: usize,
    /// Column of the fault in characters, from 1.
    pub column: usize,
    /// The part of the form in which it is.
    pub part: Part,
    /// What is wrong with the file.
    pub reason: Fault,
}

/// A part of the form, as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The identity box, with name and version of the SOP.
    Header,
    /// The six text boxes.
    Boxes,
    /// The lanes.
    Actors,
    /// One step.
    Step(StepNo),
    /// None of these: the file as a whole, the total, the remarks.
    Whole,
}

impl Part {
    fn of(path: &[Seg]) -> Self {
        match path {
            [Seg::Field("id" | "header"), ..] => Self::Header,
            [Seg::Field("boxes"), ..] => Self::Boxes,
            [Seg::Field("actors"), ..] => Self::Actors,
            // A file with more than 99 steps fails on their count, so that the cut at 255 is never shown.
            [Seg::Field("steps"), Seg::Item(n), ..] => Self::Step(StepNo((n + 1).min(255) as u8)),
            _ => Self::Whole,
        }
    }
}

impl SopError {
    fn at(file: &str, Position { line, column }: Position, reason: Fault) -> Self {
        Self { file: file.to_owned(), line, column, part: Part::Whole, reason }
    }

    fn found(file: &str, text: &str, FaultAt { path, fault }: FaultAt) -> Self {
        Self { part: Part::of(&path), ..Self::at(file, locate(text, &path), fault) }
    }
}

/// Reads and checks an SOP from RON text; `file` is only its name for the error.
///
/// A byte order mark is skipped. Every error, of syntax or of meaning, says line and column.
pub fn parse(file: &str, text: &str) -> Result<Sop, SopError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        return Err(SopError::at(file, Position::START, Fault::TooLarge));
    }
    if text.trim().is_empty() {
        return Err(SopError::at(file, Position::START, Fault::Blank("the file")));
    }
    let sop: Sop = ron::from_str(text).map_err(|error| unreadable(file, text, &error))?;
    check::inspect(&sop).map_err(|found| SopError::found(file, text, found))?;
    Ok(sop)
}

/// A file of a newer layout version is reported as newer, whatever unknown fields it has.
fn unreadable(file: &str, text: &str, error: &ron::error::SpannedError) -> SopError {
    let path = [Seg::Field("v")];
    match value(text, &path).and_then(|v| v.parse::<u32>().ok()) {
        Some(v) if v > LAYOUT => SopError::at(file, locate(text, &path), Fault::Newer(v)),
        _ => {
            let at = Position { line: error.span.start.line, column: error.span.start.col };
            SopError::at(file, at, Fault::Syntax(error.code.to_string()))
        }
    }
}

/// Checks an SOP that was changed in memory. Line and column are those it would have in its file.
pub fn check(sop: &Sop) -> Result<(), SopError> {
    check::inspect(sop).map_err(|found| SopError::found(&format!("{}.ron", sop.id), &to_ron(sop), found))
}

/// The SOP as RON text that [`parse`] reads back to the same value.
pub fn to_ron(sop: &Sop) -> String {
    // Below the fields of a step every value stays on one line: a slot or a correction is one line.
    let config = PrettyConfig::new().depth_limit(4).new_line("\n").extensions(Extensions::IMPLICIT_SOME);
    let text = ron::ser::to_string_pretty(sop, config);
    text.expect("an SOP is plain structs, lists, numbers and strings, which RON can always express") + "\n"
}

/// The SOP that ships with the program: *Mekanisme Penyusunan Renja*, 2018.
pub fn builtin() -> &'static Sop {
    static SOP: LazyLock<Sop> = LazyLock::new(|| {
        parse("penyusunan-renja-2018.ron", include_str!("../../assets/sop/penyusunan-renja-2018.ron"))
            .expect("the file is compiled in, and a test parses it")
    });
    &SOP
}
