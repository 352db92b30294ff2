//! Every component in one picture, light and dark, and how the components behave.

use eframe::egui::{CentralPanel, Context, Frame, Key, Margin, Panel, Role, Theme, Ui, UiBuilder, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use renja::ui::components::{
    Banner, Button, DialogAnswer, DialogFrame, DropState, IconButton, Level, MenuItem, RAIL_WIDTH, Status,
    Tab, TextField, Toast, Toasts, badge, badge_text, card, chip, combo, drop_zone, empty_state, icon,
    icon_text, key_value, key_value_ui, menu, page_title, progress, rail_item, search_field, section_heading,
    segmented, tabs, truncated, well,
};
use renja::ui::theme::{TokensExt as _, icons, space, text};

use crate::support::window;

#[derive(Default)]
struct Gallery {
    name: String,
    number: String,
    note: String,
    search: String,
    found: String,
    kind: u8,
    theme: u8,
    tab: u8,
    checked: bool,
    toasts: Toasts<&'static str>,
}

impl Gallery {
    fn new() -> Self {
        let mut toasts = Toasts::default();
        toasts.push(Toast::new(Level::Success, "Semua berkas siklus 2027 utuh"), 0.0);
        toasts.push(
            Toast::new(Level::Info, "undangan rapat.pdf dilampirkan ke langkah 6")
                .action("Urungkan", "undo")
                .action("Pindahkan ke langkah lain…", "move"),
            0.0,
        );
        toasts.push(Toast::new(Level::Error, "Folder bersama tidak terjangkau"), 0.0);
        Self {
            name: "Badan Perencanaan Pembangunan Daerah".to_owned(),
            number: "800/Kep.-Bappeda".to_owned(),
            found: "Renja 2021".to_owned(),
            checked: true,
            toasts,
            ..Self::default()
        }
    }

    fn ui(&mut self, ui: &mut Ui) {
        let t = ui.tokens();
        Panel::left("rail")
            .exact_size(RAIL_WIDTH)
            .resizable(false)
            .frame(Frame::new().fill(t.rail).inner_margin(Margin::same(space::S as i8)))
            .show(ui, rail);
        let margin = Margin::same(space::XL as i8);
        CentralPanel::default().frame(Frame::central_panel(ui.style()).inner_margin(margin)).show(ui, |ui| {
            page_title(ui, "Renja 2027 Induk", "Langkah 6 dari 17 · tenggat Senin, 3 September 2026", |ui| {
                ui.add(Button::primary("Tandai selesai").icon(icons::CHECK));
                ui.add(IconButton::new(icons::DOTS_THREE, "Tindakan lain"));
            });
            ui.columns(3, |columns| {
                for column in columns.iter_mut() {
                    column.spacing_mut().item_spacing.y = space::M;
                }
                Self::actions(&mut columns[0]);
                self.inputs(&mut columns[1]);
                Self::messages(&mut columns[2]);
            });
        });
        self.toasts.show(ui.ctx());
    }

    fn actions(ui: &mut Ui) {
        card(ui, |ui| {
            section_heading(ui, "Tombol");
            ui.horizontal_wrapped(|ui| {
                ui.add(Button::primary("Mulai").icon(icons::PLAY));
                ui.add(Button::secondary("Kembalikan…").icon(icons::ARROW_U_UP_LEFT));
                ui.add(Button::quiet("Lampirkan").icon(icons::PAPERCLIP));
                ui.add(Button::danger("Hapus 2 dokumen").icon(icons::TRASH));
                ui.add_enabled(false, Button::primary("Segel").icon(icons::SEAL_CHECK));
                ui.add_enabled(false, Button::secondary("Cetak"));
            });
            ui.horizontal(|ui| {
                ui.add(IconButton::new(icons::EYE, "Pratinjau"));
                ui.add(IconButton::new(icons::LOCK, "Kunci").selected(true));
                ui.add(IconButton::new(icons::DOWNLOAD_SIMPLE, "Simpan salinan ke…").small());
                ui.add(Button::secondary("Buka").small());
                ui.add(Button::secondary("Urutkan").small().trailing_icon(icons::CARET_DOWN));
            });
        });
        card(ui, |ui| {
            section_heading(ui, "Keadaan");
            ui.horizontal_wrapped(|ui| {
                for status in Status::ALL {
                    badge(ui, status);
                }
                badge_text(ui, icons::CLOCK_COUNTDOWN, "Terlambat 3 hari", ui.tokens().late);
            });
        });
        card(ui, |ui| {
            section_heading(ui, "Rincian langkah");
            key_value(ui, "Aktivitas", "Menyampaikan undangan rapat penyusunan Renja kepada para Kasi");
            key_value(ui, "Waktu baku", "10 menit");
            key_value_ui(ui, "Keadaan", |ui| badge(ui, Status::Running));
            well(ui, |ui| {
                let color = ui.tokens().text_muted;
                icon_text(ui, icons::FILE_PDF, text::body("undangan rapat.pdf"), color);
                truncated(ui, text::muted("Dilampirkan Siti Rahma, 3 September 2026 pukul 13.45, versi 2"));
            });
            drop_zone(ui, DropState::Over, |ui| {
                ui.horizontal(|ui| {
                    let ink = ui.tokens().drop.ink;
                    icon(ui, icons::TRAY_ARROW_DOWN, space::ICON_L, ink);
                    ui.label(text::strong("Lepas di sini → Langkah 6 · Undangan rapat").color(ink));
                });
            });
            drop_zone(ui, DropState::Offered, |ui| ui.label(text::muted("Langkah 7 · Notula rapat")));
            drop_zone(ui, DropState::Idle, |ui| ui.label(text::muted("Tarik dokumen ke sini")));
        });
    }

    fn inputs(&mut self, ui: &mut Ui) {
        card(ui, |ui| {
            section_heading(ui, "Isian");
            TextField::new("Nama perangkat daerah", &mut self.name).hint("Seperti pada kop surat.").show(ui);
            TextField::new("Nomor SK", &mut self.number).error(Some("Nomor urut belum diisi.")).show(ui);
            TextField::new("Catatan", &mut self.note)
                .placeholder("Misalnya: menunggu paraf Kasi")
                .rows(2)
                .show(ui);
            combo(ui, "Jenis", &mut self.kind, &[(0, "Induk"), (1, "Perubahan 1")]);
            search_field(ui, &mut self.search, "Cari langkah, dokumen, nomor");
            search_field(ui, &mut self.found, "Cari di arsip");
            ui.checkbox(&mut self.checked, "Tampilkan langkah yang selesai");
        });
        card(ui, |ui| {
            section_heading(ui, "Pilihan");
            let themes = [(0, "Terang"), (1, "Gelap"), (2, "Ikuti sistem")];
            segmented(ui, "Tampilan", &mut self.theme, &themes);
            ui.horizontal_wrapped(|ui| {
                chip(ui, true, "Permanen", Some(12));
                chip(ui, false, "Inaktif", Some(3));
                chip(ui, false, "Lemari A", None);
            });
            let all =
                [Tab::new(0, "Dokumen").count(4), Tab::new(1, "Catatan"), Tab::new(2, "Riwayat").count(18)];
            tabs(ui, &mut self.tab, &all);
            progress(ui, "Menyalin rancangan akhir.docx", Some(0.62), true);
            progress(ui, "Memeriksa keutuhan…", None, false);
        });
    }

    fn messages(ui: &mut Ui) {
        Banner::new(Level::Info, "Siklus ini contoh")
            .text("Ubah sesuka Anda; tidak ada yang rusak.")
            .show(ui);
        Banner::new(Level::Success, "Berkas 2026 sudah disegel").show(ui);
        Banner::new(Level::Warning, "SK Tim berubah sejak langkah 4 selesai")
            .text("Periksa apakah format data masih sesuai.")
            .show_with(ui, |ui| {
                ui.add(Button::secondary("Tinjau langkah 4").small());
                ui.add(Button::quiet("Nanti").small());
            });
        Banner::new(Level::Error, "Folder bersama tidak terjangkau")
            .text("Pekerjaan Anda tersimpan di PC ini dan dikirim begitu folder kembali.")
            .details("connect: timed out (os error 110)")
            .show(ui);
        card(ui, |ui| {
            let button = Button::primary("Mulai siklus baru").icon(icons::PLUS);
            empty_state(ui, icons::FOLDER_OPEN, "Belum ada siklus Renja untuk tahun 2028.", Some(button));
        });
    }
}

fn rail(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = space::XS;
    rail_item(ui, icons::HOUSE, "Beranda", false, None);
    rail_item(ui, icons::TREE_STRUCTURE, "Siklus", true, Some(2));
    rail_item(ui, icons::ARCHIVE, "Arsip", false, None);
    rail_item(ui, icons::SCROLL, "SOP", false, None);
    rail_item(ui, icons::GEAR, "Pengaturan", false, None);
}

fn take_gallery(theme: Theme, name: &str) {
    let mut gallery = Gallery::new();
    let mut harness = window::harness(vec2(1360.0, 1010.0), theme, |ui| {
        // The harness adds a margin; the gallery fills the window, as the program does.
        let window = ui.ctx().content_rect();
        ui.scope_builder(UiBuilder::new().max_rect(window), |ui| gallery.ui(ui));
    });
    harness.run();
    window::picture(&mut harness, name);
}

#[test]
fn every_component_looks_right_in_light() {
    take_gallery(Theme::Light, "gallery_light");
}

#[test]
fn every_component_looks_right_in_dark() {
    take_gallery(Theme::Dark, "gallery_dark");
}

fn take_dialog(theme: Theme, name: &str) {
    let mut reason = String::new();
    let mut harness = window::harness(vec2(720.0, 480.0), theme, |ui| {
        CentralPanel::default().show(ui, |ui| section_heading(ui, "Di belakang"));
        DialogFrame::new("return", "Kembalikan langkah 11?", "Kembalikan ke langkah 10").show(
            ui.ctx(),
            |ui, _| {
                ui.label("Langkah 10 dibuka lagi. Dokumen yang sudah ada tetap tersimpan.");
                TextField::new("Alasan", &mut reason).rows(3).hint("Tercatat di riwayat.").show(ui);
            },
        );
    });
    harness.run();
    window::picture(&mut harness, name);
}

#[test]
fn a_menu_opens_and_closes_with_the_choice() {
    let mut harness = window::builder(vec2(320.0, 240.0), Theme::Light).build_ui_state(
        |ui, chosen: &mut usize| {
            let button = ui.add(IconButton::new(icons::DOTS_THREE, "Tindakan lain"));
            menu(&button, |ui| {
                *chosen +=
                    usize::from(ui.add(MenuItem::new(icons::COPY, "Salin").shortcut("Ctrl+C")).clicked());
                ui.add(MenuItem::new("", "Tampilkan di folder"));
                ui.separator();
                ui.add(MenuItem::new(icons::TRASH, "Hapus dokumen").danger());
            });
        },
        0,
    );
    harness.run();
    assert!(harness.query_by_label("Salin").is_none());
    harness.get_by_label("Tindakan lain").click();
    harness.run();
    harness.get_by_label("Tampilkan di folder").hover();
    harness.run();
    window::picture(&mut harness, "menu");
    harness.get_by_label("Salin").click();
    harness.run();
    assert_eq!(*harness.state(), 1);
    assert!(harness.query_by_label("Salin").is_none());
}

#[test]
fn a_dialog_looks_right_in_light() {
    take_dialog(Theme::Light, "dialog_light");
}

#[test]
fn a_dialog_looks_right_in_dark() {
    take_dialog(Theme::Dark, "dialog_dark");
}

/// Shows a dialog until it is answered, and presses keys.
fn answer(dialog: impl Fn() -> DialogFrame<'static>, keys: &[Key]) -> Option<DialogAnswer> {
    let show = move |ctx: &Context, answer: &mut Option<DialogAnswer>| {
        if answer.is_none() {
            *answer = dialog().show(ctx, |ui, _| ui.label("Isi")).1;
        }
    };
    let mut harness = window::builder(vec2(600.0, 400.0), Theme::Light)
        .build_ui_state(move |ui, answer| show(ui.ctx(), answer), None);
    harness.run();
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
    *harness.state()
}

#[test]
fn a_dialog_is_answered_by_keys_and_the_safe_way_is_the_easy_one() {
    let harmless = || DialogFrame::new("d", "Mulai?", "Mulai");
    let dangerous = || DialogFrame::new("d", "Hapus?", "Hapus 2 dokumen").danger();
    assert_eq!(answer(harmless, &[]), None);
    assert_eq!(answer(harmless, &[Key::Enter]), Some(DialogAnswer::Confirmed));
    assert_eq!(answer(harmless, &[Key::Escape]), Some(DialogAnswer::Dismissed));
    assert_eq!(answer(dangerous, &[Key::Enter]), Some(DialogAnswer::Dismissed));
    assert_eq!(answer(dangerous, &[Key::Escape]), Some(DialogAnswer::Dismissed));
    assert_eq!(
        answer(|| DialogFrame::new("d", "Mulai?", "Mulai").enabled(false), &[Key::Enter]),
        Some(DialogAnswer::Dismissed)
    );
}

#[test]
fn a_short_dialog_does_not_keep_the_height_of_a_long_one_before() {
    let mut harness = window::builder(vec2(600.0, 700.0), Theme::Light).build_ui_state(
        |ui, lines: &mut usize| {
            DialogFrame::new("d", "Lampirkan?", "Lampirkan").show(ui.ctx(), |ui, _| {
                for line in 1..=*lines {
                    ui.label(format!("Dokumen {line}"));
                }
            });
        },
        1,
    );
    let gap = |harness: &mut Harness<'_, usize>, lines: usize| {
        *harness.state_mut() = lines;
        harness.run();
        let last = harness.get_by_label(&format!("Dokumen {lines}")).rect().bottom();
        harness.get_by_label("Batal").rect().top() - last
    };
    let at_first = gap(&mut harness, 1);
    let long = gap(&mut harness, 12);
    let short = gap(&mut harness, 1);
    assert!((long - at_first).abs() < 1.0, "{long}, at first {at_first}");
    assert!((short - at_first).abs() < 1.0, "{short}, at first {at_first}");
}

