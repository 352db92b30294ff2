//! The arrows of the flowchart: orthogonal, down the rows from symbol to symbol, with *Tidak* running back on a track
//! of its own beside the lanes.
//!
//! Each row has bands that keep arrows apart. Loops leave and enter in the band above the symbol, past other
//! actors' marks; the marks stand in the band beside the symbol; arrows forward change lanes in the band at
//! the foot. A loop that enters a decision on the side where its *Tidak* leaves enters lower, so that the two
//! lines never lie on each other.

use std::ops::RangeInclusive;

use emath::{Pos2, Rangef, Rect, pos2, vec2};

use super::loops::{ENTRY_STUB, Loop, Side, WORD_RISE};
use super::nodes::{INSET, LEAST_SYMBOL, Node, Outline, Stop};
use super::{Rows, Words};

/// Distance of the first loop from the lanes where no word needs more, and from each loop to the next.
const TRACK: f32 = 12.0;
/// Room between the outermost loop and the text beside the lanes.
const MARGIN: f32 = 8.0;
/// Distance of a lane change from the foot of its row.
const FORWARD_BAND: f32 = 7.0;
/// Distance from the head of a row to a loop that leaves it, and below to one that enters it.
const EXIT_BAND: f32 = 7.0;
const ENTRY_BAND: f32 = 11.0;
/// How far below the middle of a decision a loop enters on the side on which another leaves.
const LOW_ENTRY: f32 = 8.0;
/// How far a loop runs out of its symbol before it turns.
const STUB: f32 = 7.0;
/// Room between a word and the arrow beside it.
pub(super) const WORD_GAP: f32 = 4.0;
/// Room between *Tidak* and the line below it.
const WORD_LIFT: f32 = 5.5;
/// How far *Tidak* may at most reach over the box of its diamond, whose outline recedes there.
const OVERHANG: f32 = 6.0;

/// Gives every loop the side on which it passes fewer lanes, and a track that no other loop uses at the same height;
/// short loops run inside long ones.
pub(super) fn plan(stops: &[Stop], lanes: usize) -> Vec<Loop> {
    let mut loops: Vec<Loop> = stops
        .iter()
        .enumerate()
        .filter_map(|(from, stop)| stop.no_to.filter(|to| *to < from).map(|to| (from, to)))
        .map(|(from, to)| {
            let (a, b) = (stops[from].lane, stops[to].lane);
            let (left, right) = (a + b, (2 * lanes.saturating_sub(1)).saturating_sub(a + b));
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
    loops
}

/// The room beside the lanes on one side, in points at 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Gutter {
    /// Distance of the first track from the lanes.
    first: f32,
    /// Width of the gutter; 0 where no loop runs.
    pub(super) width: f32,
}

/// The room beside the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Gutters {
    pub(super) left: Gutter,
    pub(super) right: Gutter,
}

impl Gutters {
    /// Room for all loops. The first track is so far from the lanes that no *Tidak* reaches it; `no` is the
    /// width of that word and `lane` the least width of a lane, both in points at 100 %.
    pub(super) fn new(loops: &[Loop], stops: &[Stop], lanes: usize, lane: f32, no: f32) -> Self {
        let gutter = |side: Side| {
            let ways = || loops.iter().filter(|way| way.side == side);
            let Some(outermost) = ways().map(|way| way.track).max() else { return Gutter::default() };
            let beyond_lanes = |way: &Loop| {
                let stop = &stops[way.from];
                let between = match side {
                    Side::Left => stop.lane,
                    Side::Right => (lanes - 1).saturating_sub(stop.lane),
                };
                let diamond = (lane - 2.0 * INSET).clamp(LEAST_SYMBOL, Outline::Diamond.size().x);
                let begin = if stop.blocked(side) { STUB + WORD_GAP } else { -overhang(diamond) };
                let inset = (lane - diamond) / 2.0;
                begin + no + WORD_GAP - inset - lane * between as f32
            };
            let first = ways().map(beyond_lanes).fold(TRACK, f32::max);
            Gutter { first, width: first + TRACK * outermost as f32 + MARGIN }
        };
        Self { left: gutter(Side::Left), right: gutter(Side::Right) }
    }

    fn on(&self, side: Side) -> Gutter {
        if side == Side::Left { self.left } else { self.right }
    }
}

/// The answer of a decision that an arrow stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// On to the next step.
    Yes,
    /// Back to an earlier step.
    No,
}

/// An arrow from row to row.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// Index of the row it leaves.
    pub from: usize,
    /// Index of the row it enters.
    pub to: usize,
    /// Which answer of a decision the arrow stands for; none at other steps. [`Branch::No`] is a loop.
    pub branch: Option<Branch>,
    /// Corners of the arrow; the head is at the last one.
    pub points: Vec<Pos2>,
    /// The place of its word, at a decision.
    pub word: Option<Rect>,
}

impl Arrow {
    /// The rows in which a part of the arrow lies.
    pub fn rows(&self) -> RangeInclusive<usize> {
        self.from.min(self.to)..=self.from.max(self.to)
    }

    /// The strokes of the arrow that lie in a row, for a painter that draws each row by itself. Where the
    /// arrow goes on to a neighbouring row, its stroke reaches `overlap` points into that row, so that no gap
    /// shows between rows drawn a little apart. `overlap` must be less than 7 points at 100 %: nearer to the
    /// edges of a row no other part of an arrow lies.
    pub fn within(&self, row: Rangef, overlap: f32) -> impl Iterator<Item = [Pos2; 2]> + '_ {
        let reach = row.expand(overlap);
        self.points.windows(2).filter_map(move |pair| {
            let (a, b) = (pair[0], pair[1]);
            let y = Rangef::new(a.y.min(b.y), a.y.max(b.y));
            let clipped = |at: Pos2| pos2(at.x, reach.clamp(at.y));
            (y.min < row.max && y.max >= row.min).then(|| [clipped(a), clipped(b)])
        })
    }
}

