//! Attaching: whole or not at all, and only what may be attached.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use renja::cycle::{Command, EventId, Refusal};
use renja::sop::{StepNo, builtin};
use renja::store::{
    Adopt, Attach, Cancelled, Disk as _, ErrorKind, FileKind, OsDisk, OutsideKind, Workspace, sha256,
};

use super::faulty::Faults;
use super::{CYCLE, Place, assert_tidy, assert_whole, file_of, output, quiet, to_step, who};
use crate::faults::work::move_to;

#[test]
fn the_copy_keeps_content_time_and_original_name() {
    let place = Place::with_cycle();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n * 7) as u8).collect();
    let source = place.source("Nota Dinas: 50%?.PDF", &bytes);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_001);
    std::fs::File::options().write(true).open(&source).unwrap().set_modified(old).unwrap();
    let mut workspace = place.open();
    let mut attach = to_step(1, source.clone());
    attach.slot = Some(output(1));
    let id = workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap();
    let document = workspace.cycle(CYCLE).unwrap().state().documents[&id].clone();
    let file = &document.current().file;
    assert_eq!((file.original.as_str(), file.size), ("Nota Dinas: 50%?.PDF", 3_000_000));
    assert_eq!(document.title, "Nota Dinas: 50%?");
    assert!(file.path.ends_with("/Nota Dinas_ 50__.PDF"), "{}", file.path);
    assert_eq!(file.sha256, sha256(&bytes));
    let copy = workspace.document_path(CYCLE, file).unwrap();
    let meta = std::fs::metadata(&copy).unwrap();
    assert_eq!(meta.modified().unwrap(), old);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let mode = meta.permissions().mode();
        assert_eq!(mode & 0o044, 0o044, "colleagues can read it: {mode:o}");
        assert_ne!(meta.ino(), std::fs::metadata(&source).unwrap().ino(), "a copy, not a link");
    }
    assert!(source.exists(), "the source stays");
    assert_eq!(workspace.look(CYCLE).unwrap().changed_outside(quiet()).unwrap(), []);
    assert_whole(&workspace);
    assert_tidy(&place);
}

#[cfg(unix)]
#[test]
fn only_regular_files_from_outside_are_taken() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let file = place.source("asli.pdf", b"isi");
    let dir = file.parent().unwrap().to_owned();
    let link = dir.join("tautan.pdf");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let pipe = dir.join("pipa");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let inside = place.data().join("renja.ron");
    // By another path to the same place.
    let around = dir.join("jalan");
    std::os::unix::fs::symlink(place.data(), &around).unwrap();
    let table = [
        (link, ErrorKind::NotAFile(FileKind::Link)),
        (pipe, ErrorKind::NotAFile(FileKind::Special)),
        ("/dev/zero".into(), ErrorKind::NotAFile(FileKind::Special)),
        (dir.clone(), ErrorKind::NotAFile(FileKind::Folder)),
        (inside, ErrorKind::InsideDataFolder),
        (around.join("renja.ron"), ErrorKind::InsideDataFolder),
        (dir.join("tidak ada.pdf"), ErrorKind::NotFound),
    ];
    let before = place.files();
    for (source, kind) in table {
        let error = workspace.attach(CYCLE, &to_step(1, source.clone()), &who(), quiet()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{error}");
        assert_eq!(error.path(), source);
    }
    assert_eq!(place.files(), before);
}

#[test]
fn what_the_rules_refuse_is_not_copied() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let source = place.source("x.pdf", b"isi");
    let mut misfiled = to_step(5, source.clone());
    misfiled.slot = Some(output(6));
    let never = |_: u64, _: &str| -> Result<(), Cancelled> { panic!("nothing is read") };
    let error = workspace.attach(CYCLE, &misfiled, &who(), &never).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Refused(Refusal::NoSuchSlot(output(6))));
    let document = workspace.attach(CYCLE, &to_step(5, source.clone()), &who(), quiet()).unwrap();
    let before = place.files();
    let mut same = to_step(5, source);
    same.version_of = Some(document);
    let error = workspace.attach(CYCLE, &same, &who(), quiet()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Refused(Refusal::NoChange));
    assert_eq!(place.files(), before, "a version of the same content leaves nothing");
}

#[test]
fn stopping_at_any_block_leaves_nothing() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let source = place.source("besar.bin", &vec![7; 5 << 20]);
    let before = place.files();
    for stop_at in 0..5 {
        let blocks = AtomicU64::new(0);
        let stop = |_: u64, what: &str| {
            assert_eq!(what, "besar.bin");
            if blocks.fetch_add(1, Ordering::Relaxed) == stop_at { Err(Cancelled) } else { Ok(()) }
        };
        let error = workspace.attach(CYCLE, &to_step(1, source.clone()), &who(), &stop).unwrap_err();
        assert!(error.is_cancelled());
        let left: Vec<_> = place.files().into_iter().collect();
        assert_eq!(left, before.iter().cloned().collect::<Vec<_>>());
    }
    workspace.attach(CYCLE, &to_step(1, source), &who(), quiet()).unwrap();
    assert_whole(&workspace);
}

