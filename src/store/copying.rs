//! Copies into a folder: to a free place, over an older one, or without a name yet.

use std::path::Path;

use super::copy::{Copied, copy_to_temp};
use super::digest::Algorithm;
use super::error::StoreError;
use super::folder::Folder;
use super::progress::Progress;
use super::temp::Temp;

/// A whole copy without a name: [`Folder::copy_unnamed`]. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Unnamed(Temp);

impl Unnamed {
    /// Takes the right to write from the copy.
    pub fn protect(&self) -> Result<(), StoreError> {
        self.0.set_readonly()
    }
}

impl Folder {
    /// Copies a regular file to a place that must be free, in one pass with its digests, and reads the copy
    /// back. Keeps the time of last change. Stopped or failed, it leaves nothing.
    pub fn copy_in(
        &self,
        source: &Path,
        relative: &str,
        algorithms: &[Algorithm],
        progress: &dyn Progress,
    ) -> Result<Copied, StoreError> {
        let path = self.path(relative)?;
        let (temp, copied) = self.copy_beside(source, &path, algorithms, progress)?;
        self.name(temp, &path)?;
        Ok(copied)
    }

    /// As [`Self::copy_in`], but in the place of an older file. Only for copies of files that stand
    /// elsewhere: never over a file that is the only one with its content.
    pub fn copy_over(
        &self,
        source: &Path,
        relative: &str,
        algorithms: &[Algorithm],
        progress: &dyn Progress,
    ) -> Result<Copied, StoreError> {
        let path = self.path(relative)?;
        let (mut temp, copied) = self.copy_beside(source, &path, algorithms, progress)?;
        temp.replace(&path)?;
        self.sync_parent(&path)?;
        Ok(copied)
    }

    /// Copies a regular file as [`Self::copy_in`] does, to a file without a name yet. The copy lies in `work`
    /// until it is given its name, so that a program killed meanwhile leaves nothing near that name.
    pub fn copy_unnamed(
        &self,
        source: &Path,
        work: &str,
        algorithms: &[Algorithm],
        progress: &dyn Progress,
    ) -> Result<(Unnamed, Copied), StoreError> {
        let (temp, copied) = copy_to_temp(self, source, &self.path(work)?, algorithms, progress)?;
        Ok((Unnamed(temp), copied))
    }

    /// Gives a copy its name, which must be free.
    pub fn give_name(&self, copy: Unnamed, relative: &str) -> Result<(), StoreError> {
        let path = self.path(relative)?;
        let parent = path.parent().unwrap_or(&path);
        self.create_dirs(parent).map_err(|error| StoreError::io(parent, error))?;
        self.name(copy.0, &path)
    }

    /// A copy beside its final place, whole and compared.
    fn copy_beside(
        &self,
        source: &Path,
        path: &Path,
        algorithms: &[Algorithm],
        progress: &dyn Progress,
    ) -> Result<(Temp, Copied), StoreError> {
        copy_to_temp(self, source, path.parent().unwrap_or(path), algorithms, progress)
    }
}
