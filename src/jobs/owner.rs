//! The desk's own thread: it alone writes to the data folder. Work that only reads, or takes long, runs on
//! other threads, so that no request waits for it.

mod opening;
mod sealing;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use chrono::Local;

use opening::Loaded;

use super::job::{AtOnce, Back, Job, Order};
use super::{Report, Request, Snapshot, Trouble};
use crate::archive::{self, Index};
use crate::cycle::{Cycle, CycleId};
use crate::pc::LocalSettings;
use crate::pc::instance::Instance;
use crate::sop::{Sop, builtin};
use crate::store::{Disk, Here, Presence, Present, Problem, StoreError, Who, Workspace};

/// How often other PCs' changes are looked for.
const POLL: Duration = Duration::from_secs(3);

/// How long the program waits at its end while it tells other PCs that it is gone.
const LEAVING: Duration = Duration::from_secs(1);

/// Messages to the desk: from the window, and from other threads whose work the desk has to finish.
pub(super) enum Message {
    /// Work to be done on the desk's thread.
    Work(Box<dyn FnOnce(&mut Owner) + Send>),
    Settings(Box<LocalSettings>),
    /// What is on screen now, to be shown on other PCs.
    Here(Option<Here>),
}

/// Where other threads send work that the desk has to finish.
pub(super) enum Inlet {
    /// The desk's thread stays until the message has come, even when the window has closed.
    Kept(Arc<Sender<Message>>),
    /// The desk's thread may have ended when the message comes.
    Open(Weak<Sender<Message>>),
}

impl Inlet {
    pub fn post(&self, message: Message) {
        let desk = match self {
            Self::Kept(desk) => Some(desk.clone()),
            Self::Open(desk) => desk.upgrade(),
        };
        // If the desk's thread has ended, nothing is to be finished.
        drop(desk.map(|desk| desk.send(message)));
    }
}

/// The state of the desk, on its own thread.
pub struct Owner {
    moves: Arc<AtomicU64>,
    local: PathBuf,
    pub(super) disk: Arc<dyn Disk>,
    /// The request to open a data folder that is being read on another thread.
    opening: Option<Job<()>>,
    /// The right to be the window of the open folder.
    instance: Option<Arc<Instance>>,
    back: Back,
    /// Where other threads send work that the desk has to finish. Gone once the window has closed and no such
    /// work is under way.
    inlet: Weak<Sender<Message>>,
    /// Dossiers that are being built on other threads.
    sealing: Vec<sealing::Sealing>,
    workspace: Option<Workspace>,
    /// The cycles as last reported to the window.
    pub(super) cycles: BTreeMap<CycleId, Arc<Cycle>>,
    pub(super) index: Arc<Index>,
    search: Arc<archive::Search>,
    /// The last round through the archive.
    round: Option<Arc<crate::fixity::Round>>,
    /// Problems of the archive, in addition to those of the workspace.
    lost: Vec<archive::IndexProblem>,
    /// The SOP under which the next cycle would begin.
    pub(super) sop: Arc<Sop>,
    /// Names of the SOP files in the folder.
    sop_names: Arc<[String]>,
    /// SOP files that can't be read, including those of a newer version.
    sop_problems: Vec<Problem>,
    /// Whether the folder is away, and how many actions wait for it, as last reported to the window.
    told: (bool, usize),
    /// Whether cycles of the folder have not been read yet.
    unread: bool,
    /// What is on screen, to be shown on other PCs.
    here: Option<Here>,
    presence: Presence,
    /// Who else has the cycle on screen open.
    present: Arc<[Present]>,
}

