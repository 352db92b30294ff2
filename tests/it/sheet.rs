//! The page *Siklus*: what it shows, and how it is used by pointer, keyboard and dragged files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{
    CentralPanel, Frame, HoveredFile, Key, Panel, Pos2, Rect, Role, Theme, Ui, UiBuilder, Vec2, pos2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::calendar::Language;
use renja::cycle::{Command, Cycle, CycleId};
use renja::jobs::Snapshot;
use renja::pc::LocalSettings;
use renja::sop::{Actor, StepNo, builtin};
use renja::store::Parcel;
use renja::ui::components::{Level, RAIL_WIDTH, Toast, Toasts};
use renja::ui::contract::{Action, Drops, Folder, Model, Page, Target, View};
use renja::ui::cycle_page::{self, CyclePage};
use renja::ui::parts::{Sheet, SheetState};

use crate::support::course::Course;
use crate::support::window;

/// The office's screen.
const SCREEN: Vec2 = vec2(1366.0, 768.0);

/// The page in a window, and the actions it asked for.
struct Window {
    model: Model,
    page: CyclePage,
    drops: Drops,
    toasts: Toasts<Action>,
    actions: Vec<Action>,
}

impl Window {
    fn new(course: &Course, step: Option<u8>) -> Self {
        Self::with(course.cycles(), course, step)
    }

    fn with(cycles: BTreeMap<CycleId, Arc<Cycle>>, course: &Course, step: Option<u8>) -> Self {
        let mut model = Model::new(LocalSettings::default(), course.now);
        let empty = Snapshot::empty("data".into(), Arc::new(builtin().clone()));
        model.set_snapshot(Snapshot { cycles, ..empty });
        model.nav.page = Page::Cycle;
        model.nav.cycle = Some(course.cycle.id);
        model.nav.step = step.map(StepNo);
        Self {
            model,
            page: CyclePage::default(),
            drops: Drops::default(),
            toasts: Toasts::default(),
            actions: Vec::new(),
        }
    }

    fn ui(&mut self, ui: &mut Ui) {
        // The harness adds a margin, which the program's window does not have.
        let whole = UiBuilder::new().max_rect(ui.ctx().content_rect());
        ui.scope_builder(whole, |ui| self.window_ui(ui));
    }

    fn window_ui(&mut self, ui: &mut Ui) {
        self.drops.begin(ui.ctx(), false);
        Panel::left("rail").exact_size(RAIL_WIDTH).show(ui, |_| ());
        Panel::top("top").exact_size(48.0).show(ui, |_| ());
        let frame = Frame::central_panel(ui.style()).inner_margin(0);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let mut view = View::new(&self.model, &mut self.drops, &mut self.actions);
            cycle_page::show(ui, &mut self.page, &mut view);
        });
        self.toasts.show(ui.ctx());
        // The window handles these actions like this.
        for action in &self.actions {
            if let Action::SelectStep(step) = action {
                self.model.nav.step = *step;
            }
        }
    }

    fn open(self, size: Vec2, theme: Theme) -> Harness<'static, Self> {
        let mut harness =
            window::builder(size, theme).build_ui_state(|ui, window: &mut Self| window.ui(ui), self);
        harness.run();
        harness
    }
}

/// The row of a step.
fn row<'h>(harness: &'h Harness<'_, Window>, no: u8) -> egui_kittest::Node<'h> {
    let begin = format!("Langkah {no}, ");
    harness.get_by(move |node| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&begin))
    })
}

/// The visible part of the sheet: below its head, above the lower edge.
fn sight(harness: &Harness<'_, Window>) -> Rect {
    let head = harness.get_by_role_and_label(Role::ColumnHeader, "Kepala").rect();
    let foot = harness.get_by_label("Pas").rect();
    Rect::from_min_max(pos2(RAIL_WIDTH, head.bottom()), pos2(foot.right() + 20.0, foot.top()))
}

