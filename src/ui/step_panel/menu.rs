//! The menu behind ⋯, and headings and folds of the panel.

use eframe::egui::{Align, Label, Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::ui::components::{Button, IconButton, MenuItem, menu};
use crate::ui::theme::{icons, space, text};

/// A button ⋯ with a menu under it. `name` says of what.
pub(super) fn more(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let button = ui.add(IconButton::new(icons::DOTS_THREE, name).small());
    menu(&button, content);
}

/// A line of a menu; true when it is chosen.
pub(super) fn item(ui: &mut Ui, icon: &str, words: &str) -> bool {
    ui.add(MenuItem::new(icon, words)).clicked()
}

/// The heading of a group, with a quiet remark and controls at the right.
pub(super) fn heading(ui: &mut Ui, title: &str, remark: &str, controls: impl FnOnce(&mut Ui)) {
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let response = ui.add(Label::new(text::strong(title)));
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
        if !remark.is_empty() {
            ui.add(Label::new(text::small(remark)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), controls);
    });
}

/// A heading that folds its group in and out.
pub(super) fn fold(ui: &mut Ui, open: &mut bool, words: &str) {
    let caret = if *open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    // The button's own padding goes into the margin, so that its caret stands in line with the text.
    let size = vec2(ui.available_width(), space::CONTROL_HEIGHT_S);
    let (line, _) = ui.allocate_exact_size(size, Sense::hover());
    let layout = Layout::left_to_right(Align::Center);
    let builder = UiBuilder::new().max_rect(line.translate(vec2(-space::S, 0.0))).layout(layout);
    let response = ui.new_child(builder).add(Button::quiet(words).icon(caret).small());
    let folded_out = *open;
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(folded_out));
    if response.clicked() {
        *open = !*open;
    }
}
