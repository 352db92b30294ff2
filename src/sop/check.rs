//! The rules for an SOP that its types can't express, checked once so that all other code can rely on them.

use std::collections::HashSet;

use super::locate::Seg;
use super::{Correction, Slot, SlotKey, Sop, StandardTime, Step, StepNo, Symbol};

/// The layout version that this program reads and writes.
pub(super) const LAYOUT: u32 = 1;
/// Largest SOP file; the 2018 form takes about 30 kB.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// Fewest lanes: a flowchart with fewer, or with more than [`MAX_ACTORS`], is not read at a glance.
pub const MIN_ACTORS: usize = 3;
/// Most lanes; see [`MIN_ACTORS`].
pub const MAX_ACTORS: usize = 8;

const ACTORS: (usize, usize) = (MIN_ACTORS, MAX_ACTORS);
const BOXES: (usize, usize) = (6, 6); // PermenPANRB 35/2012
const STEPS: (usize, usize) = (2, 99); // a folder's number has two digits
const LIST: (usize, usize) = (0, 50); // paragraphs, slots, corrections, …
const MAX_TEXT: usize = 2_000;
const MAX_NAME: usize = 120;
const MAX_TITLE: usize = 28; // with its number a folder name that leaves room in a Windows path
const MAX_KEY: usize = 8; // stands over a narrow lane
const MAX_MINUTES: u32 = 10_000;
const MAX_DAYS: u32 = 366;

