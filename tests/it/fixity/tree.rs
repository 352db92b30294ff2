//! Which files of a data folder are listed, and which are not.

use std::fs;
use std::sync::Arc;

use renja::fixity::{OddKind, walk};
use renja::store::{Disk, FileKind, Folder};

use crate::archive::office::INDUK;
use crate::backup::{Scene, real, tree};
use crate::store::faulty::{Faults, FaultyDisk};

fn folder(scene: &Scene) -> Folder {
    Folder::new(real(), scene.root(), "")
}

#[test]
fn all_is_listed_but_for_what_nobody_has_written() {
    let scene = Scene::sealed();
    let root = scene.root();
    let whole = tree(&root);
    for left in [
        "lama/2026-11-04/2027-induk/berkas/a.txt",
        "berubah/2026-11-04/a.txt",
        "cadangan-2026-11-04-080000.ron",
        "BACA SAYA CADANGAN.txt",
        "~abc.tmp",
        "lost+found/a.txt",
        "Thumbs.db",
        "2027-induk/berkas/lost+found/a.txt",
        "2027-induk/berkas/.Trash-1000/a.txt",
        "2027-induk/berkas/~$surat.docx",
        "2027-induk/berkas/~abc.tmp",
        "kantor/hadir/0123456789abcdef.ron",
        "2027-induk/hadir/0123456789abcdef.ron",
    ] {
        fs::create_dir_all(root.join(left).parent().unwrap()).unwrap();
        fs::write(root.join(left), "x").unwrap();
    }
    let listed = walk(&folder(&scene)).unwrap();
    let names = |files: Vec<&String>| files.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(names(listed.files.keys().collect()), names(whole.keys().collect()));
    assert!(listed.odd.is_empty(), "{:?}", listed.odd);
    let bytes: u64 = whole.keys().map(|path| fs::metadata(root.join(path)).unwrap().len()).sum();
    assert_eq!(listed.bytes(), bytes);
    // Only directly in a cycle's folder is it a presence file; and both beginning and end of the name decide.
    for kept in [
        "2027-induk/berkas/hadir/a.txt",
        "2027-induk/berkas/jurnal/a.txt",
        "cadangan-2026-11-04-080000.txt",
        "daftar cadangan-1.ron",
        "2027-induk/lama/a.txt",
        "2027-induk/berkas/Peta.download",
        "arsip/2027 Renja Induk/data/Thumbs.db",
    ] {
        fs::create_dir_all(root.join(kept).parent().unwrap()).unwrap();
        fs::write(root.join(kept), "x").unwrap();
        assert!(walk(&folder(&scene)).unwrap().files.contains_key(kept), "{kept}");
    }
}

