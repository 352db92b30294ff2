//! The palette: everything is found from one field.

use eframe::egui::{Key, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{Command, CycleId};
use renja::sop::StepNo;
use renja::ui::contract::{Action, Model, Page};
use renja::ui::dialogs::Search;

use super::sample;
use crate::support::window;

const FIELD: &str = "Cari langkah, dokumen, nomor, catatan, tahun, atau perintah";

struct Scene {
    model: Model,
    search: Search,
    actions: Vec<Action>,
    closed: bool,
}

fn show<'a>(theme: Theme) -> Harness<'a, Scene> {
    let mut commands = sample::finished(12);
    let text = "Bappeda minta format dikirim ulang".to_owned();
    commands.push(Command::AddNote { step: Some(StepNo(6)), text });
    let cycle = sample::cycle(CycleId::induk(2027), sample::at(2026, 8, 3), commands);
    let model = sample::model(sample::years(), vec![cycle]);
    let scene = Scene { model, search: Search::default(), actions: Vec::new(), closed: false };
    let mut harness = window::builder(vec2(1366.0, 768.0), theme).build_ui_state(
        |ui, scene: &mut Scene| {
            if !scene.closed {
                let answer = scene.search.show(ui.ctx(), &scene.model);
                scene.closed = answer.close;
                scene.actions.extend(answer.actions);
            }
        },
        scene,
    );
    harness.run();
    harness
}

fn find<'a>(query: &str) -> Harness<'a, Scene> {
    let mut harness = show(Theme::Light);
    harness.get_by_label(FIELD).type_text(query);
    harness.run();
    harness
}

/// The actions after pressing Enter.
fn enter(harness: &mut Harness<'_, Scene>) -> Vec<Action> {
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().closed);
    harness.state().actions.clone()
}

#[test]
fn it_can_be_typed_in_at_once() {
    let harness = show(Theme::Light);
    assert!(harness.get_by_label(FIELD).is_focused());
    harness.get_by_label("Renja 2027 Induk");
}

#[test]
fn a_step_is_found_by_its_name() {
    let mut harness = find("undangan rapat");
    harness.get_by_label("Langkah");
    let pushed = enter(&mut harness);
    assert!(matches!(pushed[..], [Action::OpenCycle(_, Some(StepNo(6)))]), "{pushed:?}");
}

#[test]
fn a_year_of_the_archive_is_found() {
    let mut harness = find("2021");
    assert_eq!(enter(&mut harness), [Action::OpenDossier(Some("2021 Renja Induk".to_owned()))]);
}

#[test]
fn notes_and_numbers_are_found() {
    let mut harness = find("dikirim ulang");
    let pushed = enter(&mut harness);
    assert!(matches!(pushed[..], [Action::OpenCycle(_, Some(StepNo(6)))]), "{pushed:?}");
    let mut harness = find("kep.401 2018");
    assert_eq!(enter(&mut harness), [Action::OpenDossier(Some("2018 Renja Induk".to_owned()))]);
}

#[test]
fn a_sealed_cycle_is_found_in_the_archive_only() {
    let mut commands = sample::finished(17);
    let form = sample::dossier(CycleId::induk(2021), 0).summary.unwrap().form;
    commands.push(Command::SetForm(Box::new(form)));
    commands.push(Command::Seal { bag: "2021 Renja Induk".into(), digest: sample::digest("2021") });
    let sealed = sample::cycle(CycleId::induk(2021), sample::at(2020, 8, 3), commands);
    let mut harness = show(Theme::Light);
    harness.state_mut().model = sample::model(sample::years(), vec![sealed]);
    harness.get_by_label(FIELD).type_text("2021");
    harness.run();
    assert!(harness.query_by_label("Siklus").is_none());
    harness.get_by_label("Arsip");
}

#[test]
fn arrows_choose_another_hit() {
    let mut harness = find("renja");
    harness.key_press(Key::ArrowDown);
    harness.run();
    let second = enter(&mut harness);
    let first = enter(&mut find("renja"));
    assert_ne!(first, second);
}

#[test]
fn commands_are_found() {
    let mut harness = find("pengaturan");
    assert_eq!(enter(&mut harness), [Action::Go(Page::Settings)]);
}

#[test]
fn nothing_found_says_so_and_esc_leaves() {
    let mut harness = find("zzz");
    harness.get_by_label_contains("Tidak ada yang cocok dengan “zzz”");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().closed && harness.state().actions.is_empty());
}

#[test]
fn found_light() {
    window::picture(&mut find("sk tim"), "search_light");
}

#[test]
fn nothing_typed_dark() {
    window::picture(&mut show(Theme::Dark), "search_dark");
}
