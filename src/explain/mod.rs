//! What the rooms below answer, in words: why something failed and what to do next, what a check has found, what the
//! archive tells. Said once for the window and the command line.

mod archive;
mod finding;
mod trouble;

pub use archive::{hit, kind_facet, phase};
pub use finding::{finding, unfit, untakable};
pub use trouble::{Explanation, archive as archive_error, archive_problem, backup, problem, store, trouble};
