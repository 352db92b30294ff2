//! The archive: where is the Renja 2021, and is it whole?

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::archive::{
    Detail, Export, Finding, FindingKind, IndexFault, IndexProblem, Report, Severity, Verdict,
};
use renja::cycle::{Change, CycleId, Event, EventId, Kind, Place, Seen, Stamp, WriterId};
use renja::jobs::OfficeChange;
use renja::store::Algorithm;
use renja::ui::archive_page::{self, ArchivePage};
use renja::ui::contract::{Action, Dialog, Model, Page, Pick};
use renja::ui::deeds::{ChangeOffice, CheckDossier};

use super::sample::{self, Scene};
use crate::support::window;

fn show<'a>(model: Model, theme: Theme) -> Harness<'a, Scene<ArchivePage>> {
    sample::page(model, theme, archive_page::show)
}

fn opened(folder: &str) -> Model {
    let mut model = sample::model(sample::years(), vec![]);
    sample::open(&mut model, folder);
    model
}

fn click(harness: &mut Harness<'_, Scene<ArchivePage>>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

#[test]
fn a_year_with_one_dossier_opens_it_at_once() {
    let mut harness = show(sample::model(sample::years(), vec![]), Theme::Light);
    click(&mut harness, "2021, 1 berkas");
    assert_eq!(harness.state().actions, [Action::OpenDossier(Some("2021 Renja Induk".to_owned()))]);
}

/// The archive with an interrupted sealing, and a cycle with this many steps done.
fn cut_off(of: Option<CycleId>, done: u8) -> Model {
    let cycle = sample::cycle(CycleId::induk(2027), sample::at(2026, 8, 3), sample::finished(done));
    let mut model = sample::model(sample::years(), vec![cycle]);
    let mut snapshot = model.snapshot().unwrap().clone();
    let fault = IndexFault::Unfinished(of);
    snapshot.lost = Arc::new([IndexProblem { path: "/data/arsip/~abc-0-2027-induk.tmp".into(), fault }]);
    model.set_snapshot(snapshot);
    model
}

#[test]
fn a_sealing_that_was_cut_off_is_offered_again() {
    let mut harness = show(cut_off(Some(CycleId::induk(2027)), 16), Theme::Light);
    harness.get_by_role_and_label(Role::Alert, "Penyegelan “Renja 2027 Induk” belum selesai");
    click(&mut harness, "Segel lagi");
    assert_eq!(harness.state().actions, [Action::show(Dialog::Seal(CycleId::induk(2027)))]);
}

#[test]
fn a_cut_off_sealing_of_a_cycle_with_open_steps_leads_there() {
    let mut harness = show(cut_off(Some(CycleId::induk(2027)), 5), Theme::Light);
    assert!(harness.query_by_label("Segel lagi").is_none());
    click(&mut harness, "Buka siklus");
    assert!(matches!(harness.state().actions[..], [Action::OpenCycle(..)]), "{:?}", harness.state().actions);
}

#[test]
fn a_cut_off_sealing_of_no_known_cycle_is_only_named() {
    let harness = show(cut_off(None, 17), Theme::Light);
    harness.get_by_role_and_label(Role::Alert, "Penyegelan “~abc-0-2027-induk.tmp” belum selesai");
    assert!(
        harness.query_by_label("Segel lagi").is_none() && harness.query_by_label("Buka siklus").is_none()
    );
}

#[test]
fn a_year_with_two_lists_them() {
    let mut harness = show(sample::model(sample::years(), vec![]), Theme::Light);
    click(&mut harness, "2024, 2 berkas");
    assert_eq!(harness.state().actions, [Action::OpenDossier(None)]);
    let rows = harness.get_all_by_label_contains("Rencana Kerja (Renja) Tahun").count();
    assert!(rows >= 2);
    assert!(harness.query_by_label_contains("Tahun 2021").is_none());
}

#[test]
fn what_was_revised_since_does_not_hide_its_revision() {
    let mut old = sample::dossier(CycleId::induk(2021), 0);
    old.superseded = true;
    let archive = sample::index(vec![old, sample::dossier(CycleId::induk(2021), 1)]);
    let mut harness = show(sample::model(archive, vec![]), Theme::Light);
    click(&mut harness, "2021, 2 berkas");
    assert_eq!(
        harness.state().actions,
        [Action::OpenDossier(Some("2021 Renja Induk (revisi 1)".to_owned()))]
    );
}

#[test]
fn filters_and_search_narrow_the_list() {
    let mut harness = show(sample::model(sample::years(), vec![]), Theme::Light);
    click(&mut harness, "Perubahan, 1");
    assert!(harness.query_by_label_contains("Perubahan 1, Lemari 1").is_some());
    assert!(harness.query_by_label_contains("Tahun 2026").is_none());
    click(&mut harness, "Perubahan, 1");
    let field = harness.get_by_label("Cari judul, dokumen, nomor surat, catatan");
    field.focus();
    field.type_text("kep.401-bappeda/2019");
    harness.run();
    assert!(harness.query_by_label_contains("Tahun 2019 – Induk, Lemari").is_some());
    assert!(harness.query_by_label_contains("Tahun 2020 – Induk, Lemari").is_none());
    harness.get_by_label_contains("Langkah 14 · Nomor: 800/Kep.401-Bappeda/2019");
}

#[test]
fn nothing_found_says_what_to_do() {
    let mut harness = show(sample::model(sample::years(), vec![]), Theme::Light);
    let field = harness.get_by_label("Cari judul, dokumen, nomor surat, catatan");
    field.focus();
    field.type_text("sepatu");
    harness.run();
    click(&mut harness, "Tampilkan semua");
    assert!(harness.query_by_label_contains("Tahun 2026 – Induk, Lemari").is_some());
}

#[test]
fn arrows_walk_the_list_and_enter_opens() {
    let mut harness = show(sample::model(sample::years(), vec![]), Theme::Light);
    harness.get_by_label_contains("Tahun 2026 – Induk, ").focus();
    harness.run();
    for _ in 0..8 {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    harness.key_press(Key::Enter);
    harness.run();
    // The rows are 2026, 2025, 2024 twice, 2023, 2022, 2021, 2020, 2019.
    assert_eq!(harness.state().actions, [Action::OpenDossier(Some("2019 Renja Induk".to_owned()))]);
}

#[test]
fn fifty_years_draw_only_what_is_in_view() {
    let dossiers = (1970..=2026).flat_map(|year| {
        let revisions = (1..=5).map(move |n| CycleId { year, kind: Kind::Perubahan(n) });
        std::iter::once(CycleId::induk(year)).chain(revisions).map(|cycle| sample::dossier(cycle, 0))
    });
    let archive = sample::index(dossiers.collect());
    let mut harness = show(sample::model(archive, vec![]), Theme::Light);
    let rows =
        |harness: &Harness<'_, Scene<ArchivePage>>| harness.get_all_by_label_contains(", Lemari ").count();
    assert!((5..20).contains(&rows(&harness)));
    harness.get_by_label_contains("Tahun 2026 – Induk, ").focus();
    harness.run();
    harness.key_press(Key::End);
    harness.run();
    assert!((5..20).contains(&rows(&harness)));
    assert!(harness.query_by_label_contains("Tahun 1970 – Perubahan 5, ").is_some());
}

#[test]
fn an_empty_archive_says_how_a_dossier_comes_there() {
    let mut harness = show(sample::model(sample::index(vec![]), vec![]), Theme::Light);
    click(&mut harness, "Buka siklus");
    assert_eq!(harness.state().actions, [Action::Go(Page::Cycle)]);
}

#[test]
fn esc_leads_back() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().actions, [Action::OpenDossier(None)]);
}

