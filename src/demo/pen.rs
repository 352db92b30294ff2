//! Writes one cycle of the sample: knows the day, attaches papers, and gives commands.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};

use super::DemoError;
use super::papers::{Made, Matter, annex};
use crate::cycle::{Command, CycleId, EventId, Mark};
use crate::sop::{SlotKey, StepNo};
use crate::store::{Attach, Progress, StoreError, Who, Workspace};

/// Who works in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Pengelola perencanaan.
    Planner,
    /// Pengelola administrasi umum.
    Clerk,
}

impl Person {
    /// The name in the journal.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planner => "Sari Wulandari",
            Self::Clerk => "Bima Prasetyo",
        }
    }
}

/// A paper to be attached.
pub struct Paper<'a> {
    /// The slot for the paper; none for an extra document.
    pub slot: Option<&'a str>,
    /// Title of the document.
    pub title: &'a str,
    /// File name.
    pub name: String,
    /// Content of the file.
    pub bytes: Made,
}

/// Writes one cycle, advancing its time.
pub struct Pen<'a> {
    /// The data folder.
    pub workspace: &'a mut Workspace,
    /// The cycle.
    pub id: CycleId,
    /// Who works on the cycle at the moment.
    pub person: Person,
    /// The number of documents to which each step is filled up; none for only those of the story.
    pub fill: Option<usize>,
    scratch: &'a Path,
    progress: &'a dyn Progress,
    date: NaiveDate,
    minutes: i64,
}

impl<'a> Pen<'a> {
    /// Starts on the first working day from `date`. `scratch` is a folder for papers before they are
    /// attached.
    pub fn new(
        workspace: &'a mut Workspace,
        id: CycleId,
        scratch: &'a Path,
        progress: &'a dyn Progress,
        date: NaiveDate,
    ) -> Self {
        let date = workspace.office().calendar().next_working_day(date);
        Self { workspace, id, person: Person::Clerk, fill: None, scratch, progress, date, minutes: 0 }
    }

    /// Moves the time to the morning of a later working day.
    pub fn days(&mut self, working_days: u32) {
        for _ in 0..working_days {
            let next = self.date + Days::new(1);
            self.date = self.workspace.office().calendar().next_working_day(next);
        }
        if working_days > 0 {
            self.minutes = 0;
        }
    }

    /// Moves the time by some minutes.
    pub fn minutes(&mut self, minutes: i64) {
        self.minutes += minutes;
    }

    /// Cycle and date for papers of the present day.
    pub fn matter(&self) -> Matter {
        Matter { cycle: self.id, date: self.date }
    }

    /// Cycle and date for papers of a later working day.
    pub fn matter_in(&self, working_days: u32) -> Matter {
        let calendar = self.workspace.office().calendar();
        let date =
            (0..working_days).fold(self.date, |date, _| calendar.next_working_day(date + Days::new(1)));
        Matter { cycle: self.id, date }
    }

    /// The person and time for the next act; each act takes some minutes.
    pub fn who(&mut self) -> Who {
        self.minutes += 4;
        Who { by: self.person.name().to_owned(), at: at(self.date, self.minutes) }
    }

    /// Carries out a command.
    pub fn run(&mut self, command: &Command) -> Result<(), DemoError> {
        let who = self.who();
        self.workspace.execute(self.id, command, &who)?;
        Ok(())
    }

    /// Begins a step.
    pub fn start(&mut self, step: u8, person: Person) -> Result<(), DemoError> {
        self.person = person;
        self.run(&Command::Start { step: StepNo(step), reason: None })
    }

    /// Marks a step done; in a large sample, fills it up with documents first.
    pub fn finish(&mut self, step: u8) -> Result<(), DemoError> {
        self.finish_because(step, None)
    }

    /// Marks a step done, with a reason.
    pub fn finish_because(&mut self, step: u8, reason: Option<&str>) -> Result<(), DemoError> {
        self.fill_up(step)?;
        self.run(&Command::Finish { step: StepNo(step), reason: reason.map(str::to_owned) })
    }

    /// Attaches a paper and returns its document.
    pub fn file(&mut self, step: u8, paper: Paper<'_>) -> Result<EventId, DemoError> {
        let attach = self.lay_down(step, paper, None)?;
        let who = self.who();
        let document = self.workspace.attach(self.id, &attach, &who, self.progress)?;
        remove(&attach.source)?;
        Ok(document)
    }

