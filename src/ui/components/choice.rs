//! Choosing among a few things that are all visible.

use eframe::egui::{
    Color32, CornerRadius, FontSelection, Frame, Margin, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, UiBuilder, WidgetInfo, WidgetText, pos2, vec2,
};

use crate::store::names::visible;
use crate::ui::theme::{TokensExt as _, focus_ring, icon_at, icons, space, text};

/// Two to five choices side by side; one is always chosen. Returns whether the choice changed. `name` says
/// what is chosen, for screen readers.
pub fn segmented<V: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    value: &mut V,
    choices: &[(V, &str)],
) -> bool {
    let t = ui.tokens();
    let mut changed = false;
    let builder = UiBuilder::new()
        .id_salt(("segmented", name))
        .accessibility_role(Role::RadioGroup)
        .accessibility_label(name);
    ui.scope_builder(builder, |ui| {
        Frame::new()
            .fill(t.surface_sunken)
            .corner_radius(CornerRadius::same(space::RADIUS_M + 2))
            .inner_margin(Margin::same(3))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XXS;
                    for (choice, words) in choices {
                        let chosen = choice == value;
                        if segment(ui, words, chosen).clicked() && !chosen {
                            *value = choice.clone();
                            changed = true;
                        }
                    }
                });
            });
    });
    changed
}

fn segment(ui: &mut Ui, words: &str, chosen: bool) -> Response {
    let t = ui.tokens();
    let style = if chosen { text::strong_style() } else { TextStyle::Button };
    let galley = galley(ui, words, style, 2.0 * space::M);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(2.0 * space::M, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, words));
    if ui.is_rect_visible(rect) {
        let radius = CornerRadius::same(space::RADIUS_M);
        if chosen {
            let stroke = Stroke::new(space::STROKE, t.line);
            ui.painter().rect(rect, radius, t.surface_raised, stroke, StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, radius, t.surface_hover);
        }
        let ink = if chosen { t.accent } else { t.text_muted };
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
        focus_ring(ui, &response, rect, space::RADIUS_M);
    }
    response
}

/// Maximum width of a chip's words, so that several chips fit into a line.
const CHIP_WIDTH: f32 = 240.0;

/// A filter that is on or off, with the number of things that it matches.
pub fn chip(ui: &mut Ui, on: bool, words: &str, count: Option<usize>) -> Response {
    let t = ui.tokens();
    let count_galley = count.map(|count| galley(ui, &count.to_string(), TextStyle::Small, 0.0));
    let (padding, gap) = (space::M, 6.0);
    let check_width = if on { space::ICON + gap } else { 0.0 };
    let count_width = count_galley.as_ref().map_or(0.0, |galley| galley.size().x + gap);
    let beside = 2.0 * padding + check_width + count_width;
    let words_galley = galley(ui, words, TextStyle::Button, beside.max(ui.available_width() - CHIP_WIDTH));
    let elided = words_galley.elided;
    let width = 2.0 * padding + check_width + words_galley.size().x + count_width;
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::CONTROL_HEIGHT_S), Sense::click());
    response.widget_info(|| {
        let name = count.map_or_else(|| words.to_owned(), |count| format!("{words}, {count}"));
        WidgetInfo::selected(Role::Button, ui.is_enabled(), on, name)
    });
    if ui.is_rect_visible(rect) {
        let (fill, outline, ink) = if on {
            (t.accent_soft, t.accent, t.accent)
        } else if response.hovered() {
            (t.surface_hover, t.line_strong, t.text)
        } else {
            (t.surface, t.line, t.text)
        };
        let radius = CornerRadius::same(13);
        ui.painter().rect(rect, radius, fill, Stroke::new(space::STROKE, outline), StrokeKind::Inside);
        let y = rect.center().y;
        let mut x = rect.left() + padding;
        if on {
            icon_at(ui, pos2(x + space::ICON / 2.0, y), icons::CHECK, 14.0, ink);
            x += space::ICON + gap;
        }
        let words_width = words_galley.size().x;
        ui.painter().galley(pos2(x, y - words_galley.size().y / 2.0), words_galley, ink);
        x += words_width + gap;
        if let Some(galley) = count_galley {
            let ink = if on { ink } else { t.text_muted };
            ui.painter().galley(pos2(x, y - galley.size().y / 2.0), galley, ink);
        }
        focus_ring(ui, &response, rect, 13);
    }
    if elided { response.on_hover_text(&*visible(words)) } else { response }
}