#[test]
fn many_files_keep_their_order_and_each_has_its_result() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut files: Vec<_> = (0..25_u8)
        .map(|n| {
            let dir = place.source("x", b"").parent().unwrap().join(n.to_string());
            std::fs::create_dir_all(&dir).unwrap();
            // All have the same name, in upper and lower case: they must not overwrite each other on any
            // system.
            let path = dir.join(if n % 2 == 0 { "Lampiran.pdf" } else { "LAMPIRAN.PDF" });
            std::fs::write(&path, vec![n; 100_000 * usize::from(n % 3)]).unwrap();
            to_step(9, path)
        })
        .collect();
    files[7].source = place.local().join("tidak ada");
    let results = workspace.attach_many(CYCLE, &files, &who(), quiet());
    assert_eq!(results.len(), 25);
    assert_eq!(*results[7].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    let ids: Vec<_> = results.iter().flatten().cloned().collect();
    let state = workspace.cycle(CYCLE).unwrap().state();
    let in_order: Vec<_> = state.documents_of(StepNo(9)).map(|document| document.id.clone()).collect();
    assert_eq!(in_order, ids);
    let folded: std::collections::BTreeSet<_> =
        state.documents.values().map(|document| document.current().file.path.to_lowercase()).collect();
    assert_eq!(folded.len(), 24, "no two names are equal on Windows");
    assert_whole(&workspace);
    assert_tidy(&place);
}

#[test]
fn stopping_many_keeps_those_that_are_done() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let files: Vec<_> =
        (0..40).map(|n| to_step(9, place.source(&format!("{n}.bin"), &vec![1; 10_000 + n]))).collect();
    let blocks = AtomicU64::new(0);
    let stop =
        |_: u64, _: &str| if blocks.fetch_add(1, Ordering::Relaxed) < 10 { Ok(()) } else { Err(Cancelled) };
    let results = workspace.attach_many(CYCLE, &files, &who(), &stop);
    let done = results.iter().filter(|result| result.is_ok()).count();
    assert!((1..=10).contains(&done), "{done}");
    assert!(
        results.iter().flatten().count()
            + results.iter().filter_map(|r| r.as_ref().err()).filter(|e| e.is_cancelled()).count()
            == 40
    );
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents.len(), done);
    assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0]);
    assert_whole(&workspace);
    assert_tidy(&place);
}

/// Changes a file, in a different way at each call.
type Change = fn(&Path, u64);

fn edit(path: &Path, left: u64) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[left as usize] = b'x';
    write_later(path, &bytes, left);
}

fn grow(path: &Path, left: u64) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes.push(b'x');
    write_later(path, &bytes, left);
}

fn write_later(path: &Path, bytes: &[u8], left: u64) {
    std::fs::write(path, bytes).unwrap();
    let later = SystemTime::now() + Duration::from_secs(left % 1000 + 1);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
}

/// Another file of the same size and time gets the name of this one.
fn replace(path: &Path, _left: u64) {
    let before = std::fs::metadata(path).unwrap();
    let other = path.with_extension("baru");
    std::fs::write(&other, vec![b'b'; before.len() as usize]).unwrap();
    let file = std::fs::File::options().write(true).open(&other).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    std::fs::rename(other, path).unwrap();
}

/// Attaches a source that changes while it is read.
fn attach_changing(times: u64, change: Change) -> (Place, Result<(), ErrorKind>) {
    let place = Place::with_cycle();
    let source = place.source("tumbuh.csv", &vec![b'a'; 3 << 20]);
    let (disk, mut workspace) = place.open_to_hurt();
    let (target, mut left) = (source.clone(), times);
    disk.set(Faults {
        after_read: Some(Box::new(move |path| {
            if path == target && left > 0 {
                left -= 1;
                change(path, left);
            }
        })),
        ..Faults::default()
    });
    let result = workspace.attach(CYCLE, &to_step(1, source.clone()), &who(), quiet());
    if let Ok(id) = &result {
        let document = &workspace.cycle(CYCLE).unwrap().state().documents[id];
        assert_eq!(document.current().file.sha256, sha256(&std::fs::read(&source).unwrap()), "never a mix");
    }
    assert_whole(&workspace);
    drop(workspace);
    assert_tidy(&place);
    (place, result.map(drop).map_err(|error| error.kind().clone()))
}

