//! Rules as small tables, and properties over random sequences of commands.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

mod deeds;
mod several;

use super::*;
use crate::sop::{SlotKey, Step, StepNo, builtin};

/// A cycle driven by commands, with its own clock: one minute a command.
struct Driver {
    cycle: Cycle,
    clock: Clock,
    seq: u64,
}

impl Driver {
    fn new() -> Self {
        let id = CycleId::induk(2027);
        let mut driver = Self {
            cycle: Cycle::new(id, Arc::new(builtin().clone()), Vec::new()),
            clock: Clock::default(),
            seq: 0,
        };
        let opened = Change::Opened { cycle: id, sop: builtin().id.clone() };
        driver.append(vec![opened]);
        driver
    }

    fn append(&mut self, changes: Vec<Change>) {
        let count = changes.len();
        let events = changes
            .into_iter()
            .enumerate()
            .map(|(index, body)| {
                self.seq += 1;
                let at: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2026-08-03T08:00:00+07:00")
                    .unwrap()
                    + chrono::Duration::minutes(i64::try_from(self.seq).unwrap());
                self.clock = self.clock.tick(at.timestamp_millis());
                let id = EventId(WriterId("a".repeat(16)), self.seq);
                let seen = Seen::default();
                let stamp = Stamp { id, by: "Budi".to_owned(), at, clock: self.clock, seen };
                Event { stamp, body, more: count - index - 1 }
            })
            .collect();
        self.cycle.merge(events);
    }

    fn run(&mut self, command: &Command) -> Result<(), Refusal> {
        let changes = self.cycle.decide(command)?;
        self.append(changes);
        Ok(())
    }

    fn ok(&mut self, command: &Command) -> &mut Self {
        self.run(command).unwrap_or_else(|refusal| panic!("{command:?} refused: {refusal}"));
        self
    }

    fn finish_to(&mut self, last: u8) -> &mut Self {
        for no in 1..=last {
            self.ok(&finish(no, Some("kertas")));
        }
        self
    }

    fn last_event(&self) -> EventId {
        self.cycle.events().last().unwrap().stamp.id.clone()
    }

    fn add(&mut self, step: u8, slot: Option<&str>, content: u8) -> EventId {
        self.ok(&Command::AddDocument {
            step: StepNo(step),
            slot: slot.map(key),
            title: format!("dokumen {content}"),
            file: file(content),
            stage: None,
        });
        self.last_event()
    }

    fn status(&self, step: u8) -> StepStatus {
        self.cycle.state().status(StepNo(step))
    }
}

fn key(key: &str) -> SlotKey {
    SlotKey(key.to_owned())
}

fn file(content: u8) -> FileRef {
    FileRef {
        path: format!("berkas/x/{content}.pdf"),
        original: format!("{content}.pdf"),
        size: 3,
        sha256: format!("{content:064x}"),
        modified: None,
    }
}

fn start(step: u8) -> Command {
    Command::Start { step: StepNo(step), reason: None }
}

fn finish(step: u8, reason: Option<&str>) -> Command {
    Command::Finish { step: StepNo(step), reason: reason.map(str::to_owned) }
}

/// The first output slot of a step, by the SOP's own data.
fn output(step: u8) -> SlotKey {
    builtin().step(StepNo(step)).unwrap().outputs[0].key.clone()
}

#[test]
fn a_step_with_empty_slots_is_finished_only_with_a_reason() {
    let mut driver = Driver::new();
    driver.ok(&start(1));
    let Err(Refusal::Holes(holes)) = driver.run(&finish(1, None)) else { panic!("holes pass silently") };
    assert!(holes.contains(&output(1)));
    assert_eq!(driver.run(&finish(1, Some("  "))), Err(Refusal::TextNeeded));
    driver.ok(&finish(1, Some("disposisi lisan")));
    let finished = driver.cycle.state().step(StepNo(1)).unwrap().finished.clone().unwrap();
    assert_eq!((finished.holes, finished.reason.as_deref()), (holes, Some("disposisi lisan")));
}