#[test]
fn coming_back_the_row_of_the_dossier_has_the_focus() {
    let mut harness = show(opened("2016 Renja Induk"), Theme::Light);
    harness.state_mut().model.nav.dossier = None;
    harness.run();
    assert!(harness.get_by_label_contains("Tahun 2016 – Induk, Lemari").is_focused());
}

#[test]
fn a_dossier_says_where_its_paper_lies_and_opens_its_documents() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    harness.get_by_label("Lemari 2 · Laci 3 · Sekat Renja · Map 2021");
    click(&mut harness, "Tampilkan Lembar disposisi di folder");
    let path = "data/01 Perintah penyusunan/Lembar disposisi 2021.pdf";
    assert_eq!(
        harness.state().actions,
        [Action::RevealSealed("2021 Renja Induk".to_owned(), path.to_owned())]
    );
    harness.state_mut().actions.clear();
    harness.get_all_by_label("Buka").next().unwrap().click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::OpenSealed("2021 Renja Induk".to_owned(), path.to_owned())]);
}

#[test]
fn the_paper_can_be_moved_later() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    click(&mut harness, "Berkas arsip");
    click(&mut harness, "Pindahkan");
    let field = harness.get_by_label("Boks");
    field.focus();
    field.type_text("7");
    harness.run();
    click(&mut harness, "Simpan lokasi");
    let before = sample::dossier(CycleId::induk(2021), 0).place;
    let place = Place { archive_box: "7".to_owned(), ..before };
    assert!(!place.cabinet.is_empty(), "the rest of the place stays");
    let placed = OfficeChange::DossierPlaced { dossier: "2021 Renja Induk".to_owned(), place };
    assert_eq!(harness.state().actions, [ChangeOffice::new(placed).into()]);
}

