//! A dossier is exported intact, or with a note that says what is wrong with it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use renja::archive::{
    ArchiveError, Export, FindingKind, Report, Verdict, check, export, recorded_seals, unzip,
};
use renja::store::{Folder, OsDisk, Progress, Quiet, Workspace};

use super::office::{Office, who};
use crate::backup::edit;

/// Exports as the window and the command line do.
pub fn hand_on(
    office: &Office,
    folder: &str,
    target: &Path,
    as_is: bool,
    progress: &dyn Progress,
) -> Result<Report, ArchiveError> {
    let workspace = Workspace::view(Arc::new(OsDisk), &office.root()).unwrap();
    let seals = recorded_seals(workspace.cycles()).remove(folder).unwrap_or_default();
    let wanted = Export { folder: folder.to_owned(), target: target.to_owned(), as_is };
    export(workspace.folder(), &wanted, &seals, who().at, progress)
}

const BAG: &str = "2027 Renja Induk";

fn text_of(zip: &Path, name: &str) -> Option<String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

type Damage = fn(&Path);

/// Damage to a dossier, and what the note says about it.
const DAMAGES: [(&str, Damage, &str); 6] = [
    (
        "a document gone",
        |bag| fs::remove_file(bag.join("data/index.html")).unwrap(),
        "hilang: data/index.html",
    ),
    ("a document changed", |bag| edit(&bag.join("data/siklus.ron"), b"(v: 1)"), "berubah: data/siklus.ron"),
    ("a tag file gone", |bag| fs::remove_file(bag.join("bag-info.txt")).unwrap(), "hilang: bag-info.txt"),
    (
        "a file put in",
        |bag| fs::write(bag.join("data/susulan.pdf"), "x").unwrap(),
        "tak dikenal: data/susulan.pdf",
    ),
    ("sealed again by somebody else", resealed, "berubah: tagmanifest-sha256.txt"),
    ("never finished", |bag| fs::remove_file(bag.join("bagit.txt")).unwrap(), "bagit.txt"),
];

/// Valid in itself, but not as it was sealed.
fn resealed(bag: &Path) {
    for algorithm in ["sha256", "sha512"] {
        fs::remove_file(bag.join(format!("tagmanifest-{algorithm}.txt"))).unwrap();
    }
    let info = fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    edit(&bag.join("bag-info.txt"), info.replace("Contact-Name", "Kontak").as_bytes());
    assert_eq!(check(&OsDisk, bag, &Quiet).verdict, Verdict::Intact);
}

/// Failed when only the files in the folder were looked at, and the rest was exported without a warning.
#[test]
fn a_dossier_that_is_not_whole_is_handed_on_only_where_that_is_wanted_and_said() {
    let office = Office::ready();
    office.seal().unwrap();
    let sealed = office.dir.path().join("utuh");
    super::office::copy_folder(&office.bag(BAG), &sealed);
    for (label, damage, said) in DAMAGES {
        damage(&office.bag(BAG));
        let target = office.dir.path().join(format!("{label}.zip"));
        let error = hand_on(&office, BAG, &target, false, &Quiet).unwrap_err();
        assert!(matches!(error, ArchiveError::NotWhole(_)), "{label}: {error}");
        assert!(!target.exists(), "{label}");
        let report = hand_on(&office, BAG, &target, true, &Quiet).unwrap();
        assert_ne!(report.verdict, Verdict::Intact, "{label}");
        let note = text_of(&target, "TIDAK UTUH.txt").unwrap();
        assert!(note.contains(said) && note.contains(BAG) && !note.contains("%{"), "{label}: {note}");
        let unpacked = Folder::new(Arc::new(OsDisk), office.dir.path().join(label), "");
        unzip(&target, &unpacked, &renja::archive::Caps::default(), &Quiet).unwrap();
        assert_eq!(
            crate::backup::tree(&unpacked.root().join(BAG)),
            crate::backup::tree(&office.bag(BAG)),
            "{label}: as it is"
        );
        fs::remove_dir_all(office.bag(BAG)).unwrap();
        super::office::copy_folder(&sealed, &office.bag(BAG));
    }
    let target = office.dir.path().join("utuh.zip");
    assert_eq!(hand_on(&office, BAG, &target, true, &Quiet).unwrap().verdict, Verdict::Intact);
    assert_eq!(text_of(&target, "TIDAK UTUH.txt"), None, "nothing is wrong with it");
}

