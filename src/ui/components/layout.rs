//! Frames, headings, rows and pieces of text.

use std::cell::RefCell;

use eframe::egui::{
    Align, Color32, CornerRadius, Frame, InnerResponse, Label, Layout, Margin, Response, Role, ScrollArea,
    Sense, Sides, Stroke, TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText, vec2,
};

use super::Button;
use crate::ui::theme::{TokensExt as _, icon_at, icons, space, text};

/// A page of things one below the other: it scrolls, has a margin, and grows no wider than is readable.
pub fn page<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    const WIDEST: f32 = 1120.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            Frame::new()
                .inner_margin(Margin::symmetric(space::XL as i8, space::L as i8))
                .show(ui, |ui| {
                    ui.set_max_width(WIDEST.min(ui.available_width()));
                    content(ui)
                })
                .inner
        })
        .inner
}

/// A card: a raised surface as wide as the available space.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = ui.tokens();
    Frame::new()
        .fill(t.surface)
        .stroke(Stroke::new(space::STROKE, t.line))
        .corner_radius(CornerRadius::same(space::RADIUS_L))
        .inner_margin(Margin::same(space::L as i8))
        .show(ui, |ui| {
            ui.take_available_width();
            content(ui)
        })
}

/// A sunken surface for quotations, details and lists inside a card.
pub fn well<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = ui.tokens();
    Frame::new()
        .fill(t.surface_sunken)
        .corner_radius(CornerRadius::same(space::RADIUS_M))
        .inner_margin(Margin::same(space::M as i8))
        .show(ui, |ui| {
            ui.take_available_width();
            content(ui)
        })
}

/// The title of a page, with a muted line under it unless that is empty, and controls at the right.
pub fn page_title(ui: &mut Ui, title: &str, subtitle: &str, controls: impl FnOnce(&mut Ui)) {
    // The row is as high as both lines, else the controls would stand too high.
    let lines = ui.text_style_height(&text::title_style()) + ui.text_style_height(&TextStyle::Body);
    let row = Sides::new().shrink_left().wrap().height(if subtitle.is_empty() {
        space::CONTROL_HEIGHT
    } else {
        lines
    });
    let title = |ui: &mut Ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XXS;
            heading_label(ui, text::title(title), title);
            if !subtitle.is_empty() {
                ui.add(Label::new(text::muted(subtitle)));
            }
        });
    };
    row.show(ui, title, controls);
    ui.add_space(space::S);
}

/// A line with something at its left and something at its right, centred in `height` points. What stands at
/// the right gets the room it needs; texts at the left are cut with "…" where it begins.
///
/// Whatever shares a line with controls must be laid out this way: laid out from the left, a long name would
/// push the controls out of the window, or overlap them. `with` is what both sides need, such as the view.
pub fn sides<C, L, R>(
    ui: &mut Ui,
    height: f32,
    with: &mut C,
    left: impl FnOnce(&mut Ui, &mut C) -> L,
    right: impl FnOnce(&mut Ui, &mut C) -> R,
) -> (L, R) {
    let with = RefCell::new(with);
    Sides::new().shrink_left().truncate().height(height).show(
        ui,
        |ui| left(ui, &mut with.borrow_mut()),
        |ui| right(ui, &mut with.borrow_mut()),
    )
}

/// A column of the given width, as high as its content.
pub fn column<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        content(ui)
    })
    .inner
}

/// Columns side by side, or one below the other when `narrow` is set.
pub fn columns<R>(ui: &mut Ui, narrow: bool, content: impl FnOnce(&mut Ui) -> R) -> R {
    if narrow { ui.vertical(content).inner } else { ui.horizontal_top(content).inner }
}

/// The width at which the texts of a table wrap, so that `texts` columns of them and one of controls, which needs
/// `controls` points, stand side by side within the room there is.
pub fn table_column(ui: &Ui, texts: usize, controls: f32) -> f32 {
    (ui.available_width() - controls) / texts as f32 - space::L
}

/// The heading of a section.
pub fn section_heading(ui: &mut Ui, title: &str) -> Response {
    heading_label(ui, text::heading(title), title)
}

fn heading_label(ui: &mut Ui, rich: impl Into<WidgetText>, title: &str) -> Response {
    let response = ui.add(Label::new(rich));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    response
}

/// Width of the keys of [`key_value`], so that the values of several rows stand in line.
const KEY_WIDTH: f32 = 136.0;

/// A row of a key and a short value.
pub fn key_value(ui: &mut Ui, key: &str, value: &str) -> Response {
    key_value_ui(ui, key, |ui| ui.add(Label::new(text::body(value)).wrap())).inner
}

/// A row of a key and a value that is drawn by a closure.
pub fn key_value_ui<R>(ui: &mut Ui, key: &str, value: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    ui.horizontal_top(|ui| {
        let line = ui.text_style_height(&eframe::egui::TextStyle::Body);
        ui.allocate_ui_with_layout(vec2(KEY_WIDTH, line), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(KEY_WIDTH);
            ui.add(Label::new(text::muted(key)).truncate());
        });
        ui.vertical(value).inner
    })
}

/// An icon in the middle of a square of its size. It is decoration: the words beside it carry the meaning.
pub fn icon(ui: &mut Ui, icon: &str, size: f32, color: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    if ui.is_rect_visible(rect) {
        icon_at(ui, rect.center(), icon, size, color);
    }
    response
}

/// An icon and words in a line.
pub fn icon_text(ui: &mut Ui, glyph: &str, words: impl Into<WidgetText>, color: Color32) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS + space::XXS;
        icon(ui, glyph, space::ICON, color);
        ui.add(Label::new(words).truncate())
    })
    .inner
}

/// Text that is cut with "…" where the space ends, and then shown whole in a tooltip.
pub fn truncated(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    ui.add(Label::new(words).truncate().show_tooltip_when_elided(true))
}

/// A heading that folds its group in and out.
pub fn fold(ui: &mut Ui, open: &mut bool, words: &str) {
    let caret = if *open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    // The button's padding goes into the margin, so that its caret is aligned with the text.
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
