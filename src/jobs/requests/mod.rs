//! The requests to the desk, each with its answer and how it is carried out. `by` is the person who works
//! here.

mod care;
mod cycle;
mod documents;
mod dossiers;
mod folder;
mod office;
mod seal;

pub use care::{BackUp, CheckArchive, Examine, FindBackups, Repair, Restore};
pub use cycle::{Run, StartCycle, Undo};
pub use documents::{AdoptFile, AttachFiles, Attached, Gather, LookOutside, SetAsideRemoved, TakeChanged};
pub use dossiers::{CheckDossier, ExportDossier, ImportBag, OpenDossier};
pub use folder::{Create, CreateSample, Open};
pub use office::{ChangeOffice, SaveSop};
pub use seal::Seal;
