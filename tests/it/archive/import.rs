//! Importing dossiers: byte for byte, or not at all.

use std::fs;
use std::path::Path;
use std::process::Command;

use renja::archive::{self, ArchiveError, Given, Index};
use renja::store::{OsDisk, Quiet, Workspace};

use super::export::hand_on;
use super::office::Office;
use crate::backup::{flip, real, tree};

const BAG: &str = "2027 Renja Induk";

fn sealed() -> Office {
    let office = Office::ready();
    office.seal().unwrap();
    office
}

fn take(office: &Office, source: &Path, given: Option<&Given>) -> Result<archive::Imported, ArchiveError> {
    archive::import(office.open().folder(), &source.into(), given, &Quiet)
}

/// Names in the archive, including unfinished work.
fn names(office: &Office) -> Vec<String> {
    let entries = fs::read_dir(office.root().join("arsip")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A bag made by another program.
fn foreign(office: &Office) -> std::path::PathBuf {
    let bag = office.dir.path().join("kiriman");
    fs::create_dir_all(bag.join("data/surat")).unwrap();
    fs::write(bag.join("data/surat/a b.txt"), "isi").unwrap();
    fs::write(bag.join("bagit.txt"), "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n").unwrap();
    let digest = renja::store::sha256(b"isi");
    fs::write(bag.join("manifest-sha256.txt"), format!("{digest}  data/surat/a b.txt\n")).unwrap();
    bag
}

#[test]
fn exported_deleted_and_imported_a_dossier_is_what_it_was() {
    let office = sealed();
    let before = tree(&office.bag(BAG));
    let index = format!("{:?}", Index::load(&OsDisk, &office.root()));
    let zip = office.dir.path().join("kiriman.zip");
    hand_on(&office, BAG, &zip, false, &Quiet).unwrap();
    let copy = office.dir.path().join("salinan");
    super::office::copy_folder(&office.bag(BAG), &copy);
    for source in [&zip, &copy] {
        fs::remove_dir_all(office.bag(BAG)).unwrap();
        let imported = take(&office, source, None).unwrap();
        assert_eq!((imported.folder.as_str(), imported.foreign, imported.known), (BAG, false, false));
        assert_eq!(tree(&office.bag(BAG)), before);
        assert_eq!(format!("{:?}", Index::load(&OsDisk, &office.root())), index);
        assert!(fs::metadata(office.bag(BAG).join("bagit.txt")).unwrap().permissions().readonly());
        // Importing the same bag again changes nothing.
        assert!(take(&office, source, None).unwrap().known);
        assert_eq!(names(&office), [BAG]);
    }
}

#[test]
fn what_is_damaged_or_no_dossier_is_refused_and_leaves_nothing() {
    let office = sealed();
    let zip = office.dir.path().join("kiriman.zip");
    hand_on(&office, BAG, &zip, false, &Quiet).unwrap();
    let copy = office.dir.path().join("salinan");
    super::office::copy_folder(&office.bag(BAG), &copy);
    fs::remove_dir_all(office.bag(BAG)).unwrap();
    flip(&copy.join("data/siklus.ron"));
    let error = take(&office, &copy, None).unwrap_err();
    assert!(matches!(error, ArchiveError::DamagedBag { .. }), "{error}");
    let mut bytes = fs::read(&zip).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&zip, bytes).unwrap();
    let error = take(&office, &zip, None).unwrap_err();
    assert!(matches!(error, ArchiveError::Zip { .. }), "{error}");
    let error = take(&office, office.dir.path(), None).unwrap_err();
    assert!(matches!(error, ArchiveError::NotABag(_) | ArchiveError::DamagedBag { .. }), "{error}");
    let empty = office.dir.path().join("kosong");
    fs::create_dir(&empty).unwrap();
    let error = take(&office, &empty, None).unwrap_err();
    assert!(matches!(error, ArchiveError::NotABag(_)), "{error}");
    assert_eq!(names(&office), [""; 0]);
}

#[test]
fn another_dossier_of_the_same_name_is_not_touched() {
    let (office, other) = (sealed(), sealed());
    let before = tree(&office.bag(BAG));
    let error = take(&office, &other.bag(BAG), None).unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
    assert_eq!(tree(&office.bag(BAG)), before);
    assert_eq!(names(&office), [BAG]);
}

#[test]
#[cfg_attr(not(feature = "window"), ignore = "runs the program, which is built with the window")]
fn a_bag_of_another_program_is_asked_for_and_found_by_what_it_is_called() {
    let office = Office::new();
    let source = foreign(&office);
    let error = take(&office, &source, None).unwrap_err();
    assert!(matches!(error, ArchiveError::TitleNeeded(_)), "{error}");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renja"));
        command.arg("--local").arg(office.local()).arg("import").arg(office.root()).arg(&source).args(args);
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, words) = run(&[]);
    assert!(code == 3 && words.contains("--title dan --year"), "{words}");
    assert_eq!(run(&["--title", "Renja lama"]).0, 2);
    assert_eq!(run(&["--title", "Renja: lama?", "--year", "2015"]).0, 0);
    let folder = "2015 Renja_ lama_";
    assert_eq!(names(&office), [folder]);
    assert_eq!(tree(&office.bag(folder)), tree(&source), "byte for byte");
    // The title is the same on every PC.
    let workspace = Workspace::view(real(), &office.root()).unwrap();
    let (mut index, _) = Index::load(&OsDisk, &office.root());
    for (folder, title, year) in workspace.office().imported() {
        index.set_given(folder, title, year);
    }
    let dossier = index.get(folder).unwrap();
    assert_eq!((dossier.title(), dossier.year), ("Renja: lama?", Some(2015)));
    assert_eq!(index.search().find("renja: lama", 10).len(), 1);
    assert_eq!(run(&["--title", "Renja: lama?", "--year", "2015"]).0, 0);
    assert_eq!(names(&office), [folder], "known already");
}
