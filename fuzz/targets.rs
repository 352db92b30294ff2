//! Fuzz targets: every reader of files that others may have written. The programs in `fuzz_targets` and the
//! tests (`tests/it/hostile/corpus.rs`) share them. None may panic on any input.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use renja::archive::{self, Caps, Index, Severity, Verdict};
use renja::calendar::{Language, parse_holidays, to_csv};
use renja::cycle::{Change, Command, Cycle, CycleId, timeline};
use renja::pc::LocalSettings;
use renja::sop;
use renja::store::{Folder, Office, OfficeChange, OsDisk, Quiet, Workspace, names, read_export, sha256};

/// An event file, of a cycle or of the office. A second copy gets the right hashes, so that the code after
/// the check of hashes is reached; then everything that the window would show is computed.
pub fn events(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let _ = read_export::<Change>(&raw);
    let parts = raw.split("// sha256\n").map(|text| format!("// sha256 {}\n{text}", sha256(text.as_bytes())));
    let text = parts.collect::<String>();
    let (events, _) = read_export::<Change>(&text);
    let cycle = Cycle::new(CycleId::induk(2027), Arc::new(sop::builtin().clone()), events);
    let (office, _) = read_export::<OfficeChange>(&text);
    let office = Office::new(office);
    let _ = timeline(&cycle, office.calendar(), now());
    for step in &cycle.sop.steps {
        let _ = (cycle.holes(step.no), cycle.review(step.no));
        let start = Command::Start { step: step.no, reason: Some("lagi".to_owned()) };
        let _ = (cycle.decide(&start), cycle.decide(&Command::Finish { step: step.no, reason: None }));
    }
    for event in cycle.events() {
        let _ = cycle.undo_commands(std::slice::from_ref(&event.stamp.id));
        let _ = Language::Indonesian.date_time(event.stamp.at.naive_local());
    }
    let _ = (cycle.ready_to_seal(), cycle.last_undoable());
    let mut search = archive::Search::new();
    search.add_cycle(&cycle);
    let _ = search.find("undangan rapat", 10);
}

/// An SOP. If it is accepted, it is written and must be read back equal.
pub fn sop(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match sop::parse("uji.ron", text) {
        Ok(sop) => {
            let again = sop::parse("uji.ron", &sop::to_ron(&sop));
            assert!(again.is_ok_and(|again| again == sop));
            let cycle = Cycle::new(CycleId::induk(2027), Arc::new(sop), Vec::new());
            let _ = timeline(&cycle, &renja::calendar::Calendar::default(), now());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Separates the files of a folder in the input; the rest of that line is the file's name.
const FILE: &[u8] = b"\n--- ";

/// A bag, as a folder of the archive: checked, listed, and opened to show its sheet.
pub fn bag(bytes: &[u8]) {
    let root = scratch();
    let bag = root.path().join(archive::FOLDER).join("2027 Renja Induk");
    lay_out(bytes, &bag);
    let report = archive::check(&OsDisk, &bag, &Quiet);
    if report.verdict == Verdict::Intact {
        assert!(report.of(Severity::Error).next().is_none());
        assert!(bag.join("bagit.txt").is_file());
    }
    let (index, _) = Index::load(&OsDisk, root.path());
    let _ = index.search().find("renja", 10);
    let _ = index.facets(now().date());
    for dossier in &index.dossiers {
        let _ = (dossier.schedule().map(|schedule| schedule.phase(now().date())), dossier.title());
        if let Ok(opened) = archive::open(&OsDisk, root.path(), &dossier.folder)
            && let Some(summary) = &opened.dossier.summary
        {
            let _ = archive::page(summary, &opened.cycle.sop);
        }
    }
}

/// A ZIP: unpacked into a folder, beside which no file may appear.
pub fn zip(bytes: &[u8]) {
    let root = scratch();
    let path = root.path().join("kiriman.zip");
    std::fs::write(&path, bytes).expect("a scratch folder can be written");
    let into = Folder::new(Arc::new(OsDisk), root.path().join("~uji-0.tmp"), "uji");
    let caps = Caps { bytes: 16 << 20, ..Caps::default() };
    if let Ok(unzipped) = archive::unzip(&path, &into, &caps, &Quiet) {
        for file in &unzipped.files {
            assert!(into.root().join(file).symlink_metadata().is_ok_and(|meta| meta.is_file()));
        }
    }
    let beside = std::fs::read_dir(root.path()).expect("a scratch folder can be read");
    let beside = beside.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name() != "~uji-0.tmp"));
    assert_eq!(beside.count(), 1);
}

/// A name: what is made of it must be valid, unchanged by a second call, and within the limits.
pub fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let name = names::safe_name(&text);
    assert!(names::is_portable(&name) && !name.contains('%'), "{name:?}");
    assert!(name.chars().count() <= 100 && name.len() <= 180, "{name:?}");
    assert_eq!(names::safe_name(&name), name);
    let units = 12 + bytes.len() % 150;
    let fitting = names::fitting_name(&text, units);
    assert!(names::is_portable(&fitting) && fitting.encode_utf16().count() <= units, "{fitting:?}");
    let second = names::unique(&name, |other| names::fold(other) == names::fold(&name));
    assert!(names::is_portable(&second) && names::fold(&second) != names::fold(&name), "{second:?}");
}

