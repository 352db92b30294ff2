//! The archive: sealing a dossier as a BagIt bag (RFC 8493), checking it, finding it again, exporting it.
//!
//! A sealed dossier is made once and never written to again.

mod bag;
mod check;
mod digest;
mod dossier;
mod html;
mod index;
mod manifest;
mod progress;
mod report;
mod retention;
mod search;
mod tagfile;

pub use check::check;
pub use digest::{Algorithm, sha256_hex};
pub use dossier::{
    DocumentRecord, EventRecord, FileRecord, HoleState, Journal, NoteRecord, Previous, RemovedRecord,
    ReturnRecord, Signature, SlotRecord, StepRecord, Summary, folder_name,
};
pub use html::{cover, page};
pub use index::{Dossier, FOLDER, Facets, Filter, Index, KindFacet, Opened, Problem, ProblemKind, open};
pub use manifest::{Entry, Fault, LineFault, Manifest};
pub use progress::{Progress, Silent};
pub use report::{Detail, Finding, Kind, Report, Severity, Verdict};
pub use retention::{Phase, Reminder, Schedule, parse_place_number, place_number};
pub use search::{Hit, Origin, Search, What, fold};
pub use tagfile::{TagError, Tags};
