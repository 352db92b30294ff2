//! Check and repair: each kind of damage is named and repaired from the backup, and nothing is ever deleted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use renja::archive::Severity;
use renja::backup::Copies;
use renja::check::{Examination, examine, repair};
use renja::fixity::What;
use renja::store::{Folder, Quiet, Workspace};

use crate::archive::office::at;
use crate::backup::{Scene, edit, flip, real, tree};

fn look(scene: &Scene, with_backup: bool) -> (Examination, Option<Copies>) {
    let workspace = Workspace::view(real(), &scene.root()).unwrap();
    let mut copies = with_backup.then(|| Copies::open(&real(), &scene.target(), workspace.store()).unwrap());
    let found = examine(&workspace, copies.as_mut(), &Quiet).unwrap();
    (found, copies)
}

/// Repairs; returns how many files were moved aside and brought back.
fn mend(scene: &Scene, with_backup: bool) -> (usize, usize) {
    let (found, copies) = look(scene, with_backup);
    let folder = Folder::new(real(), scene.root(), "perbaiki");
    let now = at("2026-11-03T09:30:00+07:00");
    let done = repair(&folder, &found, copies.as_ref(), now, &Quiet).unwrap();
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    (done.quarantined, done.restored)
}

fn first(folder: &Path) -> PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.swap_remove(0)
}

/// An event of the cycle in the middle of its journal.
fn event(scene: &Scene) -> PathBuf {
    let writer = first(&scene.journal());
    let mut files: Vec<_> = fs::read_dir(writer).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.swap_remove(3)
}

fn sealed(scene: &Scene, path: &str) -> PathBuf {
    scene.office.bag("2027 Renja Induk").join(path)
}

pub type Damage = fn(&Scene) -> PathBuf;

/// The damage, what a check calls it, and whether it can be repaired without a backup.
pub const DAMAGES: [(&str, Damage, What, bool); 17] = [
    ("a bit of a document", |scene| done(scene.document("Undangan rapat.pdf"), flip), What::Changed, false),
    ("a document gone", |scene| done(scene.document("fdp.txt"), remove), What::Missing, false),
    ("a document cut", |scene| done(scene.document("fdp.txt"), cut), What::Changed, false),
    ("a bit of an event", |scene| done(event(scene), flip), What::Broken, true),
    ("an empty event", |scene| done(event(scene), |path| edit(path, b"")), What::Empty, true),
    ("an event of zeros", |scene| done(event(scene), |path| edit(path, &[0; 400])), What::Empty, true),
    ("an event cut", |scene| done(event(scene), cut), What::Broken, true),
    ("an event gone", |scene| done(event(scene), remove), What::Missing, false),
    (
        "the SOP of the cycle",
        |scene| done(scene.journal().with_file_name("sop.ron"), cut),
        What::Broken,
        false,
    ),
    ("a bit of a dossier", |scene| done(sealed(scene, "data/siklus.ron"), flip), What::Changed, false),
    (
        "a file of a dossier gone",
        |scene| done(sealed(scene, "data/index.html"), remove),
        What::Missing,
        false,
    ),
    ("a manifest cut", |scene| done(sealed(scene, "manifest-sha256.txt"), cut), What::Changed, false),
    ("a tag manifest cut", |scene| done(sealed(scene, "tagmanifest-sha256.txt"), cut), What::Changed, false),
    ("the mark of a dossier gone", |scene| done(sealed(scene, "bagit.txt"), remove), What::Missing, false),
    (
        "an unknown file",
        |scene| done(sealed(scene, "data/asing.txt"), |path| fs::write(path, "x").unwrap()),
        What::Unknown,
        true,
    ),
    (
        "a file of a dossier renamed",
        |scene| {
            let to = sealed(scene, "data/lain.html");
            fs::rename(sealed(scene, "data/index.html"), &to).unwrap();
            to
        },
        What::Unknown,
        true,
    ),
    (
        "an event doubled by a synchronisation",
        |scene| {
            let event = event(scene);
            let copy = event.with_extension("sync-conflict-20261103-081500-ABCDEFG.ron");
            fs::copy(event, &copy).unwrap();
            copy
        },
        What::Copy,
        true,
    ),
];

fn done(path: PathBuf, what: impl Fn(&Path)) -> PathBuf {
    what(&path);
    path
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap();
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    edit(path, &bytes[..bytes.len() / 2]);
}

