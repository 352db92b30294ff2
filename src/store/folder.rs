//! A folder that is written safely: new files appear whole or not at all, and nothing is replaced but views.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::digest::{BLOCK, read_block};
use super::disk::{Disk, Entry, FileKind, Meta, is_temp, is_temp_name};
use super::error::{ErrorKind, StoreError};
use super::names;
use super::progress::Progress;
use super::temp::{Temp, patiently};

/// A folder and the disk it lies on. Paths in it are relative, with `/`, and cannot lead out.
#[derive(Debug, Clone)]
pub struct Folder {
    disk: Arc<dyn Disk>,
    root: PathBuf,
    tag: Arc<str>,
    /// A folder that this program must never create: see [`Self::anchored`].
    anchor: Option<Arc<Path>>,
    /// The folder that the person chose, or that of local app data: folders above it are not the program's.
    top: Arc<Path>,
    /// Folders below `top` whose own names are known to be durable. A folder that a killed program made may
    /// exist without that.
    secured: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Folder {
    /// A folder at `root`. `tag`, the id of the writer, goes into the names of unfinished files, so that the
    /// remains of a killed program can be told from the work of another that is running.
    pub fn new(disk: Arc<dyn Disk>, root: impl Into<PathBuf>, tag: &str) -> Self {
        let root = root.into();
        let top = root.as_path().into();
        Self { disk, root, tag: tag.into(), anchor: None, top, secured: Arc::default() }
    }

    /// The same folder under another tag.
    #[must_use]
    pub fn tagged(&self, tag: &str) -> Self {
        Self { tag: tag.into(), ..self.clone() }
    }

    /// The same folder, known to exist: once it is gone, it is not created again, since that would be in the
    /// way when the real folder comes back.
    #[must_use]
    pub fn anchored(&self) -> Self {
        Self { anchor: Some(self.root.as_path().into()), ..self.clone() }
    }

    /// A folder below this one, whether it exists or not.
    pub fn sub(&self, relative: &str) -> Result<Self, StoreError> {
        Ok(Self { root: self.path(relative)?, ..self.clone() })
    }

    /// A folder below this one, by a name that is known to be valid.
    pub(super) fn below(&self, name: &str) -> Self {
        Self { root: self.root.join(name), ..self.clone() }
    }

    /// Path of the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The disk on which the folder lies.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// The place of a relative path; refused if it leads out of the folder. Empty is the folder itself.
    pub fn path(&self, relative: &str) -> Result<PathBuf, StoreError> {
        let bad = |part: &str| {
            matches!(part, "" | "." | "..") || part.contains(['\\', ':', '\0']) || part.contains('/')
        };
        if !relative.is_empty() && relative.split('/').any(bad) {
            return Err(StoreError::new(ErrorKind::BadPath, relative));
        }
        Ok(relative
            .split('/')
            .filter(|part| !part.is_empty())
            .fold(self.root.clone(), |path, part| path.join(part)))
    }

    /// Reads a file whole, at most `cap` bytes.
    pub fn read(&self, relative: &str, cap: u64) -> Result<Vec<u8>, StoreError> {
        let path = self.path(relative)?;
        let in_file = |error| StoreError::io(&path, error);
        let mut file = self.disk.open_read(&path).map_err(in_file)?;
        let meta = file.metadata().map_err(in_file)?;
        if meta.kind != FileKind::File {
            return Err(StoreError::new(ErrorKind::NotAFile(meta.kind), path));
        }
        let mut bytes = Vec::with_capacity(meta.size.min(cap) as usize);
        (&mut file).take(cap + 1).read_to_end(&mut bytes).map_err(in_file)?;
        if bytes.len() as u64 > cap {
            return Err(StoreError::new(ErrorKind::TooLarge(cap), path));
        }
        Ok(bytes)
    }

    /// What a folder holds, sorted by name, without unfinished files. A missing folder is empty.
    pub fn list(&self, relative: &str) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.list_all(relative)?;
        entries.retain(|entry| !is_temp_name(&entry.name));
        Ok(entries)
    }

