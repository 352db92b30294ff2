//! What stands in the lanes of a row: its symbol, the marks of the other actors, the mark of an assumption.

use emath::{Pos2, Rangef, Rect, Vec2, pos2, vec2};

use super::Rows;
use super::loops::{ENTRY_STUB, Loop, Side, WORD_RISE};
use crate::sop::{Sop, Step, Symbol};

/// Radius of the mark of another actor, in points at 100 %.
pub const MARK_RADIUS: f32 = 4.5;
/// Least room between a symbol and the edges of its lane.
pub(super) const INSET: f32 = 11.0;
/// Least width of a symbol.
pub(super) const LEAST_SYMBOL: f32 = 16.0;
/// Least height of a row: a box with room for arrows above and below.
const ROW_HEIGHT: f32 = 58.0;
/// Least height of a row with a decision.
const DECISION_HEIGHT: f32 = 74.0;
/// Diameter of the mark of an assumption.
const PRESUMED: f32 = 13.0;

/// Outline of a flowchart symbol (`PermenPANRB` 35/2012).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outline {
    /// Kapsul: start or end.
    Capsule,
    /// Kotak: activity.
    Box,
    /// Belah ketupat: decision.
    Diamond,
}

impl Outline {
    /// The outline of a step's symbol.
    pub fn of(step: &Step) -> Self {
        match step.symbol {
            Symbol::Capsule => Self::Capsule,
            Symbol::Box | Symbol::WideBox => Self::Box,
            Symbol::Diamond { .. } => Self::Diamond,
        }
    }

    /// Size of the symbol in points at 100 %, where its lane has room for it.
    pub(super) fn size(self) -> Vec2 {
        match self {
            Self::Capsule => vec2(60.0, 26.0),
            Self::Box => vec2(56.0, 28.0),
            Self::Diamond => vec2(58.0, 40.0),
        }
    }
}

/// What the arrows need to know of a row before anything has a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stop {
    pub(super) outline: Outline,
    /// Index of the main actor's lane.
    pub(super) lane: usize,
    /// The first and the last lane that the symbol stands in.
    pub(super) span: (usize, usize),
    /// Lanes with the mark of another actor.
    pub(super) others: Vec<usize>,
    /// Where *Tidak* leads, as the index of an earlier row.
    pub(super) no_to: Option<usize>,
}

impl Stop {
    /// Whether marks of others stand between the symbol and an edge of the lanes.
    pub(super) fn blocked(&self, side: Side) -> bool {
        self.others.iter().any(|lane| match side {
            Side::Left => *lane < self.lane,
            Side::Right => *lane > self.lane,
        })
    }
}

/// The stops of an SOP, a row each. An actor that it does not know stands in the first lane.
pub(super) fn stops(sop: &Sop) -> Vec<Stop> {
    let lane = |key: &String| sop.actors.iter().position(|actor| actor.key == *key);
    let of = |step: &Step| {
        let main = lane(&step.main).unwrap_or(0);
        let also: Vec<usize> = step.also.iter().filter_map(lane).collect();
        // A wide box stands in the lanes of all, so nobody needs a mark beside it.
        let (span, others) = if step.symbol == Symbol::WideBox {
            let all = || also.iter().copied().chain([main]);
            ((all().min().unwrap_or(main), all().max().unwrap_or(main)), Vec::new())
        } else {
            ((main, main), also)
        };
        let no_to = match step.symbol {
            Symbol::Diamond { no_to } => usize::from(no_to.0).checked_sub(1),
            _ => None,
        };
        Stop { outline: Outline::of(step), lane: main, span, others, no_to }
    };
    sop.steps.iter().map(of).collect()
}

/// Least height of a row: above and below a diamond there is room for a word of this height. Both in points
/// at 100 %.
pub(super) fn least_height(outline: Outline, word: f32) -> f32 {
    match outline {
        Outline::Diamond => DECISION_HEIGHT.max(outline.size().y + 2.0 * (word - WORD_RISE)),
        _ => ROW_HEIGHT,
    }
}

