//! Menus behind a button.

use eframe::egui::{
    Color32, CornerRadius, FontSelection, InnerResponse, Popup, Response, Role, Sense, TextStyle,
    TextWrapMode, Ui, Widget, WidgetInfo, WidgetText, pos2, vec2,
};

use crate::store::names::visible;
use crate::ui::theme::{TokensExt as _, focus_ring, icon_at, space};

/// A menu below a button, opened by a click on the button. Choosing an item closes the menu.
pub fn menu<R>(button: &Response, content: impl FnOnce(&mut Ui) -> R) -> Option<InnerResponse<R>> {
    Popup::menu(button).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(200.0);
        content(ui)
    })
}

/// An item of a menu: icon, verb, and its shortcut. Add it with `ui.add`.
#[must_use = "add it with ui.add(..)"]
pub struct MenuItem<'a> {
    icon: &'a str,
    words: String,
    shortcut: String,
    danger: bool,
}

impl<'a> MenuItem<'a> {
    /// `icon` is of `theme::icons`, or empty; items with and without an icon are aligned.
    pub fn new(icon: &'a str, words: impl Into<String>) -> Self {
        Self { icon, words: words.into(), shortcut: String::new(), danger: false }
    }

    /// The item's shortcut, as `ctx.format_shortcut` writes it.
    pub fn shortcut(mut self, shortcut: impl Into<String>) -> Self {
        self.shortcut = shortcut.into();
        self
    }

    /// Marks an item that takes something away.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = ui.tokens();
        let galley = |ui: &Ui, words: &str, style: TextStyle| {
            let wrap = Some(TextWrapMode::Extend);
            WidgetText::from(&*visible(words)).into_galley(
                ui,
                wrap,
                f32::INFINITY,
                FontSelection::Style(style),
            )
        };
        let words = galley(ui, &self.words, TextStyle::Button);
        let shortcut = galley(ui, &self.shortcut, TextStyle::Small);
        let icon_column = space::S + space::ICON + space::S;
        let shortcut_width = if self.shortcut.is_empty() { 0.0 } else { shortcut.size().x + space::XL };
        let width = icon_column + words.size().x + shortcut_width + space::M;
        // A menu's first pass measures it; in later passes every item is as wide as the menu.
        let width = if ui.is_sizing_pass() { width } else { width.max(ui.available_width()) };
        let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), &self.words));
        if ui.is_rect_visible(rect) {
            let lit = response.hovered() || response.has_focus();
            let fill = if lit { t.surface_hover } else { Color32::TRANSPARENT };
            ui.painter().rect_filled(rect, CornerRadius::same(space::RADIUS_S), fill);
            let (ink, icon_ink) = if self.danger { (t.late.ink, t.late.ink) } else { (t.text, t.text_muted) };
            let y = rect.center().y;
            if !self.icon.is_empty() {
                let center = pos2(rect.left() + space::S + space::ICON / 2.0, y);
                icon_at(ui, center, self.icon, space::ICON, icon_ink);
            }
            ui.painter().galley(pos2(rect.left() + icon_column, y - words.size().y / 2.0), words, ink);
            let x = rect.right() - space::M - shortcut.size().x;
            ui.painter().galley(pos2(x, y - shortcut.size().y / 2.0), shortcut, t.text_muted);
            focus_ring(ui, &response, rect.shrink(2.0), space::RADIUS_S);
        }
        response
    }
}
