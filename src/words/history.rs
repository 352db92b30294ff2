//! The history page is the journal in plain words.

use rust_i18n::t;

use super::{cycle_title, person, slot_inline, slots_inline, step_inline};
use crate::calendar::Language;
use crate::cycle::{Change, Cycle, Event, EventId, Mark};
use crate::sop::{SlotKey, StepNo};

/// What happened, in one sentence without its date:
/// `Budi menandai selesai langkah 6 · Undangan rapat, tanpa daftar hadir: rapat daring`.
pub fn change(event: &Event, cycle: &Cycle, language: Language) -> String {
    let by = person(&event.stamp.by);
    let sop = &cycle.sop;
    let step = |no: &StepNo| step_inline(sop, *no);
    let slot = |key: &SlotKey| slot_inline(sop, key);
    match &event.body {
        Change::Opened { cycle, .. } => t!("history.opened", by = by, cycle = cycle_title(*cycle)),
        Change::StepStarted { step: no, early: None } => t!("history.started", by = by, step = step(no)),
        Change::StepStarted { step: no, early: Some(reason) } => {
            t!("history.started_early", by = by, step = step(no), reason = reason)
        }
        Change::StepFinished { step: no, holes, reason, .. } => match (&holes[..], reason) {
            ([], None) => t!("history.finished", by = by, step = step(no)),
            ([], Some(reason)) => t!("history.finished_why", by = by, step = step(no), reason = reason),
            (holes, None) => {
                t!("history.finished_holes", by = by, step = step(no), slots = slots_inline(sop, holes))
            }
            (holes, Some(reason)) => t!(
                "history.finished_holes_why",
                by = by,
                step = step(no),
                slots = slots_inline(sop, holes),
                reason = reason
            ),
        },
        Change::StepReopened { step: no, reason } => {
            t!("history.reopened_step", by = by, step = step(no), reason = reason)
        }
        Change::StepReviewed { step: no, .. } => t!("history.reviewed", by = by, step = step(no)),
        Change::SentBack { from, to, reason } => {
            t!("history.sent_back", by = by, from = step(from), to = step(to), reason = reason)
        }
        Change::WaitStarted { step: no, party } => {
            t!("history.wait_started", by = by, step = step(no), party = party)
        }
        Change::WaitEnded { step: no } => t!("history.wait_ended", by = by, step = step(no)),
        Change::NoteAdded { step: None, text } => t!("history.note_added", by = by, text = text),
        Change::NoteAdded { step: Some(no), text } => {
            t!("history.note_added_step", by = by, step = step(no), text = text)
        }
        Change::NoteRemoved { note } => t!("history.note_removed", by = by, text = note_text(cycle, note)),
        Change::DocumentAdded { step: no, slot, title, .. } => {
            t!(
                "history.document_added",
                by = by,
                title = title,
                place = place(cycle, *no, slot.as_ref(), title)
            )
        }
        Change::VersionAdded { document, overwrites: Some(_), .. } => {
            t!("history.version_taken", by = by, title = title(cycle, document))
        }
        Change::VersionAdded { document, stage: None, .. } => {
            t!("history.version_added", by = by, title = title(cycle, document))
        }
        Change::VersionAdded { document, stage: Some(stage), .. } => {
            t!("history.version_added_stage", by = by, title = title(cycle, document), stage = stage)
        }
        Change::DocumentMoved { document, step: no, slot, .. } => {
            let title = title(cycle, document);
            let place = place(cycle, *no, slot.as_ref(), &title);
            t!("history.document_moved", by = by, title = title, place = place)
        }
        Change::StageSet { document, stage: Some(stage) } => {
            t!("history.stage_set", by = by, title = title(cycle, document), stage = stage)
        }
        Change::StageSet { document, stage: None } => {
            t!("history.stage_cleared", by = by, title = title(cycle, document))
        }
        Change::DocumentTitled { document, title } => {
            t!("history.titled", by = by, old = title_before(cycle, document, event), title = title)
        }
        Change::NumberSet { document, number, date } => {
            let title = title(cycle, document);
            match (number.as_str(), date.map(|date| language.date(date))) {
                ("", None) => t!("history.number_cleared", by = by, title = title),
                ("", Some(date)) => t!("history.date_set", by = by, title = title, date = date),
                (number, None) => t!("history.number_set", by = by, title = title, number = number),
                (number, Some(date)) => {
                    t!("history.number_and_date_set", by = by, title = title, number = number, date = date)
                }
            }
        }
        Change::DocumentRemoved { document, reason, .. } => match reason.as_str() {
            "" => t!("history.document_removed", by = by, title = title(cycle, document)),
            reason => {
                t!("history.document_removed_why", by = by, title = title(cycle, document), reason = reason)
            }
        },
        Change::DocumentRestored { document, .. } => {
            t!("history.document_restored", by = by, title = title(cycle, document))
        }
        Change::SlotMarked { slot: key, mark } => match mark {
            None => t!("history.unmarked", by = by, slot = slot(key)),
            Some(Mark::Paper { place }) if place.is_empty() => t!("history.paper", by = by, slot = slot(key)),
            Some(Mark::Paper { place }) => t!("history.paper_at", by = by, slot = slot(key), place = place),
            Some(Mark::NotApplicable { reason }) => {
                t!("history.not_applicable", by = by, slot = slot(key), reason = reason)
            }
        },
        Change::FormSet(_) => t!("history.form_set", by = by),
        Change::Sealed { .. } => t!("history.sealed", by = by),
        Change::Reopened { reason } => t!("history.revision", by = by, reason = reason),
        Change::Undone { event } => {
            let what = find(cycle, event).map(|event| change(event, cycle, language)).unwrap_or_default();
            t!("history.undone", by = by, what = what)
        }
    }
    .into_owned()
}