/// What stands in the lanes of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Outline of the symbol.
    pub outline: Outline,
    /// Place of the symbol.
    pub symbol: Rect,
    /// Where a sign in the symbol stands: in a wide box in the lane of the one who leads.
    pub sign: Pos2,
    /// Middles of the marks of other actors; their radius is [`MARK_RADIUS`].
    pub others: Vec<Pos2>,
    /// The dotted lines from the symbol to the marks, at most one on each side; at the height of the marks.
    pub links: Vec<Rangef>,
    /// Where the mark of an assumption would be.
    pub presumed: Rect,
}

/// Puts the nodes into lanes and rows.
pub(super) fn place(stops: &[Stop], loops: &[Loop], lanes: &[Rangef], rows: &Rows, zoom: f32) -> Vec<Node> {
    let node = |(index, (stop, row)): (usize, (&Stop, &Rangef))| {
        let symbol = symbol(stop, lanes, *row, zoom);
        let y = symbol.center().y;
        let center = |lane: &usize| lanes.get(*lane).map(|lane| pos2(lane.center().round(), y));
        let others: Vec<Pos2> = stop.others.iter().filter_map(center).collect();
        Node {
            outline: stop.outline,
            symbol,
            sign: center(&stop.lane).unwrap_or(symbol.center()),
            links: links(index, stop, loops, symbol, &others, zoom),
            others,
            presumed: presumed(index, stop.outline, loops, symbol, zoom),
        }
    };
    stops.iter().zip(rows.iter()).enumerate().map(node).collect()
}

/// Place of a symbol: in the middle of its lane, or across all lanes that it spans.
fn symbol(stop: &Stop, lanes: &[Rangef], row: Rangef, zoom: f32) -> Rect {
    let lane = |index: usize| lanes.get(index).copied().unwrap_or(Rangef::point(0.0));
    let span = Rangef::new(lane(stop.span.0).min, lane(stop.span.1).max);
    let size = zoom * stop.outline.size();
    let room = span.span() - 2.0 * INSET * zoom;
    let width = if stop.span.0 == stop.span.1 { size.x.min(room) } else { room };
    let center = pos2(span.center().round(), row.center().round());
    Rect::from_center_size(center, vec2(width.max(LEAST_SYMBOL * zoom), size.y))
}

fn links(index: usize, stop: &Stop, loops: &[Loop], symbol: Rect, others: &[Pos2], zoom: f32) -> Vec<Rangef> {
    // The dotted line keeps away where a loop turns beside the symbol or *Tidak* may stand.
    let gap = |side: Side| {
        let enters = loops.iter().any(|way| way.to == index && way.side == side);
        let gap = match stop.outline {
            _ if enters => ENTRY_STUB + 4.0,
            Outline::Diamond => 12.0,
            _ => 4.0,
        };
        gap * zoom
    };
    let xs = || others.iter().map(|mark| mark.x);
    let (first, last) = (xs().fold(symbol.left(), f32::min), xs().fold(symbol.right(), f32::max));
    let left = Rangef::new(first, symbol.left() - gap(Side::Left));
    let right = Rangef::new(symbol.right() + gap(Side::Right), last);
    [left, right].into_iter().filter(|link| link.span() > 0.0).collect()
}

/// Place of the mark of an assumption: on the right shoulder of a symbol, or on the left one where a loop
/// leaves at the right.
fn presumed(index: usize, outline: Outline, loops: &[Loop], symbol: Rect, zoom: f32) -> Rect {
    let loop_at_right = loops.iter().any(|way| way.from == index && way.side == Side::Right);
    let inset = if outline == Outline::Diamond { 0.24 } else { 0.0 };
    let x = if loop_at_right { inset } else { 1.0 - inset };
    Rect::from_center_size(symbol.lerp_inside(vec2(x, inset)), Vec2::splat(PRESUMED * zoom))
}
