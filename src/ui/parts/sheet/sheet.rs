//! The interactive sheet: it scrolls, takes clicks and keys, and accepts dropped files.

use std::sync::Arc;

use eframe::egui::{
    Context, CornerRadius, CursorIcon, EventFilter, Id, Key, Margin, Modifiers, Rangef, Rect, Response, Role,
    ScrollArea, Sense, Theme, Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};
use rust_i18n::t;

use super::content::{self, RowContent};
use super::foot;
use super::laid::{self, Laid};
use super::paint::{self, Brush, Touch};
use super::zoom::{self, Zoom};
use crate::calendar::Language;
use crate::cycle::{Cycle, CycleId, EventId, StepTiming};
use crate::sheet::Column;
use crate::sop::{Sop, StepNo};
use crate::ui::contract::{Target, View};
use crate::ui::platform::drop_pointer;
use crate::ui::theme::{TokensExt as _, focus_ring, space, text};
use crate::words;

/// The SOP sheet of one cycle, on the page of the cycle or in a sealed dossier.
pub struct Sheet<'a> {
    /// Distinguishes the sheets of several pages.
    pub name: &'static str,
    /// The cycle.
    pub cycle: &'a Cycle,
    /// The cycle's timings; may be empty.
    pub timings: &'a [StepTiming],
    /// Whether the cycle is worked on, with turn, due dates, lateness. False for a sealed dossier.
    pub live: bool,
    /// The step whose panel is open.
    pub selected: Option<StepNo>,
    /// Whether Mutu Baku may fold away where room is short, because a panel beside the sheet shows it.
    pub foldable: bool,
    /// Language of dates and durations.
    pub language: Language,
    /// Documents that wait on this PC for the data folder: step and title of each.
    pub waiting: Vec<(StepNo, String)>,
}

/// If less than this is left for the rows, in points, the strip below them is not shown.
const LEAST_ROWS: f32 = 48.0;

/// What a sheet remembers between frames.
#[derive(Default)]
pub struct SheetState {
    zoom: Zoom,
    content: Option<(ContentKey, Vec<RowContent>)>,
    laid: Option<(LaidKey, Laid)>,
    /// How full the glyph atlas was. When it has been emptied since, laid-out texts are invalid.
    atlas: f32,
    /// Counts changes of the content, so that a layout of older content is recognised.
    version: u64,
    offset: Vec2,
    /// The cycle whose current row was scrolled into view.
    opened: Option<CycleId>,
    /// The step that was scrolled into view.
    shown: Option<StepNo>,
    /// The row to focus and to scroll into view.
    focus: Option<usize>,
    /// The part of the content that stays in the middle while the zoom changes.
    anchor: Option<f32>,
}

/// What the words of the sheet depend on.
#[derive(PartialEq)]
struct ContentKey {
    cycle: CycleId,
    events: usize,
    last: Option<EventId>,
    /// Held, so that SOPs are compared by content, not by address.
    sop: Arc<Sop>,
    timings: Vec<StepTiming>,
    live: bool,
    language: Language,
    waiting: Vec<(StepNo, String)>,
}

/// What the layout depends on.
#[derive(PartialEq, Clone, Copy)]
struct LaidKey {
    version: u64,
    width: f32,
    zoom: Zoom,
    folded: bool,
    theme: Theme,
    pixels_per_point: f32,
}

