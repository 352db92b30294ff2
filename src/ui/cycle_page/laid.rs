//! The whole sheet laid out: every text broken, every symbol and arrow in its place. Made anew only when
//! the cycle, the width, the zoom, the theme or the fonts change; between, frames only paint it.

use eframe::egui::{Rangef, Rect, Ui, Vec2, vec2};
use rust_i18n::t;

use super::cell::{Cell, CellBuilder, Ink, Role, Typesetter};
use super::content::{self, DayWords, RowContent};
use super::flow::{self, Arrow, Loop, Node, Side, Stop};
use super::layout::{CELL_PADDING, Columns, DECISION_HEIGHT, Outline, ROW_HEIGHT, Rows, symbol_rect};
use crate::cycle::SlotState;
use crate::sop::{Sop, Step, Symbol};
use crate::ui::components::Status;
use crate::ui::theme::icons;

/// A row with its texts broken.
#[derive(Debug)]
pub struct LaidRow {
    /// No.
    pub number: Cell,
    /// Aktivitas.
    pub activity: Cell,
    /// Kelengkapan, Waktu, Output.
    pub quality: Option<[Cell; 3]>,
    /// Keadaan dan dokumen.
    pub state: Cell,
    /// The sign in the symbol.
    pub sign: Option<std::sync::Arc<eframe::egui::Galley>>,
}

/// The head of the sheet, two levels high.
#[derive(Debug)]
pub struct LaidHead {
    /// No, Aktivitas, a lane per actor, Kelengkapan, Waktu, Output, Keadaan: in the order of the columns.
    pub names: Vec<std::sync::Arc<eframe::egui::Galley>>,
    /// Pelaksana.
    pub actors: std::sync::Arc<eframe::egui::Galley>,
    /// Mutu Baku.
    pub quality: std::sync::Arc<eframe::egui::Galley>,
    /// Height of the upper level.
    pub upper: f32,
    /// Height of both.
    pub height: f32,
}

/// The sheet with everything in its place; 0 is the upper left corner of the first row.
#[derive(Debug)]
pub struct Laid {
    /// Points at 100 % times this are points of this layout.
    pub zoom: f32,
    /// Where the columns are.
    pub columns: Columns,
    /// Where the rows are.
    pub rows: Rows,
    /// What stands in them.
    pub cells: Vec<LaidRow>,
    /// The symbols.
    pub nodes: Vec<Node>,
    /// Lanes and other actors of each row.
    pub stops: Vec<Stop>,
    /// The arrows.
    pub arrows: Vec<Arrow>,
    /// Where the mark of an assumption would be, row by row.
    pub presumed: Vec<Rect>,
    /// *Ya* and *Tidak*.
    pub branches: [std::sync::Arc<eframe::egui::Galley>; 2],
    /// The head.
    pub head: LaidHead,
    /// *Jumlah waktu* and its time.
    pub total: [Cell; 2],
    /// Height of the line of the total.
    pub total_height: f32,
}

impl Laid {
    /// Lays the sheet out in a width of points.
    pub fn new(ui: &Ui, sop: &Sop, content: &[RowContent], width: f32, zoom: f32, folded: bool) -> Self {
        let set = Typesetter::new(ui, zoom);
        let stops: Vec<Stop> = sop.steps.iter().map(|step| stop(sop, step)).collect();
        let (loops, tracks) = flow::plan(&stops, sop.actors.len());
        let columns = Columns::new(width / zoom, sop.actors.len(), tracks, folded).scaled(zoom);
        let cells: Vec<LaidRow> = content.iter().map(|row| laid_row(&set, row, &columns)).collect();
        let rows = Rows::stack(sop.steps.iter().zip(&cells).map(|(step, row)| row_height(&set, step, row)));
        let nodes: Vec<Node> = sop
            .steps
            .iter()
            .zip(&stops)
            .zip(rows.iter())
            .map(|((step, stop), row)| node(sop, step, stop.lane, *row, &columns, zoom))
            .collect();
        let arrows = flow::route(&nodes, &stops, &loops, &columns.lanes, zoom);
        let branch = |words: &str| set.text(words, Role::Tiny, f32::INFINITY);
        let total = laid_total(&set, sop, &columns);
        let total_height = total.iter().map(|cell| cell.height).fold(0.0, f32::max) + set.points(18.0);
        Self {
            zoom,
            head: laid_head(&set, sop, &columns),
            branches: [branch(&t!("sheet.branch_yes")), branch(&t!("sheet.branch_no"))],
            columns,
            rows,
            cells,
            presumed: presumed(&nodes, &loops, zoom),
            nodes,
            stops,
            arrows,
            total,
            total_height,
        }
    }

    /// Size of everything below the head.
    pub fn size(&self) -> Vec2 {
        vec2(self.columns.width(), self.rows.height() + self.total_height)
    }

    /// The place of a row.
    pub fn row_rect(&self, index: usize) -> Option<Rect> {
        let row = self.rows.get(index)?;
        Some(Rect::from_x_y_ranges(0.0..=self.columns.width(), *row))
    }
}

fn lane(sop: &Sop, key: &str) -> Option<usize> {
    sop.actors.iter().position(|actor| actor.key == key)
}

