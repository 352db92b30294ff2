//! Fields to type in, and lists to choose from.

use eframe::egui::{
    self, ComboBox, FontSelection, Label, Margin, Response, TextEdit, TextStyle, TextWrapMode, Ui, Vec2, vec2,
};
use rust_i18n::t;

use super::{IconButton, layout};
use crate::ui::theme::{TokensExt as _, icons, space, text};

const PADDING: Margin = Margin::symmetric(10, 7);

/// A text field with its label above, and a hint or an error below.
#[must_use = "call show(ui)"]
pub struct TextField<'a> {
    label: &'a str,
    value: &'a mut String,
    placeholder: &'a str,
    hint: &'a str,
    error: Option<&'a str>,
    rows: usize,
    width: f32,
}

impl<'a> TextField<'a> {
    /// `label` stands above the field and is its accessible name.
    pub fn new(label: &'a str, value: &'a mut String) -> Self {
        Self { label, value, placeholder: "", hint: "", error: None, rows: 1, width: f32::INFINITY }
    }

    /// An example, shown in the empty field.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// A sentence of help below the field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong, shown in place of the hint.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Makes the field several lines high.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Width in points; by default as wide as the available space.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows everything and returns the response of the text field itself.
    pub fn show(self, ui: &mut Ui) -> Response {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let label = ui.add(Label::new(text::strong(self.label)));
            let width = self.width.min(ui.available_width());
            if self.error.is_some() {
                let error = ui.tokens().late.solid;
                let widgets = &mut ui.visuals_mut().widgets;
                widgets.inactive.bg_stroke.color = error;
                widgets.hovered.bg_stroke.color = error;
            }
            let edit = if self.rows > 1 {
                TextEdit::multiline(self.value)
            } else {
                TextEdit::singleline(self.value)
            };
            let response = ui
                .add(
                    edit.hint_text(self.placeholder)
                        .desired_rows(self.rows)
                        .desired_width(width)
                        .margin(PADDING),
                )
                .labelled_by(label.id);
            match self.error {
                Some(error) => {
                    let ink = ui.tokens().late.ink;
                    layout::icon_text(ui, icons::WARNING_CIRCLE, text::small(error).color(ink), ink);
                }
                None if !self.hint.is_empty() => {
                    ui.add(Label::new(text::small(self.hint)).wrap());
                }
                None => {}
            }
            response
        })
        .inner
    }
}

/// A field for searching: the magnifying glass, what is typed, and a cross that empties it.
/// `name` is both the placeholder and the accessible name. Esc empties the field, too.
pub fn search_field(ui: &mut Ui, value: &mut String, name: &str) -> Response {
    let t = ui.tokens();
    let glass = crate::ui::theme::icon_font(space::ICON);
    let cross_room = space::CONTROL_HEIGHT_S + space::XS;
    let width = ui.available_width();
    let mut response = ui
        .add(
            TextEdit::singleline(value)
                .hint_text(name)
                .prefix(egui::RichText::new(icons::MAGNIFYING_GLASS).font(glass).color(t.text_muted))
                .desired_width(width)
                .margin(PADDING)
                .font(FontSelection::Style(TextStyle::Body))
                .min_size(vec2(0.0, space::CONTROL_HEIGHT)),
        )
        .accessible_name(name);
    if value.is_empty() {
        return response;
    }
    let cross = egui::Rect::from_center_size(
        response.rect.right_center() - vec2(cross_room / 2.0, 0.0),
        Vec2::splat(space::CONTROL_HEIGHT_S),
    );
    let cleared = ui.place(cross, IconButton::new(icons::X, t!("component.clear_search")).small()).clicked();
    let escaped = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape));
    if cleared || escaped {
        value.clear();
        response.mark_changed();
        response.request_focus();
    }
    response
}

/// A list from which one thing is chosen, with its label above. Returns whether the choice changed.
pub fn combo<V: PartialEq + Clone>(ui: &mut Ui, label: &str, value: &mut V, choices: &[(V, &str)]) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.spacing_mut().interact_size.y = space::CONTROL_HEIGHT;
        let label_response = ui.add(Label::new(text::strong(label)));
        let shown = choices.iter().find(|(choice, _)| choice == value).map_or("", |(_, words)| *words);
        let mut changed = false;
        let width = ui.available_width();
        let inner = ComboBox::from_id_salt(label)
            .selected_text(shown)
            .width(width)
            .truncate()
            .icon(|ui, rect, visuals, _open| {
                crate::ui::theme::icon_at(
                    ui,
                    rect.center(),
                    icons::CARET_DOWN,
                    14.0,
                    visuals.fg_stroke.color,
                );
            })
            .show_ui(ui, |ui| changed = options(ui, width, value, choices));
        inner.response.labelled_by(label_response.id);
        changed
    })
    .inner
}

/// The options of an open list, each in as many lines as it needs. They are as wide as the closed list, or as
/// is readable. Returns whether the choice changed.
pub fn options<V: PartialEq + Clone>(ui: &mut Ui, width: f32, value: &mut V, choices: &[(V, &str)]) -> bool {
    const NARROWEST: f32 = 280.0;
    ui.set_max_width(width.max(NARROWEST).min(ui.ctx().content_rect().width() - 2.0 * space::XXL));
    ui.style_mut().wrap_mode = Some(TextWrapMode::Wrap);
    let chosen = choices.iter().map(|(choice, words)| ui.selectable_value(value, choice.clone(), *words));
    chosen.fold(false, |changed, response| changed | response.changed())
}
