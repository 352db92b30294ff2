//! The history page tells what a person did at once in one sentence.

use rust_i18n::t;

use super::history::{belongs_to, change, find, title};
use super::{person, slots_inline};
use crate::calendar::Language;
use crate::cycle::{Change, Cycle, Event, EventId};
use crate::sop::StepNo;

/// The story of a step, newest first, as its history lists it. Documents that came together are told one by one.
pub fn entries(cycle: &Cycle, no: StepNo) -> Vec<&[Event]> {
    let is_of_step = |events: &&[Event]| events.iter().any(|event| belongs_to(event, cycle, no));
    let one_by_one = |deed: &&'_ [Event]| {
        deed.iter()
            .all(|event| matches!(event.body, Change::DocumentAdded { .. } | Change::VersionAdded { .. }))
    };
    let parts = |deed| if one_by_one(&deed) { deed.chunks(1) } else { deed.chunks(deed.len()) };
    cycle.deeds().rev().flat_map(|deed| parts(deed).rev()).filter(is_of_step).collect()
}

/// What was done at once, in one sentence without its date.
pub fn deed(events: &[Event], cycle: &Cycle, language: Language) -> String {
    let [first, .., last] = events else {
        return events.first().map(|event| change(event, cycle, language)).unwrap_or_default();
    };
    let by = person(&last.stamp.by);
    if let Some((document, what)) = details(events) {
        return t!("history.details", by = by, title = title(cycle, document), what = what.join(", "))
            .into_owned();
    }
    if let Some((key, documents)) = documents(events) {
        let titles: Vec<_> = documents.iter().map(|id| format!("“{}”", title(cycle, id))).collect();
        return t!(key, by = by, n = titles.len(), titles = titles.join(", ")).into_owned();
    }
    match (&first.body, &last.body) {
        // Undone together is what was done together.
        (Change::Undone { event }, Change::Undone { .. }) => {
            let undone = find(cycle, event).and_then(|event| deed_of(cycle, event));
            let what = undone.map(|events| deed(events, cycle, language)).unwrap_or_default();
            t!("history.undone", by = by, what = what).into_owned()
        }
        (_, Change::Sealed { .. }) => match events.iter().find_map(|event| match &event.body {
            Change::StepFinished { holes, reason: Some(reason), .. } => Some((holes, reason)),
            _ => None,
        }) {
            Some((holes, reason)) => {
                let slots = slots_inline(&cycle.sop, holes);
                t!("history.sealed_holes", by = by, slots = slots, reason = reason).into_owned()
            }
            None => change(last, cycle, language),
        },
        // What came before the last was needed for it: a step that is finished was begun.
        _ => change(last, cycle, language),
    }
}

fn deed_of<'a>(cycle: &'a Cycle, event: &Event) -> Option<&'a [Event]> {
    cycle.deeds().find(|deed| deed.iter().any(|of| of.stamp.id == event.stamp.id))
}

fn all<'a, T>(events: &'a [Event], what: impl Fn(&'a Change) -> Option<T>) -> Option<Vec<T>> {
    events.iter().map(|event| what(&event.body)).collect()
}

/// The documents with which one and the same was done, and the words for it.
fn documents(events: &[Event]) -> Option<(&'static str, Vec<&EventId>)> {
    let done = all(events, |change| match change {
        Change::DocumentMoved { document, .. } => Some(("history.documents_moved", document)),
        Change::DocumentRemoved { document, .. } => Some(("history.documents_removed", document)),
        Change::DocumentRestored { document, .. } => Some(("history.documents_restored", document)),
        _ => None,
    })?;
    let (key, _) = done.first()?;
    let same = done.iter().all(|(other, _)| other == key);
    same.then(|| (*key, done.iter().map(|(_, document)| *document).collect()))
}

