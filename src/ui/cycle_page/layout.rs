//! Where the columns and rows of the sheet stand. Pure arithmetic, in points.
//!
//! The columns fill the width there is; when it is too narrow for readable text, the sheet keeps its least
//! width and is scrolled instead. Zooming divides the width that is given and multiplies what comes out, so
//! texts break anew and stay sharp at every step.

use std::ops::Range;

use eframe::egui::{Pos2, Rangef, Rect, pos2};

/// Space between the edge of a column and its text.
pub const CELL_PADDING: f32 = 9.0;
/// Least height of a row: a box with room for arrows above and below.
pub const ROW_HEIGHT: f32 = 58.0;
/// Least height of a row with a decision: a diamond with room for *Ya* below.
pub const DECISION_HEIGHT: f32 = 74.0;
/// Distance of the first loop from the lanes, and of the next ones from it.
pub const TRACK: f32 = 12.0;

/// How many loops run beside the lanes, left and right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tracks {
    /// Between *Aktivitas* and the first lane.
    pub left: usize,
    /// Between the last lane and what follows it.
    pub right: usize,
}

impl Tracks {
    fn gutter(count: usize) -> f32 {
        if count == 0 { 0.0 } else { 8.0 + TRACK * count as f32 }
    }
}

/// Where each column begins and ends, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// No.
    pub number: Rangef,
    /// Aktivitas.
    pub activity: Rangef,
    /// All lanes with the gutters beside them.
    pub flow: Rangef,
    /// A lane per actor.
    pub lanes: Vec<Rangef>,
    /// Kelengkapan, Waktu, Output; none when Mutu Baku is folded away.
    pub quality: Option<[Rangef; 3]>,
    /// Keadaan dan dokumen.
    pub state: Rangef,
}

/// A column before the width is shared out: least and comfortable width, share of what is over.
struct Want(f32, f32, f32);

impl Columns {
    /// Shares a width out among the columns. With `folded`, Mutu Baku has none.
    pub fn new(width: f32, lanes: usize, tracks: Tracks, folded: bool) -> Self {
        let wants = wants(lanes, tracks, folded);
        let least: f32 = wants.iter().map(|want| want.0).sum();
        let comfortable: f32 = wants.iter().map(|want| want.1).sum();
        let shares: f32 = wants.iter().map(|want| want.2).sum();
        let over = (width - comfortable).max(0.0);
        // 0 = every column has its least width, 1 = the comfortable one.
        let ease = ((width - least) / (comfortable - least)).clamp(0.0, 1.0);
        let mut x = 0.0;
        let mut place = |want: &Want| {
            let from = x;
            x += want.0 + ease * (want.1 - want.0) + over * want.2 / shares;
            Rangef::new(from.round(), x.round())
        };
        let placed: Vec<Rangef> = wants.iter().map(&mut place).collect();
        let lane_range: Range<usize> = 3..3 + lanes;
        let after = lane_range.end + 1;
        Self {
            number: placed[0],
            activity: placed[1],
            flow: Rangef::new(placed[2].min, placed[lane_range.end].max),
            lanes: placed[lane_range].to_vec(),
            quality: (!folded).then(|| [placed[after], placed[after + 1], placed[after + 2]]),
            state: placed[placed.len() - 1],
        }
    }

    /// Width at which nothing is cramped.
    pub fn comfortable_width(lanes: usize, tracks: Tracks, folded: bool) -> f32 {
        wants(lanes, tracks, folded).iter().map(|want| want.1).sum()
    }

    /// Width of all columns.
    pub fn width(&self) -> f32 {
        self.state.max
    }

    /// The same columns in larger or smaller points.
    #[must_use]
    pub fn scaled(&self, zoom: f32) -> Self {
        let scale = |range: Rangef| Rangef::new((range.min * zoom).round(), (range.max * zoom).round());
        Self {
            number: scale(self.number),
            activity: scale(self.activity),
            flow: scale(self.flow),
            lanes: self.lanes.iter().copied().map(scale).collect(),
            quality: self.quality.map(|columns| columns.map(scale)),
            state: scale(self.state),
        }
    }

    /// Every column from left to right; the gutters belong to none.
    pub fn all(&self) -> impl Iterator<Item = Rangef> + '_ {
        [self.number, self.activity]
            .into_iter()
            .chain(self.lanes.iter().copied())
            .chain(self.quality.into_iter().flatten())
            .chain([self.state])
    }
}

fn wants(lanes: usize, tracks: Tracks, folded: bool) -> Vec<Want> {
    let gutter = |count| Want(Tracks::gutter(count), Tracks::gutter(count), 0.0);
    let mut wants = vec![Want(34.0, 34.0, 0.0), Want(172.0, 216.0, 3.0), gutter(tracks.left)];
    // Many lanes are narrower, so that eight of them still leave room for the texts.
    let lane = (404.0 / lanes.max(1) as f32).clamp(58.0, 92.0);
    wants.extend((0..lanes).map(|_| Want(54.0, lane, 0.5)));
    wants.push(gutter(tracks.right));
    if !folded {
        wants.extend([Want(112.0, 135.0, 2.0), Want(96.0, 112.0, 0.3), Want(112.0, 135.0, 2.0)]);
    }
    wants.push(Want(156.0, 168.0, 0.7));
    wants
}