#[test]
fn a_full_step_is_finished_without_a_reason() {
    let mut driver = Driver::new();
    driver.ok(&start(1));
    for (n, slot) in builtin().step(StepNo(1)).unwrap().slots().filter(|slot| !slot.equipment).enumerate() {
        if n % 2 == 0 {
            driver.add(1, Some(&slot.key.0), n as u8);
        } else {
            let mark = Some(Mark::Paper { place: String::new() });
            driver.ok(&Command::MarkSlot { slot: slot.key.clone(), mark });
        }
    }
    driver.ok(&finish(1, None));
    assert_eq!(driver.status(1), StepStatus::Done);
}

#[test]
fn a_step_out_of_turn_needs_a_reason() {
    let mut driver = Driver::new();
    assert_eq!(driver.run(&start(4)), Err(Refusal::OutOfTurn(StepNo(1))));
    driver.ok(&Command::Start { step: StepNo(4), reason: Some("format dibuat lebih dulu".to_owned()) });
    assert_eq!(driver.status(4), StepStatus::Running);
    assert_eq!(driver.cycle.state().current(), Some(StepNo(1)));
}

#[test]
fn decisions_send_back_along_their_arrow() {
    for (decision, target) in [(11, 10), (13, 12)] {
        let mut driver = Driver::new();
        driver.finish_to(decision - 1);
        let command = Command::SendBack {
            from: StepNo(decision),
            to: StepNo(target),
            reason: "angka keliru".to_owned(),
        };
        driver.ok(&start(decision)).ok(&command);
        assert_eq!(driver.status(target), StepStatus::Returned);
        assert_eq!(driver.status(decision), StepStatus::NotStarted);
        assert_eq!(driver.cycle.state().current(), Some(StepNo(target)));
        let back = driver.cycle.state().step(StepNo(target)).unwrap();
        assert_eq!(
            (back.round(), back.returns[0].from, back.returns[0].reason.as_str()),
            (2, StepNo(decision), "angka keliru")
        );
        assert_eq!(driver.cycle.state().step(StepNo(decision)).unwrap().round(), 2);
        driver.ok(&finish(target, Some("x"))).ok(&start(decision));
    }
}

#[test]
fn any_step_sends_back_by_hand_but_only_to_an_earlier_one() {
    let mut driver = Driver::new();
    driver.finish_to(9).ok(&start(10));
    let back = |to| Command::SendBack { from: StepNo(10), to: StepNo(to), reason: "data kurang".to_owned() };
    assert_eq!(driver.run(&back(10)), Err(Refusal::NotEarlier));
    assert_eq!(driver.run(&back(0)), Err(Refusal::NoSuchStep(StepNo(0))));
    driver.ok(&back(7));
    let rounds: Vec<_> = (6..=11).map(|no| driver.cycle.state().step(StepNo(no)).unwrap().round()).collect();
    assert_eq!(rounds, [1, 2, 2, 2, 2, 1]);
    assert_eq!(driver.cycle.state().done(), 6);
}

#[test]
fn an_output_stands_as_the_requirement_of_a_later_step() {
    let mut driver = Driver::new();
    let (step, slot) = builtin()
        .steps
        .iter()
        .flat_map(|step| step.requirements.iter().map(move |slot| (step, slot)))
        .find(|(_, slot)| slot.from.is_some())
        .unwrap();
    let source = slot.from.clone().unwrap();
    let source_step = builtin().slot(&source).unwrap().0.no;
    assert_eq!(driver.cycle.slot_state(&slot.key), SlotState::Missing);
    let document = driver.add(source_step.0, Some(&source.0), 7);
    assert_eq!(driver.cycle.slot_state(&slot.key), SlotState::File);

    driver.finish_to(step.no.0);
    assert_eq!(driver.cycle.review(step.no), None);
    driver.ok(&Command::AddVersion { document, file: file(8), stage: None });
    assert_eq!(driver.cycle.review(step.no), Some(Review::Input));
    assert_eq!(driver.cycle.review(source_step), Some(Review::OwnDocument));
    driver.ok(&Command::Undo { events: vec![driver.last_event()] });
    assert_eq!(driver.cycle.review(step.no), None);
}

