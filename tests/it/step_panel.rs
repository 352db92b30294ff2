//! The step panel and the dialogs of documents: what is offered, what is pushed, how it looks.

use std::sync::Arc;

use eframe::egui::{Frame, HoveredFile, Key, Modifiers, Theme, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::cycle::{Command, CycleId, Mark};
use renja::jobs::{FoundFile, Looked, Unfit};
use renja::sop::{SlotKey, StepNo};
use renja::store::{Parcel, Present};
use renja::ui::contract::{Action, Ask, Dialog, Drops, Folder, Model, Pick, Target, View};
use renja::ui::cycle_page::step_panel::{self, StepPanel};
use renja::ui::deeds::{Adopt, Attach, Run, Undo};
use renja::ui::dialogs::{Assign, Details, Modal, MoveDocument};
use renja::ui::testing::sample::Sample;

use crate::support::window;

/// A panel with its model, and the actions it pushed.
struct Scene {
    model: Model,
    step: StepNo,
    panel: StepPanel,
    drops: Drops,
    actions: Vec<Action>,
}

impl Scene {
    fn new(model: Model) -> Self {
        let step = model.nav.step.unwrap();
        Self { model, step, panel: StepPanel::default(), drops: Drops::default(), actions: Vec::new() }
    }

    fn ui(&mut self, ui: &mut Ui) {
        let cycle = Arc::clone(self.model.open_cycle().unwrap());
        self.drops.begin(ui.ctx(), false);
        let mut view = View::new(&self.model, &mut self.drops, &mut self.actions);
        Frame::new().show(ui, |ui| step_panel::show(ui, &mut self.panel, &mut view, &cycle, self.step));
    }

    /// The last action that was pushed.
    fn last(&self) -> &Action {
        self.actions.last().expect("an action")
    }

    /// The commands of the last action that was pushed.
    fn commands(&self) -> &[Command] {
        &self.last().deed::<Run>().unwrap_or_else(|| panic!("{:?}", self.last())).commands
    }
}

fn harness<'a>(model: Model, height: f32, theme: Theme) -> Harness<'a, Scene> {
    let mut harness = window::builder(vec2(400.0, height), theme)
        .build_ui_state(|ui, scene: &mut Scene| scene.ui(ui), Scene::new(model));
    harness.run();
    harness
}

fn show<'a>(model: Model) -> Harness<'a, Scene> {
    harness(model, 2400.0, Theme::Light)
}

fn click(harness: &mut Harness<'_, Scene>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn induk() -> Sample {
    Sample::new(CycleId::induk(2027))
}

fn slot(key: &str) -> SlotKey {
    SlotKey(key.to_owned())
}

/// Step 7 on the second day, with some of every kind of content.
fn busy() -> Sample {
    let mut sample = induk();
    sample.finish_before(7);
    sample.on(8, 9, 0);
    sample.run(Command::Start { step: StepNo(7), reason: None });
    "Budi Santoso".clone_into(&mut sample.by);
    let notula = sample.attach(
        7,
        Some("7.out.notula"),
        "Notula rapat penyusunan Rencana Kerja tahun 2027 hari pertama",
        "notula rapat.docx",
    );
    sample.attach_version(&notula, "notula rapat (paraf).docx");
    sample.run(Command::SetNumber {
        document: notula,
        number: "005/112-Kesbangpol/2026".to_owned(),
        date: chrono::NaiveDate::from_ymd_opt(2026, 9, 7),
    });
    let hadir = sample.attach(7, Some("7.out.daftar-hadir"), "Daftar hadir", "daftar hadir.pdf");
    sample.run(Command::MarkSlot {
        slot: slot("7.out.daftar-hadir"),
        mark: Some(Mark::Paper { place: "laci 2, map hijau".to_owned() }),
    });
    sample.run(Command::SetStage { document: hadir, stage: Some("ditandatangani".to_owned()) });
    sample.attach(7, None, "Foto kegiatan", "IMG_0042.jpg");
    let salah = sample.attach(7, None, "Undangan lama", "undangan lama.pdf");
    sample.run(Command::RemoveDocument { document: salah, reason: "salah lampir".to_owned(), paths: vec![] });
    sample.run(Command::MarkSlot {
        slot: slot("7.in.isian"),
        mark: Some(Mark::NotApplicable { reason: "diisi langsung dalam rapat".to_owned() }),
    });
    sample.run(Command::AddNote {
        step: Some(StepNo(7)),
        text: "Kasi Politik menyusulkan data hari Rabu.".to_owned(),
    });
    sample
}

/// Step 11, a decision that has said no once and must be decided again.
fn returned() -> Sample {
    let mut sample = induk();
    sample.finish_before(11);
    sample.on(10, 10, 0);
    sample.run(Command::SendBack {
        from: StepNo(11),
        to: StepNo(10),
        reason: "Target kegiatan 3 belum terukur".to_owned(),
    });
    sample
}

#[test]
fn each_state_offers_its_actions() {
    let offered = |harness: &Harness<'_, Scene>, name: &str| harness.query_by_label(name).is_some();

    let mut sample = induk();
    let harness = show(sample.model(1));
    assert!(offered(&harness, "Mulai") && !offered(&harness, "Tandai selesai"));

    sample.run(Command::Start { step: StepNo(1), reason: None });
    let mut harness = show(sample.model(1));
    assert!(offered(&harness, "Tandai selesai") && !offered(&harness, "Kembalikan…"));
    click(&mut harness, "Tandai selesai");
    assert_eq!(harness.state().commands(), [Command::Finish { step: StepNo(1), reason: None }]);

    let mut sample = returned();
    let harness = show(sample.model(10));
    assert!(offered(&harness, "Mulai lagi"));
    harness.get_by_label("Dikembalikan dari langkah 11: Target kegiatan 3 belum terukur");

    sample.run(Command::Start { step: StepNo(10), reason: None });
    sample.run(Command::Finish { step: StepNo(10), reason: Some("ada".to_owned()) });
    sample.run(Command::Start { step: StepNo(11), reason: None });
    let mut harness = show(sample.model(11));
    assert!(offered(&harness, "Setujui (Ya)"));
    click(&mut harness, "Kembalikan (Tidak)…");
    let Action::Show(dialog) = harness.state().last() else { panic!("{:?}", harness.state().last()) };
    assert!(matches!(**dialog, Dialog::Ask(Ask::SendBack { to: StepNo(10), .. })), "{dialog:?}");

    sample.run(Command::Wait { step: StepNo(11), party: "Bappeda".to_owned() });
    let mut harness = show(sample.model(11));
    harness.get_by_label("Menunggu Bappeda");
    click(&mut harness, "Sudah kembali");
    assert_eq!(harness.state().commands(), [Command::Resume { step: StepNo(11) }]);
}

#[test]
fn the_last_step_seals() {
    let mut sample = induk();
    sample.finish_before(17);
    sample.run(Command::Start { step: StepNo(17), reason: None });
    let mut harness = show(sample.model(17));
    click(&mut harness, "Segel berkas…");
    assert_eq!(*harness.state().last(), Action::show(Dialog::Seal(sample.cycle.id)));
    assert!(harness.query_by_label_contains("Filing Cabinet: ").is_none(), "equipment is never missing");
    harness.get_by_label_contains("Filing Cabinet");
}

#[test]
fn a_slot_says_its_state_and_takes_files() {
    let mut harness = show(busy().model(7));
    for name in [
        "Isian format dari Kasi dan TU: Tidak berlaku",
        "Data dan informasi dari Kasi dan TU: Belum ada",
        "Daftar hadir: Keduanya",
        "Notula: Ada file",
    ] {
        harness.get_by_label(name);
    }
    click(&mut harness, "Pilih dokumen… Data dan informasi dari Kasi dan TU");
    let slot = Target::Slot(StepNo(7), SlotKey("7.out.data".to_owned()));
    let cycle = harness.state().model.nav.cycle.unwrap();
    assert_eq!(*harness.state().last(), Action::Pick(Pick::Files(cycle, slot)));

    click(&mut harness, "Tindakan untuk Daftar hadir");
    click(&mut harness, "Hapus tanda");
    assert!(matches!(harness.state().commands(), [Command::MarkSlot { mark: None, .. }]));
}

/// A check that an action is the expected one.
type Is<'a> = &'a dyn Fn(&Action) -> bool;

#[test]
fn a_document_is_opened_moved_and_removed_from_its_menu() {
    let mut harness = show(busy().model(7));
    click(&mut harness, "Buka Daftar hadir");
    assert!(matches!(harness.state().actions[..], [Action::OpenDocument(..)]));
    let is_shown =
        |action: &Action, is_it: fn(&Dialog) -> bool| matches!(action, Action::Show(it) if is_it(it));
    let items: [(&str, Is<'_>); 5] = [
        ("Tampilkan di folder", &|action| matches!(action, Action::RevealDocument(..))),
        ("Versi baru…", &|action| matches!(action, Action::Pick(Pick::Files(_, Target::Document(..))))),
        ("Pindahkan…", &|action| is_shown(action, |dialog| matches!(dialog, Dialog::Move(..)))),
        ("Rincian…", &|action| is_shown(action, |dialog| matches!(dialog, Dialog::Details(..)))),
        ("Hapus…", &|action| is_shown(action, |dialog| matches!(dialog, Dialog::Ask(Ask::Remove { .. })))),
    ];
    for (item, is_it) in items {
        harness.state_mut().actions.clear();
        click(&mut harness, "Tindakan untuk dokumen Daftar hadir");
        click(&mut harness, item);
        let actions = &harness.state().actions;
        assert!(actions.len() == 1 && is_it(&actions[0]), "{item}: {actions:?}");
    }
}

#[test]
fn what_was_removed_and_what_happened_fold_out() {
    let mut harness = show(busy().model(7));
    assert!(harness.query_by_label("Pulihkan Undangan lama").is_none());
    click(&mut harness, "Dihapus (1)");
    harness.get_by_label("salah lampir");
    click(&mut harness, "Pulihkan Undangan lama");
    assert!(matches!(harness.state().commands(), [Command::RestoreDocument { .. }]));

    click(&mut harness, "1 versi lama");
    click(&mut harness, "Buka Notula rapat penyusunan Rencana Kerja tahun 2027 hari pertama, versi 1");
    assert!(matches!(harness.state().last(), Action::OpenDocument(..)));

    let events = harness.get_by_label_contains("Riwayat (");
    events.click();
    harness.run();
    let words = "Budi Santoso menulis catatan untuk langkah 7 · Rapat pembahasan: Kasi Politik menyusulkan data hari Rabu.";
    harness.get_by_label(words);
    click(&mut harness, &format!("Urungkan: {words}"));
    assert_eq!(harness.state().last().deed::<Undo>().expect("an undo").events.len(), 1);
}

#[test]
fn a_requirement_by_reference_leads_to_its_step() {
    let mut sample = induk();
    sample.attach(1, Some("1.out.disposisi"), "Lembar disposisi", "disposisi.pdf");
    let mut harness = show(sample.model(2));
    harness.get_by_label("Lembar disposisi: Ada file");
    harness.get_by_label("Buka Lembar disposisi");
    click(&mut harness, "dari langkah 1");
    assert_eq!(harness.state().actions, [Action::SelectStep(Some(StepNo(1)))]);
}

#[test]
fn a_sealed_step_can_only_be_read_and_says_so_once() {
    let mut sample = induk();
    sample.attach(1, Some("1.out.disposisi"), "Lembar disposisi", "disposisi.pdf");
    sample.finish_before(18);
    let form = renja::cycle::ArchiveForm { title: "Renja 2027".to_owned(), ..Default::default() };
    sample.run(Command::SetForm(Box::new(form)));
    sample.run(Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) });
    let mut harness = show(sample.model(1));
    harness.get_by_label_contains("Berkas sudah disegel");
    for name in ["Buka lagi…", "Tulis catatan…", "Tindakan untuk Lembar disposisi", "Pilih dokumen…"] {
        assert!(harness.query_by_label_contains(name).is_none(), "{name}");
    }
    click(&mut harness, "Tindakan untuk dokumen Lembar disposisi");
    harness.get_by_label("Buka");
    assert!(harness.query_by_label("Hapus…").is_none());
}

