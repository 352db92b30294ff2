//! A disk with faults: the real one behind the same trait.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use renja::store::{Disk, Entry, Meta, OsDisk, ReadFile, WriteFile};

/// What goes wrong, and when.
#[derive(Default)]
pub struct Faults {
    /// The disk is full after so many bytes.
    pub room: Option<u64>,
    /// This call (from 0) of those that change the disk fails.
    pub fail_at: Option<u64>,
    /// From the failing call on everything fails, as if the program had been killed there.
    pub dead_after: bool,
    /// A failing call that gives a name has given it all the same: a share whose answer is lost.
    pub answer_is_lost: bool,
    /// Another program takes the next name that is to be given, for a file of this content.
    pub forestalled: Option<&'static [u8]>,
    /// So many bytes are free, says the system; without it, it does not say.
    pub free: Option<u64>,
    /// This file can't be read.
    pub unreadable: Option<PathBuf>,
    /// The disk does not even tell of this file what it is.
    pub untold: Option<PathBuf>,
    /// This folder may not be looked into.
    pub closed: Option<PathBuf>,
    /// All below this folder may not even be looked at.
    pub shut: Option<PathBuf>,
    /// Nothing can be changed below this folder.
    pub read_only: Option<PathBuf>,
    /// Called before each call that changes the disk, with the path that it changes.
    pub before_change: Option<Hook>,
    /// Called before each call that only looks at the disk, with the path that it looks at.
    pub before_look: Option<Hook>,
    /// Called after each block read.
    pub after_read: Option<Hook>,
    /// Each byte of this value is written as another one.
    pub garble: Option<u8>,
}

type Hook = Box<dyn FnMut(&Path) + Send>;

impl Faults {
    /// Nothing goes wrong; the looks at the paths that are meant are counted.
    pub fn counting_looks(is_meant: impl Fn(&Path) -> bool + Send + 'static) -> (Self, Arc<AtomicU64>) {
        let looks = Arc::new(AtomicU64::new(0));
        let count = looks.clone();
        let look = move |path: &Path| {
            count.fetch_add(u64::from(is_meant(path)), Ordering::Relaxed);
        };
        (Self { before_look: Some(Box::new(look)), ..Self::default() }, looks)
    }
}

#[derive(Default)]
struct State {
    faults: Faults,
    calls: u64,
    dead: bool,
}

#[derive(Clone)]
pub struct FaultyDisk {
    state: Arc<Mutex<State>>,
}

impl FaultyDisk {
    pub fn new(faults: Faults) -> Self {
        let state = State { faults, ..State::default() };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Sets faults on a disk in use; counting begins anew.
    pub fn set(&self, faults: Faults) {
        *self.state.lock().unwrap() = State { faults, ..State::default() };
    }

    /// How many calls changed the disk.
    pub fn calls(&self) -> u64 {
        self.state.lock().unwrap().calls
    }

    fn looks(&self, path: &Path) -> io::Result<()> {
        self.run(path, |faults| &mut faults.before_look);
        let state = self.state.lock().unwrap();
        if state.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let shut = state.faults.shut.as_ref().is_some_and(|shut| path.starts_with(shut) && path != shut);
        if shut { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }

    /// Calls a hook, taken out while it runs: it may use this disk itself.
    fn run(&self, path: &Path, hook: impl Fn(&mut Faults) -> &mut Option<Hook>) {
        let taken = hook(&mut self.state.lock().unwrap().faults).take();
        if let Some(mut taken) = taken {
            taken(path);
            *hook(&mut self.state.lock().unwrap().faults) = Some(taken);
        }
    }

    fn changes(&self, path: &Path) -> io::Result<()> {
        self.run(path, |faults| &mut faults.before_change);
        let mut state = self.state.lock().unwrap();
        if state.dead {
            return Err(io::Error::other("the program is dead"));
        }
        if state.faults.read_only.as_ref().is_some_and(|root| path.starts_with(root)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let call = state.calls;
        state.calls += 1;
        if state.faults.fail_at == Some(call) {
            state.dead = state.faults.dead_after;
            return Err(io::Error::from_raw_os_error(5));
        }
        Ok(())
    }
}

impl std::fmt::Debug for FaultyDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FaultyDisk")
    }
}

impl Disk for FaultyDisk {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.looks(path)?;
        if self.state.lock().unwrap().faults.unreadable.as_deref() == Some(path) {
            return Err(io::Error::from_raw_os_error(5));
        }
        let file = OsDisk.open_read(path)?;
        Ok(Box::new(FaultyRead { file, path: path.to_owned(), disk: self.clone() }))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        self.changes(path)?;
        let file = OsDisk.create_new(path)?;
        Ok(Box::new(FaultyWrite { file, path: path.to_owned(), disk: self.clone() }))
    }

