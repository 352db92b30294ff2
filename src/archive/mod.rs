//! The archive: sealing a dossier as a BagIt bag (RFC 8493), checking it, finding it again, exporting it.
//!
//! A sealed dossier is made once and never written to again.

mod bag;
mod check;
mod dossier;
mod duplicates;
mod error;
mod export;
mod html;
mod import;
mod index;
mod listed;
mod manifest;
mod outside;
mod payload;
mod report;
mod retention;
mod seal;
mod search;
mod tagfile;
mod unzip;
mod wording;
mod zip_fault;
mod zip_kin;

pub use check::{check, check_dossier, recorded_seals};
pub use dossier::{
    DocumentRecord, FileRecord, HoleState, NoteRecord, Previous, RemovedRecord, ReturnRecord, Signature,
    SlotRecord, StepRecord, Summary, folder_name,
};
pub use duplicates::{Duplicate, Whereabouts, duplicates, known_sizes};
pub use error::ArchiveError;
#[cfg(test)]
pub(crate) use error::one_of_each;
pub use export::{Export, export};
pub use html::page;
pub use import::{Given, Imported, Source, import};
pub use index::{
    Dossier, FOLDER, Facets, Filter, Index, IndexFault, IndexProblem, KindFacet, Opened, open, path_in,
};
pub use manifest::{Entry, Fault, LineFault, Manifest};
pub use report::{Detail, Finding, FindingKind, Report, Severity, Verdict};
pub use retention::{Phase, Reminder, Schedule, parse_place_number, place_number};
pub use seal::{Draft, Plan, Sealed, seal};
pub use search::{Hit, Origin, Search, What};
pub use tagfile::{TagError, Tags};
pub use unzip::{Caps, Unzipped, unzip};
pub use wording::{finding_detail, finding_word};
pub use zip_fault::ZipFault;
pub use zip_kin::Kin;
