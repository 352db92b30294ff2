//! The judge's findings on events, documents and dossiers.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use renja::archive::Severity;
use renja::cycle::Command;
use renja::fixity::{Cure, Records, What, judge};
use renja::store::{Cancelled, StoreError, Workspace, sha256};

use super::{BAG, below, cure, judged, judged_with, told};
use crate::archive::bags;
use crate::archive::office::{INDUK, who};
use crate::backup::{Scene, edit, real, tree};
use crate::store::faulty::Faults;

/// The event files of the only PC, in their order.
fn events(scene: &Scene) -> Vec<PathBuf> {
    let writer = fs::read_dir(scene.journal()).unwrap().next().unwrap().unwrap().path();
    let mut files: Vec<_> = fs::read_dir(writer).unwrap().map(|event| event.unwrap().path()).collect();
    files.sort();
    files
}

/// Documents as they are in the working folder of the cycle.
fn documents(scene: &Scene) -> Vec<String> {
    tree(&scene.root()).into_keys().filter(|path| path.starts_with("2027-induk/berkas/")).collect()
}

#[test]
fn every_file_is_read_and_counted_once() {
    let scene = Scene::open();
    let open = judged(&scene);
    let files = tree(&scene.root());
    assert_eq!((open.findings.as_slice(), open.dossiers), ([].as_slice(), 0));
    assert_eq!(open.digests.keys().collect::<Vec<_>>(), documents(&scene).iter().collect::<Vec<_>>());
    assert_eq!(open.files, documents(&scene).len() as u64);
    scene.office.seal().unwrap();
    let sealed = judged(&scene);
    let report = renja::archive::check(&renja::store::OsDisk, &scene.root().join(BAG), &renja::store::Quiet);
    assert_eq!((sealed.findings.as_slice(), sealed.dossiers), ([].as_slice(), 1));
    // Removed documents no longer count.
    assert_eq!(sealed.files, report.files + open.files - 1);
    let files =
        [files, tree(&scene.root())].into_iter().flatten().collect::<std::collections::BTreeMap<_, _>>();
    for (path, digest) in open.digests.iter().chain(&sealed.digests) {
        assert_eq!(files[path], *digest, "{path}");
    }
    assert!(sealed.digests.contains_key(&format!("{BAG}/data/siklus.ron")), "{:?}", sealed.digests.keys());
}

/// A damaged event file is moved aside only if it is certain that none of its events can ever be read.
#[test]
fn a_file_of_events_is_better_away_only_where_nothing_in_it_can_ever_be_read() {
    let scene = Scene::open();
    let event = &events(&scene)[3];
    let path = below(&scene, event);
    let whole = fs::read(event).unwrap();
    let with_rest = [&whole[..], b"// sha256 0000\nsisa"].concat();
    let too_large = vec![b' '; (1 << 20) + 1];
    for (bytes, what, or_aside) in [
        (&b""[..], What::Empty, true),
        (&[0; 400], What::Empty, true),
        (b"rusak", What::Broken, true),
        (&too_large, What::TooLarge, true),
        (&with_rest, What::Broken, false),
    ] {
        edit(event, bytes);
        assert_eq!(cure(&judged(&scene), what, &path), Some(&Cure::LastCopy { or_aside }), "{what:?}");
    }
    edit(event, &whole);
    assert_eq!(judged(&scene).findings, []);
    let unreadable = judged_with(&scene, Faults { unreadable: Some(event.clone()), ..Faults::default() });
    assert_eq!(cure(&unreadable, What::Unreadable, &path), Some(&Cure::LastCopy { or_aside: false }));
}

#[test]
fn the_sop_of_a_cycle_is_brought_back_and_never_moved_aside() {
    let scene = Scene::open();
    let sop = scene.journal().with_file_name("sop.ron");
    edit(&sop, b"");
    for what in [What::Broken, What::Missing] {
        let judgement = judged(&scene);
        let cure = cure(&judgement, what, "2027-induk/sop.ron");
        assert_eq!(cure, Some(&Cure::LastCopy { or_aside: false }), "{what:?}");
        let _ = fs::remove_file(&sop);
    }
}

