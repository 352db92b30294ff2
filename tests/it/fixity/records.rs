//! Which content belongs where, according to events and manifests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use renja::cycle::Command;
use renja::fixity::Records;
use renja::store::{Workspace, sha256};

use super::{BAG, below};
use crate::archive::office::{INDUK, who};
use crate::backup::{Scene, edit, flip, real, tree};

fn view(root: &Path) -> Workspace {
    Workspace::view(real(), root).unwrap()
}

fn all(records: &Records) -> BTreeMap<String, String> {
    records.iter().map(|(path, digest)| (path.to_owned(), digest.to_owned())).collect()
}

/// The documents as they are in the working folder.
fn documents(scene: &Scene) -> BTreeMap<String, String> {
    let mut files = tree(&scene.root());
    files.retain(|path, _| path.starts_with("2027-induk/berkas/"));
    files
}

/// The files of the dossier that are recorded anywhere; of the tag manifests, the seal records only one.
fn dossier(scene: &Scene) -> BTreeMap<String, String> {
    let mut files = tree(&scene.root());
    files.retain(|path, _| path.starts_with(BAG) && !path.ends_with("/tagmanifest-sha512.txt"));
    files
}

#[test]
fn of_an_open_cycle_the_documents_are_recorded() {
    let scene = Scene::open();
    let workspace = view(&scene.root());
    let records = Records::read(&[&workspace]);
    assert_eq!(all(&records), documents(&scene));
    let named = records.documents().map(|(path, digest)| (path.to_owned(), digest.to_owned()));
    assert_eq!(named.collect::<BTreeMap<_, _>>(), documents(&scene));
    for (path, digest) in &documents(&scene) {
        assert_eq!(records.digest(path), Some(digest.as_str()));
        assert!(records.has(path, digest) && !records.has(path, &sha256(b"lain")), "{path}");
        assert!(!records.is_cleared(path), "{path}");
    }
    assert_eq!(records.digest("2027-induk/sop.ron"), None);
    assert!(!records.has("2027-induk/sop.ron", &tree(&scene.root())["2027-induk/sop.ron"]));
    // As long as no dossier has the documents, their absence is a loss.
    fs::remove_dir_all(scene.root().join("2027-induk/berkas")).unwrap();
    let without = Records::read(&[&view(&scene.root())]);
    assert_eq!(all(&without), all(&records));
    assert!(!without.is_cleared("2027-induk/sop.ron"));
}

#[test]
fn of_a_sealed_cycle_its_dossier_is_recorded_and_what_was_removed_no_more() {
    let scene = Scene::sealed();
    let records = Records::read(&[&view(&scene.root())]);
    let mut expected = documents(&scene);
    expected.retain(|path, _| !path.ends_with("salah.txt"));
    assert_eq!(expected.len(), documents(&scene).len() - 1);
    let kept = expected.clone();
    expected.extend(dossier(&scene));
    assert_eq!(all(&records), expected);
    let named = records.documents().map(|(path, digest)| (path.to_owned(), digest.to_owned()));
    assert_eq!(named.collect::<BTreeMap<_, _>>(), kept);
    for (path, digest) in &expected {
        assert_eq!(records.digest(path), Some(digest.as_str()));
        assert!(records.has(path, digest) && !records.has(path, &sha256(b"lain")), "{path}");
        assert!(!records.is_cleared(path), "{path}");
    }
}

/// Only the data folder tells whether somebody has cleared the working folder away; a backup of it does not.
#[test]
fn a_cycle_is_cleared_where_it_is_sealed_and_its_documents_are_gone_from_the_data_folder() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let backup = view(&scene.mirror());
    fs::remove_dir_all(scene.root().join("2027-induk/berkas")).unwrap();
    let workspace = view(&scene.root());
    let records = Records::read(&[&workspace, &backup]);
    assert_eq!(all(&records), dossier(&scene));
    assert!(records.is_cleared("2027-induk/berkas/x") && records.is_cleared("2027-induk/sop.ron"));
    assert!(!records.is_cleared(BAG) && !records.is_cleared("2026-induk/berkas/x"));
    let from_backup = Records::read(&[&backup, &workspace]);
    assert!(!from_backup.is_cleared("2027-induk/berkas/x"));
    assert!(from_backup.documents().count() > 3);
}

/// If the list is damaged in one state, the list of another state is used.
#[test]
fn each_list_is_taken_from_the_state_where_it_fits_what_names_it() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let whole = all(&Records::read(&[&view(&scene.root())]));
    let bag = scene.root().join(BAG);
    for list in ["tagmanifest-sha256.txt", "manifest-sha256.txt"] {
        let bytes = fs::read(bag.join(list)).unwrap();
        flip(&bag.join(list));
        let (workspace, backup) = (view(&scene.root()), view(&scene.mirror()));
        assert_eq!(all(&Records::read(&[&workspace, &backup])), whole, "{list}");
        // Without an undamaged list, nothing that it lists is believed.
        let alone = all(&Records::read(&[&workspace]));
        let payload = alone.keys().filter(|path| path.starts_with(&format!("{BAG}/data/"))).count();
        assert_eq!(payload, 0, "{list}");
        let tags = alone.keys().filter(|path| path.starts_with(BAG)).count();
        assert_eq!(tags > 0, list == "manifest-sha256.txt", "{alone:?}");
        edit(&bag.join(list), &bytes);
    }
    // For a bag that was not sealed here, only its own lists count.
    let other = scene.root().join("arsip/Lain");
    crate::archive::office::copy_folder(&bag, &other);
    let records = all(&Records::read(&[&view(&scene.root())]));
    assert_eq!(records["arsip/Lain/data/siklus.ron"], whole[&format!("{BAG}/data/siklus.ron")]);
    // The folder of the reports is no bag.
    let reports = scene.root().join("arsip/pemeriksaan");
    crate::archive::office::copy_folder(&bag, &reports);
    assert_eq!(all(&Records::read(&[&view(&scene.root())])), records);
}

/// Two PCs may have given the same name to two files: either may be at that path.
#[test]
fn what_several_states_record_counts_together() {
    let mut scene = Scene::open();
    scene.back_up();
    let mut workspace = scene.office.open();
    let note = Command::AddNote { step: None, text: "sesudah cadangan".to_owned() };
    workspace.execute(INDUK, &note, &who()).unwrap();
    scene.office.attach(&mut workspace, INDUK, 9, "Analisa.txt", b"analisa", None);
    drop(workspace);
    let document = below(&scene, &scene.document("Analisa.txt"));
    for states in [[scene.mirror(), scene.root()], [scene.root(), scene.mirror()]] {
        let [first, second] = states.map(|root| view(&root));
        let records = Records::read(&[&first, &second]);
        assert_eq!(records.digest(&document), Some(sha256(b"analisa").as_str()));
        assert_eq!(all(&records), documents(&scene));
    }
}
