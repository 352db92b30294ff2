//! A dossier is handed on whole, or with a note that says what is wrong with it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use renja::archive::{ArchiveError, Export, Kind, Report, Verdict, check, export, recorded_seals, unzip};
use renja::store::{Folder, OsDisk, Progress, Quiet, Workspace};

use super::office::{Office, who};
use crate::backup::edit;

/// As the window and the command line do it.
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
    export(&office.root(), &wanted, &seals, who().at, progress)
}

const BAG: &str = "2027 Renja Induk";

fn text_of(zip: &Path, name: &str) -> Option<String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

type Damage = fn(&Path);

/// What is done to a dossier, and what the note says of it.
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

/// Whole by itself, but not what was sealed.
fn resealed(bag: &Path) {
    for algorithm in ["sha256", "sha512"] {
        fs::remove_file(bag.join(format!("tagmanifest-{algorithm}.txt"))).unwrap();
    }
    let info = fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    edit(&bag.join("bag-info.txt"), info.replace("Contact-Name", "Kontak").as_bytes());
    assert_eq!(check(bag, &Quiet).verdict, Verdict::Intact);
}

/// Broken once: only what stood in the folder was looked at, and the rest handed on without a word.
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

/// What can't be read is left out and named.
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
    assert!(report.findings.iter().any(|finding| finding.kind == Kind::Malformed));
    assert!(text_of(&target, "TIDAK UTUH.txt").unwrap().contains("data/pintasan.txt"));
    assert_eq!(text_of(&target, &format!("{BAG}/data/pintasan.txt")), None);
}
