//! Where incoming files belong: proposals by name, and the cases that need no question.

use crate::cycle::{Cycle, EventId, SlotState};
use crate::jobs::{Attach, FoundFile};
use crate::sop::{Slot, SlotKey, StepNo};
use crate::store::names;
use crate::ui::contract::Target;

/// What a file becomes at its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filing {
    /// A document in a slot.
    Slot(SlotKey),
    /// A document that is in none of the slots.
    Extra,
    /// A newer version of a document of the step.
    Version(EventId),
}

/// The places of incoming files where each has only one possible place; none when the person must be asked.
///
/// One file dropped on a step with exactly one empty slot of its own goes into the slot; files dropped on a
/// slot go into the slot; one file dropped on a document is its new version. The person is asked about
/// folders, several files on a step, and anything unfit or left behind by an operating system.
pub fn direct(cycle: &Cycle, target: &Target, found: &[FoundFile]) -> Option<Vec<Attach>> {
    let from_folder = |file: &FoundFile| file.name.contains('/');
    let asked = |file: &FoundFile| file.unfit.is_some() || from_folder(file) || file.is_leftover();
    if found.is_empty() || found.iter().any(asked) {
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

/// The attachment that files one file; none when the document it is a version of is gone.
pub fn attach(
    cycle: &Cycle,
    file: &FoundFile,
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

/// What a file's name proposes at a step: a new version of the document that came under this name, the slot
/// that the words of the name point to, else a place beside the slots.
pub fn propose(cycle: &Cycle, step: StepNo, name: &str) -> Filing {
    let name = last_part(name);
    let same_name = cycle.state().documents_of(step).find(|document| {
        let came_as = |original: &str| names::fold(original) == names::fold(name);
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

/// The only slot of a step that takes documents, comes from no other step and is empty; none if there are
/// several or none.
fn only_empty_slot(cycle: &Cycle, no: StepNo) -> Option<&Slot> {
    let empty = |slot: &&Slot| {
        !slot.equipment && slot.from.is_none() && cycle.slot_state(&slot.key) == SlotState::Missing
    };
    let mut slots = cycle.sop.step(no)?.slots().filter(empty);
    slots.next().filter(|_| slots.next().is_none())
}

/// A title from a file's name: `undangan_rapat-2027 (final).pdf` → `Undangan rapat 2027 (final)`.
/// Hyphens between digits stay, since they make dates.
pub fn title_of(name: &str) -> String {
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
    if title.is_empty() { name.to_owned() } else { crate::words::capitalised(&title) }
}

/// The file's name without the folders in which it was dropped.
pub fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::{Command, CycleId};
    use crate::jobs::Unfit;
    use crate::ui::testing::sample::Sample;

    fn found(name: &str) -> FoundFile {
        FoundFile { path: name.into(), name: name.to_owned(), size: 10, unfit: None, sha256: None }
    }

    fn key(key: &str) -> SlotKey {
        SlotKey(key.to_owned())
    }

    #[test]
    fn a_title_is_the_name_made_readable() {
        let table = [
            ("undangan_rapat-2027 (final).pdf", "Undangan rapat 2027 (final)"),
            ("Lampiran/daftar hadir.PDF", "Daftar hadir"),
            ("notula 03-09-2018.docx", "Notula 03-09-2018"),
            ("SK-Tim.v2.pdf", "SK Tim.v2"),
            ("scan%20001.jpg", "Scan 001"),
            ("Kep. 401 tahun 2017", "Kep. 401 tahun 2017"),
            ("___.pdf", "___.pdf"),
            (".pdf", ".pdf"),
            ("renja", "Renja"),
        ];
        for (name, title) in table {
            assert_eq!(title_of(name), title, "{name}");
        }
    }

    #[test]
    fn only_what_has_one_place_goes_there_unasked() {
        let mut sample = Sample::new(CycleId::induk(2027));
        let slots = |sample: &Sample, target: &Target, files: &[FoundFile]| {
            let files = direct(&sample.cycle, target, files)?;
            Some(
                files
                    .into_iter()
                    .map(|file| file.slot.map_or_else(String::new, |slot| slot.0))
                    .collect::<Vec<_>>(),
            )
        };
        let (six, seven, undangan) = (StepNo(6), StepNo(7), "6.out.undangan");
        let slot = |no, name: &str| Target::Slot(no, key(name));
        let (a, b) = (found("a.pdf"), found("b.pdf"));
        let unfit = FoundFile { unfit: Some(Unfit::Link), ..a.clone() };
        let one = Some(vec![undangan.to_owned()]);
        let table = [
            ("one slot waits", Target::Step(six), vec![a.clone()], one.clone()),
            ("several files on a step", Target::Step(six), vec![a.clone(), b.clone()], None),
            ("left by Word", Target::Step(six), vec![found("~$a.docx")], None),
            ("several slots wait", Target::Step(seven), vec![a.clone()], None),
            (
                "a requirement by reference is not its own",
                Target::Step(StepNo(2)),
                vec![a.clone()],
                Some(vec!["2.out.draf".to_owned()]),
            ),
            ("no such step", Target::Step(StepNo(99)), vec![a.clone()], None),
            ("a slot", slot(six, undangan), vec![a.clone()], one),
            (
                "several files on a slot",
                slot(six, undangan),
                vec![a.clone(), b.clone()],
                Some(vec![undangan.to_owned(); 2]),
            ),
            ("a slot of another step", slot(seven, undangan), vec![a.clone()], None),
            ("equipment", slot(StepNo(17), "17.in.boks"), vec![a.clone()], None),
            ("a folder", Target::Step(six), vec![found("Map/a.pdf")], None),
            ("a link among them", slot(six, undangan), vec![a.clone(), unfit], None),
            ("nothing", Target::Step(six), vec![], None),
        ];
        for (case, target, files, expected) in table {
            assert_eq!(slots(&sample, &target, &files), expected, "{case}");
        }

        let document = sample.attach(6, Some(undangan), "Undangan", "undangan.pdf");
        assert_eq!(
            slots(&sample, &Target::Step(six), std::slice::from_ref(&a)),
            None,
            "no slot waits any more"
        );
        let on_document = Target::Document(six, document.clone());
        let version = direct(&sample.cycle, &on_document, std::slice::from_ref(&a)).unwrap().remove(0);
        assert_eq!(version.version_of, Some(document.clone()));
        assert_eq!((version.slot, version.title.as_str()), (Some(key(undangan)), "Undangan"));
        assert_eq!(direct(&sample.cycle, &on_document, &[a.clone(), b]), None);

        sample.run(Command::RemoveDocument { document, reason: String::new(), paths: vec![] });
        assert_eq!(direct(&sample.cycle, &on_document, &[a]), None, "the document is gone");
    }

    #[test]
    fn a_name_proposes_and_a_known_name_is_a_newer_version() {
        let mut sample = Sample::new(CycleId::induk(2027));
        let at_seven = |sample: &Sample, name: &str| propose(&sample.cycle, StepNo(7), name);
        assert_eq!(at_seven(&sample, "Rapat/Daftar Hadir.pdf"), Filing::Slot(key("7.out.daftar-hadir")));
        assert_eq!(at_seven(&sample, "IMG_0042.jpg"), Filing::Extra);
        let document = sample.attach(7, Some("7.out.notula"), "Notula", "notula rapat.docx");
        assert_eq!(at_seven(&sample, "NOTULA rapat.docx"), Filing::Version(document));
        assert_eq!(propose(&sample.cycle, StepNo(6), "notula rapat.docx"), Filing::Extra);
    }

    #[test]
    fn the_stage_comes_from_the_slot() {
        let sample = Sample::new(CycleId::induk(2027));
        let target = Target::Slot(StepNo(13), key("13.out.renja"));
        let files = direct(&sample.cycle, &target, &[found("renja.pdf")]).unwrap();
        assert_eq!(files[0].stage.as_deref(), Some("ditandatangani"));
    }
}