/// The rows, one under the other without gaps, from 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows(Vec<Rangef>);

impl Rows {
    /// Stacks rows of these heights.
    pub fn stack(heights: impl IntoIterator<Item = f32>) -> Self {
        let mut y = 0.0;
        let rows = heights.into_iter().map(|height| {
            let from = y;
            y += height.ceil();
            Rangef::new(from, y)
        });
        Self(rows.collect())
    }

    /// The rows of which something lies in a range.
    pub fn visible(&self, range: Rangef) -> Range<usize> {
        let first = self.0.partition_point(|row| row.max <= range.min);
        let end = self.0.partition_point(|row| row.min < range.max);
        first..end.max(first)
    }

    /// Height of all rows.
    pub fn height(&self) -> f32 {
        self.0.last().map_or(0.0, |row| row.max)
    }
}

impl std::ops::Deref for Rows {
    type Target = [Rangef];

    fn deref(&self) -> &[Rangef] {
        &self.0
    }
}

/// Outline of a flowchart symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outline {
    /// Kapsul.
    Capsule,
    /// Kotak.
    Box,
    /// Belah ketupat.
    Diamond,
}

/// The place of a symbol: in the middle of its lane, or across the lanes from the first to the last of
/// those in `span`.
pub fn symbol_rect(outline: Outline, span: &[Rangef], row: Rangef, zoom: f32) -> Rect {
    let lane = span
        .iter()
        .fold(Rangef::NOTHING, |all, lane| Rangef::new(all.min.min(lane.min), all.max.max(lane.max)));
    let (width, height) = match outline {
        Outline::Capsule => (60.0, 26.0),
        Outline::Box => (56.0, 28.0),
        Outline::Diamond => (58.0, 40.0),
    };
    let room = lane.span() - 22.0 * zoom;
    let width = if span.len() > 1 { room } else { (width * zoom).min(room) };
    let center: Pos2 = pos2(lane.center().round(), row.center().round());
    Rect::from_center_size(center, eframe::egui::vec2(width.max(16.0 * zoom), height * zoom))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole points, reckoned without rounding")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Width that is left at 1366 points beside the rail and the page's margins.
    const WIDE: f32 = 1244.0;
    /// The same beside a step panel of 400 points.
    const BESIDE_PANEL: f32 = 844.0;
    const LOOPS: Tracks = Tracks { left: 1, right: 1 };

    #[test]
    fn five_lanes_fit_the_office_screen_without_scrolling() {
        let columns = Columns::new(WIDE, 5, LOOPS, false);
        assert!(columns.width() <= WIDE, "{}", columns.width());
        assert!(columns.lanes.iter().all(|lane| lane.span() >= 78.0));
        let folded = Columns::new(BESIDE_PANEL, 5, LOOPS, true);
        assert!(folded.width() <= BESIDE_PANEL, "{}", folded.width());
        assert!(folded.quality.is_none());
        let eight = Columns::new(WIDE, 8, LOOPS, false);
        assert!(eight.width() <= WIDE, "{}", eight.width());
    }

    proptest! {
        #[test]
        fn columns_follow_each_other_without_gaps(
            width in 200.0_f32..3000.0,
            lanes in 3_usize..=8,
            left in 0_usize..3,
            right in 0_usize..3,
            folded: bool,
            zoom in 0.5_f32..1.5,
        ) {
            let tracks = Tracks { left, right };
            let columns = Columns::new(width, lanes, tracks, folded).scaled(zoom);
            let all: Vec<_> = columns.all().collect();
            prop_assert_eq!(all[0].min, 0.0);
            for pair in all.windows(2) {
                prop_assert!(pair[0].span() > 0.0);
                prop_assert!(pair[1].min >= pair[0].max);
            }
            // Only the gutters lie between columns.
            prop_assert_eq!(columns.flow.min, columns.activity.max);
            let after = columns.quality.map_or(columns.state, |quality| quality[0]);
            prop_assert_eq!(columns.flow.max, after.min);
            if width >= Columns::comfortable_width(lanes, tracks, folded) {
                prop_assert!((columns.width() - (width.round() * zoom).round()).abs() <= zoom.ceil());
            }
        }

        #[test]
        fn every_height_belongs_to_exactly_one_row(heights in prop::collection::vec(1.0_f32..200.0, 1..30)) {
            let rows = Rows::stack(heights);
            prop_assert_eq!(rows[0].min, 0.0);
            for pair in rows.windows(2) {
                prop_assert_eq!(pair[0].max, pair[1].min);
            }
            for (index, row) in rows.iter().enumerate() {
                let point = Rangef::point(row.center());
                prop_assert_eq!(rows.visible(point.expand(0.1)), index..index + 1);
            }
            prop_assert_eq!(rows.last().map(|row| row.max), Some(rows.height()));
        }

        #[test]
        fn the_visible_rows_are_those_that_meet_the_window(
            heights in prop::collection::vec(1.0_f32..200.0, 1..30),
            from in -100.0_f32..3000.0,
            height in 1.0_f32..900.0,
        ) {
            let rows = Rows::stack(heights);
            let window = Rangef::new(from, from + height);
            let visible = rows.visible(window);
            for (index, row) in rows.iter().enumerate() {
                let meets = row.min < window.max && row.max > window.min;
                prop_assert_eq!(visible.contains(&index), meets);
            }
        }
    }
}
