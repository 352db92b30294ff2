//! A list of any length of which only the visible rows are drawn, walked with the arrow keys.

use eframe::egui::{
    CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder,
    WidgetInfo, vec2,
};

use crate::ui::theme::{TokensExt as _, focus_ring, space};

/// What a list remembers between frames.
#[derive(Debug, Default)]
pub struct ListState {
    offset: f32,
    view_height: f32,
    focused: Option<usize>,
    /// A row to scroll to and focus in the next frame.
    jump: Option<usize>,
}

impl ListState {
    /// Scrolls to a row and focuses it when the list is shown next.
    pub fn jump(&mut self, row: usize) {
        self.jump = Some(row);
    }
}

/// What a list shows.
pub struct List<'a> {
    /// Salt for the widget ids.
    pub id: &'a str,
    /// Number of rows.
    pub count: usize,
    /// Height of each row, in points.
    pub row_height: f32,
    /// The row that is chosen.
    pub selected: Option<usize>,
}

impl List<'_> {
    /// Shows the list. `name` gives a row's name for screen readers; `content` draws a row inside a
    /// rectangle. Returns the row that was clicked, by mouse or with Enter.
    pub fn show(
        &self,
        ui: &mut Ui,
        state: &mut ListState,
        name: impl Fn(usize) -> String,
        mut content: impl FnMut(&mut Ui, usize),
    ) -> Option<usize> {
        self.keys(ui, state);
        let base = ui.make_persistent_id(self.id);
        let mut area = ScrollArea::vertical().id_salt(self.id).auto_shrink(false);
        if let Some(row) = state.jump {
            area = area.vertical_scroll_offset(self.offset_showing(row, state));
        }
        let mut clicked = None;
        let mut focused = None;
        let output = area.show_viewport(ui, |ui, viewport| {
            ui.set_height(self.row_height * self.count as f32);
            let (top, left, width) = (ui.max_rect().top(), ui.max_rect().left(), ui.available_width());
            let first = (viewport.min.y / self.row_height).floor().max(0.0) as usize;
            let last = ((viewport.max.y / self.row_height).ceil().max(0.0) as usize).min(self.count);
            for index in first..last {
                let min = eframe::egui::pos2(left, top + self.row_height * index as f32);
                let rect = Rect::from_min_size(min, vec2(width, self.row_height));
                let response = self.row(ui, base, index, rect, &name);
                if response.clicked() {
                    clicked = Some(index);
                }
                if response.has_focus() {
                    focused = Some(index);
                }
                let inner = rect.shrink2(vec2(space::M, space::XS));
                ui.scope_builder(UiBuilder::new().max_rect(inner).id_salt(index), |ui| content(ui, index));
                focus_ring(ui, &response, rect.shrink(space::XXS), space::RADIUS_M);
            }
            if let Some(row) = state.jump.take().filter(|row| *row < self.count) {
                ui.memory_mut(|memory| memory.request_focus(base.with(row)));
                focused = Some(row);
            }
        });
        state.offset = output.state.clamped_offset().y;
        state.view_height = output.inner_rect.height();
        state.focused = focused;
        clicked
    }

    fn row(&self, ui: &Ui, base: Id, index: usize, rect: Rect, name: &impl Fn(usize) -> String) -> Response {
        let t = ui.tokens();
        let id = base.with(index);
        let response = ui.interact(rect, id, Sense::click());
        let selected = self.selected == Some(index);
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, name(index)));
        if response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        let radius = CornerRadius::same(space::RADIUS_M);
        let fill = rect.shrink2(vec2(space::XXS, 1.0));
        if selected {
            ui.painter().rect_filled(fill, radius, t.surface_selected);
        } else if response.hovered() {
            ui.painter().rect_filled(fill, radius, t.surface_hover);
        }
        response
    }

    /// Arrows, Page Up and Down, Home and End move the focus while it is in the list.
    fn keys(&self, ui: &Ui, state: &mut ListState) {
        let Some(from) = state.focused.filter(|_| self.count > 0) else { return };
        let page = ((state.view_height / self.row_height) as usize).max(1);
        let last = self.count - 1;
        let moves = [
            (Key::ArrowDown, from.saturating_add(1)),
            (Key::ArrowUp, from.saturating_sub(1)),
            (Key::PageDown, from.saturating_add(page)),
            (Key::PageUp, from.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        for (key, to) in moves {
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                state.jump = Some(to.min(last));
            }
        }
    }

    /// The scroll offset, nearest to the present one, that brings a row into view.
    fn offset_showing(&self, row: usize, state: &ListState) -> f32 {
        let top = self.row_height * row as f32;
        let lowest = (top + self.row_height - state.view_height).max(0.0);
        state.offset.clamp(lowest.min(top), top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_brought_into_view_by_the_least_movement() {
        let list = List { id: "x", count: 100, row_height: 10.0, selected: None };
        let at = |offset, row| {
            let state = ListState { offset, view_height: 50.0, ..ListState::default() };
            list.offset_showing(row, &state) as i32
        };
        assert_eq!(at(100.0, 12), 100, "already in view");
        assert_eq!(at(100.0, 15), 110, "below");
        assert_eq!(at(100.0, 3), 30, "above");
        assert_eq!(at(0.0, 0), 0);
    }
}
