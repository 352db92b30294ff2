//! The files of removed documents once the dossier is sealed: a person may delete them, the program never does.

use std::collections::BTreeSet;

use super::execute::no_cycle;
use super::{OpenCycle, REMOVED, SET_ASIDE, Workspace};
use crate::cycle::{Cycle, CycleId, Document};
use crate::store::error::StoreError;
use crate::store::folder::join;
use crate::store::names;

impl Workspace {
    /// Moves the files of removed documents of a sealed cycle to a folder from which a person may delete
    /// them, or back. Until then they stay in *Dihapus*, and the program deletes none. Nothing is recorded:
    /// the cycle is sealed, and the files are found by their digests. Gives back how many files were moved.
    pub fn set_aside_removed(&mut self, id: CycleId, aside: bool) -> Result<usize, StoreError> {
        self.prepare_files(id)?;
        let naming = self.naming.clone();
        let _names = naming.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let open = self.cycles.get_mut(&id).ok_or_else(|| no_cycle(id))?;
        open.find_misplaced()?;
        let (from, to) = if aside { (REMOVED, SET_ASIDE) } else { (SET_ASIDE, REMOVED) };
        let moves = open.removed_in(from);
        let mut taken = open.folder.taken_names(to)?;
        let folder = open.folder.clone();
        for path in &moves {
            let name = path.rsplit('/').next().unwrap_or(path);
            let name = names::unique(name, |name| taken.contains(&names::fold(name)));
            taken.insert(names::fold(&name));
            folder.rename(path, &join(to, &name))?;
        }
        open.find_misplaced()?;
        Ok(moves.len())
    }
}

impl OpenCycle {
    /// Files in a folder that belong to removed documents of a sealed cycle, and to no other.
    fn removed_in(&self, folder: &str) -> BTreeSet<String> {
        let Some(state) = self.cycle.as_deref().map(Cycle::state).filter(|state| state.is_sealed()) else {
            return BTreeSet::new();
        };
        let there = |document: &Document| {
            let paths = document.kept().map(|version| self.actual(&version.file).to_owned());
            paths.collect::<Vec<_>>()
        };
        let (removed, standing): (Vec<_>, Vec<_>) =
            state.documents.values().partition(|document| document.removed.is_some());
        let needed: BTreeSet<String> = standing.into_iter().flat_map(there).collect();
        let mut paths: BTreeSet<String> = removed.into_iter().flat_map(there).collect();
        paths.retain(|path| {
            let above = path.rsplit_once('/').map(|(above, _)| above);
            above == Some(folder) && !needed.contains(path)
        });
        paths.retain(|path| matches!(self.folder.metadata(path), Ok(Some(_))));
        paths
    }
}
