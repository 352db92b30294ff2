//! The outbox: what has been written on this PC and may not have reached the data folder yet.
//!
//! The outbox lies in local app data and mirrors the data folder: a file in the outbox, a *parcel*, is to
//! stand byte for byte at the same path in the data folder. A change is durable in the outbox first, so it is
//! never lost to a cable, a server or a full share; then it is delivered, and its parcel is removed only when
//! the copy in the data folder has been read back.
//!
//! Delivering is safe at any time, by any program, any number of times: a parcel never replaces anything, and
//! one that stands in the data folder already counts as delivered. So the next program on this PC delivers
//! what a killed one has left, and no parcel needs an owner.
//!
//! Documents wait in the outbox, too, but only while the data folder is away: see `workspace::parcels`.

use std::path::Path;

use super::disk::FileKind;
use super::error::{ErrorKind, StoreError};
use super::folder::{Folder, join};
use super::layout;

/// Folder in local app data, one below it for each data folder.
const FOLDER: &str = "kotak-keluar";

/// The parcels for one folder of a data folder.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    here: Folder,
    there: Folder,
    /// The data folder. Its id is checked as well: an empty mount point may by now stand at its path.
    data: Folder,
    store: String,
}

impl Outbox {
    /// The outbox for a whole data folder with this id. Nothing is created yet.
    pub(super) fn new(local: &Folder, data: &Folder, store: &str) -> Self {
        let here = local.below(FOLDER).below(store);
        Self { here, there: data.clone(), data: data.clone(), store: store.to_owned() }
    }

    /// The part of the outbox for a folder below.
    pub(super) fn below(&self, name: &str) -> Self {
        Self { here: self.here.below(name), there: self.there.below(name), ..self.clone() }
    }

    /// Id of the data folder.
    pub(super) fn store(&self) -> &str {
        &self.store
    }

    /// Where the parcels lie.
    pub(super) fn here(&self) -> &Folder {
        &self.here
    }

    /// Where the data folder lies.
    pub(super) fn data(&self) -> &Path {
        self.data.root()
    }

    /// Whether the data folder can be reached now, and is the one that was opened; else [`ErrorKind::Away`].
    pub(super) fn reach(&self) -> Result<(), StoreError> {
        layout::reach(&self.data, &self.store)
    }

    /// Parcels for folders of writers, as paths below this folder, in the order in which they were written.
    pub(super) fn parcels(&self) -> Result<Vec<String>, StoreError> {
        let mut parcels = Vec::new();
        for writer in self.here.list("")? {
            if writer.kind == FileKind::Folder {
                let files = self.here.list(&writer.name)?;
                let files = files.into_iter().filter(|file| file.kind == FileKind::File);
                parcels.extend(files.map(|file| join(&writer.name, &file.name)));
            }
        }
        Ok(parcels)
    }

    /// Writes a parcel to the data folder, durable and read back, and removes it here. On an error the parcel
    /// stays.
    pub(super) fn deliver(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.reach()?;
        self.there.create_file(path, bytes)?;
        if self.there.read(path, bytes.len() as u64)? != bytes {
            return Err(StoreError::new(ErrorKind::ReadBackDiffers, self.there.path(path)?));
        }
        // The data folder may have gone meanwhile: then what is left at its path was written to, and the
        // parcel stays.
        self.reach()?;
        self.here.discard(path)
    }
}
