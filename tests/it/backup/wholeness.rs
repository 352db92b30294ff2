//! A backup, and a folder restored from it, are called whole exactly if the check calls them whole.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use renja::archive::Severity;
use renja::backup::{Fault, restore};
use renja::check::examine;
use renja::fixity::{Records, What, judge};
use renja::store::{Disk, Quiet, Workspace};

use super::{Scene, edit, faults, flip, mirrored, real, tree};
use crate::archive::office::INDUK;
use crate::check::DAMAGES;
use crate::store::faulty::{Faults, FaultyDisk};

fn is_whole(root: &Path) -> bool {
    let workspace = Workspace::view(real(), root).unwrap();
    examine(&workspace, None, &Quiet).unwrap().count(Severity::Error) == 0
}

/// Failed when the first backup of a damaged folder counted as whole, and so did what was restored from it.
#[test]
fn the_first_backup_of_a_damaged_folder_is_whole_only_where_the_check_says_so() {
    let mut damaged = 0;
    for (label, damage, ..) in DAMAGES {
        let mut scene = Scene::sealed();
        let path = damage(&scene);
        let path = path.strip_prefix(scene.root()).unwrap().to_str().unwrap();
        let whole = is_whole(&scene.root());
        let done = scene.back_up();
        assert_eq!(done.findings.is_empty(), whole, "{label}: {:?}", done.findings);
        assert!(
            whole || done.findings.iter().any(|finding| finding.path == path),
            "{label}: {:?}",
            done.findings
        );
        assert!(done.findings.iter().all(|finding| !finding.kept), "{label}: no good copy is left");
        assert_eq!(is_whole(&scene.mirror()), whole, "{label}");
        let restored = scene.restore();
        assert_eq!(restored.findings.is_empty(), whole, "{label}: {:?}", restored.findings);
        assert_eq!(tree(&scene.fresh()), tree(&scene.root()), "{label}: everything is kept as it is");
        // A further backup says the same.
        assert_eq!(scene.back_up().findings, done.findings, "{label}");
        damaged += usize::from(!whole);
    }
    assert!(damaged > 12, "{damaged}");
}

#[test]
fn a_dossier_that_is_gone_as_a_whole_is_missed_by_the_first_backup() {
    let mut scene = Scene::sealed();
    fs::remove_dir_all(scene.office.bag("2027 Renja Induk")).unwrap();
    let done = scene.back_up();
    assert_eq!(faults(&done.findings), [(Fault::Missing, "arsip/2027 Renja Induk")]);
    assert_eq!(faults(&scene.restore().findings), [(Fault::Missing, "arsip/2027 Renja Induk")]);
}

/// Failed when a good copy was promised because the list of files named it, though the copy was gone.
#[test]
fn of_what_was_damaged_since_the_good_copy_is_known_to_be_there() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let (changed, gone) = (scene.document("Undangan rapat.pdf"), scene.document("fdp.txt"));
    edit(&changed, b"rusak");
    fs::remove_file(&gone).unwrap();
    let done = scene.back_up();
    assert_eq!(done.findings.len(), 2);
    assert!(done.findings.iter().all(|finding| finding.kept), "{:?}", done.findings);
    assert!(is_whole(&scene.mirror()));
    assert_eq!(scene.restore().findings, []);
    // When the good copy is lost as well, it is no longer promised.
    let path = |full: &Path| full.strip_prefix(scene.root()).unwrap().to_str().unwrap().to_owned();
    let (changed, gone) = (path(&changed), path(&gone));
    fs::remove_file(scene.mirror().join(&gone)).unwrap();
    let done = scene.back_up();
    let kept =
        |path: &str| done.findings.iter().find(|finding| finding.path == path).map(|finding| finding.kept);
    assert_eq!((kept(&changed), kept(&gone)), (Some(true), Some(false)), "{:?}", done.findings);
}

/// A surplus file in a dossier was removed again: its copy in the mirror is set aside, and nothing is wrong
/// any more.
#[test]
fn what_was_repaired_since_is_no_fault_of_the_backup() {
    let mut scene = Scene::sealed();
    let asing = scene.office.bag("2027 Renja Induk").join("data/asing.txt");
    fs::write(&asing, "x").unwrap();
    assert_eq!(scene.back_up().findings.len(), 2, "the file, and the sum of all");
    fs::remove_file(&asing).unwrap();
    let done = scene.back_up();
    assert_eq!((done.aside, done.findings), (1, vec![]));
}