#[test]
fn a_source_that_changes_is_copied_anew_and_never_mixed() {
    for change in [edit, grow, replace] {
        assert_eq!(attach_changing(1, change).1, Ok(()));
    }
    let (place, result) = attach_changing(u64::MAX, grow);
    assert_eq!(result, Err(ErrorKind::SourceChanged));
    assert_eq!(place.open().orphans(CYCLE).unwrap(), [""; 0]);
}

#[test]
fn a_source_that_vanishes_is_named() {
    let place = Place::with_cycle();
    let source = place.source("hilang.pdf", &vec![1; 3 << 20]);
    let (disk, mut workspace) = place.open_to_hurt();
    let target = source.clone();
    disk.set(Faults {
        after_read: Some(Box::new(move |path| {
            if path == target {
                drop(std::fs::remove_file(path));
            }
        })),
        ..Faults::default()
    });
    let error = workspace.attach(CYCLE, &to_step(1, source.clone()), &who(), quiet()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (&ErrorKind::NotFound, source.as_path()));
    drop(workspace);
    assert_tidy(&place);
}

#[test]
fn a_disk_that_writes_something_else_is_caught() {
    let place = Place::with_cycle();
    let source = place.source("x.bin", &[1, 2, 3, 4]);
    let (disk, mut workspace) = place.open_to_hurt();
    let before = place.files();
    disk.set(Faults { garble: Some(3), ..Faults::default() });
    let error = workspace.attach(CYCLE, &to_step(1, source), &who(), quiet()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ReadBackDiffers);
    drop(workspace);
    assert_eq!(place.files(), before);
}

#[test]
fn what_happens_to_files_outside_is_noticed_and_strays_are_offered() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut paths = Vec::new();
    for name in ["ubah", "sama besar", "hilang", "pindah"] {
        let source = place.source(&format!("{name}.txt"), name.as_bytes());
        let id = workspace.attach(CYCLE, &to_step(2, source), &who(), quiet()).unwrap();
        let file = file_of(&workspace, &id);
        paths.push((id, workspace.document_path(CYCLE, &file).unwrap()));
    }
    std::fs::write(&paths[0].1, "lebih panjang").unwrap();
    std::fs::write(&paths[1].1, "SAMA BESAR").unwrap();
    let later = SystemTime::now() + Duration::from_mins(1);
    std::fs::File::options().write(true).open(&paths[1].1).unwrap().set_modified(later).unwrap();
    std::fs::remove_file(&paths[2].1).unwrap();
    let moved = place.cycle_dir().join("berkas/lain");
    std::fs::create_dir(&moved).unwrap();
    std::fs::rename(&paths[3].1, moved.join("pindah.txt")).unwrap();
    std::fs::write(moved.join("titipan.txt"), "titipan").unwrap();
    let found = workspace.look(CYCLE).unwrap().changed_outside(quiet()).unwrap();
    assert_eq!(found[3].path, moved.join("pindah.txt"));
    let found: Vec<_> = found.into_iter().map(|finding| (finding.document, finding.what)).collect();
    let expected = [OutsideKind::Changed, OutsideKind::Changed, OutsideKind::Missing, OutsideKind::Moved];
    let expected: Vec<_> = paths.iter().map(|(id, _)| id.clone()).zip(expected).collect();
    assert_eq!(found, expected);
    assert_eq!(workspace.orphans(CYCLE).unwrap(), ["berkas/lain/titipan.txt"]);
    let adopt = Adopt {
        path: "berkas/lain/titipan.txt".to_owned(),
        step: StepNo(2),
        slot: None,
        title: String::new(),
        version_of: None,
    };
    let adopted = workspace.adopt(CYCLE, &adopt, &who(), quiet()).unwrap();
    assert!(workspace.adopt(CYCLE, &adopt, &who(), quiet()).is_err());
    let cycle = workspace.cycle(CYCLE).unwrap();
    assert_eq!(cycle.state().documents[&adopted].current().file.sha256, sha256(b"titipan"));
    assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0]);
    // The file that was moved by hand is also found after a restart, and a command moves it.
    drop(workspace);
    let mut workspace = place.open();
    let document = paths[3].0.clone();
    let file = file_of(&workspace, &document);
    assert_eq!(workspace.document_path(CYCLE, &file).unwrap(), moved.join("pindah.txt"));
    let command =
        Command::MoveDocument { document: document.clone(), step: StepNo(3), slot: None, paths: Vec::new() };
    workspace.execute(CYCLE, &command, &who()).unwrap();
    let file = file_of(&workspace, &document);
    assert!(file.path.starts_with("berkas/03 ") && place.cycle_dir().join(&file.path).exists());
}

