//! The end of a ZIP with its table: checked before the table is loaded, so that a false size costs no memory,
//! and that there is only one table.

use std::io::{Read, Seek, SeekFrom};

use super::Caps;
use crate::archive::zip_fault::ZipFault;

/// Bytes of the end-of-table record, without its comment.
const END: u64 = 22;
/// Bytes of the locator of the larger record, for archives beyond 4 GiB.
const LOCATOR: u64 = 20;
/// Bytes of the larger end-of-table record, without the optional data in it.
const END64: u64 = 56;
/// Most bytes of the table: more than 20,000 entries with the longest paths need.
const MAX_TABLE: u64 = 64 << 20;

/// The contents of an end-of-table record.
struct Said {
    /// Whether other parts of the archive are in other files.
    split: bool,
    entries: u64,
    size: u64,
    start: u64,
    /// Offset of the record itself.
    end: u64,
}

/// Whether a file ends as a ZIP does, with a table right before its end and not more entries than allowed.
pub(super) fn check<R: Read + Seek>(file: &mut R, caps: &Caps) -> Result<(), ZipFault> {
    let malformed = |reason: &str| ZipFault::Malformed(reason.to_owned());
    let said = read(file).map_err(|error| malformed(&error.to_string()))?;
    let said = said.ok_or_else(|| malformed("its end is missing"))?;
    if said.split {
        return Err(malformed("a part of several"));
    }
    if said.entries > caps.entries as u64 || said.size > MAX_TABLE {
        return Err(ZipFault::TooMany(caps.entries));
    }
    if said.start.checked_add(said.size) != Some(said.end) {
        return Err(malformed("its table does not stand before its end"));
    }
    Ok(())
}

/// Reads the end-of-table record, which must be the last thing in the file. A comment that holds another
/// record is refused too: programs differ in which of the two they use.
fn read<R: Read + Seek>(file: &mut R) -> std::io::Result<Option<Said>> {
    const MARK: [u8; 4] = *b"PK\x05\x06";
    let len = file.seek(SeekFrom::End(0))?;
    let from = len.saturating_sub(END + u64::from(u16::MAX));
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(END + u64::from(u16::MAX)).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(MARK.len()).rposition(|bytes| bytes == MARK) else { return Ok(None) };
    let end = &tail[at..];
    let comment = number(end, 20, 2);
    if end.len() as u64 != END + comment.unwrap_or(u64::MAX - END) {
        return Ok(None);
    }
    let field = |place, bytes| number(end, place, bytes).unwrap_or_default();
    let at = from + at as u64;
    let said = Said {
        split: field(4, 2) != 0 || field(6, 2) != 0 || field(8, 2) != field(10, 2),
        entries: field(10, 2),
        size: field(12, 4),
        start: field(16, 4),
        end: at,
    };
    let full = |value, most| value == most;
    let large = full(said.entries, u64::from(u16::MAX))
        || full(said.size, u64::from(u32::MAX))
        || full(said.start, u64::from(u32::MAX));
    if large { read_large(file, at) } else { Ok(Some(said)) }
}

/// The end-of-table record of an archive beyond 4 GiB, right before the locator that points to it, which is
/// right before `end`.
fn read_large<R: Read + Seek>(file: &mut R, end: u64) -> std::io::Result<Option<Said>> {
    let Some(locator_at) = end.checked_sub(LOCATOR) else { return Ok(None) };
    let locator = piece(file, locator_at, LOCATOR)?;
    let Some(start) = number(&locator, 8, 8) else { return Ok(None) };
    if !locator.starts_with(b"PK\x06\x07") || start.checked_add(END64) != Some(locator_at) {
        return Ok(None);
    }
    let end = piece(file, start, END64)?;
    let field = |place, bytes| number(&end, place, bytes).unwrap_or_default();
    let split = field(16, 4) != 0 || field(20, 4) != 0 || field(24, 8) != field(32, 8);
    let said = Said { split, entries: field(32, 8), size: field(40, 8), start: field(48, 8), end: start };
    Ok(end.starts_with(b"PK\x06\x06").then_some(said))
}

fn piece<R: Read + Seek>(file: &mut R, at: u64, len: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A little-endian number of `len` bytes.
fn number(bytes: &[u8], at: usize, len: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
