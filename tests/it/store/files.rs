//! Event files that are broken, empty, newer, duplicated or forked: each is named and left unchanged, and the
//! others load.

use std::path::{Path, PathBuf};

use renja::cycle::{Change, Command};
use renja::store::{ErrorKind, OfficeChange, OutsideKind, ProblemKind, Workspace, read_export, sha256};

use super::faulty::Faults;
use super::{CYCLE, Place, file_of, quiet, to_step, who};

/// A cycle with three notes; returns the event files in order, the beginning of the cycle first.
fn with_notes() -> (Place, Vec<PathBuf>) {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    for text in ["satu", "dua", "tiga"] {
        workspace.execute(CYCLE, &note(text), &who()).unwrap();
    }
    drop(workspace);
    let files = place.event_files();
    assert_eq!(files.len(), 4);
    (place, files)
}

fn note(text: &str) -> Command {
    Command::AddNote { step: None, text: text.to_owned() }
}

fn notes(workspace: &Workspace) -> Vec<String> {
    let state = workspace.cycle(CYCLE).unwrap().state();
    state.notes.values().map(|note| note.text.clone()).collect()
}

fn rehashed(text: &str) -> String {
    format!("// sha256 {}\n{text}", sha256(text.as_bytes()))
}

fn edited(path: &Path, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let (_, text) = text.split_once('\n').unwrap();
    assert!(text.contains(from), "{text}");
    rehashed(&text.replace(from, to))
}