/// Whether an event is part of the story of a step.
pub fn belongs_to(event: &Event, cycle: &Cycle, no: StepNo) -> bool {
    let filed = |document: &EventId| cycle.state().documents.get(document).is_some_and(|doc| doc.step == no);
    match &event.body {
        Change::StepStarted { step, .. }
        | Change::StepFinished { step, .. }
        | Change::StepReopened { step, .. }
        | Change::StepReviewed { step, .. }
        | Change::WaitStarted { step, .. }
        | Change::WaitEnded { step } => *step == no,
        Change::SentBack { from, to, .. } => *from == no || *to == no,
        Change::NoteAdded { step, .. } => *step == Some(no),
        Change::NoteRemoved { note } => find(cycle, note).is_some_and(|note| belongs_to(note, cycle, no)),
        Change::DocumentAdded { step, .. } => *step == no || filed(&event.stamp.id),
        Change::DocumentMoved { document, step, .. } => *step == no || filed(document),
        Change::VersionAdded { document, .. }
        | Change::StageSet { document, .. }
        | Change::DocumentTitled { document, .. }
        | Change::NumberSet { document, .. }
        | Change::DocumentRemoved { document, .. }
        | Change::DocumentRestored { document, .. } => filed(document),
        Change::SlotMarked { slot, .. } => cycle.sop.slot(slot).is_some_and(|(step, ..)| step.no == no),
        Change::Undone { event } => find(cycle, event).is_some_and(|event| belongs_to(event, cycle, no)),
        Change::Opened { .. } => no.0 == 1,
        Change::FormSet(_) | Change::Sealed { .. } | Change::Reopened { .. } => no == cycle.sop.last(),
    }
}

pub(super) fn find<'a>(cycle: &'a Cycle, id: &EventId) -> Option<&'a Event> {
    cycle.events().iter().find(|event| event.stamp.id == *id)
}

pub(super) fn title(cycle: &Cycle, document: &EventId) -> String {
    let document = cycle.state().documents.get(document);
    document.map_or_else(|| t!("history.unknown_document").into_owned(), |document| document.title.clone())
}

/// What a document was called before an event gave it another title.
fn title_before(cycle: &Cycle, document: &EventId, event: &Event) -> String {
    let mut earlier = cycle.events().iter().filter(|other| other.stamp.order() < event.stamp.order()).rev();
    let called = earlier.find_map(|other| match &other.body {
        _ if cycle.is_undone(&other.stamp.id) => None,
        Change::DocumentAdded { title, .. } if other.stamp.id == *document => Some(title.clone()),
        Change::DocumentTitled { document: of, title } if of == document => Some(title.clone()),
        _ => None,
    });
    called.unwrap_or_else(|| title(cycle, document))
}

fn note_text(cycle: &Cycle, note: &EventId) -> String {
    match find(cycle, note).map(|event| &event.body) {
        Some(Change::NoteAdded { text, .. }) => text.clone(),
        _ => String::new(),
    }
}

