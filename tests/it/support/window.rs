//! A window for tests: the program's fonts and theme in egui's harness, and pictures of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use eframe::egui::{Theme, Ui, Vec2};
use egui_kittest::{Harness, HarnessBuilder};

/// A harness with a size in points, the program's fonts and a theme.
pub fn builder<State>(size: impl Into<Vec2>, theme: Theme) -> HarnessBuilder<State> {
    Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_context_setup(move |ctx| renja::ui::testing::prepare(ctx, theme))
}

/// A harness around a piece of user interface.
pub fn harness<'a>(
    size: impl Into<Vec2>,
    theme: Theme,
    mut content: impl FnMut(&mut Ui) + 'a,
) -> Harness<'a> {
    builder(size, theme).build_ui(move |ui| content(ui))
}

/// Compares the window with `tests/snapshots/<name>.png`; `UPDATE_SNAPSHOTS=1` takes a new picture.
///
/// Needs a renderer, such as Debian's `mesa-vulkan-drivers`. Without one the picture is not compared, unless
/// `RENJA_FULL_TESTS` is set, as `dist/test` does: then the missing renderer is a failure.
pub fn picture<State>(harness: &mut Harness<'_, State>, name: &str) {
    let rendered = catch_unwind(AssertUnwindSafe(|| harness.render()));
    let has_renderer = matches!(rendered, Ok(Ok(_)));
    if !has_renderer && std::env::var_os("RENJA_FULL_TESTS").is_none() {
        println!("no renderer here: {name} was not compared");
        return;
    }
    harness.snapshot(name);
}
