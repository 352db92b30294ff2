//! The data folder. Only this module writes to it.
//!
//! The only record is a set of immutable event files, in one folder per writer; everything else can be made
//! again from them. So several programs work on one folder without a server and without a file that two of
//! them rewrite. All disk work goes through [`Disk`].

mod copy;
mod copying;
mod digest;
mod disk;
mod envelope;
pub(crate) mod error;
mod folder;
mod hash_line;
mod journal;
mod kinds;
pub(crate) mod layout;
mod look_only;
pub mod names;
mod office;
mod os_disk;
mod outbox;
mod presence;
mod problem;
mod progress;
mod reach;
mod summary;
mod sync_copy;
pub mod system_files;
mod temp;
mod watch;
mod workspace;
mod writer;

#[cfg(all(test, windows))]
mod windows;

pub use copy::Copied;
pub use copying::Unnamed;
pub use digest::{Algorithm, Hasher, digest_file, sha256};
pub use disk::{Disk, Entry, FileKind, Meta, ReadFile, WriteFile, is_temp, is_temp_name, readable_name};
pub use envelope::{Body, holds_events, is_whole};
pub use error::{ErrorKind, StoreError};
pub use folder::{Folder, temp_name_says};
pub use hash_line::{read_hash_line, with_hash_line};
pub use journal::{Appended, Arrived, ExportFault, Fault, Gap, Journal, Who, read_export};
pub use layout::{FILE as LAYOUT_FILE, require_reached, store_id};
pub use look_only::LookOnly;
pub use office::{Office, OfficeChange, Person};
pub use os_disk::{OsDisk, origin_mark};
pub use presence::{FOLDER as PRESENCE, Here, Presence, Present};
pub use problem::{Problem, ProblemKind};
pub use progress::{Cancelled, Progress, Quiet};
pub use sync_copy::copied_from;
pub use watch::{Call, Watch};
pub use workspace::{
    ARCHIVE, Adopt, Attach, Look, Looked, Outside, OutsideKind, Parcel, Polled, QUARANTINE, SET_ASIDE,
    Waiting, Workspace, journal_of, path_of,
};
pub use writer::Writer;
