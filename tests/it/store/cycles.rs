//! Creating, opening and changing cycles and the office.

use renja::calendar::{Holiday, HolidayKind};
use renja::cycle::{ArchiveForm, Command, CycleId, Kind, Place as PaperPlace, Refusal};
use renja::pc::LocalSettings;
use renja::sop::{StepNo, builtin};
use renja::store::{ErrorKind, OfficeChange, ProblemKind, Workspace};

use super::{CYCLE, Place, assert_tidy, assert_whole, quiet, to_step, who};

#[test]
fn what_was_done_is_there_after_a_restart() {
    let place = Place::with_cycle();
    let source = place.source("surat.pdf", b"isi");
    let mut workspace = place.open();
    workspace.execute(CYCLE, &Command::Start { step: StepNo(1), reason: None }, &who()).unwrap();
    let note =
        Command::AddNote { step: Some(StepNo(1)), text: "baris satu\nbaris \"dua\" // sha256 x".to_owned() };
    workspace.execute(CYCLE, &note, &who()).unwrap();
    let document = workspace.attach(CYCLE, &to_step(1, source), &who(), quiet()).unwrap();
    let number = Command::SetNumber { document, number: "800/Kep.401".to_owned(), date: None };
    workspace.execute(CYCLE, &number, &who()).unwrap();
    let form = ArchiveForm { title: "Renja".to_owned(), ..ArchiveForm::default() };
    workspace.execute(CYCLE, &Command::SetForm(Box::new(form)), &who()).unwrap();
    let before = workspace.cycle(CYCLE).unwrap().state().clone();
    drop(workspace);
    let workspace = place.open();
    assert_eq!(*workspace.cycle(CYCLE).unwrap().state(), before);
    assert_eq!(*workspace.cycle(CYCLE).unwrap().sop, *builtin());
    assert_eq!(workspace.office().name(), "Kesbangpol");
    assert_whole(&workspace);
    assert_tidy(&place);
    let summary = std::fs::read_to_string(place.cycle_dir().join("RINGKASAN.txt")).unwrap();
    assert!(summary.contains("2027 Renja Induk") && summary.contains("surat"), "{summary}");
}

#[test]
fn a_refused_command_leaves_no_trace() {
    let place = Place::with_cycle();
    let before = place.files();
    let mut workspace = place.open();
    let refused = workspace.execute(CYCLE, &Command::Resume { step: StepNo(1) }, &who()).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::Refused(Refusal::WrongState(StepNo(1))));
    let other = CycleId { year: 2028, kind: Kind::Induk };
    let refused = workspace.execute(other, &Command::Resume { step: StepNo(1) }, &who()).unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::NoSuchCycle(other));
    let exists = workspace.start_cycle(CYCLE, builtin(), &who()).unwrap_err();
    assert_eq!(*exists.kind(), ErrorKind::CycleExists(CYCLE));
    drop(workspace);
    assert_eq!(place.files(), before);
}

#[test]
fn a_folder_is_made_once() {
    let place = Place::with_cycle();
    let again = Workspace::create(&place.data(), &place.local(), "Lain", &who()).unwrap_err();
    assert_eq!(*again.kind(), ErrorKind::Exists);
    let none = Workspace::open(&place.local(), &place.local()).unwrap_err();
    assert_eq!(*none.kind(), ErrorKind::NotADataFolder);
}

#[test]
fn a_layout_that_is_newer_or_broken_is_refused_and_stays() {
    let place = Place::with_cycle();
    let path = place.data().join("renja.ron");
    let newer = "(layout: 2, store: \"x\", min_app: \"9.1.0\", something_new: [1])";
    for (text, kind) in [
        (newer, Some(ErrorKind::NewerLayout { min_app: "9.1.0".to_owned() })),
        ("", None),
        ("(layout: 1", None),
        ("(layout: 1, store: \"x\", min_app: \"0.1.0\")", None),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = Workspace::open(&place.data(), &place.local()).unwrap_err();
        match kind {
            Some(kind) => assert_eq!(*error.kind(), kind),
            None => assert!(matches!(error.kind(), ErrorKind::Broken(_)), "{error}"),
        }
        assert_eq!(error.file_name(), "renja.ron");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        let again = Workspace::create(&place.data(), &place.local(), "x", &who()).unwrap_err();
        assert_eq!(*again.kind(), ErrorKind::Exists);
    }
}

#[test]
fn a_broken_sop_is_named_and_the_version_kept_beside_it_serves() {
    let place = Place::with_cycle();
    let path = place.cycle_dir().join("sop.ron");
    std::fs::write(&path, "(v: 1").unwrap();
    let workspace = place.open();
    assert!(workspace.cycle(CYCLE).is_some());
    let problems = workspace.problems();
    assert_eq!((problems.len(), &problems[0].path, problems[0].kind), (1, &path, ProblemKind::Broken));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "(v: 1");
    let (sops, problems) = workspace.sops().unwrap();
    assert_eq!((sops.len(), problems.len()), (1, 0));
}

