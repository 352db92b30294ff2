//! The limits for bags: what is just within a limit is read, what is just beyond is reported.

use std::fs;
use std::path::Path;

use renja::archive::{Detail, FindingKind, Report, Verdict, check};
use renja::store::{OsDisk, Quiet};

use super::bags;

/// Checks a bag whose only file is at `path`, after a change to its tags.
fn with(path: &str, version: &str, change: impl FnOnce(&Path)) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("tas");
    bags::write(&bag.join(path), b"isi");
    bags::finish(&bag, version);
    change(&bag);
    bags::retag(&bag);
    check(&OsDisk, &bag, &Quiet)
}

#[test]
fn folders_are_followed_sixty_four_deep() {
    let deep = |folders: usize| with(&format!("data/{}isi.txt", "d/".repeat(folders - 1)), "1.0", |_| ());
    assert_eq!(deep(64).verdict, Verdict::Intact);
    let beyond = deep(65);
    let folder = beyond.findings.iter().find(|finding| finding.detail == Detail::TooLarge).unwrap();
    assert_eq!(
        (folder.kind, folder.path.as_str()),
        (FindingKind::Malformed, format!("data{}", "/d".repeat(64)).as_str())
    );
}

#[test]
fn a_tag_file_may_have_four_megabytes() {
    let of_size = |size: usize| {
        with("data/isi.txt", "1.0", |bag| {
            let (first, last) = ("Catatan: ", "\nPayload-Oxum: 3.1");
            let text = "x".repeat(size - first.len() - last.len());
            bags::write(&bag.join("bag-info.txt"), format!("{first}{text}{last}").as_bytes());
        })
    };
    let whole = of_size(4 << 20);
    assert_eq!((whole.verdict, whole.findings.as_slice()), (Verdict::Intact, [].as_slice()));
    let beyond = of_size((4 << 20) + 1);
    let found: Vec<_> = beyond.findings.iter().map(|found| (found.path.as_str(), &found.detail)).collect();
    assert_eq!(found, [("bag-info.txt", &Detail::TooLarge)]);
}

/// The payload's folder must be a folder, and so must the bag.
#[test]
fn a_bag_is_a_folder_with_a_folder_of_data() {
    for stands_there in [false, true] {
        let report = with("data/isi.txt", "1.0", |bag| {
            fs::remove_dir_all(bag.join("data")).unwrap();
            if stands_there {
                bags::write(&bag.join("data"), b"isi");
            }
        });
        let of_folder =
            report.findings.iter().any(|found| (found.kind, &*found.path) == (FindingKind::Missing, "data"));
        assert!(of_folder, "{report:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bukan tas");
    bags::write(&file, b"isi");
    let details: Vec<_> =
        check(&OsDisk, &file, &Quiet).findings.into_iter().map(|found| found.detail).collect();
    assert_eq!(details, [Detail::NotAFolder]);
}

/// Drafts before 0.96 have the tags in another file.
#[test]
fn the_tags_are_those_of_the_version() {
    let (old, new) = ("package-info.txt", "bag-info.txt");
    for (version, read, passed_over) in [("0.95", old, new), ("0.96", new, old), ("1.0", new, old)] {
        for (wrong, found) in [(read, vec![read]), (passed_over, vec![])] {
            let report = with("data/isi.txt", version, |bag| {
                bags::write(&bag.join(wrong), b"Payload-Oxum: 4.1\n");
            });
            let counted = report.findings.iter().filter(|found| matches!(found.detail, Detail::Oxum { .. }));
            let counted: Vec<_> = counted.map(|found| found.path.as_str()).collect();
            assert_eq!(counted, found, "{version}, {wrong}");
        }
    }
}

#[test]
fn versions_from_0_93_to_before_2_are_read() {
    for (version, is_read) in [("0.92", false), ("0.93", true), ("0.97", true), ("1.9", true), ("2.0", false)]
    {
        let report =
            with("data/isi.txt", version, |bag| fs::write(bag.join("data/isi.txt"), b"lain").unwrap());
        let unsupported =
            report.findings.iter().any(|found| matches!(found.detail, Detail::UnsupportedVersion(_)));
        assert_eq!(unsupported, !is_read, "{version}");
        // What can be said of the files is said in any case.
        assert!(
            report.findings.iter().any(|found| found.kind == FindingKind::Changed),
            "{version}: {report:?}"
        );
    }
}
