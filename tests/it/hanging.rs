//! A data folder on a share that hangs: no call on it ever comes back. The window paints, what needs no file is
//! acknowledged, and the program can be ended.

mod dossiers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{Command, CycleId, EventId, Kind};
use renja::jobs::{Asked, Desk, Report, Snapshot, Trouble, requests};
use renja::pc::LocalSettings;
use renja::sop::{StepNo, builtin};
use renja::store::{Attach, Workspace};
use renja::ui::contract::{Action, Folder, Page};
use renja::ui::deeds::Run;
use renja::ui::shell::App;

use crate::archive::office::who;
use crate::store::assert_whole;
use crate::store::share::{Server, Share};
use crate::support::{app, window};

const CYCLE: CycleId = CycleId { year: 2027, kind: Kind::Induk };
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// A cycle on a share.
struct Scene {
    dir: tempfile::TempDir,
    share: Share,
}

impl Scene {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let share = Share::new(dir.path().join("data"));
        let scene = Self { dir, share };
        let mut workspace = Workspace::create(&scene.data(), &scene.local(), "Kesbangpol", &who()).unwrap();
        workspace.start_cycle(CYCLE, builtin(), &who()).unwrap();
        scene
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn local(&self) -> PathBuf {
        self.dir.path().join("local")
    }

    fn desk(&self) -> AtDesk {
        let mut asked = AtDesk {
            desk: Desk::start_on(Arc::new(self.share.clone()), self.local(), Arc::new(|| ())),
            seen: Vec::new(),
        };
        let opened = asked.desk.ask(requests::Open(self.data()));
        asked.done(opened).unwrap();
        asked
    }

    /// The window, once the folder is open.
    fn window(&self) -> Harness<'static, App> {
        let (share, local, root) = (self.share.clone(), self.local(), self.data());
        let settings = LocalSettings { name: "Siti Rahma".into(), ..LocalSettings::default() };
        let builder = window::builder(vec2(1366.0, 768.0), Theme::Light);
        let mut harness = builder.build_eframe(move |cc| {
            App::new_on(Arc::new(share), &cc.egui_ctx, settings, None, local, Some(root))
        });
        app::wait(&mut harness, "the open folder", |harness| {
            matches!(harness.state().model().folder, Folder::Open(_))
        });
        harness
    }

    /// Notes in the data folder, as another PC sees them.
    fn arrived(&self) -> usize {
        let workspace = Workspace::open(&self.data(), &self.dir.path().join("lain")).unwrap();
        workspace.cycle(CYCLE).unwrap().state().notes.len()
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.share.set(Server::Answers);
    }
}

struct AtDesk {
    desk: Desk,
    seen: Vec<Report>,
}

impl AtDesk {
    fn note(&mut self) -> Asked<Vec<EventId>> {
        let note = Command::AddNote { step: None, text: "sementara menggantung".to_owned() };
        self.desk.ask(requests::Run { cycle: CYCLE, commands: vec![note], by: "Ani".to_owned() })
    }

    fn wait<T>(&mut self, what: &str, holds: impl Fn(&[Report]) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            self.seen.extend(self.desk.reports());
            if let Some(found) = holds(&self.seen) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "never came: {what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn done<A>(&mut self, asked: Asked<A>) -> Result<A, Trouble> {
        let is_end = |report: &Report| matches!(report, Report::Done(of) if *of == asked.ticket);
        self.wait("an answer", |seen| seen.iter().any(is_end).then_some(()));
        asked.answer().expect("the answer comes before its end is told")
    }

    fn ended<A>(&mut self, asked: &Asked<A>) -> bool {
        self.seen.extend(self.desk.reports());
        self.seen.iter().any(|report| matches!(report, Report::Done(of) if *of == asked.ticket))
    }

    /// The last word of the desk on the folder.
    fn snapshot(&mut self, holds: impl Fn(&Snapshot) -> bool) {
        self.wait("the state of the folder", |seen| {
            let last = seen.iter().rev().find_map(|report| match report {
                Report::Snapshot(snapshot) => Some(snapshot),
                _ => None,
            });
            last.filter(|last| holds(last)).map(drop)
        });
    }
}

