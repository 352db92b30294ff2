//! Names that disguise themselves, wherever the window shows a name that somebody else gave.
//!
//! Seen to fail with `visible` taken out of `ui::theme::text`.

use eframe::egui::{Theme, vec2};
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{Command, CycleId};
use renja::sop::StepNo;
use renja::ui::contract::{Action, Drops, View};
use renja::ui::cycle_page::step_panel::{self, StepPanel};
use renja::ui::testing::sample::Sample;
use renja::ui::theme::text;

use crate::support::{app, window};

const HOSTILE: &str = "laporan\u{202E}fdp.exe";
const SHOWN: &str = "laporan⟨U+202E⟩fdp.exe";

#[test]
fn every_role_of_text_shows_what_hides() {
    let roles =
        [text::title, text::heading, text::strong, text::body, text::muted, text::small, text::small_strong];
    for role in roles {
        assert_eq!(role(HOSTILE.to_owned()).text(), SHOWN);
    }
}

/// In the documents of a step, in its history and its notes.
#[test]
fn a_hostile_name_is_seen_for_what_it_is_in_the_panel_of_its_step() {
    let mut sample = Sample::new(CycleId::induk(2027));
    sample.run(Command::Start { step: StepNo(1), reason: None });
    sample.attach(1, None, HOSTILE, HOSTILE);
    sample.run(Command::AddNote { step: Some(StepNo(1)), text: HOSTILE.to_owned() });
    let model = sample.model(1);
    let cycle = std::sync::Arc::clone(model.open_cycle().unwrap());
    let (mut drops, mut panel) = (Drops::default(), StepPanel::default());
    let mut harness = window::builder(vec2(420.0, 2400.0), Theme::Light).build_ui(move |ui| {
        let mut actions = Vec::new();
        drops.begin(ui.ctx(), false);
        let mut view = View::new(&model, &mut drops, &mut actions);
        step_panel::show(ui, &mut panel, &mut view, &cycle, StepNo(1));
    });
    harness.run();
    let seen = harness.query_all_by_label_contains(SHOWN).count();
    assert!(seen >= 3, "title, note and history: seen {seen} times");
    let hidden: Vec<_> =
        harness.query_all_by_label_contains("\u{202E}").map(|node| format!("{node:?}")).collect();
    assert!(hidden.is_empty(), "{hidden:#?}");
}

/// In the messages about a ZIP, a note and an error.
#[test]
fn a_hostile_name_is_seen_for_what_it_is_in_the_window() {
    let (folder, root) = crate::cli::copied();
    let mut harness = app::open(&root, folder.path());
    app::act(&mut harness, Action::Note(HOSTILE.to_owned()));
    app::wait(&mut harness, "the note", |harness| {
        harness.query_all_by_label_contains(SHOWN).next().is_some()
    });
}
