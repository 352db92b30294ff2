//! The desk: one thread that owns the data folder, helpers for work that only reads, and the window's end
//! of it all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::Local;

use super::{
    JobProgress, LocalSettings, OfficeChange, Outcome, Report, Request, Snapshot, Ticket, Trouble, gather,
};
use crate::archive::{self, Index};
use crate::cycle::{Command, Cycle, CycleId, StepStatus};
use crate::demo;
use crate::sop::{Sop, builtin};
use crate::store::{Attach, Who, Workspace};

/// Called when a report waits, from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How often other PCs' changes are looked for.
const POLL: Duration = Duration::from_secs(3);

/// The window's end: send requests, take reports.
#[derive(Debug)]
pub struct Desk {
    messages: Option<Sender<Message>>,
    reports: Receiver<Report>,
    owner: Option<JoinHandle<()>>,
    next: u64,
    cancels: BTreeMap<Ticket, Arc<AtomicBool>>,
}

enum Message {
    Request(Ticket, Box<Request>, Arc<AtomicBool>),
    Settings(Box<LocalSettings>),
}

impl Desk {
    /// Starts the desk. `local` is this PC's own folder (settings, writer id); it is not shared.
    pub fn start(local: PathBuf, wake: Wake) -> Self {
        let (messages, inbox) = mpsc::channel();
        let (outbox, reports) = mpsc::channel();
        let back = Back { reports: outbox, wake };
        let owner = std::thread::Builder::new().name("renja-desk".to_owned()).spawn(move || {
            Owner {
                local,
                back,
                workspace: None,
                cycles: BTreeMap::new(),
                index: Arc::default(),
                search: Arc::default(),
                lost: Vec::new(),
                sop: Arc::new(builtin().clone()),
            }
            .run(&inbox);
        });
        if let Err(error) = &owner {
            log::error!("the desk could not be started: {error}");
        }
        Self { messages: Some(messages), reports, owner: owner.ok(), next: 0, cancels: BTreeMap::new() }
    }

    /// Hands a request over; never waits.
    pub fn send(&mut self, request: Request) -> Ticket {
        self.next += 1;
        let ticket = Ticket(self.next);
        let cancelled = Arc::new(AtomicBool::new(false));
        self.cancels.insert(ticket, cancelled.clone());
        self.post(Message::Request(ticket, Box::new(request), cancelled));
        ticket
    }

    /// Keeps this PC's settings.
    pub fn save_settings(&mut self, settings: LocalSettings) {
        self.post(Message::Settings(Box::new(settings)));
    }

    fn post(&mut self, message: Message) {
        let posted = self.messages.as_ref().is_some_and(|messages| messages.send(message).is_ok());
        if !posted {
            log::error!("the desk is gone; the request was not carried out");
        }
    }