/// What is wrong with an SOP file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not RON, or not the fields of an SOP.
    #[error("{0}")]
    Syntax(String),
    /// The file is larger than any SOP.
    #[error("the file is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// Written by a newer program.
    #[error("layout version {0} is newer than this program reads ({LAYOUT})")]
    Newer(u32),
    /// A layout version that never existed.
    #[error("there is no layout version {0}")]
    NoSuchVersion(u32),
    /// A text that must not be blank.
    #[error("{0} is blank")]
    Blank(&'static str),
    /// A text over its cap.
    #[error("{what} is longer than {max} characters")]
    TooLong {
        /// The field.
        what: &'static str,
        /// Its cap.
        max: usize,
    },
    /// A control character in a text: no form has one.
    #[error("{0} holds a control character")]
    ControlCharacter(&'static str),
    /// A name or version that can't be part of a file name.
    #[error("{0:?} may hold only lower-case letters, digits and inner hyphens")]
    Id(String),
    /// A list too short or too long.
    #[error("{found} {what} instead of {}", range(*min, *max))]
    Count {
        /// The list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// Shortest.
        min: usize,
        /// Longest.
        max: usize,
    },
    /// Steps out of sequence.
    #[error("step {found} stands where step {expected} is due")]
    Numbering {
        /// The number in sequence.
        expected: usize,
        /// The number found.
        found: StepNo,
    },
    /// A value that must be unique stands twice.
    #[error("{what} {value:?} stands twice")]
    Twice {
        /// What must be unique.
        what: &'static str,
        /// The second one.
        value: String,
    },
    /// A lane that doesn't exist.
    #[error("there is no actor {0:?}")]
    NoSuchActor(String),
    /// The first or the last step isn't a capsule.
    #[error("the first and the last step must be capsules")]
    NoCapsule,
    /// A capsule in between.
    #[error("only the first and the last step are capsules")]
    StrayCapsule,
    /// The *Tidak* arrow of a decision doesn't lead to an earlier step.
    #[error("the No arrow must lead to an earlier step, not to {0}")]
    Target(StepNo),
    /// A standard time of zero, or of more than a year.
    #[error("the standard time must be 1 to {0}")]
    Time(u32),
    /// A title that Windows refuses as a folder name.
    #[error("{0:?} can't be the name of a folder")]
    FolderName(String),
    /// A slot key that doesn't say its step and side.
    #[error("slot key {key:?} must be {prefix:?} and a word of lower-case letters, digits and hyphens")]
    SlotKey {
        /// The key found.
        key: String,
        /// How it must begin.
        prefix: String,
    },
    /// A source that is not an output of an earlier step.
    #[error("{0:?} is no output slot of an earlier step")]
    Source(String),
    /// An output slot that has a source, which only a requirement may have.
    #[error("an output slot has no source")]
    OutputWithSource,
    /// A hint that no file name can match.
    #[error("hint {0:?} must be lower-case words with single spaces")]
    Hint(String),
    /// A total that the steps don't come to.
    #[error("the steps add up to {sum} {unit}, the total says {total}")]
    Total {
        /// `minutes` or `days`.
        unit: &'static str,
        /// Sum of the steps.
        sum: u64,
        /// The file's total.
        total: u32,
    },
}

fn range(min: usize, max: usize) -> String {
    if min == max { max.to_string() } else { format!("{min} to {max}") }
}

/// A fault and the path to it in the file.
#[derive(Debug)]
pub(super) struct FaultAt {
    pub(super) path: Vec<Seg>,
    pub(super) fault: Fault,
}

type Check = Result<(), FaultAt>;

/// Places the fault of a check at a path.
macro_rules! at {
    ([$($seg:expr),+], $check:expr) => {
        $check.map_err(|fault| FaultAt { path: vec![$(Seg::from($seg)),+], fault })?
    };
}

/// Finds the first fault of an SOP.
pub(super) fn inspect(sop: &Sop) -> Check {
    at!(["v"], ensure(sop.v <= LAYOUT, || Fault::Newer(sop.v)));
    at!(["v"], ensure(sop.v == LAYOUT, || Fault::NoSuchVersion(sop.v)));
    at!(["id", "name"], id(&sop.id.name));
    at!(["id", "version"], id(&sop.id.version));
    header(sop)?;
    boxes(sop)?;
    actors(sop)?;
    at!(["steps"], count("steps", sop.steps.len(), STEPS));
    for n in 0..sop.steps.len() {
        step(sop, n)?;
    }
    slots(sop)?;
    total(sop)?;
    at!(["remarks"], count("remarks", sop.remarks.len(), LIST));
    for (n, remark) in sop.remarks.iter().enumerate() {
        at!(["remarks", n], filled("remark", remark, MAX_TEXT));
    }
    Ok(())
}

fn header(sop: &Sop) -> Check {
    let header = &sop.header;
    for (name, value) in [
        ("government", &header.government),
        ("unit", &header.unit),
        ("section", &header.section),
        ("number", &header.number),
        ("created", &header.created),
        ("revised", &header.revised),
        ("effective", &header.effective),
    ] {
        at!(["header", name], capped(name, value, MAX_NAME));
    }
    at!(["header", "title"], filled("title", &header.title, MAX_NAME));
    at!(["header", "approved_by"], count("lines", header.approved_by.len(), LIST));
    for (n, line) in header.approved_by.iter().enumerate() {
        at!(["header", "approved_by", n], capped("line", line, MAX_NAME));
    }
    Ok(())
}

fn boxes(sop: &Sop) -> Check {
    at!(["boxes"], count("boxes", sop.boxes.len(), BOXES));
    for (n, text_box) in sop.boxes.iter().enumerate() {
        at!(["boxes", n, "heading"], filled("heading", &text_box.heading, MAX_NAME));
        at!(["boxes", n, "lines"], count("lines", text_box.lines.len(), LIST));
        for (l, line) in text_box.lines.iter().enumerate() {
            at!(["boxes", n, "lines", l], filled("line", line, MAX_TEXT));
        }
        corrections("boxes", n, &text_box.corrections)?;
    }
    Ok(())
}

fn corrections(list: &'static str, n: usize, corrections: &[Correction]) -> Check {
    at!([list, n, "corrections"], count("corrections", corrections.len(), LIST));
    for (c, correction) in corrections.iter().enumerate() {
        at!([list, n, "corrections", c, "wording"], capped("wording", &correction.wording, MAX_TEXT));
        at!([list, n, "corrections", c, "note"], filled("note", &correction.note, MAX_TEXT));
    }
    Ok(())
}

fn actors(sop: &Sop) -> Check {
    at!(["actors"], count("actors", sop.actors.len(), ACTORS));
    let mut keys = HashSet::new();
    for (n, actor) in sop.actors.iter().enumerate() {
        at!(["actors", n, "key"], filled("key", &actor.key, MAX_KEY));
        at!(["actors", n, "key"], unique(&mut keys, "actor", &actor.key));
        at!(["actors", n, "name"], filled("name", &actor.name, MAX_NAME));
    }
    Ok(())
}

fn step(sop: &Sop, n: usize) -> Check {
    let step = &sop.steps[n];
    let numbering = || Fault::Numbering { expected: n + 1, found: step.no };
    at!(["steps", n, "no"], ensure(usize::from(step.no.0) == n + 1, numbering));

    at!(["steps", n, "title"], filled("title", &step.title, MAX_TITLE));
    at!(["steps", n, "title"], folder_name(&step.title));
    let title = step.title.to_lowercase();
    let twice = || Fault::Twice { what: "title", value: step.title.clone() };
    let earlier = |other: &Step| other.title.to_lowercase() == title;
    at!(["steps", n, "title"], ensure(!sop.steps[..n].iter().any(earlier), twice));

    at!(["steps", n, "activity"], filled("activity", &step.activity, MAX_TEXT));
    for (name, value) in [
        ("requirement_text", &step.requirement_text),
        ("time_text", &step.time_text),
        ("output_text", &step.output_text),
        ("remark", &step.remark),
    ] {
        at!(["steps", n, name], capped(name, value, MAX_TEXT));
    }

    let exists = |key: &str| ensure(sop.actor(key).is_some(), || Fault::NoSuchActor(key.to_owned()));
    at!(["steps", n, "main"], exists(&step.main));
    let mut lanes = HashSet::from([step.main.as_str()]);
    for (a, also) in step.also.iter().enumerate() {
        at!(["steps", n, "also", a], exists(also));
        at!(["steps", n, "also", a], unique(&mut lanes, "actor", also));
    }

    at!(["steps", n, "symbol"], symbol(step, n == 0 || n + 1 == sop.steps.len()));
    let (amount, max) = match step.time {
        StandardTime::Minutes(minutes) => (minutes, MAX_MINUTES),
        StandardTime::Days(days) => (days, MAX_DAYS),
    };
    at!(["steps", n, "time"], ensure((1..=max).contains(&amount), || Fault::Time(max)));

    corrections("steps", n, &step.corrections)?;
    at!(["steps", n, "outside"], count("outside parties", step.outside.len(), LIST));
    for (p, party) in step.outside.iter().enumerate() {
        at!(["steps", n, "outside", p], filled("outside party", party, MAX_NAME));
    }
    Ok(())
}

fn symbol(step: &Step, at_an_end: bool) -> Result<(), Fault> {
    match step.symbol {
        Symbol::Capsule => ensure(at_an_end, || Fault::StrayCapsule),
        _ if at_an_end => Err(Fault::NoCapsule),
        Symbol::Diamond { no_to } => ensure((1..step.no.0).contains(&no_to.0), || Fault::Target(no_to)),
        Symbol::Box | Symbol::WideBox => Ok(()),
    }
}

/// All slots, in the order of the steps: a source must stand among the outputs already seen.
fn slots(sop: &Sop) -> Check {
    let mut keys = HashSet::new();
    let mut outputs = HashSet::new();
    for (n, step) in sop.steps.iter().enumerate() {
        for (list, side, slots) in
            [("requirements", "in", &step.requirements), ("outputs", "out", &step.outputs)]
        {
            at!(["steps", n, list], count("slots", slots.len(), LIST));
            let prefix = format!("{}.{side}.", step.no);
            for (s, slot) in slots.iter().enumerate() {
                at!(["steps", n, list, s, "key"], slot_key(&slot.key, &prefix));
                at!(["steps", n, list, s, "key"], unique(&mut keys, "slot", &slot.key.0));
                at!(["steps", n, list, s, "label"], filled("label", &slot.label, MAX_NAME));
                at!(["steps", n, list, s, "from"], source(slot, side == "out", &outputs));
                let stage = slot.stage.as_deref().unwrap_or("-");
                at!(["steps", n, list, s, "stage"], filled("stage", stage, MAX_NAME));
                at!(["steps", n, list, s, "hints"], count("hints", slot.hints.len(), LIST));
                for (h, word) in slot.hints.iter().enumerate() {
                    at!(["steps", n, list, s, "hints", h], hint(word));
                }
            }
        }
        outputs.extend(step.outputs.iter().map(|slot| &slot.key));
    }
    Ok(())
}

fn source(slot: &Slot, is_output: bool, earlier: &HashSet<&SlotKey>) -> Result<(), Fault> {
    let Some(from) = &slot.from else { return Ok(()) };
    ensure(!is_output, || Fault::OutputWithSource)?;
    ensure(earlier.contains(from), || Fault::Source(from.0.clone()))
}

fn total(sop: &Sop) -> Check {
    at!(["total", "text"], capped("text", &sop.total.text, MAX_NAME));
    at!(["total", "output_text"], capped("output_text", &sop.total.output_text, MAX_NAME));
    let (mut minutes, mut days) = (0, 0);
    for step in &sop.steps {
        match step.time {
            StandardTime::Minutes(more) => minutes += u64::from(more),
            StandardTime::Days(more) => days += u64::from(more),
        }
    }
    for (unit, sum, total) in [("minutes", minutes, sop.total.minutes), ("days", days, sop.total.days)] {
        at!(["total", unit], ensure(sum == u64::from(total), || Fault::Total { unit, sum, total }));
    }
    Ok(())
}

fn ensure(holds: bool, fault: impl FnOnce() -> Fault) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(fault()) }
}

