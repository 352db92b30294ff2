//! A disk in memory that implements the store's trait, with faults.
//!
//! A [`ModelDisk`] is one program's view of a [`Storage`]: faults, counters and death belong to the program,
//! while all programs of the machine share the storage.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

use renja::store::{Disk, Entry, FileKind, Meta, ReadFile, WriteFile};

use super::storage::{Bytes, Id, Node, Storage};

/// What goes wrong, and when. Calls are counted from the moment when the faults are set.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The call, counting all, that fails with an I/O error.
    pub fail_at: Option<u64>,
    /// The call from which on, counting all, everything below the folder fails, as on a dead mount.
    pub dead_mount: Option<(u64, PathBuf)>,
    /// After this many bytes the disk is full.
    pub room: Option<u64>,
    /// Reads and writes are cut short and interrupted.
    pub bumpy: bool,
    /// How many renames fail because another program holds the target open.
    pub held: u32,
    /// Nothing can be changed below this folder.
    pub read_only: Option<PathBuf>,
}

/// Called before each call that changes the disk, with a picture of it.
pub type Watcher = Box<dyn FnMut(&Storage) + Send>;

#[derive(Default)]
struct Program {
    faults: Faults,
    calls: u64,
    bumps: u64,
    written: Vec<u64>,
    dead: bool,
    watcher: Option<Watcher>,
}

#[derive(Clone)]
pub struct ModelDisk {
    storage: Arc<Mutex<Storage>>,
    locks: Arc<Mutex<HashSet<PathBuf>>>,
    program: Arc<Mutex<Program>>,
}

impl ModelDisk {
    /// A machine that has just started; no program runs yet.
    pub fn boot(storage: Storage) -> Self {
        let storage = Arc::new(Mutex::new(storage));
        Self { storage, locks: Arc::default(), program: Arc::default() }
    }

    /// The disk as another program on the same machine sees it.
    pub fn other_program(&self) -> Self {
        Self { program: Arc::default(), ..self.clone() }
    }

    /// Sets faults; counting starts from zero.
    pub fn set(&self, faults: Faults) {
        let mut program = self.program();
        (program.faults, program.calls) = (faults, 0);
        program.written.clear();
    }

    pub fn watch(&self, watcher: Watcher) {
        self.program().watcher = Some(watcher);
    }

    /// Kills the program: every further call fails.
    pub fn kill(&self) {
        self.program().dead = true;
    }

    /// The number of calls since the faults were set.
    pub fn calls(&self) -> u64 {
        self.program().calls
    }

    /// For each write since then, how many bytes had been written at its end.
    pub fn writes(&self) -> Vec<u64> {
        self.program().written.clone()
    }

    pub fn storage(&self) -> MutexGuard<'_, Storage> {
        self.storage.lock().unwrap()
    }

    fn program(&self) -> MutexGuard<'_, Program> {
        self.program.lock().unwrap()
    }

    /// Counts a call that changes nothing; fails if its fault is due.
    fn looks(&self, path: &Path) -> io::Result<()> {
        let mut program = self.program();
        if program.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let call = program.calls;
        program.calls += 1;
        let Faults { fail_at, dead_mount, .. } = &program.faults;
        let unmounted =
            dead_mount.as_ref().is_some_and(|(from, root)| call >= *from && path.starts_with(root));
        if *fail_at == Some(call) || unmounted {
            return Err(io_error());
        }
        Ok(())
    }

    /// Counts a call that changes something; fails if its fault is due.
    fn changes_at(&self, path: &Path) -> io::Result<MutexGuard<'_, Storage>> {
        self.looks(path)?;
        if self.program().faults.read_only.as_ref().is_some_and(|root| path.starts_with(root)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        // The lock order everywhere: first the storage, then the program.
        let storage = self.storage();
        let mut program = self.program();
        if let Some(watcher) = &mut program.watcher {
            watcher(&storage);
        }
        drop(program);
        Ok(storage)
    }

    fn is_held(&self) -> bool {
        let mut program = self.program();
        let held = program.faults.held > 0;
        program.faults.held = program.faults.held.saturating_sub(1);
        held
    }

    /// How many of `wanted` bytes are read or written in this call.
    fn bump(&self, wanted: usize) -> io::Result<usize> {
        let mut program = self.program();
        if !program.faults.bumpy {
            return Ok(wanted);
        }
        program.bumps += 1;
        match program.bumps % 3 {
            0 => Err(io::ErrorKind::Interrupted.into()),
            1 => Ok(wanted.min(7)),
            _ => Ok(wanted.div_ceil(2)),
        }
    }
}

fn io_error() -> io::Error {
    // EIO
    io::Error::from_raw_os_error(5)
}

impl std::fmt::Debug for ModelDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ModelDisk")
    }
}