/// Both are valid, and only a person can tell which of them counts.
#[test]
fn of_two_events_of_one_name_none_is_mended() {
    let scene = Scene::open();
    let mut workspace = scene.office.open();
    let note = Command::AddNote { step: None, text: "satu".to_owned() };
    workspace.execute(INDUK, &note, &who()).unwrap();
    drop(workspace);
    let last = events(&scene).pop().unwrap();
    let text = fs::read_to_string(&last).unwrap();
    let other = text.split_once('\n').unwrap().1.replace("satu", "lain");
    let other = format!("// sha256 {}\n{other}", sha256(other.as_bytes()));
    let name = last.file_name().unwrap().to_str().unwrap();
    fs::write(last.with_file_name(format!("{}-0000000000000000.ron", &name[..8])), other).unwrap();
    let found = judged(&scene);
    let forks: Vec<_> = found.findings.iter().map(|finding| (finding.what, &finding.cure)).collect();
    assert_eq!(forks, [(What::Fork, &None)], "{:?}", found.findings);
}

/// The file whose name the program would give is the original; the other one is the copy, whatever their
/// alphabetical order.
#[test]
fn of_events_that_were_doubled_the_one_with_another_name_is_in_the_way() {
    let scene = Scene::open();
    let event = &events(&scene)[3];
    let name = event.file_name().unwrap().to_str().unwrap();
    let (number, hash) = name.strip_suffix(".ron").unwrap().split_once('-').unwrap();
    // A file outside the writers' folders is no event.
    fs::write(scene.journal().join("catatan.txt"), "x").unwrap();
    fs::write(scene.journal().join("catatan 2.txt"), "x").unwrap();
    for copy in [
        "!.ron".to_owned(),
        format!("!{name}"),
        format!("{}-{hash}.ron", &number[1..]),
        format!("{number}-{}.ron", &hash[1..]),
        format!("{number}-{}.ron", "!".repeat(16)),
        format!("!{}-{hash}.ron", &number[1..]),
        format!("{number} {hash}.ron"),
        format!("{number}-{hash}"),
        format!("{number}-{hash} (1).ron"),
    ] {
        let copy = event.with_file_name(copy);
        fs::copy(event, &copy).unwrap();
        let found = judged(&scene);
        assert_eq!(told(&found.findings), [(What::Copy, below(&scene, &copy).as_str())]);
        let finding = &found.findings[0];
        assert_eq!((finding.severity, &finding.cure), (Severity::Warning, &Some(Cure::Aside)));
        assert_eq!(finding.detail, below(&scene, event));
        fs::remove_file(copy).unwrap();
    }
}

#[test]
fn a_journal_that_may_not_be_looked_into_is_named_once() {
    let scene = Scene::open();
    let writer = events(&scene)[0].parent().unwrap().to_owned();
    for closed in [scene.journal(), writer] {
        let path = below(&scene, &closed);
        let found = judged_with(&scene, Faults { closed: Some(closed), ..Faults::default() });
        let named = told(&found.findings).into_iter().filter(|(_, named)| *named == path).count();
        assert_eq!(named, 1, "{:?}", found.findings);
        cure(&found, What::Unreadable, &path);
    }
}

/// Removed documents are kept until the cycle is sealed into a dossier without them.
#[test]
fn what_was_removed_may_be_deleted_once_the_cycle_is_sealed() {
    let scene = Scene::open();
    let removed = scene.document("salah.txt");
    let bytes = fs::read(&removed).unwrap();
    fs::remove_file(&removed).unwrap();
    let found = judged(&scene);
    let content = Cure::Content(sha256(b"salah"));
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    assert_eq!(found.findings[0].what, What::Missing);
    assert_eq!(found.findings[0].cure, Some(content));
    fs::write(&removed, bytes).unwrap();
    scene.office.seal().unwrap();
    fs::remove_file(&removed).unwrap();
    assert_eq!(judged(&scene).findings, []);
    // Each missing file of the others is reported.
    fs::remove_file(scene.document("fdp.txt")).unwrap();
    assert_eq!(judged(&scene).errors().count(), 1);
}

