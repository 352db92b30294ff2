//! The text styles of pages. No other file sets a font size or family.

use eframe::egui::{RichText, TextStyle};

use crate::store::names::visible;

/// Style of the title of a page: 24 points, semibold.
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// Style of emphasis within body text: 14 points, semibold.
pub fn strong_style() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// Style of small emphasis, as in badges: 12 points, semibold.
pub fn small_strong_style() -> TextStyle {
    TextStyle::Name("small strong".into())
}

/// Title of a page.
pub fn title(text: impl Into<String>) -> RichText {
    shown(text).text_style(title_style())
}

/// Heading of a card, panel or dialog.
pub fn heading(text: impl Into<String>) -> RichText {
    shown(text).text_style(TextStyle::Heading)
}

/// Emphasis within body text.
pub fn strong(text: impl Into<String>) -> RichText {
    shown(text).text_style(strong_style())
}

/// Ordinary text.
pub fn body(text: impl Into<String>) -> RichText {
    shown(text).text_style(TextStyle::Body)
}

/// Muted text.
pub fn muted(text: impl Into<String>) -> RichText {
    body(text).weak()
}

/// Small muted text: hints, captions, dates beside a name.
pub fn small(text: impl Into<String>) -> RichText {
    shown(text).text_style(TextStyle::Small).weak()
}

/// Small emphasis: column heads, badges.
pub fn small_strong(text: impl Into<String>) -> RichText {
    shown(text).text_style(small_strong_style())
}

/// Makes hidden characters visible: most texts contain a name that somebody typed, and such a name must not
/// disguise itself.
fn shown(text: impl Into<String>) -> RichText {
    let text = text.into();
    match visible(&text) {
        std::borrow::Cow::Borrowed(_) => RichText::new(text),
        std::borrow::Cow::Owned(shown) => RichText::new(shown),
    }
}