impl std::fmt::Debug for SheetState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SheetState")
            .field("zoom", &self.zoom)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl SheetState {
    /// Focuses a step's row in the next frame and scrolls it into view.
    pub fn focus_step(&mut self, step: StepNo) {
        self.focus = usize::from(step.0).checked_sub(1);
    }

    fn refresh(&mut self, ui: &Ui, sheet: &Sheet<'_>, width: f32) {
        if !self.content.as_ref().is_some_and(|(key, _)| sheet.matches(key)) {
            let rows = content::rows(sheet.cycle, sheet.timings, &sheet.waiting, sheet.live, sheet.language);
            self.content = Some((sheet.key(), rows));
            self.version += 1;
        }
        let key = LaidKey {
            version: self.version,
            width,
            zoom: self.zoom,
            folded: sheet.folds(width, self.zoom),
            theme: ui.theme(),
            pixels_per_point: ui.pixels_per_point(),
        };
        let atlas = atlas_fill(ui);
        let stands = self.laid.as_ref().is_some_and(|(laid, _)| *laid == key) && self.atlas <= atlas;
        if !stands && let Some((_, rows)) = &self.content {
            let laid = Laid::new(ui, &sheet.cycle.sop, rows, width, self.zoom.factor(), key.folded);
            self.laid = Some((key, laid));
        }
        self.atlas = atlas_fill(ui);
    }
}

