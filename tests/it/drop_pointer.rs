//! Files dragged over the window and dropped, with a simulated window system.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use eframe::egui::{self, Event, HoveredFile, Pos2, Rect, Sense, Theme, pos2, vec2};
use egui_kittest::Harness;
use renja::ui::platform::drag_watch::{DragWatch, Seen as News};
use renja::ui::platform::drop_intake::Dropped;
use renja::ui::platform::drop_pointer::{self, DropPointer};
use renja::ui::platform::pointer_probe::{PointerProbe, Probe};

use crate::support::window;

/// Where the system says the pointer is, in pixels; none if it does not say.
#[derive(Clone, Default)]
struct FakeSystem(Arc<Mutex<Option<(f32, f32)>>>);

impl FakeSystem {
    fn point_at(&self, pos: Pos2, pixels_per_point: f32) {
        *self.0.lock().expect("nothing panics while it is held") =
            Some((pos.x * pixels_per_point, pos.y * pixels_per_point));
    }
}

impl PointerProbe for FakeSystem {
    fn pointer_px(&mut self) -> Option<(f32, f32)> {
        *self.0.lock().expect("nothing panics while it is held")
    }
}

/// What the simulated window system tells of a drag.
#[derive(Clone, Default)]
struct FakeWatch(Arc<Mutex<News>>);

impl FakeWatch {
    fn tell(&self, hovering: &[&str], dropped: Option<&[&str]>) {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect();
        *self.0.lock().expect("nothing panics while it is held") =
            News { hovering: paths(hovering), dropped: dropped.map(paths) };
    }
}

impl DragWatch for FakeWatch {
    fn look(&mut self) -> News {
        let mut news = self.0.lock().expect("nothing panics while it is held");
        News { hovering: news.hovering.clone(), dropped: news.dropped.take() }
    }
}

#[derive(Debug)]
struct File(PathBuf);

impl egui::DroppedFile for File {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("not read here".to_owned())
    }
}

/// Two zones, left and right, and the drops on them.
#[derive(Default)]
struct Seen {
    hovered: Option<&'static str>,
    files: usize,
    drops: Vec<(Option<&'static str>, Dropped)>,
    gone: usize,
}

const LEFT: Rect = Rect { min: pos2(20.0, 20.0), max: pos2(120.0, 120.0) };
const RIGHT: Rect = Rect { min: pos2(140.0, 20.0), max: pos2(240.0, 120.0) };

struct Drag {
    harness: Harness<'static, Seen>,
    system: FakeSystem,
    scale: f32,
}

impl Drag {
    fn new(scale: f32) -> Self {
        Self::with(scale, true, false)
    }

    fn with(scale: f32, has_probe: bool, may_be_stale: bool) -> Self {
        Self::watched(scale, has_probe, may_be_stale, None)
    }

    fn watched(scale: f32, has_probe: bool, may_be_stale: bool, watch: Option<FakeWatch>) -> Self {
        let system = FakeSystem::default();
        let probe = has_probe.then(|| Probe { source: Box::new(system.clone()), may_be_stale });
        let ui = |ui: &mut egui::Ui, seen: &mut Seen| {
            seen.hovered = None;
            for (name, rect) in [("left", LEFT), ("right", RIGHT)] {
                let response = ui.interact(rect, ui.scope_id().with(name), Sense::hover());
                if response.contains_pointer() {
                    seen.hovered = Some(name);
                }
            }
            seen.files = drop_pointer::hovered_files(ui.ctx()).len();
            seen.gone += ui.input(|input| {
                input.events.iter().filter(|event| matches!(event, Event::PointerGone)).count()
            });
            if let Some(drop) = drop_pointer::take_drop(ui.ctx()) {
                seen.drops.push((seen.hovered, drop));
            }
        };
        let mut harness = window::builder(vec2(300.0, 200.0), Theme::Light)
            .with_pixels_per_point(scale)
            .build_ui_state(ui, Seen::default());
        let watch = watch.map(|watch| Box::new(watch) as Box<dyn DragWatch>);
        harness.ctx.add_plugin(DropPointer::new(probe, watch));
        harness.step();
        Self { harness, system, scale }
    }

