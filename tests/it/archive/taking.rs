//! Bags from outside: packed by other programs, in nested folders, several at once; and this program's own
//! ZIPs, which can be imported again with any contents.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use renja::archive::{ArchiveError, Caps, Given, Imported, Kin, Source, ZipFault, import};
use renja::store::{Quiet, names};

use super::bags;
use super::export::hand_on;
use super::office::Office;
use crate::backup::tree;
use crate::hostile::forge::{self, Entry};

type Files = BTreeMap<String, Vec<u8>>;

/// The small bag, with its files below `folder`.
fn small(folder: &str) -> Files {
    let dir = tempfile::tempdir().unwrap();
    bags::list(&bags::small(dir.path()), folder)
}

fn entries(files: &Files) -> Vec<Entry> {
    files.iter().map(|(name, bytes)| Entry::stored(name, bytes)).collect()
}

fn given(title: &str) -> Given {
    Given { title: title.to_owned(), year: 2015 }
}

fn take(office: &Office, source: impl Into<Source>, title: &str) -> Result<Imported, ArchiveError> {
    import(office.open().folder(), &source.into(), Some(&given(title)), &Quiet)
}

/// Imports files as a ZIP and, under another title, as a folder.
fn take_both(
    office: &Office,
    files: &Files,
    bag: Option<&str>,
    title: &str,
) -> [Result<Imported, ArchiveError>; 2] {
    let dir = tempfile::tempdir().unwrap();
    let (zip, folder) = (dir.path().join("kiriman.zip"), dir.path().join("kiriman"));
    fs::write(&zip, forge::zip(&entries(files))).unwrap();
    for (name, bytes) in files {
        bags::write(&folder.join(name), bytes);
    }
    let source = |path: &Path| Source { path: path.to_owned(), bag: bag.map(str::to_owned) };
    [
        take(office, source(&zip), &format!("{title} zip")),
        take(office, source(&folder), &format!("{title} folder")),
    ]
}

fn is_small(office: &Office, imported: &Imported) {
    assert_eq!(bags::list(&office.bag(&imported.folder), ""), small(""));
}

#[test]
fn a_bag_is_found_wherever_it_lies() {
    let office = Office::new();
    let beside = |mut files: Files| {
        files.insert("index.html".to_owned(), b"<p>".to_vec());
        files.insert("__MACOSX/tas/._bagit.txt".to_owned(), b"x".to_vec());
        files
    };
    let within: Files = small("").into_iter().chain(small("data/isi/")).collect();
    for (what, files) in [
        ("none", small("")),
        ("one", small("tas/")),
        ("two deep", small("kiriman/2027/tas/")),
        ("seven deep", small("1/2/3/4/5/6/7/")),
        ("with a page", beside(small("tas/"))),
    ] {
        for taken in take_both(&office, &files, None, what) {
            is_small(&office, &taken.unwrap_or_else(|error| panic!("{what}: {error}")));
        }
    }
    // A bag within another bag is payload of the outer one, though the outer one does not list it.
    for taken in take_both(&office, &within, None, "within") {
        assert!(matches!(taken, Err(ArchiveError::DamagedBag { .. })), "{taken:?}");
    }
    for files in [Files::new(), [("a/b.txt".to_owned(), b"x".to_vec())].into()] {
        let [zip, _] = take_both(&office, &files, None, "nothing");
        assert!(matches!(zip, Err(ArchiveError::NotABag(_))), "{zip:?}");
    }
}