impl Sheet<'_> {
    /// Shows the sheet in all the available space. Returns the step that was clicked or activated with Enter.
    pub fn show(&self, ui: &mut Ui, state: &mut SheetState, view: Option<&mut View<'_>>) -> Option<StepNo> {
        let area = ui.available_rect_before_wrap();
        state.refresh(ui, self, area.width());
        // Taken out during the frame, so that rows can be drawn while the state changes.
        let (content, laid) = (state.content.take()?, state.laid.take()?);
        let builder = UiBuilder::new()
            .id_salt(("sheet", self.name))
            .max_rect(area)
            .accessibility_role(Role::Group)
            .accessibility_label(t!("sheet.name"));
        let chosen =
            ui.scope_builder(builder, |ui| self.content_ui(ui, state, view, area, &content.1, &laid.1)).inner;
        ui.advance_cursor_after_rect(area);
        state.content = Some(content);
        state.laid = Some(laid);
        chosen
    }

    fn content_ui(
        &self,
        ui: &mut Ui,
        state: &mut SheetState,
        view: Option<&mut View<'_>>,
        area: Rect,
        content: &[RowContent],
        laid: &Laid,
    ) -> Option<StepNo> {
        let head = Rect::from_min_max(area.min, area.right_top() + vec2(0.0, laid.head.height));
        // Where head and strip would leave hardly any room for rows, the strip is not shown.
        let has_foot = area.height() > laid.head.height + foot::HEIGHT + LEAST_ROWS;
        let foot_height = if has_foot { foot::HEIGHT } else { 0.0 };
        let foot = Rect::from_min_max(area.left_bottom() - vec2(0.0, foot_height), area.max);
        let body = Rect::from_min_max(head.left_bottom(), foot.right_top());
        let offset = self.wanted_offset(ui, state, view.as_deref(), body, content, laid);
        let mut scroll = ScrollArea::both().id_salt("rows").auto_shrink(false).content_margin(Margin::ZERO);
        if let Some(offset) = offset {
            scroll = scroll.vertical_scroll_offset(offset.max(0.0));
        }
        let output = ui
            .scope_builder(UiBuilder::new().max_rect(body), |ui| {
                scroll
                    .show_viewport(ui, |ui, viewport| self.rows_ui(ui, state, view, viewport, content, laid))
            })
            .inner;
        state.offset = output.state.clamped_offset();
        self.head_ui(ui, head, state.offset.x, laid);
        if has_foot && let Some(change) = foot::show(ui, foot, state.zoom) {
            let zoom = match change {
                zoom::Change::To(zoom) => zoom,
                zoom::Change::Fit => self.fitting(ui, content, area.size() - vec2(0.0, foot::HEIGHT)),
            };
            if zoom != state.zoom {
                state.zoom = zoom;
                state.anchor = Some((state.offset.y + body.height() / 2.0) / laid.size().y.max(1.0));
                ui.ctx().request_repaint();
            }
        }
        output.inner
    }

    /// The scroll offset for this frame, if something asks for one.
    fn wanted_offset(
        &self,
        ui: &Ui,
        state: &mut SheetState,
        view: Option<&View<'_>>,
        body: Rect,
        content: &[RowContent],
        laid: &Laid,
    ) -> Option<f32> {
        let height = body.height();
        let mut wanted = None;
        if let Some(anchor) = state.anchor.take() {
            wanted = Some(anchor * laid.size().y - height / 2.0);
        }
        if state.opened != Some(self.cycle.id) {
            state.opened = Some(self.cycle.id);
            state.shown = None;
            let current = content.iter().position(RowContent::is_current);
            let row = current.and_then(|index| laid.sheet.rows.get(index));
            wanted = Some(row.map_or(0.0, |row| row.center() - 0.45 * height));
        }
        let mut reveal = |index: usize| {
            if let Some(row) = laid.sheet.rows.get(index) {
                wanted = Some(revealed(*row, wanted.unwrap_or(state.offset.y), height));
            }
        };
        if state.shown != self.selected {
            state.shown = self.selected;
            if let Some(index) = self.selected.and_then(|step| usize::from(step.0).checked_sub(1)) {
                reveal(index);
            }
        }
        if let Some(index) = state.focus.take() {
            reveal(index);
            ui.memory_mut(|memory| memory.request_focus(self.row_id(index)));
        }
        let edge = view.map_or(0.0, |view| view.drops.edge_scroll(ui, body));
        if edge != 0.0 {
            wanted = Some(wanted.unwrap_or(state.offset.y) - edge);
        }
        wanted.map(|y| y.min((laid.size().y - height).max(0.0)).max(0.0))
    }

    fn rows_ui(
        &self,
        ui: &mut Ui,
        state: &mut SheetState,
        mut view: Option<&mut View<'_>>,
        viewport: Rect,
        content: &[RowContent],
        laid: &Laid,
    ) -> Option<StepNo> {
        let (rect, _) = ui.allocate_exact_size(laid.size(), Sense::hover());
        let painter = ui.painter().clone();
        let brush = Brush { painter: &painter, tokens: ui.tokens(), laid, origin: rect.min };
        let visible = laid.sheet.rows.visible(viewport.y_range());
        let dragging = dragging_files(ui.ctx());

        let mut chosen = None;
        let mut focused = None;
        let mut touches = vec![Touch::default(); content.len()];
        let mut responses = Vec::with_capacity(visible.len());
        // Rows out of view are still there for the keyboard and for screen readers.
        for (index, row) in content.iter().enumerate() {
            let Some(place) = laid.sheet.row_rect(index).map(|place| paint::at(place, rect.min)) else {
                continue;
            };
            let selected = self.selected == Some(row.no);
            let response = ui.interact(place, self.row_id(index), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, &row.name));
            if response.clicked() {
                chosen = Some(row.no);
            }
            if response.has_focus() {
                focused = Some(index);
            }
            if visible.contains(&index) {
                let target = Target::Step(row.no);
                let dropping = view.as_mut().is_some_and(|view| view.drop_target(ui, place, &target));
                touches[index] = Touch { hovered: response.hovered() && !dragging, selected, dropping };
                let response =
                    if dragging { response } else { response.on_hover_cursor(CursorIcon::PointingHand) };
                responses.push((index, response));
            }
        }

        for index in visible.clone() {
            brush.ground(index, &content[index], touches[index]);
        }
        for index in visible.clone() {
            brush.rule_below(index);
        }
        let rows_bottom = rect.top() + laid.sheet.rows.height();
        brush.rules(ui.clip_rect().top(), rows_bottom.min(ui.clip_rect().bottom()));
        brush.arrows(&visible, content);
        for index in visible.clone() {
            brush.symbol(index, &content[index]);
            brush.texts(index, &content[index]);
            brush.frame(index, &content[index], touches[index]);
        }
        if viewport.max.y > laid.sheet.rows.height() {
            brush.total();
        }
        for (index, response) in &responses {
            focus_ring(ui, response, response.rect.shrink(4.0), space::RADIUS_S);
            if touches[*index].dropping {
                brush.drop_words(ui, *index, &content[*index]);
            }
        }
        if !dragging {
            for index in visible {
                self.hints_ui(ui, &brush, index, &content[index]);
            }
        }
        self.keys(ui, state, focused, content.len());
        chosen
    }

    /// Tooltips of the small marks. They only sense hovering, so a click on a mark is a click on its row.
    fn hints_ui(&self, ui: &Ui, brush: &Brush<'_>, index: usize, row: &RowContent) {
        let sheet = &brush.laid.sheet;
        let (Some(laid), Some(node)) = (brush.laid.rows.get(index), sheet.nodes.get(index)) else { return };
        let Some(place) = sheet.row_rect(index).map(|place| paint::at(place, brush.origin)) else { return };
        let hint = |what: &str, rect: Rect| -> Response {
            ui.interact(rect, self.row_id(index).with(what), Sense::hover())
        };
        let activity = laid.cell(Column::Activity);
        if let Some(mark) = activity.footnote {
            let origin = brush.cell_origin(activity, sheet.columns.activity, place);
            hint("correction", paint::at(mark, origin)).on_hover_ui(|ui| {
                ui.label(text::strong(t!("sheet.corrected")));
                for line in &row.corrections {
                    ui.label(text::body(line.as_str()));
                }
            });
        }
        let state = laid.cell(Column::Remark);
        if let (Some(glyphs), Some(column)) = (state.documents, sheet.columns.remark) {
            let origin = brush.cell_origin(state, column, place);
            hint("documents", paint::at(glyphs, origin)).on_hover_ui(|ui| self.documents_ui(ui, row.no));
        }
        if row.presumed || row.also.is_some() {
            let symbol = paint::at(node.symbol, brush.origin);
            let rect = symbol.union(paint::at(node.presumed, brush.origin));
            hint("symbol", rect).on_hover_ui(|ui| {
                if let Some(also) = &row.also {
                    ui.label(text::body(also.as_str()));
                }
                if row.presumed {
                    ui.label(text::muted(t!("sheet.presumed_of")));
                }
            });
        }
    }

    fn documents_ui(&self, ui: &mut Ui, no: StepNo) {
        for slot in self.cycle.sop.step(no).into_iter().flat_map(content::expected) {
            let state = words::slot_state(self.cycle.slot_state(&slot.key), self.language);
            ui.label(text::body(t!("sheet.slot_line", label = slot.label, state = state)));
        }
    }

    fn head_ui(&self, ui: &mut Ui, head: Rect, scrolled: f32, laid: &Laid) {
        let builder = UiBuilder::new()
            .id_salt("head")
            .max_rect(head)
            .accessibility_role(Role::Row)
            .accessibility_label(t!("sheet.head.name"));
        ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(head.intersect(ui.clip_rect()));
            let painter = ui.painter().clone();
            let radius = CornerRadius { nw: space::RADIUS_L, ne: space::RADIUS_L, sw: 0, se: 0 };
            painter.rect_filled(head, radius, ui.tokens().surface_sunken);
            let origin = head.min - vec2(scrolled, 0.0);
            let brush = Brush { painter: &painter, tokens: ui.tokens(), laid, origin };
            brush.head(head.top());
            for (index, actor) in self.cycle.sop.actors.iter().enumerate() {
                let Some(rect) = brush.lane_name(index, head.top()) else { continue };
                let response = ui.interact(rect, self.id("lane").with(index), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &actor.name));
                response.on_hover_text(&actor.name);
            }
        });
    }

    fn keys(&self, ui: &Ui, state: &mut SheetState, focused: Option<usize>, rows: usize) {
        let last = rows.saturating_sub(1);
        let Some(index) = focused else {
            // If nothing has the focus, the arrow keys start at the selected row.
            let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
            let pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
            if free && (pressed(Key::ArrowDown) || pressed(Key::ArrowUp)) {
                let begin = self.selected.or_else(|| self.cycle.state().current());
                state.focus_step(begin.unwrap_or(StepNo(1)));
                ui.ctx().request_repaint();
            }
            return;
        };
        let filter = EventFilter { vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.row_id(index), filter));
        let moves = [
            (Key::ArrowDown, (index + 1).min(last)),
            (Key::ArrowUp, index.saturating_sub(1)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        for (key, to) in moves {
            if to != index && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                state.focus = Some(to);
                ui.ctx().request_repaint();
            }
        }
    }

    /// The largest zoom at which the whole sheet is visible, or the smallest zoom.
    fn fitting(&self, ui: &Ui, content: &[RowContent], room: Vec2) -> Zoom {
        let fits = |zoom: &Zoom| {
            let folded = self.folds(room.x, *zoom);
            let laid = Laid::new(ui, &self.cycle.sop, content, room.x, zoom.factor(), folded);
            let size = laid.size() + vec2(0.0, laid.head.height);
            size.x <= room.x + 1.0 && size.y <= room.y
        };
        Zoom::all().rev().find(fits).or_else(|| Zoom::all().next()).unwrap_or_default()
    }

    fn folds(&self, width: f32, zoom: Zoom) -> bool {
        self.foldable && {
            let lanes = self.cycle.sop.actors.len();
            // The width of gutters for loops is ignored: they are narrow.
            width / zoom.factor() < laid::form(lanes, false).comfortable_width(lanes)
        }
    }

    fn key(&self) -> ContentKey {
        ContentKey {
            cycle: self.cycle.id,
            events: self.cycle.events().len(),
            last: self.cycle.events().last().map(|event| event.stamp.id.clone()),
            sop: Arc::clone(&self.cycle.sop),
            timings: self.timings.to_vec(),
            live: self.live,
            language: self.language,
            waiting: self.waiting.clone(),
        }
    }

    fn matches(&self, key: &ContentKey) -> bool {
        key.cycle == self.cycle.id
            && key.events == self.cycle.events().len()
            && key.last.as_ref() == self.cycle.events().last().map(|event| &event.stamp.id)
            && (Arc::ptr_eq(&key.sop, &self.cycle.sop) || key.sop == self.cycle.sop)
            && key.timings == self.timings
            && (key.live, key.language) == (self.live, self.language)
            && key.waiting == self.waiting
    }

    fn id(&self, part: &'static str) -> Id {
        Id::unique(("sheet", self.name, part))
    }

    /// An id that does not depend on what else is drawn: the focus stays with the row.
    fn row_id(&self, index: usize) -> Id {
        Id::unique(("sheet", self.name, "row", index))
    }
}