    fn enter(&mut self, files: usize) {
        for number in 0..files {
            let path = Some(PathBuf::from(format!("/asal/{number}.pdf")));
            self.harness.input_mut().hovered_files.push(HoveredFile { path, ..HoveredFile::default() });
        }
    }

    /// Moves the pointer and draws the window once.
    fn go(&mut self, pos: Pos2) -> Option<&'static str> {
        self.system.point_at(pos, self.scale);
        self.harness.step();
        self.harness.state().hovered
    }

    fn leave(&mut self) {
        self.harness.input_mut().hovered_files.clear();
        self.harness.step();
    }

    fn drop_files(&mut self, names: &[&str]) {
        let input = self.harness.input_mut();
        input.hovered_files.clear();
        for name in names {
            input.dropped_files.push(Arc::new(File(PathBuf::from(name))));
        }
        self.harness.step();
    }

    fn only_drop(&self) -> (Option<&'static str>, Option<Pos2>, usize) {
        let [(zone, drop)] = self.harness.state().drops.as_slice() else {
            panic!("not one drop: {:?}", self.harness.state().drops)
        };
        (*zone, drop.at, drop.paths.len())
    }
}

#[test]
fn the_zone_under_the_pointer_is_known_at_every_scale() {
    for scale in [1.0, 1.5, 2.0] {
        let mut drag = Drag::new(scale);
        drag.enter(2);
        for _ in 0..3 {
            assert_eq!(drag.go(LEFT.center()), Some("left"), "at {scale}");
            assert_eq!(drag.go(RIGHT.center()), Some("right"), "at {scale}");
            assert_eq!(drag.go(pos2(130.0, 60.0)), None, "at {scale}");
            assert_eq!(drag.go(RIGHT.right_bottom() - vec2(1.0, 1.0)), Some("right"), "at {scale}");
        }
        assert_eq!(drag.harness.state().files, 2);
        drag.go(LEFT.center());
        drag.drop_files(&["/a.pdf", "/folder"]);
        assert_eq!(drag.only_drop(), (Some("left"), Some(LEFT.center()), 2), "at {scale}");
        assert_eq!(drag.harness.state().gone, 0, "a pointer that dropped is still there");
    }
}

#[test]
fn a_drag_that_is_given_up_takes_the_pointer_away_once() {
    let mut drag = Drag::new(1.5);
    drag.enter(1);
    assert_eq!(drag.go(LEFT.center()), Some("left"));
    drag.leave();
    drag.harness.run_steps(3);
    assert_eq!(drag.harness.state().gone, 1);
    assert_eq!(drag.harness.state().hovered, None);
    assert!(drag.harness.state().drops.is_empty());
}

#[test]
fn a_pointer_outside_the_window_hovers_nothing() {
    let mut drag = Drag::new(1.0);
    drag.enter(1);
    assert_eq!(drag.go(pos2(-5.0, 60.0)), None);
    assert_eq!(drag.go(pos2(299.0, 900.0)), None);
}

#[test]
fn without_a_probe_the_event_after_the_drop_tells_where() {
    let mut drag = Drag::with(1.0, false, false);
    drag.enter(1);
    drag.harness.step();
    drag.drop_files(&["/a.pdf"]);
    assert!(drag.harness.state().drops.is_empty());
    drag.harness.event(Event::PointerMoved(RIGHT.center()));
    drag.harness.step();
    assert_eq!(drag.only_drop().1, Some(RIGHT.center()));
}

#[test]
fn a_real_event_in_the_pass_of_the_drop_wins() {
    let mut drag = Drag::new(1.0);
    drag.enter(1);
    drag.go(LEFT.center());
    let input = drag.harness.input_mut();
    input.events.push(Event::PointerMoved(RIGHT.center()));
    drag.drop_files(&["/a.pdf"]);
    assert_eq!(drag.only_drop(), (Some("right"), Some(RIGHT.center()), 1));
}

