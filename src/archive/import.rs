//! A dossier from outside: a bag in a folder or a ZIP, of this program or another. Verified first, then copied,
//! verified again, and only then given a name in the archive. Byte for byte as it was.

use std::path::{Path, PathBuf};

use super::check::check_on;
use super::error::ArchiveError;
use super::index::{FOLDER, MAX_MANIFEST, ProblemKind, load_summary};
use super::report::Verdict;
use super::seal::protect;
use super::unzip::{Caps, unzip};
use crate::store::names::fitting_name;
use crate::store::{ErrorKind, FileKind, Folder, OfficeChange, Progress, StoreError};

/// Most UTF-16 units of the name of a foreign dossier: the paths below it must stay short.
const NAME: usize = 60;
/// How deep folders of a bag are followed.
const DEPTH: usize = 32;

/// What a person says of a bag of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it is called.
    pub title: String,
    /// Its plan year.
    pub year: i32,
}

impl Given {
    /// Name of its folder, with the year in it.
    fn name(&self) -> String {
        let (title, year) = (self.title.trim(), self.year.to_string());
        if title.contains(&year) { title.to_owned() } else { format!("{year} {title}") }
    }
}

/// A dossier that stands in the archive now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its folder below `arsip/`.
    pub folder: String,
    /// Whether another program made it.
    pub foreign: bool,
    /// Whether it stood there already.
    pub known: bool,
}

impl Imported {
    /// What the office's journal should say of it, so that every PC calls it so.
    pub fn to_record(&self, given: Option<&Given>) -> Option<OfficeChange> {
        let given = given.filter(|_| self.foreign && !self.known)?;
        let (dossier, title) = (self.folder.clone(), given.title.trim().to_owned());
        Some(OfficeChange::DossierImported { dossier, title, year: given.year })
    }
}

/// Takes a bag into the archive of a data folder. One of this program gets the name that it has by itself; one of
/// another needs to be told what it is ([`ArchiveError::TitleNeeded`]). Failed or cancelled, nothing is left.
pub fn import(
    folder: &Folder,
    source: &Path,
    given: Option<&Given>,
    progress: &dyn Progress,
) -> Result<Imported, ArchiveError> {
    let unfinished = Unfinished { folder, path: format!("{FOLDER}/{}", folder.temp_name_for("masuk")) };
    let meta = folder.disk().metadata(source).map_err(|error| StoreError::io(source, error))?;
    let inner = if meta.kind == FileKind::Folder {
        take_folder(folder, source, &unfinished.path, progress)?;
        unfinished.path.clone()
    } else {
        unzip(source, &folder.sub(&unfinished.path)?, &Caps::default(), progress)?;
        let bag = find_bag(&folder.path(&unfinished.path)?).ok_or_else(|| not_a_bag(source))?;
        match bag.file_name() {
            Some(name) if bag != folder.path(&unfinished.path)? => {
                format!("{}/{}", unfinished.path, name.to_string_lossy())
            }
            _ => unfinished.path.clone(),
        }
    };
    let bag = folder.path(&inner)?;
    verify(folder, &bag, progress)?;
    let summary = match load_summary(folder.disk().as_ref(), &bag) {
        Some(Ok(summary)) => Some(summary),
        Some(Err(ProblemKind::Newer)) => return Err(StoreError::new(ErrorKind::NewerChanges, source).into()),
        // A bag of another program may have such a file, too.
        None | Some(Err(_)) => None,
    };
    let name = match (&summary, given) {
        (Some(summary), _) => summary.folder(),
        (None, Some(given)) => fitting_name(&given.name(), NAME),
        (None, None) => return Err(ArchiveError::TitleNeeded(source.to_owned())),
    };
    let foreign = summary.is_none();
    if folder.metadata(&format!("{FOLDER}/{name}"))?.is_some() {
        if is_same(folder, &inner, &format!("{FOLDER}/{name}")) {
            return Ok(Imported { folder: name, foreign, known: true });
        }
        if !foreign {
            return Err(StoreError::new(ErrorKind::Exists, folder.path(&format!("{FOLDER}/{name}"))?).into());
        }
    }
    let name = folder.free_name(FOLDER, &name)?;
    let path = format!("{FOLDER}/{name}");
    folder.rename(&inner, &path)?;
    protect(folder, &path)?;
    Ok(Imported { folder: name, foreign, known: false })
}

/// Work that is removed unless it has got its name.
struct Unfinished<'a> {
    folder: &'a Folder,
    path: String,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if matches!(self.folder.metadata(&self.path), Ok(Some(_)))
            && let Err(error) = self.folder.remove_unfinished(&self.path)
        {
            log::warn!("{}: unfinished import stays for now: {error}", self.path);
        }
    }
}

fn not_a_bag(source: &Path) -> ArchiveError {
    ArchiveError::NotABag(source.to_owned())
}

fn verify(folder: &Folder, bag: &Path, progress: &dyn Progress) -> Result<(), ArchiveError> {
    let report = check_on(folder.disk().as_ref(), bag, progress);
    match report.verdict {
        Verdict::Intact => Ok(()),
        Verdict::Cancelled => Err(ArchiveError::Cancelled),
        Verdict::Damaged | Verdict::Unfinished => Err(ArchiveError::DamagedBag(Box::new(report))),
    }
}

/// The folder itself, or the only one in it that is a bag: our own ZIPs have a page beside it.
fn find_bag(folder: &Path) -> Option<PathBuf> {
    if folder.join("bagit.txt").is_file() {
        return Some(folder.to_owned());
    }
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let mut bags = entries.filter(|path| path.join("bagit.txt").is_file());
    let first = bags.next()?;
    bags.next().is_none().then_some(first)
}

/// Copies the files of a bag, `bagit.txt` last.
fn take_folder(
    folder: &Folder,
    source: &Path,
    to: &str,
    progress: &dyn Progress,
) -> Result<(), ArchiveError> {
    let bag = find_bag(source).ok_or_else(|| not_a_bag(source))?;
    let real = |path: &Path| folder.disk().canonicalize(path).map_err(|error| StoreError::io(path, error));
    if real(&bag)?.starts_with(real(folder.root())?) {
        return Err(StoreError::new(ErrorKind::InsideDataFolder, source).into());
    }
    verify(folder, &bag, progress)?;
    let bag = Folder::new(folder.disk().clone(), bag, "");
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    while let Some((path, depth)) = folders.pop() {
        for entry in bag.list(&path)? {
            let path = if path.is_empty() { entry.name } else { format!("{path}/{}", entry.name) };
            match entry.kind {
                FileKind::File => files.push(path),
                FileKind::Folder if depth < DEPTH => folders.push((path, depth + 1)),
                other => {
                    return Err(StoreError::new(ErrorKind::NotAFile(other), bag.root().join(path)).into());
                }
            }
        }
    }
    files.sort_by_key(|path| (path == "bagit.txt", path.clone()));
    for path in files {
        folder.copy_in(&bag.path(&path)?, &format!("{to}/{path}"), &[], progress)?;
    }
    Ok(())
}

/// Whether two bags list the same content.
fn is_same(folder: &Folder, one: &str, other: &str) -> bool {
    let names = [
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
        "tagmanifest-md5.txt",
        "manifest-sha256.txt",
        "manifest-md5.txt",
    ];
    let read = |bag: &str, name: &str| folder.read(&format!("{bag}/{name}"), MAX_MANIFEST).ok();
    let compared: Vec<_> = names.iter().map(|name| (read(one, name), read(other, name))).collect();
    compared.iter().all(|(one, other)| one == other) && compared.iter().any(|(one, _)| one.is_some())
}