/// Whether a row is wholly visible. Rows out of view have a node, but no rectangle.
fn in_sight(harness: &Harness<'_, Window>, no: u8) -> bool {
    let row = row(harness, no);
    let placed = row.accesskit_node().raw_bounds().is_some();
    placed && sight(harness).expand(1.0).contains_rect(row.rect())
}

/// Step 15 is current: the sheet opens scrolled.
fn until_15() -> Course {
    let mut course = Course::midway();
    course.finish(8);
    for step in 9..=14 {
        course.start(step).finish(step);
    }
    course
}

fn selected(harness: &Harness<'_, Window>) -> Option<u8> {
    harness.state().model.nav.step.map(|step| step.0)
}

#[test]
fn every_row_has_a_name_that_says_all() {
    let harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    let name = |no| row(&harness, no).accesskit_node().label().unwrap();
    assert_eq!(
        name(8),
        "Langkah 8, Penghimpunan data, Pengelola perencanaan, berjalan, terlambat 1 hari, 1 dari 2 dokumen"
    );
    assert!(name(6).ends_with(", Kasubag TU, selesai, 1 dari 1 dokumen"), "{}", name(6));
    for no in 1..=17 {
        row(&harness, no);
    }
    for actor in &builtin().actors {
        harness.get_by_role_and_label(Role::ColumnHeader, &actor.name);
    }
}

#[test]
fn a_row_names_its_documents_that_wait_for_the_folder() {
    let mut course = Course::begin();
    course.file_in("6.out.undangan");
    let mut window = Window::new(&course, None);
    let document = course.cycle.state().documents.values().next().unwrap();
    let (words, file) =
        (format!("“{}” menunggu folder bersama", document.title), document.current().file.clone());
    let parcel = Parcel { cycle: course.cycle.id, file, here: PathBuf::from("/local/berkas.pdf") };
    let Folder::Open(snapshot) = &mut window.model.folder else { panic!("it is open") };
    snapshot.parcels = [parcel].into();
    let mut harness = window.open(SCREEN, Theme::Light);
    let name = |harness: &Harness<'_, Window>, no| row(harness, no).accesskit_node().label().unwrap();
    assert!(name(&harness, 6).ends_with(&words), "{}", name(&harness, 6));
    assert!(!name(&harness, 7).contains("menunggu"));
    // The document was delivered, and nothing else changed.
    let Folder::Open(snapshot) = &mut harness.state_mut().model.folder else { panic!("it is open") };
    snapshot.parcels = Arc::default();
    harness.run();
    assert!(!name(&harness, 6).contains("menunggu"));
}

#[test]
fn a_click_anywhere_on_a_row_opens_its_step() {
    let mut harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    let place = row(&harness, 7).rect();
    for x in [place.left() + 10.0, place.center().x, place.right() - 60.0] {
        harness.state_mut().model.nav.step = None;
        harness.run();
        harness.hover_at(pos2(x, row(&harness, 7).rect().center().y));
        harness.run();
        row(&harness, 7).click();
        harness.run();
        assert_eq!(selected(&harness), Some(7), "at {x}");
    }
}

#[test]
fn arrows_walk_the_rows_enter_opens_and_escape_closes() {
    let mut harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    let press = |harness: &mut Harness<'_, Window>, key| {
        harness.key_press(key);
        harness.run();
    };
    // Nothing has the focus: the current row gets it first.
    press(&mut harness, Key::ArrowDown);
    assert!(row(&harness, 8).is_focused());
    for _ in 0..20 {
        press(&mut harness, Key::ArrowDown);
    }
    assert!(row(&harness, 17).is_focused());
    assert!(in_sight(&harness, 17), "the focused row is not in sight");
    press(&mut harness, Key::Home);
    assert!(row(&harness, 1).is_focused());
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(selected(&harness), Some(2));
    press(&mut harness, Key::Escape);
    assert_eq!(selected(&harness), None);
    assert!(row(&harness, 2).is_focused(), "the focus is lost with the panel");
}

