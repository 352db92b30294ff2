//! The index of years: which dossiers there are, found by reading each bag's own summary.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::bag::read_capped;
use super::dossier::Summary;
use super::report::seal_digest;
use super::retention::{Phase, Schedule};
use super::tagfile::{Tags, decode};
use super::{Manifest, Search};
use crate::cycle::{Change, Cycle, CycleId, Event, EventId, Kind, Place, Seen, Stamp, WriterId};
use crate::sop;
use crate::store::{self, Algorithm, Disk, Entry, FileKind, read_export, sha256};

/// Folder of the dossiers below the data folder.
pub const FOLDER: &str = store::ARCHIVE;

/// Path of a file of a dossier, in the data folder at `root`; an empty `path` is the dossier itself.
pub fn path_in(root: &Path, dossier: &str, path: &str) -> PathBuf {
    root.join(FOLDER).join(dossier).join(path)
}

/// Name of the manifest of the payload.
const LISTS: &str = "manifest-sha256.txt";
const MAX_SUMMARY: u64 = 64 << 20;
pub(super) const MAX_MANIFEST: u64 = 64 << 20;

/// A sealed dossier in the list.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Folder of the dossier below `arsip/`; also its name.
    pub folder: String,
    /// Plan year; none for a foreign bag whose name has no year.
    pub year: Option<i32>,
    /// SHA-256 of `tagmanifest-sha256.txt`.
    pub seal: Option<String>,
    /// Files of the payload, as its `Payload-Oxum` says.
    pub files: u64,
    /// Bytes of the payload, as its `Payload-Oxum` says.
    pub bytes: u64,
    /// Where the paper lies now: as in the form, unless [`Index::set_place`] has said otherwise.
    pub place: Place,
    /// Whether a later revision of the same cycle is in the archive.
    pub superseded: bool,
    /// The dossier's own summary; none for a bag of another program.
    pub summary: Option<Summary>,
    /// Tags of `bag-info.txt`.
    pub info: Tags,
    /// Title that a person gave to a bag of another program when importing it; see [`Index::set_given`].
    pub given: Option<String>,
}

impl Dossier {
    /// The cycle of the dossier; none for a bag of another program.
    pub fn cycle(&self) -> Option<CycleId> {
        self.summary.as_ref().map(|summary| summary.cycle)
    }

    /// Judul berkas, else the folder's name.
    pub fn title(&self) -> &str {
        let title = self.summary.as_ref().map(|summary| summary.form.title.as_str());
        let title = title.or(self.given.as_deref());
        title.filter(|title| !title.trim().is_empty()).unwrap_or(&self.folder)
    }

    /// The day on which the dossier was sealed.
    pub fn sealed_on(&self) -> Option<NaiveDate> {
        match &self.summary {
            Some(summary) => Some(summary.sealed.at.date_naive()),
            None => self.info.get("Bagging-Date")?.parse().ok(),
        }
    }

    /// Dates of the dossier's retention; none for a bag of another program.
    pub fn schedule(&self) -> Option<Schedule> {
        let summary = self.summary.as_ref()?;
        Some(Schedule::new(self.sealed_on()?, &summary.form.retention))
    }

    /// Number of documents in the dossier, removed ones left out.
    pub fn documents(&self) -> usize {
        self.summary.as_ref().map_or(0, |summary| summary.documents().count())
    }
}

/// A folder or file in `arsip/` that could not be listed as a whole dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexProblem {
    /// The folder or file.
    pub path: PathBuf,
    /// What is wrong with the folder or file.
    pub fault: IndexFault,
}

/// What can be wrong with a folder of the archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexFault {
    /// A sealing was cut off, or its dossier has not fully arrived yet; sealing again makes a new one. Holds
    /// the cycle, where it can be told.
    #[error("an unfinished sealing")]
    Unfinished(Option<CycleId>),
    /// The folder or file could not be read; holds the system's words.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The folder or file could not be understood; holds the reason.
    #[error("broken: {0}")]
    Broken(String),
    /// The dossier was made by a newer version of the program.
    #[error("made by a newer version of the program")]
    Newer,
    /// The content is not the one that its manifest lists.
    #[error("changed since it was sealed")]
    Changed,
}

