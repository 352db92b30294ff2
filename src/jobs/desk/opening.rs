//! Opening a data folder. A share may not answer for minutes, so it is read beside the desk, which goes on and may be
//! asked for another folder meanwhile: the last one asked for is the one that is opened.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Back, Message, Owner, beside, crashed, who};
use crate::archive::{self, Index};
use crate::demo;
use crate::jobs::{Outcome, Report, Request, Ticket, Trouble};
use crate::process::instance::{self, Elsewhere, Instance};
use crate::store::{Disk, StoreError, Workspace};

/// How long the window that has a folder already may take to hear that it is called.
const CALL: Duration = Duration::from_secs(2);

/// A data folder, read.
pub(super) struct Loaded {
    pub workspace: Workspace,
    pub index: Index,
    pub lost: Vec<archive::Problem>,
    /// The right to be its window; none where this PC's own folder can't be written to.
    pub instance: Option<Arc<Instance>>,
    /// Working folders of sealed years have been left out.
    pub unread: bool,
}

/// What it takes to read a data folder, on any thread.
#[derive(Clone)]
pub(super) struct Loader {
    pub local: PathBuf,
    pub disk: Arc<dyn Disk>,
    pub back: Back,
    /// The right that the desk has now.
    pub held: Option<Arc<Instance>>,
}

/// The request that is being carried out.
pub(super) struct Opening {
    ticket: Ticket,
    cancelled: Arc<AtomicBool>,
}

impl Owner {
    /// Opens or makes a data folder, in place of one that is still being opened.
    pub(super) fn begin_opening(&mut self, ticket: Ticket, request: Request, cancelled: Arc<AtomicBool>) {
        self.give_up_opening();
        let (loader, desk) = (self.loader(), self.desk.clone());
        let opening = Opening { ticket, cancelled: cancelled.clone() };
        // What is being made is finished or cleared away before the program ends; what is only read need not be: a
        // folder that never answers must not keep the desk, and with it the program.
        let making = if matches!(request, Request::Open(_)) { None } else { self.desk.upgrade() };
        let work = move || {
            let result = catch_unwind(AssertUnwindSafe(|| loader.carry_out(ticket, request, &cancelled)));
            let result = result.unwrap_or_else(|panic| Err(crashed(&*panic))).map(Box::new);
            if let Some(desk) = making.or_else(|| desk.upgrade()) {
                drop(desk.send(Message::Loaded(ticket, result)));
            }
        };
        match beside(ticket, work) {
            Ok(()) => self.opening = Some(opening),
            Err(trouble) => self.back.report(Report::Done(ticket, Err(trouble))),
        }
    }

    fn give_up_opening(&mut self) {
        if let Some(before) = self.opening.take() {
            before.cancelled.store(true, Ordering::Relaxed);
            self.back.report(Report::Done(before.ticket, Err(Trouble::Cancelled)));
        }
    }

    /// A data folder has been read; it counts if it is still the one that is wanted.
    pub(super) fn finish_opening(&mut self, ticket: Ticket, loaded: Result<Box<Loaded>, Trouble>) {
        if self.opening.as_ref().is_none_or(|opening| opening.ticket != ticket) {
            return;
        }
        self.opening = None;
        let result = self.surviving(|desk| {
            desk.adopt(*loaded?);
            Ok(Outcome::Opened)
        });
        self.back.report(Report::Done(ticket, result));
    }

    pub(super) fn loader(&self) -> Loader {
        let (local, disk) = (self.local.clone(), self.disk.clone());
        Loader { local, disk, back: self.back.clone(), held: self.instance.clone() }
    }
}

impl Loader {
    fn carry_out(
        &self,
        ticket: Ticket,
        request: Request,
        cancelled: &Arc<AtomicBool>,
    ) -> Result<Loaded, Trouble> {
        let root = match request {
            Request::Open(root) => root,
            Request::Create { root, office, by } => {
                drop(Workspace::create_on(self.disk.clone(), &root, &self.local, &office, &who(by))?);
                root
            }
            Request::CreateSample(root) => {
                demo::create(&root, &self.local, demo::YEARS, &self.back.progress(ticket, 0, cancelled))?;
                root
            }
            // `take` sends nothing else here.
            _ => return Err(Trouble::NothingOpen),
        };
        self.load(&root)
    }

    /// The archive and the cycles that are still worked on, however many years there are; the working folders of
    /// sealed years are read when the desk has nothing else to do.
    pub(super) fn load(&self, root: &Path) -> Result<Loaded, Trouble> {
        // A folder that is not there may come back; one that is there and no data folder never becomes one.
        self.disk.metadata(root).map_err(|error| StoreError::io(root, error))?;
        let instance = self.claim(root)?;
        let (index, lost) = Index::load(root);
        let sealed = index.dossiers.iter().filter_map(archive::Dossier::cycle).collect();
        let workspace = Workspace::open_without(self.disk.clone(), root, &self.local, &sealed)?;
        Ok(Loaded { workspace, index, lost, instance, unread: !sealed.is_empty() })
    }

    /// The right to be the window of the folder. Where another window has it, that one is called to the front.
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
