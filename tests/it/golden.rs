//! Files written by this release must be readable by every later one, and files written by a later release
//! must be left unchanged by this one.
//!
//! `tests/golden/<release>` is made once for each release by `make`, and never changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Duration, NaiveDate};
use renja::archive::{Index, Verdict, check, seal};
use renja::cycle::{ArchiveForm, Command, Cycle, CycleId, Mark};
use renja::pc::LocalSettings;
use renja::sop::{StepNo, builtin};
use renja::store::{ErrorKind, OsDisk, ProblemKind, Quiet, Who, Workspace, sha256, with_hash_line};

use crate::archive::export::hand_on;
use crate::archive::office::{INDUK, Office, copy_folder, who};

const RUNNING: CycleId = CycleId { year: 2028, kind: renja::cycle::Kind::Induk };

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/0.1")
}

/// A copy of the golden data folder, with a local app data folder beside it.
struct Copy {
    dir: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy_folder(&golden().join("data"), &dir.path().join("data"));
        Self { dir }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn open(&self) -> Workspace {
        Workspace::open(&self.data(), &self.dir.path().join("local")).unwrap()
    }

    fn bytes(&self) -> BTreeMap<String, String> {
        files(&self.data())
    }
}

/// Digest of each file, except for the views, which every PC writes itself.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "RINGKASAN.txt" {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, sha256(&fs::read(&path).unwrap()));
            }
        }
    }
    found
}

/// All state that is computed from a data folder, as text.
fn dump(workspace: &Workspace) -> String {
    let mut text = format!("kantor: {}\n", workspace.office().name());
    for cycle in workspace.cycles() {
        dump_cycle(&mut text, cycle);
    }
    let (index, problems) = Index::load(&OsDisk, workspace.root());
    assert_eq!(problems, []);
    for dossier in &index.dossiers {
        let seal = dossier.seal.clone().unwrap_or_default();
        writeln!(text, "arsip: {} · {} dokumen · {seal}", dossier.folder, dossier.documents()).unwrap();
    }
    text
}

fn dump_cycle(text: &mut String, cycle: &Cycle) {
    let (state, count) = (cycle.state(), cycle.events().len());
    let mut line = |words: String| writeln!(text, "{words}").unwrap();
    line(format!("\nsiklus: {} · SOP {} · {count} peristiwa", cycle.id.folder(), cycle.sop.id));
    for (no, step) in (1..).zip(&state.steps) {
        let (status, finished) = (step.status, step.finished.as_ref());
        let finished = finished.map(|finished| {
            let bound = finished.bound.iter().map(|bound| &bound.sha256[..8]).collect::<Vec<_>>();
            (
                &finished.stamp.by,
                finished.stamp.at.to_rfc3339(),
                &finished.reason,
                finished.holes.len(),
                bound,
            )
        });
        line(format!("{no}: {status:?} · putaran {} · {finished:?}", step.round()));
    }
    for document in state.documents.values() {
        let removed = document.removed.as_ref().map(|(reason, stamp)| (reason, &stamp.by));
        let slot = document.slot.as_ref().map(|slot| &slot.0);
        let (title, number) = (&document.title, &document.number);
        line(format!(
            "dokumen {title:?} · langkah {} {slot:?} · {number:?} {:?} · {removed:?}",
            document.step, document.date
        ));
        for version in &document.versions {
            let (file, reached, by) = (&version.file, &version.stage, &version.stamp.by);
            let flags = (version.withdrawn, version.overwritten);
            line(format!("  {} {} {} {reached:?} {by} {flags:?}", file.path, file.size, file.sha256));
        }
    }
    for (slot, marked) in &state.marks {
        line(format!("tanda {slot}: {:?}", marked.mark));
    }
    for note in state.notes.values() {
        line(format!("catatan {:?}: {:?} ({})", note.step, note.text, note.stamp.by));
    }
    for conflict in &state.conflicts {
        line(format!("bersamaan: {:?} ({}, {})", conflict.value, conflict.winner.by, conflict.loser.by));
    }
    line(format!("formulir: {}", ron::to_string(&state.form).unwrap()));
    for seal in &state.seals {
        line(format!("segel: {} {}", seal.bag, seal.digest));
    }
}

fn settings() -> LocalSettings {
    LocalSettings { name: "Siti Rahma".to_owned(), zoom: 1.2, ..LocalSettings::default() }
}

