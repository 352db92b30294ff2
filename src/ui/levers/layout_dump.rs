//! Tells a test that drives the real window where its drop targets and buttons are.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;

use eframe::egui;

/// Names the file to which the rectangles are written.
pub const LAYOUT_DUMP: &str = "RENJA_LAYOUT_DUMP";

/// Turns the dump on when [`LAYOUT_DUMP`] is set; otherwise [`record`] does nothing.
///
/// After each frame in which something moved, the file holds a line `name<TAB>x<TAB>y<TAB>w<TAB>h` for each
/// visible recorded rectangle, and for each widget by its accessible role and name, such as
/// `Button:Tandai selesai`, in pixels of the window. The file is replaced as a whole.
pub fn install(ctx: &egui::Context) {
    if let Some(file) = env::var_os(LAYOUT_DUMP) {
        ctx.add_plugin(LayoutDump::new(file.into()));
    }
}

/// Records the part of `rect` that is visible in `ui`, under a name such as `step:6`, `slot:6.out.undangan`,
/// `button:mulai`.
pub fn record(ui: &egui::Ui, rect: egui::Rect, name: impl FnOnce() -> String) {
    ui.ctx().with_plugin(|dump: &mut LayoutDump| {
        let seen = rect.intersect(ui.clip_rect());
        if seen.is_positive() {
            dump.seen.insert(name(), seen * ui.ctx().pixels_per_point());
        }
    });
}

struct LayoutDump {
    file: PathBuf,
    /// Recorded in this pass.
    seen: BTreeMap<String, egui::Rect>,
    /// What the file holds.
    written: Option<String>,
}

impl LayoutDump {
    fn new(file: PathBuf) -> Self {
        Self { file, seen: BTreeMap::new(), written: None }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (name, rect) in &self.seen {
            let (min, size) = (rect.min, rect.size());
            // Writing to a string can't fail.
            let _ = writeln!(text, "{name}\t{:.1}\t{:.1}\t{:.1}\t{:.1}", min.x, min.y, size.x, size.y);
        }
        text
    }
}

impl egui::Plugin for LayoutDump {
    fn debug_name(&self) -> &'static str {
        "layout dump"
    }

    fn on_begin_pass(&mut self, _ui: &mut egui::Ui) {
        self.seen.clear();
    }

    fn input_hook(&mut self, ctx: &egui::Context, _input: &mut egui::RawInput) {
        ctx.enable_accesskit();
    }

    fn output_hook(&mut self, ctx: &egui::Context, output: &mut egui::FullOutput) {
        if output.platform_output.requested_discard() {
            return;
        }
        let nodes = output.platform_output.accesskit_update.iter().flat_map(|update| &update.nodes);
        for (_, node) in nodes.filter(|(_, node)| !node.is_disabled()) {
            let (Some(label), Some(at)) = (node.label().or(node.value()), node.bounds()) else { continue };
            let rect = egui::Rect::from_min_max(
                egui::pos2(at.x0 as f32, at.y0 as f32),
                egui::pos2(at.x1 as f32, at.y1 as f32),
            );
            let label = label.replace(['\t', '\n', '\r'], " ");
            self.seen.insert(format!("{:?}:{label}", node.role()), rect * ctx.pixels_per_point());
        }
        let text = self.text();
        if self.written.as_ref() == Some(&text) {
            return;
        }
        let fresh = self.file.with_extension("new");
        match std::fs::write(&fresh, &text).and_then(|()| std::fs::rename(&fresh, &self.file)) {
            Ok(()) => self.written = Some(text),
            Err(error) => log::warn!("layout dump {}: {error}", self.file.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::*;

    fn at(x: f32, y: f32) -> egui::Rect {
        egui::Rect::from_min_size(egui::pos2(x, y), egui::vec2(30.0, 20.0))
    }

    #[test]
    fn the_file_holds_what_can_be_seen_in_pixels() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("layout.txt");
        let dump = LayoutDump::new(file.clone());
        let mut shift = 0.0;
        let mut harness = Harness::builder()
            .with_size(egui::vec2(100.0, 100.0))
            .with_pixels_per_point(2.0)
            .with_context_setup(|ctx| ctx.add_plugin(dump))
            .build_ui(|ui| {
                ui.set_clip_rect(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(50.0, 50.0)));
                record(ui, at(shift, 5.0), || "step:1".to_owned());
                record(ui, at(40.0, 40.0), || "step:2".to_owned());
                record(ui, at(60.0, 5.0), || "step:3".to_owned());
                shift = 10.0;
            });
        harness.run();
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "step:1\t20.0\t10.0\t60.0\t40.0\nstep:2\t80.0\t80.0\t20.0\t20.0\n"
        );
    }

    #[test]
    fn without_the_plugin_no_name_is_even_made() {
        Harness::new_ui(|ui| record(ui, at(0.0, 0.0), || unreachable!("nobody asked"))).run();
    }
}
