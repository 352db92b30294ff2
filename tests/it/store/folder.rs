//! What is done with the files of a folder, call by call.

use renja::store::ErrorKind;

use super::Place;
use super::faulty::Faults;

#[test]
fn a_path_never_leads_out_of_its_folder() {
    let place = Place::with_cycle();
    let workspace = place.open();
    let folder = workspace.folder();
    for bad in
        ["..", ".", "/", "a/", "/a", "a//b", "a/../b", "a/./b", "a\\b", "C:a", "a:b", "a\0b", "a/b\\..\\c"]
    {
        let refused = folder.path(bad).unwrap_err();
        assert_eq!(*refused.kind(), ErrorKind::BadPath, "{bad}");
    }
    for good in ["", "a", "a/b", "a..b", "...", " "] {
        assert!(folder.path(good).unwrap().starts_with(folder.root()), "{good}");
    }
}

#[test]
fn a_rename_that_fails_names_the_file_that_is_in_the_way() {
    let place = Place::with_cycle();
    let workspace = place.open();
    let folder = workspace.folder();
    folder.create_file("a.txt", b"a").unwrap();
    folder.create_file("b.txt", b"b").unwrap();
    let taken = folder.rename("a.txt", "b.txt").unwrap_err();
    assert_eq!((taken.kind(), taken.path()), (&ErrorKind::Exists, folder.path("b.txt").unwrap().as_path()));
    let missing = folder.rename("c.txt", "d.txt").unwrap_err();
    assert_eq!(
        (missing.kind(), missing.path()),
        (&ErrorKind::NotFound, folder.path("c.txt").unwrap().as_path())
    );
    assert_eq!(
        (folder.read("a.txt", 9).unwrap(), folder.read("b.txt", 9).unwrap()),
        (b"a".to_vec(), b"b".to_vec())
    );
}

#[test]
fn what_is_gone_already_is_given_up_and_what_can_not_be_is_told() {
    let place = Place::with_cycle();
    let (disk, workspace) = place.open_to_hurt();
    let folder = workspace.folder();
    folder.discard("tidak ada.txt").unwrap();
    folder.create_file("ada.txt", b"isi").unwrap();
    disk.set(Faults { fail_at: Some(0), ..Faults::default() });
    let error = folder.discard("ada.txt").unwrap_err();
    assert_eq!(error.path(), folder.path("ada.txt").unwrap());
    assert_eq!(folder.read("ada.txt", 9).unwrap(), b"isi");
    folder.discard("ada.txt").unwrap();
    assert!(folder.metadata("ada.txt").unwrap().is_none());
    super::assert_tidy(&place);
}

#[test]
fn a_file_with_the_same_content_stands_already_and_another_stays() {
    let place = Place::with_cycle();
    let workspace = place.open();
    let folder = workspace.folder();
    folder.create_file("baru/a.txt", b"isi").unwrap();
    folder.create_file("baru/a.txt", b"isi").unwrap();
    for other in [b"lain".as_slice(), b"is", b""] {
        let taken = folder.create_file("baru/a.txt", other).unwrap_err();
        assert_eq!(*taken.kind(), ErrorKind::Exists);
    }
    assert_eq!(folder.read("baru/a.txt", 9).unwrap(), b"isi");
    let through = folder.create_file("baru/a.txt/b.txt", b"x").unwrap_err();
    assert_ne!(*through.kind(), ErrorKind::Exists, "no folder can stand there");
    super::assert_tidy(&place);
}

#[test]
fn what_can_not_be_asked_is_not_taken_for_absent() {
    let place = Place::with_cycle();
    let (disk, workspace) = place.open_to_hurt();
    let folder = workspace.folder();
    folder.create_file("ada.txt", b"isi").unwrap();
    disk.set(Faults { fail_at: Some(0), dead_after: true, ..Faults::default() });
    // From here on the disk is unreachable.
    folder.sync("").unwrap_err();
    assert!(folder.metadata("ada.txt").is_err() && folder.metadata("tidak ada.txt").is_err());
    assert!(folder.list("").is_err() && folder.list("tidak ada").is_err());
}

#[test]
fn a_folder_that_is_said_to_be_made_stands() {
    let mut failed = 0;
    for call in 0.. {
        let place = Place::with_cycle();
        let (disk, workspace) = place.open_to_hurt();
        let folder = workspace.folder();
        disk.set(Faults { fail_at: Some(call), ..Faults::default() });
        let made = folder.create_dir("a/b/c");
        if disk.calls() <= call {
            made.unwrap();
            break;
        }
        made.unwrap_err();
        failed += 1;
        folder.create_dir("a/b/c").unwrap();
        assert!(folder.metadata("a/b/c").unwrap().is_some());
    }
    assert!(failed > 5, "{failed}");
}

#[test]
fn unfinished_work_of_others_is_not_written_to() {
    let place = Place::with_cycle();
    let workspace = place.open();
    let folder = workspace.folder();
    let name = folder.temp_name();
    let (tag, number) = name.trim_end_matches(".tmp").rsplit_once('-').unwrap();
    let number: u64 = number.parse().unwrap();
    // Other tests use up numbers at the same time.
    let theirs: Vec<_> = (1..500).map(|n| folder.root().join(format!("{tag}-{}.tmp", number + n))).collect();
    for path in &theirs {
        std::fs::write(path, b"lain").unwrap();
    }
    folder.create_file("baru.txt", b"isi").unwrap();
    assert_eq!(folder.read("baru.txt", 9).unwrap(), b"isi");
    assert!(theirs.iter().all(|path| std::fs::read(path).unwrap() == b"lain"));
}

/// The program may have no right to open the folders above the data folder.
#[test]
fn names_are_made_durable_up_to_the_data_folder_and_no_further() {
    let place = Place::with_cycle();
    let (disk, workspace) = place.open_to_hurt();
    let folder = workspace.folder();
    folder.create_dir("baru/lagi").unwrap();
    disk.set(Faults::default());
    folder.sync("baru/lagi").unwrap();
    assert_eq!(disk.calls(), 3, "the folder and the two above it");
    folder.sync("baru/lagi").unwrap();
    assert_eq!(disk.calls(), 4, "they are known to be durable");
}
