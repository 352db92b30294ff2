//! Work that takes a while.

use eframe::egui::{Align, CornerRadius, Label, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use rust_i18n::t;

use super::IconButton;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Shows what is being done, how much of it is done (0 to 1, or unknown), and a cross if it can be stopped.
/// Returns whether the cross was clicked. Nothing is animated: unknown progress is a striped bar, so that a
/// waiting window does not repaint.
pub fn progress(ui: &mut Ui, words: &str, fraction: Option<f32>, cancellable: bool) -> bool {
    let t = ui.tokens();
    ui.horizontal(|ui| {
        let side = if cancellable { space::CONTROL_HEIGHT_S + space::S } else { 0.0 };
        let width = (ui.available_width() - side).max(80.0);
        ui.allocate_ui(vec2(width, 0.0), |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                ui.horizontal(|ui| {
                    let percent =
                        fraction.map(|fraction| format!("{:.0} %", fraction.clamp(0.0, 1.0) * 100.0));
                    let number_width = if percent.is_some() { 44.0 } else { 0.0 };
                    ui.scope(|ui| {
                        ui.set_max_width(width - number_width);
                        ui.add(Label::new(text::body(words)).truncate());
                    });
                    if let Some(percent) = percent {
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            ui.add(Label::new(text::small(percent)));
                        });
                    }
                });
                let (rect, response) = ui.allocate_exact_size(vec2(width, 6.0), Sense::hover());
                response.widget_info(|| {
                    let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, words);
                    info.value = fraction.map(|fraction| f64::from(fraction) * 100.0);
                    info
                });
                let radius = CornerRadius::same(3);
                ui.painter().rect_filled(rect, radius, t.surface_sunken);
                if let Some(fraction) = fraction {
                    let done = vec2(rect.width() * fraction.clamp(0.0, 1.0), rect.height());
                    ui.painter().rect_filled(Rect::from_min_size(rect.min, done), radius, t.accent);
                } else {
                    let mut x = rect.left();
                    while x < rect.right() {
                        let stripe = vec2((rect.right() - x).min(12.0), rect.height());
                        let stripe = Rect::from_min_size(pos2(x, rect.top()), stripe);
                        ui.painter().rect_filled(stripe, radius, t.drop.line);
                        x += 20.0;
                    }
                }
            });
        });
        cancellable && ui.add(IconButton::new(icons::X, t!("component.stop")).small()).clicked()
    })
    .inner
}
