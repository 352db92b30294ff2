//! The identity under which this program writes to a data folder.

use std::collections::HashMap;
use std::time::Duration;

use super::digest::hex;
use super::disk::FileKind;
use super::envelope::is_writer;
use super::folder::Folder;
use crate::cycle::WriterId;

/// Ending of the names of ids that are no longer used.
const RETIRED: &str = ".lama";
/// Folder of the writer ids in local app data.
const FOLDER: &str = "penulis";

/// A writer id that no other running program holds, and the notes of the last events written under it.
///
/// The ids of this PC lie in its local app data, as empty files: there is nothing in them that could break. A
/// running program locks the id it takes, so two windows on one PC write under two ids, and what a killed
/// program left unfinished is known by its id. Without writable local app data the id lives as long as the
/// program.
pub struct Writer {
    id: WriterId,
    local: Folder,
    store: String,
    notes: HashMap<String, (u64, String)>,
    /// Locks of the id, and of ids retired meanwhile, under which work may still be unfinished.
    locks: Vec<Lock>,
    /// Ids that no running program uses, including ours, with the locks that keep others from taking them.
    dead: Vec<(String, Option<Lock>)>,
}

type Lock = Box<dyn Send + Sync>;

impl Writer {
    /// Takes a free id, or makes one. `store` is the id of the data folder.
    pub fn take(local: &Folder, store: &str) -> Self {
        let mut writer = Self {
            id: random_id(),
            local: local.clone(),
            store: store.to_owned(),
            notes: HashMap::new(),
            locks: Vec::new(),
            dead: Vec::new(),
        };
        // A child process that this program is just starting holds copies of its locks for a moment.
        for _ in 0..5 {
            if writer.take_known(local) {
                return writer;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        writer.renew();
        writer
    }

    /// Takes a known id. False if there are known ids and others hold all of them.
    fn take_known(&mut self, local: &Folder) -> bool {
        self.dead.clear();
        let known = local.list(FOLDER).unwrap_or_default();
        let mut all_held = false;
        for entry in known.into_iter().filter(|entry| entry.kind == FileKind::File) {
            let retired = entry.name.strip_suffix(RETIRED);
            let id = retired.unwrap_or(&entry.name);
            if !is_writer(id) {
                continue;
            }
            let lock = self.try_lock(&entry.name);
            if retired.is_none() && self.locks.is_empty() {
                all_held = lock.is_none();
                if let Some(lock) = lock {
                    self.local = local.tagged(id);
                    self.id = WriterId(id.to_owned());
                    self.locks.push(lock);
                    self.dead.push((id.to_owned(), None));
                }
            } else if lock.is_some() {
                self.dead.push((id.to_owned(), lock));
            }
        }
        if self.locks.is_empty() && !all_held {
            self.renew();
        }
        !all_held
    }

    /// Takes a new id and retires the old one.
    pub fn renew(&mut self) {
        if !self.locks.is_empty() {
            let (old, retired) = (format!("{FOLDER}/{}", self.id), format!("{FOLDER}/{}{RETIRED}", self.id));
            if let Err(error) = self.local.rename(&old, &retired) {
                log::warn!("writer id {} is not retired: {error}", self.id);
            }
        }
        self.id = random_id();
        self.local = self.local.tagged(&self.id.0);
        self.notes.clear();
        if let Err(error) = self.local.create_dir(FOLDER) {
            log::warn!("no writer id is kept on this PC: {error}");
        }
        let lock = self.try_lock(&self.id.0);
        self.locks.extend(lock);
        // Synced, so that after a power loss it is still known whose unfinished work lies in the data folder.
        if let Err(error) = self.local.sync(FOLDER) {
            log::warn!("the writer id of this PC may be forgotten: {error}");
        }
    }

    fn try_lock(&self, id: &str) -> Option<Box<dyn Send + Sync>> {
        let path = self.local.path(&format!("{FOLDER}/{id}")).ok()?;
        self.local.disk().try_lock(&path).ok().flatten()
    }

    /// The id under which this program writes.
    pub fn id(&self) -> &WriterId {
        &self.id
    }

    /// Ids under which no program is working: unfinished work under them can be removed.
    pub(super) fn dead(&self) -> Vec<String> {
        self.dead.iter().map(|(id, _)| id.clone()).collect()
    }

    /// To be called when unfinished work has been removed: other programs may take the ids again.
    pub(super) fn settle(&mut self) {
        self.dead.clear();
    }

    /// Number and hash of the last event that this PC wrote to a journal, as it noted itself.
    pub fn noted(&self, journal: &str) -> Option<(u64, String)> {
        if let Some(note) = self.notes.get(journal) {
            return Some(note.clone());
        }
        let bytes = self.local.read(&self.note_path(journal), 1024).ok()?;
        let (seq, hash) = std::str::from_utf8(&bytes).ok()?.trim().split_once(' ')?;
        Some((seq.parse().ok()?, hash.to_owned()))
    }

    /// Notes an event as the last one written. Not synced: after a power loss the note may lag, and then a
    /// new id is taken, which costs nothing.
    pub(super) fn note(&mut self, journal: &str, seq: u64, hash: &str) {
        let line = format!("{seq} {hash}\n");
        if let Err(error) = self.local.replace_file(&self.note_path(journal), line.as_bytes(), false) {
            log::warn!("own last event is not noted: {error}");
        }
        self.notes.insert(journal.to_owned(), (seq, hash.to_owned()));
    }

    fn note_path(&self, journal: &str) -> String {
        format!("{FOLDER}/catatan/{}-{}-{journal}", self.id, self.store)
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("id", &self.id)
            .field("locks", &self.locks.len())
            .finish_non_exhaustive()
    }
}

/// 16 hex digits that no other PC has.
fn random_id() -> WriterId {
    WriterId(random_hex::<8>())
}

/// Random lower-case hex digits, two per byte.
pub(super) fn random_hex<const N: usize>() -> String {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every system the program runs on has a source of random bytes");
    hex(&bytes)
}