/// All dossiers, the newest year first.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The dossiers.
    pub dossiers: Vec<Dossier>,
}

impl Index {
    /// Reads the archive of a data folder. Whatever can't be listed is in the second part, and never keeps
    /// the rest from being listed.
    pub fn load(disk: &dyn Disk, root: &Path) -> (Self, Vec<IndexProblem>) {
        let folder = root.join(FOLDER);
        let mut problems = Vec::new();
        let folders = match folders_in(disk, &folder, &mut problems) {
            Ok(folders) => folders,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Default::default(),
            Err(error) => {
                let fault = IndexFault::Unreadable(error.to_string());
                return (Self::default(), vec![IndexProblem { path: folder, fault }]);
            }
        };
        let mut dossiers = Vec::new();
        for (dossier, found) in read_all(disk, &folder, &folders) {
            dossiers.extend(dossier);
            problems.extend(found);
        }
        dossiers.sort_by(|a: &Dossier, b| (b.year, &b.folder).cmp(&(a.year, &a.folder)));
        let latest: Vec<_> = dossiers
            .iter()
            .filter_map(|dossier| dossier.summary.as_ref())
            .map(|summary| (summary.cycle, summary.revision))
            .collect();
        for dossier in &mut dossiers {
            if let Some(own) = &dossier.summary {
                dossier.superseded =
                    latest.iter().any(|(cycle, revision)| *cycle == own.cycle && *revision > own.revision);
            }
        }
        (Self { dossiers }, problems)
    }

    /// The dossier with that folder below `arsip/`.
    pub fn get(&self, folder: &str) -> Option<&Dossier> {
        self.dossiers.iter().find(|dossier| dossier.folder == folder)
    }

    /// Sets where the paper of a dossier lies, as the office's journal records it.
    pub fn set_place(&mut self, folder: &str, place: Place) {
        if let Some(dossier) = self.dossiers.iter_mut().find(|dossier| dossier.folder == folder) {
            dossier.place = place;
        }
    }

    /// Sets title and year of a bag of another program, as the office's journal records them.
    pub fn set_given(&mut self, folder: &str, title: &str, year: i32) {
        let foreign = |dossier: &&mut Dossier| dossier.folder == folder && dossier.summary.is_none();
        if let Some(dossier) = self.dossiers.iter_mut().find(foreign) {
            dossier.given = Some(title.to_owned());
            dossier.year = Some(year);
            self.dossiers.sort_by(|a, b| (b.year, &b.folder).cmp(&(a.year, &a.folder)));
        }
    }

    /// A search over all dossiers; open cycles can be added to it.
    pub fn search(&self) -> Search {
        let mut search = Search::new();
        for dossier in &self.dossiers {
            if let Some(summary) = &dossier.summary {
                search.add_summary(&dossier.folder, summary);
            } else {
                let description = dossier.info.get("External-Description").unwrap_or_default();
                search.add_foreign(&dossier.folder, dossier.year, dossier.title(), description);
            }
        }
        search
    }

    /// Number of dossiers for each choice of the filters.
    pub fn facets(&self, today: NaiveDate) -> Facets {
        let mut facets = Facets::default();
        for dossier in &self.dossiers {
            count(&mut facets.years, dossier.year);
            count(&mut facets.kinds, KindFacet::of(dossier));
            if let Some(schedule) = dossier.schedule() {
                count(&mut facets.phases, schedule.phase(today));
            }
            let first = dossier.place.parts().next().map(|part| part.trim().to_owned());
            count(&mut facets.places, first);
        }
        facets.years.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
        facets.kinds.sort();
        facets.phases.sort();
        facets.places.sort();
        facets
    }

    /// The dossiers that pass a filter.
    pub fn filtered<'a>(&'a self, filter: &'a Filter, today: NaiveDate) -> impl Iterator<Item = &'a Dossier> {
        self.dossiers.iter().filter(move |dossier| filter.passes(dossier, today))
    }
}

/// Original plan, revision, or a bag of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindFacet {
    /// Induk.
    Induk,
    /// Perubahan of any number.
    Perubahan,
    /// Made by another program.
    Foreign,
}