#[test]
fn the_current_row_is_in_sight_on_opening_and_a_selected_one_after_that() {
    let mut harness = Window::new(&until_15(), None).open(SCREEN, Theme::Light);
    assert!(in_sight(&harness, 15));
    assert!(!in_sight(&harness, 1));
    harness.state_mut().model.nav.step = Some(StepNo(1));
    harness.run();
    assert!(in_sight(&harness, 1));
}

#[test]
fn everything_fits_the_office_screen_in_width_with_and_without_the_panel() {
    for step in [None, Some(8)] {
        let harness = Window::new(&Course::midway(), step).open(SCREEN, Theme::Light);
        assert!(
            in_sight(&harness, 8),
            "{:?} in {:?} with {step:?}",
            row(&harness, 8).rect(),
            sight(&harness)
        );
        assert!(row(&harness, 8).rect().width() > 800.0);
    }
}

#[test]
fn files_over_a_row_light_it_up_and_near_the_edge_the_sheet_scrolls() {
    let mut harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    let before = row(&harness, 8).rect();
    let file = HoveredFile { path: Some(PathBuf::from("/tmp/undangan.pdf")), ..HoveredFile::default() };
    harness.input_mut().hovered_files.push(file);
    harness.hover_at(before.center());
    harness.step();
    harness.step();
    let target = harness.state().drops.last_hovered();
    assert_eq!(target, Some(Target::Step(StepNo(8))));
    window::picture(&mut harness, "sheet_drop");
    let sight = sight(&harness);
    harness.hover_at(pos2(sight.center().x, sight.bottom() - 20.0));
    for _ in 0..5 {
        harness.step();
    }
    assert!(row(&harness, 8).rect().top() < before.top() - 20.0, "the sheet does not scroll");
}

/// Lets two files hover at a point; returns the target of a drop there.
fn target_at(harness: &mut Harness<'_, Window>, at: Pos2) -> Option<Target> {
    harness.hover_at(at);
    // Only the second frame knows the targets of the first.
    harness.run_steps(2);
    harness.state().drops.at(&harness.ctx, at)
}

#[test]
fn files_over_the_head_or_the_foot_hit_no_row_beneath() {
    let mut harness = Window::new(&until_15(), None).open(SCREEN, Theme::Light);
    let sight = sight(&harness);
    let name = harness.get_by_role_and_label(Role::ColumnHeader, "Kepala").rect();
    let head = name.with_min_x(sight.left()).with_max_x(sight.right());
    assert!(in_sight(&harness, 15) && !in_sight(&harness, 1), "nothing lies beneath the head");
    let file = HoveredFile { path: Some(PathBuf::from("/tmp/undangan.pdf")), ..HoveredFile::default() };
    harness.input_mut().hovered_files.push(file);
    for x in [head.left() + 30.0, head.center().x, head.right() - 30.0] {
        let mut y = head.top();
        while y < head.bottom() {
            assert_eq!(target_at(&mut harness, pos2(x, y)), None, "at {x}, {y} in {head:?}");
            y += 3.0;
        }
        assert_eq!(target_at(&mut harness, pos2(x, head.bottom() - 0.5)), None);
    }
    assert_eq!(target_at(&mut harness, pos2(head.center().x, sight.bottom() + 1.0)), None);
    assert_eq!(harness.state().drops.last_hovered(), None);
    let below = row(&harness, 15).rect().center();
    assert_eq!(target_at(&mut harness, below), Some(Target::Step(StepNo(15))));
}

