//! Opening a data folder. A share may not answer for minutes, so the folder is read on another thread. The
//! desk goes on meanwhile and may be asked for another folder: the last one asked for is opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::{Inlet, Owner};
use crate::archive::{self, Index};
use crate::jobs::job::{AtOnce, Back, Job, Order};
use crate::jobs::{Report, Trouble};
use crate::pc::instance::{self, Elsewhere, Instance};
use crate::store::{Disk, StoreError, Workspace};

/// How long another window that has the folder already may take to answer a call.
const CALL: Duration = Duration::from_secs(2);

/// A data folder that has been read.
pub(in crate::jobs) struct Loaded {
    pub workspace: Workspace,
    pub index: Index,
    pub lost: Vec<archive::IndexProblem>,
    /// The right to be the folder's window; none if this PC's own folder can't be written to.
    pub instance: Option<Arc<Instance>>,
    /// Whether working folders of sealed years have not been read.
    pub unread: bool,
}

/// What it takes to read a data folder, on any thread.
#[derive(Clone)]
pub(in crate::jobs) struct Loader {
    pub local: PathBuf,
    pub disk: Arc<dyn Disk>,
    pub back: Back,
    /// The right that the desk has now.
    pub held: Option<Arc<Instance>>,
}

impl Owner {
    /// Makes a data folder if need be and reads it, instead of one that is still being opened. An inlet that
    /// keeps the desk's thread is for a folder that is made: that is finished or cleared away before the
    /// program ends.
    pub(in crate::jobs) fn begin_opening(
        &mut self,
        job: &Job<()>,
        inlet: Inlet,
        root: PathBuf,
        make: impl FnOnce(&Loader, &Path) -> Result<(), Trouble> + Send + 'static,
    ) -> AtOnce<()> {
        if let Some(before) = self.opening.take() {
            before.order.cancel();
            before.done(Err(Trouble::Cancelled));
        }
        let loader = self.loader();
        let read = move |_: &Order| {
            make(&loader, &root)?;
            loader.load(&root).map(Box::new)
        };
        let begun = Self::beside_then(job, inlet, read, Self::finish_opening)?;
        self.opening = Some(job.clone());
        Ok(begun)
    }

    /// Opens a data folder that has been read, if it is still the wanted one.
    fn finish_opening(&mut self, job: &Job<()>, loaded: Result<Box<Loaded>, Trouble>) {
        if self.opening.as_ref().is_none_or(|opening| opening.order.ticket != job.order.ticket) {
            return;
        }
        self.opening = None;
        job.done(self.surviving(|desk| {
            desk.adopt(*loaded?);
            Ok(())
        }));
    }

    pub(in crate::jobs) fn loader(&self) -> Loader {
        let (local, disk) = (self.local.clone(), self.disk.clone());
        Loader { local, disk, back: self.back.clone(), held: self.instance.clone() }
    }
}

impl Loader {
    /// Reads the archive and the cycles that are still worked on, however many years there are; the working
    /// folders of sealed years are read when the desk has no request.
    pub(in crate::jobs) fn load(&self, root: &Path) -> Result<Loaded, Trouble> {
        // A missing folder is reported as such, since it may come back; one that exists and is no data folder
        // never becomes one.
        self.disk.metadata(root).map_err(|error| StoreError::io(root, error))?;
        let instance = self.claim(root)?;
        let (index, lost) = Index::load(&*self.disk, root);
        let sealed = index.dossiers.iter().filter_map(archive::Dossier::cycle).collect();
        let workspace = Workspace::open_without(self.disk.clone(), root, &self.local, &sealed)?;
        Ok(Loaded { workspace, index, lost, instance, unread: !sealed.is_empty() })
    }

    /// Takes the right to be the window of the folder. If another window has it, that window is called to the
    /// front.
    fn claim(&self, root: &Path) -> Result<Option<Arc<Instance>>, Trouble> {
        let canonical = self.disk.canonicalize(root).map_err(|error| StoreError::io(root, error))?;
        if let Some(held) = self.held.as_ref().filter(|held| held.is_of(&self.local, &canonical)) {
            return Ok(Some(held.clone()));
        }
        match Instance::claim(&self.local, &canonical) {
            Ok(Ok(instance)) => {
                let (instance, back) = (Arc::new(instance), self.back.clone());
                instance.watch(move || back.report(Report::Called));
                Ok(Some(instance))
            }
            Ok(Err(Elsewhere)) => {
                instance::call(&self.local, &canonical, CALL);
                Err(Trouble::OpenElsewhere(root.to_owned()))
            }
            Err(error) => {
                log::warn!("another window on {} would not be noticed: {error}", root.display());
                Ok(None)
            }
        }
    }
}
