//! The sheet with its texts wrapped and laid out. Laid out again only when the cycle, the width, the zoom,
//! the theme or the fonts change; other frames only paint it.

use std::sync::Arc;

use eframe::egui::{Galley, Rangef, Ui, Vec2, vec2};
use rust_i18n::t;

use super::cell::{Cell, CellBuilder, Ink, Role, Typesetter};
use super::content::{DayWords, RowContent};
use crate::cycle::SlotState;
use crate::sheet::{Branch, Column, Columns, Form, Measure, SheetLayout, Want};
use crate::sop::{Actor, Sop};
use crate::ui::components::Status;
use crate::ui::theme::icons;

/// Space between the edge of a column and its text, in points at 100 %.
pub const CELL_PADDING: f32 = 9.0;

/// The columns of the working sheet; with `folded`, Mutu Baku has none. The more lanes, the narrower each, so
/// that even eight leave room for the texts.
pub fn form(lanes: usize, folded: bool) -> Form {
    let lane = (398.0 / lanes.max(1) as f32).clamp(58.0, 92.0);
    let wording = Want::new(112.0, 135.0, 2.0);
    Form {
        number: Want::fixed(34.0),
        activity: Want::new(172.0, 216.0, 3.0),
        lane: Want::new(54.0, lane, 0.5),
        quality: (!folded).then_some([wording, Want::new(96.0, 112.0, 0.3), wording]),
        remark: Some(Want::new(156.0, 168.0, 0.7)),
    }
}

/// A row with its texts laid out.
#[derive(Debug, Default)]
pub struct LaidRow {
    cells: [Cell; Column::COUNT],
    /// The icon in the symbol.
    pub sign: Option<Arc<Galley>>,
}

impl LaidRow {
    /// The content of a column; empty if the column is folded away.
    pub fn cell(&self, column: Column) -> &Cell {
        &self.cells[column as usize]
    }
}

/// The head of the sheet, two levels high.
#[derive(Debug)]
pub struct LaidHead {
    /// No, Aktivitas, a lane for each actor, Kelengkapan, Waktu, Output, Keadaan: in the order of the
    /// columns.
    pub names: Vec<Arc<Galley>>,
    /// The text *Pelaksana*.
    pub actors: Arc<Galley>,
    /// The text *Mutu Baku*.
    pub quality: Arc<Galley>,
    /// Height of the upper level.
    pub upper: f32,
    /// Height of both levels.
    pub height: f32,
}

/// The sheet with everything at its position; the origin is the upper left corner of the first row.
#[derive(Debug)]
pub struct Laid {
    /// Positions of rows, columns, symbols and arrows.
    pub sheet: SheetLayout,
    /// Contents of the rows.
    pub rows: Vec<LaidRow>,
    /// The words *Ya* and *Tidak*.
    pub branches: [Arc<Galley>; 2],
    /// The head.
    pub head: LaidHead,
    /// *Jumlah waktu* and the total time.
    pub total: [Cell; 2],
    /// Height of the line of the total.
    pub total_height: f32,
}

impl Laid {
    /// Lays the sheet out in `width` points.
    pub fn new(ui: &Ui, sop: &Sop, content: &[RowContent], width: f32, zoom: f32, folded: bool) -> Self {
        let set = Typesetter::new(ui, zoom);
        let branch = |words: &str| set.text(words, Role::Tiny, f32::INFINITY);
        let mut texts = Texts {
            set: &set,
            content,
            folded,
            branches: [branch(&t!("sheet.branch_yes")), branch(&t!("sheet.branch_no"))],
            rows: content
                .iter()
                .map(|row| LaidRow { sign: sign(row).map(|icon| set.icon(icon, 15.0)), ..LaidRow::default() })
                .collect(),
        };
        let sheet = SheetLayout::new(sop, &form(sop.actors.len(), folded), width, zoom, &mut texts);
        let Texts { rows, branches, .. } = texts;
        let total = laid_total(&set, sop, &sheet.columns);
        let total_height =
            total.iter().map(|cell| cell.height).fold(0.0, f32::max) + set.points(2.0 * CELL_PADDING);
        Self { head: laid_head(&set, sop, &sheet.columns), sheet, rows, branches, total, total_height }
    }

    /// Size of everything below the head.
    pub fn size(&self) -> Vec2 {
        self.sheet.size() + vec2(0.0, self.total_height)
    }

    /// The word at an arrow.
    pub fn branch(&self, branch: Branch) -> &Arc<Galley> {
        &self.branches[usize::from(branch == Branch::No)]
    }
}

