//! The frame of a place where files may be dropped.

use eframe::egui::{CornerRadius, Frame, InnerResponse, Margin, Shape, Stroke, Ui};

use crate::ui::theme::{TokensExt as _, space};

/// Whether files are being dragged to a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DropState {
    /// No files are being dragged.
    #[default]
    Idle,
    /// Files are over the window, and may be dropped at this place.
    Offered,
    /// Files are over this place.
    Over,
}

/// A dashed frame around a place where files may be dropped, highlighted according to `state`. Whether the
/// pointer is over the place is told by the response of the last pass: `response.contains_pointer()`.
pub fn drop_zone<R>(ui: &mut Ui, state: DropState, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let t = ui.tokens();
    let (fill, line, width) = match state {
        DropState::Idle => (t.surface, t.line_strong, space::STROKE),
        DropState::Offered => (t.surface, t.drop.line, space::STROKE),
        DropState::Over => (t.drop.fill, t.drop.line, space::FOCUS_STROKE),
    };
    let inner = Frame::new()
        .fill(fill)
        .corner_radius(CornerRadius::same(space::RADIUS_L))
        .inner_margin(Margin::same(space::M as i8))
        .show(ui, |ui| {
            ui.take_available_width();
            content(ui)
        });
    let rect = inner.response.rect.shrink(width / 2.0);
    let stroke = Stroke::new(width, line);
    if state == DropState::Over {
        let radius = CornerRadius::same(space::RADIUS_L);
        ui.painter().rect_stroke(rect, radius, stroke, eframe::egui::StrokeKind::Middle);
    } else {
        let corners =
            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        ui.painter().extend(Shape::dashed_line(&corners, stroke, 5.0, 4.0));
    }
    inner
}
