//! The arrows of the flowchart: orthogonal, down the rows from symbol to symbol, with *Tidak* running back
//! on a track of its own beside the lanes. Pure geometry.
//!
//! Each row has three bands that keep arrows apart: above the symbol loops leave and enter past other
//! actors' marks, beside the symbol these marks stand, and below it the way forward changes lanes.

use eframe::egui::{Pos2, Rangef, Rect, pos2};

use super::layout::{Outline, TRACK, Tracks};

/// Distance of a lane change from the foot of its row.
const FORWARD_BAND: f32 = 7.0;
/// Distance of a loop that leaves from the head of its row, and of one that enters.
const EXIT_BAND: f32 = 7.0;
const ENTRY_BAND: f32 = 11.0;
/// How far a loop runs out of its symbol before it turns.
const STUB: f32 = 7.0;

/// A side of the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Beside *Aktivitas*.
    Left,
    /// Beside *Mutu Baku*.
    Right,
}

/// What the flow must know of a row before anything has a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Index of the main actor's lane.
    pub lane: usize,
    /// Lanes with the mark of another actor.
    pub others: Vec<usize>,
    /// Where *Tidak* leads, as the index of an earlier row.
    pub no_to: Option<usize>,
}

/// The way of a loop: its rows, its side, and its track, 0 being next to the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loop {
    /// Index of the decision.
    pub from: usize,
    /// Index of the row to which *Tidak* leads.
    pub to: usize,
    /// Beside which edge of the lanes it runs.
    pub side: Side,
    /// How far out.
    pub track: usize,
}

/// Gives every loop the side on which it passes fewer lanes, and a track that no other loop uses at the
/// same height; short loops run inside long ones.
pub fn plan(stops: &[Stop], lanes: usize) -> (Vec<Loop>, Tracks) {
    let mut loops: Vec<Loop> = stops
        .iter()
        .enumerate()
        .filter_map(|(from, stop)| stop.no_to.filter(|to| *to < from).map(|to| (from, to)))
        .map(|(from, to)| {
            let (a, b) = (stops[from].lane, stops[to].lane);
            let (left, right) = (a + b, 2 * lanes.saturating_sub(1) - a - b);
            let side = if left < right || (left == right && b < a) { Side::Left } else { Side::Right };
            Loop { from, to, side, track: 0 }
        })
        .collect();
    loops.sort_by_key(|way| (way.from - way.to, way.from));
    for index in 0..loops.len() {
        let way = loops[index];
        let taken: Vec<usize> = loops[..index]
            .iter()
            .filter(|other| other.side == way.side && other.to <= way.from && way.to <= other.from)
            .map(|other| other.track)
            .collect();
        loops[index].track = (0..=taken.len()).find(|track| !taken.contains(track)).unwrap_or_default();
    }
    let count =
        |side| loops.iter().filter(|way| way.side == side).map(|way| way.track + 1).max().unwrap_or(0);
    let tracks = Tracks { left: count(Side::Left), right: count(Side::Right) };
    (loops, tracks)
}

/// A row whose symbol has its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Outline of the symbol.
    pub outline: Outline,
    /// Its place.
    pub symbol: Rect,
    /// Its row.
    pub row: Rangef,
}

/// What an arrow means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On to the next step.
    Forward,
    /// On from a decision.
    Yes,
    /// Back from a decision.
    No,
}

/// A word beside an arrow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// Where it is pinned, at half its height.
    pub at: Pos2,
    /// Whether it stands to the left of that point.
    pub leftward: bool,
}

/// An arrow from row to row.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Index of the row it leaves.
    pub from: usize,
    /// Index of the row it enters.
    pub to: usize,
    /// What it means.
    pub kind: Kind,
    /// Its corners; the head is at the last one.
    pub points: Vec<Pos2>,
    /// Where *Ya* or *Tidak* stands.
    pub label: Option<Label>,
}

