//! The SOP sheet of `index.html`: a table whose rows hold a drawing each of what lies in their lanes.
//!
//! Whatever breaks a table over pages, or shows its texts in another font, breaks and shows rows; so the flow is cut
//! into rows, too, and each symbol stays beside its step. Everything is sized in `em` of the table: a print sets its
//! font smaller, and the whole sheet is.

use std::fmt::Write as _;

use emath::{Pos2, Rangef, Rect, Vec2, vec2};

use super::{LANGUAGE, Text};
use crate::archive::dossier::{StepRecord, Summary};
use crate::sheet::{Arrow, Branch, Column, Form, MARK_RADIUS, Measure, Node, Outline, SheetLayout, Want};
use crate::sop::{Sop, Step, Sureness, Symbol};

/// An `em` of the table, in points of the layout: the page's font where nothing changes it.
const EM: f32 = 16.0;
/// Width of the table: what the page has room for.
const WIDTH: f32 = 1134.0;
/// Size and line height of text in cells, and of *Ya* and *Tidak*; as in `dossier.css`.
const FONT: f32 = 14.0;
const LINE: f32 = 20.0;
const WORD_FONT: f32 = 11.0;
/// Room beside and above the text of a cell, with the line of the table.
const PADDING: Vec2 = vec2(7.0, 5.5);
/// Length of the head of an arrow.
const HEAD: f32 = 6.5;
/// How far an arrow reaches into the next row: as much as rows may grow by in a font that is wider than was reckoned.
const OVERLAP: f32 = 6.0;

fn form(lanes: usize) -> Form {
    let wording = Want::new(100.0, 125.0, 2.0);
    Form {
        number: Want::fixed(42.0),
        activity: Want::new(180.0, 210.0, 3.0),
        lane: Want::new(56.0, (300.0 / lanes.max(1) as f32).clamp(58.0, 72.0), 0.3),
        quality: Some([wording, Want::new(72.0, 84.0, 0.3), wording]),
        remark: Some(Want::new(112.0, 124.0, 1.0)),
    }
}

/// Writes the section *Lembar SOP*.
pub(super) fn write(html: &mut String, summary: &Summary, sop: &Sop) {
    let layout = layout(summary, sop);
    html.push_str("<section class=\"sheet\">\n<h2>Lembar SOP</h2>\n<div class=\"wide\">\n");
    let _ = writeln!(html, "<table style=\"width:{}\">", em(layout.columns.width()));
    head(html, sop, &layout);
    html.push_str("<tbody>\n");
    for (index, step) in sop.steps.iter().enumerate() {
        let Some(record) = summary.steps.iter().find(|record| record.no == step.no) else { continue };
        row(html, sop, &layout, index, step, record);
    }
    let _ = write!(
        html,
        "<tr class=\"total\"><td></td><td>Jumlah waktu</td><td colspan=\"{}\"></td><td>{}</td><td colspan=\"2\"></td></tr>\n\
         </tbody>\n</table>\n</div>\n<p class=\"small\">",
        sop.actors.len() + 1,
        Text(&sop.total.text)
    );
    let actors = sop.actors.iter().map(|actor| format!("{} = {}", Text(&actor.key), Text(&actor.name)));
    let unsure = sop.steps.iter().any(|step| step.lane_sureness == Some(Sureness::Low));
    let notes = unsure.then(|| "garis putus-putus = perkiraan, belum ditetapkan".to_owned());
    html.push_str(&actors.chain(notes).collect::<Vec<_>>().join(" · "));
    html.push_str("</p>\n</section>\n");
}

fn layout(summary: &Summary, sop: &Sop) -> SheetLayout {
    SheetLayout::new(sop, &form(sop.actors.len()), WIDTH, 1.0, &mut Texts { summary, sop })
}

fn head(html: &mut String, sop: &Sop, layout: &SheetLayout) {
    let columns = &layout.columns;
    let widths = [columns.number, columns.activity].into_iter().chain(columns.lane_cells());
    html.push_str("<colgroup>");
    for width in widths.chain(columns.quality.into_iter().flatten()).chain(columns.remark).map(Rangef::span) {
        let _ = write!(html, "<col style=\"width:{}\">", em(width));
    }
    let _ = write!(
        html,
        "</colgroup>\n<thead>\n<tr><th rowspan=\"2\">No</th><th rowspan=\"2\">Aktivitas</th>\
         <th colspan=\"{}\">Pelaksana</th><th colspan=\"3\">Mutu baku</th>\
         <th rowspan=\"2\">Keadaan dan dokumen</th></tr>\n<tr>",
        sop.actors.len()
    );
    for actor in &sop.actors {
        let _ = write!(html, "<th title=\"{}\">{}</th>", Text(&actor.name), Text(&actor.key));
    }
    html.push_str("<th>Kelengkapan</th><th>Waktu</th><th>Output</th></tr>\n</thead>\n");
}