#[test]
fn each_damage_is_named_and_mended_and_a_second_run_changes_nothing() {
    for (label, damage, what, without) in DAMAGES {
        let mut scene = Scene::sealed();
        scene.back_up();
        let whole = tree(&scene.root());
        assert_eq!(look(&scene, true).0.findings, [], "{label}");
        let path = damage(&scene);
        let path = path.strip_prefix(scene.root()).unwrap().to_str().unwrap();
        let (before, contents) = (tree(&scene.root()), contents(&scene));

        let found = look(&scene, false).0;
        let named = |found: &Examination| {
            found.findings.iter().any(|finding| finding.path == path && finding.what == what)
        };
        // Without a backup, it is unknown which event is gone.
        assert!(named(&found) || label == "an event gone", "{label}: {:?}", found.findings);
        assert_eq!(tree(&scene.root()), before, "{label}: looking changes nothing");
        let sorted = found.findings.iter().map(|finding| finding.severity).is_sorted();
        assert!(sorted && !found.findings.is_empty(), "{label}");
        if !without {
            assert_eq!(mend(&scene, false), (0, 0), "{label}: nothing is done without a good copy");
            assert_eq!(tree(&scene.root()), before, "{label}");
        }
        let found = look(&scene, true).0;
        assert!(named(&found), "{label}: {:?}", found.findings);
        mend(&scene, true);
        let mut after = tree(&scene.root());
        after.retain(|path, _| !path.starts_with("karantina/"));
        assert_eq!(after, whole, "{label}");
        assert!(contents.is_subset(&self::contents(&scene)), "{label}: nothing is deleted");
        let left = look(&scene, true).0;
        assert_eq!(left.findings, [], "{label}");
        let before = tree(&scene.root());
        assert_eq!(mend(&scene, true), (0, 0), "{label}");
        assert_eq!(tree(&scene.root()), before, "{label}: a second run changes nothing");
    }
    println!("cases: {}", DAMAGES.len());
}

fn contents(scene: &Scene) -> BTreeSet<String> {
    tree(&scene.root()).into_values().collect()
}

/// Failed when every damaged event file was moved aside: the whole events beside the broken one were lost.
#[test]
fn without_a_backup_a_file_with_whole_events_in_it_stays() {
    let scene = Scene::open();
    let event = event(&scene);
    let mut bytes = fs::read(&event).unwrap();
    bytes.extend(b"// sha256 0000\nsisa");
    edit(&event, &bytes);
    let found = look(&scene, false).0;
    assert_eq!((found.count(Severity::Error), found.remedies().count()), (1, 0), "{:?}", found.findings);
    assert_eq!(mend(&scene, false), (0, 0));
    assert!(event.exists());
}

/// Failed when the backup's manifest was believed without reading the file: the damaged copy was taken.
#[test]
fn a_damaged_copy_in_the_backup_is_not_taken_for_a_good_one() {
    let mut scene = Scene::open();
    scene.back_up();
    let document = scene.document("fdp.txt");
    flip(&document);
    flip(&scene.mirror().join(document.strip_prefix(scene.root()).unwrap()));
    assert_eq!(mend(&scene, true), (0, 0));
    assert_eq!(look(&scene, true).0.count(Severity::Error), 1);
}

/// Failed when every file that no list names was moved aside: a dossier with a truncated list lost its
/// documents.
#[test]
fn files_that_a_damaged_list_names_no_more_stay() {
    let scene = Scene::sealed();
    for list in ["manifest-sha256.txt", "manifest-sha512.txt"] {
        cut(&sealed(&scene, list));
    }
    let before = tree(&scene.root());
    let found = look(&scene, false).0;
    assert!(found.findings.iter().any(|finding| finding.what == What::Unknown), "{:?}", found.findings);
    assert_eq!(mend(&scene, false), (0, 0));
    assert_eq!(tree(&scene.root()), before);
}

#[test]
fn what_a_person_has_put_there_is_shown_and_left() {
    let mut scene = Scene::open();
    scene.back_up();
    let own = scene.document("fdp.txt").with_file_name("titipan.txt");
    fs::write(&own, "milik orang").unwrap();
    let found = look(&scene, true).0;
    assert_eq!(found.findings.len(), 1);
    assert_eq!((found.findings[0].what, found.findings[0].severity), (What::Unknown, Severity::Warning));
    assert_eq!(found.findings[0].scope(), "2027-induk");
    mend(&scene, true);
    assert!(own.exists());
}

