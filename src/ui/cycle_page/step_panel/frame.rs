//! How places for documents look, filled or not.

use eframe::egui::{CornerRadius, Frame, Label, Margin, Role, Shape, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::ui::components::DropState;
use crate::ui::theme::{TokensExt as _, space, text};

/// The frame of a place for documents: dashed while the place is empty, highlighted while files are over it.
pub(super) fn frame(
    ui: &mut Ui,
    drop: DropState,
    dashed: bool,
    content: impl FnOnce(&mut Ui),
) -> eframe::egui::Rect {
    let t = ui.tokens();
    let radius = CornerRadius::same(space::RADIUS_L);
    let fill = if drop == DropState::Over { t.drop.fill } else { t.surface };
    let margin = Margin { left: 12, right: 8, top: 10, bottom: 10 };
    let rect = Frame::new()
        .fill(fill)
        .corner_radius(radius)
        .inner_margin(margin)
        .show(ui, |ui| {
            ui.take_available_width();
            content(ui);
        })
        .response
        .rect;
    let (line, width) = match drop {
        DropState::Idle if dashed => (t.line_strong, space::STROKE),
        DropState::Idle => (t.line, space::STROKE),
        DropState::Offered => (t.drop.line, space::STROKE),
        DropState::Over => (t.drop.line, space::FOCUS_STROKE),
    };
    let stroke = Stroke::new(width, line);
    let outline = rect.shrink(width / 2.0);
    if dashed && drop != DropState::Over {
        let corners = [
            outline.left_top(),
            outline.right_top(),
            outline.right_bottom(),
            outline.left_bottom(),
            outline.left_top(),
        ];
        ui.painter().extend(Shape::dashed_line(&corners, stroke, 4.0, 4.0));
    } else {
        ui.painter().rect_stroke(outline, radius, stroke, StrokeKind::Middle);
    }
    rect
}

/// Says where dragged files would land, in a line as high as the line that it replaces.
pub(super) fn landing(ui: &mut Ui, words: &str) {
    let ink = ui.tokens().drop.ink;
    ui.horizontal_wrapped(|ui| ui.add(Label::new(text::small_strong(words).color(ink)).truncate()));
}

/// A small link. `name` is what a screen reader says.
pub(super) fn link(ui: &mut Ui, words: &str, name: &str) -> eframe::egui::Response {
    let ink = ui.tokens().accent;
    let rich = text::small_strong(words).color(ink);
    let response = ui.add(Label::new(rich).truncate().sense(eframe::egui::Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    if response.hovered() || response.has_focus() {
        let y = response.rect.bottom() - 1.0;
        ui.painter().hline(response.rect.x_range(), y, Stroke::new(space::STROKE, ink));
    }
    response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand)
}
