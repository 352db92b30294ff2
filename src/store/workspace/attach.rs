//! Attaching documents: copied, compared, named, and only then recorded.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use chrono::{DateTime, FixedOffset, Utc};

use super::Workspace;
use super::execute::{no_cycle, step_folder};
use crate::cycle::{Change, Command, Cycle, CycleId, EventId, FileRef, Refusal};
use crate::sop::{SlotKey, StepNo};
use crate::store::copy::{Copied, copy_to_temp, look};
use crate::store::digest::{Algorithm, digest_file, file_name};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::{Folder, join};
use crate::store::journal::Who;
use crate::store::progress::{Cancelled, Progress};
use crate::store::temp::Temp;

/// Number of files copied at the same time: while one waits for the disk to sync, others are read and hashed.
const WORKERS: usize = 8;
/// Most files recorded together, by one write of the journal.
const BATCH: usize = 64;

/// A file to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attach {
    /// The file; it stays where it is.
    pub source: PathBuf,
    /// The step it belongs to.
    pub step: StepNo,
    /// The slot it fills; none for an extra document.
    pub slot: Option<SlotKey>,
    /// What it is called on screen; empty for the file's name without extension.
    pub title: String,
    /// The stage it has reached.
    pub stage: Option<String>,
    /// The document of which it is a newer version; step, slot and title are then that document's.
    pub version_of: Option<EventId>,
}

/// A file that stands in the cycle's folder already, to be made a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopt {
    /// Its path as given by [`Workspace::orphans`].
    pub path: String,
    /// The step it belongs to.
    pub step: StepNo,
    /// The slot it fills; none for an extra document.
    pub slot: Option<SlotKey>,
    /// What it is called on screen; empty for the file's name without extension.
    pub title: String,
    /// The document of which it is a newer version.
    pub version_of: Option<EventId>,
}

/// A copy that is whole and durable, but has neither its name nor its event yet.
struct Taken {
    /// Where the cycle's files go: its folder, or the outbox.
    files: Folder,
    temp: Temp,
    copied: Copied,
    target: String,
}

/// A copy that has its name, and waits for its event.
struct Placed {
    /// The folder of the step.
    dir: Folder,
    name: String,
    /// Name of the copy while it was unfinished.
    unfinished: String,
    changes: Vec<Change>,
}

/// What a thread needs to take in files of one cycle.
struct Intake<'a> {
    /// Where the files go: the cycle's folder, or the outbox.
    files: &'a Folder,
    data: &'a Path,
    cycle: &'a Cycle,
}

impl Workspace {
    /// Attaches a file and gives back the event that names it. Failed or cancelled, it leaves nothing. While
    /// the data folder is away, the file goes to the outbox, as its event does.
    pub fn attach(
        &mut self,
        id: CycleId,
        attach: &Attach,
        who: &Who,
        progress: &dyn Progress,
    ) -> Result<EventId, StoreError> {
        self.prepare_attaching(id)?;
        let taken = self.intake(id)?.take(attach, progress);
        let filed = self.file(id, vec![(attach, taken)], who, progress).pop();
        filed.unwrap_or_else(|| Err(Refusal::NoChange.into()))
    }

