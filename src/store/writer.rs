//! Who this program is among all that write to a data folder.

use std::collections::HashMap;

use super::disk::FileKind;
use super::envelope::is_writer;
use super::folder::Folder;
use crate::cycle::WriterId;

/// Folder of the writer ids in local app data.
const FOLDER: &str = "penulis";

/// A writer id that no other running program holds, and what it noted of its own last events.
///
/// The ids of this PC lie in its local app data, an empty file each: there is nothing in them that could
/// break. A running program locks the one it takes, so two windows on one PC write under two ids, and what
/// a killed one left unfinished is known by its id. Without writable local app data the id lives as long
/// as the program.
pub struct Writer {
    id: WriterId,
    local: Folder,
    store: String,
    notes: HashMap<String, (u64, String)>,
    lock: Option<Box<dyn Send + Sync>>,
}

impl Writer {
    /// Takes a free id, or makes one. `store` is the id of the data folder.
    pub fn take(local: &Folder, store: &str) -> Self {
        let mut writer = Self {
            id: random_id(),
            local: local.clone(),
            store: store.to_owned(),
            notes: HashMap::new(),
            lock: None,
        };
        let known = local.list(FOLDER).unwrap_or_default();
        let ids = known.into_iter().filter(|entry| entry.kind == FileKind::File && is_writer(&entry.name));
        for entry in ids {
            if let Some(lock) = writer.try_lock(&entry.name) {
                writer.local = local.tagged(&entry.name);
                writer.id = WriterId(entry.name);
                writer.lock = Some(lock);
                return writer;
            }
        }
        writer.renew();
        writer
    }

    /// Takes a new id and retires the old one.
    pub fn renew(&mut self) {
        if self.lock.is_some() {
            let (old, retired) = (format!("{FOLDER}/{}", self.id), format!("{FOLDER}/{}.lama", self.id));
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
        self.lock = self.try_lock(&self.id.0);
    }

    fn try_lock(&self, id: &str) -> Option<Box<dyn Send + Sync>> {
        let path = self.local.path(&format!("{FOLDER}/{id}")).ok()?;
        self.local.disk().try_lock(&path).ok().flatten()
    }

    /// The id.
    pub fn id(&self) -> &WriterId {
        &self.id
    }

    /// Number and hash of the last event that this PC wrote to a journal, by its own memory.
    pub fn noted(&self, journal: &str) -> Option<(u64, String)> {
        if let Some(note) = self.notes.get(journal) {
            return Some(note.clone());
        }
        let bytes = self.local.read(&self.note_path(journal), 1024).ok()?;
        let (seq, hash) = std::str::from_utf8(&bytes).ok()?.trim().split_once(' ')?;
        Some((seq.parse().ok()?, hash.to_owned()))
    }

    /// Notes an event. Not synced: after a power loss the note may lag, and a new id is taken, which costs
    /// nothing.
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
            .field("held", &self.lock.is_some())
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
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
