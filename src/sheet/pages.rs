//! How a sheet breaks over pages. No row is cut, and where an arrow leaves a page, the page connector of the form
//! (*segilima*, `PermenPANRB` 35/2012) stands there and, with the same letter, where the arrow goes on.

use std::ops::Range;

use emath::{Pos2, Rangef, Rect, Vec2, pos2, vec2};

use super::{Arrow, SheetLayout};

/// Height of the strip above or below the rows of a page in which connectors stand, in points at 100 %.
const STRIP: f32 = 20.0;
/// Size of a connector: two of them have room on neighbouring tracks.
const CONNECTOR: Vec2 = vec2(11.0, 13.0);

/// A page of the sheet. All places are those of the whole sheet, so a painter moves a page up by `span.min`.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The rows that stand on the page.
    pub rows: Range<usize>,
    /// From the strip of connectors above the rows to the one below; the first page has none above, the last none
    /// below.
    pub span: Rangef,
    /// What the page shows of the arrows.
    pub ways: Vec<Way>,
    /// Where arrows go on to other pages or come from them.
    pub connectors: Vec<Connector>,
}

/// What a page shows of an arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Index of the arrow in [`SheetLayout::arrows`]. Its word stands on the page of the row that it leaves.
    pub arrow: usize,
    /// Corners of this part of the arrow; the head is at the last one, at a symbol or a connector.
    pub points: Vec<Pos2>,
}

/// A page connector.
#[derive(Debug, Clone, PartialEq)]
pub struct Connector {
    /// `A`, `B`, …, `Z`, `AA`, …: one for each arrow that leaves its page, on this page and the one where it goes on.
    pub letter: String,
    /// Index of the arrow in [`SheetLayout::arrows`].
    pub arrow: usize,
    /// Place of the connector, in the strip above the rows or in the one below.
    pub place: Rect,
}

impl SheetLayout {
    /// Breaks the sheet over pages. `first` and `next` are the heights for rows and connectors on the first
    /// page and on those after it, in points. A row that is higher has a page of its own and reaches beyond
    /// it.
    pub fn pages(&self, first: f32, next: f32) -> Vec<Page> {
        let mut pages = Vec::new();
        let mut start = 0;
        while start < self.rows.len() {
            let room = if start == 0 { first } else { next };
            let fits = |end: &usize| self.page_span(start..*end).span() <= room;
            let end = (start + 1..=self.rows.len()).rev().find(fits).unwrap_or(start + 1);
            let (rows, span) = (start..end, self.page_span(start..end));
            pages.push(Page { rows, span, ways: Vec::new(), connectors: Vec::new() });
            start = end;
        }
        self.share_out(&mut pages);
        pages
    }

    /// An arrow always crosses from each page to the next, so only the ends of the sheet have no strip.
    fn page_span(&self, rows: Range<usize>) -> Rangef {
        let strip = |there: bool| if there { STRIP * self.zoom } else { 0.0 };
        Rangef::new(
            self.rows[rows.start].min - strip(rows.start > 0),
            self.rows[rows.end - 1].max + strip(rows.end < self.rows.len()),
        )
    }

    fn share_out(&self, pages: &mut [Page]) {
        let mut letters = 0;
        for (index, arrow) in self.arrows.iter().enumerate() {
            let page_of = |row: usize| pages.iter().position(|page| page.rows.contains(&row));
            let (Some(from), Some(to)) = (page_of(arrow.from), page_of(arrow.to)) else { continue };
            if from == to {
                pages[from].ways.push(Way { arrow: index, points: arrow.points.clone() });
                continue;
            }
            let letter = letter(letters);
            letters += 1;
            let downward = from < to;
            let (out, into) = self.cut(arrow, &pages[from], &pages[to]);
            for (page, mut points, leaves) in [(from, out, true), (to, into, false)] {
                // A connector stands below the rows where its arrow leaves downward or enters from below.
                let below = downward == leaves;
                let x = if leaves { points.last() } else { points.first() }.map_or(0.0, |at| at.x);
                let place = self.connector(&pages[page], x, below);
                let edge = pos2(x, if below { place.top() } else { place.bottom() });
                points.insert(if leaves { points.len() } else { 0 }, edge);
                pages[page].ways.push(Way { arrow: index, points });
                pages[page].connectors.push(Connector { letter: letter.clone(), arrow: index, place });
            }
        }
    }

    /// The corners of an arrow on the page that it leaves and on the one that it enters, without the ends at
    /// the connectors.
    fn cut(&self, arrow: &Arrow, leaves: &Page, enters: &Page) -> (Vec<Pos2>, Vec<Pos2>) {
        let points = &arrow.points;
        let (Some(start), Some(end)) = (points.first(), points.last()) else { return Default::default() };
        if arrow.to > arrow.from {
            // The connectors stand straight below the one symbol and above the other: the lanes change between pages.
            return (vec![*start], vec![*end]);
        }
        // A loop crosses the edges of rows only on its track.
        let part = |edge: f32| {
            let crossing = points.windows(2).position(|pair| pair[0].y > edge && pair[1].y < edge);
            crossing.map_or(points.len(), |index| index + 1)
        };
        let (out, into) = (part(self.rows[leaves.rows.start].min), part(self.rows[enters.rows.end - 1].max));
        (points[..out].to_vec(), points[into..].to_vec())
    }

    fn connector(&self, page: &Page, x: f32, below: bool) -> Rect {
        let middle = STRIP * self.zoom / 2.0;
        let y = if below { page.span.max - middle } else { page.span.min + middle };
        Rect::from_center_size(pos2(x, y), CONNECTOR * self.zoom)
    }
}

/// `A`, …, `Z`, `AA`, `AB`, …
fn letter(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        before => letter(before - 1) + &last.to_string(),
    }
}