    /// Attaches many files, several at a time, recorded in the order given. Each has its own result; when
    /// cancelled, those already recorded stay.
    pub fn attach_many(
        &mut self,
        id: CycleId,
        files: &[Attach],
        who: &Who,
        progress: &dyn Progress,
    ) -> Vec<Result<EventId, StoreError>> {
        if let Err(error) = self.prepare_attaching(id) {
            return files.iter().map(|_| Err(error.clone())).collect();
        }
        // The threads read the cycle as it is now, while this one records.
        let (folder, cycle) = match self.open_cycle(id) {
            Ok(open) => (open.files(self.away).clone(), open.cycle.clone()),
            Err(error) => return files.iter().map(|_| Err(error.clone())).collect(),
        };
        let Some(cycle) = cycle else { return files.iter().map(|_| Err(no_cycle(id))).collect() };
        let data = self.canonical.clone();
        let intake = Intake { files: &folder, data: &data, cycle: &cycle };
        let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let mut results = Vec::with_capacity(files.len());
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(BATCH);
            for _ in 0..WORKERS.min(files.len()) {
                let sender = sender.clone();
                let (intake, next, stopped) = (&intake, &next, &stopped);
                scope.spawn(move || {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(attach) = files.get(index) else { return };
                        let taken = if stopped.load(Ordering::Relaxed) {
                            Err(Cancelled.into())
                        } else {
                            intake.take(attach, progress)
                        };
                        if taken.as_ref().is_err_and(StoreError::is_cancelled) {
                            stopped.store(true, Ordering::Relaxed);
                        }
                        if sender.send((index, taken)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut early = BTreeMap::new();
            while let Ok((index, taken)) = receiver.recv() {
                early.insert(index, taken);
                early.extend(receiver.try_iter());
                loop {
                    let next = results.len();
                    let ready: Vec<_> = (next..files.len().min(next + BATCH))
                        .map_while(|index| Some((&files[index], early.remove(&index)?)))
                        .collect();
                    if ready.is_empty() {
                        break;
                    }
                    results.extend(self.file(id, ready, who, progress));
                }
            }
        });
        results
    }

    /// Makes a document of a file that stands in the cycle's folder already.
    pub fn adopt(
        &mut self,
        id: CycleId,
        adopt: &Adopt,
        who: &Who,
        progress: &dyn Progress,
    ) -> Result<EventId, StoreError> {
        self.prepare_files(id)?;
        let open = self.open_cycle(id)?;
        let path = open.folder.path(&adopt.path)?;
        if !self.orphans(id)?.contains(&adopt.path) {
            return Err(StoreError::new(ErrorKind::BadPath, path));
        }
        let file = self.describe(&path, adopt.path.clone(), file_name(&path), progress)?;
        let attach = Attach {
            source: path,
            step: adopt.step,
            slot: adopt.slot.clone(),
            title: adopt.title.clone(),
            stage: None,
            version_of: adopt.version_of.clone(),
        };
        let command = command(&attach, file);
        self.execute(id, &command, who).and_then(last)
    }

    /// Makes what a person has edited in place, outside the program, a newer version of its document. The
    /// file stays where it is; the content of the version before is gone.
    pub fn take_changed(
        &mut self,
        id: CycleId,
        document: &EventId,
        who: &Who,
        progress: &dyn Progress,
    ) -> Result<EventId, StoreError> {
        self.prepare_files(id)?;
        let open = self.open_cycle(id)?;
        let cycle = open.cycle.as_ref().ok_or_else(|| no_cycle(id))?;
        let known = cycle.state().documents.get(document).ok_or(Refusal::NoSuchItem)?;
        let file = &known.current().file;
        let (full, path) = (self.document_path(id, file)?, open.actual(file).to_owned());
        let file = self.describe(&full, path, file.original.clone(), progress)?;
        let command = Command::TakeChanged { document: document.clone(), file };
        self.execute(id, &command, who).and_then(last)
    }

    /// A file as an event names it. The file must not change while it is read.
    fn describe(
        &self,
        full: &Path,
        path: String,
        original: String,
        progress: &dyn Progress,
    ) -> Result<FileRef, StoreError> {
        let disk = self.folder.disk().as_ref();
        let before = look(disk, full)?;
        let (size, digests) = digest_file(disk, full, &[Algorithm::Sha256], progress)?;
        // Whoever put the file there may not have waited for the disk: after a power loss the event would be
        // there, but not the file.
        self.folder.secure_file(full)?;
        if look(disk, full)? != before {
            return Err(StoreError::new(ErrorKind::SourceChanged, full));
        }
        let modified = before.modified.map(time);
        Ok(FileRef { path, original, size, sha256: digests.concat(), modified })
    }

    fn intake(&self, id: CycleId) -> Result<Intake<'_>, StoreError> {
        let open = self.open_cycle(id)?;
        let cycle = open.cycle.as_ref().ok_or_else(|| no_cycle(id))?;
        Ok(Intake { files: open.files(self.away), data: &self.canonical, cycle })
    }

    /// As [`Self::prepare`], but first asks whether a folder that was away is back.
    fn prepare_attaching(&mut self, id: CycleId) -> Result<(), StoreError> {
        self.reach_if_away();
        self.prepare(id)
    }

    /// Gives copies their names and records them, all in one file of the journal. One result for each copy.
    fn file(
        &mut self,
        id: CycleId,
        taken: Vec<(&Attach, Result<Taken, StoreError>)>,
        who: &Who,
        progress: &dyn Progress,
    ) -> Vec<Result<EventId, StoreError>> {
        if let Err(error) = self.prepare(id) {
            return taken.into_iter().map(|(_, taken)| taken.and(Err(error.clone()))).collect();
        }
        let files: Vec<_> = taken.iter().map(|(attach, _)| *attach).collect();
        let mut placed = self.place_all(id, taken);
        let is_lost = |index: &usize| placed[*index].as_ref().is_err_and(StoreError::may_pass);
        let lost: Vec<_> = (0..files.len()).filter(is_lost).collect();
        if !lost.is_empty() {
            self.reach_unless_away();
        }
        if self.away {
            // The folder has gone meanwhile: files lost with it are taken in again, to wait on this PC.
            let take = |attach| (attach, self.intake(id).and_then(|intake| intake.take(attach, progress)));
            let again = lost.iter().map(|index| take(files[*index])).collect();
            for (index, again) in lost.into_iter().zip(self.place_all(id, again)) {
                placed[index] = again;
            }
        }
        let changes = placed.iter().flatten().flat_map(|placed| placed.changes.clone()).collect();
        let recorded = self.record(id, changes, who);
        self.find_parcels(id);
        match recorded {
            Ok(events) => {
                let mut events = events.into_iter();
                placed.into_iter().map(|placed| last(events.by_ref().take(placed?.changes.len()))).collect()
            }
            Err(fault) => placed
                .into_iter()
                .map(|placed| {
                    let placed = placed?;
                    if fault.certain {
                        placed.take_back();
                    }
                    Err(fault.error.clone())
                })
                .collect(),
        }
    }

    /// Gives copies their names, durably. One result for each copy.
    fn place_all(
        &self,
        id: CycleId,
        taken: Vec<(&Attach, Result<Taken, StoreError>)>,
    ) -> Vec<Result<Placed, StoreError>> {
        let names = self.naming.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut placed: Vec<_> = taken
            .into_iter()
            .map(|(attach, taken)| taken.and_then(|taken| self.place(id, attach, taken)))
            .collect();
        drop(names);
        sync_names(&mut placed);
        placed
    }

    /// Gives a copy its name, which is not durable until its folder is synced.
    fn place(&self, id: CycleId, attach: &Attach, mut taken: Taken) -> Result<Placed, StoreError> {
        let open = self.open_cycle(id)?;
        let cycle = open.cycle.as_ref().ok_or_else(|| no_cycle(id))?;
        let files = &taken.files;
        if self.away && files.root() == open.folder.root() {
            // A dead share can take a minute to answer: it is not asked again.
            return Err(StoreError::new(ErrorKind::Away, self.root()));
        }
        let original = file_name(&attach.source);
        let unfinished = file_name(taken.temp.path());
        let mut file = FileRef {
            path: String::new(),
            original,
            size: taken.copied.size,
            sha256: taken.copied.digests.concat(),
            modified: taken.copied.modified.map(time),
        };
        loop {
            let name = open.free_name(files, id, &taken.target, &file.original)?;
            file.path = join(&taken.target, &name);
            let changes = cycle.decide(&command(attach, file.clone()))?;
            match taken.temp.rename_no_replace(&files.path(&file.path)?) {
                // Another program took the name meanwhile.
                Err(error) if *error.kind() == ErrorKind::Exists => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    return Ok(Placed { dir: files.sub(&taken.target)?, name, unfinished, changes });
                }
            }
        }
    }
}

