//! Where files that came in belong: proposals by name, and the cases that need no question.

use crate::cycle::{Cycle, EventId, SlotState};
use crate::jobs::{Attach, Found};
use crate::sop::{Slot, SlotKey, StepNo};
use crate::ui::shell::Target;

/// What a file becomes at its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filing {
    /// A document in a slot.
    Slot(SlotKey),
    /// A document beside the slots.
    Extra,
    /// A newer version of a document of the step.
    Version(EventId),
}

/// The places of files that have one place only; none when a person should say.
///
/// One file on a step with exactly one empty slot of its own goes there; files on a slot go into the slot;
/// one file on a document is its new version. Folders, several files on a step, and anything unfit are asked.
pub fn direct(cycle: &Cycle, target: &Target, found: &[Found]) -> Option<Vec<Attach>> {
    let from_folder = |file: &Found| file.name.contains('/');
    if found.is_empty() || found.iter().any(|file| file.unfit.is_some() || from_folder(file)) {
        return None;
    }
    let filing = match (target, found) {
        (Target::Step(no), [_]) => Filing::Slot(only_empty_slot(cycle, *no)?.key.clone()),
        (Target::Slot(no, key), _) => {
            let (step, slot, _) = cycle.sop.slot(key)?;
            (step.no == *no && !slot.equipment).then(|| Filing::Slot(key.clone()))?
        }
        (Target::Document(_, id), [_]) => Filing::Version(id.clone()),
        _ => return None,
    };
    found.iter().map(|file| attach(cycle, file, target.step(), &filing, title_of(&file.name))).collect()
}

/// Filing one file; none when its document is gone.
pub(super) fn attach(
    cycle: &Cycle,
    file: &Found,
    step: StepNo,
    filing: &Filing,
    title: String,
) -> Option<Attach> {
    let (step, slot, title, version_of) = match filing {
        Filing::Slot(key) => (step, Some(key.clone()), title, None),
        Filing::Extra => (step, None, title, None),
        Filing::Version(id) => {
            let document = cycle.state().documents.get(id).filter(|document| document.removed.is_none())?;
            (document.step, document.slot.clone(), document.title.clone(), Some(id.clone()))
        }
    };
    let stage = slot.as_ref().and_then(|key| cycle.sop.slot(key)).and_then(|(_, slot, _)| slot.stage.clone());
    Some(Attach { source: file.path.clone(), step, slot, title, stage, version_of })
}

/// What a file's name proposes at a step: the document that came under this name, the slot that its words
/// name, else a place beside the slots.
pub(super) fn propose(cycle: &Cycle, step: StepNo, name: &str) -> Filing {
    let name = last_part(name);
    let same_name = cycle.state().documents_of(step).find(|document| {
        let came_as = |original: &str| original.to_lowercase() == name.to_lowercase();
        document.versions.iter().any(|version| came_as(&version.file.original))
    });
    if let Some(document) = same_name {
        return Filing::Version(document.id.clone());
    }
    match cycle.sop.propose_slot(step, name) {
        Some(key) => Filing::Slot(key.clone()),
        None => Filing::Extra,
    }
}

/// The one slot of a step that is its own, for a document, and empty; none if there are more or none.
fn only_empty_slot(cycle: &Cycle, no: StepNo) -> Option<&Slot> {
    let empty = |slot: &&Slot| {
        !slot.equipment && slot.from.is_none() && cycle.slot_state(&slot.key) == SlotState::Missing
    };
    let mut slots = cycle.sop.step(no)?.slots().filter(empty);
    slots.next().filter(|_| slots.next().is_none())
}

/// A title from a file's name: `undangan_rapat-2027 (final).pdf` → `Undangan rapat 2027 (final)`.
/// Hyphens between digits stay, since they make dates.
pub(super) fn title_of(name: &str) -> String {
    let name = last_part(name);
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && !ending.contains(' ') => stem,
        _ => name,
    };
    let letters: Vec<char> = stem.replace("%20", " ").chars().collect();
    let is_digit =
        |index: Option<usize>| index.and_then(|index| letters.get(index)).is_some_and(char::is_ascii_digit);
    let mut title = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let separates = match letter {
            '_' | '+' => true,
            '-' => !(is_digit(index.checked_sub(1)) && is_digit(Some(index + 1))),
            letter => letter.is_whitespace(),
        };
        title.push(if separates { ' ' } else { *letter });
    }
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    match title.is_empty() {
        true => name.to_owned(),
        false => crate::ui::words::capitalised(&title),
    }
}

/// The name without the folders it was dropped in.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
