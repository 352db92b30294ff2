//! Renja keeps the yearly work plan (*Rencana Kerja*) of a municipal office: it walks each cycle
//! through the 17 steps of the office's SOP and ends as an archived dossier.
//!
//! A room (module) uses only rooms below it in the list of `ARCHITECTURE.md`; `tests/it/rooms.rs` checks
//! that.

pub mod archive; // sealing, the index of years, search
pub mod backup; // a copy on another disk, and the way back
pub mod calendar; // office time
pub mod check; // check and repair of a data folder
pub mod cli; // the same work without a window
pub mod cycle; // one Renja cycle: events, state, rules
pub mod demo; // the sample store
pub mod explain; // what the rooms below answer, in words
pub mod fixity; // the judge of wholeness
pub mod jobs; // work off the UI thread
pub mod pc; // the program on this PC: log, crash report, one window
pub mod plain; // text as people type it
pub mod sheet; // the geometry of the SOP sheet
pub mod sop; // the procedure as data
pub mod store; // the data folder
#[cfg(feature = "window")]
pub mod ui; // the window
pub mod words; // values of the domain in words

rust_i18n::i18n!("assets/locales", fallback = "id");
