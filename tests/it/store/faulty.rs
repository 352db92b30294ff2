//! A disk with faults: the real one behind the same trait.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use renja::store::{Call, Disk, OsDisk, Watch, WriteFile};

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

    fn looks(&self, call: Call, path: &Path) -> io::Result<()> {
        self.run(path, |faults| &mut faults.before_look);
        let state = self.state.lock().unwrap();
        let Faults { unreadable, untold, closed, shut, .. } = &state.faults;
        let is_hit = |hurt: &Option<PathBuf>| hurt.as_deref() == Some(path);
        let is_shut = |shut: &PathBuf| path.starts_with(shut) && path != shut;
        match call {
            _ if state.dead => Err(io::Error::other("the program is dead")),
            _ if shut.as_ref().is_some_and(is_shut) => Err(io::ErrorKind::PermissionDenied.into()),
            Call::ReadDir if is_hit(closed) => Err(io::ErrorKind::PermissionDenied.into()),
            Call::OpenRead if is_hit(unreadable) => Err(io::Error::from_raw_os_error(5)),
            Call::Metadata if is_hit(untold) => Err(io::Error::from_raw_os_error(5)),
            _ => Ok(()),
        }
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

impl Watch for FaultyDisk {
    fn disk(&self) -> &dyn Disk {
        &OsDisk
    }

    fn around(&self, call: Call, path: &Path, go: &mut dyn FnMut() -> io::Result<()>) -> io::Result<()> {
        match call {
            Call::Canonicalize | Call::TryLock | Call::CopyOriginMark => go(),
            Call::RenameNoReplace => {
                let allowed = self.changes(path);
                if let Some(content) = self.state.lock().unwrap().faults.forestalled.take() {
                    std::fs::write(path, content)?;
                }
                if allowed.is_ok() || self.state.lock().unwrap().faults.answer_is_lost {
                    go()?;
                }
                allowed
            }
            Call::Read => {
                self.looks(call, path)?;
                go()?;
                self.run(path, |faults| &mut faults.after_read);
                Ok(())
            }
            _ if call.changes() => self.changes(path).and_then(|()| go()),
            _ => self.looks(call, path).and_then(|()| go()),
        }
    }

    fn write(&self, file: &mut dyn WriteFile, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state.lock().unwrap();
        let count = match &mut state.faults.room {
            Some(0) => return Err(io::ErrorKind::StorageFull.into()),
            // A short write, as a full disk gives it.
            Some(room) => {
                let count = bytes.len().min(*room as usize);
                *room -= count as u64;
                count
            }
            None => bytes.len(),
        };
        let mut bytes = bytes[..count].to_vec();
        if let Some(garble) = state.faults.garble {
            bytes.iter_mut().filter(|byte| **byte == garble).for_each(|byte| *byte ^= 1);
        }
        file.write_all(&bytes)?;
        Ok(count)
    }

    fn free(&self, _: Option<u64>) -> Option<u64> {
        self.state.lock().unwrap().faults.free
    }
}
