//! An item of the rail at the left edge: an icon over a word.

use eframe::egui::{
    Color32, CornerRadius, FontSelection, Rect, Response, Role, Sense, TextStyle, TextWrapMode, Ui,
    WidgetInfo, WidgetText, pos2, vec2,
};

use crate::ui::theme::{TokensExt as _, focus_ring, icon_at, space, text};

/// Width of the rail in points, the items' margin included.
pub const RAIL_WIDTH: f32 = 96.0;

/// Shows one item. `count` is a number at the corner of the icon: how many things are waiting on the page.
pub fn rail_item(ui: &mut Ui, icon: &str, word: &str, selected: bool, count: Option<usize>) -> Response {
    let t = ui.tokens();
    let size = vec2(ui.available_width(), 58.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let name = count.map_or_else(|| word.to_owned(), |count| format!("{word}, {count}"));
        WidgetInfo::selected(Role::Tab, ui.is_enabled(), selected, name)
    });
    if ui.is_rect_visible(rect) {
        let fill = if selected {
            t.surface_selected
        } else if response.hovered() {
            t.surface_hover
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, CornerRadius::same(space::RADIUS_L), fill);
        if selected {
            let mark = Rect::from_min_size(rect.min + vec2(0.0, 14.0), vec2(3.0, rect.height() - 28.0));
            ui.painter().rect_filled(mark, CornerRadius::same(2), t.accent);
        }
        let ink = if selected { t.accent } else { t.text_muted };
        let icon_center = pos2(rect.center().x, rect.top() + 21.0);
        icon_at(ui, icon_center, icon, space::ICON_L, ink);
        let style = if selected { text::small_strong_style() } else { TextStyle::Small };
        let galley = WidgetText::from(word).into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            rect.width() - space::S,
            FontSelection::Style(style),
        );
        let pos = pos2(rect.center().x - galley.size().x / 2.0, rect.top() + 36.0);
        ui.painter().galley(pos, galley, ink);
        if let Some(count) = count {
            let galley = WidgetText::from(text::small_strong(count.to_string())).into_galley(
                ui,
                Some(TextWrapMode::Extend),
                f32::INFINITY,
                FontSelection::Style(text::small_strong_style()),
            );
            let bubble_size = vec2(galley.size().x.max(8.0) + 8.0, 16.0);
            let bubble = Rect::from_center_size(icon_center + vec2(16.0, -8.0), bubble_size);
            ui.painter().rect_filled(bubble, CornerRadius::same(8), t.accent);
            ui.painter().galley(bubble.center() - galley.size() / 2.0, galley, t.text_on_accent);
        }
        focus_ring(ui, &response, rect.shrink(1.0), space::RADIUS_L);
    }
    response
}
