//! Drawing code that all hand-painted parts share.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, FontFamily, FontId, Galley, Pos2, Rect, Response, Stroke, StrokeKind, Ui,
};

use super::{ICON_FAMILY, TokensExt as _, space};

/// The icon font at a size in points.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICON_FAMILY.into()))
}

/// A laid-out icon, for parts that must know its size before they paint.
pub fn icon_galley(ui: &Ui, icon: &str, size: f32, color: Color32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(icon.to_owned(), icon_font(size), color)
}

/// Paints an icon around a centre.
pub fn icon_at(ui: &Ui, center: Pos2, icon: &str, size: f32, color: Color32) {
    let galley = icon_galley(ui, icon, size, color);
    let rect = Rect::from_center_size(center, galley.size());
    ui.painter().galley(rect.min, galley, color);
}

/// Paints a ring around a hand-painted part that has the keyboard focus, and nothing otherwise. `radius` is
/// that of the part; a gap separates the ring from the part, so that it is visible on any fill.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if !response.has_focus() {
        return;
    }
    let gap = 1.0;
    ui.painter().rect_stroke(
        rect.expand(gap),
        CornerRadius::same(radius.saturating_add(1)),
        Stroke::new(space::FOCUS_STROKE, ui.tokens().focus),
        StrokeKind::Outside,
    );
}
