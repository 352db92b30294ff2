//! The menu behind ⋯, and headings of the panel.

use eframe::egui::{Label, Role, Ui, WidgetInfo};

use crate::ui::components::{IconButton, MenuItem, menu, sides};
use crate::ui::theme::{icons, space, text};

/// A button ⋯ with a menu under it. `name` says what the menu belongs to.
pub(super) fn more(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let button = ui.add(IconButton::new(icons::DOTS_THREE, name).small());
    menu(&button, content);
}

/// A line of a menu; returns whether it is chosen.
pub(super) fn item(ui: &mut Ui, icon: &str, words: &str) -> bool {
    ui.add(MenuItem::new(icon, words)).clicked()
}

/// The heading of a group, with a muted remark and controls at the right.
pub(super) fn heading(ui: &mut Ui, title: &str, remark: &str, controls: impl FnOnce(&mut Ui)) {
    ui.add_space(space::S);
    let words = |ui: &mut Ui| {
        let response = ui.add(Label::new(text::strong(title)));
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
        if !remark.is_empty() {
            ui.add(Label::new(text::small(remark)));
        }
    };
    sides(ui, space::CONTROL_HEIGHT_S, &mut (), |ui, ()| words(ui), |ui, ()| controls(ui));
}
