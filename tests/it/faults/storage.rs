//! What is on the model disk: for each file and folder what programs see, and what a power loss leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use renja::store::{Entry, FileKind, Meta, is_temp};

pub type Id = u64;
/// Content, shared between a disk and the many states that a power loss could leave of it.
pub type Bytes = Arc<Vec<u8>>;
/// Every path with the content of its file; none for a folder.
pub type Tree = BTreeMap<PathBuf, Option<Bytes>>;

pub const ROOT: Id = 0;

#[derive(Clone, Debug)]
pub enum Node {
    Folder(Folder),
    File(File),
}

#[derive(Clone, Debug, Default)]
pub struct Folder {
    pub names: BTreeMap<String, Id>,
    /// The names that certainly survive a power loss, whatever happens to those in [`Storage::pending`].
    pub durable: BTreeMap<String, Id>,
}

#[derive(Clone, Debug)]
pub struct File {
    pub now: Bytes,
    pub durable: Bytes,
    /// Something was written since the last sync.
    pub dirty: bool,
    /// A sync has failed: data written before it will never reach the disk, though they can still be read.
    pub given_up: bool,
    pub modified: SystemTime,
    pub readonly: bool,
}

/// A change of names that is not durable yet.
#[derive(Clone, Debug)]
pub enum Pending {
    Link(Id, String, Id),
    Unlink(Id, String),
    Rename {
        from: (Id, String),
        to: (Id, String),
        id: Id,
    },
    /// The old name of a rename whose new name, in another folder, is already durable.
    Leave {
        from: (Id, String),
        to: Id,
    },
}

/// Everything on the disk. A clone preserves a state.
#[derive(Clone, Debug)]
pub struct Storage {
    pub nodes: BTreeMap<Id, Node>,
    pub pending: Vec<Pending>,
    next: Id,
    ticks: u64,
}

impl Storage {
    pub fn new() -> Self {
        let root = Node::Folder(Folder::default());
        Self { nodes: BTreeMap::from([(ROOT, root)]), pending: Vec::new(), next: 1, ticks: 0 }
    }

