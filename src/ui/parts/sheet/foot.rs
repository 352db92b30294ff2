//! The strip below the sheet, always in view: the legend of the symbols, and the zoom buttons.

use eframe::egui::{
    Align, CornerRadius, FontFamily, FontId, Layout, Pos2, Rect, Stroke, TextStyle, Ui, UiBuilder, pos2, vec2,
};
use rust_i18n::t;

use super::symbols::{self, Look};
use super::zoom::{Change, Zoom};
use crate::sheet::{MARK_RADIUS, Outline};
use crate::ui::components::{Button, IconButton};
use crate::ui::theme::{SEMIBOLD_FAMILY, TokensExt as _, icons, space};

/// Height of the strip.
pub const HEIGHT: f32 = 36.0;
/// Width of the buttons at the right end.
const BUTTONS: f32 = 204.0;
/// Width of a symbol in front of its word.
const SIGN: f32 = 24.0;

/// A symbol that the legend explains.
#[derive(Clone, Copy)]
enum Sign {
    Also,
    Presumed,
    Corrected,
    Symbol(Outline),
}

/// Draws the strip. Returns the change of zoom that was clicked.
pub fn show(ui: &mut Ui, rect: Rect, zoom: Zoom) -> Option<Change> {
    let t = ui.tokens();
    let radius = CornerRadius { nw: 0, ne: 0, sw: space::RADIUS_L, se: space::RADIUS_L };
    ui.painter().rect_filled(rect, radius, t.surface);
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(space::STROKE, t.line));
    key_ui(ui, rect);
    let builder = UiBuilder::new()
        .id_salt("zoom")
        .max_rect(rect.shrink2(vec2(space::S, 0.0)))
        .layout(Layout::right_to_left(Align::Center))
        .accessibility_label(t!("sheet.zoom.name"));
    ui.scope_builder(builder, |ui| buttons_ui(ui, zoom)).inner
}

/// As many entries as there is room for; those that the form explains itself come last.
fn key_ui(ui: &Ui, rect: Rect) {
    let entries = [
        (Sign::Also, t!("sheet.legend.also")),
        (Sign::Presumed, t!("sheet.legend.presumed")),
        (Sign::Corrected, t!("sheet.legend.corrected")),
        (Sign::Symbol(Outline::Capsule), t!("sheet.legend.capsule")),
        (Sign::Symbol(Outline::Box), t!("sheet.legend.activity")),
        (Sign::Symbol(Outline::Diamond), t!("sheet.legend.decision")),
    ];
    let t = ui.tokens();
    let font = TextStyle::Small.resolve(ui.style());
    let mut x = rect.left() + space::M;
    for (sign, words) in entries {
        let galley = ui.painter().layout_no_wrap(words.into_owned(), font.clone(), t.text_muted);
        let end = x + SIGN + galley.size().x;
        if end > rect.right() - BUTTONS {
            break;
        }
        sign_ui(ui, sign, pos2(x + SIGN / 2.0 - 3.0, rect.center().y));
        let at = pos2(x + SIGN, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, t.text_muted);
        x = end + space::L;
    }
}

fn sign_ui(ui: &Ui, sign: Sign, center: Pos2) {
    let t = ui.tokens();
    let painter = ui.painter();
    let stroke = Stroke::new(1.2, t.line_strong);
    let rect = Rect::from_center_size(center, vec2(17.0, 10.0));
    let look = |dashed| Look { fill: t.surface, stroke, dashed };
    match sign {
        Sign::Also => symbols::also(painter, center, MARK_RADIUS, t.surface, stroke),
        Sign::Presumed => symbols::symbol(painter, Outline::Box, rect, look(true)),
        Sign::Corrected => {
            let font = FontId::new(12.0, FontFamily::Name(SEMIBOLD_FAMILY.into()));
            painter.text(center, eframe::egui::Align2::CENTER_CENTER, "*)", font, t.accent);
        }
        Sign::Symbol(Outline::Diamond) => {
            symbols::symbol(painter, Outline::Diamond, rect.expand2(vec2(1.0, 2.0)), look(false));
        }
        Sign::Symbol(outline) => symbols::symbol(painter, outline, rect, look(false)),
    }
}

/// The layout is right to left.
fn buttons_ui(ui: &mut Ui, zoom: Zoom) -> Option<Change> {
    ui.spacing_mut().item_spacing.x = space::XXS;
    let mut change = None;
    let fit = Button::quiet(t!("sheet.zoom.fit")).icon(icons::ARROWS_OUT).small();
    if ui.add(fit).on_hover_text(t!("sheet.zoom.fit_hint")).clicked() {
        change = Some(Change::Fit);
    }
    let larger = IconButton::new(icons::PLUS_CIRCLE, t!("sheet.zoom.larger")).small();
    if ui.add_enabled(zoom.larger().is_some(), larger).clicked() {
        change = zoom.larger().map(Change::To);
    }
    let percent = Button::quiet(format!("{} %", zoom.percent())).small();
    if ui.add(percent).on_hover_text(t!("sheet.zoom.normal")).clicked() {
        change = Some(Change::To(Zoom::default()));
    }
    let smaller = IconButton::new(icons::MINUS_CIRCLE, t!("sheet.zoom.smaller")).small();
    if ui.add_enabled(zoom.smaller().is_some(), smaller).clicked() {
        change = zoom.smaller().map(Change::To);
    }
    change
}
