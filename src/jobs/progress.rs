//! Progress that is cheap to report and is told at most ten times a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::{Report, Ticket, Wake};
use crate::store::{Cancelled, Progress};

/// The window need not know more often.
const INTERVAL: Duration = Duration::from_millis(100);

/// Handed to a job: carries progress out and the wish to cancel in.
pub struct JobProgress {
    ticket: Ticket,
    reports: Sender<Report>,
    wake: Wake,
    cancelled: Arc<AtomicBool>,
    meter: Mutex<Meter>,
}

/// Bytes counted, and when they were last told.
struct Meter {
    done: u64,
    /// 0 = unknown.
    total: u64,
    told: Option<Instant>,
}

impl JobProgress {
    /// Progress of a job that will move `total` bytes (0 = unknown).
    pub fn new(
        ticket: Ticket,
        total: u64,
        reports: Sender<Report>,
        wake: Wake,
        cancelled: Arc<AtomicBool>,
    ) -> Self {
        Self { ticket, reports, wake, cancelled, meter: Mutex::new(Meter { done: 0, total, told: None }) }
    }
}

impl Progress for JobProgress {
    fn total(&self, bytes: u64) {
        self.meter.lock().unwrap_or_else(std::sync::PoisonError::into_inner).total = bytes;
    }

    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Cancelled);
        }
        let mut meter = self.meter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        meter.done += bytes;
        if meter.told.is_none_or(|told| told.elapsed() >= INTERVAL) {
            meter.told = Some(Instant::now());
            let bytes = (meter.done, meter.total);
            // A closed channel means that the window is gone; the job itself goes on to its end.
            drop(self.reports.send(Report::Progress { ticket: self.ticket, file: what.to_owned(), bytes }));
            (self.wake)();
        }
        Ok(())
    }
}