/// What the arrows are drawn from.
pub(super) struct Router<'a> {
    pub(super) nodes: &'a [Node],
    pub(super) stops: &'a [Stop],
    pub(super) loops: &'a [Loop],
    pub(super) rows: &'a Rows,
    /// From the first lane to the last.
    pub(super) lanes: Rangef,
    pub(super) gutters: Gutters,
    pub(super) words: Words,
    pub(super) zoom: f32,
}

impl Router<'_> {
    /// All arrows: those from each row to the next, then the loops.
    pub(super) fn arrows(&self) -> Vec<Arrow> {
        let forward = (1..self.nodes.len()).map(|to| self.forward(to - 1, to));
        forward.chain(self.loops.iter().map(|way| self.back(*way))).collect()
    }

    fn forward(&self, from: usize, to: usize) -> Arrow {
        let (a, b) = (&self.nodes[from], &self.nodes[to]);
        let (out, into) = (port(a, b), port(b, a));
        let (start, end) = (pos2(out, a.symbol.bottom()), pos2(into, b.symbol.top()));
        let bend = self.rows[from].max - FORWARD_BAND * self.zoom;
        let points = if (out - into).abs() < 1.0 {
            vec![start, pos2(out, end.y)]
        } else {
            vec![start, pos2(out, bend), pos2(into, bend), end]
        };
        let branch = (a.outline == Outline::Diamond).then_some(Branch::Yes);
        let word = branch.map(|_| {
            // The word stands on the side away from the lane change, so that the line does not strike it
            // through.
            let (size, gap) = (self.words.yes, WORD_GAP * self.zoom);
            let x = if into > out + 1.0 { out - gap - size.x } else { out + gap };
            Rect::from_min_size(pos2(x, start.y - WORD_RISE * self.zoom), size)
        });
        Arrow { from, to, branch, points, word }
    }

    fn back(&self, way: Loop) -> Arrow {
        let (side, zoom) = (way.side, self.zoom);
        let out = self.gutters.on(side).first + TRACK * way.track as f32;
        let track = side.end(self.lanes) + side.outward() * out * zoom;
        let (mut points, word) = self.leave(way, track);
        points.extend(self.enter(way, track));
        Arrow { from: way.from, to: way.to, branch: Some(Branch::No), points, word: Some(word) }
    }

    /// The corners of a loop from its decision to its track, and the place of its word.
    fn leave(&self, way: Loop, track: f32) -> (Vec<Pos2>, Rect) {
        let (side, zoom, word) = (way.side, self.zoom, self.words.no);
        let symbol = self.nodes[way.from].symbol;
        let start = pos2(side.end(symbol.x_range()), symbol.center().y);
        let (points, begin, top) = if self.stops[way.from].blocked(side) {
            let stub = start.x + side.outward() * STUB * zoom;
            let band = self.rows[way.from].min + EXIT_BAND * zoom;
            let points = vec![start, pos2(stub, start.y), pos2(stub, band), pos2(track, band)];
            (points, stub + side.outward() * WORD_GAP * zoom, band + 2.5 * zoom)
        } else {
            let begin = start.x - side.outward() * overhang(symbol.width() / zoom) * zoom;
            (vec![start, pos2(track, start.y)], begin, start.y - WORD_LIFT * zoom - word.y)
        };
        let left = if side == Side::Left { begin - word.x } else { begin };
        (points, Rect::from_min_size(pos2(left, top), word))
    }

    /// The corners of a loop from its track to the symbol where it ends.
    fn enter(&self, way: Loop, track: f32) -> Vec<Pos2> {
        let (side, zoom) = (way.side, self.zoom);
        let symbol = self.nodes[way.to].symbol;
        let vertex = pos2(side.end(symbol.x_range()), symbol.center().y);
        if self.loops.iter().any(|other| other.from == way.to && other.side == side) {
            let down = LOW_ENTRY * zoom;
            let inward = symbol.width() * down / symbol.height();
            let end = vertex + vec2(-side.outward() * inward, down);
            vec![pos2(track, end.y), end]
        } else if self.stops[way.to].blocked(side) {
            let stub = vertex.x + side.outward() * ENTRY_STUB * zoom;
            let band = self.rows[way.to].min + ENTRY_BAND * zoom;
            vec![pos2(track, band), pos2(stub, band), pos2(stub, vertex.y), vertex]
        } else {
            vec![pos2(track, vertex.y), vertex]
        }
    }
}

/// How far *Tidak* reaches over the box of a diamond of this width: no farther than the outline recedes at
/// the height where the word ends. Both in points at 100 %.
fn overhang(diamond: f32) -> f32 {
    (diamond * WORD_LIFT / Outline::Diamond.size().y).min(OVERHANG)
}

/// Where an arrow meets the head or foot of a symbol. A wide box is met straight above the other symbol where that is
/// possible.
fn port(node: &Node, other: &Node) -> f32 {
    let middle = node.symbol.center().x;
    let wide = node.symbol.width() > other.symbol.width() && node.outline == Outline::Box;
    let margin = node.symbol.height() / 2.0;
    let reach = Rangef::new(node.symbol.left() + margin, node.symbol.right() - margin);
    if wide && reach.contains(other.symbol.center().x) { other.symbol.center().x } else { middle }
}