    fn now(&mut self) -> SystemTime {
        self.ticks += 1;
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + self.ticks)
    }

    pub fn folder(&self, id: Id) -> Option<&Folder> {
        match self.nodes.get(&id) {
            Some(Node::Folder(folder)) => Some(folder),
            _ => None,
        }
    }

    fn folder_mut(&mut self, id: Id) -> Option<&mut Folder> {
        match self.nodes.get_mut(&id) {
            Some(Node::Folder(folder)) => Some(folder),
            _ => None,
        }
    }

    pub fn file_mut(&mut self, id: Id) -> Option<&mut File> {
        match self.nodes.get_mut(&id) {
            Some(Node::File(file)) => Some(file),
            _ => None,
        }
    }

    pub fn find(&self, path: &Path) -> io::Result<Id> {
        let mut at = ROOT;
        for part in path.components() {
            if let Component::Normal(name) = part {
                let folder = self.folder(at).ok_or(io::ErrorKind::NotADirectory)?;
                let name = name.to_str().ok_or(io::ErrorKind::InvalidInput)?;
                at = *folder.names.get(name).ok_or(io::ErrorKind::NotFound)?;
            }
        }
        Ok(at)
    }

    /// The folder that contains a path, and the name in that folder.
    fn slot(&self, path: &Path) -> io::Result<(Id, String)> {
        let parent = self.find(path.parent().ok_or(io::ErrorKind::InvalidInput)?)?;
        self.folder(parent).ok_or(io::ErrorKind::NotADirectory)?;
        let name = path.file_name().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidInput)?;
        Ok((parent, name.to_owned()))
    }

    fn add(&mut self, path: &Path, node: Node) -> io::Result<Id> {
        let (parent, name) = self.slot(path)?;
        let id = self.next;
        let folder = self.folder_mut(parent).ok_or(io::ErrorKind::NotADirectory)?;
        if folder.names.contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        folder.names.insert(name.clone(), id);
        self.next += 1;
        self.nodes.insert(id, node);
        self.pending.push(Pending::Link(parent, name, id));
        Ok(id)
    }

    pub fn create_file(&mut self, path: &Path) -> io::Result<Id> {
        let modified = self.now();
        let (now, durable) = (Bytes::default(), Bytes::default());
        let file = File { now, durable, dirty: false, given_up: false, modified, readonly: false };
        self.add(path, Node::File(file))
    }

    pub fn create_dir(&mut self, path: &Path) -> io::Result<()> {
        self.add(path, Node::Folder(Folder::default())).map(drop)
    }

    pub fn write(&mut self, id: Id, bytes: &[u8]) -> io::Result<()> {
        let modified = self.now();
        let file = self.file_mut(id).ok_or(io::ErrorKind::IsADirectory)?;
        Arc::make_mut(&mut file.now).extend_from_slice(bytes);
        (file.dirty, file.modified) = (true, modified);
        Ok(())
    }

    /// Syncs a file, without which a power loss would tear it.
    pub fn sync_file(&mut self, id: Id) -> io::Result<()> {
        let file = self.file_mut(id).ok_or(io::ErrorKind::IsADirectory)?;
        if !file.given_up {
            file.durable = file.now.clone();
            file.dirty = false;
        }
        Ok(())
    }

    /// A sync that failed: the system forgets which pages were dirty, so no later sync writes them.
    pub fn give_up(&mut self, id: Id) {
        if let Some(file) = self.file_mut(id) {
            file.given_up = true;
        }
    }

    pub fn rename(&mut self, from: &Path, to: &Path, replace: bool) -> io::Result<()> {
        let id = self.find(from)?;
        let (old, new) = (self.slot(from)?, self.slot(to)?);
        let target = self.folder(new.0).and_then(|folder| folder.names.get(&new.1)).copied();
        if target.is_some() && !replace {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.folder_mut(old.0).ok_or(io::ErrorKind::NotADirectory)?.names.remove(&old.1);
        self.folder_mut(new.0).ok_or(io::ErrorKind::NotADirectory)?.names.insert(new.1.clone(), id);
        self.pending.push(Pending::Rename { from: old, to: new, id });
        Ok(())
    }

    pub fn remove(&mut self, path: &Path) -> io::Result<()> {
        if !is_temp(path) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let id = self.find(path)?;
        if self.folder(id).is_some_and(|folder| !folder.names.is_empty()) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let (parent, name) = self.slot(path)?;
        self.folder_mut(parent).ok_or(io::ErrorKind::NotADirectory)?.names.remove(&name);
        self.pending.push(Pending::Unlink(parent, name));
        Ok(())
    }

    /// Makes the names in a folder durable. A rename out of it becomes durable as a whole, with the folders
    /// above its new place, since no journal writes only one half. The folder's own name is up to its parent.
    pub fn sync_dir(&mut self, id: Id) {
        let pending = std::mem::take(&mut self.pending);
        for change in pending {
            match change {
                Pending::Link(dir, name, node) if dir == id => self.link(dir, name, node),
                Pending::Unlink(dir, name) if dir == id => self.unlink(dir, &name),
                // A folder never has two names: its old and new place become durable at once.
                Pending::Rename { from, to, id: node }
                    if from.0 == id || to.0 == id && self.folder(node).is_some() =>
                {
                    self.link(to.0, to.1, node);
                    self.unlink(from.0, &from.1);
                    self.secure(to.0);
                }
                Pending::Rename { from, to, id: node } if to.0 == id => {
                    self.link(to.0, to.1, node);
                    self.pending.push(Pending::Leave { from, to: to.0 });
                }
                Pending::Leave { from, to } if from.0 == id => {
                    self.unlink(from.0, &from.1);
                    self.secure(to);
                }
                other => self.pending.push(other),
            }
        }
    }

    pub fn link(&mut self, dir: Id, name: String, id: Id) {
        if let Some(folder) = self.folder_mut(dir) {
            folder.durable.insert(name, id);
        }
    }

    pub fn unlink(&mut self, dir: Id, name: &str) {
        if let Some(folder) = self.folder_mut(dir) {
            folder.durable.remove(name);
        }
    }

    /// Makes the name of a folder durable, and those of the folders above it.
    pub fn secure(&mut self, mut id: Id) {
        while id != ROOT {
            let above = self.nodes.iter().find_map(|(above, node)| match node {
                Node::Folder(folder) => {
                    let name = folder.names.iter().find(|(_, child)| **child == id)?.0;
                    Some((*above, name.clone()))
                }
                Node::File(_) => None,
            });
            let Some((above, name)) = above else { return };
            self.link(above, name, id);
            id = above;
        }
    }

    pub fn read_dir(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let folder = self.folder(self.find(path)?).ok_or(io::ErrorKind::NotADirectory)?;
        let kind = |id: &Id| match self.nodes[id] {
            Node::Folder(_) => FileKind::Folder,
            Node::File(_) => FileKind::File,
        };
        Ok(folder.names.iter().map(|(name, id)| Entry { name: name.clone(), kind: kind(id) }).collect())
    }

    pub fn meta(&self, id: Id) -> Meta {
        let (kind, size, modified, readonly) = match &self.nodes[&id] {
            Node::Folder(_) => (FileKind::Folder, 0, None, false),
            Node::File(file) => (FileKind::File, file.now.len() as u64, Some(file.modified), file.readonly),
        };
        Meta { kind, size, modified, identity: (1, id), readonly }
    }

    /// Adds a file as if a person had put it there long ago with another program: it is durable.
    pub fn put(&mut self, path: &Path, bytes: &[u8]) {
        self.put_unsynced(path, bytes);
        let id = self.find(path).expect("just put there");
        self.sync_file(id).expect("a file");
        let (parent, _) = self.slot(path).expect("a folder");
        self.sync_dir(parent);
        self.secure(parent);
    }

    /// Adds or overwrites a file as if a person had done it just now: it is not durable.
    pub fn put_unsynced(&mut self, path: &Path, bytes: &[u8]) {
        self.make_dir(path.parent().expect("a file lies in a folder"));
        let id = self.find(path).or_else(|_| self.create_file(path)).expect("a file");
        let modified = self.now();
        let file = self.file_mut(id).expect("a file");
        (file.now, file.dirty, file.modified) = (Arc::new(bytes.to_vec()), true, modified);
    }

    /// Makes a folder and those above it.
    pub fn make_dir(&mut self, path: &Path) {
        for folder in path.ancestors().collect::<Vec<_>>().into_iter().rev() {
            if self.find(folder).is_err() {
                self.create_dir(folder).expect("a new folder");
            }
        }
    }

    pub fn content(&self, path: &Path) -> io::Result<Bytes> {
        match &self.nodes[&self.find(path)?] {
            Node::File(file) => Ok(file.now.clone()),
            Node::Folder(_) => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    /// All that can be seen.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        let mut folders = vec![(PathBuf::from("/"), ROOT)];
        while let Some((path, id)) = folders.pop() {
            for (name, id) in self.folder(id).into_iter().flat_map(|folder| &folder.names) {
                let path = path.join(name);
                match &self.nodes[id] {
                    Node::File(file) => tree.insert(path, Some(file.now.clone())),
                    Node::Folder(_) => {
                        folders.push((path.clone(), *id));
                        tree.insert(path, None)
                    }
                };
            }
        }
        tree
    }

    /// Removes everything that no name leads to.
    pub fn sweep(&mut self) {
        let (mut reached, mut folders) = (BTreeSet::from([ROOT]), vec![ROOT]);
        while let Some(id) = folders.pop() {
            for id in self.folder(id).into_iter().flat_map(|folder| folder.names.values()) {
                if reached.insert(*id) {
                    folders.push(*id);
                }
            }
        }
        self.nodes.retain(|id, _| reached.contains(id));
    }
}