#[test]
fn a_file_that_no_event_names_is_a_copy_only_where_its_content_stands_whole() {
    let scene = Scene::open();
    let document = scene.document("fdp.txt");
    let copy = document.with_file_name("salinan.txt");
    fs::copy(&document, &copy).unwrap();
    let (document_path, path) = (below(&scene, &document), below(&scene, &copy));
    let found = judged(&scene);
    assert_eq!(told(&found.findings), [(What::Copy, path.as_str())]);
    assert_eq!(cure(&found, What::Copy, &path), Some(&Cure::Aside));
    assert_eq!(found.digests[&path], sha256("café".as_bytes()));
    let found = judged_with(&scene, Faults { unreadable: Some(copy.clone()), ..Faults::default() });
    assert_eq!(told(&found.findings), [(What::Unreadable, path.as_str())]);
    // The file may be the last with its content: an edited document, or a file that nobody attached.
    edit(&document, b"rusak");
    fs::write(document.with_file_name("titipan.txt"), "milik orang").unwrap();
    let found = judged(&scene);
    let own = below(&scene, &document.with_file_name("titipan.txt"));
    let mut expected =
        vec![(What::Moved, &*document_path), (What::Unknown, &*document_path), (What::Unknown, &*own)];
    expected.sort_by_key(|(what, path)| (*path, *what));
    assert_eq!(told(&found.findings), expected);
    assert!(found.findings.iter().all(|finding| finding.cure.is_none()), "{:?}", found.findings);
}

#[test]
fn a_document_that_can_not_be_read_is_told_from_one_that_is_gone() {
    let scene = Scene::open();
    let document = scene.document("Undangan rapat.pdf");
    let path = below(&scene, &document);
    let content = Cure::Content(tree(&scene.root())[&path].clone());
    let all = judged(&scene).files;
    let unreadable = judged_with(&scene, Faults { unreadable: Some(document.clone()), ..Faults::default() });
    assert_eq!(told(&unreadable.findings), [(What::Unreadable, path.as_str())]);
    assert_eq!(cure(&unreadable, What::Unreadable, &path), Some(&content));
    assert_eq!(unreadable.files, all - 1);
    fs::remove_file(&document).unwrap();
    let gone = judged(&scene);
    assert_eq!(told(&gone.findings), [(What::Missing, path.as_str())]);
    assert_eq!(cure(&gone, What::Missing, &path), Some(&content));
    assert_eq!(gone.findings[0].detail, "Undangan rapat.pdf");
}

#[test]
fn a_document_that_stands_elsewhere_is_whole_and_told_to_have_moved() {
    let scene = Scene::open();
    let document = scene.document("fdp.txt");
    let elsewhere = scene.root().join("2027-induk/berkas/lain");
    fs::create_dir(&elsewhere).unwrap();
    let moved = elsewhere.join(document.file_name().unwrap());
    fs::rename(&document, &moved).unwrap();
    let found = judged(&scene);
    assert_eq!(told(&found.findings), [(What::Moved, below(&scene, &document).as_str())]);
    let finding = &found.findings[0];
    assert_eq!(
        (finding.severity, finding.detail.as_str()),
        (Severity::Warning, below(&scene, &moved).as_str())
    );
    assert_eq!(found.files, judged(&Scene::open()).files);
}

/// If the documents of a sealed cycle were cleared away, nothing is missing; if the disk fails, that must be
/// said.
#[test]
fn a_working_folder_of_which_the_disk_tells_nothing_is_not_taken_for_cleared() {
    let scene = Scene::sealed();
    let documents = scene.root().join("2027-induk/berkas");
    let found = judged_with(&scene, Faults { untold: Some(documents.clone()), ..Faults::default() });
    assert!(told(&found.findings).contains(&(What::Unreadable, "2027-induk/berkas")), "{:?}", found.findings);
    fs::remove_dir_all(documents).unwrap();
    assert_eq!(judged(&scene).findings, []);
}