/// What can't be read is omitted and named.
#[cfg(unix)]
#[test]
fn a_link_in_a_dossier_is_named_and_not_followed() {
    let office = Office::ready();
    office.seal().unwrap();
    let secret: PathBuf = office.dir.path().join("rahasia.txt");
    fs::write(&secret, "rahasia").unwrap();
    std::os::unix::fs::symlink(&secret, office.bag(BAG).join("data/pintasan.txt")).unwrap();
    let target = office.dir.path().join("kirim.zip");
    assert!(matches!(hand_on(&office, BAG, &target, false, &Quiet), Err(ArchiveError::NotWhole(_))));
    let report = hand_on(&office, BAG, &target, true, &Quiet).unwrap();
    assert!(report.findings.iter().any(|finding| finding.kind == FindingKind::Malformed));
    assert!(text_of(&target, "TIDAK UTUH.txt").unwrap().contains("data/pintasan.txt"));
    assert_eq!(text_of(&target, &format!("{BAG}/data/pintasan.txt")), None);
}

/// A ZIP's files with their times, and whether each is compressed.
fn files_of(zip: &Path) -> Vec<(String, Option<zip::DateTime>, bool)> {
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let each = (0..zip.len()).map(|at| {
        let file = zip.by_index(at).unwrap();
        let stored = file.compression() == zip::CompressionMethod::Stored;
        (file.name().unwrap().into_owned(), file.last_modified(), !stored)
    });
    each.collect()
}

#[test]
fn files_are_handed_on_with_their_times_and_what_is_packed_already_is_not_packed_again() {
    let office = Office::ready();
    office.seal().unwrap();
    let target = office.dir.path().join("kirim.zip");
    hand_on(&office, BAG, &target, false, &Quiet).unwrap();
    let mut files = files_of(&target);
    assert_eq!(files.remove(0).0, "index.html");
    let expected: Vec<_> =
        crate::backup::tree(&office.bag(BAG)).into_keys().map(|name| format!("{BAG}/{name}")).collect();
    let mut names: Vec<_> = files.iter().map(|(name, ..)| name.clone()).collect();
    names.sort();
    assert_eq!(names, expected);
    for (name, time, compressed) in files {
        let modified = fs::metadata(office.root().join("arsip").join(&name)).unwrap().modified().unwrap();
        let modified = chrono::DateTime::<chrono::Local>::from(modified);
        // ZIP times have steps of two seconds.
        let shown = modified.format("%Y-%m-%d %H:%M").to_string();
        assert!(time.unwrap().to_string().starts_with(&shown), "{name}: {time:?}, not {modified}");
        let is_packed = [".pdf", ".docx"].iter().any(|end| name.ends_with(end));
        assert_eq!(compressed, !is_packed, "{name}");
    }
}

/// Counts the reported progress, and does something in the middle of the work.
struct Midst<F> {
    total: AtomicU64,
    done: AtomicU64,
    deed: F,
}

impl<F: Fn(u64) + Sync> Progress for Midst<F> {
    fn advance(&self, bytes: u64, _what: &str) -> Result<(), renja::store::Cancelled> {
        (self.deed)(self.done.fetch_add(bytes, Ordering::Relaxed) + bytes);
        Ok(())
    }

    fn total(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A file that changes after the check is not exported as if it were the sealed one.
#[test]
fn every_file_is_compared_once_more_on_the_way() {
    let office = Office::ready();
    office.seal().unwrap();
    let bag = office.bag(BAG);
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    let files = crate::backup::tree(&bag).into_keys().map(|name| bag.join(name));
    let (tags, all): (Vec<_>, Vec<_>) =
        files.partition(|path| path.to_string_lossy().contains("tagmanifest-"));
    let judged: u64 = all.iter().map(|path| size(path)).sum();
    let bytes = judged + tags.iter().map(|path| size(path)).sum::<u64>();
    let target = office.dir.path().join("kirim.zip");
    let quiet = Midst { total: AtomicU64::new(0), done: AtomicU64::new(0), deed: |_| {} };
    hand_on(&office, BAG, &target, false, &quiet).unwrap();
    assert_eq!(quiet.total.into_inner(), 2 * bytes);
    // No list contains the tag manifests, so they are only copied.
    assert_eq!(quiet.done.into_inner(), judged + bytes);
    fs::remove_file(&target).unwrap();
    let path = bag.join("data/siklus.ron");
    let deed = |done| {
        if done == judged {
            crate::backup::flip(&path);
        }
    };
    let midst = Midst { total: AtomicU64::new(0), done: AtomicU64::new(0), deed };
    let error = hand_on(&office, BAG, &target, false, &midst).unwrap_err();
    let ArchiveError::DocumentChanged { title, .. } = error else { panic!("{error}") };
    assert_eq!(title, "data/siklus.ron");
    let left = fs::read_dir(office.dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".tmp")).collect();
    assert!(!target.exists() && left.is_empty(), "{left:?}");
}
