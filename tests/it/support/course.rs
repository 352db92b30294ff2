//! A cycle driven by commands, with its own clock, for tests of what is drawn from a cycle.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset};
use renja::cycle::{
    ArchiveForm, Change, Clock, Command, Cycle, CycleId, Event, EventId, FileRef, Seen, Stamp, WriterId,
};
use renja::sop::{SlotKey, StepNo, builtin};

/// A cycle and the present time.
pub struct Course {
    /// The cycle.
    pub cycle: Cycle,
    /// The time of the next command.
    pub now: DateTime<FixedOffset>,
    clock: Clock,
    seq: u64,
}

impl Course {
    /// *Renja 2027 Induk*, begun on Tuesday, 1 September 2026 at 08.00.
    pub fn begin() -> Self {
        Self::begin_under(builtin().clone())
    }

    /// Like [`Self::begin`], under another SOP.
    pub fn begin_under(sop: renja::sop::Sop) -> Self {
        let id = CycleId::induk(2027);
        let now = DateTime::parse_from_rfc3339("2026-09-01T08:00:00+07:00").expect("a time");
        let opened = Change::Opened { cycle: id, sop: sop.id.clone() };
        let cycle = Cycle::new(id, Arc::new(sop), Vec::new());
        let mut course = Self { cycle, now, clock: Clock::default(), seq: 0 };
        course.write(vec![opened]);
        course
    }

    fn write(&mut self, changes: Vec<Change>) {
        let mut events = Vec::new();
        for body in changes {
            self.seq += 1;
            self.clock = self.clock.tick(self.now.timestamp_millis());
            let id = EventId(WriterId("b".repeat(16)), self.seq);
            let (by, seen) = ("Siti Rahma".to_owned(), Seen::default());
            let stamp = Stamp { id, by, at: self.now, clock: self.clock, seen };
            events.push(Event { stamp, body, more: 0 });
        }
        self.cycle.merge(events);
    }

    /// Carries a command out.
    pub fn run(&mut self, command: &Command) -> &mut Self {
        let changes = self.cycle.decide(command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        self.write(changes);
        self.now += Duration::minutes(7);
        self
    }

    /// Advances the time by some days.
    pub fn days(&mut self, days: i64) -> &mut Self {
        self.now += Duration::days(days);
        self
    }

    /// Begins a step.
    pub fn start(&mut self, step: u8) -> &mut Self {
        self.run(&Command::Start { step: StepNo(step), reason: None })
    }

    /// Finishes a step, with a reason so that empty slots are allowed.
    pub fn finish(&mut self, step: u8) -> &mut Self {
        self.run(&Command::Finish { step: StepNo(step), reason: Some("menyusul".to_owned()) })
    }

    /// Attaches a document to each output slot of a step.
    pub fn file(&mut self, step: u8) -> &mut Self {
        let keys: Vec<SlotKey> = builtin()
            .step(StepNo(step))
            .expect("a step of the SOP")
            .outputs
            .iter()
            .map(|slot| slot.key.clone())
            .collect();
        for key in keys {
            self.file_in(&key.0);
        }
        self
    }

    /// Attaches a document to a slot.
    pub fn file_in(&mut self, key: &str) -> &mut Self {
        let key = SlotKey(key.to_owned());
        let (step, slot, _) = builtin().slot(&key).expect("a slot of the SOP");
        let file = FileRef {
            path: format!("berkas/{}/{}.pdf", step.folder(), slot.label),
            original: format!("{}.pdf", slot.label),
            size: 12_345,
            sha256: format!("{:064x}", self.seq),
            modified: None,
        };
        let title = slot.label.clone();
        self.run(&Command::AddDocument { step: step.no, slot: Some(key), title, file, stage: None })
    }

    /// Steps 1 to 7 are done, with documents and empty slots; step 8 is running, and finally late.
    pub fn midway() -> Self {
        let mut course = Self::begin();
        for step in 1..=7 {
            course.start(step);
            if step != 4 {
                course.file(step);
            }
            course.finish(step);
            if step == 2 || step == 5 {
                course.days(1);
            }
        }
        course.start(8).days(3);
        course
    }

    /// Every step is done, the form is filled in, the dossier is sealed.
    pub fn sealed() -> Self {
        let mut course = Self::begin();
        for step in 1..=17 {
            course.start(step).file(step).finish(step);
        }
        let form = ArchiveForm {
            classification: "000.7".to_owned(),
            title: "Renja 2027".to_owned(),
            ..ArchiveForm::default()
        };
        course.run(&Command::SetForm(Box::new(form)));
        course.run(&Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) });
        course
    }

    /// The cycle by its id, as a snapshot contains it.
    pub fn cycles(&self) -> BTreeMap<CycleId, Arc<Cycle>> {
        BTreeMap::from([(self.cycle.id, Arc::new(self.cycle.clone()))])
    }
}