#[test]
fn broken_files_are_named_and_left_and_the_others_load() {
    let (place, files) = with_notes();
    let whole = std::fs::read(&files[2]).unwrap();
    let mut faults = vec![Vec::new(), vec![0; 300], b"bukan".to_vec(), vec![0xFF; 64], vec![b' '; 2 << 20]];
    // The format's own tests try every prefix and bit flip; here a few are in a folder.
    faults.extend([1, 50, 74, 76, 200, whole.len() - 1].map(|len| whole[..len].to_vec()));
    for at in [0, 12, 74, 80, 150, whole.len() - 3] {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        faults.push(flipped);
    }
    for fault in faults {
        std::fs::write(&files[2], &fault).unwrap();
        let mut workspace = place.open();
        assert_eq!(notes(&workspace), ["satu", "tiga"]);
        let problems = workspace.problems();
        assert_eq!((problems.len(), &problems[0].path), (1, &files[2]), "{problems:?}");
        assert!(!problems[0].reason.is_empty());
        assert_eq!(workspace.waiting().len(), 1, "what it held counts as not arrived");
        // Work goes on, and the damaged file stays as it is.
        let ids = workspace.execute(CYCLE, &note("empat"), &who()).unwrap();
        workspace.undo(CYCLE, &ids[..1], &who()).unwrap();
        assert_eq!(std::fs::read(&files[2]).unwrap(), fault);
        // The file is read as soon as it is whole, without a restart.
        std::fs::write(&files[2], &whole).unwrap();
        assert_eq!(workspace.poll().unwrap().cycles, [CYCLE]);
        assert_eq!(notes(&workspace), ["satu", "dua", "tiga"]);
        assert_eq!(workspace.problems(), []);
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let (place, files) = with_notes();
    let text = std::fs::read(&files[1]).unwrap();
    std::fs::write(&files[1], [b"\xEF\xBB\xBF".as_slice(), &text].concat()).unwrap();
    let workspace = place.open();
    assert_eq!((notes(&workspace).len(), workspace.problems()), (3, vec![]));
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_makes_the_cycle_read_only() {
    let (place, files) = with_notes();
    let newer = [
        edited(&files[3], "v: 1", "v: 2"),
        edited(&files[3], "v: 1", "v: 2, wajah: \"baru\""),
        edited(&files[3], "NoteAdded(step:None", "NoteSung(nada:[1,2],step:None")
            .replace("note.added", "note.sung"),
    ];
    // The last file was edited after its hash was written.
    let newer = newer.map(|text| rehashed(text.split_once('\n').unwrap().1));
    for text in newer {
        std::fs::write(&files[3], &text).unwrap();
        let mut workspace = place.open();
        assert_eq!(notes(&workspace), ["satu", "dua"]);
        assert!(workspace.has_newer(CYCLE));
        let problems = workspace.problems();
        assert_eq!((problems.len(), problems[0].kind, &problems[0].path), (1, ProblemKind::Newer, &files[3]));
        let error = workspace.execute(CYCLE, &note("x"), &who()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NewerChanges);
        assert_eq!(workspace.waiting(), [], "its place in the sequence is taken");
        assert_eq!(std::fs::read_to_string(&files[3]).unwrap(), text);
    }
}

#[test]
fn a_wrong_envelope_is_broken_not_newer() {
    let (place, files) = with_notes();
    for (from, to) in [
        ("v: 1", "v: 0"),
        ("by: ", "unknown: 1, by: "),
        ("note.added", "note.removed"),
        ("id: (\"", "id: (\"../"),
        ("prev:", "prev: None, prev:"),
    ] {
        let whole = std::fs::read(&files[2]).unwrap();
        std::fs::write(&files[2], edited(&files[2], from, to)).unwrap();
        let workspace = place.open();
        assert_eq!(notes(&workspace), ["satu", "tiga"], "{from} → {to}");
        assert_eq!(workspace.problems()[0].kind, ProblemKind::Broken);
        assert!(!workspace.has_newer(CYCLE));
        std::fs::write(&files[2], whole).unwrap();
    }
}

#[test]
fn a_document_whose_path_leads_out_of_the_folder_is_missing_and_the_others_are_not() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut attach = |name: &str| {
        let source = place.source(name, name.as_bytes());
        workspace.attach(CYCLE, &to_step(1, source), &who(), quiet()).unwrap()
    };
    let (inside, outside) = (attach("a.pdf"), attach("b.pdf"));
    std::fs::remove_file(workspace.document_path(CYCLE, &file_of(&workspace, &outside)).unwrap()).unwrap();
    drop(workspace);
    let file = &place.event_files()[2];
    let text = edited(file, "path:\"berkas/", "path:\"../luar/");
    std::fs::write(file, text).unwrap();
    let mut workspace = place.open();
    assert_eq!(workspace.problems(), []);
    let found = workspace.look(CYCLE).unwrap().changed_outside(quiet()).unwrap();
    let found: Vec<_> = found.iter().map(|found| (&found.document, &found.what)).collect();
    assert_eq!(found, [(&outside, &OutsideKind::Missing)]);
    let led = workspace.document_path(CYCLE, &file_of(&workspace, &outside)).unwrap_err();
    assert_eq!(*led.kind(), ErrorKind::BadPath);
    assert!(workspace.document_path(CYCLE, &file_of(&workspace, &inside)).unwrap().exists());
}

#[test]
fn conflict_copies_and_renamed_duplicates_are_harmless() {
    let (place, files) = with_notes();
    let before = place.open().cycle(CYCLE).unwrap().state().clone();
    let dir = files[2].parent().unwrap();
    std::fs::copy(&files[2], dir.join("00000003-x.sync-conflict-20260803-101010-ABCDEFG.ron")).unwrap();
    std::fs::rename(&files[3], dir.join("salinan (1).ron")).unwrap();
    let elsewhere = dir.parent().unwrap().join("PC-BUDI conflicted copy");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::copy(&files[1], elsewhere.join("a.ron")).unwrap();
    std::fs::write(dir.join("~syncthing~x.ron.tmp"), "half").unwrap();
    let workspace = place.open();
    assert_eq!(*workspace.cycle(CYCLE).unwrap().state(), before);
    assert_eq!((workspace.problems(), workspace.waiting()), (vec![], vec![]));
    assert!(dir.join("~syncthing~x.ron.tmp").exists(), "the work of others is not ours to remove");
}

#[test]
fn two_events_of_one_name_are_a_fork_and_the_one_of_the_smaller_hash_counts_everywhere() {
    let mut counted = std::collections::BTreeSet::new();
    for text in (0..64).map(|n| format!("lain {n}")) {
        let (place, files) = with_notes();
        let other = edited(&files[3], "tiga", &text);
        let fork = files[3].with_file_name("00000004-0000000000000000.ron");
        let running = &mut place.open();
        std::fs::write(&fork, &other).unwrap();
        running.poll().unwrap();
        let fresh = place.open();
        // The files begin with their hashes, so comparing texts compares hashes.
        let counts = if other < std::fs::read_to_string(&files[3]).unwrap() { &text } else { "tiga" };
        for workspace in [running, &fresh] {
            assert_eq!(notes(workspace), ["satu", "dua", counts]);
            let problems = workspace.problems();
            assert_eq!((problems.len(), problems[0].kind), (1, ProblemKind::Fork), "{problems:?}");
        }
        assert!(fork.exists() && files[3].exists(), "both are kept");
        counted.insert(counts == "tiga");
        if counted.len() == 2 {
            break;
        }
    }
    assert_eq!(counted.len(), 2, "each of the two was tried as the smaller");
}

#[test]
fn a_fork_of_the_office_changes_nothing_but_the_forked_event() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let mut add = |name: &str| {
        let (before, name) = (place.files(), name.to_owned());
        let person = OfficeChange::PersonAdded { name, post: "Staf".to_owned(), actor: None };
        workspace.change_office(vec![person], &who()).unwrap();
        place.data().join(place.files().difference(&before).next().unwrap())
    };
    let (_, last) = (add("Ani"), add("Budi"));
    let whole = std::fs::read_to_string(&last).unwrap();
    let texts = (0..).map(|n| edited(&last, "Budi", &format!("Citra {n}")));
    // With a smaller hash, so that this event counts. The files begin with their hashes.
    let other = texts.into_iter().find(|other| *other < whole).unwrap();
    let name = last.file_name().unwrap().to_str().unwrap().split_once('-').unwrap().0;
    std::fs::write(last.with_file_name(format!("{name}-0000000000000000.ron")), &other).unwrap();
    workspace.poll().unwrap();
    let fresh = place.open();
    for workspace in [&workspace, &fresh] {
        let people: Vec<_> = workspace.office().people().values().map(|person| person.name.clone()).collect();
        assert!(people.len() == 2 && people[0] == "Ani" && people[1].starts_with("Citra"), "{people:?}");
        assert_eq!(workspace.office().name(), "Kesbangpol");
    }
}

