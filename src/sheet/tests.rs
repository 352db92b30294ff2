//! The geometry of any sheet: of any SOP, with any texts, in any width and size, on any pages.
#![expect(clippy::float_cmp, reason = "columns end at whole points, and the next one begins at the same")]

use emath::{Pos2, Rangef, Rect, Vec2, pos2, vec2};
use proptest::prelude::*;

use super::*;
use crate::sop::{Actor, Step, StepNo, Symbol, builtin};

/// A step: its lane, who else stands in the row, whether the box is wide, and where *Tidak* leads.
type Row = (usize, Vec<usize>, bool, Option<usize>);

fn sop(lanes: usize, rows: Vec<Row>) -> Sop {
    let mut sop = builtin().clone();
    let key = |lane: usize| format!("L{lane}");
    sop.actors = (0..lanes).map(|lane| Actor { key: key(lane), name: key(lane) }).collect();
    let last = rows.len() - 1;
    let step = |(index, (lane, also, wide, no_to)): (usize, Row)| Step {
        no: StepNo(index as u8 + 1),
        main: key(lane),
        also: also.into_iter().filter(|also| *also != lane).map(key).collect(),
        symbol: match no_to.filter(|_| index > 0) {
            _ if index == 0 || index == last => Symbol::Capsule,
            Some(to) => Symbol::Diamond { no_to: StepNo((to % index) as u8 + 1) },
            None if wide => Symbol::WideBox,
            None => Symbol::Box,
        },
        ..builtin().steps[0].clone()
    };
    sop.steps = rows.into_iter().enumerate().map(step).collect();
    sop
}

fn sops() -> impl Strategy<Value = Sop> {
    (3_usize..=8).prop_flat_map(|lanes| {
        let row = (
            0..lanes,
            prop::collection::btree_set(0..lanes, 0..lanes).prop_map(Vec::from_iter),
            prop::bool::weighted(0.3),
            prop::option::weighted(0.4, 0_usize..20),
        );
        prop::collection::vec(row, 2..20).prop_map(move |rows| sop(lanes, rows))
    })
}

/// Texts of a painter: so many letters in the cells, all equally wide.
#[derive(Debug, Clone)]
struct Fake {
    yes: Vec2,
    no: Vec2,
    letters: Vec<usize>,
}

impl Measure for Fake {
    fn word(&mut self, branch: Branch) -> Vec2 {
        if branch == Branch::Yes { self.yes } else { self.no }
    }

    fn height(&mut self, row: usize, column: Column, width: f32) -> f32 {
        let letters = self.letters[(row * Column::COUNT + column as usize) % self.letters.len()];
        (letters as f32 * 7.0 / width).ceil() * 15.0 + 14.0
    }
}

fn fakes() -> impl Strategy<Value = Fake> {
    let word = |widest: f32| (8.0..widest, 8.0_f32..24.0).prop_map(|(x, y)| vec2(x, y));
    (word(40.0), word(70.0), prop::collection::vec(0_usize..90, 1..40)).prop_map(|(yes, no, letters)| Fake {
        yes,
        no,
        letters,
    })
}

fn forms() -> impl Strategy<Value = Form> {
    let want = |least: std::ops::Range<f32>| {
        (least, 0.0_f32..60.0, 0.0_f32..3.0)
            .prop_map(|(least, more, share)| Want::new(least, least + more, share))
    };
    (
        want(20.0..60.0),
        want(80.0..250.0),
        want(40.0..100.0),
        prop::option::of([want(40.0..150.0), want(40.0..150.0), want(40.0..150.0)]),
        prop::option::of(want(40.0..250.0)),
    )
        .prop_map(|(number, activity, lane, quality, remark)| Form {
            number,
            activity,
            lane,
            quality,
            remark,
        })
}

fn layouts() -> impl Strategy<Value = SheetLayout> {
    let zooms = prop::sample::select(vec![0.5_f32, 0.55, 0.67, 0.8, 1.0, 1.25, 1.5]);
    (sops(), forms(), fakes(), 200.0_f32..2500.0, zooms)
        .prop_map(|(sop, form, mut fake, width, zoom)| SheetLayout::new(&sop, &form, width, zoom, &mut fake))
}