impl Disk for ModelDisk {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.looks(path)?;
        let (id, bytes) = {
            let storage = self.storage();
            (storage.find(path)?, storage.content(path)?)
        };
        Ok(Box::new(Reader { disk: self.clone(), path: path.to_owned(), id, bytes, at: 0 }))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let id = self.changes_at(path)?.create_file(path)?;
        Ok(Box::new(Writer { disk: self.clone(), path: path.to_owned(), id }))
    }

    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut storage = self.changes_at(to)?;
        if self.is_held() {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        storage.rename(from, to, false)
    }

    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut storage = self.changes_at(to)?;
        if self.is_held() {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let truth = ["jurnal", "berkas", "arsip", "sop"];
        let is_truth = to.components().any(|part| truth.iter().any(|name| part.as_os_str() == *name));
        assert!(!is_truth, "{} would be replaced", to.display());
        storage.rename(from, to, true)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut storage = self.changes_at(dir)?;
        // Like the real disk: a folder that does not exist has nothing to sync.
        if let Ok(id) = storage.find(dir) {
            storage.sync_dir(id);
        }
        Ok(())
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Data of another program that the disk refused to write are not this program's to write again. Here,
        // an error is one on the way to the disk, not of the disk itself.
        let mut storage = self.changes_at(path)?;
        let id = storage.find(path)?;
        storage.sync_file(id)
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.looks(dir)?;
        self.storage().read_dir(dir)
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        self.looks(path)?;
        let storage = self.storage();
        storage.find(path).map(|id| storage.meta(id))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.metadata(path).map(|_| path.to_owned())
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.changes_at(path)?.create_dir(path)
    }

    fn remove_temp(&self, path: &Path) -> io::Result<()> {
        self.changes_at(path)?.remove(path)
    }

    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()> {
        let mut storage = self.changes_at(path)?;
        let id = storage.find(path)?;
        storage.file_mut(id).ok_or(io::ErrorKind::IsADirectory)?.readonly = readonly;
        Ok(())
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        // The worst case: the system does not tell the free space.
        self.looks(dir).map(|()| None)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        {
            let mut storage = self.changes_at(path)?;
            if storage.find(path).is_err() {
                storage.create_file(path)?;
            }
        }
        let is_free = self.locks.lock().unwrap().insert(path.to_owned());
        Ok(is_free.then(|| Box::new(Lock { path: path.to_owned(), locks: self.locks.clone() }) as _))
    }

    fn copy_origin_mark(&self, from: &Path, _to: &Path) -> io::Result<()> {
        self.looks(from)
    }
}

struct Lock {
    path: PathBuf,
    locks: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.locks.lock().unwrap().remove(&self.path);
    }
}

struct Reader {
    disk: ModelDisk,
    path: PathBuf,
    id: Id,
    bytes: Bytes,
    at: usize,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.looks(&self.path)?;
        let wanted = buffer.len().min(self.bytes.len() - self.at);
        let count = if wanted == 0 { 0 } else { self.disk.bump(wanted)? };
        buffer[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl ReadFile for Reader {
    fn metadata(&self) -> io::Result<Meta> {
        self.disk.looks(&self.path)?;
        let storage = self.disk.storage();
        // A removed file is still readable while it is open.
        match storage.nodes.get(&self.id) {
            Some(Node::File(_)) => Ok(storage.meta(self.id)),
            _ => Ok(Meta {
                kind: FileKind::File,
                size: self.bytes.len() as u64,
                modified: None,
                identity: (1, self.id),
                readonly: false,
            }),
        }
    }
}

struct Writer {
    disk: ModelDisk,
    path: PathBuf,
    id: Id,
}

impl Write for Writer {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let mut storage = self.disk.changes_at(&self.path)?;
        let mut count = if buffer.is_empty() { 0 } else { self.disk.bump(buffer.len())? };
        match &mut self.disk.program().faults.room {
            Some(0) if !buffer.is_empty() => return Err(io::ErrorKind::StorageFull.into()),
            // A short write, as on a full disk.
            Some(room) => {
                count = count.min(*room as usize);
                *room -= count as u64;
            }
            None => {}
        }
        storage.write(self.id, &buffer[..count])?;
        let mut program = self.disk.program();
        let before = program.written.last().copied().unwrap_or_default();
        program.written.push(before + count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteFile for Writer {
    fn set_modified(&mut self, time: SystemTime) -> io::Result<()> {
        let mut storage = self.disk.changes_at(&self.path)?;
        storage.file_mut(self.id).ok_or(io::ErrorKind::NotFound)?.modified = time;
        Ok(())
    }

    fn sync_all(&mut self) -> io::Result<()> {
        match self.disk.changes_at(&self.path) {
            Ok(mut storage) => storage.sync_file(self.id),
            Err(error) => {
                self.disk.storage().give_up(self.id);
                Err(error)
            }
        }
    }
}