#[test]
fn of_several_bags_one_is_chosen_and_only_that_is_taken_in() {
    let office = Office::new();
    let mut files = small("kiriman/b/");
    files.extend(small("kiriman/a/"));
    // The other bag is damaged, which does not matter.
    files.insert("kiriman/a/data/kosong.txt".to_owned(), b"x".to_vec());
    for taken in take_both(&office, &files, None, "which") {
        let Err(ArchiveError::WhichBag { bags, .. }) = taken else { panic!("{taken:?}") };
        assert_eq!(bags, ["kiriman/a", "kiriman/b"]);
    }
    for taken in take_both(&office, &files, Some("kiriman/b"), "chosen") {
        is_small(&office, &taken.unwrap());
    }
    for taken in take_both(&office, &files, Some("kiriman/a"), "damaged") {
        assert!(matches!(taken, Err(ArchiveError::DamagedBag { .. })), "{taken:?}");
    }
    for taken in take_both(&office, &small("kiriman/a/"), Some("lain"), "no such") {
        assert!(
            matches!(&taken, Err(ArchiveError::WhichBag { bags, .. }) if bags == &["kiriman/a"]),
            "{taken:?}"
        );
    }
}

#[test]
fn zips_of_windows_of_dos_and_beyond_four_gigabytes_are_bags_like_others() {
    let office = Office::new();
    let dir = tempfile::tempdir().unwrap();
    let zip = dir.path().join("kiriman.zip");
    let files = small("tas/");
    let windows = |entry: Entry| Entry {
        name: String::from_utf8(entry.name).unwrap().replace('/', "\\").into_bytes(),
        system: 0,
        attributes: 0x20,
        ..entry
    };
    // é is one byte in the DOS code page, and the flag for UTF-8 is not set.
    let dos = |entry: Entry| {
        let name = String::from_utf8(entry.name).unwrap().replace('é', "\u{1}").into_bytes();
        let name = name.into_iter().map(|byte| if byte == 1 { 0x82 } else { byte }).collect();
        Entry { name, flags: 0, system: 0, ..entry }
    };
    for (what, bytes) in [
        ("PowerShell", forge::zip(&entries(&files).into_iter().map(windows).collect::<Vec<_>>())),
        ("DOS", forge::zip(&entries(&files).into_iter().map(dos).collect::<Vec<_>>())),
        ("ZIP64", forge::large_zip(&entries(&files))),
    ] {
        fs::write(&zip, bytes).unwrap();
        let taken = take(&office, zip.as_path(), what);
        is_small(&office, &taken.unwrap_or_else(|error| panic!("{what}: {error}")));
    }
    fs::write(&zip, b"7z\xbc\xaf\x27\x1c\0\x04").unwrap();
    let refused = take(&office, zip.as_path(), "7z").unwrap_err();
    assert!(
        matches!(refused, ArchiveError::Zip { fault: ZipFault::OtherKind(Kin::SevenZip), .. }),
        "{refused}"
    );
}

/// Names in the manifest that Windows does not allow are reported by name, for a folder and for a ZIP.
#[test]
#[cfg(unix)]
fn names_that_can_not_be_kept_are_said() {
    let office = Office::new();
    let long = format!("data/{}a.txt", "panjang/".repeat(25));
    for (names, at_fault, fault) in [
        (&["data/Surat: undangan.txt"][..], "data/Surat: undangan.txt", ZipFault::UnsafeName),
        (&["data/a: b/isi.txt"], "data/a: b", ZipFault::UnsafeName),
        (&["data/apa?.txt"], "data/apa?.txt", ZipFault::UnsafeName),
        (&["data/A.txt", "data/a.txt"], "data/a.txt", ZipFault::Twin),
        (&[&long], &long, ZipFault::LongName),
    ] {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            bags::write(&dir.path().join(name), b"isi");
        }
        bags::finish(dir.path(), "1.0");
        let files = bags::list(dir.path(), "");
        let zip = dir
            .path()
            .join("../")
            .canonicalize()
            .unwrap()
            .join(format!("{}.zip", names::safe_name(at_fault)));
        fs::write(&zip, forge::zip(&entries(&files))).unwrap();
        for source in [dir.path(), &zip] {
            match take(&office, source, "nama") {
                Err(ArchiveError::Zip { entry, fault: found, .. }) => {
                    assert_eq!(found, fault, "{entry}");
                    let is_it = at_fault.starts_with(&*entry) || entry.starts_with(at_fault);
                    assert!(is_it || fault == ZipFault::Twin, "{entry}");
                }
                other => panic!("{names:?}: {other:?}"),
            }
        }
        fs::remove_file(zip).unwrap();
    }
    assert!(fs::read_dir(office.root().join("arsip")).map_or(true, |mut left| left.next().is_none()));
}

