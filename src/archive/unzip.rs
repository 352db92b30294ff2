//! Unpacking a ZIP that anybody may have made, without trusting it: only regular files, only below one
//! folder, only under names that are valid on every system, and never more than is allowed.
//!
//! Names are taken byte for byte or refused, since a bag's manifest refers to its files by name. The table at
//! the end of the ZIP, its local headers and the content must agree; bytes between, before or after them are
//! refused, so that no two programs can read two different archives out of one file.
//!
//! A high compression ratio proves nothing: a blank page that was scanned packs 800 to 1. Protection against
//! a ZIP bomb are the limit on the unpacked bytes, the space on the disk, and that no entry may become larger
//! than the table says.

mod table;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::time::SystemTime;

use chrono::{Local, TimeZone as _};
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, System, ZipArchive};

use super::bag::MAX_DEPTH;
use super::error::ArchiveError;
use super::outside::{MOST_FILES, MOST_UNITS, Names, inside, judge as judge_name};
use super::zip_fault::ZipFault;
use super::zip_kin::Kin;
use crate::store::{ErrorKind, Folder, Progress, StoreError};

/// Limits for unpacking a ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Most bytes of all files.
    pub bytes: u64,
    /// Most files and folders.
    pub entries: usize,
    /// Most folders within one another.
    pub depth: usize,
}

impl Default for Caps {
    /// More than the dossier of any year: 32 GiB, 100,000 entries, and as many nested folders as a bag may
    /// have below its own folder and some above.
    fn default() -> Self {
        Self { bytes: 32 << 30, entries: MOST_FILES, depth: MAX_DEPTH + 8 }
    }
}

/// What was unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unzipped {
    /// The files by their path below the folder, with `/`, in the order of the ZIP.
    pub files: Vec<String>,
    /// Bytes of all files.
    pub bytes: u64,
}

/// A file or folder that may be unpacked.
struct Entry {
    index: usize,
    path: String,
    folder: bool,
    /// Size that the table of the ZIP says.
    size: u64,
    modified: Option<SystemTime>,
}

/// A ZIP all of whose entries were judged by the table. Nothing is unpacked yet.
pub(super) struct Zip<'a> {
    path: &'a Path,
    archive: ZipArchive<BufReader<File>>,
    entries: Vec<Entry>,
}

/// Unpacks a ZIP into a folder, which should be empty and have a name of unfinished work
/// ([`Folder::temp_name_for`]): after a failure the files written so far stay, for the caller to remove. All
/// entries are checked before the first file is written; every file is durable at the end.
pub fn unzip(
    zip: &Path,
    into: &Folder,
    caps: &Caps,
    progress: &dyn Progress,
) -> Result<Unzipped, ArchiveError> {
    Zip::open(zip, caps)?.unpack("", into, progress)
}

impl<'a> Zip<'a> {
    /// Opens a ZIP and judges all its entries.
    pub fn open(path: &'a Path, caps: &Caps) -> Result<Self, ArchiveError> {
        let fault = |entry: &str, fault| of_zip(path, entry, fault);
        let in_zip = |error: io::Error| ArchiveError::from(StoreError::io(path, error));
        let meta = path.symlink_metadata().map_err(in_zip)?;
        if !meta.is_file() {
            return Err(fault("", ZipFault::NotAFile));
        }
        let mut file = BufReader::new(File::open(path).map_err(in_zip)?);
        if let Some(kin) = Kin::of(&mut file).map_err(in_zip)? {
            return Err(fault("", ZipFault::OtherKind(kin)));
        }
        table::check(&mut file, caps).map_err(|error| fault("", error))?;
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let mut archive =
            ZipArchive::with_config(config, file).map_err(|error| fault("", said_by_reader(&error)))?;
        let entries = look(&archive, caps).map_err(|(entry, error)| fault(&entry, error))?;
        // Entries that share bytes with others, and content that the table does not name, are refused.
        archive.validate_header_consistency().map_err(|error| fault("", said_by_reader(&error)))?;
        Ok(Self { path, archive, entries })
    }

    /// The files, by their path with `/`.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| !entry.folder).map(|entry| entry.path.as_str())
    }

    /// Unpacks the entries below a folder of the ZIP; the empty name means all of them.
    pub fn unpack(
        mut self,
        folder: &str,
        into: &Folder,
        progress: &dyn Progress,
    ) -> Result<Unzipped, ArchiveError> {
        let below = |mut entry: Entry| {
            entry.path = inside(&entry.path, folder)?.to_owned();
            Some(entry)
        };
        let entries: Vec<_> = std::mem::take(&mut self.entries).into_iter().filter_map(below).collect();
        let total: u64 = entries.iter().map(|entry| entry.size).sum();
        into.create_dir("")?;
        let free = into.disk().free_space(into.root()).ok().flatten();
        if free.is_some_and(|free| free < total) {
            return Err(StoreError::new(ErrorKind::DiskFull(Some(total)), into.root()).into());
        }
        progress.total(total);
        let mut unzipped = Unzipped { files: Vec::new(), bytes: 0 };
        for entry in entries {
            if entry.folder {
                into.create_dir(&entry.path)?;
                continue;
            }
            let fault = |fault| of_zip(self.path, &entry.path, fault);
            let reader = self.archive.by_index(entry.index);
            let reader = reader.map_err(|error| fault(said_by_reader(&error)))?;
            let mut content = Content { reader, left: entry.size, broken: false };
            let written = into.create_from(&entry.path, &mut content, entry.modified, progress);
            if content.broken || written.is_ok() && content.left > 0 {
                return Err(fault(ZipFault::Damaged));
            }
            unzipped.bytes += written?;
            unzipped.files.push(entry.path);
        }
        Ok(unzipped)
    }
}