impl KindFacet {
    /// The facet of a dossier.
    pub fn of(dossier: &Dossier) -> Self {
        match dossier.cycle().map(|cycle| cycle.kind) {
            Some(Kind::Induk) => Self::Induk,
            Some(Kind::Perubahan(_)) => Self::Perubahan,
            None => Self::Foreign,
        }
    }
}

/// Number of dossiers for each choice of the filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By plan year, the newest first; none for bags without a year.
    pub years: Vec<(Option<i32>, usize)>,
    /// By kind.
    pub kinds: Vec<(KindFacet, usize)>,
    /// By state of retention.
    pub phases: Vec<(Phase, usize)>,
    /// By the largest part of the place; none where no place is given.
    pub places: Vec<(Option<String>, usize)>,
}

/// Which dossiers to show; an empty filter shows all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this plan year.
    pub year: Option<Option<i32>>,
    /// Only those of this kind.
    pub kind: Option<KindFacet>,
    /// Only those in this state of retention.
    pub phase: Option<Phase>,
    /// Only those whose place has this largest part.
    pub place: Option<Option<String>>,
}

impl Filter {
    /// Whether a dossier is shown.
    pub fn passes(&self, dossier: &Dossier, today: NaiveDate) -> bool {
        let phase = || dossier.schedule().map(|schedule| schedule.phase(today));
        let place = || dossier.place.parts().next().map(|part| part.trim().to_owned());
        self.year.is_none_or(|year| year == dossier.year)
            && self.kind.is_none_or(|kind| kind == KindFacet::of(dossier))
            && self.phase.is_none_or(|wanted| phase() == Some(wanted))
            && self.place.as_ref().is_none_or(|wanted| place() == *wanted)
    }
}

fn count<T: PartialEq>(counts: &mut Vec<(T, usize)>, value: T) {
    match counts.iter_mut().find(|(known, _)| *known == value) {
        Some((_, count)) => *count += 1,
        None => counts.push((value, 1)),
    }
}

/// The folders that may hold a dossier; unfinished ones are named as problems.
fn folders_in(
    disk: &dyn Disk,
    folder: &Path,
    problems: &mut Vec<IndexProblem>,
) -> std::io::Result<Vec<String>> {
    let mut folders = Vec::new();
    for Entry { name, kind } in disk.read_dir(folder)? {
        // `pemeriksaan` holds reports of checks; a dot hides a folder of a sync program.
        if name == "pemeriksaan" || name.starts_with('.') || kind != FileKind::Folder {
            continue;
        }
        let path = folder.join(&name);
        let mark = match disk.metadata(&path.join("bagit.txt")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound && !name.starts_with('~') => {
                problems.push(IndexProblem { path, fault: IndexFault::Unreadable(error.to_string()) });
                continue;
            }
            mark => mark,
        };
        if name.starts_with('~') || !mark.is_ok_and(|meta| meta.kind == FileKind::File) {
            let fault = IndexFault::Unfinished(cycle_of_unfinished(disk, &path, &name));
            problems.push(IndexProblem { path, fault });
        } else {
            folders.push(name);
        }
    }
    Ok(folders)
}

/// The cycle of an unfinished dossier: by its name, else by its summary, if that was written already.
fn cycle_of_unfinished(disk: &dyn Disk, path: &Path, name: &str) -> Option<CycleId> {
    let by_name = match store::temp_name_says(name) {
        Some(cycle) => CycleId::from_folder(cycle),
        None => CycleId::from_title(name.split(" (revisi ").next().unwrap_or(name)),
    };
    by_name.or_else(|| {
        let bytes = read_capped(disk, &path.join("data/siklus.ron"), MAX_SUMMARY).ok()??;
        parse_summary(&bytes).ok().map(|summary| summary.cycle)
    })
}

type Read = (Option<Dossier>, Vec<IndexProblem>);