    /// Attaches a paper as a newer version, with its stage.
    pub fn version(
        &mut self,
        document: &EventId,
        name: String,
        bytes: Made,
        stage: Option<&str>,
    ) -> Result<(), DemoError> {
        let paper = Paper { slot: None, title: "", name, bytes };
        let mut attach = self.lay_down(1, paper, stage)?;
        attach.version_of = Some(document.clone());
        let who = self.who();
        self.workspace.attach(self.id, &attach, &who, self.progress)?;
        remove(&attach.source)
    }

    /// Enters the number of a letter, dated today.
    pub fn number(&mut self, document: &EventId, number: &str) -> Result<(), DemoError> {
        let (document, date) = (document.clone(), Some(self.date));
        self.run(&Command::SetNumber { document, number: number.to_owned(), date })
    }

    /// Marks a slot.
    pub fn mark(&mut self, slot: &str, mark: Mark) -> Result<(), DemoError> {
        self.run(&Command::MarkSlot { slot: SlotKey(slot.to_owned()), mark: Some(mark) })
    }

    /// Writes a note.
    pub fn note(&mut self, step: Option<u8>, text: &str) -> Result<(), DemoError> {
        self.run(&Command::AddNote { step: step.map(StepNo), text: text.to_owned() })
    }

    /// The day on which the cycle was begun.
    pub fn first_day(&self) -> Option<NaiveDate> {
        let opened = self.workspace.cycle(self.id)?.state().opened.as_ref()?;
        Some(opened.at.date_naive())
    }

    /// Titles of the documents that are not removed, for the list of the dossier.
    pub fn titles(&self) -> Vec<String> {
        let steps = self.workspace.cycle(self.id).into_iter().flat_map(|cycle| {
            let numbers = cycle.sop.steps.iter().map(|step| step.no);
            numbers.flat_map(|step| cycle.state().documents_of(step))
        });
        steps.map(|document| document.title.clone()).collect()
    }

    fn fill_up(&mut self, step: u8) -> Result<(), DemoError> {
        let Some(wanted) = self.fill else { return Ok(()) };
        let cycle = self.workspace.cycle(self.id);
        let there = cycle.map_or(0, |cycle| cycle.state().documents_of(StepNo(step)).count());
        let mut files = Vec::new();
        for n in there..wanted {
            let (title, name, bytes) = annex(self.matter(), step, n);
            files.push(self.lay_down(step, Paper { slot: None, title: &title, name, bytes }, None)?);
        }
        let who = self.who();
        for result in self.workspace.attach_many(self.id, &files, &who, self.progress) {
            result?;
        }
        files.iter().try_for_each(|file| remove(&file.source))
    }

    /// Writes a paper to the scratch folder, with the present day as its modification time.
    fn lay_down(&self, step: u8, paper: Paper<'_>, stage: Option<&str>) -> Result<Attach, DemoError> {
        let source = self.scratch.join(&paper.name);
        let bytes = paper.bytes.0.map_err(|reason| DemoError::Paper(paper.name, reason))?;
        let written = SystemTime::from(at(self.date, self.minutes));
        let in_file = |error| StoreError::io(&source, error);
        fs::write(&source, bytes).map_err(in_file)?;
        let file = OpenOptions::new().write(true).open(&source).map_err(in_file)?;
        file.set_modified(written).map_err(in_file)?;
        let slot = paper.slot.map(|slot| SlotKey(slot.to_owned()));
        let cycle = self.workspace.cycle(self.id);
        let stage = stage.map(str::to_owned).or_else(|| {
            let (_, slot, _) = cycle?.sop.slot(slot.as_ref()?)?;
            slot.stage.clone()
        });
        Ok(Attach {
            source,
            step: StepNo(step),
            slot,
            title: paper.title.to_owned(),
            stage,
            version_of: None,
        })
    }
}

/// A time some minutes after eight o'clock, in the office's time zone (WIB).
pub fn at(date: NaiveDate, minutes: i64) -> DateTime<FixedOffset> {
    let wib = FixedOffset::east_opt(7 * 3600).expect("seven hours are less than a day");
    let eight = NaiveTime::from_hms_opt(8, 0, 0).expect("eight is a time of day");
    let local = date.and_time(eight) + TimeDelta::minutes(minutes);
    wib.from_local_datetime(&local).single().expect("a fixed offset leaves no gap")
}

fn remove(source: &PathBuf) -> Result<(), DemoError> {
    Ok(fs::remove_file(source).map_err(|error| StoreError::io(source, error))?)
}