#[test]
fn slot_states_follow_files_and_marks() {
    let slot = output(6);
    let paper = Some(Mark::Paper { place: "map biru".to_owned() });
    let mut driver = Driver::new();
    let state = |driver: &Driver| driver.cycle.slot_state(&slot);
    assert_eq!(state(&driver), SlotState::Missing);
    driver.ok(&Command::MarkSlot { slot: slot.clone(), mark: paper.clone() });
    assert_eq!(state(&driver), SlotState::Paper);
    let document = driver.add(6, Some(&slot.0), 1);
    assert_eq!(state(&driver), SlotState::Both);
    driver.ok(&Command::MarkSlot { slot: slot.clone(), mark: None });
    assert_eq!(state(&driver), SlotState::File);
    driver.ok(&Command::RemoveDocument { document, reason: String::new(), paths: Vec::new() });
    assert_eq!(state(&driver), SlotState::Missing);
    let without_reason = Some(Mark::NotApplicable { reason: String::new() });
    assert_eq!(
        driver.run(&Command::MarkSlot { slot: slot.clone(), mark: without_reason }),
        Err(Refusal::TextNeeded)
    );
    let mark = Some(Mark::NotApplicable { reason: "rapat daring".to_owned() });
    driver.ok(&Command::MarkSlot { slot: slot.clone(), mark });
    assert_eq!(state(&driver), SlotState::NotApplicable);
}

#[test]
fn a_step_counts_its_rounds() {
    let mut driver = Driver::new();
    let round = |driver: &Driver| driver.cycle.state().step(StepNo(1)).unwrap().round();
    assert_eq!(round(&driver), 1);
    driver.finish_to(3).ok(&Command::Reopen { step: StepNo(1), reason: "salah ketik".to_owned() });
    assert_eq!(round(&driver), 2);
    driver.ok(&finish(1, Some("kertas")));
    driver.ok(&Command::SendBack { from: StepNo(3), to: StepNo(1), reason: "kurang".to_owned() });
    assert_eq!(round(&driver), 3);
}

/// No command makes such events, but a file can hold them.
#[test]
fn sending_work_back_to_no_earlier_step_or_from_none_changes_nothing() {
    let mut driver = Driver::new();
    driver.finish_to(3);
    let before = driver.cycle.state().clone();
    for (from, to) in [(2, 2), (2, 3), (18, 2), (0, 0)] {
        let (from, to) = (StepNo(from), StepNo(to));
        driver.append(vec![Change::SentBack { from, to, reason: "kurang".to_owned() }]);
        assert_eq!(*driver.cycle.state(), before, "{from} to {to}");
    }
}

#[test]
fn documents_are_found_by_any_content_they_have_held() {
    let mut driver = Driver::new();
    let (first, second) = (driver.add(6, None, 1), driver.add(7, None, 2));
    driver.ok(&Command::AddVersion { document: first.clone(), file: file(3), stage: None });
    for (content, document) in [(1, &first), (3, &first), (2, &second)] {
        let digest = format!("{content:064x}");
        let found: Vec<_> = driver.cycle.state().with_digest(&digest).map(|document| &document.id).collect();
        assert_eq!(found, [document]);
    }
    assert_eq!(driver.cycle.state().with_digest(&format!("{:064x}", 4)).count(), 0);
}

#[test]
fn what_changed_under_a_finished_step_is_told_by_its_last_event() {
    let mut driver = Driver::new();
    let slot = output(6).0;
    let (undangan, lampiran) = (driver.add(6, Some(&slot), 1), driver.add(6, Some(&slot), 2));
    driver.finish_to(6);
    assert_eq!(driver.cycle.changes_to_review(StepNo(6)), Vec::<&Event>::new());
    driver.ok(&Command::AddVersion { document: undangan.clone(), file: file(3), stage: None });
    driver.ok(&Command::AddVersion { document: undangan.clone(), file: file(4), stage: None });
    let version = driver.last_event();
    // A change to no file is no reason for a review, nor is undoing it.
    driver.ok(&Command::SetTitle { document: undangan, title: "Undangan rapat".to_owned() });
    let title = driver.last_event();
    driver.ok(&Command::Undo { events: vec![title] });
    let told = |driver: &Driver| -> Vec<EventId> {
        driver.cycle.changes_to_review(StepNo(6)).into_iter().map(|event| event.stamp.id.clone()).collect()
    };
    assert_eq!(told(&driver), std::slice::from_ref(&version));
    driver.ok(&Command::RemoveDocument {
        document: lampiran,
        reason: "keliru".to_owned(),
        paths: Vec::new(),
    });
    let removal = driver.last_event();
    assert_eq!(told(&driver), [version.clone(), removal]);
    let added = driver.add(6, Some(&slot), 5);
    assert_eq!(told(&driver).last(), Some(&added));
    driver.ok(&Command::Undo { events: vec![version] });
    let undone = driver.last_event();
    assert_eq!(told(&driver).last(), Some(&undone));
}

