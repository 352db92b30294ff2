//! The state of a step: a colour, an icon and a word, never a colour alone.

use eframe::egui::{
    CornerRadius, FontSelection, Response, Role, Sense, Stroke, StrokeKind, TextWrapMode, Ui, WidgetInfo,
    WidgetText, pos2, vec2,
};
use rust_i18n::t;

use crate::store::names::visible;
use crate::ui::theme::{Tokens, TokensExt as _, Tone, icon_at, icons, space, text};

/// State of a step, or of anything else that has a course, as shown by a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not begun.
    NotStarted,
    /// Under way.
    Running,
    /// The clock is paused: others have the papers.
    WaitingOutside,
    /// Sent back.
    Returned,
    /// Finished.
    Done,
    /// Past its due day.
    Late,
    /// Its documents changed after it was finished.
    NeedsReview,
}

impl Status {
    /// Every status, in the order of a step's life.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::Running,
        Self::WaitingOutside,
        Self::Returned,
        Self::Done,
        Self::Late,
        Self::NeedsReview,
    ];

    /// The icon of the status, of `theme::icons`.
    pub fn icon(self) -> &'static str {
        match self {
            Self::NotStarted => icons::CIRCLE,
            Self::Running => icons::PLAY_CIRCLE,
            Self::WaitingOutside => icons::HOURGLASS_MEDIUM,
            Self::Returned => icons::ARROW_U_UP_LEFT,
            Self::Done => icons::CHECK_CIRCLE,
            Self::Late => icons::CLOCK_COUNTDOWN,
            Self::NeedsReview => icons::WARNING,
        }
    }

    /// The word for the status in the language that is shown.
    pub fn word(self) -> String {
        match self {
            Self::NotStarted => t!("component.status.not_started"),
            Self::Running => t!("component.status.running"),
            Self::WaitingOutside => t!("component.status.waiting_outside"),
            Self::Returned => t!("component.status.returned"),
            Self::Done => t!("component.status.done"),
            Self::Late => t!("component.status.late"),
            Self::NeedsReview => t!("component.status.needs_review"),
        }
        .into_owned()
    }

    /// The colours of the status.
    pub fn tone(self, tokens: &Tokens) -> Tone {
        match self {
            Self::NotStarted => tokens.not_started,
            Self::Running => tokens.running,
            Self::WaitingOutside => tokens.waiting_outside,
            Self::Returned => tokens.returned,
            Self::Done => tokens.done,
            Self::Late => tokens.late,
            Self::NeedsReview => tokens.needs_review,
        }
    }
}

/// Height of a badge, in points.
pub const BADGE_HEIGHT: f32 = 22.0;

/// The badge of a status with its own word.
pub fn badge(ui: &mut Ui, status: Status) -> Response {
    badge_text(ui, status.icon(), &status.word(), status.tone(ui.tokens()))
}

/// A badge with other words, as "Terlambat 3 hari".
pub fn badge_text(ui: &mut Ui, icon: &str, words: &str, tone: Tone) -> Response {
    let (padding, gap, icon_size) = (space::S, space::XS, 14.0);
    let room = (ui.available_width() - 2.0 * padding - gap - icon_size).max(space::XL);
    let galley = WidgetText::from(&*visible(words)).into_galley(
        ui,
        Some(TextWrapMode::Truncate),
        room,
        FontSelection::Style(text::small_strong_style()),
    );
    let size = vec2(2.0 * padding + icon_size + gap + galley.size().x, BADGE_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), words));
    if ui.is_rect_visible(rect) {
        ui.painter().rect(
            rect,
            CornerRadius::same(11),
            tone.fill,
            Stroke::new(space::STROKE, tone.line),
            StrokeKind::Inside,
        );
        let y = rect.center().y;
        icon_at(ui, pos2(rect.left() + padding + icon_size / 2.0, y), icon, icon_size, tone.ink);
        let text_pos = pos2(rect.left() + padding + icon_size + gap, y - galley.size().y / 2.0);
        let elided = galley.elided;
        ui.painter().galley(text_pos, galley, tone.ink);
        if elided {
            return response.on_hover_text(words);
        }
    }
    response
}
