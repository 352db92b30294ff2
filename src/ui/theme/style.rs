//! The tokens applied to egui's own widgets.

use std::collections::BTreeMap;

use eframe::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme,
    Visuals, style::WidgetVisuals, vec2,
};

use super::{SEMIBOLD_FAMILY, Tokens, space, text};

/// How long the pointer rests on something before its tooltip shows.
pub const TOOLTIP_DELAY_SECS: f32 = 0.4;

/// Short, because long animations look slow over Remote Desktop.
const ANIMATION_SECS: f32 = 0.1;

/// Minimum height of a row: that of a line of body text with a badge.
const ROW_HEIGHT: f32 = 22.0;

pub(super) fn install(ctx: &Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| apply(style, theme));
    }
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
}

fn apply(style: &mut Style, theme: Theme) {
    style.text_styles = text_styles();
    style.animation_time = ANIMATION_SECS;
    style.visuals = visuals(theme);

    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = TOOLTIP_DELAY_SECS;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::S);
    // Rows are as high as a line of text; the padding makes egui's buttons as high as `components::Button`.
    spacing.interact_size = vec2(space::CONTROL_HEIGHT, ROW_HEIGHT);
    spacing.button_padding = vec2(space::M, (space::CONTROL_HEIGHT - ROW_HEIGHT) / 2.0);
    spacing.window_margin = Margin::same(space::L as i8);
    spacing.menu_margin = Margin::same(space::XS as i8);
    spacing.indent = space::XL;
    spacing.icon_width = 18.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = space::S;
    spacing.combo_width = 160.0;
    spacing.combo_height = 320.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll.bar_width = 8.0;
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    let regular = |size| FontId::new(size, FontFamily::Proportional);
    let semibold = |size| FontId::new(size, FontFamily::Name(SEMIBOLD_FAMILY.into()));
    BTreeMap::from([
        (TextStyle::Small, regular(12.0)),
        (TextStyle::Body, regular(14.0)),
        (TextStyle::Button, regular(14.0)),
        (TextStyle::Heading, semibold(18.0)),
        (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
        (text::title_style(), semibold(24.0)),
        (text::strong_style(), semibold(14.0)),
        (text::small_strong_style(), semibold(12.0)),
    ])
}

fn visuals(theme: Theme) -> Visuals {
    let t = Tokens::of(theme);
    let mut visuals = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };

    let line = |color: Color32| Stroke::new(space::STROKE, color);
    let widget = |fill: Color32, outline: Color32, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: line(outline),
        corner_radius: CornerRadius::same(space::RADIUS_M),
        fg_stroke: Stroke::new(1.5, ink),
        expansion: 0.0,
    };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(t.surface, t.line, t.text);
    widgets.inactive = widget(t.surface, t.line_strong, t.text);
    widgets.hovered = widget(t.surface_hover, t.accent, t.text);
    widgets.open = widget(t.surface_hover, t.accent, t.text);
    // egui draws a focused widget as active, so this outline is the focus ring.
    widgets.active = widget(t.surface_hover, t.focus, t.text);
    widgets.active.bg_stroke.width = space::FOCUS_STROKE;

    visuals.selection.bg_fill = t.surface_selected;
    visuals.selection.stroke = Stroke::new(space::FOCUS_STROKE, t.accent);
    visuals.weak_text_color = Some(t.text_muted);
    visuals.hyperlink_color = t.accent;
    visuals.faint_bg_color = t.surface_sunken;
    visuals.extreme_bg_color = t.surface_sunken;
    visuals.text_edit_bg_color = Some(t.surface);
    visuals.code_bg_color = t.surface_sunken;
    visuals.warn_fg_color = t.needs_review.ink;
    visuals.error_fg_color = t.late.ink;

    visuals.panel_fill = t.canvas;
    visuals.window_fill = t.surface_raised;
    visuals.window_stroke = line(t.line);
    visuals.window_corner_radius = CornerRadius::same(space::RADIUS_L);
    visuals.menu_corner_radius = CornerRadius::same(space::RADIUS_L);
    visuals.window_shadow = shadow(t, 12, 32);
    visuals.popup_shadow = shadow(t, 4, 16);

    visuals.text_cursor.stroke = Stroke::new(space::FOCUS_STROKE, t.accent);
    visuals.striped = false;
    visuals.indent_has_left_vline = false;
    visuals.slider_trailing_fill = true;
    visuals
}

fn shadow(tokens: &Tokens, offset: i8, blur: u8) -> Shadow {
    Shadow { offset: [0, offset], blur, spread: 0, color: tokens.shadow }
}