#[test]
fn what_systems_leave_beside_documents_and_what_lies_too_deep_is_not_offered() {
    let place = Place::with_cycle();
    let workspace = place.open();
    let deep = place.cycle_dir().join("berkas/a/b/c/d");
    std::fs::create_dir_all(deep.join("e")).unwrap();
    let offered = ["berkas/a/b/c/d/dalam.pdf", "berkas/desktop.ini.pdf", "berkas/~Renja.docx"];
    for path in offered {
        std::fs::write(place.cycle_dir().join(path), "isi").unwrap();
    }
    std::fs::create_dir(deep.join("@eaDir")).unwrap();
    for name in [
        ".DS_Store",
        "~$rencana.docx",
        ".~lock.rencana.odt#",
        "Thumbs.db",
        "DESKTOP.INI",
        "unduhan.pdf.part",
        "Undangan.pdf.crdownload",
        "@eaDir/kecil.jpg",
        "e/terlalu dalam.pdf",
    ] {
        std::fs::write(deep.join(name), "isi").unwrap();
    }
    assert_eq!(workspace.orphans(CYCLE).unwrap(), offered);
}

/// Copying through FAT or an old share rounds times to two seconds: reading all files because of that would
/// take minutes.
#[test]
fn a_file_is_read_only_if_its_time_differs_by_more_than_a_share_rounds_it() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    let source = place.source("a.txt", b"satu");
    let then = std::fs::metadata(&source).unwrap().modified().unwrap();
    let id = workspace.attach(CYCLE, &to_step(2, source), &who(), quiet()).unwrap();
    let path = workspace.document_path(CYCLE, &file_of(&workspace, &id)).unwrap();
    disk.set(Faults { unreadable: Some(path.clone()), ..Faults::default() });
    let (two, three) = (Duration::from_secs(2), Duration::from_secs(3));
    for (time, is_read) in [(then, false), (then + two, false), (then - two, false), (then + three, true)] {
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        let looked = workspace.look(CYCLE).unwrap().changed_outside(quiet());
        assert_eq!(looked.is_err(), is_read, "{time:?}: {looked:?}");
    }
}

#[test]
fn what_was_edited_outside_becomes_a_version_where_it_stands() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let source = place.source("undangan.txt", b"draf");
    let document = workspace.attach(CYCLE, &to_step(2, source), &who(), quiet()).unwrap();
    let file = |workspace: &Workspace| {
        let known = workspace.cycle(CYCLE).unwrap().state().documents[&document].clone();
        let path = workspace.document_path(CYCLE, &known.current().file).unwrap();
        (known, path)
    };
    let changed = |workspace: &mut Workspace| {
        let found = workspace.look(CYCLE).unwrap().changed_outside(quiet()).unwrap();
        found.into_iter().map(|outside| outside.what).collect::<Vec<_>>()
    };
    let unchanged = workspace.take_changed(CYCLE, &document, &who(), quiet());
    assert!(unchanged.is_err(), "nothing was edited: {unchanged:?}");
    let (_, path) = file(&workspace);
    std::fs::write(&path, "sudah disunting").unwrap();
    assert_eq!(changed(&mut workspace), [OutsideKind::Changed]);
    workspace.take_changed(CYCLE, &document, &who(), quiet()).unwrap();
    let (known, after) = file(&workspace);
    assert_eq!((known.versions.len(), known.current().file.sha256.clone()), (2, sha256(b"sudah disunting")));
    assert_eq!((after, known.current().file.original.as_str()), (path, "undangan.txt"));
    assert!(known.versions[0].overwritten && known.kept().count() == 1);
    assert_eq!(changed(&mut workspace), []);

    // Both versions refer to one file, and still do when it moves.
    let to_three =
        Command::MoveDocument { document: document.clone(), step: StepNo(3), slot: None, paths: Vec::new() };
    workspace.execute(CYCLE, &to_three, &who()).unwrap();
    let (known, path) = file(&workspace);
    assert!(
        path.exists() && known.versions.iter().all(|version| version.file.path.starts_with("berkas/03 "))
    );
    assert_eq!(changed(&mut workspace), []);
    let back =
        Command::MoveDocument { document: document.clone(), step: StepNo(2), slot: None, paths: Vec::new() };
    workspace.execute(CYCLE, &back, &who()).unwrap();

    // The new version is undone: the previous one counts, and its file is a changed one again.
    let (_, path) = file(&workspace);
    std::fs::write(&path, "disunting sekali lagi").unwrap();
    let again = workspace.take_changed(CYCLE, &document, &who(), quiet()).unwrap();
    workspace.undo(CYCLE, &[again], &who()).unwrap();
    assert_eq!(changed(&mut workspace), [OutsideKind::Changed]);
    workspace.take_changed(CYCLE, &document, &who(), quiet()).unwrap();
    assert_eq!(changed(&mut workspace), []);
    drop(workspace);
    let mut workspace = place.open();
    assert_eq!(changed(&mut workspace), []);
    assert_eq!(file(&workspace).0.versions.len(), 4);
    assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0]);
}

