//! The SOP as signed, and a new version of it.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::sop::{Sop, StepNo, Symbol, check};
use renja::ui::deeds::SaveSop;
use renja::ui::sop_page::{self, SopPage};

use super::sample::{self, Scene};
use crate::support::window;

fn show<'a>(theme: Theme) -> Harness<'a, Scene<SopPage>> {
    sample::page(sample::model(sample::years(), vec![]), theme, sop_page::show)
}

fn click(harness: &mut Harness<'_, Scene<SopPage>>, name: &str) {
    // Only part of the tab is in view at a time.
    harness.get_by_label(name).scroll_to_me();
    harness.run();
    harness.get_by_label(name).click();
    harness.run();
}

fn saved(harness: &Harness<'_, Scene<SopPage>>) -> Sop {
    match &harness.state().actions[..] {
        [action] => (*action.deed::<SaveSop>().expect("an SOP").0).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn wording_stays_and_corrections_stand_beside_it() {
    let harness = show(Theme::Light);
    harness.get_by_label("Pengiriman Rencana Strategis Ke Bappeda dan Pengarsipan");
    assert!(harness.query_all_by_label_contains("Yang dimaksud: Rencana Kerja (Renja).").count() >= 3);
    harness.get_by_label("7 hr 5 Menit");
    harness.get_by_label("7 hari 5 menit pada 480 menit sehari");
}

#[test]
fn paragraphs_are_numbered_as_on_paper() {
    let harness = show(Theme::Light);
    let number = harness.get_all_by_label("1.").next().unwrap().rect();
    let law = "Undang-Undang Nomor 25 Tahun 2004 Tentang Sistem Perencanaan Pembangunan Nasional";
    let text = harness.get_by_label(law).rect();
    assert!(text.left() - number.right() >= 3.0 && text.top() < number.bottom(), "{number:?} {text:?}");
}

#[test]
fn unsure_lanes_are_marked() {
    let harness = show(Theme::Light);
    let marked = harness.query_all_by_label("perkiraan, belum ditetapkan").count();
    assert_eq!(marked, 6, "steps 2, 5, 6, 7, 9 and 11");
    harness.get_by_label("Langkah 11: Kasubag TU, bersama Kepala, Kasi, Pengelola perencanaan");
}

#[test]
fn confirmed_lanes_are_saved_as_a_new_version() {
    let mut harness = show(Theme::Light);
    click(&mut harness, "Tetapkan pelaksana…");
    click(&mut harness, "Tetapkan semua");
    click(&mut harness, "Simpan versi baru");
    let sop = saved(&harness);
    assert_eq!(sop.id.version, "2018-2");
    assert!(sop.steps.iter().all(|step| step.lane_sureness.is_none()));
    assert_eq!(check(&sop), Ok(()));
}

/// The window after versions of these names were saved.
fn with_saved(harness: &mut Harness<'_, Scene<SopPage>>, names: &[&str]) {
    let model = &mut harness.state_mut().model;
    let mut snapshot = model.snapshot().unwrap().clone();
    snapshot.sop_names = names.iter().map(ToString::to_string).collect();
    model.set_snapshot(snapshot);
    harness.run();
}

#[test]
fn the_editor_stays_until_the_version_is_saved() {
    let mut harness = show(Theme::Light);
    click(&mut harness, "Ubah sebagai versi baru");
    click(&mut harness, "Simpan versi baru");
    saved(&harness);
    // The disk may refuse to save the version: nothing that was typed may be lost then.
    assert!(harness.query_by_label("Ubah sebagai versi baru").is_none());
    with_saved(&mut harness, &["penyusunan-renja-2018-2"]);
    harness.get_by_label("Ubah sebagai versi baru");
}

#[test]
fn a_name_that_is_taken_is_passed_over_and_refused() {
    let mut harness = show(Theme::Light);
    with_saved(&mut harness, &["penyusunan-renja-2018-2", "penyusunan-renja-2018-3"]);
    click(&mut harness, "Ubah sebagai versi baru");
    assert_eq!(harness.get_by_label("Versi").value().as_deref(), Some("2018-4"));
    with_saved(&mut harness, &["penyusunan-renja-2018-4"]);
    click(&mut harness, "Langkah");
    click(&mut harness, "Simpan versi baru");
    harness.get_by_label("Versi ini sudah tersimpan. Pakai nama lain.");
    assert!(harness.state().actions.is_empty());
}

#[test]
fn a_version_that_is_none_is_named() {
    let mut harness = show(Theme::Light);
    click(&mut harness, "Ubah sebagai versi baru");
    let field = harness.get_by_label("Versi");
    field.focus();
    field.type_text(" X");
    harness.run();
    click(&mut harness, "Simpan versi baru");
    harness.get_by_role_and_label(Role::Alert, "Versi baru belum dapat disimpan");
    assert!(harness.state().actions.is_empty());
    harness.get_by_label_contains("Versi hanya boleh berisi huruf kecil");
}

#[test]
fn texts_of_a_step_can_be_changed() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Langkah");
    type_into(&mut harness, "Keterangan", "Lewat SRIKANDI");
    click(&mut harness, "Simpan versi baru");
    assert_eq!(saved(&harness).steps[0].remark, "Lewat SRIKANDI");
}

fn edit(harness: &mut Harness<'_, Scene<SopPage>>, tab: &str) {
    click(harness, "Ubah sebagai versi baru");
    click_tab(harness, tab);
}

fn click_tab(harness: &mut Harness<'_, Scene<SopPage>>, tab: &str) {
    harness.get_by_role_and_label(Role::Tab, tab).click();
    harness.run();
}

fn type_into(harness: &mut Harness<'_, Scene<SopPage>>, field: &str, words: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, field);
    field.focus();
    field.type_text(words);
    harness.run();
}

/// Chooses from a combo box; `others` widgets of the same name come before the choice.
fn choose(harness: &mut Harness<'_, Scene<SopPage>>, list: &str, choice: &str, others: usize) {
    harness.get_by_role_and_label(Role::ComboBox, list).click();
    harness.run();
    let found = harness.get_all_by_label(choice).nth(others).unwrap();
    found.click();
    harness.run();
}

#[test]
fn a_step_becomes_a_decision_that_leads_back_where_it_is_told_to() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Langkah");
    click(&mut harness, "Langkah 9 · Analisa data");
    click(&mut harness, "Keputusan");
    harness.get_by_role_and_label(Role::Label, "Langkah 10 · Konsep Renja");
    choose(&mut harness, "Jika Tidak, kembali ke", "Langkah 4 · Format data", 1);
    choose(&mut harness, "Pelaksana", "Kasi", 0);
    click(&mut harness, "Langkah 11 · Pembahasan konsep");
    click(&mut harness, "Kegiatan bersama");
    click(&mut harness, "Simpan versi baru");
    let sop = saved(&harness);
    assert_eq!(check(&sop), Ok(()));
    assert_eq!(sop.steps[8].symbol, Symbol::Diamond { no_to: StepNo(4) });
    assert_eq!((sop.steps[8].main.as_str(), sop.steps[8].lane_sureness), ("Ks", None));
    assert_eq!(sop.steps[10].symbol, Symbol::WideBox);
}