/// Makes the golden files of this release.
#[test]
#[ignore = "run once for each release: writes tests/golden"]
fn make() {
    let target = golden();
    assert!(!target.exists(), "golden files are never changed");
    let office = Office::ready();
    seal(&mut office.open(), INDUK, &who(), &Quiet).unwrap();
    let mut here = office.open();
    here.start_cycle(RUNNING, builtin(), &who()).unwrap();
    let run = |workspace: &mut Workspace, by: &str, minutes: i64, command: Command| {
        let who = Who { by: by.to_owned(), at: who().at + Duration::minutes(minutes) };
        workspace.execute(RUNNING, &command, &who).unwrap().pop().unwrap()
    };
    for no in 1..=3 {
        run(&mut here, "Budi", 1, Command::Finish { step: StepNo(no), reason: Some("kertas".to_owned()) });
    }
    let format = office.attach(&mut here, RUNNING, 4, "format data.docx", b"PK format", None);
    office.attach(&mut here, RUNNING, 4, "format data.docx", b"PK format 2", Some(format.clone()));
    let wrong = office.attach(&mut here, RUNNING, 5, "salah.pdf", b"%PDF salah", None);
    run(
        &mut here,
        "Budi",
        2,
        Command::RemoveDocument { document: wrong, reason: "salah".into(), paths: vec![] },
    );
    let (document, number) = (format.clone(), "050/7".to_owned());
    let date = NaiveDate::from_ymd_opt(2027, 8, 4);
    run(&mut here, "Budi", 3, Command::SetNumber { document, number, date });
    let stage = Some("konsep".to_owned());
    run(&mut here, "Budi", 4, Command::SetStage { document: format.clone(), stage });
    let slot = builtin().step(StepNo(6)).unwrap().outputs[0].key.clone();
    let mark = Some(Mark::Paper { place: "laci 2".to_owned() });
    run(&mut here, "Budi", 5, Command::MarkSlot { slot, mark });
    run(&mut here, "Budi", 6, Command::AddNote { step: None, text: "Anggaran\nberubah".to_owned() });
    let back = Command::SendBack { from: StepNo(4), to: StepNo(2), reason: "SK keliru".to_owned() };
    run(&mut here, "Budi", 7, back);
    let taken_back = run(&mut here, "Budi", 8, Command::AddNote { step: None, text: "keliru".to_owned() });
    run(&mut here, "Budi", 9, Command::Undo { events: vec![taken_back] });
    // Two PCs that sealed without knowing of each other.
    let other_root = office.dir.path().join("lain");
    copy_folder(&office.root(), &other_root);
    let mut other = Workspace::open(&other_root, &office.dir.path().join("local-lain")).unwrap();
    let title = |title: &str| Command::SetTitle { document: format.clone(), title: title.to_owned() };
    let form = |remark: &str| {
        let (title, remark) = ("Renja 2028".to_owned(), remark.to_owned());
        Command::SetForm(Box::new(ArchiveForm { title, remark, ..ArchiveForm::default() }))
    };
    run(&mut other, "Andi", 10, title("Format data"));
    run(&mut other, "Andi", 11, form("dari Andi"));
    run(&mut here, "Budi", 12, title("Format isian"));
    run(&mut here, "Budi", 13, form("dari Budi"));
    let journal = |root: &Path| root.join("2028-induk/jurnal");
    copy_folder(
        &journal(&other_root).join(&other.writer().0),
        &journal(&office.root()).join(&other.writer().0),
    );
    here.poll().unwrap();
    let text = dump(&here);
    drop(here);
    copy_folder(&office.root(), &target.join("data"));
    settings().save(&target.join("lokal")).unwrap();
    let bag = "2027 Renja Induk";
    hand_on(&office, bag, &target.join("2027 Renja Induk.zip"), false, &Quiet).unwrap();
    fs::write(target.join("isi.txt"), text).unwrap();
}

