//! Carrying out commands: check the rules, move files, write events, then fold them into the state.
//!
//! Files are moved before the event that says so, and moved back if the event can't be written. So an event
//! never names a place where its file has not been. A program killed in between leaves a file that is ahead
//! of its event; the file is found again by its digest ([`super::documents`]), and the same command, given
//! again, records what has been done already.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::documents::{holds, key};
use super::{DOCUMENTS, OpenCycle, REMOVED, Workspace};
use crate::cycle::{
    Change, Command, Cycle, CycleId, Document, Event, EventId, FileRef, Refusal, Rehearsal, Version,
};
use crate::sop::{Sop, StepNo};
use crate::store::error::{ErrorKind, StoreError};
use crate::store::folder::{Folder, join};
use crate::store::journal::{Fault, Who};
use crate::store::names::{self, MAX_PATH, fitting_name, safe_name};
use crate::store::office::OfficeChange;

/// A file to be moved, both paths below the cycle's folder.
struct Move {
    from: String,
    to: String,
}

/// The files that a deed has moved so far, each with the folder that it is in.
#[derive(Default)]
struct Moved(Vec<(Folder, Move)>);

impl Moved {
    fn on(&mut self, folder: &Folder, moves: Vec<Move>) -> Result<(), StoreError> {
        for step in moves {
            let renamed = folder.rename(&step.from, &step.to);
            // Kept also where renaming failed: the file may have been renamed before the error.
            self.0.push((folder.clone(), step));
            renamed?;
        }
        Ok(())
    }

    fn back(&self) {
        for (folder, step) in self.0.iter().rev() {
            let has_happened = matches!(folder.metadata(&step.from), Ok(None))
                && matches!(folder.metadata(&step.to), Ok(Some(_)));
            if has_happened && let Err(error) = folder.rename(&step.to, &step.from) {
                // The file is found again by its digest at the next start.
                log::error!("{} stays at {}: {error}", step.from, step.to);
            }
        }
    }
}

/// New paths of versions, by the event that added each.
type Paths = Vec<(EventId, String)>;

impl Workspace {
    /// Carries out a command: gives back the events that it made durable.
    pub fn execute(&mut self, id: CycleId, command: &Command, who: &Who) -> Result<Vec<EventId>, StoreError> {
        self.execute_all(id, std::slice::from_ref(command), who)
    }

    /// Carries out the commands of one deed: all of them, by one file of events, or none.
    pub fn execute_all(
        &mut self,
        id: CycleId,
        commands: &[Command],
        who: &Who,
    ) -> Result<Vec<EventId>, StoreError> {
        let result = self.carry_out(id, commands, who);
        // Whether the deed succeeded or not, files may be elsewhere in the outbox now.
        self.find_parcels(id);
        result
    }

    fn carry_out(
        &mut self,
        id: CycleId,
        commands: &[Command],
        who: &Who,
    ) -> Result<Vec<EventId>, StoreError> {
        self.prepare_commands(id, commands)?;
        let open = self.open_cycle(id)?;
        let cycle = open.cycle.as_ref().ok_or_else(|| no_cycle(id))?;
        // Decided first, so that a refused command moves no file.
        cycle.decide_all(commands)?;
        let naming = self.naming.clone();
        let _names = naming.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut moved = Moved::default();
        let changes = match self.move_files(open, cycle, commands, &mut moved) {
            Ok(changes) => changes,
            Err(error) => {
                if !moved.0.is_empty() {
                    moved.back();
                    self.look_for_files(id);
                }
                return Err(error);
            }
        };
        match self.record(id, changes, who) {
            Ok(events) => {
                self.forget_found(id);
                if commands.iter().any(|command| matches!(command, Command::ReopenCycle { .. })) {
                    // The cycle was sealed, so its files have not been looked for.
                    self.look_for_files(id);
                }
                Ok(events)
            }
            Err(fault) => {
                if fault.certain {
                    moved.back();
                }
                self.look_for_files(id);
                Err(fault.error)
            }
        }
    }