/// The strokes of a way as thin rectangles.
fn strokes(points: &[Pos2]) -> Vec<Rect> {
    points.windows(2).map(|pair| Rect::from_two_pos(pair[0], pair[1])).collect()
}

/// Whether something of a rectangle lies inside a symbol, by more than a hair.
fn strikes(node: &Node, rect: Rect) -> bool {
    const HAIR: f32 = 0.5;
    match node.outline {
        Outline::Diamond => {
            let (center, half) = (node.symbol.center(), node.symbol.size() / 2.0 - Vec2::splat(HAIR));
            let nearest = rect.clamp(center) - center;
            nearest.x.abs() / half.x + nearest.y.abs() / half.y < 1.0
        }
        _ => node.symbol.shrink(HAIR).intersects(rect),
    }
}

/// Everything in the sheet that can be read beside the arrows, with what it is.
fn texts(sheet: &SheetLayout) -> Vec<(String, Rect)> {
    let mut texts = Vec::new();
    for (index, row) in sheet.rows.iter().enumerate() {
        let cell = |(column, place): (Column, Rangef)| {
            (format!("{column:?} of row {index}"), Rect::from_x_y_ranges(place, *row).shrink(0.1))
        };
        texts.extend(sheet.columns.texts().map(cell));
    }
    for arrow in &sheet.arrows {
        texts.extend(arrow.word.map(|word| (format!("{:?} of row {}", arrow.branch, arrow.from), word)));
    }
    for (index, node) in sheet.nodes.iter().enumerate() {
        texts.push((format!("question mark of row {index}"), node.presumed));
        let mark = |at: &Pos2| Rect::from_center_size(*at, Vec2::splat(2.0 * MARK_RADIUS * sheet.zoom));
        texts.extend(node.others.iter().map(|at| (format!("mark in row {index}"), mark(at))));
    }
    texts
}

