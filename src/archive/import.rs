//! A dossier from outside: a bag in a folder or a ZIP, of this program or another. Verified first, then copied,
//! verified again, and only then given a name in the archive. Byte for byte as it was.

use std::path::Path;

use super::check::check_on;
use super::error::ArchiveError;
use super::index::{FOLDER, MAX_MANIFEST, ProblemKind, load_summary};
use super::report::Verdict;
use super::seal::protect;
use super::unzip::{Caps, unzip};
use crate::store::names::fitting_name;
use crate::store::{ErrorKind, FileKind, Folder, Office, OfficeChange, Progress, StoreError};

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
    /// What the office's journal should say of it, so that every PC calls it so. One that stood there already may
    /// lack its event: an import was cut off between the two.
    pub fn to_record(&self, given: Option<&Given>, office: &Office) -> Option<OfficeChange> {
        let is_recorded = || office.imported().any(|(folder, ..)| folder == self.folder);
        let given = given.filter(|_| self.foreign && !(self.known && is_recorded()))?;
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
        match find_bag(&folder.sub(&unfinished.path)?)?.ok_or_else(|| not_a_bag(source))? {
            name if name.is_empty() => unfinished.path.clone(),
            name => format!("{}/{name}", unfinished.path),
        }
    };
    let bag = folder.path(&inner)?;
    verify(folder, &bag, progress)?;
    let summary = match load_summary(folder.disk().as_ref(), &bag) {
        Some(Ok(summary)) => Some(summary),
        Some(Err(ProblemKind::Newer)) => return Err(StoreError::new(ErrorKind::NewerChanges, source).into()),
        Some(Err(ProblemKind::Unreadable(reason))) => {
            return Err(StoreError::io(bag.join("data/siklus.ron"), std::io::Error::other(reason)).into());
        }
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
        if is_same(folder, &inner, &format!("{FOLDER}/{name}"))? {
            // The program that gave it its name may have been killed before that was durable, or before the rest.
            folder.sync(FOLDER)?;
            protect(folder, &format!("{FOLDER}/{name}"))?;
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

/// The folder itself, which is the empty name, or the only one in it that is a bag: our own ZIPs have a page beside it.
fn find_bag(folder: &Folder) -> Result<Option<String>, StoreError> {
    let is_bag = |name: &str| {
        // A name that leads elsewhere on another system is none of a bag.
        let Ok(inner) = folder.sub(name) else { return Ok(false) };
        let mark = inner.metadata("bagit.txt")?;
        Ok::<_, StoreError>(mark.is_some_and(|meta| meta.kind == FileKind::File))
    };
    if is_bag("")? {
        return Ok(Some(String::new()));
    }
    let mut bags = Vec::new();
    for entry in folder.list("")? {
        if entry.kind == FileKind::Folder && is_bag(&entry.name)? {
            bags.push(entry.name);
        }
    }
    Ok(bags.pop().filter(|_| bags.is_empty()))
}

/// Copies the files of a bag, `bagit.txt` last.
fn take_folder(
    folder: &Folder,
    source: &Path,
    to: &str,
    progress: &dyn Progress,
) -> Result<(), ArchiveError> {
    let outside = Folder::new(folder.disk().clone(), source, "");
    let bag = outside.sub(&find_bag(&outside)?.ok_or_else(|| not_a_bag(source))?)?;
    let real = |path: &Path| folder.disk().canonicalize(path).map_err(|error| StoreError::io(path, error));
    if real(bag.root())?.starts_with(real(folder.root())?) {
        return Err(StoreError::new(ErrorKind::InsideDataFolder, source).into());
    }
    verify(folder, bag.root(), progress)?;
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

/// Whether two bags list the same content. What can't be read now does not make them differ: one bag would stand
/// there twice.
fn is_same(folder: &Folder, one: &str, other: &str) -> Result<bool, StoreError> {
    let names = [
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
        "tagmanifest-md5.txt",
        "manifest-sha256.txt",
        "manifest-md5.txt",
    ];
    let read = |bag: &str, name: &str| match folder.read(&format!("{bag}/{name}"), MAX_MANIFEST) {
        Err(error) if *error.kind() == ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    };
    let mut listed = false;
    for name in names {
        let (one, other) = (read(one, name)?, read(other, name)?);
        if one != other {
            return Ok(false);
        }
        listed |= one.is_some();
    }
    Ok(listed)
}
