//! How work that takes long reports its progress and is asked to stop.

/// Watches work that takes long. Called at most once per block of a quarter of a megabyte, from any thread.
pub trait Progress: Sync {
    /// `bytes` more are done, of the file named `what`. An error asks to stop: the work under way is then
    /// given up without a trace.
    fn advance(&self, bytes: u64, what: &str) -> Result<(), Cancelled>;

    /// How many bytes there will be in all, where that is known: called once, before the first
    /// [`Self::advance`].
    fn total(&self, _bytes: u64) {}
}

/// The person asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// A [`Progress`] that nobody watches.
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
