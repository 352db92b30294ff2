//! What the window shows: the last snapshot of the data folder, where the person is, and this PC's settings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Page;
use crate::backup;
use crate::calendar::{Calendar, Language};
use crate::cycle::{Cycle, CycleId, Document, EventId, FileRef, StepTiming, timeline};
use crate::fixity::Round;
use crate::jobs::{Looked, OpenedDossier, Outside, Pace, Snapshot, Ticket, Trouble};
use crate::pc::BackupChoice;
use crate::pc::LocalSettings;
use crate::sop::StepNo;
use crate::store::{Parcel, path_of};

/// State of the data folder.
#[derive(Debug, Default)]
pub enum Folder {
    /// None chosen yet: first run.
    #[default]
    None,
    /// Being opened; the window already stands.
    Opening {
        /// Where it lies.
        root: PathBuf,
        /// Since when; a share may not answer for minutes.
        since: DateTime<FixedOffset>,
    },
    /// Not there, which may pass: a cable, a share, a memory stick. It is looked for all the time.
    Waiting(PathBuf, Trouble),
    /// Open.
    Open(Snapshot),
    /// Could not be opened.
    Failed(PathBuf, Trouble),
}

/// Where the person is.
#[derive(Debug, Default, Clone)]
pub struct Nav {
    /// The page.
    pub page: Page,
    /// The cycle on the page *Siklus*.
    pub cycle: Option<CycleId>,
    /// The step whose panel is open.
    pub step: Option<StepNo>,
    /// The dossier opened in the archive.
    pub dossier: Option<String>,
}

/// A running job.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its ticket, by which it can be cancelled.
    pub ticket: Ticket,
    /// What it does, in words.
    pub what: String,
    /// The file it is at.
    pub file: String,
    /// Bytes done and bytes in all; 0 in all = unknown.
    pub progress: (u64, u64),
    /// Whether it can be cancelled.
    pub cancellable: bool,
    /// By which it can be paused, if it can.
    pub pace: Option<Pace>,
}

impl Running {
    /// A job that has just begun.
    pub fn new(ticket: Ticket, what: String, cancellable: bool, pace: Option<Pace>) -> Self {
        Self { ticket, what, file: String::new(), progress: (0, 0), cancellable, pace }
    }
}

/// All that views read. Only the one door for actions and the ends of deeds change it.
#[derive(Debug)]
pub struct Model {
    /// The data folder.
    pub folder: Folder,
    /// Where the person is.
    pub nav: Nav,
    /// This PC's settings.
    pub settings: LocalSettings,
    /// Jobs under way.
    pub running: Vec<Running>,
    /// Changes handed over and not yet durable.
    pub saving: usize,
    /// The dossier opened in the archive, once read.
    pub dossier: Option<Arc<OpenedDossier>>,
    /// Files of a cycle that are not as they were attached, when it was last looked.
    pub outside: Option<(CycleId, Looked)>,
    /// The last check of each dossier in this run of the program.
    pub checks: BTreeMap<String, Arc<crate::archive::Report>>,
    /// The last round through the archive in this run of the program.
    pub checked: Option<Arc<Round>>,
    /// The last backup in this run of the program.
    pub backed_up: Option<Arc<backup::Done>>,
    /// No backup is begun unasked before.
    pub backup_after: Option<DateTime<FixedOffset>>,
    /// Files whose banner was dismissed.
    pub dismissed: BTreeSet<PathBuf>,
    /// Risky documents that the person has opened all the same in this run of the program.
    pub trusted: BTreeSet<PathBuf>,
    /// The time of this frame; views have no clock of their own.
    pub now: DateTime<FixedOffset>,
    /// Timings of the open cycles, by cycle; rebuilt when data or day change.
    pub timings: BTreeMap<CycleId, Vec<StepTiming>>,
    timed_on: Option<NaiveDate>,
}

impl Model {
    /// Nothing is open.
    pub fn new(settings: LocalSettings, now: DateTime<FixedOffset>) -> Self {
        Self {
            folder: Folder::None,
            nav: Nav::default(),
            settings,
            running: Vec::new(),
            saving: 0,
            dossier: None,
            outside: None,
            checks: BTreeMap::new(),
            checked: None,
            backed_up: None,
            backup_after: None,
            dismissed: BTreeSet::new(),
            trusted: BTreeSet::new(),
            now,
            timings: BTreeMap::new(),
            timed_on: None,
        }
    }