#[test]
fn when_nothing_tells_where_the_user_is_asked() {
    let mut drag = Drag::with(1.0, false, false);
    drag.enter(1);
    drag.harness.step();
    drag.drop_files(&["/a.pdf", "/b.pdf"]);
    // A pass takes a quarter of a second here; the waiting time (`PATIENCE_SECS`) is longer than one pass and
    // shorter than two.
    drag.harness.step();
    assert!(drag.harness.state().drops.is_empty());
    drag.harness.step();
    assert_eq!(drag.only_drop(), (None, None, 2));
    drag.harness.run_steps(3);
    assert_eq!(drag.harness.state().drops.len(), 1);
}

#[test]
fn a_probe_that_may_be_stale_counts_once_it_has_moved() {
    let mut drag = Drag::with(1.0, true, true);
    drag.enter(1);
    assert_eq!(drag.go(LEFT.center()), None, "it may have stood there all along");
    assert_eq!(drag.go(RIGHT.center()), Some("right"));
    drag.drop_files(&["/a.pdf"]);
    assert_eq!(drag.only_drop().1, Some(RIGHT.center()));

    let mut still = Drag::with(1.0, true, true);
    still.enter(1);
    still.go(LEFT.center());
    still.drop_files(&["/a.pdf"]);
    still.harness.run_steps(3);
    assert_eq!(still.only_drop().1, None, "the user is asked");
}

#[test]
fn hovering_that_got_stuck_ends_with_the_next_real_event() {
    let mut drag = Drag::new(1.0);
    drag.enter(2);
    drag.go(LEFT.center());
    assert_eq!(drag.harness.state().files, 2);
    drag.harness.event(Event::PointerMoved(RIGHT.center()));
    drag.harness.step();
    assert_eq!(drag.harness.state().files, 0, "the drag ended without word");
    // Panics if the window went on repainting, as it does while files hover.
    drag.harness.run();

    // The files of the next drag are added to the list that was never emptied.
    drag.enter(1);
    drag.go(LEFT.center());
    assert_eq!(drag.harness.state().files, 1);
    drag.drop_files(&["/late.pdf"]);
    assert_eq!(drag.only_drop().2, 1);
    drag.enter(3);
    drag.go(LEFT.center());
    assert_eq!(drag.harness.state().files, 3, "the list was emptied and starts anew");
}

#[test]
fn no_tooltip_shows_while_files_are_dragged() {
    let mut drag = Drag::new(1.0);
    let delay = |drag: &Drag| drag.harness.ctx.global_style().interaction.tooltip_delay;
    let usual = delay(&drag);
    drag.enter(1);
    drag.go(LEFT.center());
    assert!(delay(&drag) > 1000.0);
    drag.leave();
    assert!((delay(&drag) - usual).abs() < f32::EPSILON);
}

#[test]
fn what_the_watch_has_seen_counts_and_nothing_else() {
    let watch = FakeWatch::default();
    let mut drag = Drag::watched(1.0, true, false, Some(watch.clone()));
    // winit says nothing of a list that it gives up.
    watch.tell(&["/a.pdf", "smb://server/b.pdf"], None);
    assert_eq!(drag.go(LEFT.center()), Some("left"));
    assert_eq!(drag.harness.state().files, 2);
    watch.tell(&[], Some(&["/a.pdf", "smb://server/b.pdf"]));
    drag.harness.step();
    assert_eq!(drag.only_drop(), (Some("left"), Some(LEFT.center()), 2));

    // winit also reports a list that it accepts: that is no second drop.
    drag.harness.state_mut().drops.clear();
    drag.enter(1);
    watch.tell(&["/a.pdf"], None);
    drag.go(RIGHT.center());
    assert_eq!(drag.harness.state().files, 1);
    watch.tell(&[], Some(&["/a.pdf"]));
    drag.drop_files(&["/a.pdf"]);
    drag.harness.run_steps(3);
    assert_eq!(drag.only_drop(), (Some("right"), Some(RIGHT.center()), 1));
}

#[test]
fn a_drop_whose_list_cannot_be_read_is_still_a_drop() {
    let watch = FakeWatch::default();
    let mut drag = Drag::watched(1.0, true, false, Some(watch.clone()));
    watch.tell(&[], Some(&[]));
    drag.go(LEFT.center());
    assert_eq!(drag.only_drop(), (Some("left"), Some(LEFT.center()), 0));
    drag.harness.run_steps(3);
    assert_eq!(drag.harness.state().drops.len(), 1);
}