#[test]
fn enter_in_a_field_of_a_dialog_confirms_it() {
    let mut harness = window::builder(vec2(600.0, 400.0), Theme::Light).build_ui_state(
        |ui, (typed, answer): &mut (String, Option<DialogAnswer>)| {
            if answer.is_none() {
                let dialog = DialogFrame::new("name", "Ganti nama", "Simpan").focus_body();
                *answer = dialog
                    .show(ui.ctx(), |ui, first| {
                        let field = TextField::new("Nama", typed).show(ui);
                        if first {
                            field.request_focus();
                        }
                    })
                    .1;
            }
        },
        (String::new(), None),
    );
    harness.run();
    harness.get_by_label("Nama").type_text("Siti");
    harness.run();
    assert_eq!(*harness.state(), ("Siti".to_owned(), None));
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().1, Some(DialogAnswer::Confirmed));
}

#[test]
fn a_toast_gives_its_action_back_and_leaves() {
    let mut harness = window::builder(vec2(600.0, 400.0), Theme::Light).build_ui_state(
        |ui, (toasts, clicked): &mut (Toasts<&'static str>, Option<&'static str>)| {
            *clicked = clicked.or(toasts.show(ui.ctx()).and_then(|click| toasts.take(click)));
        },
        (Gallery::new().toasts, None),
    );
    harness.run();
    let errors = |harness: &Harness<'_, _>| {
        harness.query_all_by_role_and_label(Role::Alert, "Folder bersama tidak terjangkau").count()
    };
    assert_eq!(errors(&harness), 1);
    harness.get_by_label("Urungkan").click();
    harness.run();
    assert_eq!(harness.state().1, Some("undo"));
    assert!(harness.query_by_label("Urungkan").is_none());
    assert_eq!(errors(&harness), 1);
}

