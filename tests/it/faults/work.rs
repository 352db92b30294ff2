//! A program at work on a model disk, and the record of everything that it acknowledges.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};

use renja::archive::ArchiveError;
use renja::cycle::{ArchiveForm, Command, CycleId, EventId};
use renja::sop::{Sop, StandardTime, StepNo, builtin, check};
use renja::store::{Attach, Quiet, StoreError, Workspace};

use super::ModelDisk;
use super::witness::{Ack, open, seal_now, to_adopt};
use crate::store::who;

pub const DATA: &str = "/data";
pub const LOCAL: &str = "/local";
pub const INDUK: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

/// An SOP of three steps: reading the real one would take most of the time of a case.
pub fn small_sop() -> &'static Sop {
    static SOP: LazyLock<Sop> = LazyLock::new(|| {
        let mut sop = builtin().clone();
        sop.id.version = "kecil".to_owned();
        sop.actors.truncate(3);
        sop.remarks.clear();
        for text_box in &mut sop.boxes {
            text_box.lines.clear();
            text_box.corrections.clear();
        }
        let last = sop.steps.len() - 1;
        sop.steps.drain(2..last);
        for (step, no) in sop.steps.iter_mut().zip(1..) {
            step.no = StepNo(no);
            step.main.clone_from(&sop.actors[0].key);
            step.also.clear();
            step.requirements.clear();
            step.outputs.clear();
            step.corrections.clear();
            step.outside.clear();
            step.time = StandardTime::Days(1);
        }
        (sop.total.minutes, sop.total.days) = (0, 3);
        check(&sop).expect("it follows the rules");
        sop
    });
    &SOP
}

/// An open data folder and what has been acknowledged in it.
pub struct Bench {
    pub workspace: Workspace,
    disk: ModelDisk,
    acks: Arc<Mutex<Vec<Ack>>>,
}

impl Bench {
    /// Makes the data folder.
    pub fn begin(disk: &ModelDisk) -> Result<Self, StoreError> {
        Self::begin_with(disk, Arc::default())
    }

    /// Like [`Self::begin`], for a caller that watches the acknowledgements as they come.
    pub fn begin_with(disk: &ModelDisk, acks: Arc<Mutex<Vec<Ack>>>) -> Result<Self, StoreError> {
        let (data, local) = (Path::new(DATA), Path::new(LOCAL));
        let workspace = Workspace::create_on(Arc::new(disk.clone()), data, local, "Kesbangpol", &who())?;
        acks.lock().unwrap().push(Ack::Created);
        Ok(Self { workspace, disk: disk.clone(), acks })
    }

    /// Opens a data folder with earlier acknowledgements.
    pub fn resume(disk: &ModelDisk, acks: &[Ack]) -> Self {
        Self::resume_with(disk, Arc::new(Mutex::new(acks.to_vec()))).expect("it has been opened before")
    }

    pub fn resume_with(disk: &ModelDisk, acks: Arc<Mutex<Vec<Ack>>>) -> Result<Self, StoreError> {
        let workspace = open(disk)?;
        Ok(Self { workspace, disk: disk.clone(), acks })
    }

