//! Making and opening data folders and cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::documents::{FoundPaths, Named};
use super::{ARCHIVE, DOCUMENTS, JOURNAL, OFFICE, OpenCycle, QUARANTINE, SOP_FILE, SOPS, Workspace};
use crate::cycle::{Change, Cycle, CycleId, Event};
use crate::sop::{self, Sop, SopId};
use crate::store::disk::{Disk, FileKind};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::{Folder, join};
use crate::store::journal::{Arrived, Journal, Who};
use crate::store::layout::{self, Layout, MAX_SMALL, to_ron};
use crate::store::look_only::LookOnly;
use crate::store::names::safe_name;
use crate::store::office::{Office, OfficeChange};
use crate::store::os_disk::OsDisk;
use crate::store::outbox::Outbox;
use crate::store::problem::{Problem, ProblemKind};
use crate::store::reach::Reach;
use crate::store::writer::Writer;

impl Workspace {
    /// Makes a data folder and opens it. The folder at `root` may exist, but not be a data folder yet.
    /// `local` is the program's folder in local app data.
    pub fn create(root: &Path, local: &Path, office_name: &str, who: &Who) -> Result<Self, StoreError> {
        Self::create_on(Arc::new(OsDisk), root, local, office_name, who)
    }

    /// As [`Self::create`], on any disk.
    pub fn create_on(
        disk: Arc<dyn Disk>,
        root: &Path,
        local: &Path,
        office_name: &str,
        who: &Who,
    ) -> Result<Self, StoreError> {
        let folder = Folder::new(disk.clone(), root, &format!("baru-{}", std::process::id()));
        folder.create_dir("")?;
        // The folder may just have been made, so its name is synced. The folder above may be out of reach, a
        // share or a drive.
        if let Some(above) = root.parent()
            && let Err(error) = disk.sync_dir(above)
        {
            log::info!("{}: {error}", above.display());
        }
        if folder.metadata(layout::FILE)?.is_some() {
            return Err(StoreError::new(ErrorKind::Exists, folder.path(layout::FILE)?));
        }
        Layout::create(&folder)?;
        let mut workspace = Self::open_on(disk, root, local)?;
        workspace.change_office(vec![OfficeChange::NameSet { name: office_name.trim().to_owned() }], who)?;
        Ok(workspace)
    }

    /// Opens a data folder. Fails only if the folder is none, or if its layout is broken or newer: everything
    /// else that can't be read is among [`Self::problems`].
    pub fn open(root: &Path, local: &Path) -> Result<Self, StoreError> {
        Self::open_on(Arc::new(OsDisk), root, local)
    }

    /// As [`Self::open`], on any disk.
    pub fn open_on(disk: Arc<dyn Disk>, root: &Path, local: &Path) -> Result<Self, StoreError> {
        Self::open_without(disk, root, local, &BTreeSet::new())
    }

    /// Opens a data folder to look at it: nothing is written, neither to the folder nor on this PC.
    pub fn view(disk: Arc<dyn Disk>, root: &Path) -> Result<Self, StoreError> {
        Self::open_on(Arc::new(LookOnly(disk)), root, root)
    }

    /// As [`Self::open_on`], but leaves the cycles `later` to the first [`Self::poll`], so that a window with
    /// decades of sealed cycles need not wait for them.
    pub fn open_without(
        disk: Arc<dyn Disk>,
        root: &Path,
        local: &Path,
        later: &BTreeSet<CycleId>,
    ) -> Result<Self, StoreError> {
        let folder = Folder::new(disk.clone(), root, "");
        let layout = Layout::load(&folder)?;
        let canonical = disk.canonicalize(root).map_err(|error| StoreError::io(root, error))?;
        let local = Folder::new(disk, local, "");
        let writer = Writer::take(&local, &layout.store);
        let folder = folder.tagged(&writer.id().0).anchored();
        let outbox = Outbox::new(&local.tagged(&writer.id().0), &folder, &layout.store);
        let read_only = is_read_only(&folder);
        let office_outbox = outbox.below(OFFICE).below(JOURNAL);
        let office_journal = Journal::new(folder.below(OFFICE).below(JOURNAL), office_outbox, OFFICE);
        let mut workspace = Self {
            folder,
            canonical,
            writer,
            outbox,
            reach: Reach::default(),
            read_only,
            away: false,
            held_up: None,
            office: Office::default(),
            office_journal,
            disk_fault: None,
            cycles: BTreeMap::new(),
            naming: Arc::new(Mutex::new(())),
        };
        if !read_only {
            workspace.remove_general_remains();
        }
        workspace.poll_office();
        for id in workspace.cycle_folders()?.into_iter().filter(|id| !later.contains(id)) {
            workspace.load(id);
        }
        workspace.deliver();
        workspace.writer.settle();
        Ok(workspace)
    }