/// Draws all arrows.
pub fn route(nodes: &[Node], stops: &[Stop], loops: &[Loop], lanes: &[Rangef], zoom: f32) -> Vec<Arrow> {
    let forward = nodes.windows(2).enumerate().map(|(from, pair)| forward(from, &pair[0], &pair[1], zoom));
    let back = loops.iter().map(|way| back(*way, nodes, stops, lanes, zoom));
    forward.chain(back).collect()
}

fn forward(from: usize, a: &Node, b: &Node, zoom: f32) -> Arrow {
    let (out, into) = (port(a, b), port(b, a));
    let (start, end) = (pos2(out, a.symbol.bottom()), pos2(into, b.symbol.top()));
    let bend = a.row.max - FORWARD_BAND * zoom;
    let points = if (out - into).abs() < 1.0 {
        vec![start, pos2(out, end.y)]
    } else {
        vec![start, pos2(out, bend), pos2(into, bend), end]
    };
    let decision = a.outline == Outline::Diamond;
    let label = decision.then(|| {
        // On the side away from the lane change, so that the line does not strike the word through.
        let leftward = into > out + 1.0;
        let gap = if leftward { -4.0 } else { 4.0 } * zoom;
        Label { at: pos2(out + gap, a.symbol.bottom() + 4.5 * zoom), leftward }
    });
    Arrow { from, to: from + 1, kind: if decision { Kind::Yes } else { Kind::Forward }, points, label }
}

/// Where an arrow meets the head or foot of a symbol. A wide box is met straight above the other symbol
/// where that is possible.
fn port(node: &Node, other: &Node) -> f32 {
    let middle = node.symbol.center().x;
    let wide = node.symbol.width() > other.symbol.width() && node.outline == Outline::Box;
    let margin = node.symbol.height() / 2.0;
    let reach = Rangef::new(node.symbol.left() + margin, node.symbol.right() - margin);
    if wide && reach.contains(other.symbol.center().x) { other.symbol.center().x } else { middle }
}

