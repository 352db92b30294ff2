//! CPU time of a frame with the sheet: its views and the tessellation, without a GPU.
//!
//! The goal holds for a frame in which nothing changed. The sheet is laid out again only when the cycle, the
//! width or the zoom change.

#[expect(dead_code, reason = "it keeps no files")]
mod common;

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/support/course.rs"]
mod course;

use std::time::Instant;

use eframe::egui::{CentralPanel, Context, Pos2, RawInput, Rect, Theme, vec2};
use renja::calendar::{Calendar, Language};
use renja::cycle::timeline;
use renja::sop::StepNo;
use renja::ui::parts::{Sheet, SheetState};

const FRAMES: usize = 300;

fn main() {
    if !common::asked() {
        return;
    }
    let course = course::Course::midway();
    let timings = timeline(&course.cycle, &Calendar::default(), course.now.naive_local());
    let sheet = Sheet {
        name: "bench",
        cycle: &course.cycle,
        timings: &timings,
        live: true,
        selected: Some(StepNo(8)),
        foldable: false,
        language: Language::Indonesian,
        waiting: Vec::new(),
    };
    let ctx = Context::default();
    renja::ui::testing::prepare(&ctx, Theme::Light);
    let frame = |state: &mut SheetState| {
        // High enough for every row.
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1366.0, 1500.0));
        let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
        let began = Instant::now();
        let mut output = ctx.run_ui(input, |ui| {
            CentralPanel::default().show(ui, |ui| sheet.show(ui, state, None));
        });
        let meshes = ctx.tessellate(output.shapes, output.pixels_per_point);
        let millis = began.elapsed().as_secs_f64() * 1000.0;
        // Without a GPU, nothing takes the glyphs.
        output.textures_delta.clear();
        assert!(!meshes.is_empty(), "nothing was drawn");
        millis
    };

    let mut state = SheetState::default();
    frame(&mut state);
    let still = common::median((0..FRAMES).map(|_| frame(&mut state)).collect());
    let anew = common::median((0..FRAMES).map(|_| frame(&mut SheetState::default())).collect());
    common::row("frame of the whole sheet", &format!("{still:.2} ms"), "4 ms");
    common::row("the same, laid out anew", &format!("{anew:.2} ms"), "16 ms");
}