#[test]
#[cfg_attr(not(feature = "window"), ignore = "runs the program, which is built with the window")]
fn the_command_line_repairs_from_a_backup_and_says_where_everything_went() {
    let mut scene = Scene::sealed();
    scene.back_up();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renja"));
        let output =
            command.arg("--local").arg(scene.office.local()).arg("check").arg(scene.root()).args(args);
        let output = output.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&[]).0, 0);
    flip(&sealed(&scene, "data/siklus.ron"));
    fs::write(sealed(&scene, "data/asing.txt"), "x").unwrap();
    let (code, words) = run(&["--repair"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("Diperbaiki: 1 file dipindah ke karantina, 0 file kembali utuh."), "{words}");
    assert!(words.contains("\nRusak: "), "never all fine after a failure: {words}");
    let disk = scene.target();
    let (code, words) = run(&["--repair", "--backup", disk.to_str().unwrap()]);
    assert!(
        code == 0 && words.contains("\tada di cadangan: arsip/2027 Renja Induk/data/siklus.ron"),
        "{words}"
    );
    let day = fs::read_dir(scene.root().join("karantina")).unwrap().next().unwrap().unwrap().path();
    let notes: Vec<_> = tree(&day).into_keys().filter(|name| name.starts_with("CATATAN ")).collect();
    assert_eq!(notes.len(), 2);
    let note = fs::read_to_string(day.join(&notes[0])).unwrap();
    assert!(note.contains("dari   arsip/2027 Renja Induk/data/"), "{note}");
    assert_eq!(run(&["--repair", "--backup", disk.to_str().unwrap()]).0, 0);
    let other = Scene::open();
    let wrong = run(&["--backup", other.root().to_str().unwrap()]);
    assert_eq!(wrong.0, 3, "a backup of another office: {}", wrong.1);
}

fn round(scene: &Scene, day: u32) -> renja::fixity::Round {
    let folder = Folder::new(real(), scene.root(), "keliling");
    let writer = renja::cycle::WriterId("0123456789abcdef".to_owned());
    let workspace = Workspace::view(real(), &scene.root()).unwrap();
    let seals = workspace.cycles().flat_map(|cycle| cycle.state().seals.clone());
    let seals = seals.map(|seal| (seal.bag, vec![seal.digest])).collect();
    let at = at(&format!("2026-11-{day:02}T12:00:00+07:00"));
    renja::fixity::check_archive(&folder, &writer, &seals, at, &Quiet).unwrap()
}

/// Failed when the check read only what it found: an archive without one of its dossiers counted as intact.
#[test]
fn a_round_misses_a_dossier_that_is_gone_or_cut_off() {
    let scene = Scene::sealed();
    assert_eq!(round(&scene, 1).damaged(), 0);
    let mark = sealed(&scene, "bagit.txt");
    let kept = mark.with_file_name("disimpan");
    fs::rename(&mark, &kept).unwrap();
    let cut_off = round(&scene, 2);
    assert_eq!((cut_off.dossiers.len(), cut_off.damaged()), (1, 1), "{cut_off:?}");
    fs::rename(&kept, &mark).unwrap();
    fs::remove_dir_all(scene.office.bag("2027 Renja Induk")).unwrap();
    let gone = round(&scene, 3);
    assert_eq!((gone.dossiers.len(), gone.damaged()), (1, 1), "{gone:?}");
    assert!(gone.dossiers[0].faults[0].starts_with("Missing"), "{gone:?}");
}

/// Failed without the link to the previous report: a report that was removed was not missed.
#[test]
fn reports_of_rounds_are_chained_and_a_broken_chain_is_found_and_mended() {
    let mut scene = Scene::sealed();
    assert_eq!(round(&scene, 1).damaged(), 0);
    flip(&sealed(&scene, "data/siklus.ron"));
    let second = round(&scene, 2);
    assert_eq!((second.damaged(), second.dossiers[0].faults.len()), (1, 1), "{second:?}");
    flip(&sealed(&scene, "data/siklus.ron"));
    assert_eq!(round(&scene, 2).damaged(), 0);
    let folder = Folder::new(real(), scene.root(), "");
    let third = round(&scene, 3);
    assert_eq!(renja::fixity::last_round(&folder).unwrap(), third);
    assert_eq!(look(&scene, false).0.findings, []);
    scene.back_up();
    let reports = scene.root().join("arsip/pemeriksaan");
    let mut names: Vec<_> = fs::read_dir(&reports).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    let whole = tree(&scene.root());
    // The last report can't be missed: no other report refers to it, and it is printed nowhere.
    for (damage, what) in [(remove as fn(&Path), What::Missing), (cut, What::Broken), (flip, What::Broken)] {
        damage(&names[1]);
        let found = look(&scene, false).0;
        let path = names[1].strip_prefix(scene.root()).unwrap().to_str().unwrap();
        assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
        assert_eq!((found.findings[0].what, found.findings[0].path.as_str()), (what, path));
        mend(&scene, true);
        let mut after = tree(&scene.root());
        after.retain(|path, _| !path.starts_with("karantina/"));
        assert_eq!(after, whole);
        assert_eq!(look(&scene, true).0.findings, []);
    }
}
