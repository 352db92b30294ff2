//! A double click on a button does what one click does: nobody meant to click what the first click puts under
//! the pointer.

use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::cycle::{Command, CycleId, Kind, StepStatus};
use renja::sop::StepNo;
use renja::ui::contract::{Action, Dialog, Page};
use renja::ui::deeds::Run;
use renja::ui::shell::App;
use tempfile::TempDir;

use super::english::Seen;
use crate::cli::copied;
use crate::support::{app, window};

const CYCLE: CycleId = CycleId { year: 2027, kind: Kind::Induk };

struct Clerk {
    harness: Harness<'static, App>,
    _folder: TempDir,
}

impl Clerk {
    /// The window at the sample's cycle under way. Little time passes between frames, so that two clicks are
    /// a double click whatever is waited for between them.
    fn new() -> Self {
        Self::at_a_window_of(768.0)
    }

    fn at_a_window_of(height: f32) -> Self {
        let (folder, root): (TempDir, PathBuf) = copied();
        let builder = window::builder(vec2(1366.0, height), Theme::Light).with_step_dt(1e-4);
        let harness = app::open_by(builder, &root, folder.path());
        let mut clerk = Self { harness, _folder: folder };
        clerk.rest();
        clerk
    }

    /// Waits until nothing is under way, and long enough for the next click not to belong to the last one.
    fn rest(&mut self) {
        self.settle();
        let now = self.harness.ctx.time();
        self.harness.input_mut().time = Some(now + 1.0);
        self.harness.step();
        self.harness.input_mut().time = None;
        self.harness.run_steps(2);
    }

    fn settle(&mut self) {
        app::wait(&mut self.harness, "the end of all work", |harness| {
            let model = harness.state().model();
            model.running.is_empty() && model.saving == 0
        });
        self.harness.run_steps(3);
    }

    fn go(&mut self, action: impl Into<Action>) {
        app::act(&mut self.harness, action);
        self.rest();
    }

    fn run(&mut self, command: Command) {
        self.go(Run::one(CYCLE, command));
    }

    fn events(&self) -> usize {
        self.harness.state().model().cycle(CYCLE).unwrap().events().len()
    }

    fn status(&self, step: u8) -> StepStatus {
        self.harness.state().model().cycle(CYCLE).unwrap().state().status(StepNo(step))
    }

    fn find(&self, name: &str) -> Pos2 {
        let named = |exact: bool| {
            let is_meant = |label: String| if exact { label == name } else { label.starts_with(name) };
            let roles = [Role::Button, Role::MenuItem, Role::Link, Role::ListBoxOption];
            let meant = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
                roles.contains(&node.role()) && node.label().is_some_and(is_meant)
            };
            self.harness.query_all_by(meant).map(|node| node.rect().center()).next_back()
        };
        named(true).or_else(|| named(false)).unwrap_or_else(|| panic!("no {name}"))
    }

    fn press(&mut self, pos: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        for event in [Event::PointerMoved(pos), button(true), button(false)] {
            self.harness.event(event);
            self.harness.step();
        }
    }

    fn click(&mut self, name: &str) {
        let pos = self.find(name);
        self.press(pos);
        self.rest();
    }

    /// A double click whose second click comes after everything the first one did: it changes nothing more.
    /// Returns how many events the first click wrote.
    fn twice(&mut self, name: &str) -> usize {
        let (pos, before) = (self.find(name), self.events());
        self.press(pos);
        self.settle();
        let (events, seen) = (self.events(), Seen::of(&self.harness).texts);
        self.press(pos);
        self.settle();
        assert_eq!(self.events(), events, "{name}: the second click wrote something");
        assert_eq!(Seen::of(&self.harness).texts, seen, "{name}: the second click did something");
        self.rest();
        events - before
    }

    /// A double click whose second click comes before the first one had any effect.
    fn twice_at_once(&mut self, name: &str) -> usize {
        let (pos, before) = (self.find(name), self.events());
        self.press(pos);
        self.press(pos);
        self.rest();
        self.events() - before
    }
}

