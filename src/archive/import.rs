//! A dossier from outside: a bag in a folder or a ZIP, of this program or another. Verified first, then copied,
//! verified again, and only then given a name in the archive. Byte for byte as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::bag::MAX_DEPTH;
use super::check::check;
use super::error::ArchiveError;
use super::index::{FOLDER, MAX_MANIFEST, ProblemKind, load_summary};
use super::manifest::split_file_name;
use super::outside::{MOST_FILES, MOST_UNITS, Names, bags_among, bags_below, inside, judge};
use super::report::{Report, Verdict};
use super::seal::protect;
use super::unzip::{Caps, Zip};
use super::zip_fault::ZipFault;
use crate::store::names::fitting_name;
use crate::store::{ErrorKind, FileKind, Folder, Office, OfficeChange, Progress, StoreError};

/// Most UTF-16 units of the name of a foreign dossier: the paths below it must stay short.
const NAME: usize = 60;

/// Where a bag from outside lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// A folder or a ZIP.
    pub path: PathBuf,
    /// Which of the bags in it is meant, by its folder below `path` with `/`; none where there is but one.
    pub bag: Option<String>,
}

impl<P: Into<PathBuf>> From<P> for Source {
    fn from(path: P) -> Self {
        Self { path: path.into(), bag: None }
    }
}

impl Source {
    /// The bag that is meant, of those that are there.
    fn choose(&self, bags: Vec<String>) -> Result<String, ArchiveError> {
        let path = self.path.clone();
        match (&self.bag, bags.as_slice()) {
            (_, []) => Err(ArchiveError::NotABag(path)),
            (Some(wanted), bags) if bags.contains(wanted) => Ok(wanted.clone()),
            (None, [only]) => Ok(only.clone()),
            _ => Err(ArchiveError::WhichBag { path, bags }),
        }
    }