    /// Moves the files that commands move, one command after the other: each finds the files where those
    /// before it have left them. Gives back the changes, which name the new places.
    fn move_files(
        &self,
        open: &OpenCycle,
        cycle: &Cycle,
        commands: &[Command],
        moved: &mut Moved,
    ) -> Result<Vec<Change>, StoreError> {
        let mut rehearsal = Rehearsal::of(cycle);
        for command in commands {
            let here = moved_document(command).is_some_and(|document| self.waits(cycle.id, document));
            let (command, steps) = open.with_files(rehearsal.cycle(), command, here)?;
            rehearsal.take(&command)?;
            if moved_document(&command).is_some() && !here {
                open.secure_found()?;
            }
            moved.on(open.files(here), steps)?;
        }
        Ok(rehearsal.into_changes())
    }

    /// Undoes events as one deed, moving files back where they belong.
    pub fn undo(&mut self, id: CycleId, events: &[EventId], who: &Who) -> Result<Vec<EventId>, StoreError> {
        self.prepare(id)?;
        let cycle = self.cycle(id).ok_or_else(|| no_cycle(id))?;
        let commands = cycle.undo_commands(events)?;
        self.execute_all(id, &commands, who)
    }

    /// The events that changes would be if they were recorded now, and their bytes. Nothing is written.
    pub fn draft(
        &self,
        id: CycleId,
        changes: Vec<Change>,
        who: &Who,
    ) -> Result<(Vec<Event>, Vec<u8>), StoreError> {
        self.open_cycle(id)?.journal.draft_events(&self.writer, changes, who)
    }

    /// Records changes of the office.
    pub fn change_office(
        &mut self,
        changes: Vec<OfficeChange>,
        who: &Who,
    ) -> Result<Vec<EventId>, StoreError> {
        self.require_writable()?;
        self.reach_unless_away();
        self.poll_office();
        if self.office_journal.has_newer() {
            return Err(StoreError::new(ErrorKind::NewerChanges, self.root()));
        }
        let appended = self.office_journal.append(&mut self.writer, changes, who);
        self.deliver();
        let ids = appended.events.iter().map(|event| event.stamp.id.clone()).collect();
        self.office.merge(appended.events);
        match appended.fault {
            Some(fault) => Err(fault.error),
            None => Ok(ids),
        }
    }

    /// Reads what others have written meanwhile, and checks whether this program may write.
    pub(super) fn prepare(&mut self, id: CycleId) -> Result<(), StoreError> {
        self.require_writable()?;
        self.open_cycle(id)?;
        self.reach_unless_away();
        self.poll_cycle(id);
        if self.has_newer(id) {
            return Err(StoreError::new(ErrorKind::NewerChanges, self.root().join(id.folder())));
        }
        Ok(())
    }

    /// As [`Self::prepare`], for commands. While the data folder is away, only files in the outbox can be
    /// moved.
    fn prepare_commands(&mut self, id: CycleId, commands: &[Command]) -> Result<(), StoreError> {
        let moved: Vec<&EventId> = commands.iter().filter_map(moved_document).collect();
        if !moved.is_empty() {
            self.reach_if_away();
        }
        self.prepare(id)?;
        if self.away && moved.iter().any(|document| !self.waits(id, document)) {
            return Err(StoreError::new(ErrorKind::Away, self.root()));
        }
        Ok(())
    }

    /// As [`Self::prepare`], for work on documents that needs the data folder itself.
    pub(super) fn prepare_files(&mut self, id: CycleId) -> Result<(), StoreError> {
        if self.away {
            self.reach()?;
        }
        self.prepare(id)?;
        if self.away { Err(StoreError::new(ErrorKind::Away, self.root())) } else { Ok(()) }
    }

