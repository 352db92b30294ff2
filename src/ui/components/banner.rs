//! A message that stays in the page until what it says no longer holds.

use eframe::egui::{Align, CornerRadius, Frame, Label, Layout, Margin, Role, Stroke, Ui, UiBuilder, vec2};
use rust_i18n::t;

use super::{Button, IconButton, layout};
use crate::ui::theme::{Tokens, TokensExt as _, Tone, icons, space, text};

/// Width of the close button of a banner.
const CROSS: f32 = 28.0;

/// How serious a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// It works, but wants attention.
    Warning,
    /// It did not work.
    Error,
}

impl Level {
    /// The icon of the level, of `theme::icons`.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Info => icons::INFO,
            Self::Success => icons::CHECK_CIRCLE,
            Self::Warning => icons::WARNING,
            Self::Error => icons::WARNING_CIRCLE,
        }
    }

    /// The colours of the severity.
    pub fn tone(self, tokens: &Tokens) -> Tone {
        match self {
            Self::Info => tokens.running,
            Self::Success => tokens.done,
            Self::Warning => tokens.needs_review,
            Self::Error => tokens.late,
        }
    }
}

/// A message in the page: what happened, to what, and what to do.
#[must_use = "call show(..)"]
pub struct Banner<'a> {
    severity: Level,
    title: &'a str,
    text: &'a str,
    details: &'a str,
}

impl<'a> Banner<'a> {
    /// `title` says in a few words what happened.
    pub fn new(severity: Level, title: &'a str) -> Self {
        Self { severity, title, text: "", details: "" }
    }

    /// What the event means and what to do now.
    pub fn text(mut self, text: &'a str) -> Self {
        self.text = text;
        self
    }

    /// Technical particulars, folded in until asked for, with a button that copies them.
    pub fn details(mut self, details: &'a str) -> Self {
        self.details = details;
        self
    }

    /// Shows the banner without buttons.
    pub fn show(self, ui: &mut Ui) {
        self.show_boxed(ui, None::<fn(&mut Ui)>, false);
    }

    /// Shows the banner with a close button at its corner. Returns whether the button was clicked.
    pub fn show_closable(self, ui: &mut Ui) -> bool {
        self.show_boxed(ui, None::<fn(&mut Ui)>, true)
    }

    /// Shows the banner with a row of buttons under the text.
    pub fn show_with<R>(self, ui: &mut Ui, actions: impl FnOnce(&mut Ui) -> R) -> R {
        let mut result = None;
        self.show_boxed(ui, Some(|ui: &mut Ui| result = Some(actions(ui))), false);
        result.expect("the buttons were shown")
    }

    fn show_boxed(self, ui: &mut Ui, actions: Option<impl FnOnce(&mut Ui)>, closable: bool) -> bool {
        let tone = self.severity.tone(ui.tokens());
        let frame = Frame::new()
            .fill(tone.fill)
            .stroke(Stroke::new(space::STROKE, tone.line))
            .corner_radius(CornerRadius::same(space::RADIUS_L))
            .inner_margin(Margin::same(space::M as i8));
        let builder = UiBuilder::new()
            .id_salt(("banner", self.title))
            .accessibility_role(Role::Alert)
            .accessibility_label(self.title);
        ui.scope_builder(builder, |ui| frame.show(ui, |ui| self.content(ui, tone, actions, closable)).inner)
            .inner
    }

    fn content(self, ui: &mut Ui, tone: Tone, actions: Option<impl FnOnce(&mut Ui)>, closable: bool) -> bool {
        ui.take_available_width();
        ui.horizontal_top(|ui| {
            layout::icon(ui, self.severity.icon(), 20.0, tone.ink);
            let cross = if closable { CROSS + space::S } else { 0.0 };
            let size = vec2(ui.available_width() - cross, 0.0);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_width(size.x);
                ui.spacing_mut().item_spacing.y = space::XS;
                ui.add(Label::new(text::strong(self.title).color(tone.ink)).wrap());
                if !self.text.is_empty() {
                    ui.add(Label::new(text::body(self.text)).wrap());
                }
                if let Some(actions) = actions {
                    ui.horizontal_wrapped(|ui| {
                        ui.spacing_mut().item_spacing.x = space::S;
                        actions(ui);
                    });
                }
                if !self.details.is_empty() {
                    details(ui, self.details);
                }
            });
            closable && ui.add(IconButton::new(icons::X, t!("component.dismiss")).small()).clicked()
        })
        .inner
    }
}

/// Technical particulars that fold out, with a button that copies them.
fn details(ui: &mut Ui, details: &str) {
    let id = ui.make_persistent_id("details");
    let mut open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let caret = if open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    if ui.add(Button::quiet(t!("component.details")).icon(caret).small()).clicked() {
        open = !open;
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if open {
        layout::well(ui, |ui| {
            ui.add(Label::new(text::small(details).monospace()).wrap().selectable(true));
            if ui.add(Button::quiet(t!("component.copy_details")).icon(icons::COPY).small()).clicked() {
                ui.copy_text(details.to_owned());
            }
        });
    }
}
