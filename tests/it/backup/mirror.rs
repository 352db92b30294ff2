//! What a backup contains, and what it never loses.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

use renja::archive;
use renja::backup::{BackupError, Fault, back_up};
use renja::cycle::Command;
use renja::sop::StepNo;
use renja::store::{Cancelled, LAYOUT_FILE, OsDisk, Quiet, Workspace};

use super::{Scene, edit, faults, flip, mirrored, real, tree};
use crate::archive::office::{INDUK, who};

#[test]
fn a_mirror_is_right_at_every_moment_and_whole_at_the_end() {
    let mut scene = Scene::sealed();
    let moments = AtomicU64::new(0);
    let watch = |_: u64, _: &str| {
        if let Ok(entries) = fs::read_dir(scene.target())
            && let Some(Ok(mirror)) = entries.into_iter().next()
            && mirror.path().join(LAYOUT_FILE).exists()
        {
            moments.fetch_add(1, Ordering::Relaxed);
            let workspace = Workspace::view(real(), &mirror.path()).unwrap();
            for cycle in workspace.cycles() {
                for version in cycle.state().documents.values().flat_map(|document| &document.versions) {
                    let path = workspace.document_path(cycle.id, &version.file).unwrap();
                    assert!(path.exists(), "{} is named and not there", path.display());
                }
            }
            for bag in fs::read_dir(mirror.path().join("arsip")).into_iter().flatten() {
                let bag = bag.unwrap().path();
                if bag.join("bagit.txt").exists() {
                    assert_eq!(archive::check(&OsDisk, &bag, &Quiet).verdict, archive::Verdict::Intact);
                }
            }
        }
        Ok(())
    };
    let done = back_up(&real(), &scene.root(), &scene.target(), scene.now(), &watch).unwrap();
    println!("cases: {}", moments.load(Ordering::Relaxed));
    assert!(moments.into_inner() > 30);
    assert_eq!(done.findings, []);
    assert_eq!((done.cycles, done.dossiers), (1, 1));
    let workspace = scene.office.open();
    let index = archive::Index::load(&OsDisk, &scene.root()).0;
    assert_eq!(done.documents, index.dossiers[0].documents());
    drop(workspace);
    assert_eq!(mirrored(&scene.mirror()), tree(&scene.root()));
    let again = scene.back_up();
    assert_eq!((again.copied, again.aside, again.findings.len()), (0, 0, 0), "nothing is copied twice");
}

#[test]
fn what_is_new_is_copied_and_what_has_moved_is_kept_by_date() {
    let mut scene = Scene::open();
    scene.back_up();
    let mut workspace = scene.office.open();
    let document = scene.office.attach(&mut workspace, INDUK, 9, "Analisa.txt", b"analisa", None);
    drop(workspace);
    let done = scene.back_up();
    assert!(done.copied <= 3, "the document, its event and the summary, not {}", done.copied);
    let mut workspace = scene.office.open();
    let step = Command::MoveDocument { document, step: StepNo(10), slot: None, paths: Vec::new() };
    workspace.execute(INDUK, &step, &who()).unwrap();
    drop(workspace);
    let done = scene.back_up();
    assert_eq!((done.aside, done.findings), (1, vec![]));
    assert_eq!(mirrored(&scene.mirror()), tree(&scene.root()));
    let old: Vec<_> =
        tree(&scene.mirror()).into_keys().filter(|path| path.ends_with("Analisa.txt")).collect();
    assert_eq!(old.len(), 2);
    assert!(old[1].starts_with("lama/2026-11-04/2027-induk/berkas/09 "), "{old:?}");
}

/// Failed when the data folder was always believed: the good copies were lost; and when missing files counted
/// as removed: the others were lost.
#[test]
fn a_damaged_or_vanished_file_never_takes_the_place_of_its_good_copy() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let good = mirrored(&scene.mirror());
    let sealed = scene.office.bag("2027 Renja Induk").join("data/siklus.ron");
    let document = scene.document("Undangan rapat.pdf");
    edit(&sealed, b"(v: 1)");
    edit(&document, b"rusak");
    let event = fs::read_dir(scene.journal()).unwrap().next().unwrap().unwrap().path();
    let mut events: Vec<_> = fs::read_dir(&event).unwrap().map(|event| event.unwrap().path()).collect();
    events.sort();
    let away = events[2].with_extension("ron.hilang");
    fs::rename(&events[2], &away).unwrap();
    edit(&events[1], b"// sha256 rusak\n");
    fs::remove_file(&away).unwrap();
    let lost = scene.document("fdp.txt");
    fs::remove_file(lost).unwrap();

    let done = scene.back_up();
    let found: Vec<_> = done.findings.iter().map(|finding| finding.fault).collect();
    assert_eq!(
        found,
        [Fault::Changed, Fault::Changed, Fault::Changed, Fault::Missing, Fault::Missing],
        "{:?}",
        done.findings
    );
    assert_eq!(mirrored(&scene.mirror()), good, "the good copies stand");
    // The content that stood there instead is kept too, once.
    let changed =
        |scene: &Scene| tree(&scene.mirror()).into_keys().filter(|path| path.starts_with("berubah/")).count();
    assert_eq!(changed(&scene), 3);
    assert_eq!(scene.back_up().findings, done.findings, "nothing is called fine after a failure");
    assert_eq!(changed(&scene), 3);
}

/// Failed without the comparison with what was copied before: the damaged copy stayed.
#[test]
fn a_damaged_copy_is_made_anew() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let good = mirrored(&scene.mirror());
    flip(&scene.mirror().join("arsip/2027 Renja Induk/data/siklus.ron"));
    let done = scene.back_up();
    assert_eq!((done.copied, done.findings), (1, vec![]));
    assert_eq!(mirrored(&scene.mirror()), good);
}