// Fails if only files that exist in a folder keep their names reserved.
#[test]
fn the_name_of_a_document_that_is_missing_is_taken_in_its_folder_and_in_no_other() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut attach = |step: u8, content: &[u8]| {
        let source = place.source("undangan.txt", content);
        let id = workspace.attach(CYCLE, &to_step(step, source), &who(), quiet()).unwrap();
        let file = file_of(&workspace, &id);
        place.cycle_dir().join(file.path)
    };
    let (missing, later) = (attach(2, b"satu"), place.source("nanti", b""));
    std::fs::rename(&missing, &later).unwrap();
    let (beside, elsewhere) = (attach(2, b"dua"), attach(3, b"tiga"));
    assert!(beside.ends_with("undangan (2).txt") && elsewhere.ends_with("undangan.txt"));
    std::fs::rename(&later, &missing).unwrap();
    assert_whole(&workspace);
}

// Fails if a version of a document may take the name of the document's other version.
#[test]
fn the_place_of_a_version_that_is_missing_is_kept_for_it() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let first = place.source("undangan.txt", b"satu");
    let document = workspace.attach(CYCLE, &to_step(2, first), &who(), quiet()).unwrap();
    let second = place.source("undangan.txt", b"dua");
    let version = Attach { version_of: Some(document.clone()), ..to_step(2, second) };
    workspace.attach(CYCLE, &version, &who(), quiet()).unwrap();
    let other = place.source("undangan.txt", b"lain");
    workspace.attach(CYCLE, &to_step(3, other), &who(), quiet()).unwrap();
    let file = |workspace: &Workspace, version: usize| {
        workspace.cycle(CYCLE).unwrap().state().documents[&document].versions[version].file.clone()
    };
    let (missing, later) = (place.cycle_dir().join(&file(&workspace, 1).path), place.source("nanti", b""));
    assert!(missing.ends_with("undangan (2).txt"));
    std::fs::rename(&missing, &later).unwrap();
    // The first version moves to where its name must be numbered (2), and back.
    for step in [3, 2] {
        workspace.execute(CYCLE, &move_to(&document, step), &who()).unwrap();
    }
    std::fs::rename(&later, &missing).unwrap();
    workspace.find_files(CYCLE).unwrap();
    for (version, content) in [(0, "satu"), (1, "dua")] {
        let path = workspace.document_path(CYCLE, &file(&workspace, version)).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), content);
    }
    assert_eq!(workspace.look(CYCLE).unwrap().all(quiet()).unwrap().outside, []);
}

// Fails if a file that was found elsewhere counts as gone once it is edited there.
#[test]
fn what_was_edited_where_it_was_found_becomes_a_version_there() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let source = place.source("undangan.txt", b"draf");
    let document = workspace.attach(CYCLE, &to_step(2, source), &who(), quiet()).unwrap();
    let named = place.cycle_dir().join(&file_of(&workspace, &document).path);
    let found = named.with_file_name("undangan rapat.txt");
    std::fs::rename(&named, &found).unwrap();
    workspace.find_files(CYCLE).unwrap();
    std::fs::write(
        workspace.document_path(CYCLE, &file_of(&workspace, &document)).unwrap(),
        "sudah disunting",
    )
    .unwrap();

    let looked = workspace.look(CYCLE).unwrap().all(quiet()).unwrap();
    let [outside] = &looked.outside[..] else { panic!("{looked:?}") };
    assert_eq!((&outside.what, &outside.path), (&OutsideKind::Changed, &found));
    assert_eq!(looked.orphans, [""; 0]);
    // Also after another search for files.
    workspace.find_files(CYCLE).unwrap();
    assert_eq!(workspace.document_path(CYCLE, &file_of(&workspace, &document)).unwrap(), found);
    workspace.take_changed(CYCLE, &document, &who(), quiet()).unwrap();
    assert_eq!(file_of(&workspace, &document).sha256, sha256(b"sudah disunting"));
    let looked = workspace.look(CYCLE).unwrap().all(quiet()).unwrap();
    assert_eq!((looked.outside.len(), looked.orphans.len()), (0, 0));
    drop(workspace);
    let mut workspace = place.open();
    assert_eq!(workspace.look(CYCLE).unwrap().all(quiet()).unwrap().outside, []);
}