pub(in crate::ui) fn stop(sop: &Sop, step: &Step) -> Stop {
    // A wide box stands in the lanes of all, so nobody needs a mark beside it.
    let marked = if step.symbol == Symbol::WideBox { &[][..] } else { &step.also[..] };
    let no_to = content::symbol(step).1.and_then(|no| usize::from(no.0).checked_sub(1));
    Stop {
        lane: lane(sop, &step.main).unwrap_or(0),
        others: marked.iter().filter_map(|key| lane(sop, key)).collect(),
        no_to,
    }
}

fn node(sop: &Sop, step: &Step, main: usize, row: Rangef, columns: &Columns, zoom: f32) -> Node {
    let (outline, _) = content::symbol(step);
    let span = span(sop, step, main, &columns.lanes);
    Node { outline, symbol: symbol_rect(outline, &span, row, zoom), row }
}

/// The lanes that a step's symbol stands in: its actor's, and of a wide box those of the others, too.
pub(in crate::ui) fn span(sop: &Sop, step: &Step, main: usize, lanes: &[Rangef]) -> Vec<Rangef> {
    let wide = if step.symbol == Symbol::WideBox { &step.also[..] } else { &[] };
    let indices = wide.iter().filter_map(|key| lane(sop, key)).chain([main]);
    indices.filter_map(|index| lanes.get(index).copied()).collect()
}

/// On the right shoulder of a symbol, or on the left one where a loop leaves at the right.
fn presumed(nodes: &[Node], loops: &[Loop], zoom: f32) -> Vec<Rect> {
    let mark = |(index, node): (usize, &Node)| {
        let loop_at_right = loops.iter().any(|way| way.from == index && way.side == Side::Right);
        let inset = if node.outline == Outline::Diamond { 0.24 } else { 0.0 };
        let x = if loop_at_right { inset } else { 1.0 - inset };
        let center = node.symbol.lerp_inside(vec2(x, inset));
        Rect::from_center_size(center, Vec2::splat(13.0 * zoom))
    };
    nodes.iter().enumerate().map(mark).collect()
}

fn laid_row(set: &Typesetter<'_>, row: &RowContent, columns: &Columns) -> LaidRow {
    let inner = |column: Rangef| column.span() - 2.0 * set.points(CELL_PADDING);
    let cell = |column: Rangef| CellBuilder::new(set, inner(column));

    let number_role = if row.is_current() { Role::Strong } else { Role::Body };
    let number_ink = if row.is_current() { Ink::Text } else { Ink::Muted };
    let mut activity = cell(columns.activity);
    let role = if row.is_current() { Role::Strong } else { Role::Body };
    if row.corrections.is_empty() {
        activity.text(&row.activity, role, Ink::Text);
    } else {
        activity.footnoted(&row.activity, role, Ink::Text);
    }
    if let Some(turn) = &row.turn {
        activity.gap(4.0).icon_text(icons::USER, turn, Role::SmallStrong, Ink::Tone(turn_tone(row)));
    }

    let quality = columns.quality.map(|[requirement, time, output]| {
        let mut when = cell(time);
        when.text(&row.time, Role::Small, Ink::Text);
        if let Some(day) = &row.day {
            when.gap(3.0);
            day_line(&mut when, day);
            if let Some(late) = &day.late {
                when.text(late, Role::SmallStrong, Ink::Tone(Status::Late));
            }
        }
        [
            cell(requirement).text(&row.requirement, Role::Small, Ink::Text).build(),
            when.build(),
            cell(output).text(&row.output, Role::Small, Ink::Text).build(),
        ]
    });

    LaidRow {
        number: cell(columns.number).text(&row.no.to_string(), number_role, number_ink).build(),
        activity: activity.build(),
        state: state_cell(&mut cell(columns.state), row, quality.is_none()),
        quality,
        sign: sign(row).map(|icon| set.icon(icon, 15.0)),
    }
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

/// The colours in which it says whose turn it is.
pub fn turn_tone(row: &RowContent) -> Status {
    if row.tone == Status::NotStarted { Status::Running } else { row.tone }
}

/// The sign in a symbol: its state by shape.
fn sign(row: &RowContent) -> Option<&'static str> {
    match row.status {
        Status::Done => Some(icons::CHECK),
        Status::Running => Some(icons::PLAY),
        Status::WaitingOutside => Some(icons::HOURGLASS_MEDIUM),
        Status::Returned => Some(icons::ARROW_U_UP_LEFT),
        _ => row.is_current().then_some(icons::PLAY),
    }
}

fn row_height(set: &Typesetter<'_>, step: &Step, row: &LaidRow) -> f32 {
    let least = if content::symbol(step).0 == Outline::Diamond { DECISION_HEIGHT } else { ROW_HEIGHT };
    let cells = [&row.activity, &row.state].into_iter().chain(row.quality.iter().flatten());
    let tallest = cells.map(|cell| cell.height).fold(0.0, f32::max);
    set.points(least).max(tallest + set.points(18.0))
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
    names.push(name(&t!("sheet.head.state"), columns.state));
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

/// The actor's name; a size smaller where a word would break, and the short form where even that does not help.
fn lane_name(
    set: &Typesetter<'_>,
    actor: &crate::sop::Actor,
    lane: Rangef,
) -> std::sync::Arc<eframe::egui::Galley> {
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
    let column = columns.quality.map_or(columns.state, |[_, time, _]| time);
    let mut time = CellBuilder::new(set, column.span() - 2.0 * set.points(CELL_PADDING));
    time.text(&sop.total.text, Role::SmallStrong, Ink::Text);
    [label.build(), time.build()]
}
