//! A cycle and a model made by hand, without a disk or a clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, TimeZone as _};

use crate::cycle::{Change, Clock, Command, Cycle, CycleId, Event, EventId, FileRef, Stamp, WriterId};
use crate::jobs::Snapshot;
use crate::pc::LocalSettings;
use crate::sop::{SlotKey, StepNo};
use crate::ui::contract::Model;

/// A cycle that is built by commands; each advances the time by a minute.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The cycle so far.
    pub cycle: Cycle,
    /// The person who gives the next commands.
    pub by: String,
    /// The time of the next command.
    pub at: DateTime<FixedOffset>,
    writer: WriterId,
    written: u64,
}

impl Sample {
    /// A cycle under the built-in SOP, begun on Monday, 7 September 2026 at 8.00.
    pub fn new(id: CycleId) -> Self {
        let sop = Arc::new(crate::sop::builtin().clone());
        let opened = Change::Opened { cycle: id, sop: sop.id.clone() };
        let mut sample = Self {
            cycle: Cycle::new(id, sop, Vec::new()),
            by: "Siti Rahma".to_owned(),
            at: time(2026, 9, 7, 8, 0),
            writer: WriterId("0123456789abcdef".to_owned()),
            written: 0,
        };
        sample.write(vec![opened]);
        sample
    }

    /// Carries out a command and returns the last event that it wrote.
    ///
    /// # Panics
    ///
    /// When the rules refuse it: the test is wrong.
    #[expect(clippy::needless_pass_by_value, reason = "commands are written where they are run")]
    pub fn run(&mut self, command: Command) -> EventId {
        match self.cycle.decide(&command) {
            Ok(changes) => self.write(changes),
            Err(refusal) => panic!("{refusal}: {command:?}"),
        }
    }

    /// Carries out the commands of one deed and returns the last event that they wrote.
    ///
    /// # Panics
    ///
    /// When the rules refuse one of them: the test is wrong.
    pub fn run_all(&mut self, commands: &[Command]) -> EventId {
        match self.cycle.decide_all(commands) {
            Ok(changes) => self.write(changes),
            Err(refusal) => panic!("{refusal}: {commands:?}"),
        }
    }

    /// A copy of the cycle on another person's PC, which gets no events from here from now on.
    #[must_use]
    pub fn on_other_pc(&self, by: &str) -> Self {
        let writer = WriterId("fedcba9876543210".to_owned());
        Self { by: by.to_owned(), writer, written: 0, ..self.clone() }
    }

    /// Takes over the events of another PC.
    pub fn hear(&mut self, other: &Self) {
        self.cycle.merge(other.cycle.events().to_vec());
        self.at = self.at.max(other.at);
    }

    /// Starts and finishes every step before `no`, even with empty slots.
    pub fn finish_before(&mut self, no: u8) {
        for step in (1..no).map(StepNo) {
            self.run(Command::Start { step, reason: None });
            self.run(Command::Finish { step, reason: Some("contoh".to_owned()) });
        }
    }

    /// Attaches a document of 120 kB. Its digest comes from its name.
    pub fn attach(&mut self, step: u8, slot: Option<&str>, title: &str, file: &str) -> EventId {
        let slot = slot.map(|slot| SlotKey(slot.to_owned()));
        let stage = slot
            .as_ref()
            .and_then(|slot| self.cycle.sop.slot(slot))
            .and_then(|(_, slot, _)| slot.stage.clone());
        let (step, title, file) = (StepNo(step), title.to_owned(), file_ref(file));
        self.run(Command::AddDocument { step, slot, title, file, stage })
    }

    /// Attaches a newer version.
    pub fn attach_version(&mut self, document: &EventId, file: &str) -> EventId {
        let stage =
            self.cycle.state().documents.get(document).and_then(|document| document.current().stage.clone());
        self.run(Command::AddVersion { document: document.clone(), file: file_ref(file), stage })
    }

    /// Sets the time to a day and hour of September 2026.
    pub fn on(&mut self, day: u32, hour: u32, minute: u32) {
        self.at = time(2026, 9, day, hour, minute);
    }

    /// A model that shows the cycle, opened at a step, a minute after the last change.
    pub fn model(&self, step: u8) -> Model {
        let mut model = Model::new(LocalSettings::default(), self.at);
        model.set_snapshot(self.snapshot());
        model.nav.cycle = Some(self.cycle.id);
        model.nav.step = Some(StepNo(step));
        model
    }

    /// A data folder with the cycle.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            cycles: BTreeMap::from([(self.cycle.id, Arc::new(self.cycle.clone()))]),
            ..Snapshot::empty("/data".into(), Arc::clone(&self.cycle.sop))
        }
    }

    fn write(&mut self, changes: Vec<Change>) -> EventId {
        let mut events = Vec::new();
        let mut more = changes.len();
        for body in changes {
            self.written += 1;
            more -= 1;
            let id = EventId(self.writer.clone(), self.written);
            let clock = Clock(self.at.timestamp_millis(), 0);
            let seen = self.cycle.events().iter().map(|event| event.stamp.id.clone());
            // For each writer the highest number remains.
            let mut seen: Vec<EventId> = seen.collect();
            seen.sort();
            let seen: BTreeMap<_, _> = seen.into_iter().map(|EventId(writer, seq)| (writer, seq)).collect();
            let stamp = Stamp { id, by: self.by.clone(), at: self.at, clock, seen: seen.into() };
            events.push(Event { stamp, body, more });
            self.at += Duration::minutes(1);
        }
        let last = EventId(self.writer.clone(), self.written);
        self.cycle.merge(events);
        last
    }
}

fn file_ref(name: &str) -> FileRef {
    FileRef {
        path: format!("berkas/{name}"),
        original: name.to_owned(),
        size: 120_000,
        sha256: crate::store::sha256(name.as_bytes()),
        modified: None,
    }
}

/// A time in the office's time zone, UTC+7.
fn time(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(7 * 3600).expect("seven hours are an offset");
    zone.with_ymd_and_hms(year, month, day, hour, minute, 0).single().expect("a fixed offset has no gaps")
}