#[test]
fn waiting_outside_pauses_and_finishing_ends_it() {
    let mut driver = Driver::new();
    driver.ok(&start(1));
    let wait = Command::Wait { step: StepNo(1), party: "Bappeda".to_owned() };
    driver.ok(&wait);
    assert_eq!(driver.run(&wait), Err(Refusal::WrongState(StepNo(1))));
    driver.ok(&Command::Resume { step: StepNo(1) }).ok(&wait).ok(&finish(1, Some("x")));
    let waits = &driver.cycle.state().step(StepNo(1)).unwrap().waits;
    assert!(waits.len() == 2 && waits.iter().all(|wait| wait.to.is_some()));
}

#[test]
fn a_document_belongs_to_a_slot_of_its_step() {
    let mut driver = Driver::new();
    let misfiled = Command::AddDocument {
        step: StepNo(5),
        slot: Some(output(6)),
        title: "x".to_owned(),
        file: file(1),
        stage: None,
    };
    assert_eq!(driver.run(&misfiled), Err(Refusal::NoSuchSlot(output(6))));
    let document = driver.add(6, Some(&output(6).0), 1);
    driver.ok(&Command::MoveDocument {
        document: document.clone(),
        step: StepNo(7),
        slot: None,
        paths: Vec::new(),
    });
    assert_eq!(driver.cycle.state().documents_of(StepNo(7)).count(), 1);
    let moved = driver.last_event();
    assert_eq!(
        driver.cycle.undo_commands(&[moved]),
        Ok(vec![Command::MoveDocument {
            document,
            step: StepNo(6),
            slot: Some(output(6)),
            paths: Vec::new()
        }])
    );
}

#[test]
fn undo_takes_back_the_last_thing_and_not_what_others_build_on() {
    let mut driver = Driver::new();
    driver.ok(&start(1));
    let started = driver.last_event();
    driver.ok(&finish(1, Some("x")));
    let finished = driver.last_event();
    assert_eq!(driver.run(&Command::Undo { events: vec![started.clone()] }), Err(Refusal::TooLate));
    driver.ok(&Command::Undo { events: vec![finished.clone()] });
    assert_eq!(driver.status(1), StepStatus::Running);
    assert_eq!(driver.run(&Command::Undo { events: vec![finished] }), Err(Refusal::NoChange));
    driver.ok(&Command::Undo { events: vec![started] });
    assert_eq!(driver.status(1), StepStatus::NotStarted);
}

#[test]
fn a_sealed_cycle_changes_only_by_a_revision() {
    let mut driver = Driver::new();
    let seal = Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) };
    driver.finish_to(16);
    assert_eq!(driver.run(&seal), Err(Refusal::NotReady(StepNo(17))));
    driver.ok(&finish(17, Some("x")));
    assert_eq!(driver.run(&seal), Err(Refusal::FormNeeded));
    let form = ArchiveForm { title: "Renja 2027".to_owned(), ..ArchiveForm::default() };
    driver.ok(&Command::SetForm(Box::new(form))).ok(&seal);
    assert!(driver.cycle.state().is_sealed());
    let note = Command::AddNote { step: None, text: "terlambat".to_owned() };
    assert_eq!(driver.run(&note), Err(Refusal::Sealed));
    driver.ok(&Command::ReopenCycle { reason: "lampiran tertukar".to_owned() }).ok(&note);
    let again = Command::Seal { bag: "2027 Renja Induk (2)".to_owned(), digest: "1".repeat(64) };
    driver.ok(&again);
    assert_eq!(driver.cycle.state().seals.len(), 2);
    assert!(driver.cycle.state().is_sealed());
}