    /// The data folder's content, when it is open.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        match &self.folder {
            Folder::Open(snapshot) => Some(snapshot),
            _ => None,
        }
    }

    /// The last round through the archive, of this run or of any PC before.
    pub fn round(&self) -> Option<&Round> {
        let before = self.snapshot().and_then(|snapshot| snapshot.round.as_deref());
        let own = self.checked.as_deref();
        own.filter(|own| before.is_none_or(|before| before.at <= own.at)).or(before)
    }

    /// Where the open data folder is backed up, and how the last time went.
    pub fn backup(&self) -> Option<&BackupChoice> {
        self.settings.backups.get(&self.snapshot()?.store)
    }

    /// Whether what is told of a data folder is to be shown: while another one is opened, it is not.
    pub fn expects(&self, told: &Path) -> bool {
        match &self.folder {
            Folder::None | Folder::Open(_) => true,
            Folder::Opening { root, .. } | Folder::Waiting(root, _) | Folder::Failed(root, _) => root == told,
        }
    }

    /// The cycle on the page *Siklus*.
    pub fn open_cycle(&self) -> Option<&Arc<Cycle>> {
        self.cycle(self.nav.cycle?)
    }

    /// A working cycle.
    pub fn cycle(&self, id: CycleId) -> Option<&Arc<Cycle>> {
        self.snapshot()?.cycles.get(&id)
    }

    /// Whether a cycle can only be read: the folder refuses, or a newer version of the program wrote to it.
    pub fn is_read_only(&self, cycle: CycleId) -> bool {
        self.snapshot().is_none_or(|snapshot| snapshot.read_only || snapshot.newer.contains(&cycle))
    }

    /// Files in the folder of a cycle that no event names, as paths below it.
    pub fn orphans(&self, cycle: CycleId) -> &[String] {
        let found = self.outside.as_ref().filter(|(of, _)| *of == cycle);
        found.map_or(&[], |(_, found)| &found.orphans)
    }

    /// The file of a version where it waits on this PC for the data folder.
    pub fn parcel(&self, cycle: CycleId, file: &FileRef) -> Option<&Parcel> {
        let mut parcels = self.snapshot()?.parcels.iter();
        parcels.find(|parcel| parcel.cycle == cycle && parcel.file == *file)
    }

    /// Documents of which a file waits on this PC: step and title of each.
    pub fn waiting_documents(&self, cycle: &Cycle) -> Vec<(StepNo, String)> {
        if self.snapshot().is_none_or(|snapshot| snapshot.parcels.is_empty()) {
            return Vec::new();
        }
        let waits = |document: &&Document| {
            document.removed.is_none()
                && document.kept().any(|version| self.parcel(cycle.id, &version.file).is_some())
        };
        let documents = cycle.state().documents.values().filter(waits);
        documents.map(|document| (document.step, document.title.clone())).collect()
    }

    /// Where the file of a version stands: where the events say, where it was found, or where it waits on this PC.
    pub fn document_path(&self, cycle: CycleId, file: &FileRef) -> Option<PathBuf> {
        if let Some(parcel) = self.parcel(cycle, file) {
            return Some(parcel.here.clone());
        }
        let documents = &self.cycle(cycle)?.state().documents;
        let versions = documents.values().flat_map(|document| &document.versions);
        let mut these = versions.filter(|version| version.file == *file);
        let outside = these.find_map(|version| self.outside(cycle, &version.stamp.id));
        outside
            .map(|outside| outside.path.clone())
            .or_else(|| Some(path_of(&self.snapshot()?.root, cycle, &file.path)))
    }

    /// What happened outside the program to the file of a version.
    pub fn outside(&self, cycle: CycleId, version: &EventId) -> Option<&Outside> {
        let (_, found) = self.outside.as_ref().filter(|(of, _)| *of == cycle)?;
        found.outside.iter().find(|outside| outside.version == *version)
    }

    /// The language of the window.
    pub fn language(&self) -> Language {
        Language::ALL
            .into_iter()
            .find(|language| language.code() == self.settings.language)
            .unwrap_or_default()
    }

    /// Today in the office.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Takes in a new state of the data folder.
    pub fn set_snapshot(&mut self, snapshot: Snapshot) {
        let gone = self.nav.cycle.is_none_or(|id| !snapshot.cycles.contains_key(&id));
        if gone {
            self.nav.step = None;
            // The youngest cycle that is still worked on, else the youngest.
            let working = snapshot.cycles.values().rev().find(|cycle| !cycle.state().is_sealed());
            self.nav.cycle = working.or_else(|| snapshot.cycles.values().next_back()).map(|cycle| cycle.id);
        }
        self.folder = Folder::Open(snapshot);
        self.timed_on = None;
        self.refresh_timings();
    }

    /// Brings the timings up to the day of `now`; cheap when nothing changed.
    pub fn refresh_timings(&mut self) {
        let today = self.today();
        if self.timed_on == Some(today) {
            return;
        }
        let Folder::Open(snapshot) = &self.folder else { return };
        let calendar: &Calendar = &snapshot.calendar;
        let now = self.now.naive_local();
        self.timings =
            snapshot.cycles.values().map(|cycle| (cycle.id, timeline(cycle, calendar, now))).collect();
        self.timed_on = Some(today);
    }

    /// Timing of a step of a working cycle.
    pub fn timing(&self, cycle: CycleId, step: StepNo) -> Option<&StepTiming> {
        self.timings.get(&cycle)?.iter().find(|timing| timing.step == step)
    }
}