/// Whether loops may touch: they lead to one row, or one begins within the other and ends outside.
fn may_meet(a: &Arrow, b: &Arrow) -> bool {
    let interleaved = |a: &Arrow, b: &Arrow| a.to < b.to && b.to < a.from && a.from < b.from;
    a.to == b.to || interleaved(a, b) || interleaved(b, a)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_arrow_crosses_a_text(sheet in layouts()) {
        let texts = texts(&sheet);
        for arrow in &sheet.arrows {
            for stroke in strokes(&arrow.points) {
                for (what, text) in &texts {
                    prop_assert!(!text.intersects(stroke), "{arrow:?} strikes {what} at {text:?}");
                }
            }
        }
    }

    #[test]
    fn no_arrow_crosses_a_symbol(sheet in layouts()) {
        for arrow in &sheet.arrows {
            for stroke in strokes(&arrow.points) {
                for (index, node) in sheet.nodes.iter().enumerate() {
                    prop_assert!(!strikes(node, stroke), "{arrow:?} strikes symbol {index} {:?}", node.symbol);
                }
            }
        }
    }

    #[test]
    fn no_arrow_crosses_a_loop_but_where_two_loops_must(sheet in layouts()) {
        let loops = |arrow: &&Arrow| arrow.branch == Some(Branch::No);
        for back in sheet.arrows.iter().filter(loops) {
            let own = strokes(&back.points);
            for (index, stroke) in own.iter().enumerate() {
                for other in own.iter().skip(index + 2) {
                    prop_assert!(!stroke.intersects(*other), "{back:?} crosses itself");
                }
            }
            for other in &sheet.arrows {
                if other == back || (loops(&other) && may_meet(back, other)) {
                    continue;
                }
                for stroke in strokes(&other.points) {
                    let clear = own.iter().all(|own| !own.intersects(stroke));
                    prop_assert!(clear, "{other:?} crosses {back:?}");
                }
            }
        }
    }

    #[test]
    fn words_stand_free_in_their_row(sheet in layouts()) {
        let texts = texts(&sheet);
        for arrow in &sheet.arrows {
            prop_assert_eq!(arrow.word.is_some(), arrow.branch.is_some());
            let Some(word) = arrow.word else { continue };
            let row = Rect::from_x_y_ranges(sheet.columns.flow, sheet.rows[arrow.from]);
            prop_assert!(row.expand(0.6).contains_rect(word), "{word:?} outside {row:?}");
            prop_assert!(!strikes(&sheet.nodes[arrow.from], word), "{arrow:?} on its symbol");
            for (what, text) in texts.iter().filter(|(_, text)| *text != word) {
                prop_assert!(!text.intersects(word), "{:?} {word:?} lies on {what} {text:?}", arrow.branch);
            }
        }
    }

    #[test]
    fn arrows_are_orthogonal_and_lead_from_symbol_to_symbol(sheet in layouts()) {
        for arrow in &sheet.arrows {
            for pair in arrow.points.windows(2) {
                prop_assert!((pair[0].x - pair[1].x).abs() < 0.01 || (pair[0].y - pair[1].y).abs() < 0.01);
            }
            for (at, row) in [(arrow.points[0], arrow.from), (arrow.points[arrow.points.len() - 1], arrow.to)] {
                let node = &sheet.nodes[row];
                let point = Rect::from_center_size(at, Vec2::splat(2.0));
                prop_assert!(strikes(node, point) && !strikes(node, Rect::from_pos(at)), "{arrow:?} at {at:?}");
            }
        }
    }

    #[test]
    fn the_parts_of_an_arrow_in_the_rows_are_the_whole_arrow(sheet in layouts()) {
        let length = |pair: &[Pos2]| (pair[0] - pair[1]).length();
        for arrow in &sheet.arrows {
            let whole: f32 = arrow.points.windows(2).map(length).sum();
            let parts: f32 = sheet.rows.iter().flat_map(|row| arrow.within(*row, 0.0)).map(|part| length(&part)).sum();
            prop_assert!((whole - parts).abs() < 0.01 * whole.max(1.0), "{whole} {parts} {arrow:?}");
            // What reaches over the edge of a row is a line that goes on there.
            for row in sheet.rows.iter() {
                for [a, b] in arrow.within(*row, 6.0 * sheet.zoom) {
                    let own = strokes(&arrow.points).iter().any(|stroke| {
                        stroke.expand(0.01).contains(a) && stroke.expand(0.01).contains(b)
                    });
                    prop_assert!(own && !(a.y < row.min && b.y < row.min) && !(a.y > row.max && b.y > row.max));
                }
            }
        }
    }

    #[test]
    fn dotted_lines_lead_to_the_marks_and_no_loop_lies_on_them(sheet in layouts()) {
        for (index, node) in sheet.nodes.iter().enumerate() {
            let y = node.symbol.center().y;
            for mark in &node.others {
                let reached = node.links.iter().any(|link| link.expand(0.1).contains(mark.x));
                prop_assert!(reached, "{mark:?} by none of {:?}", node.links);
            }
            for link in node.links.iter().map(|link| Rect::from_x_y_ranges(*link, Rangef::point(y))) {
                for arrow in &sheet.arrows {
                    let clear = strokes(&arrow.points).iter().all(|stroke| !stroke.intersects(link));
                    prop_assert!(clear, "{arrow:?} on {link:?} of row {index}");
                }
            }
        }
    }

    #[test]
    fn columns_follow_each_other_without_gaps(sheet in layouts()) {
        let columns = &sheet.columns;
        let all: Vec<_> = columns.all().collect();
        prop_assert!(all[0].min.abs() < 0.01);
        for pair in all.windows(2) {
            prop_assert!(pair[0].span() > 0.0);
            prop_assert!(pair[1].min >= pair[0].max);
        }
        // Only the gutters lie between columns, and these belong to the lanes beside them.
        let cells: Vec<_> = columns.lane_cells().collect();
        prop_assert_eq!(cells[0].min, columns.activity.max);
        prop_assert_eq!(cells[cells.len() - 1].max, columns.flow.max);
        for pair in cells.windows(2) {
            prop_assert_eq!(pair[0].max, pair[1].min);
        }
        let after = columns.quality.map(|quality| quality[0]).or(columns.remark);
        prop_assert_eq!(columns.flow.max, after.map_or(columns.width(), |column| column.min));
    }

    #[test]
    fn pages_cut_no_row_and_take_each_once(sheet in layouts(), first in 60.0_f32..900.0, next in 60.0_f32..900.0) {
        let pages = sheet.pages(first, next);
        let rows: Vec<usize> = pages.iter().flat_map(|page| page.rows.clone()).collect();
        prop_assert!(rows.into_iter().eq(0..sheet.rows.len()));
        for (index, page) in pages.iter().enumerate() {
            let room = if index == 0 { first } else { next };
            prop_assert!(page.span.span() <= room || page.rows.len() == 1);
            for row in page.rows.clone() {
                prop_assert!(page.span.min <= sheet.rows[row].min && sheet.rows[row].max <= page.span.max);
            }
        }
    }

    #[test]
    fn arrows_that_cross_pages_have_one_letter_at_both_ends(sheet in layouts(), room in 60.0_f32..700.0) {
        let pages = sheet.pages(room, room);
        let page_of = |row: usize| pages.iter().position(|page| page.rows.contains(&row)).unwrap();
        for (index, arrow) in sheet.arrows.iter().enumerate() {
            let mut found = Vec::new();
            for (number, page) in pages.iter().enumerate() {
                let here = page.connectors.iter().filter(|connector| connector.arrow == index);
                found.extend(here.map(|connector| (number, connector.letter.clone())));
            }
            let ends = (page_of(arrow.from), page_of(arrow.to));
            if ends.0 == ends.1 {
                prop_assert!(found.is_empty());
            } else {
                let mut wanted = [ends.0, ends.1];
                wanted.sort_unstable();
                prop_assert_eq!(found.iter().map(|(page, _)| *page).collect::<Vec<_>>(), wanted);
                prop_assert_eq!(&found[0].1, &found[1].1);
            }
        }
        for page in &pages {
            let mut letters: Vec<_> = page.connectors.iter().map(|connector| &connector.letter).collect();
            letters.sort_unstable();
            letters.dedup();
            prop_assert_eq!(letters.len(), page.connectors.len());
        }
    }

    #[test]
    fn what_a_page_shows_of_arrows_stays_on_it_and_clear(sheet in layouts(), room in 60.0_f32..700.0) {
        let texts = texts(&sheet);
        for page in sheet.pages(room, room) {
            let rows = Rangef::new(sheet.rows[page.rows.start].min, sheet.rows[page.rows.end - 1].max);
            for (index, connector) in page.connectors.iter().enumerate() {
                let y = connector.place.y_range();
                prop_assert!(page.span.min <= y.min && y.max <= page.span.max, "{connector:?} beyond the page");
                prop_assert!(y.max <= rows.min || rows.max <= y.min, "{connector:?} over a row");
                for other in &page.connectors[..index] {
                    prop_assert!(!other.place.intersects(connector.place), "{other:?} on {connector:?}");
                }
            }
            for way in &page.ways {
                prop_assert!(way.points.len() >= 2);
                for at in &way.points {
                    prop_assert!(page.span.contains(at.y), "{way:?} leaves {:?}", page.span);
                }
                for stroke in strokes(&way.points) {
                    let node = |row: usize| &sheet.nodes[row];
                    prop_assert!(page.rows.clone().all(|row| !strikes(node(row), stroke)), "{way:?}");
                    for (what, text) in &texts {
                        prop_assert!(!text.intersects(stroke), "{way:?} strikes {what} at {text:?}");
                    }
                    for connector in &page.connectors {
                        let inside = connector.place.shrink(0.1).intersects(stroke);
                        prop_assert!(!inside, "{way:?} strikes {connector:?}");
                    }
                }
            }
        }
    }
}

