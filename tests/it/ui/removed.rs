//! The list of removed documents.

use eframe::egui::{Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::cycle::{ArchiveForm, Command, CycleId};
use renja::ui::contract::{Action, Model};
use renja::ui::deeds::{Run, SetAsideRemoved};
use renja::ui::dialogs::Removed;
use renja::ui::testing::sample::Sample;

use crate::support::window;

struct Scene {
    model: Model,
    dialog: Removed,
    actions: Vec<Action>,
}

fn show<'a>(sample: &Sample) -> Harness<'a, Scene> {
    let scene = Scene { model: sample.model(1), dialog: Removed::new(sample.cycle.id), actions: Vec::new() };
    let mut harness = window::builder(vec2(1366.0, 768.0), Theme::Light).build_ui_state(
        |ui, scene: &mut Scene| {
            let answer = scene.dialog.show(ui.ctx(), &scene.model);
            scene.actions.extend(answer.actions);
        },
        scene,
    );
    harness.run();
    harness
}

fn removed() -> Sample {
    let mut sample = Sample::new(CycleId::induk(2027));
    for (step, title, by, reason) in [
        (7, "Notula lama", "Siti Rahma", "salah lampir"),
        (6, "Undangan rapat penyusunan Rencana Kerja hari pertama", "Budi", "tanggalnya berubah"),
        (9, "data Kasi", "Andi", ""),
    ] {
        by.clone_into(&mut sample.by);
        let document = sample.attach(step, None, title, &format!("{title}.pdf"));
        sample.run(Command::RemoveDocument { document, reason: reason.to_owned(), paths: vec![] });
    }
    sample
}

/// Titles from the top down.
fn order(harness: &Harness<'_, Scene>) -> Vec<String> {
    let mut rows: Vec<_> = harness
        .get_all_by_label_contains("Pulihkan ")
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name["Pulihkan ".len()..].chars().take(4).collect()).collect()
}

fn click(harness: &mut Harness<'_, Scene>, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

// Fails with a column by which the list can't be sorted.
#[test]
fn the_list_is_sorted_by_each_column_both_ways_and_restores() {
    let mut harness = show(&removed());
    assert_eq!(order(&harness), ["data", "Unda", "Notu"], "the latest first");
    for (column, sorted) in [
        ("Dokumen", ["data", "Notu", "Unda"]),
        ("Langkah", ["Unda", "Notu", "data"]),
        ("Dihapus", ["Notu", "Unda", "data"]),
        ("Oleh", ["data", "Unda", "Notu"]),
        ("Alasan", ["data", "Notu", "Unda"]),
    ] {
        click(&mut harness, &format!("Urutkan menurut {column}"));
        assert_eq!(order(&harness), sorted, "{column}");
        click(&mut harness, &format!("Urutkan menurut {column}"));
        let mut reversed = sorted;
        reversed.reverse();
        assert_eq!(order(&harness), reversed, "{column}");
    }
    click(&mut harness, "Pulihkan Notula lama");
    let action = harness.state_mut().actions.pop().expect("an action");
    let commands = &action.deed::<Run>().expect("a command").commands;
    assert!(matches!(commands[..], [Command::RestoreDocument { .. }]));
    assert!(harness.query_by_label_contains("Boleh dihapus").is_none(), "not before sealing");
}

#[test]
fn after_sealing_the_files_may_be_set_aside_once_that_is_ticked() {
    let mut sample = removed();
    sample.finish_before(18);
    let form = ArchiveForm { title: "Renja 2027".to_owned(), ..ArchiveForm::default() };
    sample.run(Command::SetForm(Box::new(form)));
    sample.run(Command::Seal { bag: "2027 Renja Induk".to_owned(), digest: "0".repeat(64) });
    let mut harness = show(&sample);
    assert!(harness.query_by_label_contains("Pulihkan ").is_none());
    click(&mut harness, "Pindahkan ke folder “Boleh dihapus”");
    assert!(harness.state().actions.is_empty(), "not ticked");
    click(&mut harness, "Saya sudah memeriksa daftar ini; 3 dokumen itu tidak diperlukan lagi");
    click(&mut harness, "Pindahkan ke folder “Boleh dihapus”");
    let [action] = &harness.state().actions[..] else { panic!("{:?}", harness.state().actions) };
    assert!(action.deed::<SetAsideRemoved>().expect("set aside").aside);
}

#[test]
fn picture() {
    window::picture(&mut show(&removed()), "removed");
}
