//! How long work tells how far it is and is told to stop.

/// Watches long work. Called once per block of a quarter of a megabyte at most, from any thread.
pub trait Progress: Sync {
    /// `bytes` more are done, of the thing called `what` (a file's name). An error asks to stop: what was
    /// under way is given up without a trace.
    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled>;

    /// How many bytes there will be in all, where that is known: told once, before the first of them.
    fn total(&self, _bytes: u64) {}
}

/// The person asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn advance(&self, _bytes: u64, _what: &str) -> Result<(), Cancelled> {
        Ok(())
    }
}

impl<F: Fn(u64, &str) -> Result<(), Cancelled> + Sync> Progress for F {
    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled> {
        self(bytes, what)
    }
}
