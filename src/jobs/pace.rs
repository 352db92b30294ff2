//! How fast work in the background may go: work that nobody waits for gives way to other work, and can be
//! paused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::store::{Cancelled, Progress};

/// The pause after each block of gentle work, which allows at most some sixty megabytes a second.
const NAP: Duration = Duration::from_millis(4);
/// How often paused work looks whether it may go on.
const REST: Duration = Duration::from_millis(100);

/// Shared by the window, which pauses, and the work, which obeys.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    gentle: bool,
    paused: Arc<AtomicBool>,
    resting: Arc<AtomicBool>,
}

impl Pace {
    /// The pace of work that gives way to all other work.
    pub fn gentle() -> Self {
        Self { gentle: true, ..Self::default() }
    }

    /// Pauses the work, or lets it go on.
    pub fn pause(&self, paused: bool) {
        self.paused.store(paused, Ordering::Relaxed);
    }

    /// Whether a person has paused the work.
    pub fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }

    /// Makes the work rest while somebody uses the program, or lets it go on.
    pub fn rest(&self, resting: bool) {
        self.resting.store(resting, Ordering::Relaxed);
    }

    fn waits(&self) -> bool {
        self.is_paused() || self.resting.load(Ordering::Relaxed)
    }
}

/// A [`Progress`] that keeps to a pace.
pub(super) struct Paced<P>(pub Pace, pub P);

impl<P: Progress> Progress for Paced<P> {
    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled> {
        while self.0.waits() {
            // Reported also while resting, so that resting work can be stopped.
            self.1.advance(0, what)?;
            std::thread::sleep(REST);
        }
        if self.0.gentle && bytes > 0 {
            std::thread::sleep(NAP);
        }
        self.1.advance(bytes, what)
    }

    fn total(&self, bytes: u64) {
        self.1.total(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resting_work_goes_on_when_told_and_can_be_stopped() {
        let pace = Pace::gentle();
        let calls = std::sync::atomic::AtomicUsize::new(0);
        let stop =
            |_: u64, _: &str| if calls.fetch_add(1, Ordering::Relaxed) < 2 { Ok(()) } else { Err(Cancelled) };
        pace.pause(true);
        assert_eq!(Paced(pace.clone(), stop).advance(1, "x"), Err(Cancelled), "stopped while it rests");
        let running = |_: u64, _: &str| {
            pace.pause(false);
            Ok(())
        };
        assert_eq!(Paced(pace.clone(), running).advance(1, "x"), Ok(()));
        assert!(!pace.is_paused());
    }
}