    /// Asks a job to stop at its next block.
    pub fn cancel(&mut self, ticket: Ticket) {
        if let Some(cancelled) = self.cancels.get(&ticket) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// What has come since the last call.
    pub fn reports(&mut self) -> Vec<Report> {
        let reports: Vec<_> = self.reports.try_iter().collect();
        for report in &reports {
            if let Report::Done(ticket, _) = report {
                self.cancels.remove(ticket);
            }
        }
        reports
    }

    /// Waits until everything handed over is durable, then ends. Copies under way are stopped cleanly:
    /// they would leave nothing half done anyway.
    pub fn finish(&mut self) {
        self.messages = None;
        for cancelled in self.cancels.values() {
            cancelled.store(true, Ordering::Relaxed);
        }
        if let Some(owner) = self.owner.take()
            && owner.join().is_err()
        {
            log::error!("the desk ended with a panic");
        }
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
}

/// Lives on the desk's thread.
struct Owner {
    local: PathBuf,
    back: Back,
    workspace: Option<Workspace>,
    /// The cycles as last told to the window.
    cycles: BTreeMap<CycleId, Arc<Cycle>>,
    index: Arc<Index>,
    search: Arc<archive::Search>,
    /// Problems of the archive, beside those of the workspace.
    lost: Vec<archive::Problem>,
    /// The SOP under which the next cycle would begin.
    sop: Arc<Sop>,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Message>) {
        loop {
            match inbox.recv_timeout(POLL) {
                Ok(Message::Request(ticket, request, cancelled)) => self.take(ticket, *request, &cancelled),
                Ok(Message::Settings(settings)) => {
                    if let Err(error) = settings.save(&self.local) {
                        log::warn!("the settings could not be saved: {error}");
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.poll(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn poll(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        match workspace.poll() {
            Ok(polled) if polled.office || !polled.cycles.is_empty() => self.publish(&polled.cycles),
            Ok(_) => {}
            Err(error) => log::warn!("{error}"),
        }
    }

    fn take(&mut self, ticket: Ticket, request: Request, cancelled: &Arc<AtomicBool>) {
        if matches!(
            request,
            Request::Gather(_) | Request::Check(_) | Request::Export(..) | Request::OpenDossier(_)
        ) {
            return self.read_beside(ticket, request, cancelled.clone());
        }
        let result = catch_unwind(AssertUnwindSafe(|| self.carry_out(ticket, request, cancelled)));
        let result = result.unwrap_or_else(|panic| {
            // What is in memory may be half changed; the disk is not. The next request reads it afresh.
            if let Some(root) = self.workspace.take().map(|workspace| workspace.root().to_owned()) {
                drop(self.open(&root));
            }
            Err(Trouble::Crashed(panic_text(&*panic)))
        });
        self.back.report(Report::Done(ticket, result));
    }

    /// Work that only reads runs beside the desk, so that nobody waits behind it.
    fn read_beside(&mut self, ticket: Ticket, request: Request, cancelled: Arc<AtomicBool>) {
        let Some(root) = self.workspace.as_ref().map(|workspace| workspace.root().to_owned()) else {
            return self.back.report(Report::Done(ticket, Err(Trouble::NothingOpen)));
        };
        let sizes: BTreeSet<u64> = self.known_sizes();
        let seals = self.recorded_seals();
        let (back, index) = (self.back.clone(), self.index.clone());
        let work = move || {
            let result = catch_unwind(AssertUnwindSafe(|| {
                let progress = |total| {
                    JobProgress::new(
                        ticket,
                        total,
                        back.reports.clone(),
                        back.wake.clone(),
                        cancelled.clone(),
                    )
                };
                read(&root, request, &index, &sizes, &seals, progress)
            }));
            let result = result.unwrap_or_else(|panic| Err(Trouble::Crashed(panic_text(&*panic))));
            back.report(Report::Done(ticket, result));
        };
        if let Err(error) = std::thread::Builder::new().name(format!("renja-job-{}", ticket.0)).spawn(work) {
            self.back.report(Report::Done(ticket, Err(Trouble::Crashed(error.to_string()))));
        }
    }

    /// Sizes of all documents: only a file of such a size can be one that is already here.
    fn known_sizes(&self) -> BTreeSet<u64> {
        let documents = self.cycles.values().flat_map(|cycle| cycle.state().documents.values());
        documents.flat_map(|document| &document.versions).map(|version| version.file.size).collect()
    }

    /// The seal of each dossier as the journals recorded it.
    fn recorded_seals(&self) -> HashMap<String, String> {
        let seals = self.cycles.values().flat_map(|cycle| &cycle.state().seals);
        seals.map(|seal| (seal.bag.clone(), seal.digest.clone())).collect()
    }

    fn carry_out(
        &mut self,
        ticket: Ticket,
        request: Request,
        cancelled: &Arc<AtomicBool>,
    ) -> Result<Outcome, Trouble> {
        let progress = |back: &Back, total| {
            JobProgress::new(ticket, total, back.reports.clone(), back.wake.clone(), cancelled.clone())
        };
        match request {
            Request::Open(root) => self.open(&root),
            Request::Create { root, office, by } => {
                let workspace = Workspace::create(&root, &self.local, &office, &who(by))?;
                self.adopt(workspace);
                Ok(Outcome::Opened)
            }
            Request::CreateSample(root) => {
                demo::create(&root, &self.local, demo::YEARS, &progress(&self.back, 0))?;
                self.open(&root)
            }
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
                let progress = progress(&self.back, total);
                let results = self.workspace()?.attach_many(id, &files, &who(by), &progress);
                self.publish(&[id]);
                let results = results.into_iter().map(|result| result.map_err(Trouble::from));
                Ok(Outcome::Attached(id, files.into_iter().zip(results).collect::<Vec<(Attach, _)>>()))
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
            Request::SaveSop(sop) => {
                self.workspace()?.save_sop(&sop)?;
                self.load_sop();
                self.publish(&[]);
                Ok(Outcome::SopSaved)
            }
            Request::Seal(id, by) => self.seal(id, by, &progress(&self.back, self.sealing_bytes(id))),
            Request::Gather(_) | Request::Check(_) | Request::Export(..) | Request::OpenDossier(_) => {
                // `take` has handed these to a thread of their own.
                Err(Trouble::NothingOpen)
            }
        }
    }

    /// Finishes the last step where that is all that is left, and seals.
    fn seal(&mut self, id: CycleId, by: String, progress: &JobProgress) -> Result<Outcome, Trouble> {
        let who = who(by);
        let workspace = self.workspace()?;
        let last = workspace.cycle(id).and_then(|cycle| {
            let last = cycle.sop.last();
            let open =
                cycle.state().current() == Some(last) && cycle.state().status(last) != StepStatus::Done;
            open.then_some(last)
        });
        if let Some(step) = last {
            workspace.execute(id, &Command::Finish { step, reason: None }, &who)?;
        }
        let sealed = archive::seal(workspace, id, &who, progress);
        self.load_index();
        self.publish(&[id]);
        Ok(Outcome::Sealed(sealed?.bag))
    }

    /// Every document is copied once and read once more.
    fn sealing_bytes(&self, id: CycleId) -> u64 {
        let documents = self.cycles.get(&id).into_iter().flat_map(|cycle| cycle.state().documents.values());
        documents
            .filter(|document| document.removed.is_none())
            .flat_map(|document| &document.versions)
            .map(|version| 2 * version.file.size)
            .sum()
    }

    fn workspace(&mut self) -> Result<&mut Workspace, Trouble> {
        self.workspace.as_mut().ok_or(Trouble::NothingOpen)
    }

    fn open(&mut self, root: &Path) -> Result<Outcome, Trouble> {
        let workspace = Workspace::open(root, &self.local)?;
        self.adopt(workspace);
        Ok(Outcome::Opened)
    }

    fn adopt(&mut self, workspace: Workspace) {
        self.cycles.clear();
        let ids: Vec<CycleId> = workspace.cycles().map(|cycle| cycle.id).collect();
        self.workspace = Some(workspace);
        self.load_index();
        self.load_sop();
        self.publish(&ids);
    }

    /// The latest version in the folder is in force; without one, the SOP that ships with the program.
    fn load_sop(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let sops = workspace.sops().map(|(sops, _)| sops).unwrap_or_default();
        let latest = sops.into_iter().max_by(|a, b| a.id.version.cmp(&b.id.version));
        self.sop = Arc::new(latest.unwrap_or_else(|| builtin().clone()));
    }

    fn load_index(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let (mut index, lost) = Index::load(workspace.root());
        for folder in index.dossiers.iter().map(|dossier| dossier.folder.clone()).collect::<Vec<_>>() {
            if let Some((place, _)) = workspace.office().place(&folder) {
                index.set_place(&folder, place.clone());
            }
        }
        self.search = Arc::new(index.search());
        self.index = Arc::new(index);
        self.lost = lost;
    }

    /// Tells the window the state of the folder; only the cycles named are taken anew.
    fn publish(&mut self, changed: &[CycleId]) {
        let Some(workspace) = &self.workspace else { return };
        for id in changed {
            if let Some(cycle) = workspace.cycle(*id) {
                self.cycles.insert(*id, Arc::new(cycle.clone()));
            }
        }
        let office = workspace.office();
        let problems = workspace.problems().into();
        self.back.report(Report::Snapshot(Snapshot {
            root: workspace.root().to_owned(),
            cycles: self.cycles.clone(),
            calendar: Arc::new(office.calendar().clone()),
            office: Arc::new(office.clone()),
            sop: self.sop.clone(),
            lost: self.lost.clone().into(),
            archive: self.index.clone(),
            search: self.search.clone(),
            problems,
            read_only: workspace.is_read_only(),
        }));
    }
}

fn read(
    root: &Path,
    request: Request,
    index: &Index,
    sizes: &BTreeSet<u64>,
    seals: &HashMap<String, String>,
    progress: impl Fn(u64) -> JobProgress,
) -> Result<Outcome, Trouble> {
    let bytes = |folder: &str| index.get(folder).map_or(0, |dossier| dossier.bytes);
    match request {
        Request::Gather(paths) => Ok(Outcome::Gathered(gather(&paths, sizes))),
        Request::Check(folder) => {
            let path = root.join(archive::FOLDER).join(&folder);
            let report = archive::check(&path, &progress(bytes(&folder)));
            let report = match seals.get(&folder) {
                Some(recorded) => report.against_seal(recorded),
                None => report,
            };
            match report.verdict {
                archive::Verdict::Cancelled => Err(Trouble::Cancelled),
                _ => Ok(Outcome::Checked(folder, Arc::new(report))),
            }
        }
        Request::Export(folder, target) => {
            archive::export(root, &folder, &target, &progress(bytes(&folder)))?;
            Ok(Outcome::Exported(target))
        }
        Request::OpenDossier(folder) => Ok(Outcome::Dossier(Arc::new(archive::open(root, &folder)?))),
        // `take` sends nothing else here.
        _ => Err(Trouble::NothingOpen),
    }
}

fn who(by: String) -> Who {
    Who { by, at: Local::now().fixed_offset() }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