    /// Makes changes durable and folds them in.
    pub(super) fn record(
        &mut self,
        id: CycleId,
        changes: Vec<Change>,
        who: &Who,
    ) -> Result<Vec<EventId>, Fault> {
        let open = self.cycles.get_mut(&id).ok_or_else(|| no_cycle(id))?;
        let cycle = open.cycle.as_mut().ok_or_else(|| no_cycle(id))?;
        let appended = open.journal.append(&mut self.writer, changes, who);
        let ids: Vec<_> = appended.events.iter().map(|event| event.stamp.id.clone()).collect();
        open.dirty |= !ids.is_empty();
        Arc::make_mut(cycle).merge(appended.events);
        self.deliver();
        match appended.fault {
            Some(fault) => Err(fault),
            None => Ok(ids),
        }
    }

    /// Looks for a cycle's files after an error: they may not be where the events say, and not have been
    /// moved back.
    fn look_for_files(&mut self, id: CycleId) {
        if let Some(open) = self.cycles.get_mut(&id) {
            open.unsure = true;
        }
    }

    fn forget_found(&mut self, id: CycleId) {
        if let Some(open) = self.cycles.get_mut(&id).filter(|open| !open.found.is_empty()) {
            open.unsure = self.away || open.find_misplaced().is_err();
        }
    }
}

impl OpenCycle {
    /// Makes durable the places at which files have been found: a killed program may have moved them, and an
    /// event that names a place must not survive a power loss that the move does not.
    fn secure_found(&self) -> Result<(), StoreError> {
        let paths = self.found.iter().flat_map(|((named, _), actual)| [actual, named]);
        let folders = paths.filter_map(|path| Some(path.rsplit_once('/')?.0));
        folders.collect::<BTreeSet<_>>().into_iter().try_for_each(|folder| self.folder.sync(folder))
    }

    /// Completes a command that moves a document with the new paths of its versions, and gives the files that
    /// have to be moved.
    fn with_files(
        &self,
        cycle: &Cycle,
        command: &Command,
        here: bool,
    ) -> Result<(Command, Vec<Move>), StoreError> {
        let mut command = command.clone();
        let mut moves = Vec::new();
        match &mut command {
            Command::MoveDocument { document, step, paths, .. } => {
                let folder = step_folder(&cycle.sop, *step);
                (*paths, moves) = self.plan(find(cycle, document)?, &folder, here)?;
            }
            Command::RemoveDocument { document, paths, .. } => {
                (*paths, moves) = self.plan(find(cycle, document)?, REMOVED, here)?;
            }
            Command::RestoreDocument { document, paths } => {
                let document = find(cycle, document)?;
                (*paths, moves) = self.plan(document, &step_folder(&cycle.sop, document.step), here)?;
            }
            _ => {}
        }
        Ok((command, moves))
    }

    /// Plans the move of all versions of a document to one folder, in the outbox if `here`. A missing file
    /// keeps its path: when it comes back, it comes back there.
    fn plan(&self, document: &Document, target: &str, here: bool) -> Result<(Paths, Vec<Move>), StoreError> {
        let mut paths = Vec::new();
        let mut moves: Vec<Move> = Vec::new();
        let mut listed: Option<HashSet<String>> = None;
        // An overwritten version shares its file with the version that replaced it.
        let mut placed: HashMap<String, String> = HashMap::new();
        // A file that another document needs too stays: two PCs may have attached one file each.
        let is_own = |other: &Version| document.versions.iter().any(|own| own.stamp.id == other.stamp.id);
        let others = self.kept().filter(|version| !is_own(version));
        let shared: HashSet<&str> = others.map(|version| self.actual(&version.file)).collect();
        for version in &document.versions {
            let named = &version.file.path;
            let actual = self.actual(&version.file);
            // An event may move only files of documents: no other path in it is trusted.
            let inside = actual.strip_prefix(DOCUMENTS).is_some_and(|rest| rest.starts_with('/'));
            let Some((folder, name)) = actual.rsplit_once('/').filter(|_| inside) else {
                return Err(StoreError::new(ErrorKind::BadPath, actual));
            };
            if let Some(to) = placed.get(actual) {
                paths.push((version.stamp.id.clone(), to.clone()));
            } else if folder != target
                && !shared.contains(actual)
                && self.stands(actual, &version.file, here)?
            {
                let listed = match &mut listed {
                    Some(listed) => listed,
                    none => none.insert(self.files(here).taken_names(target)?),
                };
                // Names given to other versions of the document count too: a missing file keeps its path.
                let own = key(&version.file);
                let named = self.names_given(target, |file| key(file) != own);
                let is_taken = |name: &str| listed.contains(name) || named.contains(name);
                let name = names::unique(name, |name| is_taken(&names::fold(name)));
                listed.insert(names::fold(&name));
                let to = join(target, &name);
                placed.insert(actual.to_owned(), to.clone());
                moves.push(Move { from: actual.to_owned(), to: to.clone() });
                paths.push((version.stamp.id.clone(), to));
            } else if actual != named {
                paths.push((version.stamp.id.clone(), actual.to_owned()));
            }
        }
        Ok((paths, moves))
    }
}