#[test]
fn choices_report_the_change_once_and_are_reached_by_keyboard() {
    let mut harness = window::builder(vec2(600.0, 200.0), Theme::Light).build_ui_state(
        |ui, (value, changes): &mut (u8, usize)| {
            let changed = segmented(ui, "Bahasa", value, &[(0, "Indonesia"), (1, "Inggris")]);
            *changes += usize::from(changed);
        },
        (0, 0),
    );
    harness.run();
    harness.get_by_label("Inggris").click();
    harness.run();
    assert_eq!(*harness.state(), (1, 1));
    harness.get_by_label("Indonesia").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(*harness.state(), (0, 2));
}

#[test]
fn a_search_field_is_emptied_by_its_cross_and_by_escape() {
    let mut harness = window::builder(vec2(400.0, 100.0), Theme::Light).build_ui_state(
        |ui, text: &mut String| {
            search_field(ui, text, "Cari");
        },
        "2021".to_owned(),
    );
    harness.run();
    harness.get_by_label("Kosongkan pencarian").click();
    harness.run();
    assert_eq!(harness.state(), "");
    harness.get_by_label("Cari").type_text("SK");
    harness.run();
    assert_eq!(harness.state(), "SK");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state(), "");
}

#[test]
fn particulars_of_a_banner_fold_out() {
    let mut harness = window::harness(vec2(500.0, 300.0), Theme::Light, |ui| {
        Banner::new(Level::Error, "Gagal").details("os error 110").show(ui);
    });
    harness.run();
    assert!(harness.query_by_label("os error 110").is_none());
    harness.get_by_label("Rincian").click();
    harness.run();
    harness.get_by_label("os error 110");
    harness.get_by_label("Salin rincian");
}