// Fails if it is enough that the file was there once, or is still there.
#[test]
fn where_a_document_was_found_counts_only_while_its_file_is_there_and_nobody_elses() {
    for adopted in [false, true] {
        let place = Place::with_cycle();
        let mut workspace = place.open();
        let source = place.source("undangan.txt", b"draf");
        let document = workspace.attach(CYCLE, &to_step(2, source), &who(), quiet()).unwrap();
        let file = file_of(&workspace, &document);
        let named = place.cycle_dir().join(&file.path);
        let found = named.with_file_name("undangan rapat.txt");
        std::fs::rename(&named, &found).unwrap();
        workspace.find_files(CYCLE).unwrap();
        assert_eq!(workspace.document_path(CYCLE, &file).unwrap(), found);
        if adopted {
            // The file was edited, and then adopted as a separate document on a PC that had not found it
            // before.
            std::fs::write(&found, "sudah disunting").unwrap();
            let mut other = Workspace::open(&place.data(), &place.other_local()).unwrap();
            let path = other.orphans(CYCLE).unwrap().remove(0);
            let adopt = Adopt { path, step: StepNo(2), slot: None, title: String::new(), version_of: None };
            other.adopt(CYCLE, &adopt, &who(), quiet()).unwrap();
            workspace.poll().unwrap();
        } else {
            std::fs::remove_file(&found).unwrap();
            workspace.find_files(CYCLE).unwrap();
        }
        let looked = workspace.look(CYCLE).unwrap().all(quiet()).unwrap();
        let [outside] = &looked.outside[..] else { panic!("{looked:?}") };
        assert_eq!((&outside.document, &outside.what), (&document, &OutsideKind::Missing));
        assert_eq!((&outside.path, &workspace.document_path(CYCLE, &file).unwrap()), (&named, &named));
    }
}

fn attach_list(place: &Place, workspace: &mut Workspace) -> EventId {
    let attach = to_step(2, place.source("daftar.txt", b"isi"));
    workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap()
}

// Fails if a file that can't be read counts as missing.
#[test]
fn a_document_that_can_not_be_read_is_not_taken_for_the_copy_beside_it() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let id = attach_list(&place, &mut workspace);
    let file = file_of(&workspace, &id);
    let path = workspace.document_path(CYCLE, &file).unwrap();
    drop(workspace);
    std::fs::copy(&path, path.with_file_name("daftar (salinan).txt")).unwrap();
    let (disk, mut workspace) = place.open_to_hurt();
    disk.set(Faults { unreadable: Some(path.clone()), ..Faults::default() });
    assert_eq!(workspace.find_files(CYCLE).unwrap_err().path(), path);
    assert_eq!(workspace.document_path(CYCLE, &file).unwrap(), path);
    disk.set(Faults::default());
    workspace.find_files(CYCLE).unwrap();
    assert_whole(&workspace);
}

#[test]
fn where_a_document_was_found_is_forgotten_when_it_is_moved() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let id = attach_list(&place, &mut workspace);
    let named = place.cycle_dir().join(&file_of(&workspace, &id).path);
    let found = place.cycle_dir().join("berkas/daftar.txt");
    std::fs::rename(&named, &found).unwrap();
    workspace.find_files(CYCLE).unwrap();
    assert_eq!(workspace.document_path(CYCLE, &file_of(&workspace, &id)).unwrap(), found);
    // Moved there and back: the file has its old name again, and is at its place.
    for step in [3, 2] {
        workspace.execute(CYCLE, &move_to(&id, step), &who()).unwrap();
    }
    assert_eq!(workspace.document_path(CYCLE, &file_of(&workspace, &id)).unwrap(), named);
    assert!(named.exists() && !found.exists());
    assert_whole(&workspace);
}

#[test]
fn a_document_is_where_it_is_said_to_be_after_a_move_that_failed_at_any_call() {
    let mut failed = 0;
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        let id = attach_list(&place, &mut workspace);
        disk.set(Faults { fail_at: Some(call), dead_after: true, ..Faults::default() });
        failed += u32::from(workspace.execute(CYCLE, &move_to(&id, 3), &who()).is_err());
        let is_over = disk.calls() <= call;
        disk.set(Faults::default());
        workspace.poll().unwrap();
        assert_whole(&workspace);
        if is_over {
            break;
        }
    }
    assert!(failed > 3, "{failed}");
}

/// The search for changes of others runs every few seconds, on a share, on each PC.
#[test]
fn a_look_for_changes_of_others_does_not_look_at_documents() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    attach_list(&place, &mut workspace);
    workspace.poll().unwrap();
    let documents = place.cycle_dir().join("berkas");
    let (counting, asked) = Faults::counting_looks(move |path| path == documents);
    disk.set(counting);
    workspace.poll().unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    workspace.find_files(CYCLE).unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_document_of_which_the_disk_tells_nothing_is_not_said_to_be_missing() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    let id = attach_list(&place, &mut workspace);
    let path = workspace.document_path(CYCLE, &file_of(&workspace, &id)).unwrap();
    disk.set(Faults { untold: Some(path.clone()), ..Faults::default() });
    let error = workspace.look(CYCLE).unwrap().changed_outside(quiet()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (&ErrorKind::Disk, path.as_path()));
}