/// One of the tabs of [`tabs`].
pub struct Tab<'a, V> {
    /// What the tab stands for.
    pub value: V,
    /// Its word.
    pub words: &'a str,
    /// How many things the tab contains, if that is worth saying.
    pub count: Option<usize>,
}

impl<'a, V> Tab<'a, V> {
    /// A tab without a number.
    pub fn new(value: V, words: &'a str) -> Self {
        Self { value, words, count: None }
    }

    /// Sets how many things the tab contains.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
}

/// Tabs over the content that follows. Returns whether another tab was chosen.
pub fn tabs<V: PartialEq + Clone>(ui: &mut Ui, value: &mut V, tabs: &[Tab<'_, V>]) -> bool {
    let t = ui.tokens();
    let mut changed = false;
    let builder = UiBuilder::new().id_salt("tabs").accessibility_role(Role::TabList);
    let row = ui.scope_builder(builder, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            for tab in tabs {
                let chosen = tab.value == *value;
                if tab_ui(ui, tab.words, tab.count, chosen).clicked() && !chosen {
                    *value = tab.value.clone();
                    changed = true;
                }
            }
        });
    });
    let rect = row.response.rect;
    ui.painter().hline(ui.max_rect().x_range(), rect.bottom(), Stroke::new(space::STROKE, t.line));
    changed
}

fn tab_ui(ui: &mut Ui, words: &str, count: Option<usize>, chosen: bool) -> Response {
    let t = ui.tokens();
    let style = if chosen { text::strong_style() } else { TextStyle::Button };
    let words_galley = galley(ui, words, style, 2.0 * space::S);
    let count_galley = count.map(|count| galley(ui, &count.to_string(), TextStyle::Small, 0.0));
    let gap = 6.0;
    let count_width = count_galley.as_ref().map_or(0.0, |galley| galley.size().x + gap);
    let width = words_galley.size().x + count_width + 2.0 * space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 36.0), Sense::click());
    response.widget_info(|| {
        let name = count.map_or_else(|| words.to_owned(), |count| format!("{words}, {count}"));
        WidgetInfo::selected(Role::Tab, ui.is_enabled(), chosen, name)
    });
    if ui.is_rect_visible(rect) {
        if response.hovered() && !chosen {
            let patch = rect.shrink2(vec2(0.0, 4.0));
            ui.painter().rect_filled(patch, CornerRadius::same(space::RADIUS_M), t.surface_hover);
        }
        let ink = if chosen { t.accent } else { t.text_muted };
        let (x, y) = (rect.left() + space::S, rect.center().y);
        let words_width = words_galley.size().x;
        ui.painter().galley(pos2(x, y - words_galley.size().y / 2.0), words_galley, ink);
        if let Some(galley) = count_galley {
            let pos = pos2(x + words_width + gap, y - galley.size().y / 2.0);
            ui.painter().galley(pos, galley, t.text_muted);
        }
        let mark = Rect::from_min_max(
            pos2(rect.left() + space::S, rect.bottom() - 2.0),
            pos2(rect.right() - space::S, rect.bottom()),
        );
        let mark_color = if chosen { t.accent } else { Color32::TRANSPARENT };
        ui.painter().rect_filled(mark, CornerRadius::same(1), mark_color);
        focus_ring(ui, &response, rect.shrink2(vec2(0.0, 4.0)), space::RADIUS_S);
    }
    response
}

/// Words in one line, cut with "…" where they do not fit together with what stands `beside` them (a width in
/// points).
fn galley(ui: &Ui, words: &str, style: TextStyle, beside: f32) -> std::sync::Arc<eframe::egui::Galley> {
    let wrap = Some(TextWrapMode::Truncate);
    let room = (ui.available_width() - beside).max(space::XL);
    WidgetText::from(&*visible(words)).into_galley(ui, wrap, room, FontSelection::Style(style))
}
