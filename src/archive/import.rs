//! A dossier from outside: a bag in a folder or a ZIP, of this program or another. The bag is verified,
//! copied byte for byte, verified again, and only then given a name in the archive.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::bag::MAX_DEPTH;
use super::check::check;
use super::error::ArchiveError;
use super::index::{FOLDER, IndexFault, MAX_MANIFEST, load_summary};
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
    /// The wanted bag, by its folder below `path` with `/`; none if there is only one.
    pub bag: Option<String>,
}

impl<P: Into<PathBuf>> From<P> for Source {
    fn from(path: P) -> Self {
        Self { path: path.into(), bag: None }
    }
}

impl Source {
    /// The wanted bag among those that were found.
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

/// What a person enters about a bag of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Title of the dossier.
    pub title: String,
    /// Plan year of the dossier.
    pub year: i32,
}

impl Given {
    /// Name of the dossier's folder, with the year in it.
    fn name(&self) -> String {
        let (title, year) = (self.title.trim(), self.year.to_string());
        if title.contains(&year) { title.to_owned() } else { format!("{year} {title}") }
    }
}

/// A dossier that is in the archive after an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Folder of the dossier below `arsip/`.
    pub folder: String,
    /// Whether another program made the dossier.
    pub foreign: bool,
    /// Whether the dossier was in the archive already.
    pub known: bool,
    /// Report of the dossier's check: the dossier is whole, though there may be warnings.
    pub report: Box<Report>,
}

impl Imported {
    /// The change of the office by which every PC knows the title and year of a bag of another program; none
    /// if not needed. A dossier that was in the archive already may lack its event: an import was cut off
    /// between the two.
    pub fn to_record(&self, given: Option<&Given>, office: &Office) -> Option<OfficeChange> {
        let is_recorded = || office.imported().any(|(folder, ..)| folder == self.folder);
        let given = given.filter(|_| self.foreign && !(self.known && is_recorded()))?;
        let (dossier, title) = (self.folder.clone(), given.title.trim().to_owned());
        Some(OfficeChange::DossierImported { dossier, title, year: given.year })
    }
}

/// Imports a bag into the archive of a data folder. A bag of this program gets the name that its summary
/// gives; for one of another program a title and a year are needed ([`ArchiveError::TitleNeeded`]), and of
/// several bags one has to be chosen ([`ArchiveError::WhichBag`]). Failed or cancelled, nothing is left.
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
        Some(Err(IndexFault::Newer)) => return Err(StoreError::new(ErrorKind::NewerChanges, path).into()),
        Some(Err(IndexFault::Unreadable(reason))) => {
            return Err(StoreError::io(bag.join("data/siklus.ron"), std::io::Error::other(reason)).into());
        }
        // A bag of another program may have a file of that name, too.
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
            // The program that named the dossier may have been killed before the name was durable or the
            // files read-only.
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

/// An import under way, removed when dropped unless it has got its name.
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

/// The report of a bag's check; an error if the bag is not whole.
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

/// Unpacks the bag of a ZIP; files beside the bag, such as the page in this program's ZIPs, are left out.
fn take_zip(folder: &Folder, source: &Source, to: &str, progress: &dyn Progress) -> Result<(), ArchiveError> {
    let zip = Zip::open(&source.path, &Caps::default())?;
    let bag = source.choose(bags_among(zip.files()))?;
    for file in zip.files().filter_map(|file| inside(file, &bag)) {
        judge(file, MOST_UNITS).map_err(|fault| source.fault(file, fault))?;
    }
    zip.unpack(&bag, &folder.sub(to)?, progress)?;
    Ok(())
}

/// Copies the files of a bag, `bagit.txt` last. All names and kinds are checked before the first file is
/// written.
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
    // A bag needs the folder `data`, even without a document in it; the bag outside was verified, so it has
    // one.
    folder.create_dir(&format!("{to}/data"))?;
    files.sort_by_key(|path| (path == "bagit.txt", path.clone()));
    for path in files {
        folder.copy_in(&bag.path(&path)?, &format!("{to}/{path}"), &[], progress)?;
    }
    Ok(())
}

/// Whether two bags list the same content. A list that can't be read now does not count as a difference:
/// otherwise one bag would stand in the archive twice.
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