/// Makes the names of files durable, folder by folder. Where that fails, the files are removed again.
fn sync_names(placed: &mut [Result<Placed, StoreError>]) {
    let dirs = placed.iter().flatten().map(|placed| (placed.dir.root().to_owned(), placed.dir.clone()));
    for (root, dir) in dirs.collect::<BTreeMap<_, _>>() {
        let Err(error) = dir.sync("") else { continue };
        for file in placed.iter_mut() {
            if let Ok(own) = file
                && own.dir.root() == root
            {
                own.take_back();
                *file = Err(error.clone());
            }
        }
    }
}

impl Placed {
    /// Removes the program's own copy, which no event names.
    fn take_back(&self) {
        let removed = self
            .dir
            .rename(&self.name, &self.unfinished)
            .and_then(|()| self.dir.remove_unfinished(&self.unfinished));
        if let Err(error) = removed {
            log::error!("{} stays, though it is not attached: {error}", self.name);
        }
    }
}

impl Intake<'_> {
    fn take(&self, attach: &Attach, progress: &dyn Progress) -> Result<Taken, StoreError> {
        let disk = self.files.disk().as_ref();
        let source = attach.source.as_path();
        look(disk, source)?;
        let canonical = disk.canonicalize(source).map_err(|error| StoreError::io(source, error))?;
        if canonical.starts_with(self.data) {
            return Err(StoreError::new(ErrorKind::InsideDataFolder, source));
        }
        // Refused before the file is copied, as far as that can be known without its content.
        let unknown = FileRef {
            path: "berkas".to_owned(),
            original: String::new(),
            size: 0,
            sha256: "0".repeat(64),
            modified: None,
        };
        self.cycle.decide(&command(attach, unknown))?;
        let step = match &attach.version_of {
            Some(document) => self.cycle.state().documents.get(document).ok_or(Refusal::NoSuchItem)?.step,
            None => attach.step,
        };
        let target = step_folder(&self.cycle.sop, step);
        let dir = self.files.path(&target)?;
        let (temp, copied) = copy_marked(self.files, source, &dir, progress)?;
        Ok(Taken { files: self.files.clone(), temp, copied, target })
    }
}