/// The scroll offset, nearest to `offset`, that shows a row with some room above and below it.
fn revealed(row: Rangef, offset: f32, height: f32) -> f32 {
    let margin = (0.5 * row.span()).min((height - row.span()).max(0.0) / 2.0);
    offset.max(row.max + margin - height).min(row.min - margin)
}

/// How full the glyph atlas texture is.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method alone is not general enough over lifetimes"
)]
fn atlas_fill(ui: &Ui) -> f32 {
    ui.fonts(|fonts| fonts.font_atlas_fill_ratio())
}

/// Whether files hover over the window, in which case no tooltips are shown.
fn dragging_files(ctx: &Context) -> bool {
    !drop_pointer::hovered_files(ctx).is_empty()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole points, reckoned without rounding")]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_sight_does_not_move_the_sheet() {
        let row = Rangef::new(300.0, 360.0);
        assert_eq!(revealed(row, 100.0, 500.0), 100.0);
    }

    #[test]
    fn a_row_out_of_sight_comes_in_at_the_nearer_edge_with_some_room() {
        let row = Rangef::new(300.0, 360.0);
        assert_eq!(revealed(row, 400.0, 500.0), 270.0);
        assert_eq!(revealed(row, 0.0, 200.0), 190.0);
        // A row higher than the window: its top is shown.
        assert_eq!(revealed(Rangef::new(300.0, 900.0), 0.0, 200.0), 300.0);
    }
}