    /// Cycles that have a folder, or events in the outbox.
    pub(super) fn cycle_folders(&self) -> Result<Vec<CycleId>, StoreError> {
        let entries = self.folder.list("")?;
        let folders = entries.iter().filter(|entry| entry.kind == FileKind::Folder);
        let mut ids: Vec<_> = folders.filter_map(|entry| CycleId::from_folder(&entry.name)).collect();
        // A folder that was restored from an old copy may lack a cycle whose events wait in the outbox.
        let waiting = self.outbox.here().list("")?;
        for id in waiting.iter().filter_map(|entry| CycleId::from_folder(&entry.name)) {
            let parcels = || self.outbox.below(&id.folder()).below(JOURNAL).parcels();
            if !ids.contains(&id) && parcels().is_ok_and(|parcels| !parcels.is_empty()) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Reads a cycle from its folder, from the beginning. What can't be read is among [`Self::problems`].
    pub(super) fn load(&mut self, id: CycleId) {
        let folder = self.folder.below(&id.folder());
        let outbox = self.outbox.below(&id.folder());
        let journal = Journal::new(folder.below(JOURNAL), outbox.below(JOURNAL), &id.folder());
        let mut open = OpenCycle {
            folder,
            outbox,
            journal,
            cycle: None,
            sop_fault: None,
            disk_fault: None,
            found: FoundPaths::new(),
            unsure: false,
            parcels: Named::new(),
            dirty: false,
        };
        if let Err(error) = self.read_cycle(id, &mut open) {
            open.disk_fault = Some(unreadable(&error));
        }
        self.cycles.insert(id, open);
    }

    fn read_cycle(&self, id: CycleId, open: &mut OpenCycle) -> Result<(), StoreError> {
        let Arrived { events, fault, .. } = open.journal.refresh();
        if let Some(error) = fault {
            return Err(error);
        }
        if !events.is_empty()
            && let Some(sop) = self.sop_of(open, &events)
        {
            open.cycle = Some(Arc::new(Cycle::new(id, Arc::new(sop), events)));
        }
        open.find_parcels();
        // A sealed cycle is left alone: nobody works in its folder. But after late events, files may not be
        // in their places.
        let rests = |cycle: &Arc<Cycle>| cycle.state().is_sealed() && cycle.late().is_empty();
        if open.cycle.as_ref().is_some_and(rests) {
            // A program killed while it delivered the seal itself has left something unfinished all the same.
            if open.journal.undelivered() > 0 && !self.read_only {
                open.journal.remove_remains(&self.writer)?;
            }
            return Ok(());
        }
        if !self.read_only {
            self.remove_remains(open)?;
        }
        open.find_misplaced()
    }

    /// The SOP of a cycle: its own file, or the same version among all. Where two PCs have begun the cycle, a
    /// sync program keeps one of two files: the SOP of the first beginning counts, whatever the file is
    /// called.
    fn sop_of(&self, open: &mut OpenCycle, events: &[Event]) -> Option<Sop> {
        let began = |event: &&Event| matches!(event.body, Change::Opened { .. });
        let first = events.iter().filter(began).min_by(|a, b| a.stamp.order().cmp(&b.stamp.order()));
        let opened = first.and_then(|event| match &event.body {
            Change::Opened { sop, .. } => Some(sop),
            _ => None,
        });
        let own = read_sop(&open.folder, SOP_FILE);
        let fits = |sop: &Sop| Some(&sop.id) == opened;
        let other = || {
            let beside = open.folder.list("").unwrap_or_default().into_iter();
            let copies = beside.filter(|entry| is_sop_file(&entry.name) && entry.kind == FileKind::File);
            let copy = copies.filter_map(|entry| read_sop(&open.folder, &entry.name).ok()).find(fits);
            copy.or_else(|| read_sop(&self.folder, &sop_path(opened?)).ok().filter(fits))
        };
        match own {
            // Before the event of its beginning has arrived, only the cycle's own file can tell the SOP.
            Ok(sop) if opened.is_none() || fits(&sop) => Some(sop),
            Ok(sop) => Some(other().unwrap_or(sop)),
            Err(problem) => {
                let other = other();
                open.sop_fault = Some(problem);
                other
            }
        }
    }

    /// Removes what a killed program under this writer's id has left unfinished. The remains are found again
    /// at the next start, so a failure is only logged.
    fn remove_general_remains(&self) {
        let mut folders = ["", SOPS, ARCHIVE].map(str::to_owned).to_vec();
        let days = self.folder.list(QUARANTINE).unwrap_or_default();
        let days = days.iter().filter(|day| day.kind == FileKind::Folder);
        folders.extend(days.map(|day| join(QUARANTINE, &day.name)));
        let folders =
            folders.iter().map(|relative| self.folder.remove_remains(relative, &self.writer.dead()));
        let office = self.office_journal.remove_remains(&self.writer);
        for error in folders.chain([office]).filter_map(Result::err) {
            log::warn!("{error}");
        }
    }

    fn remove_remains(&self, open: &OpenCycle) -> Result<(), StoreError> {
        open.journal.remove_remains(&self.writer)?;
        open.folder.remove_remains("", &self.writer.dead())?;
        open.folder.remove_remains("hadir", &self.writer.dead())?;
        for files in [&open.folder, open.outbox.here()] {
            for entry in files.list(DOCUMENTS)? {
                if entry.kind == FileKind::Folder {
                    files.remove_remains(&join(DOCUMENTS, &entry.name), &self.writer.dead())?;
                }
            }
        }
        Ok(())
    }

    /// Begins a cycle under an SOP.
    pub fn start_cycle(&mut self, id: CycleId, sop: &Sop, who: &Who) -> Result<(), StoreError> {
        self.require_writable()?;
        self.reach()?;
        let folder = self.folder.sub(&id.folder())?;
        if !id.is_valid() {
            return Err(StoreError::new(ErrorKind::NoSuchCycle(id), folder.root()));
        }
        if self.cycle(id).is_some() {
            return Err(StoreError::new(ErrorKind::CycleExists(id), folder.root()));
        }
        // Another program may have begun the cycle first.
        self.load(id);
        let open = self.cycles.get_mut(&id).ok_or_else(|| StoreError::new(ErrorKind::NoSuchCycle(id), ""))?;
        if open.cycle.is_some() || !open.journal.is_empty() {
            return Err(StoreError::new(ErrorKind::CycleExists(id), folder.root()));
        }
        let text = to_ron(sop, &folder)?;
        folder.create_file(SOP_FILE, text.as_bytes())?;
        match self.folder.create_file(&sop_path(&sop.id), text.as_bytes()) {
            // The cycle keeps its own copy; another wording of the same version is left to the SOP page.
            Err(error) if *error.kind() == ErrorKind::Exists => {}
            result => result?,
        }
        folder.create_dir(DOCUMENTS)?;
        let opened = Change::Opened { cycle: id, sop: sop.id.clone() };
        let appended = open.journal.append(&mut self.writer, vec![opened], who);
        if !appended.events.is_empty() {
            open.cycle = Some(Arc::new(Cycle::new(id, Arc::new(sop.clone()), appended.events)));
            open.dirty = true;
        }
        self.deliver();
        appended.fault.map_or(Ok(()), |fault| Err(fault.error))
    }

    /// Keeps a version of an SOP in the data folder, for later cycles. If one with the same identity and
    /// another wording is there, the result is [`ErrorKind::Exists`].
    pub fn save_sop(&mut self, sop: &Sop) -> Result<(), StoreError> {
        self.require_writable()?;
        self.reach()?;
        self.folder.create_file(&sop_path(&sop.id), to_ron(sop, &self.folder)?.as_bytes())
    }

    /// The SOP versions in the data folder, and the files that could not be read as SOPs. Of several files of
    /// one version, as sync programs leave them, the one under its own name counts.
    pub fn sops(&self) -> Result<(Vec<Sop>, Vec<Problem>), StoreError> {
        let (mut sops, mut problems) = (BTreeMap::<String, (bool, Sop)>::new(), Vec::new());
        for entry in self.folder.list(SOPS)? {
            if is_sop_file(&entry.name) && entry.kind == FileKind::File {
                let path = join(SOPS, &entry.name);
                match read_sop(&self.folder, &path) {
                    Ok(sop) => {
                        let named = path == sop_path(&sop.id);
                        let known = sops.get(&sop.id.to_string());
                        if known.is_none_or(|(known, _)| named && !known) {
                            sops.insert(sop.id.to_string(), (named, sop));
                        }
                    }
                    Err(problem) => problems.push(problem),
                }
            }
        }
        Ok((sops.into_values().map(|(_, sop)| sop).collect(), problems))
    }

    pub(super) fn require_writable(&self) -> Result<(), StoreError> {
        if self.read_only { Err(StoreError::new(ErrorKind::ReadOnly, self.root())) } else { Ok(()) }
    }
}

/// Whether nothing can be written to a folder, found out by trying: rights on shares can't be read from mode
/// bits.
fn is_read_only(folder: &Folder) -> bool {
    match folder.create_temp(folder.root()) {
        Ok(_) => false,
        Err(error) => matches!(error.kind(), ErrorKind::Denied | ErrorKind::ReadOnly),
    }
}

fn is_sop_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "ron")
}

fn sop_path(id: &SopId) -> String {
    join(SOPS, &safe_name(&format!("{id}.ron")))
}

fn read_sop(folder: &Folder, relative: &str) -> Result<Sop, Problem> {
    let bytes = folder.read(relative, MAX_SMALL).map_err(|error| unreadable(&error))?;
    let broken =
        |reason: String| Problem { path: folder.root().join(relative), kind: ProblemKind::Broken, reason };
    let text = layout::text(&bytes).map_err(|error| broken(error.to_string()))?;
    sop::parse(relative, text).map_err(|error| {
        let kind = match error.reason {
            sop::Fault::Newer(_) => ProblemKind::Newer,
            _ => ProblemKind::Broken,
        };
        Problem { kind, ..broken(error.to_string()) }
    })
}

pub(super) fn unreadable(error: &StoreError) -> Problem {
    let kind = match error.kind() {
        ErrorKind::TooLarge(_) => ProblemKind::TooLarge,
        ErrorKind::NotFound => ProblemKind::Missing,
        _ => ProblemKind::Unreadable,
    };
    Problem { path: error.path().to_owned(), kind, reason: error.to_string() }
}