#[test]
fn a_missing_document_is_found_beside_the_others_before_at_the_place_of_one() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let attach = |workspace: &mut Workspace, step: u8, name: &str, content: &[u8]| {
        let source = place.source(name, content);
        let id = workspace.attach(CYCLE, &to_step(step, source), &who(), quiet()).unwrap();
        workspace.document_path(CYCLE, &file_of(workspace, &id)).unwrap()
    };
    attach(&mut workspace, 1, "lain.txt", b"lain");
    attach(&mut workspace, 2, "sama.txt", b"isi");
    let missing = attach(&mut workspace, 3, "hilang.txt", b"isi");
    let beside = missing.with_file_name("ditemukan.txt");
    std::fs::rename(&missing, &beside).unwrap();
    let looked = workspace.look(CYCLE).unwrap().all(quiet()).unwrap();
    let [found] = &looked.outside[..] else { panic!("{looked:?}") };
    assert_eq!((&found.what, &found.path), (&OutsideKind::Moved, &beside));
    assert_eq!(looked.orphans, [""; 0]);
}

#[test]
fn a_name_that_a_document_still_has_by_its_event_is_not_given_away() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    workspace.attach(CYCLE, &to_step(2, place.source("undangan.txt", b"pertama")), &who(), quiet()).unwrap();
    drop(workspace);
    // The program was killed while it moved the document to step 3: the file is there, the event is not.
    let step = |no| {
        let folders = std::fs::read_dir(place.cycle_dir().join("berkas")).unwrap();
        let mut folders = folders.map(|entry| entry.unwrap().path());
        folders.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(no)).unwrap()
    };
    let elsewhere = step("02").with_file_name("03 SK Tim bertanda tangan");
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::fs::rename(step("02").join("undangan.txt"), elsewhere.join("undangan.txt")).unwrap();

    let mut workspace = place.open();
    workspace.attach(CYCLE, &to_step(2, place.source("undangan.txt", b"kedua")), &who(), quiet()).unwrap();
    let third = to_step(4, place.source("undangan.txt", b"ketiga"));
    let third = workspace.attach(CYCLE, &third, &who(), quiet()).unwrap();
    let to_two = Command::MoveDocument { document: third, step: StepNo(2), slot: None, paths: Vec::new() };
    workspace.execute(CYCLE, &to_two, &who()).unwrap();
    assert_whole(&workspace);
    let documents = &workspace.cycle(CYCLE).unwrap().state().documents;
    let named: Vec<_> =
        documents.values().map(|document| document.current().file.path.rsplit('/').next()).collect();
    assert_eq!(named.iter().filter(|name| **name == Some("undangan.txt")).count(), 1, "{named:?}");
    drop(workspace);
    let workspace = place.open();
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents.len(), 3);
    assert_whole(&workspace);
}

#[test]
fn a_name_that_another_program_takes_at_the_last_moment_stays_its_own() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    disk.set(Faults { forestalled: Some(b"lain"), ..Faults::default() });
    workspace.attach(CYCLE, &to_step(2, place.source("undangan.txt", b"isi")), &who(), quiet()).unwrap();
    assert_whole(&workspace);
    let documents = &workspace.cycle(CYCLE).unwrap().state().documents;
    let path = &documents.values().next().unwrap().current().file.path;
    assert!(path.ends_with("/undangan (2).txt"), "{path}");
    let theirs = place.cycle_dir().join(path).with_file_name("undangan.txt");
    assert_eq!(std::fs::read(theirs).unwrap(), b"lain");
}

#[test]
fn a_fault_before_the_copy_has_its_name_is_told_and_can_be_got_over() {
    let attach = |place: &Place, workspace: &mut Workspace| {
        workspace.attach(CYCLE, &to_step(2, place.source("undangan.txt", b"isi")), &who(), quiet())
    };
    let mut told = 0;
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        disk.set(Faults { fail_at: Some(call), dead_after: true, ..Faults::default() });
        attach(&place, &mut workspace).unwrap_err();
        if place.files().iter().any(|path| path.ends_with("/undangan.txt")) {
            break;
        }
        drop(workspace);
        let (disk, mut workspace) = place.open_to_hurt();
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        attach(&place, &mut workspace).unwrap_err();
        attach(&place, &mut workspace).unwrap();
        assert_whole(&workspace);
        told += 1;
    }
    assert!(told > 4, "{told}");
}

