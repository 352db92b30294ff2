//! Dropped folders that never end, lead in circles, or contain things that are no files.
//!
//! Seen to fail with each of these taken out: the caps of depth and number, the test for links and for the kind of
//! file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use renja::jobs::{FoundFile, Unfit, gather};
use renja::store::{ErrorKind, FileKind, OsDisk};

use crate::store::{CYCLE, Place, quiet, to_step, who};

fn drop_on_a_step(path: &Path) -> Vec<FoundFile> {
    gather(&OsDisk, &[path.to_owned()], &BTreeSet::new())
}

fn unfit<'a>(found: &'a [FoundFile], ending: &str) -> &'a FoundFile {
    found.iter().find(|found| found.name.ends_with(ending)).unwrap_or_else(|| panic!("{ending}: {found:?}"))
}

#[test]
#[cfg(unix)]
fn links_pipes_sockets_and_devices_are_named_and_neither_followed_nor_opened() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("kiriman");
    fs::create_dir_all(root.join("dalam")).unwrap();
    fs::write(root.join("surat.pdf"), "x").unwrap();
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, root.join(name)).unwrap();
    link("..", "putar");
    link(".", "dalam/sendiri");
    link("/etc", "luar");
    link("surat.pdf", "surat lain.pdf");
    link("tidak ada", "putus");
    let pipe = root.join("pipa");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let socket = root.join("soket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let found = drop_on_a_step(&root);
    assert_eq!(found.len(), 8, "{found:?}");
    assert_eq!(unfit(&found, "surat.pdf").unfit, None);
    for name in ["putar", "sendiri", "luar", "surat lain.pdf", "putus"] {
        assert_eq!(unfit(&found, name).unfit, Some(Unfit::Link), "{name}");
    }
    for name in ["pipa", "soket"] {
        assert_eq!(unfit(&found, name).unfit, Some(Unfit::NotAFile), "{name}");
    }
    assert_eq!(drop_on_a_step(Path::new("/dev/zero"))[0].unfit, Some(Unfit::NotAFile));

    // Attached all the same, as by another program: each is refused, without waiting on any of them.
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let special = [pipe, socket, PathBuf::from("/dev/zero")];
    for source in special {
        let error = workspace.attach(CYCLE, &to_step(2, source.clone()), &who(), quiet()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NotAFile(FileKind::Special), "{source:?}");
    }
    let error =
        workspace.attach(CYCLE, &to_step(2, root.join("surat lain.pdf")), &who(), quiet()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotAFile(FileKind::Link));
    assert!(workspace.cycle(CYCLE).unwrap().state().documents.is_empty());
}

#[test]
fn a_folder_without_bottom_is_walked_to_a_depth() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().join("dalam");
    for level in 0..40 {
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("isi.txt"), format!("{level}")).unwrap();
        path = path.join("d");
    }
    let found = drop_on_a_step(&folder.path().join("dalam"));
    assert_eq!(found.iter().filter(|found| found.unfit.is_none()).count(), 16);
    let cut: Vec<_> = found.iter().filter(|found| found.unfit == Some(Unfit::TooMany)).collect();
    assert_eq!(cut.len(), 1, "what lies deeper is named once");
    assert_eq!(cut[0].name.split('/').count(), 17);
}

#[test]
fn a_hundred_thousand_files_are_too_many_and_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("banyak");
    for part in 0..10 {
        let part = root.join(part.to_string());
        fs::create_dir_all(&part).unwrap();
        let first = part.join("0");
        fs::write(&first, "").unwrap();
        // Hard links to one file cost no more than their names.
        (1..10_000).for_each(|n| {
            // Some file systems limit the number of links.
            if fs::hard_link(&first, part.join(n.to_string())).is_err() {
                fs::write(part.join(n.to_string()), "").unwrap();
            }
        });
    }
    let found = drop_on_a_step(&root);
    assert_eq!(found.iter().filter(|found| found.unfit.is_none()).count(), 2000);
    assert_eq!(found.len(), 2001, "one more says that there are more");
    assert_eq!(found.last().unwrap().unfit, Some(Unfit::TooMany));
}

/// Root can read everything, so the test needs another user.
#[test]
#[cfg(unix)]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("tertutup");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_err() {
        assert_eq!(drop_on_a_step(&closed)[0].unfit, Some(Unfit::Unreadable));
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let gone = drop_on_a_step(&folder.path().join("tidak ada"));
    assert_eq!(gone[0].unfit, Some(Unfit::Unreadable));
}
