//! The desk: one thread that owns the data folder, helpers for work that only reads, and the window's end
//! of it all.

mod care;
mod opening;
mod reading;
mod sealing;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::Local;

use opening::{Loaded, Opening};

use super::{JobProgress, LocalSettings, OfficeChange, Outcome, Report, Request, Snapshot, Ticket, Trouble};
use crate::archive::{self, Draft, Index};
use crate::cycle::{Cycle, CycleId};
use crate::process::instance::Instance;
use crate::sop::{Sop, builtin};
use crate::store::{Attach, Disk, Here, OsDisk, Presence, Present, Problem, SET_ASIDE, Who, Workspace};

/// Called when a report waits, from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How often other PCs' changes are looked for.
const POLL: Duration = Duration::from_secs(3);

/// How long the program waits at its end for work that does not move: a data folder on a share that hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the program waits at its end to tell others that it is gone.
const LEAVING: Duration = Duration::from_secs(1);

/// The window's end: send requests, take reports.
#[derive(Debug)]
pub struct Desk {
    messages: Option<Arc<Sender<Message>>>,
    reports: Receiver<Report>,
    owner: Option<JoinHandle<()>>,
    /// Counts what the desk has carried out.
    moves: Arc<AtomicU64>,
    /// Ends of requests that never reached the desk.
    undelivered: Vec<Report>,
    next: u64,
    cancels: BTreeMap<Ticket, Arc<AtomicBool>>,
}

enum Message {
    Request(Ticket, Box<Request>, Arc<AtomicBool>),
    Settings(Box<LocalSettings>),
    /// What is on screen now, for others to know.
    Here(Option<Here>),
    /// A dossier was built beside the desk, or was not.
    Built(Ticket, Result<Box<Draft>, Trouble>),
    /// A bag was taken in beside the desk, or was not.
    TakenIn(Ticket, Result<care::TakenIn, Trouble>),
    /// A data folder was read beside the desk, or was not.
    Loaded(Ticket, Result<Box<Loaded>, Trouble>),
}

impl Desk {
    /// Starts the desk. `local` is this PC's own folder (settings, writer id); it is not shared.
    pub fn start(local: PathBuf, wake: Wake) -> Self {
        Self::start_on(Arc::new(OsDisk), local, wake)
    }