/// The target under the middle of the widget with this name.
fn target_at(harness: &Harness<'_, Scene>, name: &str) -> Option<Target> {
    harness.state().drops.at(&harness.ctx, harness.get_by_label(name).rect().center())
}

#[test]
fn the_innermost_place_takes_the_files() {
    let sample = busy();
    let harness = show(sample.model(7));
    let step = StepNo(7);
    assert_eq!(target_at(&harness, "Kelengkapan"), Some(Target::Step(step)));
    assert_eq!(target_at(&harness, "Notula: Ada file"), Some(Target::Slot(step, slot("7.out.notula"))));
    let document =
        sample.cycle.state().documents_of(step).find(|document| document.title == "Daftar hadir").unwrap();
    assert_eq!(target_at(&harness, "Buka Daftar hadir"), Some(Target::Document(step, document.id.clone())));
}

#[test]
fn everything_is_reached_by_keyboard() {
    let mut harness = show(busy().model(7));
    harness.get_by_label("Tandai selesai").focus();
    harness.run();
    harness.key_press(eframe::egui::Key::Space);
    harness.run();
    assert!(matches!(harness.state().commands(), [Command::Finish { .. }]));
    harness.get_by_label("Buka Daftar hadir").focus();
    harness.run();
    harness.key_press(eframe::egui::Key::Enter);
    harness.run();
    assert!(matches!(harness.state().last(), Action::OpenDocument(..)));
}