    fn list_all(&self, relative: &str) -> Result<Vec<Entry>, StoreError> {
        let path = self.path(relative)?;
        match self.disk.read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            result => result.map_err(|error| StoreError::io(path, error)),
        }
    }

    /// What stands at a path; none if nothing does.
    pub fn metadata(&self, relative: &str) -> Result<Option<Meta>, StoreError> {
        let path = self.path(relative)?;
        match self.disk.metadata(&path) {
            Ok(meta) => Ok(Some(meta)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io(path, error)),
        }
    }

    /// Creates a folder and those above it, durably. One that exists is fine.
    pub fn create_dir(&self, relative: &str) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        self.create_dirs(&path).map_err(|error| StoreError::io(path, error))
    }

    pub(super) fn create_dirs(&self, path: &Path) -> io::Result<()> {
        if self.anchor.as_deref() == Some(path) {
            return self.disk.metadata(path).map(drop);
        }
        match self.disk.create_dir(path) {
            Ok(()) => self.disk.sync_dir(path.parent().unwrap_or(path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match self.disk.metadata(path)?.kind {
                    FileKind::File | FileKind::Special | FileKind::OddName => Err(error),
                    FileKind::Folder | FileKind::Link => Ok(()),
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let Some(parent) = path.parent() else { return Err(error) };
                self.create_dirs(parent)?;
                // Another program may have created the folder first.
                match self.disk.create_dir(path) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    _ => self.disk.sync_dir(parent),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Creates a file with this content, whole and durable; folders above it are created. A file with the
    /// same content may exist already; one with other content is [`ErrorKind::Exists`] and stays.
    pub fn create_file(&self, relative: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.place_file(relative, bytes)?;
        self.sync_parent(&self.path(relative)?)
    }

    /// As [`Self::create_file`], but the name is not durable until the folder is synced.
    pub(super) fn place_file(&self, relative: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        let mut temp = self.write_temp(&path, bytes, true)?;
        temp.rename_no_replace(&path).or_else(|error| {
            // Another program created the file first; or on a share the answer was lost although the file was
            // named.
            let there = self.read(relative, bytes.len() as u64);
            if there.is_ok_and(|there| there == bytes) { Ok(()) } else { Err(error) }
        })
    }

    /// Puts a file in the place of an older one: only for views, which can be made again, and for settings.
    pub fn replace_file(&self, relative: &str, bytes: &[u8], durable: bool) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        self.write_temp(&path, bytes, durable)?.replace(&path)?;
        if durable { self.sync_parent(&path) } else { Ok(()) }
    }

    /// As [`Self::replace_file`], for a file that is not worth waiting for: not durable, and given up where
    /// another program holds the older file open.
    pub(super) fn replace_file_at_once(&self, relative: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        let mut temp = self.write_temp(&path, bytes, false)?;
        self.disk.rename_replace(temp.path(), &path).map_err(|error| StoreError::io(&path, error))?;
        temp.keep();
        Ok(())
    }

    fn write_temp(&self, path: &Path, bytes: &[u8], durable: bool) -> Result<Temp, StoreError> {
        let parent = path.parent().unwrap_or(path);
        let (temp, mut file) = self.create_temp(parent)?;
        let written =
            file.write_all(bytes).and_then(|()| if durable { file.sync_all() } else { file.flush() });
        drop(file);
        // The error names the file that the person knows, not the unfinished one.
        written.map_err(|error| StoreError::io(path, error))?;
        Ok(temp)
    }

    /// A new unfinished file in a folder, which is created where missing.
    pub(super) fn create_temp(
        &self,
        dir: &Path,
    ) -> Result<(Temp, Box<dyn super::disk::WriteFile>), StoreError> {
        let mut created = false;
        loop {
            let path = dir.join(self.temp_name());
            match self.disk.create_new(&path) {
                Ok(file) => return Ok((Temp::new(self.disk.clone(), path), file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound && !created => {
                    created = true;
                    self.create_dirs(dir).map_err(|error| StoreError::io(dir, error))?;
                }
                Err(error) => return Err(StoreError::io(dir, error)),
            }
        }
    }

    /// A name for unfinished work in this folder.
    pub fn temp_name(&self) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        format!("~{}-{}.tmp", self.tag, COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// A name for unfinished work that also says what is being made: [`temp_name_says`] reads it.
    pub fn temp_name_for(&self, what: &str) -> String {
        let name = self.temp_name();
        format!("{}-{what}.tmp", name.strip_suffix(".tmp").unwrap_or(&name))
    }

    /// Creates a file with all that a reader gives, whole and durable, at a path that must be free. Gives
    /// back the file's size in bytes. Stopped or failed, it leaves nothing; an error of the reader is given
    /// with the file's path.
    pub fn create_from(
        &self,
        relative: &str,
        source: &mut dyn Read,
        modified: Option<SystemTime>,
        progress: &dyn Progress,
    ) -> Result<u64, StoreError> {
        let path = self.path(relative)?;
        let (temp, mut file) = self.create_temp(path.parent().unwrap_or(&path))?;
        let in_file = |error| StoreError::io(&path, error);
        let (mut size, mut block) = (0, vec![0; BLOCK]);
        loop {
            let filled = read_block(source, &mut block).map_err(in_file)?;
            if filled == 0 {
                break;
            }
            file.write_all(&block[..filled]).map_err(in_file)?;
            size += filled as u64;
            progress.advance(filled as u64, relative)?;
        }
        if let Some(modified) = modified {
            file.set_modified(modified).map_err(in_file)?;
        }
        file.sync_all().map_err(in_file)?;
        drop(file);
        self.name(temp, &path)?;
        Ok(size)
    }

    /// Gives an unfinished file its name, durably, where that is free.
    pub(super) fn name(&self, mut temp: Temp, path: &Path) -> Result<(), StoreError> {
        temp.rename_no_replace(path)?;
        self.sync_parent(path)
    }

    /// Renames a file or folder to a free name.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), StoreError> {
        let (from, to) = (self.path(from)?, self.path(to)?);
        let parent = to.parent().unwrap_or(&to);
        self.create_dirs(parent).map_err(|error| StoreError::io(parent, error))?;
        patiently(|| self.disk.rename_no_replace(&from, &to)).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::io(&to, error),
            _ => StoreError::io(&from, error),
        })?;
        self.sync_parent(&to)?;
        if from.parent() == to.parent() { Ok(()) } else { self.sync_parent(&from) }
    }

    /// Removes a file of the program that stands elsewhere too. The file is renamed first, so that a program
    /// killed in between leaves unfinished work, which is removed at the next start. A file that is gone
    /// already is no error.
    pub fn discard(&self, relative: &str) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        let unfinished = path.with_file_name(self.temp_name());
        match patiently(|| self.disk.rename_no_replace(&path, &unfinished)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            result => result.map_err(|error| StoreError::io(&path, error))?,
        }
        drop(Temp::new(self.disk.clone(), unfinished));
        Ok(())
    }

    /// Takes the right to write from a file, or gives it back.
    pub fn set_readonly(&self, relative: &str, readonly: bool) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        self.disk.set_readonly(&path, readonly).map_err(|error| StoreError::io(path, error))
    }

    /// Makes the names in a folder durable.
    pub fn sync(&self, relative: &str) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        self.sync_names(&path).map_err(|error| StoreError::io(path, error))
    }

    /// Makes durable, content and name, a file that another program wrote or that a killed one left.
    pub(super) fn secure_file(&self, path: &Path) -> Result<(), StoreError> {
        self.disk.sync_file(path).map_err(|error| StoreError::io(path, error))?;
        self.sync_parent(path)
    }

    /// Syncs a folder and, the first time, the names of those that lead to it.
    fn sync_names(&self, dir: &Path) -> io::Result<()> {
        self.disk.sync_dir(dir)?;
        let secured = || self.secured.lock().unwrap_or_else(PoisonError::into_inner);
        if secured().contains(dir) {
            return Ok(());
        }
        for dir in dir.ancestors().take_while(|dir| dir.starts_with(&self.top) && **dir != *self.top) {
            self.disk.sync_dir(dir.parent().unwrap_or(dir))?;
        }
        secured().insert(dir.to_owned());
        Ok(())
    }

    /// Removes unfinished work, a file or a whole folder. Only a path that names it as such below this folder
    /// ([`is_temp`]) is accepted.
    pub fn remove_unfinished(&self, relative: &str) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        if !is_temp(Path::new(relative)) {
            return Err(StoreError::new(ErrorKind::BadPath, path));
        }
        if self.metadata(relative)?.is_some_and(|meta| meta.kind == FileKind::Folder) {
            for entry in self.list_all(relative)? {
                self.remove_unfinished(&format!("{relative}/{}", entry.name))?;
            }
        }
        self.disk.remove_temp(&path).map_err(|error| StoreError::io(path, error))
    }

    /// Removes from one folder what killed programs with these tags have left unfinished: files, and folders
    /// such as a dossier being built.
    pub(super) fn remove_remains(&self, relative: &str, tags: &[String]) -> Result<(), StoreError> {
        for entry in self.list_all(relative)? {
            let tag = entry.name.strip_prefix('~').and_then(|name| name.split_once('-')).map(|(tag, _)| tag);
            if is_temp_name(&entry.name) && tags.iter().any(|dead| Some(dead.as_str()) == tag) {
                self.remove_unfinished(&join(relative, &entry.name))?;
            }
        }
        Ok(())
    }

    /// A name like `name` that no file of the folder has on any system: compared without regard to case and
    /// to ways of writing accents.
    pub fn free_name(&self, relative: &str, name: &str) -> Result<String, StoreError> {
        let taken = self.taken_names(relative)?;
        Ok(names::unique(name, |name| taken.contains(&names::fold(name))))
    }

    /// The names that a folder has, folded ([`names::fold`]).
    pub(super) fn taken_names(&self, relative: &str) -> Result<HashSet<String>, StoreError> {
        Ok(self.list(relative)?.iter().map(|entry| names::fold(&entry.name)).collect())
    }

    pub(super) fn sync_parent(&self, path: &Path) -> Result<(), StoreError> {
        let parent = path.parent().unwrap_or(path);
        self.sync_names(parent).map_err(|error| StoreError::io(parent, error))
    }
}

/// What is being made under a name from [`Folder::temp_name_for`]; none for any other name.
pub fn temp_name_says(name: &str) -> Option<&str> {
    name.strip_prefix('~')?.strip_suffix(".tmp")?.splitn(3, '-').nth(2)
}

/// Joins relative paths; the folder itself is the empty path.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