/// The step, and the slot where its name says more than the document's.
fn place(cycle: &Cycle, no: StepNo, slot: Option<&SlotKey>, title: &str) -> String {
    let step = step_inline(&cycle.sop, no);
    match slot.map(|slot| slot_inline(&cycle.sop, slot)) {
        Some(slot) if !slot.eq_ignore_ascii_case(title) => format!("{step} ({slot})"),
        _ => step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::{Command, CycleId};
    use crate::ui::testing::sample::Sample;

    fn told(sample: &Sample) -> Vec<String> {
        rust_i18n::set_locale("id");
        let cycle = &sample.cycle;
        cycle.events().iter().map(|event| change(event, cycle, Language::Indonesian)).collect()
    }

    #[test]
    fn the_journal_reads_as_a_clerk_would_tell_it() {
        let mut sample = Sample::new(CycleId::induk(2027));
        sample.run(Command::Start { step: StepNo(1), reason: None });
        let edaran = sample.attach(1, Some("1.in.edaran"), "Surat edaran Bappeda", "se.pdf");
        sample.attach_version(&edaran, "se (2).pdf");
        sample.run(Command::SetNumber {
            document: edaran.clone(),
            number: "050/12".to_owned(),
            date: chrono::NaiveDate::from_ymd_opt(2026, 9, 1),
        });
        for title in ["Surat edaran", "Surat edaran Renja"] {
            sample.run(Command::SetTitle { document: edaran.clone(), title: title.to_owned() });
        }
        sample.run(Command::Finish { step: StepNo(1), reason: Some("menyusul".to_owned()) });
        "Budi".clone_into(&mut sample.by);
        let slot = SlotKey("1.out.disposisi".to_owned());
        let mark = Some(Mark::Paper { place: "laci 2".to_owned() });
        let marked = sample.run(Command::MarkSlot { slot, mark });
        sample.run(Command::Undo { events: vec![marked] });
        sample.run(Command::RemoveDocument { document: edaran, reason: String::new(), paths: vec![] });
        "".clone_into(&mut sample.by);
        sample.run(Command::AddNote { step: None, text: "Rapat dimajukan".to_owned() });
        assert_eq!(
            told(&sample),
            [
                "Siti Rahma memulai siklus Renja 2027 Induk",
                "Siti Rahma memulai langkah 1 · Perintah penyusunan",
                "Siti Rahma melampirkan “Surat edaran Bappeda” ke langkah 1 · Perintah penyusunan",
                "Siti Rahma melampirkan versi baru dari “Surat edaran Renja”",
                "Siti Rahma mencatat nomor “Surat edaran Renja”: 050/12, tanggal 1 September 2026",
                "Siti Rahma mengganti judul “Surat edaran Bappeda” menjadi “Surat edaran”",
                "Siti Rahma mengganti judul “Surat edaran” menjadi “Surat edaran Renja”",
                "Siti Rahma menandai selesai langkah 1 · Perintah penyusunan, tanpa lembar disposisi: menyusul",
                "Budi mencatat lembar disposisi: fisik saja, di laci 2",
                "Budi mengurungkan: Budi mencatat lembar disposisi: fisik saja, di laci 2",
                "Budi menghapus “Surat edaran Renja”",
                "Seseorang menulis catatan: Rapat dimajukan",
            ]
        );
    }

    #[test]
    fn a_step_tells_its_own_story() {
        let mut sample = Sample::new(CycleId::induk(2027));
        sample.finish_before(11);
        let document = sample.attach(7, None, "Foto", "foto.jpg");
        sample.run(Command::MoveDocument { document, step: StepNo(6), slot: None, paths: vec![] });
        sample.run(Command::SendBack { from: StepNo(11), to: StepNo(10), reason: "kurang".to_owned() });
        let story = |no: u8| {
            let cycle = &sample.cycle;
            cycle.events().iter().filter(|event| belongs_to(event, cycle, StepNo(no))).count()
        };
        assert_eq!(story(6), 4, "started, finished, and the document that came to it");
        assert_eq!(story(7), 3, "started, finished, and the document that left it");
        assert_eq!((story(9), story(10), story(11)), (2, 3, 2));
        assert_eq!(story(12), 0);
    }
}
