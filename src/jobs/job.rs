//! A request under way: how it reports its progress and its end, and is told to stop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Report, Ticket, Trouble, Wake};
use crate::store::{Cancelled, Progress};

/// Time between two reports of progress; the window needs no more.
const INTERVAL: Duration = Duration::from_millis(100);

/// Sends reports to the window.
#[derive(Clone)]
pub(super) struct Back {
    pub reports: Sender<Report>,
    pub wake: Wake,
}

impl Back {
    pub fn report(&self, report: Report) {
        // Once the window has closed nobody receives reports; the work itself is done.
        drop(self.reports.send(report));
        (self.wake)();
    }
}

/// The result of carrying a request out; none while the work goes on on another thread, which reports its
/// end.
pub type AtOnce<A> = Result<Option<A>, Trouble>;

/// A request under way, on any thread: its ticket, and whether it is to stop.
#[derive(Clone)]
pub struct Order {
    pub(super) ticket: Ticket,
    pub(super) back: Back,
    pub(super) cancelled: Arc<AtomicBool>,
}

impl Order {
    /// A [`Progress`] that reports to the window; `total` in bytes, 0 = unknown.
    pub fn progress(&self, total: u64) -> impl Progress + use<> {
        JobProgress { order: self.clone(), meter: Mutex::new(Meter { done: 0, total, told: None }) }
    }

    /// Whether the person has stopped the request.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// A request under way that is to give an answer.
pub struct Job<A> {
    /// The request's ticket, and whether it is to stop.
    pub order: Order,
    pub(super) answer: Sender<Result<A, Trouble>>,
}

impl<A> Clone for Job<A> {
    fn clone(&self) -> Self {
        Self { order: self.order.clone(), answer: self.answer.clone() }
    }
}

impl<A: Send + 'static> Job<A> {
    /// Gives the answer to the window.
    pub(super) fn done(&self, result: Result<A, Trouble>) {
        // A caller that does not need the answer may have dropped the receiver.
        drop(self.answer.send(result));
        self.order.back.report(Report::Done(self.order.ticket));
    }

    /// Runs work on another thread, so that the desk is free, and gives the result to the window. Work that fails
    /// after the person cancelled it counts as cancelled: on a share that hangs, the error may come much later.
    pub fn beside(&self, work: impl FnOnce(&Order) -> Result<A, Trouble> + Send + 'static) -> AtOnce<A> {
        let job = self.clone();
        let end = move |result: Result<A, Trouble>| match result {
            Err(trouble) if job.order.is_cancelled() => {
                log::info!("cancelled: {trouble}");
                job.done(Err(Trouble::Cancelled));
            }
            result => job.done(result),
        };
        self.spawn(work, end)
    }

    /// Runs work on another thread; `end` gets the result. A panic in the work becomes a [`Trouble`].
    pub(super) fn spawn<T>(
        &self,
        work: impl FnOnce(&Order) -> Result<T, Trouble> + Send + 'static,
        end: impl FnOnce(Result<T, Trouble>) + Send + 'static,
    ) -> AtOnce<A> {
        let order = self.order.clone();
        let thread = std::thread::Builder::new().name(format!("renja-job-{}", order.ticket.0));
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&order)));
            end(result.unwrap_or_else(|panic| Err(Trouble::of_panic(&*panic))));
        };
        thread.spawn(run).map(|_| None).map_err(|error| Trouble::Crashed(error.to_string()))
    }
}

/// Reports progress and passes on the wish to cancel; cheap to call, and reports at most ten times a second.
struct JobProgress {
    order: Order,
    meter: Mutex<Meter>,
}

/// Bytes done, and when they were last reported.
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
        if self.order.is_cancelled() {
            return Err(Cancelled);
        }
        let mut meter = self.meter.lock().unwrap_or_else(PoisonError::into_inner);
        meter.done += bytes;
        if meter.told.is_none_or(|told| told.elapsed() >= INTERVAL) {
            meter.told = Some(Instant::now());
            let bytes = (meter.done, meter.total);
            self.order.back.report(Report::Progress {
                ticket: self.order.ticket,
                file: what.to_owned(),
                bytes,
            });
        }
        Ok(())
    }
}