#[test]
fn an_event_that_follows_none_of_those_that_stand_is_told() {
    let (place, files) = with_notes();
    let whole = std::fs::read_to_string(&files[2]).unwrap();
    let texts = (0..).map(|n| edited(&files[2], "dua", &format!("lain {n}")));
    // With a smaller hash, so that this event counts. The files begin with their hashes.
    let other = texts.into_iter().find(|other| *other < whole).unwrap();
    let faults = |place: &Place| -> Vec<_> {
        let problems = place.open().problems().into_iter();
        problems.map(|problem| (problem.path, problem.kind)).collect()
    };
    let fork = files[2].with_file_name("00000003-0000000000000000.ron");
    std::fs::write(&fork, &other).unwrap();
    let told = faults(&place);
    assert_eq!(told.len(), 1, "the fork explains it: {told:?}");
    assert!(told[0].1 == ProblemKind::Fork && told[0].0 != files[3], "{told:?}");
    std::fs::rename(&fork, &files[2]).unwrap();
    assert_eq!(faults(&place), [(files[3].clone(), ProblemKind::Fork)]);
}

#[test]
fn a_cycle_whose_sop_is_gone_is_not_begun_anew() {
    let (place, files) = with_notes();
    std::fs::rename(place.cycle_dir().join("sop.ron"), place.cycle_dir().join("sop.ron.lama")).unwrap();
    std::fs::rename(place.data().join("sop"), place.data().join("sop lama")).unwrap();
    let mut workspace = place.open();
    assert!(workspace.cycle(CYCLE).is_none());
    let refused = workspace.start_cycle(CYCLE, renja::sop::builtin(), &who()).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::CycleExists(CYCLE));
    assert_eq!(place.event_files(), files);
}

/// Another PC writes notes; returns their event files.
fn notes_of_another(place: &Place, texts: &[&str]) -> Vec<PathBuf> {
    let known = place.event_files();
    let mut other = Workspace::open(&place.data(), &place.other_local()).unwrap();
    for text in texts {
        other.execute(CYCLE, &note(text), &who()).unwrap();
    }
    place.event_files().into_iter().filter(|file| !known.contains(file)).collect()
}