#[test]
fn a_working_folder_that_was_cleared_after_sealing_is_no_loss() {
    let mut scene = Scene::sealed();
    scene.back_up();
    fs::remove_dir_all(scene.root().join(INDUK.folder())).unwrap();
    let done = scene.back_up();
    assert_eq!(done.findings, []);
    assert!(done.aside > 10);
    assert_eq!(mirrored(&scene.mirror()), tree(&scene.root()));
}

/// Failed without looking for the content elsewhere: the last copy was deleted.
#[test]
fn only_old_leftovers_whose_content_stands_elsewhere_go() {
    let mut scene = Scene::open();
    let (twice, once) =
        (scene.root().join("2027-induk/berkas/salinan.txt"), scene.root().join("2027-induk/berkas/satu.txt"));
    fs::write(&twice, fs::read(scene.document("Undangan rapat.pdf")).unwrap()).unwrap();
    fs::write(&once, "satu-satunya").unwrap();
    scene.back_up();
    fs::remove_file(&twice).unwrap();
    fs::remove_file(&once).unwrap();
    assert_eq!(scene.back_up().aside, 2);
    let leftovers = |scene: &Scene| {
        let files = tree(&scene.mirror()).into_keys().filter(|path| path.starts_with("lama/"));
        files.map(|path| path.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(leftovers(&scene), ["salinan.txt", "satu.txt"]);
    scene.back_up();
    assert_eq!(leftovers(&scene), ["salinan.txt", "satu.txt"], "not yet");
    scene.day += 100;
    scene.back_up();
    assert_eq!(leftovers(&scene), ["satu.txt"], "never the last copy of anything");
    for _ in 0..40 {
        scene.back_up();
    }
    let lists = tree(&scene.mirror()).into_keys().filter(|path| path.starts_with("cadangan-")).count();
    assert_eq!(lists, 30);
}

#[test]
fn places_that_are_no_good_for_a_backup_are_refused_and_left_alone() {
    let mut scene = Scene::open();
    let inside = scene.root().join("arsip-cadangan");
    fs::create_dir(&inside).unwrap();
    let before = tree(&scene.root());
    let error = back_up(&real(), &scene.root(), &inside, scene.now(), &Quiet).unwrap_err();
    assert!(matches!(error, BackupError::InsideDataFolder(_)), "{error}");
    assert_eq!(tree(&scene.root()), before);
    let away = scene.office.dir.path().join("tidak ada");
    let error = back_up(&real(), &scene.root(), &away, scene.now(), &Quiet).unwrap_err();
    assert!(matches!(error, BackupError::TargetAway(_)) && !away.exists(), "{error}");
    // The data folder or backup of another office.
    let other = Scene::open();
    let before = tree(&other.root());
    let error = back_up(&real(), &scene.root(), &other.root(), scene.now(), &Quiet).unwrap_err();
    assert!(matches!(error, BackupError::OtherStore(_)), "{error}");
    assert_eq!(tree(&other.root()), before);
    // The same name by chance: the same digits, but another folder.
    scene.back_up();
    let mirror = scene.mirror();
    fs::write(mirror.join(LAYOUT_FILE), fs::read(other.root().join(LAYOUT_FILE)).unwrap()).unwrap();
    let before = tree(&mirror);
    assert!(matches!(scene.try_back_up(&real()), Err(BackupError::OtherStore(_))));
    assert_eq!(tree(&mirror), before);
}

#[test]
fn two_offices_share_a_disk_and_an_office_that_is_renamed_keeps_its_backup() {
    let (mut scene, other) = (Scene::open(), Scene::open());
    scene.back_up();
    back_up(&real(), &other.root(), &scene.target(), scene.now(), &Quiet).unwrap();
    assert_eq!(fs::read_dir(scene.target()).unwrap().count(), 2);
    let name = renja::store::OfficeChange::NameSet { name: "Badan Baru".to_owned() };
    scene.office.open().change_office(vec![name], &who()).unwrap();
    scene.back_up();
    assert_eq!(fs::read_dir(scene.target()).unwrap().count(), 2);
    // Choosing the backup's own folder does the same.
    let own = fs::read_dir(scene.target()).unwrap().map(|entry| entry.unwrap().path());
    let results: Vec<_> =
        own.map(|own| back_up(&real(), &scene.root(), &own, scene.now(), &Quiet).is_ok()).collect();
    assert_eq!(results.iter().filter(|ok| **ok).count(), 1, "{results:?}");
}

#[test]
fn a_backup_can_be_stopped_at_any_block_and_goes_on_the_next_time() {
    let mut scene = Scene::open();
    let all = AtomicU64::new(0);
    let count = |_: u64, _: &str| {
        all.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    let first = scene.office.dir.path().join("lain");
    fs::create_dir(&first).unwrap();
    back_up(&real(), &scene.root(), &first, scene.now(), &count).unwrap();
    let all = all.into_inner();
    println!("cases: {}", all / 23);
    for stop in (0..all).step_by(23) {
        let left = AtomicU64::new(stop);
        let until = |_: u64, _: &str| {
            let at_end = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            if at_end.is_ok() { Ok(()) } else { Err(Cancelled) }
        };
        let result = back_up(&real(), &scene.root(), &scene.target(), scene.now(), &until);
        assert!(matches!(result, Err(BackupError::Cancelled)), "{result:?}");
        assert!(tree(&scene.target()).keys().all(|path| !path.contains(".tmp")), "no half file stays");
    }
    assert_eq!(faults(&scene.back_up().findings), []);
    assert_eq!(mirrored(&scene.mirror()), tree(&scene.root()));
}
