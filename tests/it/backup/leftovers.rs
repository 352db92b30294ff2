//! Files in the mirror that are no longer in the data folder: which stay, which are set aside, and which are
//! reported missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use renja::backup::{BackupError, Fault, back_up};
use renja::store::{Cancelled, Disk, OfficeChange};

use super::{Scene, edit, faults, mirrored, real, tree};
use crate::archive::office::who;
use crate::store::faulty::{Faults, FaultyDisk};

/// A scene with a file that somebody has put beside the documents, and a backup.
fn with_a_note() -> (Scene, PathBuf) {
    let mut scene = Scene::open();
    let note = scene.document("fdp.txt").with_file_name("catatan.txt");
    fs::write(&note, "milik orang").unwrap();
    scene.back_up();
    (scene, note)
}

fn below(scene: &Scene, path: &Path) -> String {
    path.strip_prefix(scene.root()).unwrap().to_str().unwrap().to_owned()
}

fn hurt(faults: Faults) -> Arc<dyn Disk> {
    Arc::new(FaultyDisk::new(faults))
}

/// What nobody removed through the program stays: files that events name, events, and files that are created
/// only once.
#[test]
fn what_is_recorded_and_gone_stays_in_the_mirror_and_all_else_leaves_its_place() {
    let (mut scene, note) = with_a_note();
    let writer = fs::read_dir(scene.journal()).unwrap().next().unwrap().unwrap().path();
    let mut events: Vec<_> = fs::read_dir(writer).unwrap().map(|event| event.unwrap().path()).collect();
    events.sort();
    let sop = fs::read_dir(scene.root().join("sop")).unwrap().next().unwrap().unwrap().path();
    for (gone, stays) in [
        (note, false),
        (scene.root().join("2027-induk/RINGKASAN.txt"), false),
        (scene.document("Undangan rapat.pdf"), true),
        (events[3].clone(), true),
        (sop, true),
    ] {
        let (path, bytes) = (below(&scene, &gone), fs::read(&gone).unwrap());
        fs::remove_file(&gone).unwrap();
        let done = scene.back_up();
        assert_eq!(done.aside, usize::from(!stays), "{path}");
        assert_eq!(mirrored(&scene.mirror()).contains_key(&path), stays, "{path}");
        assert_eq!(done.files, mirrored(&scene.mirror()).len(), "{path}");
        let missed = [(Fault::Missing, path.as_str())];
        assert_eq!(faults(&done.findings), missed[..usize::from(stays)], "{path}");
        assert!(done.findings.iter().all(|finding| finding.kept), "{path}");
        edit(&gone, &bytes);
        scene.back_up();
    }
}

/// The mirror's list of files keeps the replaced file, too.
#[cfg(unix)]
#[test]
fn what_something_else_stands_in_place_of_stays_in_the_mirror() {
    let (mut scene, note) = with_a_note();
    fs::remove_file(&note).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", &note).unwrap();
    let done = scene.back_up();
    let path = below(&scene, &note);
    assert_eq!((done.aside, faults(&done.findings)), (0, vec![(Fault::NotCopied, path.as_str())]));
    assert!(mirrored(&scene.mirror()).contains_key(&path));
    assert_eq!(done.files, mirrored(&scene.mirror()).len());
}

#[test]
fn what_may_stand_in_a_folder_that_can_not_be_listed_stays_in_the_mirror_and_is_not_missed() {
    let (mut scene, note) = with_a_note();
    let folder = note.parent().unwrap().to_owned();
    let all = mirrored(&scene.mirror());
    // The disk can't tell whether the note exists; a document is gone, which then can't be known.
    fs::remove_file(scene.document("fdp.txt")).unwrap();
    let disk = hurt(Faults { closed: Some(folder.clone()), untold: Some(note), ..Faults::default() });
    let done = scene.try_back_up(&disk).unwrap();
    let path = below(&scene, &folder);
    assert_eq!((done.aside, faults(&done.findings)), (0, vec![(Fault::Unreadable, path.as_str())]));
    assert_eq!((done.files, mirrored(&scene.mirror())), (all.len(), all));
    // The same for event files, which only their place distinguishes from other files.
    let mut scene = Scene::sealed();
    scene.back_up();
    let writer = fs::read_dir(scene.journal()).unwrap().next().unwrap().unwrap().path();
    let path = below(&scene, &writer);
    let done = scene.try_back_up(&hurt(Faults { closed: Some(writer), ..Faults::default() })).unwrap();
    assert_eq!(faults(&done.findings), [(Fault::Unreadable, path.as_str())]);
}

/// If a share goes away, or a folder becomes unreadable, while files are compared, nothing counts as gone.
#[test]
fn where_it_can_not_be_told_whether_a_file_is_gone_nothing_leaves_its_place() {
    for denied in [false, true] {
        let (mut scene, note) = with_a_note();
        fs::remove_file(&note).unwrap();
        let all = mirrored(&scene.mirror());
        let disk = FaultyDisk::new(Faults::default());
        let (other, gone) = (disk.clone(), note.clone());
        // The share goes away while the mirror is read, after the data folder was listed.
        let path = below(&scene, &note);
        let copy = scene.mirror().join(&path);
        let mut looks = 0;
        let go = move |path: &Path| {
            looks += usize::from(path == copy);
            if looks == 3 {
                let shut = denied.then(|| gone.parent().unwrap().to_owned());
                other.set(Faults { untold: Some(gone.clone()), shut, ..Faults::default() });
            }
        };
        disk.set(Faults { before_look: Some(Box::new(go)), ..Faults::default() });
        let shared: Arc<dyn Disk> = Arc::new(disk);
        match scene.try_back_up(&shared) {
            // One unreadable folder does not prevent the backup of the others.
            Ok(done) if denied => {
                assert_eq!((done.aside, done.files), (0, all.len()));
                assert_eq!(faults(&done.findings), [(Fault::Missing, path.as_str())]);
                assert!(done.findings[0].kept);
            }
            result => assert!(!denied && matches!(result, Err(BackupError::Store(_))), "{result:?}"),
        }
        assert_eq!(mirrored(&scene.mirror()), all);
    }
}

