//! Pengaturan: its order, and how to undo removals.

use std::sync::{Arc, Mutex};

use chrono::Datelike as _;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::calendar::{Holiday, HolidayKind};
use renja::jobs::OfficeChange;
use renja::store::Office;
use renja::ui::contract::{Action, Page};
use renja::ui::deeds::ChangeOffice;
use renja::ui::platform::clipboard::TextClipboard;
use renja::ui::shell::App;

use crate::support::app;

fn open() -> (tempfile::TempDir, Harness<'static, App>) {
    let (folder, data) = crate::cli::copied();
    let mut harness = app::open(&data, &folder.path().join("pc"));
    app::act(&mut harness, Action::Go(Page::Settings));
    harness.step();
    (folder, harness)
}

fn office<'a>(harness: &'a Harness<'_, App>) -> &'a Office {
    &harness.state().model().snapshot().unwrap().office
}

/// Clicks a widget that may be below the edge of the window.
fn click_below(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_label(name).click_accesskit();
    harness.step();
    harness.step();
}

/// Failed with the holidays in the middle: backup and repair were below a list of thirty lines.
#[test]
fn the_long_list_stands_below_what_keeps_the_data_safe() {
    let (_folder, harness) = open();
    let top = |heading: &str| harness.query_all_by_label(heading).next().unwrap().rect().top();
    let order = ["Komputer ini", "Kantor", "Cadangan", "Periksa dan perbaiki", "Folder data", "Hari libur"];
    assert!(order.map(top).is_sorted(), "{:?}", order.map(top));
}

/// Failed when sent like any other change of the office: no toast offered to undo it.
#[test]
fn a_holiday_that_was_removed_comes_back() {
    let (_folder, mut harness) = open();
    let year = harness.state().model().today().year();
    let date = chrono::NaiveDate::from_ymd_opt(year, 6, 15).unwrap();
    let own = Holiday { date, name: "Hari jadi kota".to_owned(), kind: HolidayKind::Special };
    app::act(&mut harness, ChangeOffice::new(OfficeChange::HolidaySet(own)));
    app::wait_for(&mut harness, "Hapus Hari jadi kota");
    let before = office(&harness).calendar().clone();
    // One holiday that was entered, and one that applies in every year.
    for name in ["Hari jadi kota", "Hari Lahir Pancasila"] {
        click_below(&mut harness, &format!("Hapus {name}"));
        app::wait_for(&mut harness, &format!("Hari libur “{name}” dihapus"));
        assert_ne!(*office(&harness).calendar(), before);
        app::click(&mut harness, "Urungkan");
        app::wait_for(&mut harness, "Sudah diurungkan");
        assert_eq!(office(&harness).calendar().holidays_of(year), before.holidays_of(year));
    }
}

#[test]
fn a_person_who_was_removed_comes_back() {
    let (_folder, mut harness) = open();
    let add =
        OfficeChange::PersonAdded { name: "Budi Hartono".to_owned(), post: "Kasi".to_owned(), actor: None };
    app::act(&mut harness, ChangeOffice::new(add));
    app::wait_for(&mut harness, "Budi Hartono tidak bekerja di sini lagi");
    let before = office(&harness).people().clone();
    click_below(&mut harness, "Budi Hartono tidak bekerja di sini lagi");
    app::wait_for(&mut harness, "Budi Hartono keluar dari daftar pegawai");
    assert_ne!(*office(&harness).people(), before);
    app::click(&mut harness, "Urungkan");
    app::wait_for(&mut harness, "Sudah diurungkan");
    assert_eq!(*office(&harness).people(), before);
}

/// Failed when "Disalin" was said whatever happened to the text.
#[test]
fn a_text_that_does_not_reach_the_clipboard_is_not_called_copied() {
    let (_folder, mut harness) = open();
    let copied = Arc::new(Mutex::new(Vec::new()));
    let clipboard = copied.clone();
    harness.ctx.add_plugin(TextClipboard::new(Some(Box::new(move |text| {
        let mut copied = clipboard.lock().unwrap();
        copied.push(text);
        // The first time, another program holds the clipboard open.
        if copied.len() == 1 { Err(arboard::Error::ClipboardOccupied.into()) } else { Ok(()) }
    }))));
    let refused = "Tidak tersalin: papan klip sedang dipakai program lain. Coba salin sekali lagi.";
    let copy = || Action::Copy("tanggal;nama;jenis".to_owned());
    app::act(&mut harness, copy());
    app::wait_for(&mut harness, refused);
    assert!(harness.query_by_label("Disalin").is_none());
    app::act(&mut harness, copy());
    app::wait_for(&mut harness, "Disalin");
    assert_eq!(*copied.lock().unwrap(), ["tanggal;nama;jenis", "tanggal;nama;jenis"]);
}