#[test]
fn files_over_a_note_hit_no_row_beneath() {
    let mut window = Window::new(&Course::midway(), None);
    for words in ["Folder bersama tidak terjangkau", "Berkas 2026 rusak"] {
        window.toasts.push(Toast::new(Level::Error, words), 0.0);
    }
    let mut harness = window.open(SCREEN, Theme::Light);
    let crosses = harness.get_all_by_label("Tutup").map(|cross| cross.rect().center());
    let upper = crosses.min_by(|a, b| a.y.total_cmp(&b.y)).expect("two notes");
    let note = upper - vec2(100.0, 0.0);
    assert!(sight(&harness).contains(note), "the note covers no row");
    let file = HoveredFile { path: Some(PathBuf::from("/tmp/undangan.pdf")), ..HoveredFile::default() };
    harness.input_mut().hovered_files.push(file);
    assert_eq!(target_at(&mut harness, note), None);
    assert_eq!(harness.state().drops.last_hovered(), None, "the row under the note lights up");
    assert!(matches!(target_at(&mut harness, note - vec2(0.0, 80.0)), Some(Target::Step(_))));
}

#[test]
fn nothing_is_drawn_again_while_nothing_changes() {
    let mut harness = Window::new(&Course::midway(), Some(8)).open(SCREEN, Theme::Light);
    assert!(harness.run() <= 2, "the idle page does not come to rest");
}

#[test]
fn the_size_goes_by_steps_and_fit_shows_the_whole_sheet() {
    let mut harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    let height = row(&harness, 8).rect().height();
    harness.get_by_label("Perbesar bagan").click();
    harness.run();
    harness.get_by_label("110 %");
    assert!(row(&harness, 8).rect().height() > height);
    harness.get_by_label("Pas").click();
    harness.run();
    assert!(in_sight(&harness, 1) && in_sight(&harness, 17));
}

#[test]
fn the_head_of_the_page_says_how_far_it_is_and_seals_only_what_is_done() {
    let harness = Window::new(&Course::midway(), None).open(SCREEN, Theme::Light);
    harness.get_by_role_and_label(Role::Heading, "Renja 2027 · Induk");
    harness.get_by_role_and_label(Role::ProgressIndicator, "7 dari 17 langkah");
    harness.get_by_label("Urungkan");
    assert!(harness.query_by_label("Segel berkas…").is_none());

    let mut course = Course::begin();
    for step in 1..=17 {
        course.start(step).finish(step);
    }
    let mut harness = Window::new(&course, None).open(SCREEN, Theme::Light);
    harness.get_by_label("Segel berkas…").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::Show(_))));
}

#[test]
fn a_sealed_cycle_is_read_only_and_leads_to_the_archive() {
    let mut harness = Window::new(&Course::sealed(), None).open(SCREEN, Theme::Light);
    assert!(harness.query_by_label("Catatan").is_none());
    assert!(harness.query_by_label("Urungkan").is_none());
    harness.get_by_label("Buka di arsip").click();
    harness.run();
    let actions = &harness.state().actions;
    assert!(
        matches!(&actions[..], [Action::OpenDossier(Some(bag)), Action::Go(Page::Archive)] if bag == "2027 Renja Induk")
    );
}

#[test]
fn without_a_cycle_the_page_offers_to_start_one() {
    let course = Course::begin();
    let mut window = Window::with(BTreeMap::new(), &course, None);
    window.model.nav.cycle = None;
    let mut harness = window.open(SCREEN, Theme::Light);
    harness.get_by_label("Mulai siklus baru").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::Show(_))));
}

#[test]
fn several_cycles_can_be_chosen_from() {
    let course = Course::midway();
    let mut cycles = course.cycles();
    let other = CycleId::induk(2026);
    cycles.insert(other, Arc::new(Cycle::new(other, Arc::new(builtin().clone()), Vec::new())));
    let mut harness = Window::with(cycles, &course, None).open(SCREEN, Theme::Light);
    harness.get_by_label("Pilih siklus").click();
    harness.run();
    harness.get_by_label("Renja 2026 · Induk").click();
    harness.run();
    assert!(matches!(harness.state().actions.last(), Some(Action::OpenCycle(id, None)) if *id == other));
}

