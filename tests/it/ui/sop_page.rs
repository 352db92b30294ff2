//! The SOP as signed, and a new version of it.

use eframe::egui::Theme;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::sop::{Sop, check};
use renja::ui::shell::Action;
use renja::ui::sop_page::{self, SopPage};

use super::sample::{self, Scene};
use crate::support::window;

fn show<'a>(theme: Theme) -> Harness<'a, Scene<SopPage>> {
    sample::page(sample::model(sample::years(), vec![]), theme, sop_page::show)
}

fn click(harness: &mut Harness<'_, Scene<SopPage>>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn saved(harness: &Harness<'_, Scene<SopPage>>) -> Sop {
    match &harness.state().actions[..] {
        [Action::SaveSop(sop)] => (**sop).clone(),
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
    harness.get_by_label("Ubah sebagai versi baru");
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
    click(&mut harness, "Batal");
    harness.get_by_label("Ubah sebagai versi baru");
}

#[test]
fn texts_of_a_step_can_be_changed() {
    let mut harness = show(Theme::Light);
    click(&mut harness, "Ubah sebagai versi baru");
    harness.get_all_by_label("Teks dan waktu").next().unwrap().click();
    harness.run();
    let field = harness.get_by_label("Keterangan");
    field.focus();
    field.type_text("Lewat SRIKANDI");
    harness.run();
    click(&mut harness, "Simpan versi baru");
    assert_eq!(saved(&harness).steps[0].remark, "Lewat SRIKANDI");
}

#[test]
fn the_form_light() {
    // The whole form at once.
    let mut harness = show(Theme::Light);
    harness.set_size(eframe::egui::vec2(1278.0, 2900.0));
    harness.run();
    window::picture(&mut harness, "sop_light");
}

#[test]
fn the_form_dark() {
    window::picture(&mut show(Theme::Dark), "sop_dark");
}

#[test]
fn a_new_version() {
    let mut harness = show(Theme::Light);
    click(&mut harness, "Ubah sebagai versi baru");
    window::picture(&mut harness, "sop_edit");
}