#[test]
fn every_action_of_the_step_panel_is_done_once() {
    let mut clerk = Clerk::new();
    let step = StepNo(10);
    clerk.go(Action::OpenCycle(CYCLE, Some(step)));
    assert_eq!(clerk.twice("Tandai selesai"), 1);
    assert_eq!((clerk.status(10), clerk.status(11)), (StepStatus::Done, StepStatus::NotStarted));
    // The toast with *Urungkan*; under it is the sheet.
    assert_eq!(clerk.twice("Urungkan"), 1);
    assert_eq!(clerk.status(10), StepStatus::Running);
    clerk.go(Action::SelectStep(Some(step)));
    assert_eq!(clerk.twice_at_once("Tandai selesai"), 1);

    clerk.go(Action::SelectStep(Some(StepNo(11))));
    assert_eq!(clerk.twice("Mulai"), 1);
    assert_eq!(clerk.status(11), StepStatus::Running);
    for question in ["Kembalikan (Tidak)…", "Setujui (Ya)"] {
        assert_eq!(clerk.twice(question), 0, "{question} asks");
        clerk.go(Action::CloseModal);
    }
    clerk.run(Command::Wait { step: StepNo(11), party: "Bappeda".to_owned() });
    assert_eq!(clerk.twice("Sudah kembali"), 1);
    clerk.run(Command::Finish { step: StepNo(11), reason: Some("uji".to_owned()) });
    clerk.go(Action::SelectStep(Some(StepNo(11))));
    assert_eq!(clerk.twice("Buka lagi…"), 0);
    clerk.go(Action::CloseModal);
    clerk.run(Command::SendBack { from: StepNo(12), to: StepNo(11), reason: "uji".to_owned() });
    clerk.go(Action::SelectStep(Some(StepNo(11))));
    assert_eq!(clerk.twice_at_once("Mulai lagi"), 1);

    clerk.click("Tindakan lain");
    assert_eq!(clerk.twice("Menunggu pihak luar…"), 0);
    clerk.go(Action::CloseModal);
}

#[test]
fn a_dialog_that_goes_lets_nothing_fall_through() {
    let mut clerk = Clerk::new();
    clerk.go(Action::OpenCycle(CYCLE, Some(StepNo(10))));
    let note = Dialog::note(CYCLE, Some(StepNo(10)), "Menyusul hari Rabu".to_owned());
    clerk.go(Action::show(note));
    assert_eq!(clerk.twice("Simpan"), 1);
    // Over the sheet, where everything can be clicked.
    for name in ["Batal", "Tutup"] {
        let ask = Dialog::note(CYCLE, None, "x".to_owned());
        clerk.go(Action::show(ask));
        assert_eq!(clerk.twice(name), 0);
    }
    clerk.go(Action::show(Dialog::Search));
    clerk.twice("Renja 2027 Induk");
}

#[test]
fn what_leads_to_another_page_leads_no_further() {
    let mut clerk = Clerk::new();
    for name in ["Renja 2027 Induk", "2026 Renja Induk", "Mulai siklus baru", "Cari"] {
        clerk.go(Action::Go(Page::Home));
        clerk.twice(name);
        clerk.go(Action::CloseModal);
    }
}

#[test]
fn of_a_list_one_row_is_removed() {
    let mut clerk = Clerk::at_a_window_of(3000.0);
    clerk.go(Action::Go(Page::Settings));
    let removes = |clerk: &Clerk| clerk.harness.query_all_by_label_contains("Hapus ").count();
    let (before, name) = {
        let first = clerk.harness.query_all_by_label_contains("Hapus ").next().expect("a holiday");
        (removes(&clerk), first.accesskit_node().label().expect("a name"))
    };
    clerk.twice(&name);
    assert_eq!(removes(&clerk), before - 1);
}

#[test]
fn a_stepper_takes_every_click() {
    let mut clerk = Clerk::at_a_window_of(3000.0);
    clerk.go(Action::Go(Page::Settings));
    let year = |clerk: &Clerk| {
        let is_year = |text: &String| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let texts = clerk.harness.query_all_by(|_| true).map(|node| node.accesskit_node());
        texts.filter_map(|node| node.label().or(node.value())).find(is_year)
    };
    let before: i32 = year(&clerk).expect("the year").parse().expect("a number");
    let pos = clerk.find("Tahun berikutnya");
    for _ in 0..3 {
        clerk.press(pos);
    }
    clerk.rest();
    assert_eq!(year(&clerk), Some((before + 3).to_string()));
}

#[test]
fn a_key_that_is_held_does_nothing_twice() {
    let mut clerk = Clerk::new();
    clerk.go(Action::OpenCycle(CYCLE, Some(StepNo(10))));
    let key = |repeat| Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat,
        modifiers: Modifiers::COMMAND,
    };
    let before = clerk.events();
    for repeat in [false, true, true] {
        clerk.harness.event_modifiers(key(repeat), Modifiers::COMMAND);
        clerk.settle();
    }
    assert_eq!(clerk.events(), before + 1);
    assert_eq!(clerk.status(11), StepStatus::NotStarted);
}