/// Small files: the settings of this PC, `renja.ron` of a data folder, holidays that somebody typed.
pub fn settings(bytes: &[u8]) {
    let root = scratch();
    let local = root.path().join("lokal");
    std::fs::create_dir(&local).expect("a scratch folder can be written");
    std::fs::write(local.join("pengaturan.ron"), bytes).expect("a scratch folder can be written");
    let (settings, problem) = LocalSettings::load(&local, now().date());
    // Settings that could be read can be written; others are kept.
    if problem.is_none() {
        settings.save(&local).expect("settings that were read are saved");
    } else {
        let kept = std::fs::read_dir(&local).expect("a scratch folder can be read").flatten();
        assert!(kept.into_iter().any(|entry| std::fs::read(entry.path()).is_ok_and(|kept| kept == bytes)));
    }
    std::fs::write(root.path().join("renja.ron"), bytes).expect("a scratch folder can be written");
    drop(Workspace::open(root.path(), &local));
    assert!(std::fs::read(root.path().join("renja.ron")).is_ok_and(|after| after == bytes));
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(holidays) = parse_holidays(text)
    {
        assert!(parse_holidays(&to_csv(&holidays)).is_ok_and(|again| again == holidays));
    }
}

/// Writes the files of an input below a folder, unless their names lead out of it.
fn lay_out(bytes: &[u8], folder: &Path) {
    std::fs::create_dir_all(folder).expect("a scratch folder can be written");
    let mut rest = bytes;
    while let Some(start) = find(rest, FILE) {
        rest = &rest[start + FILE.len()..];
        let line = find(rest, b"\n").unwrap_or(rest.len());
        let Ok(name) = std::str::from_utf8(&rest[..line]) else { continue };
        if !name.split('/').all(names::is_portable) || name.len() > 200 {
            continue;
        }
        let content = rest.get(line + 1..).unwrap_or_default();
        let content = &content[..find(content, FILE).unwrap_or(content.len())];
        let path: PathBuf = folder.join(name);
        // A file may have the path that another needs for a folder.
        let made = path.parent().is_some_and(|parent| std::fs::create_dir_all(parent).is_ok());
        if made {
            let _ = std::fs::write(path, content);
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A scratch folder, in memory if the system has a file system there.
fn scratch() -> tempfile::TempDir {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    let memory = || Some(PathBuf::from("/dev/shm")).filter(|path| path.is_dir());
    let place = PLACE.get_or_init(|| memory().unwrap_or_else(std::env::temp_dir));
    tempfile::tempdir_in(place).expect("a temporary folder can be made")
}

fn now() -> NaiveDateTime {
    DateTime::from_timestamp(1_785_718_800, 0).map_or(NaiveDate::MIN.into(), |at| at.naive_utc())
}