#[test]
fn a_file_for_which_there_is_no_room_is_refused_before_it_is_copied() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    let attach = to_step(2, place.source("undangan.txt", b"sepuluh ya"));
    let files = place.files();
    disk.set(Faults { free: Some(9), ..Faults::default() });
    let refused = workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::DiskFull(Some(10)));
    assert_eq!((place.files(), disk.calls()), (files, 0));
    disk.set(Faults { free: Some(10), ..Faults::default() });
    workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap();
}

/// Some mounts of shares report zero for all sizes. Failed when nothing could be attached there.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_does_not_tell_its_size_is_not_taken_for_full() {
    let place = Place::with_cycle();
    assert!(OsDisk.free_space(&place.data()).unwrap() > Some(0));
    assert_eq!(OsDisk.free_space(Path::new("/proc")).unwrap(), None);
}

#[test]
fn of_many_only_those_of_the_folder_that_fails_are_refused() {
    let mut refused = 0;
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, mut workspace) = place.open_to_hurt();
        let files = [(2, "dua.txt"), (3, "tiga.txt")];
        let files = files.map(|(step, name)| to_step(step, place.source(name, name.as_bytes())));
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        let results = workspace.attach_many(CYCLE, &files, &who(), quiet());
        let reached = disk.calls() > call;
        disk.set(Faults::default());
        for (result, (own, other)) in results.iter().zip([("02 ", "03 "), ("03 ", "02 ")]) {
            if let Err(error) = result {
                let path = error.path().to_str().unwrap();
                assert!(!path.contains(&format!("/{other}")), "call {call}, {own}: {error}");
                refused += 1;
            }
        }
        let documents = workspace.cycle(CYCLE).unwrap().state().documents.len();
        assert_eq!(documents, results.iter().flatten().count(), "call {call}");
        assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0], "call {call}");
        assert_whole(&workspace);
        if !reached {
            break;
        }
    }
    assert!(refused > 4, "{refused}");
}

#[test]
fn a_move_that_a_killed_program_has_made_is_recorded_where_it_led() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let attach = to_step(2, place.source("undangan.txt", b"isi"));
    let document = workspace.attach(CYCLE, &attach, &who(), quiet()).unwrap();
    let path = |workspace: &Workspace| {
        workspace.cycle(CYCLE).unwrap().state().documents[&document].current().file.path.clone()
    };
    let from = path(&workspace);
    let moved = workspace.execute(CYCLE, &move_to(&document, 3), &who()).unwrap();
    let to = path(&workspace);
    workspace.undo(CYCLE, &moved[..1], &who()).unwrap();
    assert_eq!(path(&workspace), from);
    drop(workspace);
    // The program was killed while it moved the document again: the file is there, the event is not.
    let at = |path: &str| place.cycle_dir().join(path);
    std::fs::rename(at(&from), at(&to)).unwrap();
    let mut workspace = place.open();
    workspace.execute(CYCLE, &move_to(&document, 3), &who()).unwrap();
    assert_eq!(path(&workspace), to, "as the event says");
    assert_whole(&workspace);
    drop(workspace);
    // The same again, and then moved on and back: the place where the file was found is no place of the
    // document any more.
    std::fs::rename(at(&to), at(&from)).unwrap();
    let (disk, mut workspace) = place.open_to_hurt();
    workspace.find_files(CYCLE).unwrap();
    // A command that moves no file does not need the folder.
    disk.set(Faults { read_only: Some(place.data()), ..Faults::default() });
    let note = Command::AddNote { step: None, text: "sementara itu".to_owned() };
    workspace.execute(CYCLE, &note, &who()).unwrap();
    disk.set(Faults::default());
    for step in [4, 3] {
        workspace.execute(CYCLE, &move_to(&document, step), &who()).unwrap();
        assert_whole(&workspace);
    }
    assert_eq!(path(&workspace), to);
}

#[test]
fn a_long_name_is_cut_so_that_every_windows_program_opens_it() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let source = place.source(&format!("{}.pdf", "undangan-rapat-".repeat(15)), b"isi");
    let longest = builtin().steps.iter().max_by_key(|step| step.folder().len()).unwrap().no.0;
    for _ in 0..2 {
        workspace.attach(CYCLE, &to_step(longest, source.clone()), &who(), quiet()).unwrap();
    }
    let documents = &workspace.cycle(CYCLE).unwrap().state().documents;
    let path = |file: &str| format!("{}/{file}", CYCLE.folder()).encode_utf16().count();
    let mut lengths: Vec<_> =
        documents.values().map(|document| path(&document.current().file.path)).collect();
    lengths.sort_unstable();
    // A name that takes all of the room except for a number in brackets, which the second file has.
    let room = renja::store::names::MAX_PATH - 6;
    assert_eq!(lengths[0], room);
    assert!(lengths[1] > room && lengths[1] <= renja::store::names::MAX_PATH, "{lengths:?}");
}
