//! Where the columns of the sheet stand.
//!
//! The columns fill the given width; when it is too narrow for readable text, the sheet keeps its least
//! width. A zoom divides the given width and multiplies the result, so texts are wrapped again and stay sharp
//! at every size.

use emath::Rangef;

use super::flow::{Gutters, WORD_GAP};

/// A column of text, by what the form has in it (`PermenPANRB` 35/2012).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// No.
    Number,
    /// Aktivitas.
    Activity,
    /// Kelengkapan.
    Requirement,
    /// Waktu.
    Time,
    /// Output.
    Output,
    /// Keterangan, or what a painter has in its place: the state of the step, remarks beside the form.
    Remark,
}

impl Column {
    /// Number of columns of text.
    pub const COUNT: usize = 6;
}

/// The wanted width of a column, in points at 100 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Want {
    /// Least width at which the text can be read.
    pub least: f32,
    /// Width at which nothing is cramped.
    pub comfortable: f32,
    /// Weight of the column when the width beyond the comfortable one is shared out.
    pub share: f32,
}

impl Want {
    /// A column that grows from its least width to a comfortable one, and beyond by its share of the rest.
    pub const fn new(least: f32, comfortable: f32, share: f32) -> Self {
        Self { least, comfortable, share }
    }

    /// A column of one width.
    pub const fn fixed(width: f32) -> Self {
        Self::new(width, width, 0.0)
    }
}

/// Which columns a painter has, and how wide it wants them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form {
    /// No.
    pub number: Want,
    /// Aktivitas.
    pub activity: Want,
    /// Each lane of *Pelaksana*.
    pub lane: Want,
    /// Kelengkapan, Waktu, Output; none where Mutu Baku is folded away.
    pub quality: Option<[Want; 3]>,
    /// The last column; see [`Column::Remark`].
    pub remark: Option<Want>,
}

impl Form {
    /// Width at which nothing is cramped, in points at 100 %, without the room for loops.
    pub fn comfortable_width(&self, lanes: usize) -> f32 {
        self.wants(lanes, &Gutters::default()).iter().map(|want| want.comfortable).sum()
    }

    /// The form with lanes wide enough for *Ya* on either side of an arrow.
    pub(super) fn with_lanes_for(mut self, word: f32) -> Self {
        self.lane.least = self.lane.least.max(2.0 * (word + WORD_GAP + 1.0));
        self.lane.comfortable = self.lane.comfortable.max(self.lane.least);
        self
    }

    fn wants(&self, lanes: usize, gutters: &Gutters) -> Vec<Want> {
        let mut wants = vec![self.number, self.activity, Want::fixed(gutters.left.width)];
        wants.extend(std::iter::repeat_n(self.lane, lanes));
        wants.push(Want::fixed(gutters.right.width));
        wants.extend(self.quality.into_iter().flatten());
        wants.extend(self.remark);
        wants
    }
}

/// Where each column begins and ends, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// No.
    pub number: Rangef,
    /// Aktivitas.
    pub activity: Rangef,
    /// All lanes with the gutters beside them, in which loops run.
    pub flow: Rangef,
    /// A lane per actor.
    pub lanes: Vec<Rangef>,
    /// Kelengkapan, Waktu, Output.
    pub quality: Option<[Rangef; 3]>,
    /// The last column.
    pub remark: Option<Rangef>,
}

impl Columns {
    /// Shares a width out among the columns.
    pub(super) fn new(width: f32, form: &Form, lanes: usize, gutters: &Gutters) -> Self {
        let wants = form.wants(lanes, gutters);
        let least: f32 = wants.iter().map(|want| want.least).sum();
        let comfortable: f32 = wants.iter().map(|want| want.comfortable).sum();
        let shares: f32 = wants.iter().map(|want| want.share).sum();
        let over = if shares > 0.0 { (width - comfortable).max(0.0) / shares } else { 0.0 };
        // 0 = every column has its least width, 1 = the comfortable one.
        let ease =
            if comfortable > least { ((width - least) / (comfortable - least)).clamp(0.0, 1.0) } else { 1.0 };
        let mut x = 0.0;
        let mut placed = wants.iter().map(|want| {
            let from = x;
            x += want.least + ease * (want.comfortable - want.least) + over * want.share;
            Rangef::new(f32::round(from), f32::round(x))
        });
        let mut next = || placed.next().unwrap_or(Rangef::NOTHING);
        let (number, activity, left) = (next(), next(), next());
        let lanes = (0..lanes).map(|_| next()).collect();
        let flow = Rangef::new(left.min, next().max);
        Self {
            number,
            activity,
            flow,
            lanes,
            quality: form.quality.map(|wants| wants.map(|_| next())),
            remark: form.remark.map(|_| next()),
        }
    }

    /// Width of all columns.
    pub fn width(&self) -> f32 {
        let last = self.quality.map_or(self.flow, |[.., output]| output);
        self.remark.unwrap_or(last).max
    }

    /// The same columns in larger or smaller points.
    #[must_use]
    pub(super) fn scaled(&self, zoom: f32) -> Self {
        let scale = |range: Rangef| Rangef::new((range.min * zoom).round(), (range.max * zoom).round());
        Self {
            number: scale(self.number),
            activity: scale(self.activity),
            flow: scale(self.flow),
            lanes: self.lanes.iter().copied().map(scale).collect(),
            quality: self.quality.map(|columns| columns.map(scale)),
            remark: self.remark.map(scale),
        }
    }

    /// The columns of text from left to right.
    pub fn texts(&self) -> impl Iterator<Item = (Column, Rangef)> + '_ {
        let quality = self.quality.map(|[requirement, time, output]| {
            [(Column::Requirement, requirement), (Column::Time, time), (Column::Output, output)]
        });
        [(Column::Number, self.number), (Column::Activity, self.activity)]
            .into_iter()
            .chain(quality.into_iter().flatten())
            .chain(self.remark.map(|remark| (Column::Remark, remark)))
    }

    /// Every column from left to right; the gutters belong to none.
    pub fn all(&self) -> impl Iterator<Item = Rangef> + '_ {
        [self.number, self.activity]
            .into_iter()
            .chain(self.lanes.iter().copied())
            .chain(self.quality.into_iter().flatten())
            .chain(self.remark)
    }

    /// The lanes, the first and the last widened by the gutter beside them: the cells that a table head rules
    /// off.
    pub fn lane_cells(&self) -> impl Iterator<Item = Rangef> + '_ {
        let last = self.lanes.len().saturating_sub(1);
        self.lanes.iter().enumerate().map(move |(index, lane)| {
            let min = if index == 0 { self.flow.min } else { lane.min };
            Rangef::new(min, if index == last { self.flow.max } else { lane.max })
        })
    }
}
