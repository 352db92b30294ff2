//! A dossier as one ZIP file, to be handed on: the whole bag, and a page beside it that opens the dossier's
//! summary in any browser.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, FixedOffset, Local, Timelike};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::bag::{Bag, BagFile};
use super::check::check_dossier;
use super::error::ArchiveError;
use super::html;
use super::index::FOLDER;
use super::report::{Finding, FindingKind, Report, Severity, Verdict};
use super::wording::{finding_detail, finding_word};
use crate::calendar::Language;
use crate::store::names::visible;
use crate::store::{Algorithm, Disk, ErrorKind, FileKind, Folder, Hasher, Meta, Progress, StoreError};

/// Bytes read at a time.
const BLOCK: u64 = 1 << 18;

/// Name of the page in the ZIP that says what is wrong with a dossier that was exported as it is.
const NOTE: &str = "TIDAK UTUH.txt";

/// What is to be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The dossier's folder below `arsip/`.
    pub folder: String,
    /// The new ZIP file, outside of the data folder.
    pub target: PathBuf,
    /// Whether the dossier is exported even if it is not whole. The ZIP says so then.
    pub as_is: bool,
}

/// Writes a dossier of a data folder to a ZIP file. The dossier is checked first, against its recorded seals:
/// one that is not whole is [`ArchiveError::NotWhole`], or if wanted as it is, packed with a note of what is
/// wrong with it. Every file is compared with the manifest again while it is packed. Gives back the report of
/// the check. Failed or cancelled, nothing is left.
pub fn export(
    data: &Folder,
    export: &Export,
    seals: &[String],
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<Report, ArchiveError> {
    let Export { folder, target, as_is } = export;
    let (disk, root) = (data.disk().as_ref(), data.root());
    let bag_folder = root.join(FOLDER).join(folder);
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = |path: &Path| disk.canonicalize(path).map_err(|error| StoreError::io(path, error));
    // The target is a place of the person's choice, on whatever disk the data folder lies.
    let place = parent.canonicalize().map_err(|error| StoreError::io(parent, error))?;
    if place.starts_with(real(root)?) {
        return Err(ArchiveError::InsideDataFolder(target.to_owned()));
    }
    if target.symlink_metadata().is_ok() {
        return Err(StoreError::new(ErrorKind::Exists, target).into());
    }
    real(&bag_folder)?;
    let bag = Bag::read(disk, &bag_folder);
    let bytes: u64 = bag.files.values().map(|file| file.size).sum();
    progress.total(2 * bytes);
    let judging = |bytes: u64, what: &str| progress.advance(bytes, what);
    let report = check_dossier(data, folder, seals, &judging)?;
    if report.verdict != Verdict::Intact && !as_is {
        return Err(ArchiveError::NotWhole(Box::new(report)));
    }
    // The judge has listed the files for itself: what could not be read before would be left out without a word.
    let missed =
        |finding: &&Finding| finding.kind == FindingKind::Unreadable && !report.findings.contains(finding);
    if let Some(missed) = bag.findings.iter().find(missed) {
        return Err(StoreError::new(ErrorKind::Disk, bag_folder.join(&missed.path)).into());
    }
    let in_target = |error: io::Error| ArchiveError::from(StoreError::io(target, error));
    let temp = temporary(parent).map_err(in_target)?;
    let mut zip = ZipWriter::new(BufWriter::new(temp.as_file()));
    let text = |name| options(name, 0, None);
    add(&mut zip, "index.html", text("index.html"), html::cover(folder).as_bytes()).map_err(in_target)?;
    if report.verdict != Verdict::Intact {
        add(&mut zip, NOTE, text(NOTE), note(folder, &report, at).as_bytes()).map_err(in_target)?;
    }
    // A bag of another program may hold no document, but must have the folder `data`.
    let is_folder = |meta: Meta| meta.kind == FileKind::Folder;
    let has_payload =
        report.verdict == Verdict::Intact || disk.metadata(&bag_folder.join("data")).is_ok_and(is_folder);
    if has_payload && !bag.files.keys().any(|name| name.starts_with("data/")) {
        let folder = format!("{folder}/data");
        zip.add_directory(folder.as_str(), text("")).map_err(|error| in_target(error.into()))?;
    }
    // Files known to be wrong are not compared again, and unreadable files are named in the note.
    let faulty = |kinds: &[FindingKind]| -> BTreeSet<&str> {
        let errors = report.of(Severity::Error).filter(|finding| kinds.contains(&finding.kind));
        errors.map(|finding| finding.path.as_str()).collect()
    };
    let (changed, unreadable) =
        (faulty(&[FindingKind::Changed, FindingKind::Malformed]), faulty(&[FindingKind::Unreadable]));
    let listed = listed(&bag);
    for (name, file) in bag.files.iter().filter(|(name, _)| !unreadable.contains(name.as_str())) {
        let listed = listed.get(name.as_str()).copied().filter(|_| !changed.contains(name.as_str()));
        copy(disk, &mut zip, folder, name, file, listed, target, progress)?;
    }
    let out = zip.finish().map_err(|error| in_target(error.into()))?;
    out.into_inner().map_err(|error| in_target(error.into_error()))?.sync_all().map_err(in_target)?;
    temp.persist_noclobber(target).map_err(|error| in_target(error.error))?;
    Ok(report)
}

/// A text that says what is wrong with a dossier, for whoever gets the ZIP.
fn note(folder: &str, report: &Report, at: DateTime<FixedOffset>) -> String {
    let lines = report.of(Severity::Error).map(|finding| {
        let path = if finding.path.is_empty() { folder } else { &finding.path };
        let word = finding_word(finding, Language::Indonesian).to_lowercase();
        let detail = finding_detail(&finding.detail, Language::Indonesian);
        let more =
            if detail.is_empty() { String::new() } else { format!(" ({})", detail.trim_end_matches('.')) };
        visible(&format!("  {word}: {path}{more}")).into_owned()
    });
    include_str!("../../assets/archive/tidak-utuh.txt")
        .replace("%{title}", folder)
        .replace("%{at}", &Language::Indonesian.date_time(at.naive_local()))
        .replace("%{findings}", &lines.collect::<Vec<_>>().join("\n"))
        // Notepad of older Windows shows bare line feeds in one line.
        .replace('\n', "\r\n")
}

/// A new file beside the target, readable for others like any file that a program saves.
fn temporary(parent: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("~renja-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(parent)
}

fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    name: &str,
    options: SimpleFileOptions,
    bytes: &[u8],
) -> io::Result<()> {
    zip.start_file(name, options)?;
    zip.write_all(bytes)
}

/// The SHA-256 of every file, as the bag lists it.
fn listed(bag: &Bag) -> HashMap<&str, &str> {
    let manifests = bag.manifests.iter().filter(|manifest| manifest.algorithm == Algorithm::Sha256);
    let entries = manifests.flat_map(|manifest| &manifest.entries);
    entries.map(|entry| (entry.path.as_str(), entry.digest.as_str())).collect()
}

#[expect(clippy::too_many_arguments, reason = "from where to where, and what is known of it")]
fn copy<W: Write + Seek>(
    disk: &dyn Disk,
    zip: &mut ZipWriter<W>,
    folder: &str,
    name: &str,
    file: &BagFile,
    listed: Option<&str>,
    target: &Path,
    progress: &dyn Progress,
) -> Result<(), ArchiveError> {
    let in_target = |error: io::Error| ArchiveError::from(StoreError::io(target, error));
    let in_source = |error: io::Error| ArchiveError::from(StoreError::io(&file.path, error));
    let mut source = disk.open_read(&file.path).map_err(in_source)?;
    let modified = source.metadata().ok().and_then(|meta| meta.modified).map(DateTime::<Local>::from);
    zip.start_file(format!("{folder}/{name}"), options(name, file.size, modified))
        .map_err(|error| in_target(error.into()))?;
    let mut hasher = Hasher::new(&[Algorithm::Sha256]);
    let mut block = Vec::new();
    // Reading goes on by itself after a signal has interrupted it.
    while Read::by_ref(&mut source).take(BLOCK).read_to_end(&mut block).map_err(in_source)? > 0 {
        hasher.update(&block);
        zip.write_all(&block).map_err(in_target)?;
        progress.advance(block.len() as u64, name)?;
        block.clear();
    }
    let digest = hasher.finish();
    if listed.is_some_and(|listed| digest.first().is_none_or(|found| found != listed)) {
        return Err(ArchiveError::DocumentChanged { title: name.to_owned(), path: file.path.clone() });
    }
    Ok(())
}

/// Text is compressed; files that are compressed already are only stored.
fn options(name: &str, size: u64, modified: Option<DateTime<Local>>) -> SimpleFileOptions {
    const COMPRESSED: [&str; 18] = [
        "7z", "docx", "gif", "gz", "heic", "jpeg", "jpg", "mp3", "mp4", "odt", "ods", "pdf", "png", "pptx",
        "rar", "webp", "xlsx", "zip",
    ];
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let compressed = COMPRESSED.contains(&extension.as_str());
    let method = if compressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    // ZIP knows the years 1980 to 2107.
    let time = modified.and_then(|at| {
        let [month, day, hour, minute, second] =
            [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(|part| part as u8);
        let year = u16::try_from(at.year()).ok()?;
        zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
    });
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(time.unwrap_or_default())
        .unix_permissions(0o644)
        .large_file(is_large(size))
}

/// Whether a file needs the 64-bit form of a ZIP, as those beyond four gigabytes do. A file that can't be
/// compressed becomes a little larger in the ZIP.
fn is_large(size: u64) -> bool {
    size > u64::from(u32::MAX) - (1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_four_gigabytes_a_file_is_large() {
        let megabyte = 1_048_576;
        assert!(!is_large(4_294_967_295 - megabyte) && is_large(4_294_967_296 - megabyte));
        assert!(!is_large(0) && is_large(5_000_000_000));
    }
}