#[cfg(unix)]
fn latin1(name: &[u8]) -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(name.to_vec())
}

/// Failed when the name was converted into one that does not exist, and the file counted as gone meanwhile.
#[cfg(unix)]
#[test]
fn a_name_that_is_no_unicode_is_seen_named_and_told_as_not_kept() {
    let mut scene = Scene::open();
    let folder = scene.document("Undangan rapat.pdf").parent().unwrap().to_owned();
    fs::write(folder.join(latin1(b"Notulen Th\xe9r\xe8se.txt")), "satu").unwrap();
    let inner = folder.join(latin1(b"Lampiran r\xe9union"));
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("hasil.txt"), "dua").unwrap();
    fs::write(scene.root().join(latin1(b"\xff.txt")), "tiga").unwrap();
    let below = folder.strip_prefix(scene.root()).unwrap().to_str().unwrap();
    let names = [
        format!("{below}/Lampiran r⟨E9⟩union"),
        format!("{below}/Notulen Th⟨E9⟩r⟨E8⟩se.txt"),
        "⟨FF⟩.txt".to_owned(),
    ];
    let done = scene.back_up();
    let expected: Vec<_> = names.iter().map(|name| (Fault::NotCopied, name.as_str())).collect();
    assert_eq!(faults(&done.findings), expected);
    let workspace = Workspace::view(real(), &scene.root()).unwrap();
    let found = examine(&workspace, None, &Quiet).unwrap();
    let odd: Vec<_> = found.findings.iter().map(|finding| (finding.what, finding.path.as_str())).collect();
    assert_eq!(odd, names.iter().map(|name| (What::Odd, name.as_str())).collect::<Vec<_>>());
    // All other files are kept, and the mirror itself is whole.
    assert_eq!(mirrored(&scene.mirror()).len(), done.files);
    assert!(is_whole(&scene.mirror()));
}

/// The same in a dossier, and in a bag of another program.
#[cfg(unix)]
#[test]
fn a_dossier_with_such_a_name_in_it_is_not_whole() {
    let mut scene = Scene::sealed();
    let bag = scene.office.bag("2027 Renja Induk");
    assert!(is_whole(&scene.root()));
    fs::write(bag.join("data").join(latin1(b"r\xe9union.txt")), "x").unwrap();
    assert!(!is_whole(&scene.root()));
    assert_eq!(
        faults(&scene.back_up().findings),
        [(Fault::NotCopied, "arsip/2027 Renja Induk/data/r⟨E9⟩union.txt")]
    );
    let report = renja::archive::check(&renja::store::OsDisk, &bag, &Quiet);
    assert_eq!(report.verdict, renja::archive::Verdict::Damaged);
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
}

/// Failed when nothing was backed up at all, and the check gave up.
#[test]
fn a_folder_that_may_not_be_looked_into_is_named_and_the_rest_is_done() {
    for below in ["2027-induk/berkas/pribadi", "milik kepala", "arsip/2027 Renja Induk/data/x", "sop"] {
        let mut scene = Scene::sealed();
        let closed = scene.root().join(below);
        fs::create_dir_all(&closed).unwrap();
        fs::write(closed.join("rahasia.txt"), "x").unwrap();
        let disk: Arc<dyn Disk> =
            Arc::new(FaultyDisk::new(Faults { closed: Some(closed), ..Faults::default() }));
        let done = scene.try_back_up(&disk).unwrap();
        let found: Vec<_> = done.findings.iter().filter(|finding| finding.path == below).collect();
        assert_eq!(
            found.iter().map(|finding| finding.fault).collect::<Vec<_>>(),
            [Fault::Unreadable],
            "{below}"
        );
        let mut all = tree(&scene.root());
        all.retain(|path, _| !path.starts_with(below));
        assert_eq!(mirrored(&scene.mirror()), all, "{below}: the rest is kept");
        let workspace = Workspace::view(disk, &scene.root()).unwrap();
        let judged = judge(&workspace, &Records::read(&[&workspace]), &Quiet).unwrap();
        let named =
            judged.errors().any(|error| (error.what, error.path.as_str()) == (What::Unreadable, below));
        assert!(named && judged.files > 10, "{below}: {:?}", judged.findings);
    }
}

