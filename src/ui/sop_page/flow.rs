//! The symbols in their lanes and the arrows between them, by the rules of the working sheet. All inferred:
//! the signed sheet lost them.

use eframe::egui::{Align2, Rangef, Rect, Role, Sense, Stroke, TextStyle, Ui, WidgetInfo};
use rust_i18n::t;

use crate::sop::{Sop, Step, Sureness};
use crate::ui::cycle_page::flow::{self, Arrow, Kind, Node, Stop};
use crate::ui::cycle_page::layout::symbol_rect;
use crate::ui::cycle_page::{content, laid, symbols};
use crate::ui::theme::{TokensExt as _, space};

/// Room that loops need beside the lanes, left and right, in points.
pub fn gutters(sop: &Sop, zoom: f32) -> [f32; 2] {
    let stops: Vec<Stop> = sop.steps.iter().map(|step| laid::stop(sop, step)).collect();
    let tracks = flow::plan(&stops, sop.actors.len()).1;
    [tracks.left, tracks.right].map(|count| if count == 0 { 0.0 } else { (6.0 + 11.0 * count as f32) * zoom })
}

/// Draws the flow over rows that have been laid out, one for each step. Points at 100 % times `zoom` are points.
pub fn show(ui: &Ui, sop: &Sop, rows: &[Rect], lanes: &[Rangef], zoom: f32) {
    let stops: Vec<Stop> = sop.steps.iter().map(|step| laid::stop(sop, step)).collect();
    let nodes: Vec<Node> = sop
        .steps
        .iter()
        .zip(&stops)
        .zip(rows)
        .map(|((step, stop), row)| {
            let outline = content::symbol(step).0;
            let span = laid::span(sop, step, stop.lane, lanes);
            Node { outline, symbol: symbol_rect(outline, &span, row.y_range(), zoom), row: row.y_range() }
        })
        .collect();
    let (loops, _) = flow::plan(&stops, lanes.len());
    for arrow in flow::route(&nodes, &stops, &loops, lanes, zoom) {
        paint_arrow(ui, &arrow, zoom);
    }
    for ((step, stop), node) in sop.steps.iter().zip(&stops).zip(&nodes) {
        paint_symbol(ui, step, stop, node, lanes, zoom);
        let response = ui.interact(node.symbol, ui.scope_id().with(("symbol", step.no)), Sense::hover());
        let words = words(sop, step);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
        response.on_hover_text(words);
    }
}

fn paint_symbol(ui: &Ui, step: &Step, place: &Stop, node: &Node, lanes: &[Rangef], zoom: f32) {
    let t = ui.tokens();
    let center = node.symbol.center();
    for lane in place.others.iter().filter_map(|lane| lanes.get(*lane)) {
        let edge = if lane.center() < center.x { node.symbol.left() } else { node.symbol.right() };
        symbols::link(ui.painter(), edge, lane.center(), center.y, t.line_strong, zoom);
        let mark = eframe::egui::pos2(lane.center(), center.y);
        symbols::also(ui.painter(), mark, 4.0 * zoom, t.surface, Stroke::new(space::STROKE, t.text_muted));
    }
    let dashed = step.lane_sureness == Some(Sureness::Low);
    let look = symbols::Look { fill: t.surface, stroke: Stroke::new(1.5, t.text), dashed };
    symbols::symbol(ui.painter(), node.outline, node.symbol, look);
}

fn paint_arrow(ui: &Ui, arrow: &Arrow, zoom: f32) {
    let t = ui.tokens();
    symbols::arrow(ui.painter(), &arrow.points, Stroke::new(1.2, t.text_muted), 7.0 * zoom);
    let words = match arrow.kind {
        Kind::Forward => return,
        Kind::Yes => t!("sop.decision.forward"),
        Kind::No => t!("sop.decision.back"),
    };
    if let Some(label) = arrow.label {
        let anchor = if label.leftward { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        let font = TextStyle::Small.resolve(ui.style());
        let galley = ui.painter().layout_no_wrap(words.into_owned(), font, t.text_muted);
        let rect = anchor.anchor_size(label.at, galley.size());
        // A word in the narrow room beside the lanes must not be struck through by their edge.
        ui.painter().rect_filled(rect, 0.0, t.surface);
        ui.painter().galley(rect.min, galley, t.text_muted);
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
