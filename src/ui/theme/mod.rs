//! Colours, sizes, fonts and icons, each named once. Call [`install`] when the window is created.

mod fonts;
pub mod icons;
mod paint;
pub mod space;
mod style;
pub mod text;
mod tokens;

pub use fonts::{ICON_FAMILY, SEMIBOLD_FAMILY};
pub use paint::{focus_ring, icon_at, icon_font, icon_galley};
pub use style::TOOLTIP_DELAY_SECS;
pub use tokens::{DARK, LIGHT, Tokens, TokensExt, Tone};

/// Installs the fonts and both themes in the context. Light is the default; call
/// [`eframe::egui::Context::set_theme`] afterwards with the user's choice.
pub fn install(ctx: &eframe::egui::Context) {
    fonts::install(ctx);
    style::install(ctx);
}
