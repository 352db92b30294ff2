//! The sheet of a dossier as its `index.html` shows it, without this program.

use std::fs;

use renja::sop::builtin;

use super::office::Office;

fn page() -> String {
    let office = Office::ready();
    let bag = office.bag(&office.seal().unwrap().bag);
    let page = fs::read_to_string(bag.join("data/index.html")).unwrap();
    let sheet = page.split_once("<section class=\"sheet\">").unwrap().1;
    sheet.split_once("</section>").unwrap().0.to_owned()
}

/// Each text between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).map(|part| part.split_once(to).unwrap().0).collect()
}

/// The numbers of an SVG path or view box.
fn numbers(text: &str) -> Vec<f32> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
}

#[test]
fn every_step_is_a_row_with_its_part_of_the_flow() {
    let page = page();
    let sop = builtin();
    let rows = between(&page, "<tr style=\"height:", "</tr>");
    assert_eq!(rows.len(), sop.steps.len());
    let mut bottom = 0.0;
    for (row, step) in rows.iter().zip(&sop.steps) {
        assert!(
            row.contains(&step.activity) && row.contains(&format!("href=\"#langkah-{}\"", step.no)),
            "{row}"
        );
        let [x, y, width, height] = numbers(between(row, "viewBox=\"", "\"")[0])[..] else { panic!("{row}") };
        assert!((y - bottom).abs() < 0.01, "the drawing of step {} begins at {y}, not at {bottom}", step.no);
        bottom = y + height;
        // Lines reach a little into the neighbouring rows, nothing else does.
        for path in between(row, "<path class=\"arrow\" d=\"", "\"") {
            for at in numbers(path).chunks(2) {
                assert!(at[0] >= x && at[0] <= x + width, "{path}");
                assert!(at[1] >= y - 7.0 && at[1] <= bottom + 7.0, "{path} in {y}..{bottom}");
            }
        }
        let actor = sop.actor(&step.main).unwrap();
        assert!(row.contains(&format!("<title>{} (", actor.name)), "{row}");
    }
}

#[test]
fn arrows_lead_from_step_to_step_and_back_from_the_decisions() {
    let page = page();
    // 16 arrows from one step to the next, and two that lead back.
    assert_eq!(page.matches("class=\"head\"").count(), 18);
    for word in ["Ya", "Tidak"] {
        assert_eq!(page.matches(&format!(">{word}</text>")).count(), 2, "{word}");
    }
    assert!(page.contains(
        "(belah ketupat), bersama Kepala, Kasi, Pengelola perencanaan. Tidak: kembali ke langkah 10"
    ));
    // Two diamonds, two capsules, the rest are boxes, one of them wide.
    assert_eq!(page.matches("<rect class=\"symbol").count(), 15);
    assert_eq!(page.matches("<path class=\"symbol").count(), 2);
    assert_eq!(page.matches("symbol presumed").count(), 6, "the lanes of which nobody is sure");
    // Two marks in the row of step 5 and 16, three in that of step 11; a wide box needs none.
    assert_eq!(page.matches("<circle").count(), 5);
}

#[test]
fn its_columns_are_as_wide_as_the_table() {
    let page = page();
    let table = numbers(between(&page, "<table style=\"width:", "em")[0])[0];
    let columns: f32 =
        between(&page, "<col style=\"width:", "em").iter().map(|width| numbers(width)[0]).sum();
    assert!((table - columns).abs() < 0.01, "{table} {columns}");
    assert_eq!(page.matches("<col ").count(), 2 + builtin().actors.len() + 4);
}
