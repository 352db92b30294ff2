//! Buttons: a verb, and an icon where one helps.

use eframe::egui::{
    Color32, CornerRadius, FontSelection, Rect, Response, Role, Sense, Stroke, StrokeKind, TextStyle,
    TextWrapMode, Ui, Vec2, Widget, WidgetInfo, WidgetText, pos2, vec2,
};

use crate::store::names::visible;
use crate::ui::theme::{TokensExt as _, focus_ring, icon_at, space, text};

/// How prominent a button is. A view has at most one primary button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

/// A button with a verb, and perhaps an icon before it. Add it with `ui.add` or `ui.add_enabled`.
#[must_use = "add it with ui.add(..)"]
pub struct Button<'a> {
    kind: Kind,
    words: String,
    icon: Option<&'a str>,
    trailing_icon: Option<&'a str>,
    small: bool,
    full_width: bool,
    widest: f32,
}

impl<'a> Button<'a> {
    fn new(kind: Kind, words: impl Into<String>) -> Self {
        Self {
            kind,
            words: words.into(),
            icon: None,
            trailing_icon: None,
            small: false,
            full_width: false,
            widest: f32::INFINITY,
        }
    }

    /// The one next thing to do on this view.
    pub fn primary(words: impl Into<String>) -> Self {
        Self::new(Kind::Primary, words)
    }

    /// Any other thing to do.
    pub fn secondary(words: impl Into<String>) -> Self {
        Self::new(Kind::Secondary, words)
    }

    /// A thing to do whose button has no frame until the pointer is on it.
    pub fn quiet(words: impl Into<String>) -> Self {
        Self::new(Kind::Quiet, words)
    }

    /// An action that takes something away. The words name what, and how many.
    pub fn danger(words: impl Into<String>) -> Self {
        Self::new(Kind::Danger, words)
    }

    /// An icon before the words, of `theme::icons`.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the words, as the caret of a button that opens a menu.
    pub fn trailing_icon(mut self, icon: &'a str) -> Self {
        self.trailing_icon = Some(icon);
        self
    }

    /// Lower than usual, for rows and tables.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Limits the width in points, for words that include a name given by a person.
    pub fn at_most(mut self, width: f32) -> Self {
        self.widest = width;
        self
    }

    /// As wide as the available space.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }
}

/// Fill, outline and text colour of a control in its present state.
struct Look {
    fill: Color32,
    outline: Color32,
    ink: Color32,
}

impl Kind {
    fn look(self, ui: &Ui, response: &Response) -> Look {
        let t = ui.tokens();
        let (hovered, pressed) = (response.hovered(), response.is_pointer_button_down_on());
        let clear = Color32::TRANSPARENT;
        match self {
            Self::Primary => {
                let fill = if pressed {
                    t.accent_pressed
                } else if hovered {
                    t.accent_hover
                } else {
                    t.accent
                };
                Look { fill, outline: clear, ink: t.text_on_accent }
            }
            Self::Danger => {
                let fill = if hovered { t.danger_hover } else { t.danger };
                Look { fill, outline: clear, ink: t.text_on_danger }
            }
            Self::Secondary => {
                let fill = if hovered || pressed { t.surface_hover } else { t.surface };
                let outline = if hovered || pressed { t.accent } else { t.line_strong };
                Look { fill, outline, ink: t.text }
            }
            Self::Quiet => {
                let fill = if pressed {
                    t.surface_selected
                } else if hovered {
                    t.surface_hover
                } else {
                    clear
                };
                Look { fill, outline: clear, ink: t.accent }
            }
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (height, padding) =
            if self.small { (space::CONTROL_HEIGHT_S, space::S) } else { (space::CONTROL_HEIGHT, space::M) };
        let gap = 6.0;
        let room_of = |icon: Option<&str>| if icon.is_some() { space::ICON + gap } else { 0.0 };
        let icons_width = room_of(self.icon) + room_of(self.trailing_icon);

        let style = if matches!(self.kind, Kind::Primary | Kind::Danger) {
            text::strong_style()
        } else {
            TextStyle::Button
        };
        let widest = ui.available_width().min(self.widest);
        let room = (widest - icons_width - 2.0 * padding).max(space::XL);
        let galley = WidgetText::from(&*visible(&self.words)).into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            room,
            FontSelection::Style(style),
        );

        let content = icons_width + galley.size().x;
        let width = if self.full_width { ui.available_width() } else { content + 2.0 * padding };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), visible(&self.words)));

        let mut elided = false;
        if ui.is_rect_visible(rect) {
            let look = self.kind.look(ui, &response);
            paint_control(ui, rect, &look, space::RADIUS_M);
            let mut x = rect.center().x - content / 2.0;
            if let Some(icon) = self.icon {
                icon_at(ui, pos2(x + space::ICON / 2.0, rect.center().y), icon, space::ICON, look.ink);
                x += space::ICON + gap;
            }
            elided = galley.elided;
            let text_pos = pos2(x, rect.center().y - galley.size().y / 2.0);
            x += galley.size().x + gap;
            ui.painter().galley(text_pos, galley, look.ink);
            if let Some(icon) = self.trailing_icon {
                icon_at(ui, pos2(x + space::ICON / 2.0, rect.center().y), icon, space::ICON, look.ink);
            }
            focus_ring(ui, &response, rect, space::RADIUS_M);
        }
        if elided { response.on_hover_text(&*visible(&self.words)) } else { response }
    }
}

/// A button with only an icon. Its name is read by screen readers and shown as its tooltip.
#[must_use = "add it with ui.add(..)"]
pub struct IconButton<'a> {
    icon: &'a str,
    name: String,
    small: bool,
    selected: Option<bool>,
}

impl<'a> IconButton<'a> {
    /// `icon` is of `theme::icons`; `name` says what the button does.
    pub fn new(icon: &'a str, name: impl Into<String>) -> Self {
        Self { icon, name: name.into(), small: false, selected: None }
    }

    /// Lower than usual, for rows and tables.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Makes the button a switch that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let edge = if self.small { space::CONTROL_HEIGHT_S } else { space::CONTROL_HEIGHT };
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(edge), Sense::click());
        let name = visible(&self.name);
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, &*name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), &*name),
        });
        if ui.is_rect_visible(rect) {
            let t = ui.tokens();
            let mut look = Kind::Quiet.look(ui, &response);
            look.ink = if response.hovered() { t.text } else { t.text_muted };
            if self.selected == Some(true) {
                look = Look { fill: t.surface_selected, outline: Color32::TRANSPARENT, ink: t.accent };
            }
            paint_control(ui, rect, &look, space::RADIUS_M);
            icon_at(ui, rect.center(), self.icon, if self.small { space::ICON } else { 18.0 }, look.ink);
            focus_ring(ui, &response, rect, space::RADIUS_M);
        }
        response.on_hover_text(&*name).on_disabled_hover_text(&*name)
    }
}

fn paint_control(ui: &Ui, rect: Rect, look: &Look, radius: u8) {
    ui.painter().rect(
        rect,
        CornerRadius::same(radius),
        look.fill,
        Stroke::new(space::STROKE, look.outline),
        StrokeKind::Inside,
    );
}
