//! Copying a file so that the copy is known to be whole: one pass, digests, read-back.

use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use super::digest::{Algorithm, BLOCK, Hasher, file_name, read_block};
use super::disk::{Disk, FileKind, Meta};
use super::error::{ErrorKind, StoreError};
use super::folder::Folder;
use super::progress::Progress;
use super::temp::Temp;

/// How often a source that changes while it is copied is copied again.
const TRIES: usize = 3;

/// What is known of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Size in bytes.
    pub size: u64,
    /// One digest per algorithm asked for, in lower-case hex.
    pub digests: Vec<String>,
    /// Time of last change of source and copy.
    pub modified: Option<SystemTime>,
}

/// Copies a file to an unfinished one in `dir`, durable and compared.
pub(super) fn copy_to_temp(
    folder: &Folder,
    source: &Path,
    dir: &Path,
    algorithms: &[Algorithm],
    progress: &dyn Progress,
) -> Result<(Temp, Copied), StoreError> {
    let disk = folder.disk().as_ref();
    for _ in 0..TRIES {
        let before = look(disk, source)?;
        if free_space(disk, dir).is_some_and(|free| free < before.size) {
            return Err(StoreError::new(ErrorKind::DiskFull(Some(before.size)), source));
        }
        let Some((temp, copied, checksums)) = copy_once(folder, source, &before, dir, algorithms, progress)?
        else {
            continue;
        };
        if !reads_back(disk, temp.path(), &checksums)? {
            return Err(StoreError::new(ErrorKind::ReadBackDiffers, source));
        }
        return Ok((temp, copied));
    }
    Err(StoreError::new(ErrorKind::SourceChanged, source))
}

/// Bytes that are free for a folder, which need not exist yet; none if the system does not say.
fn free_space(disk: &dyn Disk, dir: &Path) -> Option<u64> {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    let mut each = dir.ancestors().map(|dir| disk.free_space(dir));
    each.find(|free| !free.as_ref().is_err_and(is_missing))?.ok()?
}

/// Facts about a source, which must be a regular file.
pub(super) fn look(disk: &dyn Disk, source: &Path) -> Result<Meta, StoreError> {
    let meta = disk.metadata(source).map_err(|error| StoreError::io(source, error))?;
    match meta.kind {
        FileKind::File => Ok(meta),
        other => Err(StoreError::new(ErrorKind::NotAFile(other), source)),
    }
}

/// Whether a file holds what was written to it: cables and controllers do fail. Compared by a CRC-32 per
/// block, which sees every error of up to 32 bits in a row, at a tenth of the cost of the digest; the
/// digest itself was taken from the source and is compared whenever the document is checked.
fn reads_back(disk: &dyn Disk, path: &Path, checksums: &[u32]) -> Result<bool, StoreError> {
    let in_file = |error| StoreError::io(path, error);
    let mut file = disk.open_read(path).map_err(in_file)?;
    let mut block = vec![0; BLOCK];
    for checksum in checksums {
        let filled = read_block(&mut *file, &mut block).map_err(in_file)?;
        if crc32fast::hash(&block[..filled]) != *checksum {
            return Ok(false);
        }
    }
    Ok(read_block(&mut *file, &mut block).map_err(in_file)? == 0)
}

/// A copy with the checksums of its blocks; none if the source changed meanwhile.
fn copy_once(
    folder: &Folder,
    source: &Path,
    before: &Meta,
    dir: &Path,
    algorithms: &[Algorithm],
    progress: &dyn Progress,
) -> Result<Option<(Temp, Copied, Vec<u32>)>, StoreError> {
    let disk = folder.disk().as_ref();
    let in_source = |error: io::Error| StoreError::io(source, error);
    let mut input = disk.open_read(source).map_err(in_source)?;
    if changed(before, &input.metadata().map_err(in_source)?) {
        return Ok(None);
    }
    let name = file_name(source);
    let (temp, mut output) = folder.create_temp(dir)?;
    // The person knows the source, not the unfinished copy.
    let in_copy = |error: io::Error| StoreError::io(source, error);
    let mut hasher = Hasher::new(algorithms);
    let mut checksums = Vec::new();
    let mut size = 0;
    let mut block = vec![0; BLOCK.min(before.size.saturating_add(1) as usize)];
    loop {
        // One byte more than expected is read, to see whether the source has grown, however fast it grows.
        let wanted = BLOCK.min((before.size - size).saturating_add(1) as usize).min(block.len());
        let filled = read_block(&mut *input, &mut block[..wanted]).map_err(in_source)?;
        if filled == 0 {
            break;
        }
        size += filled as u64;
        if size > before.size {
            return Ok(None);
        }
        output.write_all(&block[..filled]).map_err(in_copy)?;
        hasher.update(&block[..filled]);
        checksums.push(crc32fast::hash(&block[..filled]));
        progress.advance(filled as u64, &name)?;
    }
    output.flush().map_err(in_copy)?;
    // Set through the handle that wrote: Windows would set the time again when that handle is closed.
    if let Some(modified) = before.modified {
        output.set_modified(modified).map_err(in_copy)?;
    }
    output.sync_all().map_err(in_copy)?;
    drop(output);
    let after = look(disk, source)?;
    let handle = input.metadata().map_err(in_source)?;
    if size != before.size || changed(before, &after) || changed(before, &handle) {
        return Ok(None);
    }
    let copied = Copied { size, digests: hasher.finish(), modified: before.modified };
    Ok(Some((temp, copied, checksums)))
}

fn changed(before: &Meta, after: &Meta) -> bool {
    (before.kind, before.size, before.modified, before.identity)
        != (after.kind, after.size, after.modified, after.identity)
}