#[test]
fn a_check_names_each_file_with_the_right_word() {
    let mut model = opened("2021 Renja Induk");
    model.checks.insert("2021 Renja Induk".into(), Arc::new(damaged()));
    let mut harness = show(model, Theme::Light);
    click(&mut harness, "Keutuhan, 3");
    harness.get_by_role_and_label(Role::Alert, "Rusak: 3 masalah");
    for (word, path) in [
        ("Berubah", "data/03 SK Tim/SK Tim.pdf"),
        ("Hilang", "data/07 Rapat/Notula.docx"),
        ("Tak dikenal", "data/07 Rapat/Salinan Notula.docx"),
    ] {
        harness.get_by_label(word);
        harness.get_by_label(path);
    }
    click(&mut harness, "Periksa lagi");
    assert_eq!(harness.state().actions, [CheckDossier("2021 Renja Induk".to_owned()).into()]);
}

#[test]
fn a_bag_of_another_program_is_shown_as_such() {
    let mut model = sample::model(sample::years(), vec![]);
    model.nav.dossier = Some("renja_2015_lama".into());
    let mut harness = show(model, Theme::Light);
    assert!(harness.query_by_label("Lembar SOP").is_none());
    click(&mut harness, "Berkas arsip");
    harness.get_by_label("Berkas dari program lain");
    harness.get_by_label("Dinas Kearsipan");
}

#[test]
fn an_idle_archive_draws_no_frame() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    assert!(harness.try_run().unwrap() <= 2);
}

#[test]
fn the_list_light() {
    window::picture(&mut show(sample::model(sample::years(), vec![]), Theme::Light), "archive_list_light");
}

#[test]
fn the_list_dark() {
    window::picture(&mut show(sample::model(sample::years(), vec![]), Theme::Dark), "archive_list_dark");
}

#[test]
fn a_dossier_light() {
    window::picture(&mut show(opened("2021 Renja Induk"), Theme::Light), "archive_dossier_light");
}

#[test]
fn its_filing_dark() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Dark);
    click(&mut harness, "Berkas arsip");
    window::picture(&mut harness, "archive_filing_dark");
}

#[test]
fn it_shows_its_own_sheet() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    click(&mut harness, "Lembar SOP");
    assert!(
        harness.query_all_by_label_contains("Langkah 1, Perintah penyusunan, Kepala, selesai").count() > 0
    );
    let mut waiting = opened("2021 Renja Induk");
    waiting.dossier = None;
    let mut harness = show(waiting, Theme::Light);
    click(&mut harness, "Lembar SOP");
    harness.get_by_label("Membuka lembar SOP…");
}

#[test]
fn its_damage() {
    let mut model = opened("2021 Renja Induk");
    model.checks.insert("2021 Renja Induk".into(), Arc::new(damaged()));
    let mut harness = show(model, Theme::Light);
    click(&mut harness, "Keutuhan, 3");
    window::picture(&mut harness, "archive_damaged");
}

