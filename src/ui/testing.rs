//! For tests: the program's fonts and theme in egui's test harness, and sample cycles.

pub mod sample;

use eframe::egui::{Context, Theme};

/// Prepares a context as the running program does, and fixes the theme and Indonesian. Give it to
/// `egui_kittest::Harness::builder().with_context_setup(..)`, or use the helper of `tests/it/support`.
pub fn prepare(ctx: &Context, theme: Theme) {
    rust_i18n::set_locale("id");
    crate::ui::theme::install(ctx);
    ctx.set_theme(theme);
}