#[test]
fn what_a_release_has_written_is_read_as_it_was_and_left_untouched() {
    let copy = Copy::new();
    let before = copy.bytes();
    assert!(before.len() > 30);
    let mut workspace = copy.open();
    workspace.poll().unwrap();
    assert_eq!((workspace.problems(), workspace.waiting()), (vec![], vec![]));
    let expected = fs::read_to_string(golden().join("isi.txt")).unwrap();
    assert_eq!(dump(&workspace), expected);
    assert!(expected.contains("bersamaan: "), "two people and one field are among it");
    assert_eq!(workspace.sops().unwrap(), (vec![builtin().clone()], vec![]));
    let looked = workspace.look(RUNNING).unwrap().all(&Quiet).unwrap();
    assert_eq!((looked.outside, looked.orphans), (vec![], vec![]));
    let report = check(&OsDisk, &copy.data().join("arsip/2027 Renja Induk"), &Quiet);
    assert_eq!(report.verdict, Verdict::Intact);
    drop(workspace);
    assert_eq!(copy.bytes(), before);

    let (loaded, problem) = LocalSettings::load(&golden().join("lokal"), NaiveDate::MIN);
    assert_eq!((loaded, problem), (settings(), None));
    let zip = fs::File::open(golden().join("2027 Renja Induk.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    let bag = files(&copy.data().join("arsip/2027 Renja Induk"));
    // The ZIP also has the page that leads into the dossier, beside it.
    assert_eq!(zip.len(), bag.len() + 1);
    for (name, digest) in bag {
        let mut bytes = Vec::new();
        let mut entry = zip.by_name(&format!("2027 Renja Induk/{name}")).unwrap();
        std::io::copy(&mut entry, &mut bytes).unwrap();
        assert_eq!(sha256(&bytes), digest, "{name}");
    }
}

/// The cycles can be read but not changed, and every byte stays.
fn assert_read_only(copy: &Copy, id: CycleId) {
    let before = copy.bytes();
    let mut workspace = copy.open();
    assert!(workspace.has_newer(id));
    assert!(workspace.problems().iter().any(|problem| problem.kind == ProblemKind::Newer));
    let note = Command::AddNote { step: None, text: "x".to_owned() };
    let refused = workspace.execute(id, &note, &who()).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::NewerChanges);
    let refused = seal(&mut workspace, id, &who(), &Quiet).unwrap_err();
    assert!(refused.to_string().contains("newer"), "{refused}");
    assert!(workspace.cycle(RUNNING).is_some() && workspace.cycle(INDUK).is_some(), "all is shown");
    drop(workspace);
    assert_eq!(copy.bytes(), before);
}

// Row 11. Fails if the version of an event is not checked.
#[test]
fn an_event_of_a_newer_version_makes_its_cycle_read_only() {
    let copy = Copy::new();
    let writer = "b".repeat(16);
    let text = format!(
        "(v: 2, jenis: \"langkah.dibagi\", id: (\"{writer}\", 1), pada: 7, clock: (1817000000000, 0), \
         prev: None, seen: {{}}, more: 0, hal_baru: [1, 2], body: (bagian: 3))\n"
    );
    let folder = copy.data().join("2028-induk/jurnal").join(&writer);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("00000001-0123456789abcdef.ron"), with_hash_line(&text)).unwrap();
    assert_read_only(&copy, RUNNING);
    let expected = fs::read_to_string(golden().join("isi.txt")).unwrap();
    assert_eq!(dump(&copy.open()), expected, "what is known is shown as it was");
}

// Fails if an SOP of a newer version counts as a broken one.
#[test]
fn an_sop_of_a_newer_version_makes_its_cycle_read_only() {
    let copy = Copy::new();
    let path = copy.data().join("2028-induk/sop.ron");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("v: 1", "v: 2", 1).replacen("remarks:", "lampiran: 1, remarks:", 1))
        .unwrap();
    assert_read_only(&copy, RUNNING);

    let copy = Copy::new();
    let sop = text.replacen("v: 1", "v: 2", 1).replacen("2018", "2030", 1);
    fs::write(copy.data().join("sop/penyusunan-renja-2030.ron"), sop).unwrap();
    let before = copy.bytes();
    let workspace = copy.open();
    let (sops, problems) = workspace.sops().unwrap();
    assert_eq!((sops.len(), problems.len(), problems[0].kind), (1, 1, ProblemKind::Newer));
    drop(workspace);
    assert_eq!(copy.bytes(), before);
}

#[test]
fn a_layout_of_a_newer_version_is_not_opened_and_left_untouched() {
    let copy = Copy::new();
    let path = copy.data().join("renja.ron");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("layout: 1", "layout: 2, laci: 7", 1)).unwrap();
    let before = copy.bytes();
    let refused = Workspace::open(&copy.data(), &copy.dir.path().join("local")).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::NewerLayout { .. }), "{refused}");
    assert_eq!(copy.bytes(), before);
}