/// Wraps the texts when the layout asks for their heights, and keeps them for painting.
struct Texts<'a> {
    set: &'a Typesetter<'a>,
    content: &'a [RowContent],
    folded: bool,
    branches: [Arc<Galley>; 2],
    rows: Vec<LaidRow>,
}

impl Measure for Texts<'_> {
    fn word(&mut self, branch: Branch) -> Vec2 {
        self.branches[usize::from(branch == Branch::No)].size()
    }

    fn height(&mut self, row: usize, column: Column, width: f32) -> f32 {
        let padding = 2.0 * self.set.points(CELL_PADDING);
        let (Some(content), Some(laid)) = (self.content.get(row), self.rows.get_mut(row)) else { return 0.0 };
        let mut cell = CellBuilder::new(self.set, width - padding);
        let cell = match column {
            Column::Number => number_cell(&mut cell, content),
            Column::Activity => activity_cell(&mut cell, content),
            Column::Requirement => cell.text(&content.requirement, Role::Small, Ink::Text).build(),
            Column::Time => time_cell(&mut cell, content),
            Column::Output => cell.text(&content.output, Role::Small, Ink::Text).build(),
            Column::Remark => state_cell(&mut cell, content, self.folded),
        };
        let height = cell.height + padding;
        laid.cells[column as usize] = cell;
        height
    }
}

fn number_cell(cell: &mut CellBuilder<'_>, row: &RowContent) -> Cell {
    let (role, ink) = if row.is_current() { (Role::Strong, Ink::Text) } else { (Role::Body, Ink::Muted) };
    cell.text(&row.no.to_string(), role, ink).build()
}

fn activity_cell(cell: &mut CellBuilder<'_>, row: &RowContent) -> Cell {
    let role = if row.is_current() { Role::Strong } else { Role::Body };
    if row.corrections.is_empty() {
        cell.text(&row.activity, role, Ink::Text);
    } else {
        cell.footnoted(&row.activity, role, Ink::Text);
    }
    if let Some(turn) = &row.turn {
        cell.gap(4.0).icon_text(icons::USER, turn, Role::SmallStrong, Ink::Tone(turn_tone(row)));
    }
    cell.build()
}

fn time_cell(cell: &mut CellBuilder<'_>, row: &RowContent) -> Cell {
    cell.text(&row.time, Role::Small, Ink::Text);
    if let Some(day) = &row.day {
        cell.gap(3.0);
        day_line(cell, day);
        if let Some(late) = &day.late {
            cell.text(late, Role::SmallStrong, Ink::Tone(Status::Late));
        }
    }
    cell.build()
}

fn state_cell(cell: &mut CellBuilder<'_>, row: &RowContent, folded: bool) -> Cell {
    cell.pill(row.status, &row.status.word());
    for (index, flag) in row.flags.iter().enumerate() {
        cell.gap(if index == 0 { 4.0 } else { 1.0 }).icon_text(
            flag.icon,
            &flag.words,
            Role::Small,
            Ink::Tone(flag.tone),
        );
    }
    if folded && let Some(day) = &row.day {
        day_line(cell.gap(4.0), day);
    }
    if let Some(count) = &row.count {
        let missing = if row.gaps { Ink::Solid(Status::NeedsReview) } else { Ink::Muted };
        let glyphs = row.slots.iter().map(|slot| match slot {
            SlotState::Missing => (icons::FILE_DASHED, missing),
            SlotState::File => (icons::FILE_TEXT, Ink::Tone(Status::Done)),
            SlotState::Paper => (icons::NOTE_BLANK, Ink::Tone(Status::Done)),
            SlotState::Both => (icons::FILES, Ink::Tone(Status::Done)),
            SlotState::NotApplicable => (icons::PROHIBIT, Ink::Muted),
        });
        let warning = row.gaps.then_some((icons::WARNING, Ink::Tone(Status::NeedsReview)));
        let ink = if row.gaps { Ink::Tone(Status::NeedsReview) } else { Ink::Muted };
        cell.gap(4.0).documents(glyphs.chain(warning), count, ink);
    }
    cell.build()
}

fn day_line(cell: &mut CellBuilder<'_>, day: &DayWords) {
    let (role, ink) =
        if day.passed { (Role::SmallStrong, Ink::Tone(Status::Late)) } else { (Role::Small, Ink::Muted) };
    cell.text(&day.words, role, ink);
}

/// The state whose colours say whose turn it is.
pub fn turn_tone(row: &RowContent) -> Status {
    if row.tone == Status::NotStarted { Status::Running } else { row.tone }
}