#[test]
fn a_dossier_shows_its_own_sheet_without_a_window_around_it() {
    let course = Course::sealed();
    let mut state = SheetState::default();
    let mut harness = window::builder(vec2(1000.0, 700.0), Theme::Light).build_ui_state(
        move |ui, chosen: &mut Option<StepNo>| {
            let sheet = Sheet {
                name: "dossier",
                cycle: &course.cycle,
                timings: &[],
                live: false,
                selected: None,
                foldable: true,
                language: Language::Indonesian,
                waiting: Vec::new(),
            };
            *chosen = chosen.or(sheet.show(ui, &mut state, None));
        },
        None,
    );
    harness.run();
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Langkah 2, "))).click();
    harness.run();
    assert_eq!(*harness.state(), Some(StepNo(2)));
}

/// The sheet of a cycle alone, without a page around it.
fn bare_sheet(course: Course) -> Harness<'static, (Course, SheetState)> {
    window::builder(vec2(1000.0, 700.0), Theme::Light).build_ui_state(
        |ui, (course, state): &mut (Course, SheetState)| {
            let sheet = Sheet {
                name: "bare",
                cycle: &course.cycle,
                timings: &[],
                live: true,
                selected: None,
                foldable: false,
                language: Language::Indonesian,
                waiting: Vec::new(),
            };
            sheet.show(ui, state, None);
        },
        (course, SheetState::default()),
    )
}

#[test]
fn another_sop_is_shown_where_the_one_before_lay_in_memory() {
    let mut harness = bare_sheet(Course::midway());
    harness.run();
    let named = |harness: &Harness<'_, _>, begin: &str| harness.query_all_by_label_contains(begin).count();
    assert_eq!(named(&harness, "Langkah 2, Judul lain"), 0);
    // The SOP is changed in place, unless something else still holds it.
    let sop = Arc::make_mut(&mut harness.state_mut().0.cycle.sop);
    sop.steps[1].title = "Judul lain".to_owned();
    harness.run();
    assert_eq!(named(&harness, "Langkah 2, Judul lain"), 1);
}

#[test]
fn eight_lanes_have_room_too() {
    let mut sop = builtin().clone();
    for key in ["S1", "S2", "S3"] {
        sop.actors.push(Actor { key: key.to_owned(), name: format!("Seksi {key}") });
    }
    let mut course = Course::begin_under(sop);
    course.start(1);
    let harness = Window::new(&course, None).open(SCREEN, Theme::Light);
    assert!(in_sight(&harness, 1));
    harness.get_by_role_and_label(Role::ColumnHeader, "Seksi S3");
}

fn picture(course: &Course, step: Option<u8>, theme: Theme, name: &str) {
    let mut harness = Window::new(course, step).open(SCREEN, theme);
    window::picture(&mut harness, name);
}

#[test]
fn the_sheet_looks_right_in_light() {
    picture(&Course::midway(), None, Theme::Light, "sheet_light");
}

#[test]
fn the_sheet_looks_right_in_dark() {
    picture(&Course::midway(), None, Theme::Dark, "sheet_dark");
}

#[test]
fn the_sheet_beside_the_panel_looks_right_in_light() {
    picture(&Course::midway(), Some(8), Theme::Light, "sheet_panel_light");
}

#[test]
fn the_sheet_beside_the_panel_looks_right_in_dark() {
    picture(&Course::midway(), Some(8), Theme::Dark, "sheet_panel_dark");
}

#[test]
fn a_loop_a_wait_and_a_changed_input_look_right() {
    let mut course = Course::midway();
    for step in 8..=14 {
        if step > 8 {
            course.start(step);
        }
        course.file(step).finish(step);
        if step == 11 {
            course.run(&Command::SendBack {
                from: StepNo(11),
                to: StepNo(10),
                reason: "target belum sesuai".to_owned(),
            });
            course.start(10).finish(10).start(11).finish(11);
        }
    }
    course.start(15).run(&Command::Wait { step: StepNo(15), party: "Inspektorat".to_owned() });
    course.file_in("13.out.sk");
    picture(&course, None, Theme::Light, "sheet_late_course");
}
