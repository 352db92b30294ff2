//! A request that is being carried out: how it tells of its progress and its end, and hears that it is to stop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Outcome, Report, Ticket, Trouble, Wake};
use crate::store::{Cancelled, Progress};

/// The window need not know more often.
const INTERVAL: Duration = Duration::from_millis(100);

/// The way back to the window.
#[derive(Clone)]
pub(super) struct Back {
    pub reports: Sender<Report>,
    pub wake: Wake,
}

impl Back {
    pub fn report(&self, report: Report) {
        // Nobody listens any more when the window has closed; the work itself is done.
        drop(self.reports.send(report));
        (self.wake)();
    }
}

/// What carrying a request out brings at once; none while it goes on beside the desk, which tells of its end.
pub(super) type AtOnce = Result<Option<Outcome>, Trouble>;

/// A request under way, on any thread.
#[derive(Clone)]
pub(super) struct Job {
    pub ticket: Ticket,
    pub back: Back,
    pub cancelled: Arc<AtomicBool>,
}

impl Job {
    /// Its progress; `total` in bytes, 0 = unknown.
    pub fn progress(&self, total: u64) -> JobProgress {
        JobProgress { job: self.clone(), meter: Mutex::new(Meter { done: 0, total, told: None }) }
    }

    /// Tells the window how it ended.
    pub fn done(&self, result: Result<Outcome, Trouble>) {
        self.back.report(Report::Done(self.ticket, result));
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Works beside the desk, on a thread of its own, and tells the window what came of it.
    pub fn beside(&self, work: impl FnOnce(&Self) -> Result<Outcome, Trouble> + Send + 'static) -> AtOnce {
        self.beside_then(work, |job, result| job.done(result))
    }

    /// Works beside the desk; `end` gets what came of it. A panic in the work is a trouble like others.
    pub fn beside_then<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Trouble> + Send + 'static,
        end: impl FnOnce(Self, Result<T, Trouble>) + Send + 'static,
    ) -> AtOnce {
        let job = self.clone();
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&job)));
            let result = result.unwrap_or_else(|panic| Err(Trouble::of_panic(&*panic)));
            end(job, result);
        };
        let thread = std::thread::Builder::new().name(format!("renja-job-{}", self.ticket.0));
        thread.spawn(run).map(|_| None).map_err(|error| Trouble::Crashed(error.to_string()))
    }
}

/// Carries progress out and the wish to cancel in; cheap to report to, and told at most ten times a second.
pub(super) struct JobProgress {
    job: Job,
    meter: Mutex<Meter>,
}

/// Bytes counted, and when they were last told.
struct Meter {
    done: u64,
    /// 0 = unknown.
    total: u64,
    told: Option<Instant>,
}

impl Progress for JobProgress {
    fn total(&self, bytes: u64) {
        self.meter.lock().unwrap_or_else(PoisonError::into_inner).total = bytes;
    }

    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled> {
        if self.job.is_cancelled() {
            return Err(Cancelled);
        }
        let mut meter = self.meter.lock().unwrap_or_else(PoisonError::into_inner);
        meter.done += bytes;
        if meter.told.is_none_or(|told| told.elapsed() >= INTERVAL) {
            meter.told = Some(Instant::now());
            let bytes = (meter.done, meter.total);
            self.job.back.report(Report::Progress { ticket: self.job.ticket, file: what.to_owned(), bytes });
        }
        Ok(())
    }
}