    /// As [`Self::start`], with data folders on any disk.
    pub fn start_on(disk: Arc<dyn Disk>, local: PathBuf, wake: Wake) -> Self {
        let (messages, inbox) = mpsc::channel();
        let messages = Arc::new(messages);
        let inlet = Arc::downgrade(&messages);
        let (outbox, reports) = mpsc::channel();
        let back = Back { reports: outbox, wake };
        let moves = Arc::new(AtomicU64::new(0));
        let counted = moves.clone();
        let owner = std::thread::Builder::new().name("renja-desk".to_owned()).spawn(move || {
            Owner {
                moves: counted,
                local,
                disk,
                back,
                desk: inlet,
                opening: None,
                instance: None,
                sealing: BTreeMap::new(),
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
            .run(&inbox);
        });
        if let Err(error) = &owner {
            log::error!("the desk could not be started: {error}");
        }
        Self {
            messages: Some(messages),
            reports,
            owner: owner.ok(),
            moves,
            undelivered: Vec::new(),
            next: 0,
            cancels: BTreeMap::new(),
        }
    }

    /// Hands a request over; never waits.
    pub fn send(&mut self, request: Request) -> Ticket {
        self.next += 1;
        let ticket = Ticket(self.next);
        let cancelled = Arc::new(AtomicBool::new(false));
        self.cancels.insert(ticket, cancelled.clone());
        if !self.post(Message::Request(ticket, Box::new(request), cancelled)) {
            let gone = Trouble::Crashed("the desk is gone".to_owned());
            self.undelivered.push(Report::Done(ticket, Err(gone)));
        }
        ticket
    }

    /// Keeps this PC's settings.
    pub fn save_settings(&mut self, settings: LocalSettings) {
        if !self.post(Message::Settings(Box::new(settings))) {
            log::error!("the desk is gone; the settings were not saved");
        }
    }

    /// Tells colleagues on other PCs what is on screen here; none when nothing is.
    pub fn here(&mut self, here: Option<Here>) {
        // Nobody misses it when the desk is gone.
        self.post(Message::Here(here));
    }

    /// Whether the desk has it now.
    fn post(&mut self, message: Message) -> bool {
        self.messages.as_ref().is_some_and(|messages| messages.send(message).is_ok())
    }

    /// Asks a job to stop at its next block.
    pub fn cancel(&mut self, ticket: Ticket) {
        if let Some(cancelled) = self.cancels.get(&ticket) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// What has come since the last call.
    pub fn reports(&mut self) -> Vec<Report> {
        let reports: Vec<_> = self.undelivered.drain(..).chain(self.reports.try_iter()).collect();
        for report in &reports {
            if let Report::Done(ticket, _) = report {
                self.cancels.remove(ticket);
            }
        }
        reports
    }

    /// Waits until everything handed over is durable, then ends. Copies under way are stopped cleanly:
    /// they would leave nothing half done anyway. A desk that hangs in a dead share is left to itself after a while:
    /// what it has acknowledged is durable on this PC.
    pub fn finish(&mut self) {
        self.messages = None;
        for cancelled in self.cancels.values() {
            cancelled.store(true, Ordering::Relaxed);
        }
        let Some(owner) = self.owner.take() else { return };
        if !self.ends(&owner) {
            log::error!("the data folder does not answer; the desk is left");
        } else if owner.join().is_err() {
            log::error!("the desk ended with a panic");
        }
    }

    /// Waits for the desk as long as it gets on with its work.
    fn ends(&self, owner: &JoinHandle<()>) -> bool {
        let mut seen = (self.moves.load(Ordering::Relaxed), Instant::now());
        while !owner.is_finished() {
            let moves = self.moves.load(Ordering::Relaxed);
            if moves != seen.0 {
                seen = (moves, Instant::now());
            } else if seen.1.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        true
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.finish();
    }
}

/// The way back to the window.
#[derive(Clone)]
struct Back {
    reports: Sender<Report>,
    wake: Wake,
}

impl Back {
    fn report(&self, report: Report) {
        // Nobody listens any more when the window has closed; the work itself is done.
        drop(self.reports.send(report));
        (self.wake)();
    }

    /// The way back of one job; `total` in bytes, 0 = unknown.
    fn progress(&self, ticket: Ticket, total: u64, cancelled: &Arc<AtomicBool>) -> JobProgress {
        JobProgress::new(ticket, total, self.reports.clone(), self.wake.clone(), cancelled.clone())
    }
}

/// Lives on the desk's thread.
struct Owner {
    moves: Arc<AtomicU64>,
    local: PathBuf,
    disk: Arc<dyn Disk>,
    /// The data folder that is being opened beside the desk.
    opening: Option<Opening>,
    /// The right to be the window of the folder that is open.
    instance: Option<Arc<Instance>>,
    back: Back,
    /// Where work beside the desk brings what the desk has to finish. Gone once the window has closed; while
    /// such work goes on, the desk stays for it.
    desk: Weak<Sender<Message>>,
    /// Dossiers that are being built beside the desk.
    sealing: BTreeMap<Ticket, sealing::Sealing>,
    workspace: Option<Workspace>,
    /// The cycles as last told to the window.
    cycles: BTreeMap<CycleId, Arc<Cycle>>,
    index: Arc<Index>,
    search: Arc<archive::Search>,
    /// The last round through the archive.
    round: Option<Arc<crate::check::Round>>,
    /// Problems of the archive, beside those of the workspace.
    lost: Vec<archive::Problem>,
    /// The SOP under which the next cycle would begin.
    sop: Arc<Sop>,
    /// What the SOP files in the folder are called.
    sop_names: Arc<[String]>,
    /// Those of them that can't be read as one, a newer version's among them.
    sop_problems: Vec<Problem>,
    /// Whether the folder is away, and how much waits for it, as last told to the window.
    told: (bool, usize),
    /// Cycles of the folder have not been read yet.
    unread: bool,
    /// What is on screen, for others to know.
    here: Option<Here>,
    presence: Presence,
    /// Who else has the cycle on screen open.
    present: Arc<[Present]>,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Message>) {
        loop {
            // What was left for later comes as soon as nobody asks for anything.
            let pause = if self.unread { Duration::ZERO } else { POLL };
            match inbox.recv_timeout(pause) {
                Ok(Message::Request(ticket, request, cancelled)) => self.take(ticket, *request, &cancelled),
                Ok(Message::Settings(settings)) => {
                    if let Err(error) = settings.save(&self.local) {
                        log::warn!("the settings could not be saved: {error}");
                    }
                }
                Ok(Message::Here(here)) => self.here = here,
                Ok(Message::Built(ticket, draft)) => self.finish_sealing(ticket, draft),
                Ok(Message::TakenIn(ticket, taken)) => self.finish_import(ticket, taken),
                Ok(Message::Loaded(ticket, loaded)) => self.finish_opening(ticket, loaded),
                Err(RecvTimeoutError::Timeout) => self.poll_surviving(),
                Err(RecvTimeoutError::Disconnected) => return self.leave(),
            }
            self.moves.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A panic while nobody has asked for anything is logged by the program's hook, and has nobody to be told to.
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
        // Other requests find out too that the folder has gone, and tell the window nothing of it.
        let is_told = self.told == (workspace.is_away(), workspace.undelivered());
        let polled = polled.unwrap_or_default();
        let met = self.meet();
        if !is_told || met || polled.office || !polled.cycles.is_empty() {
            self.publish(&polled.cycles);
        }
    }

    /// Tells others what is on screen here, and hears of them. Whether they do something else than before.
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

    /// The window has closed.
    fn leave(self) {
        if self.workspace.as_ref().is_none_or(Workspace::is_away) {
            return;
        }
        // A folder that hangs must not keep the program.
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

    fn take(&mut self, ticket: Ticket, request: Request, cancelled: &Arc<AtomicBool>) {
        if matches!(
            request,
            Request::Gather(_) | Request::Check(_) | Request::Export(..) | Request::OpenDossier(_)
        ) {
            return self.read_beside(ticket, request, cancelled.clone());
        }
        if matches!(request, Request::Open(_) | Request::Create { .. } | Request::CreateSample(_)) {
            return self.begin_opening(ticket, request, cancelled.clone());
        }
        match request {
            Request::Backup(target, pace) => self.back_up(ticket, target, pace, cancelled.clone()),
            Request::Examine(backup) => self.examine(ticket, backup, cancelled.clone()),
            Request::CheckArchive(pace) => self.check_archive(ticket, pace, cancelled.clone()),
            Request::Import(source, given, by) => self.import(ticket, source, given, by, cancelled.clone()),
            Request::FindBackups(chosen) => self.find_backups(ticket, chosen),
            Request::Restore { from, root } => self.restore(ticket, from, &root, cancelled.clone()),
            request => self.take_other(ticket, request, cancelled),
        }
    }

    fn take_other(&mut self, ticket: Ticket, request: Request, cancelled: &Arc<AtomicBool>) {
        if let Request::LookOutside(id) = request {
            return self.look_outside(ticket, id, cancelled.clone());
        }
        if let Request::Seal(id, by) = request {
            return self.begin_sealing(ticket, id, by, cancelled);
        }
        let result = self.surviving(|desk| desk.carry_out(ticket, request, cancelled));
        self.back.report(Report::Done(ticket, result));
    }

    /// Does something with the data folder; a panic in it is a trouble like others.
    fn surviving<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Trouble>) -> Result<T, Trouble> {
        catch_unwind(AssertUnwindSafe(|| work(self))).unwrap_or_else(|panic| {
            // What is in memory may be half changed; the disk is not. The next request reads it afresh.
            if let Some(root) = self.workspace.take().map(|workspace| workspace.root().to_owned()) {
                match self.loader().load(&root) {
                    Ok(loaded) => self.adopt(loaded),
                    Err(trouble) => log::error!("{}: {trouble}", root.display()),
                }
            }
            Err(crashed(&*panic))
        })
    }

    fn carry_out(
        &mut self,
        ticket: Ticket,
        request: Request,
        cancelled: &Arc<AtomicBool>,
    ) -> Result<Outcome, Trouble> {
        match request {
            Request::StartCycle(id, by) => {
                let sop = self.sop.clone();
                self.workspace()?.start_cycle(id, &sop, &who(by))?;
                self.publish(&[id]);
                Ok(Outcome::Changed(Vec::new()))
            }
            Request::Run(id, command, by) => {
                let events = self.workspace()?.execute(id, &command, &who(by));
                self.publish(&[id]);
                Ok(Outcome::Changed(events?))
            }
            Request::Undo(id, event, by) => {
                let events = self.workspace()?.undo(id, &event, &who(by));
                self.publish(&[id]);
                Ok(Outcome::Changed(events?))
            }
            Request::Attach(id, files, by) => {
                let total =
                    files.iter().map(|file| file.source.metadata().map_or(0, |meta| meta.len())).sum();
                let progress = self.back.progress(ticket, total, cancelled);
                let results = self.workspace()?.attach_many(id, &files, &who(by), &progress);
                self.publish(&[id]);
                let results = results.into_iter().map(|result| result.map_err(Trouble::from));
                Ok(Outcome::Attached(id, files.into_iter().zip(results).collect::<Vec<(Attach, _)>>()))
            }
            Request::TakeChanged(id, document, by) => {
                let progress = self.back.progress(ticket, 0, cancelled);
                let event = self.workspace()?.take_changed(id, &document, &who(by), &progress);
                self.publish(&[id]);
                Ok(Outcome::Changed(vec![event?]))
            }
            Request::Adopt(id, adopt, by) => {
                let progress = self.back.progress(ticket, 0, cancelled);
                let event = self.workspace()?.adopt(id, &adopt, &who(by), &progress);
                self.publish(&[id]);
                Ok(Outcome::Changed(vec![event?]))
            }
            Request::SetAsideRemoved(id, aside) => {
                let files = self.workspace()?.set_aside_removed(id, aside)?;
                Ok(Outcome::SetAside { cycle: id, folder: SET_ASIDE.to_owned(), files, aside })
            }
            Request::Office(change, by) => {
                let placed = matches!(change, OfficeChange::DossierPlaced { .. });
                self.workspace()?.change_office(vec![change], &who(by))?;
                if placed {
                    self.load_index();
                }
                self.publish(&[]);
                Ok(Outcome::Changed(Vec::new()))
            }
            Request::Repair(found, backup) => self.repair(ticket, &found, backup.as_deref(), cancelled),
            Request::SaveSop(sop) => {
                self.workspace()?.save_sop(&sop)?;
                self.load_sop();
                self.publish(&[]);
                Ok(Outcome::SopSaved)
            }
            Request::Open(_)
            | Request::Create { .. }
            | Request::CreateSample(_)
            | Request::Gather(_)
            | Request::Check(_)
            | Request::Export(..)
            | Request::OpenDossier(_)
            | Request::LookOutside(_)
            | Request::Backup(..)
            | Request::Examine(_)
            | Request::CheckArchive(_)
            | Request::Import(..)
            | Request::FindBackups(_)
            | Request::Restore { .. }
            | Request::Seal(..) => {
                // `take` has handed these to a thread of their own.
                Err(Trouble::NothingOpen)
            }
        }
    }

    fn workspace(&mut self) -> Result<&mut Workspace, Trouble> {
        self.workspace.as_mut().ok_or(Trouble::NothingOpen)
    }

    /// Takes a data folder that was read as the one that is open.
    fn adopt(&mut self, loaded: Loaded) {
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
    fn load_sop(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let (sops, unreadable) = workspace.sops().unwrap_or_default();
        self.sop_problems = unreadable;
        let stems = self.sop_problems.iter().filter_map(|problem| problem.path.file_stem());
        let names = sops.iter().map(|sop| sop.id.to_string());
        self.sop_names = names.chain(stems.map(|stem| stem.to_string_lossy().into_owned())).collect();
        let latest = sops.into_iter().max_by(|a, b| a.id.cmp_version(&b.id));
        self.sop = Arc::new(latest.unwrap_or_else(|| builtin().clone()));
    }

    fn load_index(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let (index, lost) = Index::load(workspace.root());
        self.take_index(index, lost);
    }

    fn take_index(&mut self, mut index: Index, lost: Vec<archive::Problem>) {
        let Some(workspace) = &self.workspace else { return };
        for folder in index.dossiers.iter().map(|dossier| dossier.folder.clone()).collect::<Vec<_>>() {
            if let Some((place, _)) = workspace.office().place(&folder) {
                index.set_place(&folder, place.clone());
            }
        }
        for (folder, title, year) in workspace.office().imported() {
            index.set_given(folder, title, year);
        }
        self.round = crate::check::last_round(workspace.folder()).map(Arc::new);
        self.search = Arc::new(index.search());
        self.index = Arc::new(index);
        self.lost = lost;
        self.hide_sealings();
    }

    /// Tells the window the state of the folder; only the cycles named are taken anew.
    fn publish(&mut self, changed: &[CycleId]) {
        let Some(workspace) = &self.workspace else { return };
        for id in changed {
            if let Some(cycle) = workspace.cycle(*id) {
                self.cycles.insert(*id, Arc::new(cycle.clone()));
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

fn who(by: String) -> Who {
    Who { by, at: Local::now().fixed_offset() }
}

/// Starts a thread for a job beside the desk.
fn beside(ticket: Ticket, work: impl FnOnce() + Send + 'static) -> Result<(), Trouble> {
    let thread = std::thread::Builder::new().name(format!("renja-job-{}", ticket.0));
    thread.spawn(work).map(drop).map_err(|error| Trouble::Crashed(error.to_string()))
}

fn crashed(panic: &(dyn std::any::Any + Send)) -> Trouble {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    Trouble::Crashed(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
}
