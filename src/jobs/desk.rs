//! The window's side of the desk: hands requests to the thread that owns the data folder, and brings back the
//! results. Nothing here waits for a disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::job::{Back, Job, Order};
use super::owner::{Message, Owner};
use super::{Asked, Report, Request, Ticket, Trouble};
use crate::pc::LocalSettings;
use crate::store::{Disk, Here, OsDisk};

/// Called when a report waits, from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How long the program waits at its end for work that makes no progress, as on a share that hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// The window's side of the desk: sends requests, receives reports.
pub struct Desk {
    messages: Option<Arc<Sender<Message>>>,
    reports: Receiver<Report>,
    owner: Option<JoinHandle<()>>,
    /// Counts what the desk has carried out.
    moves: Arc<AtomicU64>,
    /// To report the end of requests that never reach the desk's thread.
    back: Back,
    next: u64,
    /// Requests under way.
    orders: BTreeMap<Ticket, Order>,
}

impl Desk {
    /// Starts the desk's thread. `local` is this PC's own folder (settings, writer id); it is not shared.
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
        let owner = {
            let (back, moves) = (back.clone(), moves.clone());
            let thread = std::thread::Builder::new().name("renja-desk".to_owned());
            thread.spawn(move || Owner::new(local, disk, back, inlet, moves).run(&inbox))
        };
        if let Err(error) = &owner {
            log::error!("the desk could not be started: {error}");
        }
        Self {
            messages: Some(messages),
            reports,
            owner: owner.ok(),
            moves,
            back,
            next: 0,
            orders: BTreeMap::new(),
        }
    }

    /// Hands a request over; never waits.
    pub fn ask<R: Request>(&mut self, request: R) -> Asked<R::Answer> {
        self.next += 1;
        let ticket = Ticket(self.next);
        let order = Order { ticket, back: self.back.clone(), cancelled: Arc::default() };
        self.orders.insert(ticket, order.clone());
        let (sender, answer) = mpsc::channel();
        let job = Job { order, answer: sender };
        let work = job.clone();
        if !self.post(Message::Work(Box::new(move |owner| owner.take(&work, request)))) {
            job.done(Err(Trouble::Crashed("the desk is gone".to_owned())));
        }
        Asked { ticket, answer }
    }

    /// Writes this PC's settings to disk.
    pub fn save_settings(&mut self, settings: LocalSettings) {
        if !self.post(Message::Settings(Box::new(settings))) {
            log::error!("the desk is gone; the settings were not saved");
        }
    }

    /// Tells colleagues on other PCs what is on screen here; none when nothing is.
    pub fn here(&mut self, here: Option<Here>) {
        // If the desk's thread has ended, the message is not needed.
        self.post(Message::Here(here));
    }

    /// Sends a message to the desk's thread; false if the thread has ended.
    fn post(&mut self, message: Message) -> bool {
        self.messages.as_ref().is_some_and(|messages| messages.send(message).is_ok())
    }

    /// Asks a job to stop at its next block.
    pub fn cancel(&mut self, ticket: Ticket) {
        if let Some(order) = self.orders.get(&ticket) {
            order.cancel();
        }
    }

    /// The reports that have come since the last call.
    pub fn reports(&mut self) -> Vec<Report> {
        let reports: Vec<_> = self.reports.try_iter().collect();
        for report in &reports {
            if let Report::Done(ticket) = report {
                self.orders.remove(ticket);
            }
        }
        reports
    }

    /// Waits until everything handed over is durable, then ends. Copies under way are stopped cleanly: they
    /// leave nothing half done. If the desk's thread hangs on a dead share, it is abandoned after a while:
    /// everything it has acknowledged is durable on this PC.
    pub fn finish(&mut self) {
        self.messages = None;
        self.orders.values().for_each(Order::cancel);
        let Some(owner) = self.owner.take() else { return };
        if !self.ends(&owner) {
            log::error!("the data folder does not answer; the desk is left");
        } else if owner.join().is_err() {
            log::error!("the desk ended with a panic");
        }
    }

    /// Whether the desk's thread ends; waits as long as it makes progress.
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
