//! A disk on which nothing can be changed: to open a data folder that is only to be looked at.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::disk::Disk;
use super::watch::{Call, Watch};

/// Reads from another disk and refuses every change.
#[derive(Debug, Clone)]
pub struct LookOnly(pub Arc<dyn Disk>);

impl Watch for LookOnly {
    fn disk(&self) -> &dyn Disk {
        &*self.0
    }

    fn around(&self, call: Call, _: &Path, go: &mut dyn FnMut() -> io::Result<()>) -> io::Result<()> {
        if call.changes() { Err(io::ErrorKind::ReadOnlyFilesystem.into()) } else { go() }
    }
}