const FORM: Form = Form {
    number: Want::fixed(34.0),
    activity: Want::new(172.0, 216.0, 1.0),
    lane: Want::new(54.0, 80.0, 0.5),
    quality: None,
    remark: None,
};

fn laid(sop: &Sop) -> SheetLayout {
    let mut fake = Fake { yes: vec2(15.0, 13.0), no: vec2(29.0, 13.0), letters: vec![4] };
    SheetLayout::new(sop, &FORM, 900.0, 1.0, &mut fake)
}

#[test]
fn the_loops_of_the_office_run_on_either_side() {
    let sheet = laid(builtin());
    let loops: Vec<_> = sheet.arrows.iter().filter(|arrow| arrow.branch == Some(Branch::No)).collect();
    assert_eq!(loops.iter().map(|way| (way.from + 1, way.to + 1)).collect::<Vec<_>>(), [(11, 10), (13, 12)]);
    assert!(loops[0].points.iter().any(|at| at.x > sheet.columns.lanes[4].max));
    assert!(loops[1].points.iter().any(|at| at.x < sheet.columns.lanes[0].min));
}

#[test]
fn loops_at_the_same_height_run_inside_each_other() {
    let row = |no_to| (0, vec![], false, no_to);
    let sheet = laid(&sop(4, vec![row(None), row(None), row(Some(1)), row(Some(0)), row(None)]));
    let outermost = |from: usize| {
        let back = sheet.arrows.iter().find(|arrow| arrow.branch == Some(Branch::No) && arrow.from == from);
        back.unwrap().points.iter().map(|at| at.x).fold(f32::INFINITY, f32::min)
    };
    assert!(sheet.columns.flow.min < outermost(3) && outermost(3) < outermost(2));
}