fn damaged() -> Report {
    let finding =
        |kind, path: &str, detail| Finding { severity: Severity::Error, kind, path: path.into(), detail };
    let changed = Detail::Digest {
        algorithm: Algorithm::Sha256,
        expected: sample::digest("a"),
        found: sample::digest("b"),
    };
    Report {
        path: "/data/arsip/2021 Renja Induk".into(),
        verdict: Verdict::Damaged,
        findings: vec![
            finding(FindingKind::Changed, "data/03 SK Tim/SK Tim.pdf", changed),
            finding(
                FindingKind::Missing,
                "data/07 Rapat/Notula.docx",
                Detail::RenamedTo("data/07 Rapat/Salinan Notula.docx".into()),
            ),
            finding(
                FindingKind::Unknown,
                "data/07 Rapat/Salinan Notula.docx",
                Detail::RenamedFrom("data/07 Rapat/Notula.docx".into()),
            ),
        ],
        files: 28,
        bytes: 48_000_000,
        algorithms: vec![Algorithm::Sha256],
        seal: Some(sample::digest("seal")),
        sha256: std::collections::BTreeMap::new(),
    }
}

#[test]
fn exporting_asks_where() {
    let mut harness = show(opened("2021 Renja Induk"), Theme::Light);
    click(&mut harness, "Ekspor ZIP…");
    assert_eq!(harness.state().actions, [Action::Pick(Pick::Export("2021 Renja Induk".to_owned()))]);
}

/// The page with the dossier of 2026, its cycle in the working folder, and changes from another PC.
fn of_several(changes: Vec<(&str, Change)>) -> Harness<'static, Scene<ArchivePage>> {
    let mut model = opened("2026 Renja Induk");
    let mut cycle = model.dossier.as_ref().unwrap().cycle.clone();
    let clock = cycle.events().last().unwrap().stamp.clock;
    let events = changes.into_iter().enumerate().map(|(n, (by, body))| {
        let id = EventId(WriterId("b".repeat(16)), 1 + n as u64);
        let at = sample::at(2026, 9, 1);
        Event { stamp: Stamp { id, by: by.to_owned(), at, clock, seen: Seen::default() }, body, more: 0 }
    });
    cycle.merge(events.collect());
    let mut snapshot = model.snapshot().unwrap().clone();
    snapshot.cycles.insert(cycle.id, Arc::new(cycle));
    model.set_snapshot(snapshot);
    show(model, Theme::Light)
}

fn note(text: &str) -> Change {
    Change::NoteAdded { step: None, text: text.to_owned() }
}

/// Fails without `archive_page::late`, and with a `Cycle::late` that returns nothing.
#[test]
fn late_changes_are_listed_above_the_dossier() {
    let mut harness = of_several(vec![("Budi", note("terlambat")), ("Budi", note("juga"))]);
    harness.get_by_role_and_label(Role::Alert, "2 perubahan terlambat");
    assert!(harness.query_all_by_label_contains("Budi").next().is_some());
    click(&mut harness, "Buka siklus");
    assert!(matches!(harness.state().actions[..], [Action::OpenCycle(..)]), "{:?}", harness.state().actions);
    let harness = of_several(Vec::new());
    assert!(harness.query_by_label_contains("terlambat").is_none());
}

#[test]
fn two_seals_of_one_cycle_are_shown_with_who_made_them() {
    let seal = Change::Sealed { bag: "2026 Renja Induk".to_owned(), digest: "0123456789abcdef".repeat(4) };
    let harness = of_several(vec![("Budi", seal)]);
    harness.get_by_role_and_label(Role::Alert, "Siklus ini disegel 2 kali bersamaan");
    assert!(harness.query_all_by_label_contains("segel 0123456789ab…").next().is_some());
}

#[test]
fn whether_a_dossier_that_is_not_whole_is_exported_all_the_same() {
    let export = Export { folder: "2021 Renja Induk".into(), target: "kirim.zip".into(), as_is: false };
    let dialog = renja::ui::dialogs::AsIs::new(export, damaged());
    let mut harness = window::harness([760.0, 480.0], Theme::Light, move |ui| {
        dialog.show(ui.ctx());
    });
    harness.run();
    window::picture(&mut harness, "export_as_is");
}
