//! A data folder of 50 archived years with 17 steps of 10 documents each: how soon its list is shown, and
//! what a search, opening one year, and scrolling the page cost.

mod common;
#[path = "common/years.rs"]
mod years;

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use chrono::Local;
use eframe::egui::{
    CentralPanel, Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, Theme,
    TouchPhase, vec2,
};
use renja::archive::{Dossier, open};
use renja::jobs::{Desk, Report, Snapshot, requests};
use renja::pc::LocalSettings;
use renja::store::OsDisk;
use renja::ui::archive_page::{self, ArchivePage};
use renja::ui::contract::{Drops, Model, View};

const ROUNDS: usize = 5;
/// Frames that turning the wheel for five seconds draws at 60 Hz.
const FRAMES: usize = 300;

fn main() {
    if !common::asked() {
        return;
    }
    let root = years::store_of_50_years(Path::new(env!("CARGO_BIN_EXE_renja")));
    let snapshot = opening(&root);
    searching(&snapshot);
    let opening = time(|| {
        let opened = open(&OsDisk, &root, "2000 Renja Induk").expect("a dossier");
        assert!(opened.cycle.state().documents.len() >= 170);
    });
    common::row("opening one year", &format!("{:.0} ms", millis(opening)), "at most 300 ms");
    scrolling(snapshot);
}

/// From the request to open the folder until the window has the list of the archive.
fn opening(root: &Path) -> Snapshot {
    let (mut lists, mut whole, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..ROUNDS {
        let (wake, woken) = mpsc::channel();
        let wake = move || {
            wake.send(()).ok();
        };
        let mut desk = Desk::start(common::folder().join("lokal"), std::sync::Arc::new(wake));
        let begun = Instant::now();
        desk.ask(requests::Open(root.to_owned()));
        let (mut listed, mut complete) = (None, None);
        while complete.is_none() {
            woken.recv_timeout(Duration::from_mins(1)).expect("a report");
            for report in desk.reports() {
                let Report::Snapshot(snapshot) = report else { continue };
                listed.get_or_insert(begun.elapsed());
                if snapshot.cycles.len() > 50 {
                    complete.get_or_insert(begun.elapsed());
                }
                last = Some(snapshot);
            }
        }
        lists.extend(listed.map(millis));
        whole.extend(complete.map(millis));
    }
    let snapshot = last.expect("a snapshot");
    let documents: usize = snapshot.archive.dossiers.iter().map(Dossier::documents).sum();
    let years = snapshot.archive.dossiers.len();
    common::row(
        &format!("opening a folder of {years} dossiers with {documents} documents, until they are listed"),
        &format!("{:.0} ms", common::median(lists)),
        "at most 500 ms",
    );
    common::row(
        "the same, until the working folders of all years are read",
        &format!("{:.0} ms", common::median(whole)),
        "",
    );
    snapshot
}

fn searching(snapshot: &Snapshot) {
    let mut slowest = (0.0, "");
    for query in ["a", "undangan", "daftar hadir 2011", "005/2019", "renja induk 2004 berita", "tidak ada"] {
        let time = millis(time(|| drop(snapshot.search.find_in_each(query))));
        if time > slowest.0 {
            slowest = (time, query);
        }
    }
    common::row(
        "the slowest of six searches in them",
        &format!("{:.1} ms (“{}”)", slowest.0, slowest.1),
        "at most 2 ms",
    );
}

/// CPU time of the frames while the wheel turns over the list: views and tessellation, without a GPU.
fn scrolling(snapshot: Snapshot) {
    let mut model = Model::new(LocalSettings::default(), Local::now().fixed_offset());
    model.set_snapshot(snapshot);
    let ctx = Context::default();
    renja::ui::testing::prepare(&ctx, Theme::Light);
    let (mut page, mut drops) = (ArchivePage::default(), Drops::default());
    let mut frame = |n: usize| {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 768.0));
        // Down to the end and up again.
        let delta = if n % 100 < 50 { -120.0 } else { 120.0 };
        let events = vec![
            Event::PointerMoved(screen.center()),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, delta),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
                source: MouseWheelSource::Wheel,
            },
        ];
        let time = Some(n as f64 / 60.0);
        let input = RawInput { screen_rect: Some(screen), time, events, ..RawInput::default() };
        let mut actions = Vec::new();
        let began = Instant::now();
        let mut output = ctx.run_ui(input, |ui| {
            drops.begin(ui.ctx(), false);
            let mut view = View::new(&model, &mut drops, &mut actions);
            CentralPanel::default().show(ui, |ui| archive_page::show(ui, &mut page, &mut view));
        });
        let meshes = ctx.tessellate(output.shapes, output.pixels_per_point);
        let time = millis(began.elapsed());
        // Without a GPU, nothing takes the glyphs.
        output.textures_delta.clear();
        assert!(!meshes.is_empty(), "nothing was drawn");
        time
    };
    // The first frames rasterise the glyphs.
    (0..10).for_each(|n| {
        frame(n);
    });
    let times: Vec<f64> = (10..FRAMES).map(&mut frame).collect();
    let slowest = times.iter().copied().fold(0.0, f64::max);
    common::row(
        "the slowest of 290 frames while scrolling the archive",
        &format!("{slowest:.1} ms (half of them below {:.2} ms)", common::median(times)),
        "below 16 ms",
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