impl Owner {
    /// A desk without an open data folder. `moves` counts what it has carried out.
    pub(super) fn new(
        local: PathBuf,
        disk: Arc<dyn Disk>,
        back: Back,
        inlet: Weak<Sender<Message>>,
        moves: Arc<AtomicU64>,
    ) -> Self {
        Self {
            moves,
            local,
            disk,
            opening: None,
            instance: None,
            back,
            inlet,
            sealing: Vec::new(),
            workspace: None,
            cycles: BTreeMap::new(),
            index: Arc::default(),
            search: Arc::default(),
            round: None,
            lost: Vec::new(),
            sop: Arc::new(builtin().clone()),
            sop_names: Arc::default(),
            sop_problems: Vec::new(),
            told: (false, 0),
            unread: false,
            here: None,
            presence: Presence::default(),
            present: Arc::default(),
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Message>) {
        loop {
            // Cycles that were left unread are read as soon as there is no request.
            let pause = if self.unread { Duration::ZERO } else { POLL };
            match inbox.recv_timeout(pause) {
                Ok(Message::Work(work)) => work(&mut self),
                Ok(Message::Settings(settings)) => {
                    if let Err(error) = settings.save(&self.local) {
                        log::warn!("the settings could not be saved: {error}");
                    }
                }
                Ok(Message::Here(here)) => self.here = here,
                Err(RecvTimeoutError::Timeout) => self.poll_surviving(),
                Err(RecvTimeoutError::Disconnected) => return self.leave(),
            }
            self.moves.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Carries a request out, or lets another thread do so.
    pub(super) fn take<R: Request>(&mut self, job: &Job<R::Answer>, request: R) {
        match self.surviving(|desk| request.carry_out(desk, job)) {
            Ok(Some(answer)) => job.done(Ok(answer)),
            Ok(None) => {}
            Err(trouble) => job.done(Err(trouble)),
        }
    }

    /// Changes a cycle, and publishes it as it is then, even if only a part was done.
    pub fn change<T>(
        &mut self,
        id: CycleId,
        work: impl FnOnce(&mut Workspace) -> Result<T, StoreError>,
    ) -> AtOnce<T> {
        let result = work(self.workspace()?);
        self.publish(&[id]);
        Ok(Some(result?))
    }

    /// Polls. A panic is logged by the program's hook; there is no request to report it to.
    fn poll_surviving(&mut self) {
        drop(self.surviving(|desk| {
            desk.poll();
            Ok(())
        }));
    }

    fn poll(&mut self) {
        self.unread = false;
        let Some(workspace) = &mut self.workspace else { return };
        let was_away = workspace.is_away();
        let polled = workspace.poll();
        if let (Err(error), false) = (&polled, was_away) {
            log::warn!("{error}");
        }
        // Other requests may have noticed that the folder is away, without reporting it to the window.
        let is_told = self.told == (workspace.is_away(), workspace.undelivered());
        let polled = polled.unwrap_or_default();
        let met = self.meet();
        if !is_told || met || polled.office || !polled.cycles.is_empty() {
            self.publish(&polled.cycles);
        }
    }

    /// Tells other PCs what is on screen here, and reads what they tell. Whether that has changed.
    fn meet(&mut self) -> bool {
        let Some(workspace) = self.workspace.as_ref().filter(|workspace| !workspace.is_away()) else {
            return false;
        };
        let (here, now) = (self.here.as_ref(), Instant::now());
        self.presence.tell(workspace, here, Local::now().fixed_offset(), now);
        let present =
            here.map_or_else(Vec::new, |here| self.presence.others(workspace, here.cycle, &here.by, now));
        let changed = *present != *self.present;
        self.present = present.into();
        changed
    }

    /// Tells other PCs that the window has closed.
    fn leave(self) {
        if self.workspace.as_ref().is_none_or(Workspace::is_away) {
            return;
        }
        // On another thread, since a folder that hangs must not keep the program from ending.
        let (done, wait) = mpsc::channel();
        let mut presence = self.presence;
        let leaving = std::thread::Builder::new().name("renja-leave".to_owned()).spawn(move || {
            presence.leave();
            done.send(()).ok();
        });
        if leaving.is_ok() {
            wait.recv_timeout(LEAVING).ok();
        }
    }

    /// Does something with the data folder; a panic in it becomes a [`Trouble`].
    pub(super) fn surviving<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        catch_unwind(AssertUnwindSafe(|| work(self))).unwrap_or_else(|panic| {
            // The state in memory may be half changed; the disk's is not. So the folder is read again.
            if let Some(root) = self.workspace.take().map(|workspace| workspace.root().to_owned()) {
                match self.loader().load(&root) {
                    Ok(loaded) => self.adopt(loaded),
                    Err(trouble) => log::error!("{}: {trouble}", root.display()),
                }
            }
            Err(Trouble::of_panic(&*panic))
        })
    }

    /// The open data folder.
    pub fn workspace(&mut self) -> Result<&mut Workspace, Trouble> {
        self.workspace.as_mut().ok_or(Trouble::NothingOpen)
    }

    /// Makes a data folder that was read the open one.
    pub(super) fn adopt(&mut self, loaded: Loaded) {
        let Loaded { workspace, index, lost, instance, unread } = loaded;
        self.instance = instance;
        self.unread = unread;
        self.leave_sealings_elsewhere(workspace.root());
        self.cycles.clear();
        self.presence = Presence::default();
        self.present = Arc::default();
        let ids: Vec<CycleId> = workspace.cycles().map(|cycle| cycle.id).collect();
        self.workspace = Some(workspace);
        self.take_index(index, lost);
        self.load_sop();
        self.publish(&ids);
    }

    /// The latest version in the folder is in force; without one, the SOP that ships with the program.
    pub(super) fn load_sop(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let (sops, unreadable) = workspace.sops().unwrap_or_default();
        self.sop_problems = unreadable;
        let stems = self.sop_problems.iter().filter_map(|problem| problem.path.file_stem());
        let names = sops.iter().map(|sop| sop.id.to_string());
        self.sop_names = names.chain(stems.map(|stem| stem.to_string_lossy().into_owned())).collect();
        let latest = sops.into_iter().max_by(|a, b| a.id.cmp_version(&b.id));
        self.sop = Arc::new(latest.unwrap_or_else(|| builtin().clone()));
    }

    pub(super) fn load_index(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let (index, lost) = Index::load(&*self.disk, workspace.root());
        self.take_index(index, lost);
    }

    fn take_index(&mut self, index: Index, lost: Vec<archive::IndexProblem>) {
        let Some(workspace) = &self.workspace else { return };
        self.round = crate::fixity::last_round(workspace.folder()).map(Arc::new);
        self.index = Arc::new(index);
        self.lost = lost;
        self.describe_dossiers();
        self.hide_sealings();
    }

    /// Puts into the list of dossiers what the office's journal says of them.
    pub(super) fn describe_dossiers(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let index = Arc::make_mut(&mut self.index);
        for folder in index.dossiers.iter().map(|dossier| dossier.folder.clone()).collect::<Vec<_>>() {
            if let Some((place, _)) = workspace.office().place(&folder) {
                index.set_place(&folder, place.clone());
            }
        }
        for (folder, title, year) in workspace.office().imported() {
            index.set_given(folder, title, year);
        }
        self.search = Arc::new(index.search());
    }

    /// The seal of each dossier as the journals recorded it.
    pub(super) fn recorded_seals(&self) -> BTreeMap<String, Vec<String>> {
        archive::recorded_seals(self.cycles.values().map(|cycle| &**cycle))
    }

    /// Size of a dossier in bytes; 0 = unknown.
    pub(super) fn dossier_bytes(&self, folder: &str) -> u64 {
        self.index.get(folder).map_or(0, |dossier| dossier.bytes)
    }

    /// Runs `work` on another thread, then `end` with its result on the desk's thread.
    pub(super) fn beside_then<A: Send + 'static, T: Send + 'static>(
        job: &Job<A>,
        inlet: Inlet,
        work: impl FnOnce(&Order) -> Result<T, Trouble> + Send + 'static,
        end: impl FnOnce(&mut Self, &Job<A>, Result<T, Trouble>) + Send + 'static,
    ) -> AtOnce<A> {
        let back = job.clone();
        job.spawn(work, move |result| {
            inlet.post(Message::Work(Box::new(move |owner| end(owner, &back, result))));
        })
    }

    /// Where other threads send results that are not needed once the window has closed.
    pub(super) fn inlet(&self) -> Inlet {
        Inlet::Open(self.inlet.clone())
    }

    /// Where other threads send work that has to be finished or cleared away: the desk's thread stays until
    /// it comes.
    pub(super) fn kept_inlet(&self) -> Inlet {
        self.inlet.upgrade().map_or_else(|| self.inlet(), Inlet::Kept)
    }

    /// Reports the state of the folder to the window; only the cycles named are copied again.
    pub(super) fn publish(&mut self, changed: &[CycleId]) {
        let Some(workspace) = &self.workspace else { return };
        for id in changed {
            if let Some(cycle) = workspace.shared_cycle(*id) {
                self.cycles.insert(*id, cycle);
            }
        }
        self.told = (workspace.is_away(), workspace.undelivered());
        let office = workspace.office();
        let problems = workspace.problems().into_iter().chain(self.sop_problems.iter().cloned()).collect();
        self.back.report(Report::Snapshot(Snapshot {
            root: workspace.root().to_owned(),
            store: workspace.store().to_owned(),
            cycles: self.cycles.clone(),
            calendar: Arc::new(office.calendar().clone()),
            office: Arc::new(office.clone()),
            sop: self.sop.clone(),
            sop_names: self.sop_names.clone(),
            lost: self.lost.clone().into(),
            archive: self.index.clone(),
            search: self.search.clone(),
            round: self.round.clone(),
            problems,
            present: self.present.clone(),
            newer: Arc::new(
                workspace.cycles().map(|cycle| cycle.id).filter(|id| workspace.has_newer(*id)).collect(),
            ),
            read_only: workspace.is_read_only(),
            away: workspace.is_away(),
            undelivered: workspace.undelivered(),
            parcels: workspace.parcels().into(),
            held_up: workspace.held_up().cloned().map(Arc::new),
        }));
    }
}

/// A person, with the present time.
pub(super) fn who(by: String) -> Who {
    Who { by, at: Local::now().fixed_offset() }
}
