//! The archive form of step 17 and the sealing.

use eframe::egui::{Key, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{ArchiveForm, Closing, Command, Cycle, CycleId, Kind};
use renja::sop::StepNo;
use renja::store::{Problem, ProblemKind};
use renja::ui::contract::{Action, Model};
use renja::ui::deeds::{Run, Seal};
use renja::ui::dialogs::SealForm;
use renja::ui::testing::sample::Sample;

use super::sample;
use crate::support::window;

struct Scene {
    model: Model,
    form: SealForm,
    actions: Vec<Action>,
    closed: bool,
}

fn cycle(done: u8) -> Cycle {
    sample::cycle(CycleId::induk(2027), sample::at(2026, 8, 3), sample::finished(done))
}

fn show<'a>(cycle: Cycle, theme: Theme) -> Harness<'a, Scene> {
    let id = cycle.id;
    let model = sample::model(sample::years(), vec![cycle]);
    let form = SealForm::new(&model, id).unwrap();
    showing(Scene { model, form, actions: Vec::new(), closed: false }, theme)
}

fn showing<'a>(scene: Scene, theme: Theme) -> Harness<'a, Scene> {
    let mut harness = window::builder(vec2(1366.0, 768.0), theme).build_ui_state(
        |ui, scene: &mut Scene| {
            if !scene.closed {
                let answer = scene.form.show(ui.ctx(), &scene.model);
                scene.closed = answer.close;
                scene.actions.extend(answer.actions);
            }
        },
        scene,
    );
    harness.run();
    harness
}

fn pushed<'a>(harness: &'a Harness<'_, Scene>) -> &'a [Action] {
    &harness.state().actions
}

/// What the only pushed action records together with the seal.
fn closing<'a>(harness: &'a Harness<'_, Scene>) -> &'a Closing {
    let [action] = pushed(harness) else { panic!("{:?}", pushed(harness)) };
    &action.deed::<Seal>().expect("a seal").closing
}

#[test]
fn the_form_is_proposed_and_the_place_is_that_of_the_last_dossier() {
    let harness = show(cycle(17), Theme::Light);
    let value = |name: &str| harness.get_by_label(name).value().unwrap_or_default();
    assert_eq!(value("Judul berkas"), "Rencana Kerja (Renja) Tahun 2027 – Induk");
    assert_eq!(value("Kode klasifikasi"), "000.7");
    assert_eq!(value("Kurun waktu, dari"), "3 Agustus 2026");
    assert_eq!((value("Lemari"), value("Laci"), value("Map")), ("1".into(), "3".into(), "2027".into()));
    harness.get_by_label("sesuaikan dengan JRA");
}

#[test]
fn the_place_of_a_dossier_of_the_same_kind_comes_first() {
    let mut archive = sample::years();
    let mut revision = sample::dossier(CycleId { year: 2026, kind: Kind::Perubahan(1) }, 0);
    revision.place.folder = "2026 Perubahan".into();
    let summary = revision.summary.as_mut().unwrap();
    summary.sealed.at += chrono::Duration::days(200);
    archive.dossiers.insert(0, revision);
    let folder = |id: CycleId| {
        let cycle = sample::cycle(id, sample::at(2026, 8, 3), sample::finished(17));
        let model = sample::model(archive.clone(), vec![cycle]);
        let form = SealForm::new(&model, id).unwrap();
        let harness = showing(Scene { model, form, actions: Vec::new(), closed: false }, Theme::Light);
        harness.get_by_label("Map").value().unwrap_or_default()
    };
    assert_eq!(folder(CycleId::induk(2027)), "2027");
    assert_eq!(folder(CycleId { year: 2027, kind: Kind::Perubahan(1) }), "2027 Perubahan");
    assert_eq!(folder(CycleId { year: 2027, kind: Kind::Perubahan(2) }), "2027 Perubahan", "beside the last");
}

#[test]
fn the_seal_brings_the_form_with_it() {
    let mut harness = show(cycle(17), Theme::Light);
    harness.get_by_label("Segel berkas").click();
    harness.run();
    // A single action: its records and the seal are saved together, or not at all.
    let closing = closing(&harness);
    let title = closing.form.as_ref().map(|form| form.title.as_str());
    assert_eq!(title, Some("Rencana Kerja (Renja) Tahun 2027 – Induk"));
    assert_eq!((&closing.reason, &closing.reviewed[..]), (&None, &[][..]));
}

#[test]
fn open_steps_stand_in_the_way_and_lead_there() {
    let mut harness = show(cycle(14), Theme::Light);
    harness.get_by_label("2 langkah belum selesai, berkas belum dapat disegel");
    harness.get_by_label("Belum dapat disegel: lihat tanda merah di kanan");
    harness.get_by_label("Segel berkas").click();
    harness.run();
    assert!(pushed(&harness).is_empty(), "a disabled button does nothing");
    harness.get_by_label_contains("Langkah 15 ·").click();
    harness.run();
    assert_eq!(pushed(&harness), [Action::OpenCycle(CycleId::induk(2027), Some(StepNo(15)))]);
}

#[test]
fn the_last_step_with_empty_slots_needs_a_reason() {
    let mut harness = show(cycle(16), Theme::Light);
    harness.get_by_label("Segel berkas").click();
    harness.run();
    assert!(pushed(&harness).is_empty());
    let why_not = "Belum dapat disegel: alasannya di kanan belum diisi";
    harness.get_by_label(why_not);
    let reason = harness.get_by_label("Alasan disegel tanpa dokumen itu");
    let screen = harness.ctx.content_rect();
    assert!(screen.contains_rect(reason.rect()), "what is still to do stands before what is only told");
    reason.focus();
    reason.type_text("Arsip fisik sudah di lemari");
    harness.run();
    assert!(harness.query_by_label(why_not).is_none());
    harness.get_by_label("Segel berkas").click();
    harness.run();
    let closing = closing(&harness);
    assert_eq!(closing.reason.as_deref(), Some("Arsip fisik sudah di lemari"));
}

#[test]
fn holes_are_listed_with_their_reasons() {
    let harness = show(cycle(17), Theme::Light);
    harness.get_by_label_contains("Langkah 7 tanpa:");
    assert!(harness.query_all_by_label("Alasan: Rapat daring, daftar hadir menyusul").count() > 0);
}

#[test]
fn a_date_that_is_none_is_named_and_hinders() {
    let mut harness = show(cycle(17), Theme::Light);
    let field = harness.get_by_label("Kurun waktu, dari");
    field.focus();
    field.type_text("x");
    harness.run();
    harness.get_by_label_contains("Bukan tanggal. Contoh:");
    harness.get_by_label("Belum dapat disegel: ada isian di kiri yang belum benar");
    harness.get_by_label("Simpan dulu").click();
    harness.run();
    assert!(pushed(&harness).is_empty());
}

#[test]
fn saving_for_now_does_not_seal() {
    let mut harness = show(cycle(3), Theme::Light);
    harness.get_by_label("Simpan dulu").click();
    harness.run();
    let [action] = pushed(&harness) else { panic!("{:?}", pushed(&harness)) };
    let commands = &action.deed::<Run>().expect("a command").commands;
    assert!(matches!(commands[..], [Command::SetForm(_)]), "{commands:?}");
    assert!(harness.state().closed);
}

#[test]
fn enter_in_a_field_does_not_seal() {
    let mut harness = show(cycle(17), Theme::Light);
    harness.key_press(Key::Enter);
    harness.run();
    assert!(pushed(&harness).is_empty() && !harness.state().closed);
}

#[test]
fn ready_but_for_a_reason_light() {
    window::picture(&mut show(cycle(16), Theme::Light), "seal_light");
}

#[test]
fn not_ready_dark() {
    window::picture(&mut show(cycle(12), Theme::Dark), "seal_dark");
}

#[test]
fn what_another_filled_in_at_the_same_time_is_taken_over_by_one_click() {
    let mut here = Sample::new(CycleId::induk(2027));
    here.finish_before(17);
    let form = |title: &str, remark: &str| {
        let (title, remark) = (title.to_owned(), remark.to_owned());
        Command::SetForm(Box::new(ArchiveForm { title, remark, ..ArchiveForm::default() }))
    };
    here.run(form("Renja", ""));
    let mut other = here.on_other_pc("Budi");
    other.run(form("Renja tahun 2027", "dua map"));
    here.on(20, 9, 0);
    here.run(form("Renja 2027", ""));
    here.hear(&other);
    let mut harness = show(here.cycle.clone(), Theme::Light);
    assert_eq!(harness.get_by_label("Judul berkas").value().unwrap(), "Renja 2027");
    assert_eq!(harness.get_by_label("Keterangan").value().unwrap(), "dua map", "nobody else touched it");
    let said = "Budi juga mengisi Judul berkas: Renja tahun 2027";
    harness.get_by_label(&format!("Pakai yang ini: {said}")).click();
    harness.run();
    assert_eq!(harness.get_by_label("Judul berkas").value().unwrap(), "Renja tahun 2027");
    assert!(harness.query_by_label(said).is_none());
    harness.get_by_label("Simpan dulu").click();
    harness.run();
    let action = harness.state_mut().actions.pop().expect("an action");
    here.run_all(&action.deed::<Run>().expect("a command").commands);
    assert_eq!(here.cycle.state().conflicts, []);
}

/// The cycle on a PC which an event has not reached, or where the event's file is damaged.
fn without_one(done: u8) -> Cycle {
    let whole = cycle(done);
    let left_out = whole.events()[5].stamp.id.clone();
    let events = whole.events().iter().filter(|event| event.stamp.id != left_out).cloned().collect();
    Cycle::new(whole.id, whole.sop.clone(), events)
}

/// Fails if `Readiness::is_ready` ignores missing events.
#[test]
fn a_change_of_another_pc_that_has_not_come_is_waited_for() {
    let mut harness = show(without_one(17), Theme::Light);
    harness.get_by_label("Menunggu sinkron: 1 perubahan dari Siti Rahma");
    harness.get_by_label("Segel berkas").click();
    harness.run();
    assert!(pushed(&harness).is_empty(), "a disabled button does nothing");
}

#[test]
fn a_change_that_cannot_be_read_stands_in_the_way() {
    let cycle = without_one(17);
    let id = cycle.id;
    let mut model = sample::model(sample::years(), vec![cycle]);
    let mut snapshot = model.snapshot().unwrap().clone();
    let problem = |folder: &str, kind| Problem {
        path: format!("/data/{folder}/jurnal/0123456789abcdef/00000007.ron").into(),
        kind,
        reason: String::new(),
    };
    snapshot.problems =
        [problem("2027-induk", ProblemKind::Newer), problem("2026-induk", ProblemKind::Broken)].into();
    model.set_snapshot(snapshot);
    let form = SealForm::new(&model, id).unwrap();
    let scene = Scene { model, form, actions: Vec::new(), closed: false };
    let mut harness = showing(scene, Theme::Light);
    harness.get_by_label("Riwayat siklus ini bermasalah: “00000007.ron”");
    assert!(
        harness.query_by_label_contains("Menunggu sinkron").is_none(),
        "what can't be read is not on its way"
    );
    harness.get_by_label("Segel berkas").click();
    harness.run();
    assert!(pushed(&harness).is_empty());
}
