//! One window of one person on one data folder: a lock in this PC's own folder, and a way for a second start
//! to call the window that is open already.
//!
//! Other persons and other PCs may work on the same data folder at the same time; their locks are in folders
//! of their own.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

/// Folder of the locks in this PC's own folder.
const FOLDER: &str = "jendela";
/// How often a window looks whether another start has called it.
const LOOK: Duration = Duration::from_millis(300);

/// The right to be the window of a data folder, until this is dropped or the program ends, however it ends.
#[derive(Debug)]
pub struct Instance {
    lock: PathBuf,
    // Open files can be locked on Windows and Linux; closing the file unlocks it.
    _held: File,
}

/// Another window has the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere;

impl Instance {
    /// Takes the right to a data folder, given by its path without links. `local` is this PC's own folder; if
    /// it can't be written to, the caller should open the window all the same.
    pub fn claim(local: &Path, canonical: &Path) -> io::Result<Result<Self, Elsewhere>> {
        let lock = lock_path(local, canonical);
        fs::create_dir_all(local.join(FOLDER))?;
        let held = OpenOptions::new().write(true).create(true).truncate(false).open(&lock)?;
        match held.try_lock() {
            Ok(()) => Ok(Ok(Self { lock, _held: held })),
            Err(TryLockError::WouldBlock) => Ok(Err(Elsewhere)),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether this is the right to that data folder.
    pub fn is_of(&self, local: &Path, canonical: &Path) -> bool {
        self.lock == lock_path(local, canonical)
    }

    /// Watches for calls, on another thread, as long as the right is held.
    pub fn watch(self: &Arc<Self>, called: impl Fn() + Send + 'static) {
        // An old call that nobody answered is not for this window.
        fs::remove_file(call_path(&self.lock)).ok();
        let instance: Weak<Self> = Arc::downgrade(self);
        let watch = move || {
            while let Some(instance) = instance.upgrade() {
                if fs::remove_file(call_path(&instance.lock)).is_ok() {
                    called();
                }
                drop(instance);
                thread::sleep(LOOK);
            }
        };
        if let Err(error) = thread::Builder::new().name("renja-call".to_owned()).spawn(watch) {
            log::error!("no thread that hears calls: {error}");
        }
    }
}

/// Whether another window has the data folder. A folder that does not answer in `patience` is not known to be open.
pub fn is_elsewhere(local: &Path, root: &Path, patience: Duration) -> Option<PathBuf> {
    let (sender, receiver) = mpsc::channel();
    let root = root.to_owned();
    let ask = move || sender.send(root.canonicalize());
    thread::Builder::new().name("renja-path".to_owned()).spawn(ask).ok()?;
    let canonical = receiver.recv_timeout(patience).ok()?.ok()?;
    let claimed = Instance::claim(local, &canonical).ok()?;
    claimed.is_err().then_some(canonical)
}

/// Calls the window of a data folder to the front; gives back whether the window has answered.
pub fn call(local: &Path, canonical: &Path, patience: Duration) -> bool {
    let call = call_path(&lock_path(local, canonical));
    if let Err(error) = fs::write(&call, "") {
        log::warn!("{}: {error}", call.display());
        return false;
    }
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if !call.exists() {
            return true;
        }
        thread::sleep(LOOK / 10);
    }
    false
}

fn lock_path(local: &Path, canonical: &Path) -> PathBuf {
    let mut path = canonical.to_string_lossy().into_owned();
    if cfg!(windows) {
        path = path.to_lowercase();
    }
    let digest = Sha256::digest(path.as_bytes());
    let key = digest.iter().take(8).fold(0_u64, |key, byte| key << 8 | u64::from(*byte));
    local.join(FOLDER).join(format!("{key:016x}.kunci"))
}

fn call_path(lock: &Path) -> PathBuf {
    lock.with_extension("panggil")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn a_data_folder_has_one_window_of_a_person_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let (local, data) = (folder.path().join("local"), folder.path().join("data"));
        let first = Instance::claim(&local, &data).unwrap().expect("it is free");
        assert!(first.is_of(&local, &data) && !first.is_of(&local, &folder.path().join("data 2")));
        assert_eq!(Instance::claim(&local, &data).unwrap().err(), Some(Elsewhere));
        Instance::claim(&local, &folder.path().join("data 2")).unwrap().expect("another folder");
        Instance::claim(&folder.path().join("lain"), &data).unwrap().expect("another person");
        drop(first);
        Instance::claim(&local, &data).unwrap().expect("it is free again");
    }

    #[test]
    fn a_second_start_calls_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let (local, data) = (folder.path().join("local"), folder.path().join("data"));
        fs::create_dir(&data).unwrap();
        assert_eq!(is_elsewhere(&local, &data, SOON), None);
        let canonical = data.canonicalize().unwrap();
        let window = Arc::new(Instance::claim(&local, &canonical).unwrap().expect("it is free"));
        let (sender, called) = mpsc::channel();
        window.watch(move || sender.send(()).unwrap_or_default());
        assert_eq!(is_elsewhere(&local, &data, SOON), Some(canonical.clone()));
        assert!(call(&local, &canonical, SOON));
        called.recv_timeout(SOON).expect("a call");
    }

    #[test]
    fn a_path_that_does_not_answer_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(is_elsewhere(folder.path(), &folder.path().join("missing"), SOON), None);
        assert_eq!(is_elsewhere(folder.path(), folder.path(), Duration::ZERO), None);
    }
}
