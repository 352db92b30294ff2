//! The geometry of the SOP sheet: rows, columns, lanes, symbols, arrows and loops, and how they break over pages.
//!
//! Every painter of the sheet (the working sheet and that of a sealed dossier, the page *SOP*, `index.html`, a print)
//! says which columns it has ([`Form`]) and how large its texts are ([`Measure`]), and draws what [`SheetLayout`] puts
//! in its place. Nothing here draws, and nothing here knows a font.
//!
//! Lengths are points of the painter; constants and the widths of a [`Form`] are points at 100 %, and a zoom scales
//! them. 0 is the upper left corner of the first row.

mod columns;
mod flow;
mod loops;
mod nodes;
mod pages;
mod rows;
#[cfg(test)]
mod tests;

pub use columns::{Column, Columns, Form, Want};
pub use flow::{Arrow, Branch};
pub use nodes::{MARK_RADIUS, Node, Outline};
pub use pages::{Connector, Page, Way};
pub use rows::Rows;

use emath::{Rangef, Rect, Vec2};

use crate::sop::Sop;
use flow::{Gutters, Router};

/// What a painter knows of its texts.
pub trait Measure {
    /// Size of the word at the arrow of a decision, on one line, in points.
    fn word(&mut self, branch: Branch) -> Vec2;

    /// Height that a cell needs in a column of a width, with the room around its text, in points. Called once
    /// for each cell, row by row from the top, so a painter may keep the wrapped text.
    fn height(&mut self, row: usize, column: Column, width: f32) -> f32;
}

/// Sizes of *Ya* and *Tidak*, in points.
#[derive(Debug, Clone, Copy)]
struct Words {
    yes: Vec2,
    no: Vec2,
}

/// The sheet with everything in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetLayout {
    /// Factor from points at 100 % to points of this layout.
    pub zoom: f32,
    /// Where the columns and lanes are.
    pub columns: Columns,
    /// Where the rows are, one for each step.
    pub rows: Rows,
    /// What stands in the lanes, row by row.
    pub nodes: Vec<Node>,
    /// The arrows from each step to the next, then the loops.
    pub arrows: Vec<Arrow>,
}

impl SheetLayout {
    /// Lays a sheet out in a width of points. Where the width is too small for the columns, these keep their
    /// least width, and the sheet is wider than `width`.
    pub fn new(sop: &Sop, form: &Form, width: f32, zoom: f32, measure: &mut impl Measure) -> Self {
        let words = Words { yes: measure.word(Branch::Yes), no: measure.word(Branch::No) };
        let at_100 = Words { yes: words.yes / zoom, no: words.no / zoom };
        let stops = nodes::stops(sop);
        let lanes = sop.actors.len();
        let loops = flow::plan(&stops, lanes);
        let form = form.with_lanes_for(at_100.yes.x);
        let gutters = Gutters::new(&loops, &stops, lanes, form.lane.least, at_100.no.x);
        let columns = Columns::new(width / zoom, &form, lanes, &gutters).scaled(zoom);
        let rows = Rows::stack(stops.iter().enumerate().map(|(row, stop)| {
            let tallest = columns
                .texts()
                .map(|(column, place)| measure.height(row, column, place.span()))
                .fold(0.0, f32::max);
            tallest.max(zoom * nodes::least_height(stop.outline, at_100.yes.y.max(at_100.no.y)))
        }));
        let nodes = nodes::place(&stops, &loops, &columns.lanes, &rows, zoom);
        let (first, last) = (columns.lanes.first(), columns.lanes.last());
        let edges = Rangef::new(first.map_or(0.0, |lane| lane.min), last.map_or(0.0, |lane| lane.max));
        let router = Router {
            nodes: &nodes,
            stops: &stops,
            loops: &loops,
            rows: &rows,
            lanes: edges,
            gutters,
            words,
            zoom,
        };
        let arrows = router.arrows();
        Self { zoom, columns, rows, nodes, arrows }
    }

    /// Size of all rows.
    pub fn size(&self) -> Vec2 {
        Vec2::new(self.columns.width(), self.rows.height())
    }

    /// The place of a row.
    pub fn row_rect(&self, row: usize) -> Option<Rect> {
        Some(Rect::from_x_y_ranges(0.0..=self.columns.width(), *self.rows.get(row)?))
    }
}
