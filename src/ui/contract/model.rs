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

/// State of the data folder, as the window sees it.
#[derive(Debug, Default)]
pub enum Folder {
    /// None chosen yet: first run.
    #[default]
    None,
    /// Being opened; the window is already shown.
    Opening {
        /// Path of the data folder.
        root: PathBuf,
        /// When the opening began; a share may not answer for minutes.
        since: DateTime<FixedOffset>,
    },
    /// Not reachable at the moment, as with a cable, a network share or a memory stick. The program keeps
    /// looking for it.
    Waiting(PathBuf, Trouble),
    /// Open.
    Open(Snapshot),
    /// Could not be opened, and the program does not keep looking.
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
    /// The job's ticket, by which it can be cancelled.
    pub ticket: Ticket,
    /// What the job does, in words.
    pub what: String,
    /// The file that the job is working on.
    pub file: String,
    /// Bytes done and bytes in all; 0 in all means unknown.
    pub progress: (u64, u64),
    /// Whether the job can be cancelled.
    pub cancellable: bool,
    /// Pauses the job, if it can be paused.
    pub pace: Option<Pace>,
}

impl Running {
    /// A job that has just begun.
    pub fn new(ticket: Ticket, what: String, cancellable: bool, pace: Option<Pace>) -> Self {
        Self { ticket, what, file: String::new(), progress: (0, 0), cancellable, pace }
    }
}

/// Everything that views read. Only `shell::apply` and the ends of deeds change it.
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
    /// Number of changes handed to the desk and not yet saved.
    pub saving: usize,
    /// The dossier opened in the archive, once it is read.
    pub dossier: Option<Arc<OpenedDossier>>,
    /// Files of a cycle that differ from what was attached, when they were last compared.
    pub outside: Option<(CycleId, Looked)>,
    /// The last check of each dossier in this run of the program.
    pub checks: BTreeMap<String, Arc<crate::archive::Report>>,
    /// The last check of the whole archive in this run of the program.
    pub checked: Option<Arc<Round>>,
    /// The last backup in this run of the program.
    pub backed_up: Option<Arc<backup::Done>>,
    /// Before this time no backup begins by itself.
    pub backup_after: Option<DateTime<FixedOffset>>,
    /// Files whose banner was dismissed.
    pub dismissed: BTreeSet<PathBuf>,
    /// Risky documents that the person has opened anyway in this run of the program.
    pub trusted: BTreeSet<PathBuf>,
    /// The time of this frame; views have no clock of their own.
    pub now: DateTime<FixedOffset>,
    /// Timings of the open cycles, by cycle; computed again when the data or the day change.
    pub timings: BTreeMap<CycleId, Vec<StepTiming>>,
    timed_on: Option<NaiveDate>,
}

impl Model {
    /// A model without a data folder.
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

    /// The last check of the whole archive, in this run or earlier on any PC.
    pub fn round(&self) -> Option<&Round> {
        let before = self.snapshot().and_then(|snapshot| snapshot.round.as_deref());
        let own = self.checked.as_deref();
        own.filter(|own| before.is_none_or(|before| before.at <= own.at)).or(before)
    }

    /// Where the open data folder is backed up, and how the last backup went.
    pub fn backup(&self) -> Option<&BackupChoice> {
        self.settings.backups.get(&self.snapshot()?.store)
    }

    /// Whether messages about the data folder `told` concern the open one: while another folder is being
    /// opened, they do not.
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

    /// Whether a cycle is read-only: the folder can't be written to, or a newer version of the program wrote
    /// to the cycle.
    pub fn is_read_only(&self, cycle: CycleId) -> bool {
        self.snapshot().is_none_or(|snapshot| snapshot.read_only || snapshot.newer.contains(&cycle))
    }

    /// Files in the folder of a cycle that no event names, as paths relative to it.
    pub fn orphans(&self, cycle: CycleId) -> &[String] {
        let found = self.outside.as_ref().filter(|(of, _)| *of == cycle);
        found.map_or(&[], |(_, found)| &found.orphans)
    }

    /// The file of a version, where it waits on this PC because the data folder was not reachable.
    pub fn parcel(&self, cycle: CycleId, file: &FileRef) -> Option<&Parcel> {
        let mut parcels = self.snapshot()?.parcels.iter();
        parcels.find(|parcel| parcel.cycle == cycle && parcel.file == *file)
    }

    /// Documents of which a file waits on this PC for the data folder: step and title of each.
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

    /// Path of a version's file: where the events say, where the file was found, or where it waits on this
    /// PC.
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

    /// What happened to the file of a version outside the program.
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

    /// Today's date in the office's time zone.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Replaces the state of the data folder.
    pub fn set_snapshot(&mut self, snapshot: Snapshot) {
        let gone = self.nav.cycle.is_none_or(|id| !snapshot.cycles.contains_key(&id));
        if gone {
            self.nav.step = None;
            // The latest cycle that is still worked on, else the latest of all.
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