#[test]
fn a_revision_opened_by_mistake_is_closed_again_while_nothing_has_followed() {
    let mut driver = Driver::new();
    driver.finish_to(17);
    let form = ArchiveForm { title: "Renja 2027".to_owned(), ..ArchiveForm::default() };
    let seal = Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) };
    driver.ok(&Command::SetForm(Box::new(form))).ok(&seal);
    driver.ok(&Command::ReopenCycle { reason: "lampiran tertukar".to_owned() });
    let reopened = driver.last_event();
    driver.ok(&Command::AddNote { step: None, text: "x".to_owned() });
    let undo = Command::Undo { events: vec![reopened] };
    assert_eq!(driver.run(&undo), Err(Refusal::TooLate));
    driver.ok(&Command::Undo { events: vec![driver.last_event()] }).ok(&undo);
    assert!(driver.cycle.state().is_sealed());
}

#[test]
fn folder_names_round_trip_and_others_are_not_taken() {
    for id in [CycleId::induk(2027), CycleId { year: 2030, kind: Kind::Perubahan(12) }] {
        assert_eq!(CycleId::from_folder(&id.folder()), Some(id));
        assert_eq!(CycleId::from_title(&id.title()), Some(id));
    }
    for name in
        ["", "arsip", "2027", "2027-", "2027-perubahan-0", "2027-perubahan-01", "+2027-induk", "99999-induk"]
    {
        assert_eq!(CycleId::from_folder(name), None, "{name}");
    }
}

#[test]
fn the_clock_never_runs_back() {
    let clock = Clock::default().tick(100).tick(50).tick(50);
    assert_eq!(clock, Clock(100, 2));
    assert!(Clock(5, 7).tick(5) > Clock(5, 7), "within one millisecond");
    assert!(Clock(5, u32::MAX).tick(0) > Clock(5, u32::MAX));
}

#[test]
fn a_title_is_changed_and_the_last_one_counts() {
    let mut driver = Driver::new();
    let document = driver.add(6, Some(&output(6).0), 1);
    let title = |driver: &Driver| driver.cycle.state().documents[&document].title.clone();
    let before = title(&driver);
    let to = |title: &str| Command::SetTitle { document: document.clone(), title: title.to_owned() };
    assert_eq!(driver.run(&to("  ")), Err(Refusal::TextNeeded));
    assert_eq!(driver.run(&to(&before)), Err(Refusal::NoChange));
    driver.ok(&to("Undangan")).ok(&to(" Undangan rapat kerja "));
    assert_eq!(title(&driver), "Undangan rapat kerja");
    driver.ok(&Command::Undo { events: vec![driver.last_event()] });
    assert_eq!(title(&driver), "Undangan");

    // Two PCs that know nothing of each other: the later stamp counts, in whatever order they come in.
    let mut other = driver.cycle.clone();
    let mut first = driver.cycle.clone();
    let events: Vec<_> = ["Dari PC satu", "Dari PC dua"]
        .into_iter()
        .zip(1..)
        .map(|(title, n)| {
            let mut event = driver.cycle.events().last().unwrap().clone();
            event.stamp.id = EventId(WriterId(format!("{n:016x}")), 1);
            event.stamp.clock = event.stamp.clock.tick(i64::MAX / 2 + n);
            event.body = Change::DocumentTitled { document: document.clone(), title: title.to_owned() };
            event
        })
        .collect();
    for event in &events {
        first.merge(vec![event.clone()]);
    }
    for event in events.iter().rev() {
        other.merge(vec![event.clone()]);
    }
    assert_eq!(first.state(), other.state());
    assert_eq!(first.state().documents[&document].title, "Dari PC dua");
}

// ---- properties ----