fn count(what: &'static str, found: usize, (min, max): (usize, usize)) -> Result<(), Fault> {
    ensure((min..=max).contains(&found), || Fault::Count { what, found, min, max })
}

fn unique<'a>(seen: &mut HashSet<&'a str>, what: &'static str, value: &'a str) -> Result<(), Fault> {
    ensure(seen.insert(value), || Fault::Twice { what, value: value.to_owned() })
}

fn filled(what: &'static str, text: &str, max: usize) -> Result<(), Fault> {
    ensure(!text.trim().is_empty(), || Fault::Blank(what))?;
    capped(what, text, max)
}

fn capped(what: &'static str, text: &str, max: usize) -> Result<(), Fault> {
    ensure(text.chars().nth(max).is_none(), || Fault::TooLong { what, max })?;
    ensure(!text.chars().any(|c| c.is_control() && c != '\n'), || Fault::ControlCharacter(what))
}

/// Names and versions become file names, on every system.
fn id(id: &str) -> Result<(), Fault> {
    filled("id", id, MAX_NAME)?;
    ensure(is_word(id), || Fault::Id(id.to_owned()))
}

fn slot_key(key: &SlotKey, prefix: &str) -> Result<(), Fault> {
    let word = key.0.strip_prefix(prefix).filter(|word| word.len() <= MAX_NAME && is_word(word));
    ensure(word.is_some(), || Fault::SlotKey { key: key.0.clone(), prefix: prefix.to_owned() })
}

fn is_word(word: &str) -> bool {
    word.split('-').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Checks a title against Windows' rules for folder names. Reserved names such as `CON` can't occur, since a
/// number precedes the title.
fn folder_name(title: &str) -> Result<(), Fault> {
    let fits = !title.contains(|c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c))
        && title.trim() == title
        && !title.ends_with('.');
    ensure(fits, || Fault::FolderName(title.to_owned()))
}

fn hint(hint: &str) -> Result<(), Fault> {
    filled("hint", hint, MAX_NAME)?;
    ensure(super::propose::words(hint).join(" ") == hint, || Fault::Hint(hint.to_owned()))
}