fn row(html: &mut String, sop: &Sop, layout: &SheetLayout, index: usize, step: &Step, record: &StepRecord) {
    let Some(place) = layout.rows.get(index) else { return };
    let _ = write!(
        html,
        "<tr style=\"height:{}\"><td class=\"no\">{}</td><td>{}</td><td class=\"lanes\" colspan=\"{}\">",
        em(place.span()),
        step.no,
        Text(&step.activity),
        sop.actors.len()
    );
    drawing(html, sop, layout, index, step);
    let _ = write!(
        html,
        "</td><td>{}</td><td>{}</td><td>{}</td><td>",
        Text(&step.requirement_text),
        Text(&step.time_text),
        Text(&step.output_text)
    );
    let [state, date, documents] = state(record);
    let class = if record.finished.is_some() { "done" } else { "open" };
    let _ = write!(html, "<span class=\"{class}\">{state}</span>");
    if !date.is_empty() {
        let _ = write!(html, "<br><span class=\"small\">{date}</span>");
    }
    let _ = writeln!(html, "<br><a href=\"#langkah-{}\">{documents}</a></td></tr>", record.no);
}

/// What stands in the last column, a line each: state, date, documents.
fn state(record: &StepRecord) -> [String; 3] {
    let documents = format!("{} dokumen", LANGUAGE.count(record.documents.len() as u64));
    match &record.finished {
        Some(sign) => ["✔ Selesai".to_owned(), LANGUAGE.date(sign.at.date_naive()), documents],
        None => ["Belum selesai".to_owned(), String::new(), documents],
    }
}

/// What lies in the lanes of a row.
fn drawing(html: &mut String, sop: &Sop, layout: &SheetLayout, index: usize, step: &Step) {
    let (Some(row), Some(node)) = (layout.rows.get(index), layout.nodes.get(index)) else { return };
    let flow = layout.columns.flow;
    let _ = write!(
        html,
        "<svg style=\"width:{};height:{}\" viewBox=\"{} {} {} {}\" role=\"img\"><title>{}</title><path class=\"rule\" d=\"",
        em(flow.span()),
        em(row.span()),
        flow.min,
        row.min,
        flow.span(),
        row.span(),
        Text(&in_words(sop, step)),
    );
    for lane in layout.columns.lane_cells().skip(1) {
        let _ = write!(html, "M{} {}V{}", lane.min, row.min, row.max);
    }
    let _ = write!(html, "M{} {}H{}\"/>", flow.min, row.max, flow.max);
    for arrow in layout.arrows.iter().filter(|arrow| arrow.rows().contains(&index)) {
        draw_arrow(html, arrow, *row, index);
    }
    draw_node(html, node, step.lane_sureness == Some(Sureness::Low));
    for arrow in layout.arrows.iter().filter(|arrow| arrow.from == index) {
        if let (Some(branch), Some(word)) = (arrow.branch, arrow.word) {
            let at = word.center();
            let _ = write!(html, "<text x=\"{}\" y=\"{}\">{}</text>", at.x, at.y, branch_word(branch));
        }
    }
    html.push_str("</svg>");
}

fn draw_arrow(html: &mut String, arrow: &Arrow, row: Rangef, index: usize) {
    html.push_str("<path class=\"arrow\" d=\"");
    for [from, to] in arrow.within(row, OVERLAP) {
        let _ = write!(html, "M{} {}L{} {}", from.x, from.y, to.x, to.y);
    }
    html.push_str("\"/>");
    if let [.., before, tip] = arrow.points[..]
        && arrow.to == index
    {
        let along = (tip - before).normalized() * HEAD;
        let across = along.rot90() * 0.52;
        let foot = tip - along;
        html.push_str("<path class=\"head\" d=\"");
        polygon(html, &[tip, foot + across, foot - across]);
        html.push_str("\"/>");
    }
}

/// The symbol, and the marks of who else stands in the row.
fn draw_node(html: &mut String, node: &Node, presumed: bool) {
    let y = node.symbol.center().y;
    for link in &node.links {
        let _ = write!(html, "<path class=\"link\" d=\"M{} {y}H{}\"/>", link.min, link.max);
    }
    for mark in &node.others {
        let _ = write!(html, "<circle cx=\"{}\" cy=\"{}\" r=\"{MARK_RADIUS}\"/>", mark.x, mark.y);
    }
    let class = if presumed { "symbol presumed" } else { "symbol" };
    let Rect { min, .. } = node.symbol;
    let size = node.symbol.size();
    match node.outline {
        Outline::Diamond => {
            let rect = node.symbol;
            let _ = write!(html, "<path class=\"{class}\" d=\"");
            polygon(
                html,
                &[rect.center_top(), rect.right_center(), rect.center_bottom(), rect.left_center()],
            );
            html.push_str("\"/>");
        }
        Outline::Box | Outline::Capsule => {
            let radius = if node.outline == Outline::Capsule { size.y / 2.0 } else { 2.0 };
            let _ = write!(
                html,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\"/>",
                min.x, min.y, size.x, size.y
            );
        }
    }
}