/// What the mirror has of a folder that can't be listed at the moment must not be set aside.
#[test]
fn a_folder_that_is_closed_for_a_day_loses_nothing_in_the_backup() {
    let mut scene = Scene::open();
    let closed = scene.document("Undangan rapat.pdf").parent().unwrap().to_owned();
    fs::write(closed.join("tanpa catatan.txt"), "x").unwrap();
    scene.back_up();
    let before = mirrored(&scene.mirror());
    let disk: Arc<dyn Disk> = Arc::new(FaultyDisk::new(Faults { closed: Some(closed), ..Faults::default() }));
    let done = scene.try_back_up(&disk).unwrap();
    assert_eq!((done.aside, done.findings.len()), (0, 1), "{:?}", done.findings);
    assert_eq!(mirrored(&scene.mirror()), before);
    assert_eq!(scene.back_up().findings, []);
}

/// Failed when an ext4 disk was refused because of the folder that it has from the start.
#[test]
fn a_folder_with_nothing_but_what_systems_leave_is_empty() {
    let mut scene = Scene::open();
    // A disk of the office itself has such folders too.
    for name in ["lost+found", "System Volume Information"] {
        fs::create_dir(scene.root().join(name)).unwrap();
    }
    fs::write(scene.root().join("2027-induk/berkas/Thumbs.db"), "x").unwrap();
    assert_eq!(scene.back_up().findings, []);
    assert!(tree(&scene.mirror()).keys().all(|path| !path.ends_with("Thumbs.db")));
    let fresh = scene.fresh();
    for name in ["lost+found", "$RECYCLE.BIN", ".Trash-1000"] {
        fs::create_dir_all(fresh.join(name)).unwrap();
    }
    fs::write(fresh.join("desktop.ini"), "x").unwrap();
    let closed = FaultyDisk::new(Faults { closed: Some(fresh.join("lost+found")), ..Faults::default() });
    let restored = restore(&(Arc::new(closed) as Arc<dyn Disk>), &scene.mirror(), &fresh, &Quiet).unwrap();
    assert_eq!(restored.findings, []);
    assert!(is_whole(&fresh) && fresh.join("desktop.ini").exists());
    // The sample accepts such a folder as well.
    let disk = scene.office.dir.path().join("disk baru");
    fs::create_dir_all(disk.join("lost+found")).unwrap();
    renja::demo::create(&disk, &scene.office.dir.path().join("l"), 0, &Quiet).unwrap();
    assert!(is_whole(&disk) && disk.join("lost+found").exists());
    let names: Vec<_> = fs::read_dir(&disk).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "{names:?}");
}

/// Failed when a document was skipped because its name looked like that of a temporary file, and was missed
/// for ever.
#[test]
fn a_document_is_kept_whatever_it_is_called() {
    let mut scene = Scene::open();
    let mut workspace = scene.office.open();
    for name in [
        "Peta.download",
        "Peta.partial",
        "Peta.part",
        "~$Peta.docx",
        "desktop.ini",
        "._Peta.pdf",
        "lost+found",
    ] {
        scene.office.attach(&mut workspace, INDUK, 9, name, name.as_bytes(), None);
    }
    drop(workspace);
    assert_eq!(scene.back_up().findings, []);
    assert_eq!(mirrored(&scene.mirror()), tree(&scene.root()));
    assert_eq!(scene.restore().findings, []);
}

/// A bit lost by the mirror's disk is repaired from the data folder before anything is reported.
#[test]
fn a_copy_that_its_disk_damaged_is_made_again_and_then_judged() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let document = scene.document("Undangan rapat.pdf");
    let path = document.strip_prefix(scene.root()).unwrap();
    flip(&scene.mirror().join(path));
    assert!(!is_whole(&scene.mirror()));
    let done = scene.back_up();
    assert_eq!((done.copied, done.findings), (1, vec![]));
    assert!(is_whole(&scene.mirror()));
}

/// Failed when the folder counted as empty, and its backup as left over.
#[test]
fn a_data_folder_that_went_away_is_not_listed_as_empty() {
    let mut scene = Scene::open();
    let folder = renja::store::Folder::new(real(), scene.root(), "");
    assert!(!renja::fixity::walk(&folder).unwrap().files.is_empty());
    fs::rename(scene.root(), scene.office.dir.path().join("dicabut")).unwrap();
    assert!(renja::fixity::walk(&folder).is_err());
    assert!(scene.try_back_up(&real()).is_err());
}