/// A command made from small random numbers; documents and events are chosen among those that exist.
fn command(cycle: &Cycle, kind: u8, a: u8, b: u8, text: &str) -> Command {
    let step = StepNo(a % 19);
    let step_slots: Vec<_> = builtin().step(step).into_iter().flat_map(Step::slots).collect();
    let slot = (!step_slots.is_empty()).then(|| step_slots[usize::from(b) % step_slots.len()].key.clone());
    let documents: Vec<_> = cycle.state().documents.keys().cloned().collect();
    let events = cycle.events();
    let event = events[usize::from(b) % events.len()].stamp.id.clone();
    let document =
        documents.get(usize::from(b) % documents.len().max(1)).cloned().unwrap_or_else(|| event.clone());
    let reason = (!text.is_empty()).then(|| text.to_owned());
    let text = text.to_owned();
    match kind % 22 {
        0..=2 => Command::Start { step, reason },
        3..=5 => Command::Finish { step, reason },
        6 => Command::Reopen { step, reason: text },
        7 => Command::SendBack { from: step, to: StepNo(b % 18), reason: text },
        8 => Command::Wait { step, party: text },
        9 => Command::Resume { step },
        10 => Command::AddNote { step: Some(step), text },
        11 => Command::RemoveNote { note: event },
        12 => Command::AddDocument { step, slot, title: text, file: file(b), stage: None },
        13 => Command::AddVersion { document, file: file(a), stage: reason },
        14 => Command::MoveDocument { document, step, slot, paths: Vec::new() },
        15 => Command::RemoveDocument { document, reason: text, paths: Vec::new() },
        16 => Command::RestoreDocument { document, paths: Vec::new() },
        17 => Command::MarkSlot {
            slot: slot.unwrap_or_else(|| key("0.out.x")),
            mark: reason.map(|place| Mark::Paper { place }),
        },
        18 => Command::SetNumber { document, number: text, date: None },
        19 => Command::SetTitle { document, title: text },
        20 => Command::Review { step },
        _ => Command::Undo { events: vec![event] },
    }
}

type Wish = (u8, u8, u8, String);

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), "[ab]{0,2}"), 0..60)
}

fn driven(wishes: &[Wish]) -> Driver {
    let mut driver = Driver::new();
    for (kind, a, b, text) in wishes {
        let command = command(&driver.cycle, *kind, *a, *b, text);
        // Refused commands are part of the sequence: they must change nothing.
        drop(driver.run(&command));
    }
    driver
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_events_rebuild_the_state_in_any_order_and_with_duplicates(
        wishes in wishes(),
        order in any::<u64>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let driver = driven(&wishes);
        let mut events = driver.cycle.events().to_vec();
        let duplicate = events[cut.index(events.len())].clone();
        events.push(duplicate);
        events.sort_by_key(|event| event.stamp.id.1.wrapping_mul(order | 1));
        let later = events.split_off(cut.index(events.len()));
        let mut rebuilt = Cycle::new(driver.cycle.id, driver.cycle.sop.clone(), later);
        rebuilt.merge(events);
        prop_assert_eq!(rebuilt.state(), driver.cycle.state());
        prop_assert_eq!(rebuilt.events(), driver.cycle.events());
    }

    #[test]
    fn the_events_survive_ron_exactly(wishes in wishes()) {
        for event in driven(&wishes).cycle.events() {
            let text = ron::to_string(&event.body).unwrap();
            prop_assert_eq!(&ron::from_str::<Change>(&text).unwrap(), &event.body);
        }
    }

    #[test]
    fn the_state_keeps_its_invariants(wishes in wishes()) {
        let driver = driven(&wishes);
        let state = driver.cycle.state();
        for step in &state.steps {
            prop_assert_eq!(step.status == StepStatus::Done, step.finished.is_some());
            prop_assert_eq!(step.status == StepStatus::Waiting, step.waiting().is_some());
            prop_assert!(step.status != StepStatus::Running || step.started.is_some());
        }
        for document in state.documents.values() {
            prop_assert!(!document.current().withdrawn && !document.versions.is_empty());
            prop_assert!(!document.title.is_empty());
            let fits = document.slot.as_ref()
                .is_none_or(|slot| builtin().slot(slot).is_some_and(|(step, ..)| step.no == document.step));
            prop_assert!(fits);
        }
    }

    #[test]
    fn what_undo_takes_back_leaves_the_state_as_before(wishes in wishes(), kind: u8, a: u8, b: u8) {
        let mut driver = driven(&wishes);
        let before = driver.cycle.state().clone();
        let command = command(&driver.cycle, kind, a, b, "a");
        let Ok(changes) = driver.cycle.decide(&command) else { return Ok(()) };
        prop_assume!(changes.len() == 1 && !matches!(changes[0], Change::Undone { .. }));
        driver.append(changes);
        let event = driver.last_event();
        if driver.run(&Command::Undo { events: vec![event] }).is_ok() {
            let mut after = driver.cycle.state().clone();
            // A withdrawn version stays named, since its file stays.
            for document in after.documents.values_mut() {
                let known = before.documents.get(&document.id).map_or(0, |doc| doc.versions.len());
                document.versions.truncate(known);
            }
            prop_assert_eq!(after, before);
        }
    }
}