    fn rename_no_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        let allowed = self.changes(to);
        if let Some(content) = self.state.lock().unwrap().faults.forestalled.take() {
            std::fs::write(to, content)?;
        }
        if allowed.is_ok() || self.state.lock().unwrap().faults.answer_is_lost {
            OsDisk.rename_no_replace(from, to)?;
        }
        allowed
    }

    fn rename_replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.changes(to)?;
        OsDisk.rename_replace(from, to)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.changes(dir)?;
        OsDisk.sync_dir(dir)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.changes(path)?;
        OsDisk.sync_file(path)
    }

    fn read_dir(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.looks(dir)?;
        if self.state.lock().unwrap().faults.closed.as_deref() == Some(dir) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        OsDisk.read_dir(dir)
    }

    fn metadata(&self, path: &Path) -> io::Result<Meta> {
        self.looks(path)?;
        if self.state.lock().unwrap().faults.untold.as_deref() == Some(path) {
            return Err(io::Error::from_raw_os_error(5));
        }
        OsDisk.metadata(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        OsDisk.canonicalize(path)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.changes(path)?;
        OsDisk.create_dir(path)
    }

    fn remove_temp(&self, path: &Path) -> io::Result<()> {
        self.changes(path)?;
        OsDisk.remove_temp(path)
    }

    fn set_readonly(&self, path: &Path, readonly: bool) -> io::Result<()> {
        self.changes(path)?;
        OsDisk.set_readonly(path, readonly)
    }

    fn free_space(&self, dir: &Path) -> io::Result<Option<u64>> {
        self.looks(dir).and_then(|()| OsDisk.free_space(dir)).map(|_| self.state.lock().unwrap().faults.free)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn Send + Sync>>> {
        OsDisk.try_lock(path)
    }

    fn copy_origin_mark(&self, from: &Path, to: &Path) -> io::Result<()> {
        OsDisk.copy_origin_mark(from, to)
    }
}

struct FaultyRead {
    file: Box<dyn ReadFile>,
    path: PathBuf,
    disk: FaultyDisk,
}

impl Read for FaultyRead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.looks(&self.path)?;
        let count = self.file.read(buffer)?;
        self.disk.run(&self.path, |faults| &mut faults.after_read);
        Ok(count)
    }
}

impl ReadFile for FaultyRead {
    fn metadata(&self) -> io::Result<Meta> {
        self.file.metadata()
    }
}

struct FaultyWrite {
    file: Box<dyn WriteFile>,
    path: PathBuf,
    disk: FaultyDisk,
}

impl Write for FaultyWrite {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.disk.changes(&self.path)?;
        let mut state = self.disk.state.lock().unwrap();
        let count = match &mut state.faults.room {
            Some(0) => return Err(io::ErrorKind::StorageFull.into()),
            // A short write, as a full disk gives it.
            Some(room) => {
                let count = buffer.len().min(*room as usize);
                *room -= count as u64;
                count
            }
            None => buffer.len(),
        };
        let mut bytes = buffer[..count].to_vec();
        if let Some(garble) = state.faults.garble {
            bytes.iter_mut().filter(|byte| **byte == garble).for_each(|byte| *byte ^= 1);
        }
        self.file.write_all(&bytes)?;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl WriteFile for FaultyWrite {
    fn set_modified(&mut self, time: SystemTime) -> io::Result<()> {
        self.disk.changes(&self.path)?;
        self.file.set_modified(time)
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.disk.changes(&self.path)?;
        self.file.sync_all()
    }
}