/// Contents from incompressible to a thousandfold compressible.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let size = prop_oneof![0..200_usize, 1_000..100_000_usize, Just(3 << 20)];
    let pattern = prop::collection::vec(any::<u8>(), 1..40);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..5_000),
        (pattern, size).prop_map(|(pattern, size)| pattern.into_iter().cycle().take(size).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_export_writes_import_takes(
        files in prop::collection::btree_map(("\\PC{1,40}", "\\PC{0,30}", "(|\\.txt|\\.pdf|\\.zip)"), content(), 1..6),
    ) {
        let (here, there) = (Office::new(), Office::new());
        let dir = tempfile::tempdir().unwrap();
        let bag = dir.path().join("tas");
        let mut taken = std::collections::BTreeSet::new();
        for ((folder, name, extension), bytes) in &files {
            let path = format!("data/{}/{}", names::safe_name(folder), names::safe_name(&format!("{name}{extension}")));
            if taken.insert(names::fold(&path)) {
                bags::write(&bag.join(path), bytes);
            }
        }
        // Two folders that differ only in case are the same on Windows, and refused.
        let folders: std::collections::BTreeSet<_> =
            fs::read_dir(bag.join("data")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let folded: std::collections::BTreeSet<_> =
            folders.iter().map(|name| names::fold(name.to_str().unwrap())).collect();
        prop_assume!(folders.len() == folded.len());
        bags::finish(&bag, "1.0");
        let first = take(&here, bag.as_path(), "Uji coba").unwrap();
        let zip = dir.path().join("kiriman.zip");
        hand_on(&here, &first.folder, &zip, false, &Quiet).unwrap();
        let second = take(&there, zip.as_path(), "Uji coba").unwrap();
        prop_assert_eq!(tree(&there.bag(&second.folder)), tree(&bag));
    }
}

/// A scanned blank page compresses 800 to 1.
#[test]
fn how_tightly_it_is_packed_is_no_reason_to_refuse() {
    let office = Office::new();
    let dir = tempfile::tempdir().unwrap();
    let bag = dir.path().join("tas");
    bags::write(&bag.join("data/Halaman kosong.bmp"), &vec![0xff; 4 << 20]);
    bags::finish(&bag, "1.0");
    let zip = dir.path().join("kiriman.zip");
    let packed = |(name, bytes): (&String, &Vec<u8>)| Entry::deflated(name, bytes);
    fs::write(&zip, forge::zip(&bags::list(&bag, "").iter().map(packed).collect::<Vec<_>>())).unwrap();
    assert!(fs::metadata(&zip).unwrap().len() * 100 < 4 << 20);
    assert_eq!(tree(&office.bag(&take(&office, zip.as_path(), "Kosong").unwrap().folder)), tree(&bag));
    assert!(Caps::default().bytes >= 1 << 30);
}

/// Failed when only files went into the ZIP: a bag without its `data` folder is no bag.
#[test]
fn a_bag_without_a_document_is_exported_and_taken_in_again() {
    let (here, there) = (Office::new(), Office::new());
    let dir = tempfile::tempdir().unwrap();
    let bag = dir.path().join("tas");
    fs::create_dir_all(bag.join("data")).unwrap();
    bags::finish(&bag, "1.0");
    let first = take(&here, bag.as_path(), "Kosong").unwrap();
    let zip = dir.path().join("kiriman.zip");
    hand_on(&here, &first.folder, &zip, false, &Quiet).unwrap();
    let second = take(&there, zip.as_path(), "Kosong").unwrap();
    assert_eq!(tree(&there.bag(&second.folder)), tree(&bag));
}