#[test]
fn a_file_that_goes_between_being_listed_and_read_is_no_fault() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    let new = notes_of_another(&place, &["satu", "dua"]);
    let (files, aside) = (new.clone(), place.local().join("menyusul.ron"));
    let gone = aside.clone();
    // While one file is read, the other one disappears.
    let go = move |read: &Path| {
        if files.iter().any(|file| file == read) && !gone.exists() {
            let other = files.iter().find(|file| *file != read).unwrap();
            std::fs::rename(other, &gone).unwrap();
        }
    };
    disk.set(Faults { after_read: Some(Box::new(go)), ..Faults::default() });
    workspace.poll().unwrap();
    assert_eq!((notes(&workspace).len(), workspace.problems()), (1, vec![]));
    let missing = new.iter().find(|file| !file.exists()).unwrap();
    disk.set(Faults::default());
    std::fs::rename(&aside, missing).unwrap();
    workspace.poll().unwrap();
    assert_eq!((notes(&workspace).len(), workspace.problems()), (2, vec![]));
}

#[test]
fn a_file_that_could_not_be_read_for_a_while_is_read_as_soon_as_it_can_be() {
    let place = Place::with_cycle();
    let (disk, mut workspace) = place.open_to_hurt();
    let new = notes_of_another(&place, &["satu"]).remove(0);
    disk.set(Faults { unreadable: Some(new.clone()), ..Faults::default() });
    workspace.poll().unwrap();
    let problems = workspace.problems();
    assert_eq!((problems.len(), &problems[0].path, problems[0].kind), (1, &new, ProblemKind::Unreadable));
    disk.set(Faults::default());
    workspace.poll().unwrap();
    assert_eq!((notes(&workspace).len(), workspace.problems()), (1, vec![]));
}

#[test]
fn a_change_that_no_program_would_read_is_refused() {
    let add_person = |place: &Place, letters: usize| {
        let (name, post) = ("x".repeat(letters), "Staf".to_owned());
        place.open().change_office(vec![OfficeChange::PersonAdded { name, post, actor: None }], &who())
    };
    let place = Place::with_cycle();
    let before = place.files();
    add_person(&place, 1000).unwrap();
    let event = place.files().into_iter().find(|file| !before.contains(file)).unwrap();
    let rest = std::fs::metadata(place.data().join(event)).unwrap().len() as usize - 1000;
    let most = 1 << 20;

    let place = Place::with_cycle();
    let before = place.files();
    let refused = add_person(&place, most - rest + 1).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::TooLarge(most as u64));
    assert_eq!(place.files(), before);
    add_person(&place, most - rest).unwrap();
    let workspace = place.open();
    assert_eq!((workspace.office().people().len(), workspace.problems()), (1, vec![]));
}

#[test]
fn a_gap_means_waiting_for_the_rest() {
    let (place, files) = with_notes();
    let aside = place.data().join("menyusul");
    std::fs::rename(&files[2], &aside).unwrap();
    let mut workspace = place.open();
    let waiting = workspace.waiting();
    assert_eq!((waiting.len(), waiting[0].gap.first, waiting[0].gap.last), (1, 3, 3));
    assert_eq!((notes(&workspace).len(), workspace.problems()), (2, vec![]));
    std::fs::rename(&aside, &files[2]).unwrap();
    assert_eq!(workspace.poll().unwrap().cycles, [CYCLE]);
    assert_eq!((notes(&workspace).len(), workspace.waiting()), (3, vec![]));
}

#[test]
fn a_journal_is_exported_as_it_is_and_read_back() {
    let (place, files) = with_notes();
    let workspace = place.open();
    let text = String::from_utf8(workspace.export_journal(CYCLE).unwrap()).unwrap();
    assert!(files.iter().all(|file| text.contains(&std::fs::read_to_string(file).unwrap())));
    let (events, faults) = read_export::<Change>(&text);
    assert_eq!((events.as_slice(), faults), (workspace.cycle(CYCLE).unwrap().events(), vec![]));
    let (events, faults) = read_export::<Change>(&text.replace("\"dua\"", "\"DUA\""));
    assert_eq!((events.len(), faults.len(), faults[0].0), (3, 1, 3));
    let newer =
        text.replace(&std::fs::read_to_string(&files[2]).unwrap(), &edited(&files[2], "v: 1", "v: 2"));
    let (events, faults) = read_export::<Change>(&newer);
    assert_eq!((events.len(), faults.len(), faults[0].0, faults[0].1), (3, 1, 3, ProblemKind::Newer));
}