fn of_zip(path: &Path, entry: &str, fault: ZipFault) -> ArchiveError {
    ArchiveError::Zip { path: path.to_owned(), entry: entry.to_owned(), fault }
}

/// Judges every entry by the table; nothing is unpacked yet.
fn look<R: Read + io::Seek>(archive: &ZipArchive<R>, caps: &Caps) -> Result<Vec<Entry>, (String, ZipFault)> {
    if archive.has_duplicate_names() {
        return Err((String::new(), ZipFault::Twin));
    }
    let (mut names, mut total, mut entries) = (Names::default(), 0_u64, Vec::new());
    for index in 0..archive.len() {
        let malformed = |error: ZipError| (String::new(), ZipFault::Malformed(error.to_string()));
        let found = archive.by_index_data(index).map_err(malformed)?;
        let name = name(&found);
        let entry = judge(&found, &name, index, caps).map_err(|fault| (name.clone(), fault))?;
        names.take(&entry.path, entry.folder).map_err(|fault| (name.clone(), fault))?;
        total = total.saturating_add(entry.size);
        if total > caps.bytes {
            return Err((name, ZipFault::TooLarge(caps.bytes)));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The name of an entry as written: UTF-8, or where it is not, in the alphabet of DOS. ZIPs made on Windows
/// may have backslashes between folders (PowerShell's `Compress-Archive` writes them), which no name on
/// Windows can hold: they are turned into slashes before anything is judged. In other ZIPs a backslash is
/// part of the name, which no system of an office accepts.
fn name(entry: &ZipFileEntry<'_>) -> String {
    let raw = entry.name_raw();
    let of_dos = || entry.name().unwrap_or_else(|_| String::from_utf8_lossy(raw)).into_owned();
    let name = std::str::from_utf8(raw).map_or_else(|_| of_dos(), str::to_owned);
    let of_windows = matches!(entry.system(), System::Dos | System::WindowsNTFS | System::VFAT);
    if of_windows { name.replace('\\', "/") } else { name }
}

fn judge(entry: &ZipFileEntry<'_>, name: &str, index: usize, caps: &Caps) -> Result<Entry, ZipFault> {
    /// Bits of encryption, of strong encryption, of a hidden table, and of patch data.
    const SECRET: u16 = 1 | 1 << 6 | 1 << 13 | 1 << 5;
    /// Windows' marks of a device and of a link.
    const SPECIAL: u32 = 0x40 | 0x400;
    let (path, folder) = name.strip_suffix('/').map_or((name, false), |path| (path, true));
    judge_name(path, LONGEST)?;
    if path.split('/').count() > caps.depth {
        return Err(ZipFault::TooDeep(caps.depth));
    }
    // The type of file as Unix writes it; ZIPs of other systems leave these bits empty.
    let attributes = entry.external_attributes();
    let fits = match attributes >> 28 {
        0 => true,
        0o4 => folder,
        0o10 => !folder,
        _ => false,
    };
    if !fits || attributes & SPECIAL != 0 {
        return Err(ZipFault::NotAFile);
    }
    if entry.flags().as_u16() & SECRET != 0 {
        return Err(ZipFault::Encrypted);
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(ZipFault::Unsupported);
    }
    let size = entry.size();
    if folder && size > 0 {
        return Err(ZipFault::NotAFile);
    }
    Ok(Entry { index, path: path.to_owned(), folder, size, modified: modified(entry) })
}

/// Time of last change: a ZIP has local time, in steps of two seconds.
fn modified(entry: &ZipFileEntry<'_>) -> Option<SystemTime> {
    let at = entry.last_modified().filter(zip::DateTime::is_valid)?;
    let day = chrono::NaiveDate::from_ymd_opt(at.year().into(), at.month().into(), at.day().into())?;
    let time = day.and_hms_opt(at.hour().into(), at.minute().into(), at.second().into())?;
    Local.from_local_datetime(&time).earliest().map(SystemTime::from)
}

/// Most UTF-16 units of a path in a ZIP, including the folders above the bag, which are not unpacked.
const LONGEST: usize = 2 * MOST_UNITS;

fn said_by_reader(error: &ZipError) -> ZipFault {
    match error {
        ZipError::CompressionMethodNotSupported(_) => ZipFault::Unsupported,
        ZipError::InvalidPassword => ZipFault::Encrypted,
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => ZipFault::Encrypted,
        error => ZipFault::Malformed(error.to_string()),
    }
}

/// The content of an entry, no longer than the table says.
struct Content<R> {
    reader: R,
    left: u64,
    /// Whether the content was shorter or longer than the table says, or does not fit its checksum.
    broken: bool,
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        let read = match self.reader.read(block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            read => read.inspect_err(|_| self.broken = true)?,
        };
        if let Some(left) = self.left.checked_sub(read as u64) {
            self.left = left;
            return Ok(read);
        }
        self.broken = true;
        Err(io::Error::new(io::ErrorKind::InvalidData, "longer than the table of the ZIP says"))
    }
}