#[test]
fn a_person_can_stop_the_judge_at_any_time() {
    for scene in [Scene::open(), Scene::sealed()] {
        let workspace = Workspace::view(real(), &scene.root()).unwrap();
        let records = Records::read(&[&workspace]);
        let all = AtomicU64::new(0);
        let count = |_: u64, _: &str| {
            all.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        judge(&workspace, &records, &count).unwrap();
        for stop in 0..all.into_inner() {
            let left = AtomicU64::new(stop);
            let until = |_: u64, _: &str| {
                let at_end =
                    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
                if at_end.is_ok() { Ok(()) } else { Err(Cancelled) }
            };
            let result = judge(&workspace, &records, &until);
            assert!(result.as_ref().is_err_and(StoreError::is_cancelled), "{stop}: {result:?}");
        }
    }
}

/// Everything that should be in a dossier is named, so that it can be brought back.
#[test]
fn where_a_dossier_is_gone_or_cut_off_each_of_its_files_is_missed() {
    let scene = Scene::sealed();
    let workspace = Workspace::view(real(), &scene.root()).unwrap();
    let records = Records::read(&[&workspace]);
    let bag = scene.root().join(BAG);
    let mut files: Vec<_> = tree(&bag).into_keys().map(|name| format!("{BAG}/{name}")).collect();
    // Nothing lists the tag manifests except the seal, which covers only one of them.
    files.retain(|path| !path.ends_with("tagmanifest-sha512.txt"));
    let missed = || {
        let found = judge(&workspace, &records, &renja::store::Quiet).unwrap();
        let mut missed = found.findings;
        missed
            .retain(|finding| finding.what == What::Missing && finding.path.starts_with(&format!("{BAG}/")));
        for finding in &missed {
            assert!(matches!(&finding.cure, Some(Cure::Content(_))), "{finding:?}");
        }
        missed.into_iter().map(|finding| finding.path).collect::<Vec<_>>()
    };
    let away = scene.office.dir.path().join("dicabut");
    fs::rename(&bag, &away).unwrap();
    assert_eq!(missed(), files);
    // A file in place of the dossier's folder is no dossier.
    fs::write(&bag, "bukan folder").unwrap();
    cure(&judged(&scene), What::Missing, BAG);
    fs::remove_file(&bag).unwrap();
    fs::rename(&away, &bag).unwrap();
    for name in ["bagit.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
        fs::remove_file(bag.join(name)).unwrap();
    }
    assert_eq!(missed(), [format!("{BAG}/bagit.txt"), format!("{BAG}/tagmanifest-sha256.txt")]);
}

#[test]
fn what_a_sealing_left_that_was_cut_off_is_no_dossier_that_lost_its_mark() {
    let scene = Scene::sealed();
    for (name, severity) in [("~abc.tmp", Severity::Warning), ("2026 Renja Induk", Severity::Error)] {
        let folder = scene.root().join("arsip").join(name);
        fs::create_dir_all(folder.join("data")).unwrap();
        let found = judged(&scene);
        let of = |finding: &&renja::fixity::Finding| finding.what == What::Unfinished;
        let found: Vec<_> = found.findings.iter().filter(of).collect();
        let path = format!("arsip/{name}");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].severity, &found[0].path, &found[0].cure), (severity, &path, &None));
        fs::remove_dir_all(folder).unwrap();
    }
}

/// If the disk does not tell what is in the archive, that is reported, and nothing is called missing.
#[test]
fn what_the_disk_does_not_tell_of_a_dossier_is_not_said_to_be_gone() {
    let scene = Scene::sealed();
    let found = judged_with(&scene, Faults { untold: Some(scene.root().join(BAG)), ..Faults::default() });
    assert!(told(&found.findings).contains(&(What::Unreadable, BAG)), "{:?}", found.findings);
    assert!(told(&found.findings).iter().all(|(what, _)| *what != What::Missing), "{:?}", found.findings);
}