/// Copies a document to an unfinished one in `dir`, with the mark of where it came from.
pub(super) fn copy_marked(
    folder: &Folder,
    source: &Path,
    dir: &Path,
    progress: &dyn Progress,
) -> Result<(Temp, Copied), StoreError> {
    let (temp, copied) = copy_to_temp(folder, source, dir, &[Algorithm::Sha256], progress)?;
    if let Err(error) = folder.disk().copy_origin_mark(source, temp.path()) {
        // The folder may lie on a file system that knows no such marks.
        log::info!("{}: without its mark of origin: {error}", source.display());
    }
    Ok((temp, copied))
}

fn command(attach: &Attach, file: FileRef) -> Command {
    let stage = attach.stage.clone();
    if let Some(document) = attach.version_of.clone() {
        return Command::AddVersion { document, file, stage };
    }
    let title = attach.title.trim();
    let stem = attach.source.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let title = if title.is_empty() { stem.unwrap_or_default() } else { title.to_owned() };
    Command::AddDocument { step: attach.step, slot: attach.slot.clone(), title, file, stage }
}

fn last(events: impl IntoIterator<Item = EventId>) -> Result<EventId, StoreError> {
    events.into_iter().last().ok_or_else(|| Refusal::NoChange.into())
}

fn time(time: std::time::SystemTime) -> DateTime<FixedOffset> {
    DateTime::<Utc>::from(time).fixed_offset()
}