#[test]
fn the_panel_looks_right_in_light() {
    let mut harness = harness(busy().model(7), 1180.0, Theme::Light);
    window::picture(&mut harness, "step_panel_light");
}

#[test]
fn the_panel_looks_right_in_dark() {
    let mut harness = harness(busy().model(7), 1180.0, Theme::Dark);
    window::picture(&mut harness, "step_panel_dark");
}

#[test]
fn a_returned_step_looks_right() {
    let mut sample = returned();
    sample.on(15, 14, 0);
    let mut harness = harness(sample.model(10), 700.0, Theme::Light);
    window::picture(&mut harness, "step_panel_returned");
}

/// Drags files over the widget with this name.
fn drag_over(harness: &mut Harness<'_, Scene>, name: &str) {
    let at = harness.get_by_label(name).rect().center();
    harness.input_mut().hovered_files =
        vec![HoveredFile { path: Some("/tmp/a.pdf".into()), ..Default::default() }];
    harness.hover_at(at);
    // A drag requests a frame after every frame, so waiting for rest would never end.
    harness.run_steps(4);
}

#[test]
fn while_files_are_dragged_the_place_under_them_says_where_they_land() {
    let mut harness = harness(busy().model(7), 1180.0, Theme::Light);
    for (over, words) in [
        ("Kelengkapan", "Lepas di sini → Langkah 7 · Rapat pembahasan"),
        ("Buka Daftar hadir", "Lepas di sini → versi baru dari Daftar hadir"),
        (
            "Data dan informasi dari Kasi dan TU: Belum ada",
            "Lepas di sini → Data dan informasi dari Kasi dan TU",
        ),
    ] {
        drag_over(&mut harness, over);
        assert!(harness.query_all_by_label(words).next().is_some(), "{words}");
    }
    window::picture(&mut harness, "step_panel_drag");
}

