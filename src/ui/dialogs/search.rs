//! Search and commands in one field (Ctrl+K).

use eframe::egui::{
    Align2, Context, CornerRadius, FontSelection, Frame, Id, Key, Label, Margin, Modal, Modifiers, Response,
    Role, ScrollArea, Sense, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, pos2, vec2,
};
use rust_i18n::t;

use super::Answer;
use super::search_hits::{Hit, collect, working};
use crate::archive;
use crate::store::names::visible;
use crate::ui::components::search_field;
use crate::ui::contract::Model;
use crate::ui::levers::layout_dump;
use crate::ui::theme::{TokensExt as _, focus_ring, icon_at, space, text};

const WIDTH: f32 = 680.0;
const ROW_HEIGHT: f32 = 44.0;

/// The palette: the query, and the hits for it.
#[derive(Debug, Clone, Default)]
pub struct Search {
    query: String,
    /// The cycles under way, as they were when the palette was opened.
    cycles: Option<archive::Search>,
    /// A query and its hits. A hit names its cycle, step or dossier, which is looked up only when the hit is
    /// chosen, so hits stay usable when the data change meanwhile.
    found: Option<(String, Vec<Hit>)>,
    selected: usize,
}

impl Search {
    /// Draws the palette.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let id = Id::unique("search palette");
        let title = t!("search.title");
        let area = Modal::default_area(id)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 2.0 * space::XXL))
            .accessible_name(&*title)
            .role(Role::Dialog);
        let frame = Frame::window(&ctx.global_style()).inner_margin(Margin::same(space::M as i8));
        let front = Modal::new(id).area(area).backdrop_color(ctx.tokens().scrim).frame(frame);
        let shown = front.show(ctx, |ui| {
            layout_dump::record(ui, ui.max_rect(), || "dialog:search".to_owned());
            ui.set_width(WIDTH.min(ctx.content_rect().width() - 2.0 * space::XXL));
            self.content(ui, model)
        });
        let closed = shown.should_close();
        match shown.inner {
            Some(hit) => Answer::confirmed(hit.action),
            None if closed => Answer::dismissed(),
            None => Answer::open(),
        }
    }

    fn content(&mut self, ui: &mut Ui, model: &Model) -> Option<Hit> {
        let step = arrows(ui);
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let field = search_field(ui, &mut self.query, &t!("search.hint"));
        if !field.has_focus() && !enter {
            field.request_focus();
        }
        if self.found.as_ref().is_none_or(|(query, _)| *query != self.query) {
            let cycles = self.cycles.get_or_insert_with(|| {
                let mut search = archive::Search::new();
                working(model).for_each(|cycle| search.add_cycle(cycle));
                search
            });
            self.found = Some((self.query.clone(), collect(ui.ctx(), model, cycles, &self.query)));
            self.selected = 0;
        }
        let hits = self.found.as_ref().map_or(&[][..], |(_, hits)| hits);
        self.selected = self.selected.saturating_add_signed(step).min(hits.len().saturating_sub(1));

        if hits.is_empty() {
            ui.add_space(space::S);
            ui.add(Label::new(text::muted(t!("search.nothing", query = self.query.trim()))).wrap());
            return None;
        }
        let clicked = list(ui, hits, self.selected, step != 0);
        let chosen = clicked.or(enter.then_some(self.selected))?;
        hits.get(chosen).cloned()
    }
}

/// How far the arrow keys move the choice; the keys are consumed before the text field sees them.
fn arrows(ui: &Ui) -> isize {
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)).cast_signed();
    pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
}

/// The hits under the headings of their groups. Returns the index of the hit that was clicked.
fn list(ui: &mut Ui, hits: &[Hit], selected: usize, moved: bool) -> Option<usize> {
    let mut clicked = None;
    let height = (ui.ctx().content_rect().height() - 220.0).clamp(ROW_HEIGHT, 520.0);
    // Without a minimum, the list would stop at egui's default height for a new area.
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, hit) in hits.iter().enumerate() {
            if index == 0 || hits[index - 1].group != hit.group {
                ui.add_space(space::S);
                ui.add(Label::new(text::small_strong(hit.group.heading())));
                ui.add_space(space::XS);
            }
            let row = row(ui, hit, index == selected);
            if row.clicked() {
                clicked = Some(index);
            }
            if moved && index == selected {
                row.scroll_to_me(None);
            }
        }
    });
    clicked
}

fn row(ui: &mut Ui, hit: &Hit, selected: bool) -> Response {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    response.widget_info(|| {
        let name =
            if hit.detail.is_empty() { hit.title.clone() } else { format!("{}, {}", hit.title, hit.detail) };
        WidgetInfo::selected(Role::ListBoxOption, true, selected, name)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let radius = CornerRadius::same(space::RADIUS_M);
    if selected {
        ui.painter().rect_filled(rect, radius, t.surface_selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, t.surface_hover);
    }
    let ink = if selected { t.accent } else { t.text_muted };
    icon_at(ui, pos2(rect.left() + space::L + space::XXS, rect.center().y), hit.icon, 18.0, ink);

    let mut right = rect.right() - space::S;
    if let Some(keys) = &hit.keys {
        let galley = galley(ui, keys, TextStyle::Small, 120.0);
        right -= galley.size().x;
        ui.painter().galley(pos2(right, rect.center().y - galley.size().y / 2.0), galley, t.text_muted);
        right -= space::S;
    }
    let left = rect.left() + space::XXL + space::S;
    let title = galley(ui, &hit.title, TextStyle::Body, right - left);
    if hit.detail.is_empty() {
        ui.painter().galley(pos2(left, rect.center().y - title.size().y / 2.0), title, t.text);
    } else {
        let detail = galley(ui, &hit.detail, TextStyle::Small, right - left);
        let top = rect.center().y - f32::midpoint(title.size().y, detail.size().y);
        let below = top + title.size().y;
        ui.painter().galley(pos2(left, top), title, t.text);
        ui.painter().galley(pos2(left, below), detail, t.text_muted);
    }
    focus_ring(ui, &response, rect.shrink(space::XXS), space::RADIUS_M);
    response
}

fn galley(ui: &Ui, words: &str, style: TextStyle, room: f32) -> std::sync::Arc<eframe::egui::Galley> {
    WidgetText::from(&*visible(words)).into_galley(
        ui,
        Some(TextWrapMode::Truncate),
        room,
        FontSelection::Style(style),
    )
}