/// A file whose reading was cancelled is not damaged.
#[test]
fn a_person_who_stops_while_a_leftover_is_read_is_not_told_that_it_is_damaged() {
    let mut scene = Scene::open();
    let note = scene.root().join("catatan.txt");
    fs::write(&note, "milik orang").unwrap();
    scene.back_up();
    fs::remove_file(&note).unwrap();
    let stop = |_: u64, what: &str| if what.contains("catatan.txt") { Err(Cancelled) } else { Ok(()) };
    let result = back_up(&real(), &scene.root(), &scene.target(), scene.now(), &stop);
    assert!(matches!(result, Err(BackupError::Cancelled)), "{result:?}");
    assert!(mirrored(&scene.mirror()).contains_key("catatan.txt"));
    let done = scene.back_up();
    assert_eq!((done.aside, done.findings), (1, vec![]));
}

/// The file was there when the backup began; the next backup sets it aside.
#[test]
fn what_goes_while_it_is_backed_up_stays_in_the_mirror_until_the_next_time() {
    let (mut scene, note) = with_a_note();
    edit(&note, b"milik orang, diubah");
    let gone = note.clone();
    let copy = scene.mirror().join(below(&scene, &note));
    let faults = Faults {
        before_look: Some(Box::new(move |path: &Path| {
            if path == copy && fs::read(path).is_ok_and(|bytes| bytes == b"milik orang, diubah") {
                let _ = fs::remove_file(&gone);
            }
        })),
        ..Faults::default()
    };
    let done = scene.try_back_up(&hurt(faults)).unwrap();
    assert!(!note.exists(), "it has gone");
    assert_eq!((done.copied, done.aside, done.files), (1, 0, mirrored(&scene.mirror()).len()));
    assert_eq!(scene.back_up().aside, 1);
}

/// A document counts as elsewhere if its content is, but only in the same cycle.
#[test]
fn a_document_is_missed_unless_its_content_stands_elsewhere_in_its_cycle() {
    let mut scene = Scene::open();
    let document = scene.document("fdp.txt");
    let path = below(&scene, &document);
    let elsewhere = scene.root().join("2027-induk/berkas/fdp.txt");
    fs::rename(&document, &elsewhere).unwrap();
    let done = scene.back_up();
    assert!(done.findings.is_empty(), "{:?}", done.findings);
    let other = scene.root().join("2026-induk/berkas/fdp.txt");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    fs::rename(&elsewhere, &other).unwrap();
    let done = scene.back_up();
    let missed: Vec<_> = done
        .findings
        .iter()
        .filter(|finding| finding.fault == Fault::Missing)
        .map(|finding| &*finding.path)
        .collect();
    assert_eq!(missed, [path.as_str()], "{:?}", done.findings);
}

/// A backup that lacks events of the data folder is not valid, whatever else it contains.
#[test]
fn a_mirror_that_loses_events_while_it_is_made_is_not_verified() {
    for journal in ["2027-induk/jurnal", "kantor/jurnal"] {
        let mut scene = Scene::open();
        let name = OfficeChange::NameSet { name: "Badan Baru".to_owned() };
        scene.office.open().change_office(vec![name], &who()).unwrap();
        scene.back_up();
        let folder = scene.mirror().join(journal);
        let events: Vec<_> = tree(&folder).into_keys().map(|event| folder.join(event)).collect();
        let last = events.last().unwrap().clone();
        assert!(events.len() > 1, "{journal}");
        let mut looks = 0;
        let faults = Faults {
            before_look: Some(Box::new(move |path: &Path| {
                // The mirror is read to verify it: first when it is opened, then to copy what is new.
                looks += usize::from(path == folder);
                if looks == 3 {
                    let _ = fs::remove_file(&last);
                }
            })),
            ..Faults::default()
        };
        let result = scene.try_back_up(&hurt(faults));
        assert!(matches!(result, Err(BackupError::NotVerified(_))), "{journal}: {result:?}");
        assert_eq!(scene.back_up().findings, [], "{journal}: the next one has all");
    }
}

/// If the disk fails for one file of the backup, only that file is affected; and a person can cancel at any
/// time.
#[test]
fn a_copy_that_can_not_be_read_is_named_and_the_others_are_verified() {
    let (mut scene, note) = with_a_note();
    let path = below(&scene, &note);
    let copy = scene.mirror().join(&path);
    let disk = hurt(Faults { unreadable: Some(copy), ..Faults::default() });
    let done = scene.try_back_up(&disk).unwrap();
    assert_eq!(faults(&done.findings), [(Fault::Damaged, path.as_str())]);
    assert!(!done.findings[0].kept && !done.findings[0].reason.is_empty(), "{:?}", done.findings);
    assert_eq!(scene.back_up().findings, []);
}
