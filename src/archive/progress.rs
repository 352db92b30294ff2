//! How long work tells how far it is, and learns that nobody wants it any more.

/// Takes the progress of one job. Called from several threads, once a block: it must be cheap.
pub trait Progress: Sync {
    /// The bytes to do in all; called again when that becomes clearer.
    fn begin(&self, total: u64);
    /// So many bytes more are done.
    fn advance(&self, bytes: u64);
    /// Whether to stop. The work then leaves things as they were.
    fn is_cancelled(&self) -> bool;
}

/// For work that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _total: u64) {}
    fn advance(&self, _bytes: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}