/// A file that no list names is surplus. If the lists are damaged or unreadable, that can't be known.
#[test]
fn what_is_too_many_in_a_dossier_is_in_the_way_only_where_its_lists_can_be_trusted() {
    let scene = Scene::sealed();
    let bag = scene.root().join(BAG);
    let workspace = Workspace::view(real(), &scene.root()).unwrap();
    let records = Records::read(&[&workspace]);
    let all = |faults: Faults| {
        let disk: std::sync::Arc<dyn renja::store::Disk> =
            std::sync::Arc::new(crate::store::faulty::FaultyDisk::new(faults));
        let workspace = Workspace::view(disk, &scene.root()).unwrap();
        judge(&workspace, &records, &renja::store::Quiet).unwrap()
    };
    // A document with the name of a list is no list.
    let names =
        ["asing.txt", "manifest-kerja.txt", "siklus.sync-conflict-20270803-080500-ABCDEFG.ron", "OK.html"];
    for name in &names[..3] {
        fs::write(bag.join("data").join(name), "x").unwrap();
    }
    fs::rename(bag.join("data/index.html"), bag.join("data/OK.html")).unwrap();
    let own = Cure::PutBack(format!("{BAG}/data/index.html"));
    let cures = |faults: Faults| {
        let found = all(faults);
        names.map(|name| cure(&found, What::Unknown, &format!("{BAG}/data/{name}")).cloned())
    };
    let aside = || Some(Cure::Aside);
    assert_eq!(cures(Faults::default()), [aside(), aside(), aside(), Some(own.clone())]);
    // The file itself is renamed back, so no copy has to be brought there.
    assert_eq!(cure(&all(Faults::default()), What::Missing, &format!("{BAG}/data/index.html")), None);
    // An unreadable file may be the one that another finding misses.
    let unreadable = |name: &str| Faults { unreadable: Some(bag.join(name)), ..Faults::default() };
    assert_eq!(cures(unreadable("data/asing.txt")), [None, aside(), aside(), Some(own.clone())]);
    // `bag-info.txt` lists no files.
    assert_eq!(cures(unreadable("bag-info.txt")), [aside(), aside(), aside(), Some(own)]);
    // If a list can't be read, not even a copy can be recognised for sure.
    assert_eq!(cures(unreadable("manifest-sha256.txt")), [None, None, None, None]);
    for damaged in ["manifest-sha256.txt", "tagmanifest-sha256.txt", "bagit.txt"] {
        let bytes = fs::read(bag.join(damaged)).unwrap();
        edit(&bag.join(damaged), &[&bytes[..], b"\n"].concat());
        assert_eq!(cures(Faults::default()), [None, None, aside(), None], "{damaged}");
        edit(&bag.join(damaged), &bytes);
    }
}

/// The folder has its own finding, which covers everything in it.
#[test]
fn what_lies_in_a_folder_of_a_dossier_that_can_not_be_listed_is_not_said_to_be_gone() {
    let scene = Scene::sealed();
    let closed = scene.root().join(BAG).join("data/06 Undangan rapat");
    let path = below(&scene, &closed);
    let found = judged_with(&scene, Faults { closed: Some(closed), ..Faults::default() });
    assert_eq!(cure(&found, What::Unreadable, &path), None);
    assert!(told(&found.findings).iter().all(|(what, _)| *what != What::Missing), "{:?}", found.findings);
}

/// An operating system's file in a bag of another program: it is as listed, and only worth a look.
#[test]
fn a_remark_about_a_whole_file_mends_nothing() {
    let scene = Scene::open();
    let bag = scene.root().join("arsip/Lain");
    bags::write(&bag.join("data/Thumbs.db"), b"x");
    bags::finish(&bag, "1.0");
    let found = judged(&scene);
    assert_eq!(cure(&found, What::Broken, "arsip/Lain/data/Thumbs.db"), None);
    assert_eq!(found.errors().count(), 0, "{:?}", found.findings);
}
