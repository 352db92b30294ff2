//! The size of the chart: fixed steps, so that texts stay sharp and the glyph atlas small.

use eframe::egui::{
    Align, CornerRadius, Frame, Id, Layout, Margin, Rect, Sense, Stroke, Ui, UiBuilder, vec2,
};
use rust_i18n::t;

use crate::ui::components::{Button, IconButton};
use crate::ui::theme::{TokensExt as _, icons, space};

/// One of the fixed steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom(usize);

impl Zoom {
    const PERCENT: [u16; 8] = [50, 67, 80, 90, 100, 110, 125, 150];

    /// Every step, smallest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..Self::PERCENT.len()).map(Self)
    }

    /// In percent.
    pub fn percent(self) -> u16 {
        Self::PERCENT[self.0]
    }

    /// Points at 100 % times this are points on screen.
    pub fn factor(self) -> f32 {
        f32::from(self.percent()) / 100.0
    }

    /// The next smaller step.
    pub fn smaller(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// The next larger step.
    pub fn larger(self) -> Option<Self> {
        (self.0 + 1 < Self::PERCENT.len()).then_some(Self(self.0 + 1))
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(4)
    }
}

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// This step.
    To(Zoom),
    /// As large as the whole sheet can be seen.
    Fit,
}

/// The buttons, in the lower right corner of an area.
pub fn buttons(ui: &mut Ui, area: Rect, zoom: Zoom, id: Id) -> Option<Change> {
    let t = ui.tokens();
    let size = vec2(206.0, space::CONTROL_HEIGHT_S + 2.0 * space::XS);
    let corner = area.right_bottom() - vec2(space::L, space::M);
    let rect = Rect::from_min_max(corner - size, corner);
    // What lies under the frame is not meant by a click between its buttons.
    ui.interact(rect, id, Sense::click_and_drag());
    let builder = UiBuilder::new()
        .id_salt(id)
        .max_rect(rect)
        .layout(Layout::left_to_right(Align::Center))
        .accessibility_label(t!("sheet.zoom.name"));
    let mut change = None;
    ui.scope_builder(builder, |ui| {
        let frame = Frame::new()
            .fill(t.surface_raised)
            .stroke(Stroke::new(space::STROKE, t.line))
            .shadow(ui.visuals().popup_shadow)
            .corner_radius(CornerRadius::same(space::RADIUS_L))
            .inner_margin(Margin::same(space::XS as i8));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = space::XXS;
            let smaller = IconButton::new(icons::MINUS_CIRCLE, t!("sheet.zoom.smaller")).small();
            if ui.add_enabled(zoom.smaller().is_some(), smaller).clicked() {
                change = zoom.smaller().map(Change::To);
            }
            let percent = Button::quiet(format!("{} %", zoom.percent())).small();
            if ui.add(percent).on_hover_text(t!("sheet.zoom.normal")).clicked() {
                change = Some(Change::To(Zoom::default()));
            }
            let larger = IconButton::new(icons::PLUS_CIRCLE, t!("sheet.zoom.larger")).small();
            if ui.add_enabled(zoom.larger().is_some(), larger).clicked() {
                change = zoom.larger().map(Change::To);
            }
            let fit = Button::quiet(t!("sheet.zoom.fit")).icon(icons::ARROWS_OUT).small();
            if ui.add(fit).on_hover_text(t!("sheet.zoom.fit_hint")).clicked() {
                change = Some(Change::Fit);
            }
        });
    });
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_up_and_down_between_their_ends() {
        assert_eq!(Zoom::default().percent(), 100);
        let mut zoom = Zoom::default();
        while let Some(larger) = zoom.larger() {
            assert_eq!(larger.smaller(), Some(zoom));
            zoom = larger;
        }
        assert_eq!(zoom.percent(), 150);
        assert_eq!(Zoom::all().next().and_then(Zoom::smaller), None);
    }
}