#[test]
fn the_ends_of_the_flow_stay_capsules() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Langkah");
    assert!(harness.query_by_label("Keputusan").is_none());
    harness.get_by_label_contains("selalu kapsul");
}

#[test]
fn actors_are_added_named_moved_and_removed() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Pelaksana");
    click(&mut harness, "Tambah pelaksana");
    type_into(&mut harness, "Nama pelaksana 6", "Sekretaris");
    click(&mut harness, "Simpan versi baru");
    harness.get_by_label("Nama jabatan dan singkatan setiap pelaksana harus diisi.");
    assert!(harness.state().actions.is_empty());
    type_into(&mut harness, "Singkatan pelaksana 6", "Sek");
    click(&mut harness, "Geser pelaksana 6 ke kiri");
    click(&mut harness, "Tambah pelaksana");
    click(&mut harness, "Hapus pelaksana 7");
    assert!(harness.get_by_label("Hapus pelaksana 1").accesskit_node().is_disabled());
    click(&mut harness, "Simpan versi baru");
    let sop = saved(&harness);
    assert_eq!(check(&sop), Ok(()));
    let keys: Vec<_> = sop.actors.iter().map(|actor| actor.key.as_str()).collect();
    assert_eq!(keys, ["K", "TU", "Ks", "PP", "Sek", "AU"]);
    assert_eq!(sop.actors[4].name, "Sekretaris");
}

#[test]
fn text_boxes_are_typed_a_paragraph_a_line_and_shown_in_the_preview() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Kotak isian");
    let field = harness.get_by_label("PERINGATAN");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    harness.run();
    harness.get_by_label("PERINGATAN").type_text("\nPatuhi tenggat Bappeda\n");
    harness.run();
    click(&mut harness, "Bernomor: PERINGATAN");
    click_tab(&mut harness, "Pratinjau");
    harness.get_by_label("Patuhi tenggat Bappeda");
    click(&mut harness, "Simpan versi baru");
    let warnings = &saved(&harness).boxes[4];
    assert!(warnings.numbered);
    assert_eq!(warnings.lines.last().map(String::as_str), Some("Patuhi tenggat Bappeda"));
    assert_eq!(warnings.lines.len(), 3);
}

#[test]
fn what_was_written_is_not_given_up_without_a_question() {
    let mut harness = show(Theme::Light);
    edit(&mut harness, "Langkah");
    click(&mut harness, "Batal");
    harness.get_by_label("Ubah sebagai versi baru");
    edit(&mut harness, "Langkah");
    click(&mut harness, "Tetapkan semua");
    click(&mut harness, "Batal");
    click(&mut harness, "Kembali mengubah");
    click(&mut harness, "Batal");
    click(&mut harness, "Buang");
    harness.get_by_label("Ubah sebagai versi baru");
}

#[test]
fn the_form_light() {
    // The whole form in one picture.
    let mut harness = show(Theme::Light);
    harness.set_size(eframe::egui::vec2(1278.0, 2900.0));
    harness.run();
    window::picture(&mut harness, "sop_light");
}

#[test]
fn the_form_dark() {
    window::picture(&mut show(Theme::Dark), "sop_dark");
}

fn editor(theme: Theme, tab: &str, name: &str) {
    let mut harness = show(theme);
    edit(&mut harness, tab);
    if tab == "Langkah" {
        click(&mut harness, "Langkah 11 · Pembahasan konsep");
    }
    window::picture(&mut harness, name);
}

#[test]
fn the_identity_of_a_new_version() {
    editor(Theme::Light, "Identitas", "sop_edit");
}

#[test]
fn the_text_boxes_of_a_new_version() {
    editor(Theme::Light, "Kotak isian", "sop_edit_boxes");
}

#[test]
fn the_actors_of_a_new_version() {
    editor(Theme::Light, "Pelaksana", "sop_edit_actors");
}

#[test]
fn a_step_of_a_new_version_light() {
    editor(Theme::Light, "Langkah", "sop_edit_steps");
}

#[test]
fn a_step_of_a_new_version_dark() {
    editor(Theme::Dark, "Langkah", "sop_edit_steps_dark");
}