/// Reads the dossiers on all cores: parsing fifty summaries takes longer than reading them.
fn read_all(disk: &dyn Disk, archive: &Path, folders: &[String]) -> Vec<Read> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let share = folders.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = folders
            .chunks(share)
            .map(|part| {
                scope.spawn(|| part.iter().map(|folder| read_one(disk, archive, folder)).collect::<Vec<_>>())
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn read_one(disk: &dyn Disk, archive: &Path, folder: &str) -> Read {
    let root = archive.join(folder);
    let mut problems = Vec::new();
    let mut problem = |name: &str, fault| problems.push(IndexProblem { path: root.join(name), fault });
    let info = load_tags(disk, &root, &mut problem);
    let seal = load(disk, &root, "tagmanifest-sha256.txt", MAX_MANIFEST, &mut problem);
    let summary = match load(disk, &root, "data/siklus.ron", MAX_SUMMARY, &mut problem) {
        None => None,
        Some(bytes) => {
            // A manifest that can't be read is reported as such, not as a changed summary.
            let lists = load(disk, &root, LISTS, MAX_MANIFEST, &mut problem);
            let unread = lists.is_none() && disk.metadata(&root.join(LISTS)).is_ok();
            let listed = lists.and_then(|lists| listed_digest(&lists, "data/siklus.ron"));
            if !unread && listed.is_none_or(|listed| listed != sha256(&bytes)) {
                problem("data/siklus.ron", IndexFault::Changed);
            }
            match parse_summary(&bytes) {
                Ok(summary) => Some(summary),
                Err(fault) => {
                    problem("data/siklus.ron", fault);
                    None
                }
            }
        }
    };
    let (bytes, files) = info
        .get("Payload-Oxum")
        .and_then(|oxum| oxum.split_once('.'))
        .and_then(|(bytes, files)| Some((bytes.parse().ok()?, files.parse().ok()?)))
        .unwrap_or_default();
    let dossier = Dossier {
        folder: folder.to_owned(),
        year: summary.as_ref().map(|summary| summary.cycle.year).or_else(|| year_in(folder)),
        seal: seal.as_deref().map(seal_digest),
        files,
        bytes,
        place: summary.as_ref().map(|summary| summary.form.place.clone()).unwrap_or_default(),
        superseded: false,
        summary,
        info,
        given: None,
    };
    (Some(dossier), problems)
}

/// Bytes of a file of the bag; none if there is no such file.
fn load(
    disk: &dyn Disk,
    root: &Path,
    name: &str,
    cap: u64,
    problem: &mut impl FnMut(&str, IndexFault),
) -> Option<Vec<u8>> {
    match read_capped(disk, &root.join(name), cap) {
        Ok(Some(bytes)) => Some(bytes),
        Ok(None) => {
            problem(name, IndexFault::Broken("too large".to_owned()));
            None
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            problem(name, IndexFault::Unreadable(error.to_string()));
            None
        }
    }
}

fn load_tags(disk: &dyn Disk, root: &Path, problem: &mut impl FnMut(&str, IndexFault)) -> Tags {
    const NAME: &str = "bag-info.txt";
    let Some(bytes) = load(disk, root, NAME, 4 << 20, problem) else { return Tags::default() };
    // A foreign bag may use another encoding; its tags are only shown.
    let text = decode(&bytes, "UTF-8").or_else(|| decode(&bytes, "ISO-8859-1")).unwrap_or_default();
    Tags::parse(&text).unwrap_or_else(|error| {
        problem(NAME, IndexFault::Broken(error.to_string()));
        Tags::default()
    })
}

/// The SHA-256 that a bag's manifest lists for one file of the payload.
fn listed_digest(manifest: &[u8], path: &str) -> Option<String> {
    let manifest = Manifest::parse(Algorithm::Sha256, false, std::str::from_utf8(manifest).ok()?);
    manifest.entries.into_iter().find(|entry| entry.path == path).map(|entry| entry.digest)
}

/// The newest layout of `siklus.ron` and `jurnal.ron` that this program reads.
pub(super) const LAYOUT: u32 = 1;

/// The summary of a bag; none if it has no such file.
pub(super) fn load_summary(disk: &dyn Disk, bag: &Path) -> Option<Result<Summary, IndexFault>> {
    match read_capped(disk, &bag.join("data/siklus.ron"), MAX_SUMMARY) {
        Ok(Some(bytes)) => Some(parse_summary(&bytes)),
        Ok(None) => Some(Err(IndexFault::Broken("too large".to_owned()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(IndexFault::Unreadable(error.to_string()))),
    }
}

fn parse_summary(bytes: &[u8]) -> Result<Summary, IndexFault> {
    let summary: Summary = parse_ron(bytes)?;
    if !summary.cycle.is_valid() {
        return Err(IndexFault::Broken("the plan year is out of range".to_owned()));
    }
    Ok(summary)
}

/// Reads a RON file with a layout number `v`, refusing unknown fields.
fn parse_ron<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, IndexFault> {
    /// The layout number alone, of any version.
    #[derive(serde::Deserialize)]
    struct Versioned {
        v: u32,
    }
    let broken = |error: &dyn std::fmt::Display| IndexFault::Broken(error.to_string());
    let text = std::str::from_utf8(bytes).map_err(|error| broken(&error))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match ron::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) => match ron::from_str::<Versioned>(text) {
            Ok(Versioned { v }) if v > LAYOUT => Err(IndexFault::Newer),
            _ => Err(broken(&error)),
        },
    }
}

/// The first number of four digits in a name that can be a plan year.
fn year_in(name: &str) -> Option<i32> {
    let numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).find(|year| CycleId::YEARS.contains(year))
}

/// A sealed dossier with its cycle, to show its own sheet.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The cycle, folded from the dossier's own journal under its own SOP.
    pub cycle: Cycle,
    /// The dossier.
    pub dossier: Dossier,
}