/// The icon in a symbol: it shows the state without colour.
fn sign(row: &RowContent) -> Option<&'static str> {
    match row.status {
        Status::Done => Some(icons::CHECK),
        Status::Running => Some(icons::PLAY),
        Status::WaitingOutside => Some(icons::HOURGLASS_MEDIUM),
        Status::Returned => Some(icons::ARROW_U_UP_LEFT),
        _ => row.is_current().then_some(icons::PLAY),
    }
}

fn laid_head(set: &Typesetter<'_>, sop: &Sop, columns: &Columns) -> LaidHead {
    let name = |words: &str, column: Rangef| {
        set.centered(words, set.font(Role::SmallStrong), column.span() - set.points(8.0))
    };
    let quality = ["requirement", "time", "output"].map(|key| t!(format!("sheet.head.{key}")));
    let mut names = vec![
        name(&t!("sheet.head.number"), columns.number),
        name(&t!("sheet.head.activity"), columns.activity),
    ];
    names.extend(sop.actors.iter().zip(&columns.lanes).map(|(actor, lane)| lane_name(set, actor, *lane)));
    for (words, column) in quality.iter().zip(columns.quality.into_iter().flatten()) {
        names.push(name(words, column));
    }
    names.extend(columns.remark.map(|remark| name(&t!("sheet.head.state"), remark)));
    let upper = set.points(24.0);
    let lower = names.iter().map(|name| name.size().y).fold(0.0, f32::max) + set.points(12.0);
    LaidHead {
        names,
        actors: set.centered(&t!("sheet.head.actors"), set.font(Role::SmallStrong), columns.flow.span()),
        quality: set.centered(&t!("sheet.head.quality"), set.font(Role::SmallStrong), f32::INFINITY),
        upper,
        height: (upper + lower).ceil(),
    }
}

/// The actor's name; in a smaller size where a word would break, and the short form where that does not help.
fn lane_name(set: &Typesetter<'_>, actor: &Actor, lane: Rangef) -> Arc<Galley> {
    let width = lane.span() - set.points(6.0);
    let mut font = set.font(Role::SmallStrong);
    if set.longest_word(&actor.name, &font) > width {
        font.size -= set.points(1.0);
    }
    if set.longest_word(&actor.name, &font) <= width {
        set.centered(&actor.name, font, width)
    } else {
        set.centered(&actor.key, set.font(Role::SmallStrong), width)
    }
}

fn laid_total(set: &Typesetter<'_>, sop: &Sop, columns: &Columns) -> [Cell; 2] {
    let mut label = CellBuilder::new(set, columns.activity.span() - 2.0 * set.points(CELL_PADDING));
    label.text(&t!("sheet.total"), Role::SmallStrong, Ink::Text);
    let mut time = CellBuilder::new(set, total_column(columns).span() - 2.0 * set.points(CELL_PADDING));
    time.text(&sop.total.text, Role::SmallStrong, Ink::Text);
    [label.build(), time.build()]
}

/// The column of the total time: *Waktu*, or the last column where Waktu is folded away.
pub fn total_column(columns: &Columns) -> Rangef {
    columns.quality.map(|[_, time, _]| time).or(columns.remark).unwrap_or(columns.activity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sop::builtin;

    /// Width for the sheet in a window of 1366 points, without the rail and the page's margins.
    const WIDE: f32 = 1244.0;
    /// The same, less a step panel of 400 points.
    const BESIDE_PANEL: f32 = 844.0;

    /// A layout of texts without height: the test is only about widths.
    struct Flat;

    impl Measure for Flat {
        fn word(&mut self, branch: Branch) -> Vec2 {
            vec2(if branch == Branch::Yes { 13.0 } else { 29.0 }, 14.0)
        }

        fn height(&mut self, _: usize, _: Column, _: f32) -> f32 {
            0.0
        }
    }

    fn columns(lanes: usize, width: f32, folded: bool) -> Columns {
        let mut sop = builtin().clone();
        for lane in sop.actors.len()..lanes {
            sop.actors.push(Actor { key: format!("S{lane}"), name: format!("Seksi {lane}") });
        }
        SheetLayout::new(&sop, &form(lanes, folded), width, 1.0, &mut Flat).columns
    }

    #[test]
    fn five_lanes_fit_the_office_screen_without_scrolling_and_so_do_eight() {
        let five = columns(5, WIDE, false);
        assert!(five.width() <= WIDE, "{}", five.width());
        assert!(five.lanes.iter().all(|lane| lane.span() >= 78.0));
        let folded = columns(5, BESIDE_PANEL, true);
        assert!(folded.width() <= BESIDE_PANEL, "{}", folded.width());
        assert!(folded.quality.is_none());
        let eight = columns(8, WIDE, false);
        assert!(eight.width() <= WIDE, "{}", eight.width());
    }
}
