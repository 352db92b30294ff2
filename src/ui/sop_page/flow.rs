//! The symbols in their lanes and the arrows between them. The signed sheet lost its flowchart, so all are
//! inferred.
//! lost them.

use std::sync::Arc;

use eframe::egui::{Color32, Galley, Pos2, Rect, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo};
use rust_i18n::t;

use crate::sheet::{Arrow, Branch, Node, SheetLayout};
use crate::sop::{Sop, Step, Sureness};
use crate::ui::parts::sheet::symbols;
use crate::ui::theme::{TokensExt as _, space};

/// The words *Ya* and *Tidak*, laid out in small text whatever the size of the symbols.
pub struct Branches([Arc<Galley>; 2]);

impl Branches {
    /// Lays the words out in the fonts of a window.
    pub fn new(ui: &Ui) -> Self {
        let font = TextStyle::Small.resolve(ui.style());
        let word = |words: String| ui.painter().layout_no_wrap(words, font.clone(), Color32::PLACEHOLDER);
        Self([t!("sheet.branch_yes"), t!("sheet.branch_no")].map(|words| word(words.into_owned())))
    }

    /// The word at an arrow.
    pub fn of(&self, branch: Branch) -> &Arc<Galley> {
        &self.0[usize::from(branch == Branch::No)]
    }
}

/// Draws the flow of a sheet whose first row begins at `origin`.
pub fn show(ui: &Ui, sop: &Sop, layout: &SheetLayout, branches: &Branches, origin: Pos2) {
    for arrow in &layout.arrows {
        paint_arrow(ui, arrow, layout.zoom, branches, origin);
    }
    for (step, node) in sop.steps.iter().zip(&layout.nodes) {
        paint_symbol(ui, step, node, layout.zoom, origin);
        let place = node.symbol.translate(origin.to_vec2());
        let response = ui.interact(place, ui.scope_id().with(("symbol", step.no)), Sense::hover());
        let words = words(sop, step);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
        response.on_hover_text(words);
    }
}

fn paint_symbol(ui: &Ui, step: &Step, node: &Node, zoom: f32, origin: Pos2) {
    let t = ui.tokens();
    let line = Stroke::new(space::STROKE, t.line_strong);
    symbols::others(ui.painter(), node, origin, zoom, t.surface, line);
    let dashed = step.lane_sureness == Some(Sureness::Low);
    let look = symbols::Look { fill: t.surface, stroke: Stroke::new(1.5, t.text), dashed };
    symbols::symbol(ui.painter(), node.outline, node.symbol.translate(origin.to_vec2()), look);
}

fn paint_arrow(ui: &Ui, arrow: &Arrow, zoom: f32, branches: &Branches, origin: Pos2) {
    let t = ui.tokens();
    let points: Vec<Pos2> = arrow.points.iter().map(|at| *at + origin.to_vec2()).collect();
    symbols::arrow(ui.painter(), &points, Stroke::new(1.2, t.text_muted), 7.0 * zoom);
    if let (Some(branch), Some(word)) = (arrow.branch, arrow.word) {
        let word: Rect = word.translate(origin.to_vec2());
        // A lane's edge below the word must not strike it through.
        ui.painter().rect_filled(word, 0.0, t.surface);
        ui.painter().galley(word.min, branches.of(branch).clone(), t.text_muted);
    }
}

/// The row's actors in words: `Langkah 7: Kepala, bersama Kasubag TU, Kasi`.
fn words(sop: &Sop, step: &Step) -> String {
    let name = |key: &str| sop.actor(key).map_or_else(|| key.to_owned(), |actor| actor.name.clone());
    let main = name(&step.main);
    if step.also.is_empty() {
        return t!("sop.actor", no = step.no, main = main).into_owned();
    }
    let also: Vec<String> = step.also.iter().map(|key| name(key)).collect();
    t!("sop.actors", no = step.no, main = main, also = also.join(", ")).into_owned()
}