/// A dialog with its model, and the actions of its answer.
struct Asked {
    model: Model,
    dialog: Modal,
    actions: Option<Vec<Action>>,
}

fn ask<'a>(model: Model, dialog: Modal, theme: Theme) -> Harness<'a, Asked> {
    let asked = Asked { model, dialog, actions: None };
    let mut harness = window::builder(vec2(900.0, 800.0), theme).build_ui_state(
        |ui, asked: &mut Asked| {
            if asked.actions.is_none() {
                let answer = asked.dialog.show(ui.ctx(), &asked.model);
                asked.actions = answer.close.then_some(answer.actions);
            }
        },
        asked,
    );
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, Asked>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn found(name: &str, size: u64) -> FoundFile {
    FoundFile { path: format!("/tmp/{name}").into(), name: name.to_owned(), size, unfit: None, sha256: None }
}

/// The dialog after a folder was dropped on step 7, with an unknown file, a link, and a file whose content is
/// already there.
fn dropped(sample: &Sample) -> Assign {
    let known = renja::store::sha256(b"daftar hadir.pdf");
    let files = vec![
        found("Rapat/notula hari kedua.docx", 48_200),
        found(
            "Rapat/data seksi Politik, Ketahanan Ekonomi dan Sosial Budaya untuk rapat tanggal 8 September 2026.xlsx",
            1_240_000,
        ),
        FoundFile { sha256: Some(known), ..found("Rapat/absensi.pdf", 120_000) },
        found("Rapat/IMG_0043.jpg", 3_400_000),
        FoundFile { unfit: Some(Unfit::Link), ..found("Rapat/Pintasan.lnk", 0) },
    ];
    Assign::new(&sample.model(7), sample.cycle.id, Some(&Target::Step(StepNo(7))), files).unwrap()
}

#[test]
fn files_that_came_in_are_proposed_and_only_the_wanted_ones_are_attached() {
    let sample = busy();
    let mut harness = ask(sample.model(7), Modal::Assign(dropped(&sample)), Theme::Light);
    harness.get_by_label("Isi yang sama sudah ada: langkah 7 · Daftar hadir");
    harness.get_by_label("Rapat/Pintasan.lnk");
    press(&mut harness, "Lewati Rapat/IMG_0043.jpg");
    press(&mut harness, "Lampirkan 2 dokumen");
    let actions = harness.state().actions.as_ref().unwrap();
    let [action] = &actions[..] else { panic!("{actions:?}") };
    let files = &action.deed::<Attach>().expect("attached").files;
    let places: Vec<_> = files.iter().map(|file| file.slot.as_ref().map(|slot| slot.0.as_str())).collect();
    assert_eq!(places, [Some("7.out.notula"), Some("7.out.data")]);
    assert_eq!(files[0].title, "Notula hari kedua");
}

#[test]
fn what_is_there_already_can_be_attached_all_the_same() {
    let sample = busy();
    let mut harness = ask(sample.model(7), Modal::Assign(dropped(&sample)), Theme::Light);
    press(&mut harness, "Lampirkan juga");
    press(&mut harness, "Lampirkan 4 dokumen");
    assert!(harness.state().actions.is_some());
}

#[test]
fn what_systems_left_in_a_folder_is_counted_and_taken_only_by_hand() {
    let sample = busy();
    let names = [
        "surat.docx",
        "~$surat.docx",
        ".~lock.surat.odt#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "._surat.docx",
        "~WRL0001.tmp",
        "unduhan.pdf.part",
        "Undangan.pdf.crdownload",
        "@eaDir/surat.docx",
    ];
    let files = names.map(|name| found(&format!("Kiriman/{name}"), 10)).to_vec();
    let target = Target::Step(StepNo(7));
    let dialog = Assign::new(&sample.model(7), sample.cycle.id, Some(&target), files).unwrap();
    let mut harness = ask(sample.model(7), Modal::Assign(dialog), Theme::Light);
    harness.get_by_label("Lampirkan 1 dokumen");
    assert!(harness.query_by_label("Lewati Kiriman/Thumbs.db").is_none());
    press(&mut harness, "10 file sistem dilewati");
    press(&mut harness, "Lewati Kiriman/unduhan.pdf.part");
    press(&mut harness, "Lampirkan 2 dokumen");
    let actions = harness.state().actions.as_ref().unwrap();
    let [action] = &actions[..] else { panic!("{actions:?}") };
    let files = &action.deed::<Attach>().expect("attached").files;
    let taken: Vec<_> = files.iter().map(|file| file.source.to_str().unwrap()).collect();
    assert_eq!(taken, ["/tmp/Kiriman/surat.docx", "/tmp/Kiriman/unduhan.pdf.part"]);
}

#[test]
fn without_a_target_the_dialog_asks_for_the_step() {
    let sample = induk();
    let files = vec![found("undangan rapat.pdf", 10)];
    let assign = Assign::new(&sample.model(1), sample.cycle.id, None, files).unwrap();
    let mut harness = ask(sample.model(1), Modal::Assign(assign), Theme::Light);
    harness.get_by_label("Ke langkah mana?");
    press(&mut harness, "Lampirkan 1 dokumen");
    let actions = harness.state().actions.as_ref().unwrap();
    let [action] = &actions[..] else { panic!("{actions:?}") };
    let files = &action.deed::<Attach>().expect("attached").files;
    assert_eq!((files[0].step, files[0].slot.as_ref()), (StepNo(6), Some(&slot("6.out.undangan"))));
}

#[test]
fn a_document_moves_only_elsewhere() {
    let sample = busy();
    let document = sample
        .cycle
        .state()
        .documents_of(StepNo(7))
        .find(|doc| doc.title == "Foto kegiatan")
        .unwrap()
        .id
        .clone();
    let mut dialog = MoveDocument::new(&sample.model(7), sample.cycle.id, document).unwrap();
    let mut harness = ask(sample.model(7), Modal::Move(dialog.clone()), Theme::Light);
    press(&mut harness, "Pindahkan");
    assert!(harness.state().actions.is_none(), "it lies there already");
    dialog.step = StepNo(6);
    let mut harness = ask(sample.model(7), Modal::Move(dialog), Theme::Light);
    press(&mut harness, "Pindahkan");
    assert!(format!("{:?}", harness.state().actions).contains("step: StepNo(6), slot: None"));
}

#[test]
fn details_change_only_what_was_changed() {
    let sample = busy();
    let of = |title: &str| {
        sample.cycle.state().documents_of(StepNo(7)).find(|doc| doc.title == title).unwrap().id.clone()
    };
    let details = || Details::new(&sample.model(7), sample.cycle.id, &of("Foto kegiatan")).unwrap();

    let mut harness = ask(sample.model(7), Modal::Details(details()), Theme::Light);
    press(&mut harness, "Simpan");
    assert_eq!(harness.state().actions.as_ref().map(Vec::len), Some(0));

    let mut harness = ask(sample.model(7), Modal::Details(details()), Theme::Light);
    harness.get_by_label("Tanggal surat").focus();
    harness.run();
    harness.get_by_label("Tanggal surat").type_text("31-02-2026");
    harness.run();
    harness.get_by_label_contains("Bukan tanggal");
    let mut harness = ask(sample.model(7), Modal::Details(details()), Theme::Light);
    harness.get_by_label("Nomor surat").type_text("800/1");
    harness.run();
    press(&mut harness, "Simpan");
    let actions = format!("{:?}", harness.state().actions);
    assert!(actions.contains(r#"number: "800/1""#) && !actions.contains("SetStage"), "{actions}");
}

#[test]
fn the_title_of_a_document_can_be_changed() {
    let sample = busy();
    let of = |title: &str| {
        sample.cycle.state().documents_of(StepNo(7)).find(|doc| doc.title == title).unwrap().id.clone()
    };
    let details = Details::new(&sample.model(7), sample.cycle.id, &of("Foto kegiatan")).unwrap();
    let mut harness = ask(sample.model(7), Modal::Details(details), Theme::Light);
    harness.get_by_label("Judul").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.key_press(Key::Backspace);
    harness.run();
    harness.get_by_label("Judul harus diisi.");
    assert!(harness.get_by_label("Simpan").accesskit_node().is_disabled());
    harness.get_by_label("Judul").type_text("Foto rapat");
    harness.run();
    press(&mut harness, "Simpan");
    let actions = format!("{:?}", harness.state().actions);
    assert!(actions.contains(r#"title: "Foto rapat""#) && !actions.contains("SetNumber"), "{actions}");
}

fn picture_of_assign(theme: Theme, name: &str) {
    let sample = busy();
    let mut harness = ask(sample.model(7), Modal::Assign(dropped(&sample)), theme);
    window::picture(&mut harness, name);
}

#[test]
fn files_that_came_in_look_right_in_light() {
    picture_of_assign(Theme::Light, "assign_light");
}

#[test]
fn files_that_came_in_look_right_in_dark() {
    picture_of_assign(Theme::Dark, "assign_dark");
}

#[test]
fn details_look_right() {
    let sample = busy();
    let notula = sample.cycle.state().documents_of(StepNo(7)).next().unwrap().id.clone();
    let details = Details::new(&sample.model(7), sample.cycle.id, &notula).unwrap();
    let mut harness = ask(sample.model(7), Modal::Details(details), Theme::Light);
    window::picture(&mut harness, "details");
}

/// Step 7 as left by two people who did not know of each other's changes.
fn contested() -> Sample {
    let mut sample = busy();
    let hadir = sample.cycle.state().documents.values().find(|doc| doc.title == "Daftar hadir").unwrap();
    let hadir = hadir.id.clone();
    let title = |title: &str| Command::SetTitle { document: hadir.clone(), title: title.to_owned() };
    let mut other = sample.on_other_pc("Siti Rahma");
    other.run(title("Daftar hadir rapat Renja"));
    let mark = Mark::NotApplicable { reason: "rapat daring".to_owned() };
    other.run(Command::MarkSlot { slot: slot("7.out.daftar-hadir"), mark: Some(mark) });
    other.attach_version(&hadir, "daftar hadir (lengkap).pdf");
    sample.on(9, 9, 0);
    sample.run(title("Daftar hadir hari pertama"));
    let mark = Mark::Paper { place: "laci 3".to_owned() };
    sample.run(Command::MarkSlot { slot: slot("7.out.daftar-hadir"), mark: Some(mark) });
    sample.run(Command::Finish { step: StepNo(7), reason: Some("notula menyusul".to_owned()) });
    sample.hear(&other);
    sample
}

#[test]
fn what_two_changed_at_once_is_said_and_either_can_be_chosen() {
    let mut sample = contested();
    let mut harness = show(sample.model(7));
    let title = "Siti Rahma juga mengubah judulnya: “Daftar hadir rapat Renja”";
    let mark = "Siti Rahma juga mengubah tandanya: Tidak berlaku · rapat daring";
    harness.get_by_label(title);
    harness.get_by_label(mark);
    click(&mut harness, &format!("Pakai yang ini: {title}"));
    let [Command::SetTitle { title: taken, .. }] = harness.state().commands() else {
        panic!("not the title")
    };
    assert_eq!(taken, "Daftar hadir rapat Renja");
    harness.state_mut().actions.clear();
    click(&mut harness, &format!("Biarkan: {mark}"));
    let commands = harness.state().commands().to_vec();
    let is_mark = matches!(&commands[..], [Command::MarkSlot { mark: Some(Mark::Paper { .. }), .. }]);
    assert!(is_mark, "{commands:?}");
    sample.run_all(&commands);
    let harness = show(sample.model(7));
    assert!(harness.query_by_label(mark).is_none(), "it was settled");
    harness.get_by_label(title);
}

#[test]
fn a_finished_step_says_what_changed_and_can_be_confirmed() {
    let sample = contested();
    let mut harness = show(sample.model(7));
    harness.get_by_label_contains("Siti Rahma melampirkan versi baru dari “Daftar hadir hari pertama”");
    click(&mut harness, "Sudah ditinjau, tetap selesai");
    let mut sample = sample;
    sample.run_all(harness.state().commands());
    let harness = show(sample.model(7));
    assert!(harness.query_by_label("Sudah ditinjau, tetap selesai").is_none());
}

#[test]
fn picture_of_what_two_changed_at_once() {
    let mut harness = harness(contested().model(7), 1100.0, Theme::Light);
    window::picture(&mut harness, "step_panel_contested");
}

#[test]
fn who_else_has_the_step_open_is_said_at_its_head() {
    let mut model = busy().model(7);
    let other = |by: &str, step| Present { by: by.to_owned(), step: Some(StepNo(step)), since: model.now };
    let present = [other("Budi", 7), other("Rina", 9)].into();
    let snapshot = model.snapshot().unwrap().clone();
    model.set_snapshot(renja::jobs::Snapshot { present, ..snapshot });
    let harness = show(model);
    harness.get_by_label_contains("Budi sedang membuka langkah ini");
    assert!(harness.query_by_label_contains("Rina").is_none());
}

#[test]
fn a_file_that_no_event_names_is_offered_as_a_document_or_a_version() {
    let mut model = busy().model(7);
    let cycle = model.nav.cycle.unwrap();
    let orphans = ["daftar hadir.sync-conflict-20260801-101010-ABCDEFG.pdf", "foto 2.jpg"];
    let mut orphans: Vec<_> =
        orphans.iter().map(|name| format!("berkas/07 Rapat pembahasan/{name}")).collect();
    orphans.push("berkas/06 Undangan rapat/lain.pdf".to_owned());
    model.outside = Some((cycle, Looked { outside: Vec::new(), orphans }));
    let mut harness = show(model);
    assert!(harness.query_by_label_contains("lain.pdf").is_none(), "it lies in another step's folder");
    let name = "daftar hadir.sync-conflict-20260801-101010-ABCDEFG.pdf";
    click(&mut harness, &format!("Jadikan versi baru dari “Daftar hadir”: {name}"));
    assert!(harness.state().last().deed::<Adopt>().expect("adopted").file.version_of.is_some());
    harness.state_mut().actions.clear();
    click(&mut harness, "Jadikan dokumen: foto 2.jpg");
    assert!(harness.state().last().deed::<Adopt>().expect("adopted").file.version_of.is_none());
}

#[test]
fn a_cycle_of_a_newer_version_can_only_be_read_and_says_so() {
    let mut model = busy().model(7);
    let newer = Arc::new([model.nav.cycle.unwrap()].into());
    let snapshot = model.snapshot().unwrap().clone();
    model.set_snapshot(renja::jobs::Snapshot { newer, ..snapshot });
    let harness = show(model);
    harness.get_by_label_contains("dari Renja versi lebih baru");
    assert!(harness.query_by_label("Tandai selesai").is_none());
}

/// While the data folder is away, the document says so, opens from this PC, and can be undone like any other.
#[test]
fn a_document_that_waits_for_the_folder_says_so_and_opens_from_here() {
    let mut sample = induk();
    let document = sample.attach(6, None, "Undangan rapat", "undangan.pdf");
    sample.attach(6, None, "Daftar hadir", "hadir.pdf");
    let file = sample.cycle.state().documents[&document].current().file.clone();
    let here = std::path::PathBuf::from("/local/undangan.pdf");
    let parcel = Parcel { cycle: sample.cycle.id, file: file.clone(), here: here.clone() };
    let mut model = sample.model(6);
    let Folder::Open(snapshot) = &mut model.folder else { panic!("a sample is open") };
    (snapshot.away, snapshot.undelivered, snapshot.parcels) = (true, 1, [parcel].into());
    assert_eq!(model.document_path(sample.cycle.id, &file), Some(here));
    assert_eq!(model.waiting_documents(&sample.cycle), [(StepNo(6), "Undangan rapat".to_owned())]);

    let mut harness = show(model);
    harness.get_by_label("Di PC ini, menunggu folder bersama");
    click(&mut harness, "Buka Undangan rapat");
    assert!(matches!(harness.state().last(), Action::OpenDocument(..)));
    click(&mut harness, "Tindakan untuk dokumen Undangan rapat");
    assert!(harness.query_by_label("Tampilkan di folder").is_none(), "no place for a clerk to work in");
    click(&mut harness, "Hapus…");
    let Action::Show(dialog) = harness.state().last() else { panic!("{:?}", harness.state().last()) };
    assert!(matches!(**dialog, Dialog::Ask(Ask::Remove { .. })), "{dialog:?}");
    // Once the file has arrived, the document looks as usual.
    let Folder::Open(snapshot) = &mut harness.state_mut().model.folder else { panic!("a sample is open") };
    snapshot.parcels = [].into();
    harness.run();
    assert!(harness.query_by_label("Di PC ini, menunggu folder bersama").is_none());
}