#[test]
fn where_no_loop_runs_there_is_no_gutter() {
    let row = |lane| (lane, vec![], false, None);
    let sheet = laid(&sop(3, vec![row(0), row(1), row(2)]));
    assert_eq!(
        (sheet.columns.flow.min, sheet.columns.flow.max),
        (sheet.columns.lanes[0].min, sheet.columns.lanes[2].max)
    );
}

#[test]
fn a_wide_box_is_met_straight_from_above() {
    let sheet =
        laid(&sop(3, vec![(2, vec![], false, None), (0, vec![2], true, None), (1, vec![], false, None)]));
    assert_eq!(sheet.arrows[0].points.len(), 2);
    assert!((sheet.arrows[0].points[0].x - sheet.columns.lanes[2].center()).abs() <= 0.5);
    // Its sign stands in the lane of the one who leads.
    assert!((sheet.nodes[1].sign.x - sheet.columns.lanes[0].center()).abs() <= 0.5);
}

#[test]
fn a_loop_over_three_pages_skips_the_one_between() {
    let row = |no_to| (0, vec![], false, no_to);
    let rows = vec![row(None), row(None), row(None), row(None), row(None), row(Some(0)), row(None)];
    let sheet = laid(&sop(3, rows));
    let pages = sheet.pages(175.0, 175.0);
    let letters = |page: usize| {
        let mut letters: Vec<_> = pages[page].connectors.iter().map(|c| c.letter.as_str()).collect();
        letters.sort_unstable();
        letters.join(" ")
    };
    assert_eq!(pages.iter().map(|page| page.rows.clone()).collect::<Vec<_>>(), [0..2, 2..4, 4..6, 6..7]);
    // A to C lead on from page to page, D back from the third page to the first.
    assert_eq!([0, 1, 2, 3].map(letters), ["A D", "A B", "B C D", "C"]);
}

#[test]
fn places_are_where_they_are_told_to_be() {
    let sheet = laid(builtin());
    assert_eq!(sheet.row_rect(0).map(|row| row.min), Some(pos2(0.0, 0.0)));
    assert_eq!(sheet.row_rect(16).map(|row| row.max.to_vec2()), Some(sheet.size()));
    assert_eq!(sheet.row_rect(17), None);
}
