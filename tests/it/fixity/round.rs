//! The check of the whole archive, and the chain of its reports.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use renja::cycle::WriterId;
use renja::fixity::{Round, What, check_archive};
use renja::store::{Folder, Quiet, read_hash_line, with_hash_line};

use super::{below, judged, told};
use crate::archive::office::at;
use crate::backup::{Scene, edit, real};

fn round(scene: &Scene, day: u32) -> Round {
    let folder = Folder::new(real(), scene.root(), "keliling");
    let writer = WriterId("0123456789abcdef".to_owned());
    let at = at(&format!("2026-11-{day:02}T12:00:00+07:00"));
    check_archive(&folder, &writer, &BTreeMap::new(), at, &Quiet).unwrap()
}

/// Path of a day's report.
fn report(scene: &Scene, day: u32) -> PathBuf {
    scene.root().join(format!("arsip/pemeriksaan/0123456789abcdef-2026-11-{day:02}.ron"))
}

/// Replaces words in a report, with a hash line that fits the changed text.
fn forge(path: &Path, from: &str, to: &str) {
    let bytes = fs::read(path).unwrap();
    let (text, _) = read_hash_line(&bytes).unwrap();
    assert!(text.contains(from), "{text}");
    edit(path, with_hash_line(&text.replace(from, to)).as_bytes());
}

#[test]
fn a_report_that_was_forged_renamed_or_cut_from_the_chain_is_found() {
    type Deed = (&'static str, fn(&Scene), &'static [(What, u32)]);
    let deeds: [Deed; 6] = [
        ("forged", |scene| forge(&report(scene, 2), "12:00", "13:00"), &[(What::Changed, 2)]),
        ("renamed", |scene| fs::rename(report(scene, 2), report(scene, 9)).unwrap(), &[(What::Missing, 2)]),
        ("taken out", |scene| fs::remove_file(report(scene, 2)).unwrap(), &[(What::Missing, 2)]),
        ("the first taken out", |scene| fs::remove_file(report(scene, 1)).unwrap(), &[(What::Missing, 1)]),
        (
            "begun anew",
            |scene| {
                let path = report(scene, 4);
                let bytes = fs::read(&path).unwrap();
                let (text, _) = read_hash_line(&bytes).unwrap();
                let begin = text.find("previous:").unwrap();
                let end = begin + text[begin..].find("dossiers:").unwrap();
                let text = format!("{}previous: None,\n {}", &text[..begin], &text[end..]);
                edit(&path, with_hash_line(&text).as_bytes());
            },
            &[(What::Broken, 4)],
        ),
        (
            "two of them",
            |scene| {
                edit(&report(scene, 1), b"rusak");
                fs::remove_file(report(scene, 3)).unwrap();
            },
            &[(What::Broken, 1), (What::Missing, 3)],
        ),
    ];
    for (label, deed, expected) in deeds {
        let scene = Scene::sealed();
        for day in 1..=4 {
            let round = round(&scene, day);
            assert_eq!((round.no, round.damaged()), (u64::from(day), 0));
        }
        assert_eq!(judged(&scene).findings, [], "{label}");
        deed(&scene);
        let found = judged(&scene);
        let expected: Vec<_> =
            expected.iter().map(|(what, day)| (*what, below(&scene, &report(&scene, *day)))).collect();
        let expected: Vec<_> = expected.iter().map(|(what, path)| (*what, path.as_str())).collect();
        assert_eq!(told(&found.findings), expected, "{label}: {:?}", found.findings);
    }
}

#[test]
fn a_round_counts_the_dossiers_that_are_not_whole() {
    let scene = Scene::sealed();
    let bag = scene.office.bag("2027 Renja Induk");
    let none = round(&scene, 1);
    assert_eq!((none.damaged(), none.dossiers.len()), (0, 1));
    for name in ["A", "B"] {
        crate::archive::office::copy_folder(&bag, &scene.office.bag(name));
        fs::remove_file(scene.office.bag(name).join("data/siklus.ron")).unwrap();
    }
    let two = round(&scene, 2);
    assert_eq!((two.damaged(), two.dossiers.len()), (2, 3), "{two:?}");
}

/// The remains of a killed program are no dossier yet, and a newer version's dossier is for that version to
/// judge.
#[test]
fn what_is_no_dossier_of_this_program_is_not_missed_by_a_round() {
    let scene = Scene::sealed();
    fs::create_dir_all(scene.office.bag("~abc.tmp").join("data")).unwrap();
    assert_eq!(round(&scene, 1).damaged(), 0);
    fs::create_dir_all(scene.office.bag("2026 Renja Induk").join("data")).unwrap();
    let cut_off = round(&scene, 2);
    assert_eq!(cut_off.damaged(), 1, "{cut_off:?}");
    fs::remove_dir_all(scene.office.bag("2026 Renja Induk")).unwrap();
    // A summary in a layout that only a newer version knows.
    let summary = scene.office.bag("2027 Renja Induk").join("data/siklus.ron");
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.contains("v: 1"), "{text}");
    edit(&summary, text.replacen("v: 1", "v: 99", 1).as_bytes());
    let newer = round(&scene, 3);
    assert_eq!(newer.dossiers.len(), 1, "{newer:?}");
}