    fn fault(&self, entry: &str, fault: ZipFault) -> ArchiveError {
        ArchiveError::Zip { path: self.path.clone(), entry: entry.to_owned(), fault }
    }
}

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
    /// What its check says: it is whole, and may be remarkable all the same.
    pub report: Box<Report>,
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
/// another needs to be told what it is ([`ArchiveError::TitleNeeded`]), and of several one has to be chosen
/// ([`ArchiveError::WhichBag`]). Failed or cancelled, nothing is left.
pub fn import(
    folder: &Folder,
    source: &Source,
    given: Option<&Given>,
    progress: &dyn Progress,
) -> Result<Imported, ArchiveError> {
    let unfinished = Unfinished { folder, path: format!("{FOLDER}/{}", folder.temp_name_for("masuk")) };
    let path = source.path.as_path();
    let meta = folder.disk().metadata(path).map_err(|error| StoreError::io(path, error))?;
    if meta.kind == FileKind::Folder {
        take_folder(folder, source, &unfinished.path, progress)?;
    } else {
        take_zip(folder, source, &unfinished.path, progress)?;
    }
    let bag = folder.path(&unfinished.path)?;
    let report = verify(folder, path, &bag, progress)?;
    let summary = match load_summary(folder.disk().as_ref(), &bag) {
        Some(Ok(summary)) => Some(summary),
        Some(Err(ProblemKind::Newer)) => return Err(StoreError::new(ErrorKind::NewerChanges, path).into()),
        Some(Err(ProblemKind::Unreadable(reason))) => {
            return Err(StoreError::io(bag.join("data/siklus.ron"), std::io::Error::other(reason)).into());
        }
        // A bag of another program may have such a file, too.
        None | Some(Err(_)) => None,
    };
    let name = match (&summary, given) {
        (Some(summary), _) => summary.folder(),
        (None, Some(given)) => fitting_name(&given.name(), NAME),
        (None, None) => return Err(ArchiveError::TitleNeeded(path.to_owned())),
    };
    let foreign = summary.is_none();
    if folder.metadata(&format!("{FOLDER}/{name}"))?.is_some() {
        if is_same(folder, &unfinished.path, &format!("{FOLDER}/{name}"))? {
            // The program that gave it its name may have been killed before that was durable, or before the rest.
            folder.sync(FOLDER)?;
            protect(folder, &format!("{FOLDER}/{name}"))?;
            return Ok(Imported { folder: name, foreign, known: true, report });
        }
        if !foreign {
            return Err(StoreError::new(ErrorKind::Exists, folder.path(&format!("{FOLDER}/{name}"))?).into());
        }
    }
    let name = folder.free_name(FOLDER, &name)?;
    let path = format!("{FOLDER}/{name}");
    folder.rename(&unfinished.path, &path)?;
    protect(folder, &path)?;
    Ok(Imported { folder: name, foreign, known: false, report })
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

/// What a check says of a bag that is whole.
fn verify(
    folder: &Folder,
    outside: &Path,
    bag: &Path,
    progress: &dyn Progress,
) -> Result<Box<Report>, ArchiveError> {
    let report = check(folder.disk().as_ref(), bag, progress);
    match report.verdict {
        Verdict::Intact => Ok(Box::new(report)),
        Verdict::Cancelled => Err(ArchiveError::Cancelled),
        Verdict::Damaged | Verdict::Unfinished | Verdict::Unjudged => {
            Err(ArchiveError::DamagedBag { outside: outside.to_owned(), report: Box::new(report) })
        }
    }
}

/// Unpacks the bag of a ZIP; what lies beside it, as the page of our own ZIPs, stays out.
fn take_zip(folder: &Folder, source: &Source, to: &str, progress: &dyn Progress) -> Result<(), ArchiveError> {
    let zip = Zip::open(&source.path, &Caps::default())?;
    let bag = source.choose(bags_among(zip.files()))?;
    for file in zip.files().filter_map(|file| inside(file, &bag)) {
        judge(file, MOST_UNITS).map_err(|fault| source.fault(file, fault))?;
    }
    zip.unpack(&bag, &folder.sub(to)?, progress)?;
    Ok(())
}

/// Copies the files of a bag, `bagit.txt` last. Everything is looked at before the first is written.
fn take_folder(
    folder: &Folder,
    source: &Source,
    to: &str,
    progress: &dyn Progress,
) -> Result<(), ArchiveError> {
    let outside = Folder::new(folder.disk().clone(), &source.path, "");
    let bag = outside.sub(&source.choose(bags_below(&outside)?)?)?;
    let real = |path: &Path| folder.disk().canonicalize(path).map_err(|error| StoreError::io(path, error));
    if real(bag.root())?.starts_with(real(folder.root())?) {
        return Err(StoreError::new(ErrorKind::InsideDataFolder, &source.path).into());
    }
    verify(folder, &source.path, bag.root(), progress)?;
    let (mut files, mut names) = (Vec::new(), Names::default());
    let mut folders = vec![(String::new(), 0)];
    while let Some((path, depth)) = folders.pop() {
        for entry in bag.list(&path)? {
            let path = if path.is_empty() { entry.name } else { format!("{path}/{}", entry.name) };
            let fault = |fault| source.fault(&path, fault);
            judge(&path, MOST_UNITS).map_err(fault)?;
            names.take(&path, entry.kind == FileKind::Folder).map_err(fault)?;
            match entry.kind {
                FileKind::File if files.len() < MOST_FILES => files.push(path),
                FileKind::File => return Err(source.fault("", ZipFault::TooMany(MOST_FILES))),
                FileKind::Folder if depth < MAX_DEPTH => folders.push((path, depth + 1)),
                FileKind::Folder => return Err(fault(ZipFault::TooDeep(MAX_DEPTH))),
                FileKind::Link | FileKind::Special | FileKind::OddName => {
                    return Err(fault(ZipFault::NotAFile));
                }
            }
        }
    }
    // It must stand, even without a document in it; the bag was verified, so it does outside.
    folder.create_dir(&format!("{to}/data"))?;
    files.sort_by_key(|path| (path == "bagit.txt", path.clone()));
    for path in files {
        folder.copy_in(&bag.path(&path)?, &format!("{to}/{path}"), &[], progress)?;
    }
    Ok(())
}

/// Whether two bags list the same content. What can't be read now does not make them differ: one bag would stand
/// there twice.
fn is_same(folder: &Folder, one: &str, other: &str) -> Result<bool, StoreError> {
    let lists = |bag: &str| -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let entries = folder.list(bag)?.into_iter();
        let manifests = entries.filter(|entry| split_file_name(&entry.name).is_some());
        let read = |name: String| Ok((name.clone(), folder.read(&format!("{bag}/{name}"), MAX_MANIFEST)?));
        manifests.map(|entry| read(entry.name)).collect()
    };
    let listed = lists(one)?;
    Ok(!listed.is_empty() && listed == lists(other)?)
}