/// Deeper than any person nests folders: a loop, or the work of a program that has gone wrong.
#[test]
fn folders_are_followed_to_a_depth_and_named_there() {
    let scene = Scene::open();
    let inner = |depth| format!("lain{}", "/x".repeat(depth));
    fs::create_dir_all(scene.root().join(inner(40))).unwrap();
    for depth in [32, 33] {
        fs::write(scene.root().join(inner(depth)).join("a.txt"), "x").unwrap();
    }
    let listed = walk(&folder(&scene)).unwrap();
    assert!(listed.files.contains_key(&format!("{}/a.txt", inner(32))));
    assert!(!listed.files.contains_key(&format!("{}/a.txt", inner(33))));
    let [odd] = listed.odd.as_slice() else { panic!("{:?}", listed.odd) };
    assert_eq!(odd.path, inner(33));
    assert!(matches!(odd.kind, OddKind::NotAFile(FileKind::Folder)), "{odd:?}");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_journal_is_named_once_and_not_as_a_folder() {
    let scene = Scene::open();
    let elsewhere = scene.office.dir.path().join("lain.txt");
    fs::write(&elsewhere, "x").unwrap();
    fs::create_dir(scene.root().join("2026-induk")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, scene.root().join("2026-induk/jurnal")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, scene.root().join("2026-induk/tautan")).unwrap();
    let listed = walk(&folder(&scene)).unwrap();
    let odd: Vec<_> = listed.odd.iter().map(|odd| odd.path.as_str()).collect();
    assert_eq!(odd, ["2026-induk/jurnal", "2026-induk/tautan"]);
    let link = renja::store::ErrorKind::NotAFile(FileKind::Link).to_string();
    assert_eq!(listed.odd[1].reason(), link);
}

#[test]
fn what_lies_in_a_folder_that_could_not_be_listed_is_hidden_and_nothing_else() {
    let scene = Scene::open();
    let closed = scene.root().join("2027-induk/berkas");
    let disk: Arc<dyn Disk> =
        Arc::new(FaultyDisk::new(Faults { closed: Some(closed.clone()), ..Faults::default() }));
    let listed = walk(&Folder::new(disk, scene.root(), "")).unwrap();
    assert_eq!(listed.odd.len(), 1, "{:?}", listed.odd);
    let denied = renja::store::StoreError::io(&closed, std::io::ErrorKind::PermissionDenied.into());
    assert_eq!(listed.odd[0].reason(), denied.to_string());
    assert!(listed.is_hidden("2027-induk/berkas/a.txt") && listed.is_hidden("2027-induk/berkas"));
    for path in ["2027-induk/berkas2/a.txt", "2027-induk/sop.ron", "2027-induk"] {
        assert!(!listed.is_hidden(path), "{path}");
    }
    // Something that is neither file nor folder hides nothing.
    let deep = format!("lain{}", "/x".repeat(40));
    fs::create_dir_all(scene.root().join(&deep)).unwrap();
    let listed = walk(&folder(&scene)).unwrap();
    assert!(listed.odd.len() == 1 && !listed.is_hidden(&format!("{deep}/a.txt")));
}

/// While the folder is listed, another PC works: an event is listed only together with everything that it
/// names.
#[test]
fn what_comes_while_a_folder_is_listed_is_never_listed_without_what_comes_before_it() {
    for looked_at in ["2027-induk", "2027-induk/berkas", "kantor", "sop"] {
        let scene = Scene::open();
        let office = crate::archive::office::Office { dir: tempfile::tempdir().unwrap() };
        crate::archive::office::copy_folder(&scene.root(), &office.root());
        let before = tree(&office.root());
        let at = office.root().join(looked_at);
        let root = office.root();
        let local = office.local();
        let source = office.dir.path().join("Analisa.txt");
        fs::write(&source, "analisa").unwrap();
        let mut done = false;
        let come = move |path: &std::path::Path| {
            if path == at && !std::mem::replace(&mut done, true) {
                let mut workspace = renja::store::Workspace::open(&root, &local).unwrap();
                let attach = renja::store::Attach {
                    source: source.clone(),
                    step: renja::sop::StepNo(9),
                    slot: None,
                    title: String::new(),
                    stage: None,
                    version_of: None,
                };
                let who = crate::archive::office::who();
                workspace.attach(INDUK, &attach, &who, &renja::store::Quiet).unwrap();
                let name = renja::store::OfficeChange::NameSet { name: "Badan Baru".to_owned() };
                workspace.change_office(vec![name], &who).unwrap();
            }
        };
        let faults = Faults { before_look: Some(Box::new(come)), ..Faults::default() };
        let disk: Arc<dyn Disk> = Arc::new(FaultyDisk::new(faults));
        let listed = walk(&Folder::new(disk, office.root(), "")).unwrap();
        let new: Vec<_> = listed.files.keys().filter(|path| !before.contains_key(*path)).collect();
        assert!(tree(&office.root()).len() > before.len() + 2, "{looked_at}: it came");
        assert!(new.iter().all(|path| !path.contains("/jurnal/")), "{looked_at}: {new:?}");
    }
}