    pub fn acks(&self) -> MutexGuard<'_, Vec<Ack>> {
        self.acks.lock().unwrap()
    }

    pub fn begin_cycle(&mut self) -> Result<(), StoreError> {
        self.workspace.start_cycle(INDUK, small_sop(), &who())?;
        self.acks().push(Ack::Begun(INDUK));
        Ok(())
    }

    fn acknowledge(&self, ids: &[EventId]) {
        let cycle = self.workspace.cycle(INDUK).expect("it has just been written to");
        for id in ids {
            let event = cycle.events().iter().find(|event| event.stamp.id == *id).expect("just written");
            self.acks().push(Ack::Event(INDUK, Box::new(event.clone())));
        }
    }

    pub fn execute(&mut self, command: &Command) -> Result<Vec<EventId>, StoreError> {
        let ids = self.workspace.execute(INDUK, command, &who())?;
        self.acknowledge(&ids);
        Ok(ids)
    }

    pub fn execute_all(&mut self, commands: &[Command]) -> Result<Vec<EventId>, StoreError> {
        let ids = self.workspace.execute_all(INDUK, commands, &who())?;
        self.acknowledge(&ids);
        Ok(ids)
    }

    pub fn undo(&mut self, events: &[EventId]) -> Result<(), StoreError> {
        let ids = self.workspace.undo(INDUK, events, &who())?;
        self.acknowledge(&ids);
        Ok(())
    }

    /// Makes a person's file outside the data folder.
    fn source(&mut self, name: &str, bytes: &[u8]) -> PathBuf {
        // Every file made is remembered, so numbers are unique, in any program.
        let path = PathBuf::from(format!("/sumber/{}/{name}", self.acks().len()));
        self.make(&path, bytes);
        path
    }

    /// Puts a file somewhere as a person does with another program.
    pub fn make(&mut self, path: &Path, bytes: &[u8]) {
        self.disk.storage().put(path, bytes);
        self.acks().push(Ack::Made(path.to_owned(), bytes.to_vec()));
    }

    fn note_edit(&mut self, path: &Path, bytes: &[u8]) {
        let before = self.disk.storage().content(path).map(|bytes| bytes.to_vec()).unwrap_or_default();
        self.acks().push(Ack::Edited { before, after: bytes.to_vec() });
    }

    /// Edits a document as a person does with another program that syncs.
    pub fn edit_durably(&mut self, path: &Path, bytes: &[u8]) {
        self.note_edit(path, bytes);
        self.disk.storage().put(path, bytes);
    }

    pub fn stands(&self, path: &Path) -> bool {
        self.disk.storage().content(path).is_ok()
    }

    /// Moves a file as a person did in the file manager, long ago.
    pub fn move_durably(&mut self, from: &Path, to: &Path) {
        let mut storage = self.disk.storage();
        storage.rename(from, to, false).expect("it stands, and its new place is free");
        for path in [to, from] {
            let parent = storage.find(path.parent().expect("a file lies in a folder")).expect("it is there");
            storage.sync_dir(parent);
        }
    }

    /// Makes or edits a file as a person does with another program that does not sync.
    pub fn edit(&mut self, path: &Path, bytes: &[u8]) {
        self.note_edit(path, bytes);
        self.disk.storage().put_unsynced(path, bytes);
    }

    fn sourced(&mut self, step: u8, name: &str, bytes: &[u8], version_of: Option<&EventId>) -> Attach {
        Attach {
            source: self.source(name, bytes),
            step: StepNo(step),
            slot: None,
            title: String::new(),
            stage: None,
            version_of: version_of.cloned(),
        }
    }

    pub fn attach(
        &mut self,
        step: u8,
        name: &str,
        bytes: &[u8],
        version_of: Option<&EventId>,
    ) -> Result<EventId, StoreError> {
        let attach = self.sourced(step, name, bytes, version_of);
        let id = self.workspace.attach(INDUK, &attach, &who(), &Quiet)?;
        self.acknowledge(std::slice::from_ref(&id));
        Ok(id)
    }

    pub fn attach_many(&mut self, step: u8, files: &[&[u8]]) -> Vec<Result<EventId, StoreError>> {
        let files: Vec<_> = files.iter().map(|bytes| self.sourced(step, "berkas.pdf", bytes, None)).collect();
        let results = self.workspace.attach_many(INDUK, &files, &who(), &Quiet);
        let ids: Vec<_> = results.iter().flatten().cloned().collect();
        self.acknowledge(&ids);
        results
    }

    pub fn adopt(&mut self, path: String) -> Result<EventId, StoreError> {
        let id = self.workspace.adopt(INDUK, &to_adopt(path), &who(), &Quiet)?;
        self.acknowledge(std::slice::from_ref(&id));
        Ok(id)
    }

    pub fn take_changed(&mut self, document: &EventId) -> Result<EventId, StoreError> {
        let id = self.workspace.take_changed(INDUK, document, &who(), &Quiet)?;
        self.acknowledge(std::slice::from_ref(&id));
        Ok(id)
    }

    pub fn seal(&mut self) -> Result<(), ArchiveError> {
        let ack = seal_now(&mut self.workspace, INDUK)?;
        self.acks().push(ack);
        Ok(())
    }

    /// Does everything except sealing: every step done, the form filled in.
    pub fn make_ready(&mut self) -> Result<(), StoreError> {
        for step in &small_sop().steps {
            self.execute(&Command::Finish { step: step.no, reason: Some("kertas saja".to_owned()) })?;
        }
        let form = ArchiveForm { title: "Renja 2027".to_owned(), ..ArchiveForm::default() };
        self.execute(&Command::SetForm(Box::new(form)))?;
        Ok(())
    }
}

pub fn move_to(document: &EventId, step: u8) -> Command {
    Command::MoveDocument { document: document.clone(), step: StepNo(step), slot: None, paths: Vec::new() }
}

pub fn remove(document: &EventId) -> Command {
    Command::RemoveDocument { document: document.clone(), reason: "keliru".to_owned(), paths: Vec::new() }
}

pub fn restore(document: &EventId) -> Command {
    Command::RestoreDocument { document: document.clone(), paths: Vec::new() }
}

pub fn note(text: &str) -> Command {
    Command::AddNote { step: None, text: text.to_owned() }
}