#[test]
fn documents_move_with_their_files_and_come_back() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let first = place.source("undangan.pdf", b"satu");
    let document = workspace.attach(CYCLE, &to_step(6, first), &who(), quiet()).unwrap();
    let mut second = to_step(6, place.source("undangan.pdf", b"dua"));
    second.version_of = Some(document.clone());
    workspace.attach(CYCLE, &second, &who(), quiet()).unwrap();
    let paths = |workspace: &Workspace| -> Vec<String> {
        let cycle = workspace.cycle(CYCLE).unwrap();
        let versions = &cycle.state().documents[&document].versions;
        versions.iter().map(|version| version.file.path.clone()).collect()
    };
    let in_step = |no: u8, workspace: &Workspace| {
        let folder = format!("berkas/{}/", builtin().step(StepNo(no)).unwrap().folder());
        paths(workspace).iter().all(|path| path.starts_with(&folder))
    };
    assert!(in_step(6, &workspace));
    assert!(paths(&workspace)[1].ends_with("/undangan (2).pdf"));
    let step =
        Command::MoveDocument { document: document.clone(), step: StepNo(7), slot: None, paths: Vec::new() };
    let moved = workspace.execute(CYCLE, &step, &who()).unwrap();
    assert!(in_step(7, &workspace));
    assert_whole(&workspace);
    let remove =
        Command::RemoveDocument { document: document.clone(), reason: "ganda".to_owned(), paths: Vec::new() };
    let removed = workspace.execute(CYCLE, &remove, &who()).unwrap();
    assert!(paths(&workspace).iter().all(|path| path.starts_with("berkas/Dihapus/")));
    assert_whole(&workspace);
    workspace.undo(CYCLE, &removed[..1], &who()).unwrap();
    assert!(in_step(7, &workspace));
    workspace.undo(CYCLE, &moved[..1], &who()).unwrap();
    assert!(in_step(6, &workspace));
    assert_whole(&workspace);
    let state = workspace.cycle(CYCLE).unwrap().state().clone();
    drop(workspace);
    let workspace = place.open();
    assert_eq!(*workspace.cycle(CYCLE).unwrap().state(), state);
    assert_eq!(workspace.orphans(CYCLE).unwrap(), [""; 0]);
    assert_whole(&workspace);
}

#[test]
fn the_office_is_folded_from_its_journal() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let nyepi = Holiday {
        date: chrono::NaiveDate::from_ymd_opt(2027, 3, 8).unwrap(),
        name: "Hari Suci Nyepi".to_owned(),
        kind: HolidayKind::National,
    };
    let added =
        OfficeChange::PersonAdded { name: "Siti".to_owned(), post: "Kasubag TU".to_owned(), actor: None };
    let ids = workspace.change_office(vec![added, OfficeChange::HolidaySet(nyepi.clone())], &who()).unwrap();
    let laci = PaperPlace { drawer: "2".to_owned(), ..PaperPlace::default() };
    let changes = vec![
        OfficeChange::PersonChanged {
            person: ids[0].clone(),
            name: "Siti A.".to_owned(),
            post: "Kasubag TU".to_owned(),
            actor: Some("TU".to_owned()),
            active: false,
        },
        OfficeChange::DossierPlaced { dossier: "2026 Renja Induk".to_owned(), place: laci.clone() },
        OfficeChange::DossierChecked { dossier: "2026 Renja Induk".to_owned(), faults: 0 },
    ];
    workspace.change_office(changes, &who()).unwrap();
    drop(workspace);
    let workspace = place.open();
    let office = workspace.office();
    let person = &office.people()[&ids[0]];
    assert_eq!((person.name.as_str(), person.active), ("Siti A.", false));
    assert!(office.calendar().year_is_known(2027) && !office.calendar().is_working_day(nyepi.date));
    assert_eq!(office.place("2026 Renja Induk").unwrap().0, laci);
    assert_eq!(office.last_check("2026 Renja Induk").unwrap().0, 0);
    assert!(office.place("2025 Renja Induk").is_none());
}

#[test]
fn settings_of_this_pc_survive_and_a_broken_file_is_kept() {
    let place = Place::new();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 8, 3).unwrap();
    let (mut settings, problem) = LocalSettings::load(&place.local(), today);
    assert_eq!((settings.clone(), problem), (LocalSettings::default(), None));
    settings.name = "Budi".to_owned();
    settings.remember(&place.data());
    settings.save(&place.local()).unwrap();
    assert_eq!(LocalSettings::load(&place.local(), today), (settings.clone(), None));
    let path = place.local().join("pengaturan.ron");
    for broken in ["", "(zoom: NaN)", "(zoom: 1.0, unknown: 1)", "\0\0\0"] {
        std::fs::write(&path, broken).unwrap();
        assert!(settings.save(&place.local()).is_err(), "a broken file is not overwritten");
        let (loaded, problem) = LocalSettings::load(&place.local(), today);
        let problem = problem.unwrap();
        assert_eq!((loaded, problem.kind), (LocalSettings::default(), ProblemKind::Broken));
        assert!(problem.path.to_str().unwrap().contains("rusak-2026-08-03"), "{problem:?}");
        assert_eq!(std::fs::read_to_string(&problem.path).unwrap(), broken);
        settings.save(&place.local()).unwrap();
    }
}