/// The document whose details were changed, and which of them; none where anything else happened.
fn details(events: &[Event]) -> Option<(&EventId, Vec<String>)> {
    let fields = all(events, |change| match change {
        Change::DocumentTitled { document, .. } => Some((document, t!("documents.details.name"))),
        Change::NumberSet { document, .. } => Some((document, t!("documents.details.number"))),
        Change::StageSet { document, .. } => Some((document, t!("documents.details.stage"))),
        _ => None,
    })?;
    let (document, _) = fields.first()?;
    let same = fields.iter().all(|(other, _)| other == document);
    same.then(|| (*document, fields.iter().map(|(_, field)| field.to_lowercase()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::{Command, CycleId};
    use crate::ui::testing::sample::Sample;

    #[test]
    fn what_was_done_at_once_is_one_sentence() {
        rust_i18n::set_locale("id");
        let mut sample = Sample::new(CycleId::induk(2027));
        let document = sample.attach(1, Some("1.in.edaran"), "Surat edaran", "se.pdf");
        sample.run_all(&[
            Command::SetTitle { document: document.clone(), title: "Edaran Bappeda".to_owned() },
            Command::SetNumber { document: document.clone(), number: "050/12".to_owned(), date: None },
            Command::SetStage { document: document.clone(), stage: Some("Final".to_owned()) },
        ]);
        let other = sample.attach(1, None, "Lampiran", "lampiran.pdf");
        let move_on = |document: &EventId| Command::MoveDocument {
            document: document.clone(),
            step: StepNo(2),
            slot: None,
            paths: Vec::new(),
        };
        sample.run_all(&[move_on(&document), move_on(&other)]);
        sample.run(Command::Finish { step: StepNo(1), reason: Some("menyusul".to_owned()) });
        let told = |no: u8| -> Vec<String> {
            let cycle = &sample.cycle;
            let entries = entries(cycle, StepNo(no)).into_iter();
            entries.map(|events| deed(events, cycle, Language::Indonesian)).collect()
        };
        assert_eq!(
            told(1),
            [
                "Siti Rahma menandai selesai langkah 1 · Perintah penyusunan, tanpa surat edaran Bappeda, lembar disposisi: menyusul",
                "Siti Rahma melampirkan “Lampiran” ke langkah 1 · Perintah penyusunan",
                "Siti Rahma melampirkan “Surat edaran” ke langkah 1 · Perintah penyusunan (surat edaran Bappeda)",
                "Siti Rahma memulai siklus Renja 2027 Induk",
            ]
        );
        assert_eq!(
            told(2)[..2],
            [
                "Siti Rahma memindahkan 2 dokumen: “Edaran Bappeda”, “Lampiran”",
                "Siti Rahma melampirkan “Lampiran” ke langkah 1 · Perintah penyusunan",
            ]
        );
        assert_eq!(told(2)[2], "Siti Rahma mengubah rincian “Edaran Bappeda”: judul, nomor surat, tahap");
    }

    #[test]
    fn what_was_undone_together_is_told_as_it_was_done() {
        rust_i18n::set_locale("id");
        let mut sample = Sample::new(CycleId::induk(2027));
        let document = sample.attach(1, Some("1.in.edaran"), "Surat edaran", "se.pdf");
        sample.run_all(&[
            Command::SetNumber { document: document.clone(), number: "050/12".to_owned(), date: None },
            Command::SetStage { document, stage: Some("Final".to_owned()) },
        ]);
        let last = sample.cycle.last_undoable().unwrap();
        assert_eq!(last.len(), 2);
        sample.run_all(&sample.cycle.undo_commands(&last).unwrap());
        let cycle = &sample.cycle;
        let told = deed(entries(cycle, StepNo(1))[0], cycle, Language::Indonesian);
        assert_eq!(
            told,
            "Siti Rahma mengurungkan: Siti Rahma mengubah rincian “Surat edaran”: nomor surat, tahap"
        );
    }

    #[test]
    fn a_seal_tells_what_was_missing() {
        rust_i18n::set_locale("id");
        let mut sample = Sample::new(CycleId::induk(2027));
        sample.finish_before(17);
        let reason = Some("menyusul".to_owned());
        let form = crate::cycle::ArchiveForm {
            title: "Renja".to_owned(),
            classification: "000.7".to_owned(),
            ..Default::default()
        };
        let closing = crate::cycle::Closing { form: Some(form), reason, reviewed: Vec::new() };
        let mut commands = sample.cycle.closing(&closing);
        commands.push(Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) });
        sample.run_all(&commands);
        let cycle = &sample.cycle;
        let told = deed(entries(cycle, StepNo(17))[0], cycle, Language::Indonesian);
        assert!(told.starts_with("Siti Rahma menyegel berkas ke arsip, tanpa "), "{told}");
        assert!(told.ends_with(": menyusul"), "{told}");
    }
}