#[test]
fn changes_and_documents_are_acknowledged_while_a_share_hangs() {
    let scene = Scene::new();
    let mut asked = scene.desk();
    scene.share.set(Server::Hangs);
    for _ in 0..3 {
        let note = asked.note();
        asked.done(note).unwrap();
    }
    asked.snapshot(|snapshot| snapshot.away && snapshot.undelivered == 3);
    let source = scene.dir.path().join("surat.txt");
    std::fs::write(&source, "isi").unwrap();
    let step = StepNo(4);
    let attach = Attach { source, step, slot: None, title: String::new(), stage: None, version_of: None };
    let attached =
        asked.desk.ask(requests::AttachFiles { cycle: CYCLE, files: vec![attach], by: "Ani".to_owned() });
    for (_, result) in asked.done(attached).unwrap() {
        result.unwrap();
    }
    asked.snapshot(|snapshot| {
        let parcel = snapshot.parcels.first();
        let opens = |path: &PathBuf| std::fs::read(path).is_ok_and(|bytes| bytes == b"isi");
        snapshot.undelivered == 4 && parcel.is_some_and(|parcel| opens(&parcel.here))
    });
    // Documents that can't be looked at are not called missing.
    let look = asked.desk.ask(requests::LookOutside(CYCLE));
    assert!(matches!(asked.done(look), Err(Trouble::Store(_))));
    scene.share.set(Server::Answers);
    asked.snapshot(|snapshot| !snapshot.away && snapshot.undelivered == 0 && snapshot.parcels.is_empty());
    assert_eq!(scene.arrived(), 3);
    let workspace = Workspace::open(&scene.data(), &scene.dir.path().join("lain")).unwrap();
    assert_whole(&workspace);
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents.len(), 1);
}

#[test]
fn a_desk_that_hangs_can_be_asked_cancelled_and_left_and_has_kept_the_change() {
    let scene = Scene::new();
    let mut asked = scene.desk();
    scene.share.set(Server::HangsAtChanges);
    let note = asked.note();
    let source = scene.dir.path().join("surat.txt");
    std::fs::write(&source, "isi").unwrap();
    let step = StepNo(4);
    let attach = Attach { source, step, slot: None, title: String::new(), stage: None, version_of: None };
    // Neither waits for the share, which never comes back.
    let attached =
        asked.desk.ask(requests::AttachFiles { cycle: CYCLE, files: vec![attach], by: "Ani".to_owned() });
    asked.desk.cancel(attached.ticket);
    // The change is on this PC long before it is acknowledged.
    let outbox = scene.local().join("kotak-keluar");
    let parcels =
        || walk(&outbox).into_iter().filter(|path| path.contains("/jurnal/") && !path.contains("/~")).count();
    let since = Instant::now();
    while parcels() == 0 {
        assert!(since.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!asked.ended(&note) && !asked.ended(&attached), "the share hangs");
    asked.desk.finish();
    // The next start delivers it.
    let workspace = Workspace::open(&scene.data(), &scene.local()).unwrap();
    assert_eq!((workspace.undelivered(), scene.arrived()), (0, 1));
}

fn walk(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_window_paints_and_saves_while_a_share_hangs() {
    let scene = Scene::new();
    let mut harness = scene.window();
    app::wait_for(&mut harness, "Tersimpan di folder bersama");
    scene.share.set(Server::Hangs);
    let note = Command::AddNote { step: Some(StepNo(1)), text: "ditulis".to_owned() };
    app::act(&mut harness, Action::OpenCycle(CYCLE, Some(StepNo(1))));
    app::act(&mut harness, Run::one(CYCLE, note));
    // Did the window wait for the share once, it would wait for ever.
    let mut longest = Duration::ZERO;
    let begun = Instant::now();
    let mut frames = 0;
    while frames < 20 || harness.query_all_by_label("Tersimpan di PC ini (1 menunggu)").next().is_none() {
        let page = if frames % 2 == 0 { Page::Home } else { Page::Cycle };
        let frame = Instant::now();
        app::act(&mut harness, Action::Go(page));
        longest = longest.max(frame.elapsed());
        frames += 1;
        assert!(begun.elapsed() < PATIENCE, "the change is never acknowledged");
    }
    println!("frames while the share hung: {frames}, the longest {longest:?}");
    app::wait(&mut harness, "the banner", |harness| {
        harness.query_all_by_label_contains("pekerjaan dapat diteruskan").next().is_some()
    });
    app::act(&mut harness, Action::Go(Page::Cycle));
    app::wait(&mut harness, "the note", |harness| harness.query_all_by_label("ditulis").next().is_some());
    scene.share.set(Server::Answers);
    app::wait_for(&mut harness, "Tersimpan di folder bersama");
    assert!(harness.query_all_by_label_contains("pekerjaan dapat diteruskan").next().is_none());
    assert_eq!(scene.arrived(), 1);
}