/// Opens a sealed dossier of this program, so that its sheet can be shown as it was. Reads only its
/// summary, journal and SOP.
pub fn open(disk: &dyn Disk, root: &Path, folder: &str) -> Result<Opened, IndexProblem> {
    let archive = root.join(FOLDER);
    let bag = archive.join(folder);
    let fail = |name: &str, fault| IndexProblem { path: bag.join(name), fault };
    let (dossier, problems) = read_one(disk, &archive, folder);
    let id = dossier.as_ref().and_then(Dossier::cycle);
    // A dossier whose seal or tags can't be read would not be shown as it is.
    let is_unread = |problem: &IndexProblem| matches!(problem.fault, IndexFault::Unreadable(_));
    if let Some(unread) = problems.iter().find(|problem| is_unread(problem)) {
        return Err(unread.clone());
    }
    let (Some(dossier), Some(id)) = (dossier, id) else {
        let fault = IndexFault::Broken("not a dossier of this program".to_owned());
        return Err(problems.into_iter().next().unwrap_or_else(|| fail("data/siklus.ron", fault)));
    };
    let read = |name: &str| match read_capped(disk, &bag.join(name), MAX_SUMMARY) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(fail(name, IndexFault::Broken("too large".to_owned()))),
        Err(error) => Err(fail(name, IndexFault::Unreadable(error.to_string()))),
    };
    let text = |name: &str| {
        String::from_utf8(read(name)?).map_err(|error| fail(name, IndexFault::Broken(error.to_string())))
    };
    let (mut events, faults) = read_export::<Change>(&text("data/jurnal.ron")?);
    if let Some((part, kind, reason)) = faults.into_iter().next() {
        let fault = match kind {
            store::ProblemKind::Newer => IndexFault::Newer,
            _ => IndexFault::Broken(format!("event {part}: {reason}")),
        };
        return Err(fail("data/jurnal.ron", fault));
    }
    let text = text("data/sop.ron")?;
    let sop = sop::parse("sop.ron", &text)
        .map_err(|error| fail("data/sop.ron", IndexFault::Broken(error.to_string())))?;
    events.extend(sealing(&dossier, &events));
    Ok(Opened { cycle: Cycle::new(id, std::sync::Arc::new(sop), events), dossier })
}

/// The event of the sealing, which the dossier's own journal can't hold: with it the cycle is read-only.
fn sealing(dossier: &Dossier, events: &[Event]) -> Option<Event> {
    let summary = dossier.summary.as_ref()?;
    let clock = events.iter().map(|event| event.stamp.clock).max().unwrap_or_default();
    let stamp = Stamp {
        id: EventId(WriterId(FOLDER.to_owned()), 1),
        by: summary.sealed.by.clone(),
        at: summary.sealed.at,
        clock: clock.tick(summary.sealed.at.timestamp_millis()),
        seen: Seen::default(),
    };
    let digest = dossier.seal.clone().unwrap_or_default();
    Some(Event { stamp, body: Change::Sealed { bag: dossier.folder.clone(), digest }, more: 0 })
}