fn back(way: Loop, nodes: &[Node], stops: &[Stop], lanes: &[Rangef], zoom: f32) -> Arrow {
    let (out, into) = (&nodes[way.from], &nodes[way.to]);
    let outward = if way.side == Side::Left { -1.0 } else { 1.0 };
    let edge = match way.side {
        Side::Left => lanes.first().map_or(0.0, |lane| lane.min),
        Side::Right => lanes.last().map_or(0.0, |lane| lane.max),
    };
    let track = edge + outward * TRACK * (way.track + 1) as f32 * zoom;
    let vertex = |node: &Node| {
        let x = if way.side == Side::Left { node.symbol.left() } else { node.symbol.right() };
        pos2(x, node.symbol.center().y)
    };
    let blocked = |index: usize| {
        let stop: &Stop = &stops[index];
        stop.others.iter().any(|lane| match way.side {
            Side::Left => *lane < stop.lane,
            Side::Right => *lane > stop.lane,
        })
    };

    let start = vertex(out);
    let mut points = vec![start];
    let label_at = if blocked(way.from) {
        let (stub, band) = (start.x + outward * STUB * zoom, out.row.min + EXIT_BAND * zoom);
        points.extend([pos2(stub, start.y), pos2(stub, band), pos2(track, band)]);
        pos2(stub + outward * 4.0 * zoom, band + 9.0 * zoom)
    } else {
        points.push(pos2(track, start.y));
        pos2(start.x - outward * 6.0 * zoom, start.y - 12.0 * zoom)
    };
    let end = vertex(into);
    if blocked(way.to) {
        let (stub, band) = (end.x + outward * 1.6 * STUB * zoom, into.row.min + ENTRY_BAND * zoom);
        points.extend([pos2(track, band), pos2(stub, band), pos2(stub, end.y), end]);
    } else {
        points.extend([pos2(track, end.y), end]);
    }
    let label = Some(Label { at: label_at, leftward: way.side == Side::Left });
    Arrow { from: way.from, to: way.to, kind: Kind::No, points, label }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole points, reckoned without rounding")]
mod tests {
    use proptest::prelude::*;

    use super::super::layout::{Columns, DECISION_HEIGHT, ROW_HEIGHT, Rows, symbol_rect};
    use super::*;

    /// A chart with every symbol in its place.
    struct Chart {
        columns: Columns,
        rows: Rows,
        nodes: Vec<Node>,
        stops: Vec<Stop>,
        loops: Vec<Loop>,
        arrows: Vec<Arrow>,
    }

    fn chart(stops: Vec<Stop>, lanes: usize, width: f32, zoom: f32, folded: bool) -> Chart {
        let (loops, tracks) = plan(&stops, lanes);
        let columns = Columns::new(width / zoom, lanes, tracks, folded).scaled(zoom);
        let height = |stop: &Stop| if stop.no_to.is_some() { DECISION_HEIGHT } else { ROW_HEIGHT } * zoom;
        let rows = Rows::stack(stops.iter().map(height));
        let nodes: Vec<Node> = stops
            .iter()
            .zip(rows.iter())
            .map(|(stop, row)| {
                let outline = if stop.no_to.is_some() { Outline::Diamond } else { Outline::Box };
                let symbol = symbol_rect(outline, &[columns.lanes[stop.lane]], *row, zoom);
                Node { outline, symbol, row: *row }
            })
            .collect();
        let arrows = route(&nodes, &stops, &loops, &columns.lanes, zoom);
        Chart { columns, rows, nodes, stops, loops, arrows }
    }

    fn stop(lane: usize, others: &[usize], no_to: Option<usize>) -> Stop {
        Stop { lane, others: others.to_vec(), no_to }
    }

    /// The SOP of the office: lanes K, TU, Ks, PP, AU from 0; decisions at 11 and 13.
    fn office() -> Vec<Stop> {
        vec![
            stop(0, &[], None),
            stop(1, &[], None),
            stop(0, &[], None),
            stop(3, &[], None),
            stop(1, &[2], None),
            stop(1, &[], None),
            stop(0, &[], None),
            stop(3, &[], None),
            stop(3, &[], None),
            stop(3, &[], None),
            stop(1, &[0, 2, 3], Some(9)),
            stop(1, &[], None),
            stop(0, &[], Some(11)),
            stop(4, &[], None),
        ]
    }

    #[test]
    fn the_loops_of_the_office_run_on_either_side() {
        let chart = chart(office(), 5, 1244.0, 1.0, false);
        let sides: Vec<_> = chart.loops.iter().map(|way| (way.from + 1, way.to + 1, way.side)).collect();
        assert_eq!(sides, [(11, 10, Side::Right), (13, 12, Side::Left)]);
        let no: Vec<_> = chart.arrows.iter().filter(|arrow| arrow.kind == Kind::No).collect();
        assert!(no[0].points.iter().any(|at| at.x > chart.columns.lanes[4].max));
        assert!(no[1].points.iter().any(|at| at.x < chart.columns.lanes[0].min));
    }

    #[test]
    fn loops_at_the_same_height_have_tracks_of_their_own() {
        let stops =
            vec![stop(0, &[], None), stop(0, &[], None), stop(0, &[], Some(1)), stop(0, &[], Some(0))];
        let (loops, tracks) = plan(&stops, 4);
        assert_eq!(tracks, Tracks { left: 2, right: 0 });
        assert_eq!(loops.iter().map(|way| (way.from, way.track)).collect::<Vec<_>>(), [(2, 0), (3, 1)]);
    }

    #[test]
    fn a_wide_box_is_met_straight_from_above() {
        let lanes = [Rangef::new(0.0, 80.0), Rangef::new(80.0, 160.0), Rangef::new(160.0, 240.0)];
        let rows = Rows::stack([58.0, 58.0]);
        let nodes = [
            Node {
                outline: Outline::Box,
                symbol: symbol_rect(Outline::Box, &lanes[2..], rows[0], 1.0),
                row: rows[0],
            },
            Node {
                outline: Outline::Box,
                symbol: symbol_rect(Outline::Box, &lanes, rows[1], 1.0),
                row: rows[1],
            },
        ];
        let arrow = forward(0, &nodes[0], &nodes[1], 1.0);
        assert_eq!(arrow.points.len(), 2);
        assert_eq!(arrow.points[0].x, lanes[2].center());
    }

    fn stops(lanes: usize) -> impl Strategy<Value = Vec<Stop>> {
        let one = (
            0..lanes,
            prop::collection::btree_set(0..lanes, 0..lanes),
            prop::option::weighted(0.3, 0_usize..20),
        );
        prop::collection::vec(one, 2..20).prop_map(|rows| {
            rows.into_iter()
                .enumerate()
                .map(|(index, (lane, others, no_to))| Stop {
                    lane,
                    others: others.into_iter().filter(|other| *other != lane).collect(),
                    no_to: no_to.filter(|_| index > 0).map(|to| to % index.max(1)),
                })
                .collect()
        })
    }

    fn charts() -> impl Strategy<Value = Chart> {
        (
            3_usize..=8,
            700.0_f32..2000.0,
            prop::sample::select(vec![0.5_f32, 0.67, 0.8, 1.0, 1.25, 1.5]),
            any::<bool>(),
        )
            .prop_flat_map(|(lanes, width, zoom, folded)| {
                stops(lanes).prop_map(move |stops| chart(stops, lanes, width, zoom, folded))
            })
    }

    impl std::fmt::Debug for Chart {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Chart")
                .field("stops", &self.stops)
                .field("arrows", &self.arrows)
                .finish_non_exhaustive()
        }
    }

    /// The strokes of an arrow as thin rectangles.
    fn strokes(arrow: &Arrow) -> impl Iterator<Item = Rect> + '_ {
        arrow.points.windows(2).map(|pair| Rect::from_two_pos(pair[0], pair[1]))
    }

    proptest! {
        #[test]
        fn arrows_are_orthogonal_and_stay_beside_the_texts(chart in charts()) {
            for arrow in &chart.arrows {
                for pair in arrow.points.windows(2) {
                    prop_assert!((pair[0].x - pair[1].x).abs() < 0.01 || (pair[0].y - pair[1].y).abs() < 0.01);
                }
                for at in &arrow.points {
                    prop_assert!(chart.columns.flow.contains(at.x), "{} outside {:?}", at.x, chart.columns.flow);
                    prop_assert!(at.y >= 0.0 && at.y <= chart.rows.height());
                }
            }
        }

        #[test]
        fn no_arrow_runs_through_a_symbol(chart in charts()) {
            for arrow in &chart.arrows {
                for stroke in strokes(arrow) {
                    for (index, node) in chart.nodes.iter().enumerate() {
                        let inside = node.symbol.shrink(0.5).intersects(stroke);
                        prop_assert!(!inside, "{arrow:?} runs through symbol {index} {:?}", node.symbol);
                    }
                }
            }
        }

        #[test]
        fn no_arrow_strikes_the_mark_of_another_actor(chart in charts()) {
            for (stop, node) in chart.stops.iter().zip(&chart.nodes) {
                for other in &stop.others {
                    let center = pos2(chart.columns.lanes[*other].center(), node.row.center());
                    let mark = Rect::from_center_size(center, eframe::egui::Vec2::splat(8.0 * node.symbol.height() / 40.0));
                    for arrow in &chart.arrows {
                        let clear = strokes(arrow).all(|stroke| !mark.intersects(stroke));
                        prop_assert!(clear, "{arrow:?} strikes {mark:?}");
                    }
                }
            }
        }

        #[test]
        fn loops_do_not_run_on_top_of_each_other_beside_the_lanes(chart in charts()) {
            let tracks: Vec<Rect> = chart
                .arrows
                .iter()
                .filter(|arrow| arrow.kind == Kind::No)
                .flat_map(|arrow| strokes(arrow).filter(|stroke| stroke.width() < 0.01).collect::<Vec<_>>())
                .filter(|stroke| {
                    let x = stroke.center().x;
                    x < chart.columns.lanes[0].min || x > chart.columns.lanes.last().unwrap().max
                })
                .collect();
            for (index, a) in tracks.iter().enumerate() {
                for b in &tracks[..index] {
                    prop_assert!(!a.expand(0.4).intersects(b.expand(0.4)), "{a:?} on {b:?}");
                }
            }
        }
    }
}