fn polygon(html: &mut String, corners: &[Pos2]) {
    for (index, at) in corners.iter().enumerate() {
        let _ = write!(html, "{}{:.2} {:.2}", if index == 0 { 'M' } else { 'L' }, at.x, at.y);
    }
    html.push('Z');
}

/// What a drawing shows, for those who don't see it.
fn in_words(sop: &Sop, step: &Step) -> String {
    let name = |key: &String| sop.actor(key).map_or(key.as_str(), |actor| actor.name.as_str()).to_owned();
    let symbol = match step.symbol {
        Symbol::Capsule => "kapsul",
        Symbol::Box => "kotak",
        Symbol::WideBox => "kotak bersama",
        Symbol::Diamond { .. } => "belah ketupat",
    };
    let mut words = format!("{} ({symbol})", name(&step.main));
    if !step.also.is_empty() {
        let also: Vec<_> = step.also.iter().map(name).collect();
        let _ = write!(words, ", bersama {}", also.join(", "));
    }
    if let Symbol::Diamond { no_to } = step.symbol {
        let _ = write!(words, ". Tidak: kembali ke langkah {no_to}");
    }
    if step.lane_sureness == Some(Sureness::Low) {
        words.push_str(". Perkiraan, belum ditetapkan");
    }
    words
}

fn branch_word(branch: Branch) -> &'static str {
    match branch {
        Branch::Yes => "Ya",
        Branch::No => "Tidak",
    }
}

/// A length of the layout in `em` of the table.
fn em(points: f32) -> String {
    format!("{}em", (points / EM * 1000.0).round() / 1000.0)
}

/// The texts of the table, in no font that is known: reckoned as wide as in the widest that a browser may have.
struct Texts<'a> {
    summary: &'a Summary,
    sop: &'a Sop,
}

impl Measure for Texts<'_> {
    fn word(&mut self, branch: Branch) -> Vec2 {
        vec2(width(branch_word(branch)) * WORD_FONT, WORD_FONT * 1.2)
    }

    fn height(&mut self, row: usize, column: Column, width: f32) -> f32 {
        let Some(step) = self.sop.steps.get(row) else { return 0.0 };
        let room = width - 2.0 * PADDING.x;
        let count = match column {
            Column::Number => 1,
            Column::Activity => lines(&step.activity, room),
            Column::Requirement => lines(&step.requirement_text, room),
            Column::Time => lines(&step.time_text, room),
            Column::Output => lines(&step.output_text, room),
            Column::Remark => {
                let record = self.summary.steps.iter().find(|record| record.no == step.no);
                record.map_or(0, |record| {
                    state(record).iter().filter(|line| !line.is_empty()).map(|line| lines(line, room)).sum()
                })
            }
        };
        count as f32 * LINE + 2.0 * PADDING.y
    }
}

/// In how many lines a text stands.
fn lines(text: &str, room: f32) -> usize {
    let space = width(" ") * FONT;
    let mut count = 0;
    for paragraph in text.lines() {
        count += 1;
        let mut x = 0.0;
        for word in paragraph.split_whitespace() {
            let word = width(word) * FONT;
            if x > 0.0 && x + space + word > room {
                count += 1;
                x = 0.0;
            }
            x += if x > 0.0 { space + word } else { word };
            // A word that is longer than a line is broken.
            while x > room {
                count += 1;
                x -= room;
            }
        }
    }
    count.max(1)
}

/// Width of a text in `em`: the letters of `DejaVu Sans`, the widest of the usual fonts, in groups.
fn width(text: &str) -> f32 {
    let letter = |c: char| match c {
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' => 0.70,
        c if c.is_ascii() => 0.62,
        _ => 1.0,
    };
    text.chars().map(letter).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_break_between_words_and_where_a_word_is_too_long() {
        assert_eq!(lines("", 100.0), 1);
        assert_eq!(lines("satu dua", 100.0), 1);
        assert_eq!(lines("satu\ndua", 100.0), 2);
        assert_eq!(lines("satu dua", 40.0), 2);
        assert_eq!(lines(&"x".repeat(40), 100.0), 4);
    }

    proptest! {
        #[test]
        fn lines_have_room_for_all_words(words in prop::collection::vec("[a-zA-Z0-9]{1,20}", 1..30), room in 60.0_f32..300.0) {
            let text = words.join(" ");
            let letters: f32 = words.iter().map(|word| width(word) * FONT).sum();
            let count = lines(&text, room);
            prop_assert!(count as f32 * room >= letters - 0.1);
            prop_assert_eq!(lines(&text, f32::INFINITY), 1);
        }
    }
}