impl OpenCycle {
    /// Whether a document's file stands at a path. Where events are missing, another document may have got
    /// the name meanwhile: then the file must have the content that the event says.
    fn stands(&self, path: &str, file: &FileRef, here: bool) -> Result<bool, StoreError> {
        if self.waits(file) != here {
            return Ok(false);
        }
        if here || self.disk_fault.is_none() && self.journal.is_complete() {
            return Ok(self.files(here).metadata(path)?.is_some());
        }
        holds(&self.folder, path, file)
    }
}

/// Folder of a step's documents below that of the cycle.
pub(super) fn step_folder(sop: &Sop, step: StepNo) -> String {
    let name = sop.step(step).map_or_else(|| format!("{step:02}"), crate::sop::Step::folder);
    join(DOCUMENTS, &safe_name(&name))
}

impl OpenCycle {
    /// A free name for a new file, short enough for Windows below any data folder.
    pub(super) fn free_name(
        &self,
        files: &Folder,
        id: CycleId,
        target: &str,
        original: &str,
    ) -> Result<String, StoreError> {
        let above = id.folder().len() + 1 + target.encode_utf16().count() + 1;
        // Leaves room for a number in brackets.
        self.name_in(files, target, &fitting_name(original, MAX_PATH.saturating_sub(above + 6)))
    }

    /// The names in a folder that events give to documents' files. They are taken even if no file is there: a
    /// program killed while it moved a file leaves an event that names an empty place, and another file given
    /// that name would pass for the document.
    fn names_given(&self, folder: &str, is_meant: impl Fn(&FileRef) -> bool) -> HashSet<String> {
        let files = self.kept().map(|version| &version.file).filter(|file| is_meant(file));
        // While the folder is away, a file that was found elsewhere can't be seen there.
        let paths = files.flat_map(|file| [file.path.as_str(), self.actual(file)]);
        let split = paths.filter_map(|path| path.rsplit_once('/'));
        split.filter(|(above, _)| *above == folder).map(|(_, name)| names::fold(name)).collect()
    }

    /// A free name like `name`.
    pub(super) fn name_in(&self, files: &Folder, target: &str, name: &str) -> Result<String, StoreError> {
        let mut taken = files.taken_names(target)?;
        taken.extend(self.names_given(target, |_| true));
        Ok(names::unique(name, |name| taken.contains(&names::fold(name))))
    }
}

/// The document whose files a command moves.
fn moved_document(command: &Command) -> Option<&EventId> {
    match command {
        Command::MoveDocument { document, .. }
        | Command::RemoveDocument { document, .. }
        | Command::RestoreDocument { document, .. } => Some(document),
        _ => None,
    }
}

fn find<'a>(cycle: &'a Cycle, document: &EventId) -> Result<&'a Document, StoreError> {
    Ok(cycle.state().documents.get(document).ok_or(Refusal::NoSuchItem)?)
}

pub(super) fn no_cycle(id: CycleId) -> StoreError {
    StoreError::new(ErrorKind::NoSuchCycle(id), id.folder())
}
