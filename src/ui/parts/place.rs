//! The fields of a place: where the paper of a dossier lies.

use eframe::egui::Ui;
use rust_i18n::t;

use crate::cycle::Place;
use crate::ui::components::TextField;
use crate::ui::theme::space;

/// Fields in two rows: filing cabinet, drawer, divider, folder (the SOP's step 17); room, shelf, box (later).
/// Returns whether a field was changed.
pub fn place_fields(ui: &mut Ui, place: &mut Place) -> bool {
    let width = (ui.available_width() - 3.0 * space::S) / 4.0;
    let near: [(&str, &mut String); 4] = [
        ("cabinet", &mut place.cabinet),
        ("drawer", &mut place.drawer),
        ("divider", &mut place.divider),
        ("folder", &mut place.folder),
    ];
    let later: [(&str, &mut String); 3] =
        [("room", &mut place.room), ("shelf", &mut place.shelf), ("box", &mut place.archive_box)];
    let mut changed = row(ui, width, near);
    changed |= row(ui, width, later);
    changed
}

fn row<const N: usize>(ui: &mut Ui, width: f32, fields: [(&str, &mut String); N]) -> bool {
    ui.horizontal_top(|ui| {
        let mut changed = false;
        for (key, value) in fields {
            let label = t!(format!("archive.place.{key}")).into_owned();
            let example = t!(format!("archive.place_example.{key}")).into_owned();
            changed |= TextField::new(&label, value).placeholder(&example).width(width).show(ui).changed();
        }
        changed
    })
    .inner
}
