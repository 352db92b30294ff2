//! The shipped SOP against its source text, and what the program adds to that text.

use proptest::prelude::*;

use crate::sop::{
    Part, Sop, SopId, StandardTime, Step, StepNo, Sureness, Symbol, builtin, check, parse, to_ron,
};

const SOURCE: &str = include_str!("../../../assets/sop/sop-penyusunan-renja.txt");

/// The filled cells of each line, without the marks of bold, underline and paragraph.
fn rows() -> Vec<Vec<String>> {
    let marks = ["<b>", "</b>", "<p>", "</p>", "<u>", "</u>"];
    let plain = marks.iter().fold(SOURCE.to_owned(), |text, mark| text.replace(mark, ""));
    let cells = |line: &str| {
        line.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    plain.lines().map(cells).filter(|row: &Vec<String>| !row.is_empty()).collect()
}

/// The rows after the one that begins with `first`, up to the one that begins with `end`.
fn between(first: &str, end: &str) -> Vec<Vec<String>> {
    let rows = rows().into_iter().skip_while(|row| row[0] != first);
    rows.skip(1).take_while(|row| row[0] != end).collect()
}

fn step(no: u8) -> &'static Step {
    builtin().step(StepNo(no)).unwrap()
}

#[test]
fn header_is_the_source() {
    let header = &builtin().header;
    let printed = [
        vec![&*header.government, "Nomor", &*header.number],
        vec!["Tanggal Pembuatan", &*header.created],
        vec![&*header.unit, "Tanggal Revisi", &*header.revised],
        vec!["Tanggal Efektif", &*header.effective],
        vec![&*header.section, "Disahkan Oleh"],
        vec!["Nama SOP", &*header.title],
    ];
    let mut source = rows()[1..7].to_vec();
    assert_eq!(rows()[0], ["SOP MEKANISME PENYUSUNAN RENJA"]);
    let approved = source[4].pop().unwrap();
    assert_eq!(source, printed);
    assert_eq!(same_words(&approved), same_words(&header.approved_by.join(" ")));
}

fn same_words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn boxes_are_the_source() {
    let boxes = &builtin().boxes;
    // Each of these rows holds two boxes side by side.
    for (left, end) in [(0, "KETERKAITAN DENGAN SOP LAIN"), (2, "PERINGATAN"), (4, "NO.")] {
        let (left, right) = (&boxes[left], &boxes[left + 1]);
        assert!(rows().contains(&vec![left.heading.clone(), right.heading.clone()]));
        let source = between(&left.heading, end);
        for (side, text_box) in [left, right].into_iter().enumerate() {
            let printed: Vec<String> = if text_box.numbered {
                (1..).zip(&text_box.lines).map(|(n, line)| format!("{n} {line}")).collect()
            } else {
                vec![text_box.lines.join(" ")]
            };
            assert_eq!(printed, source.iter().map(|row| row[side].clone()).collect::<Vec<_>>());
        }
    }
}

#[test]
fn actors_are_the_source() {
    let lanes = rows().into_iter().find(|row| row[0] == "Kepala").unwrap();
    let names: Vec<_> = builtin().actors.iter().map(|actor| actor.name.as_str()).collect();
    assert_eq!(names, lanes[..5]);
    assert_eq!(lanes[5..], ["Kelengkapan", "Waktu", "Output"]);
}

#[test]
fn the_17_rows_are_the_source() {
    let source = between("Kepala", "Jumlah waktu");
    assert_eq!((source.len(), builtin().steps.len()), (17, 17));
    for (step, row) in builtin().steps.iter().zip(source) {
        // Rows 1 to 4 have the time in one cell, the others in two.
        let [no, activity, requirement, time @ .., output] = &row[..] else { panic!("{row:?}") };
        let printed = (&step.no.to_string(), &step.activity, &step.requirement_text, &step.output_text);
        assert_eq!(printed, (no, activity, requirement, output));
        assert_eq!(step.time_text, time.join(" "), "step {no}");
        let time = match step.time {
            StandardTime::Minutes(n) => format!("{n} menit"),
            StandardTime::Days(n) => format!("{n} hari"),
        };
        assert_eq!(step.time_text.to_lowercase(), time, "step {no}");
    }
}

#[test]
fn total_is_the_source_and_is_true_at_480_minutes_a_day() {
    let total = &builtin().total;
    let row = rows().into_iter().find(|row| row[0] == "Jumlah waktu").unwrap();
    assert_eq!(row[1..].join(" "), total.text);
    assert_eq!(total.output_text, "", "the source leaves the last cell blank");
    assert_eq!((total.minutes, total.days), (485, 6));
    for (minutes_per_day, expected) in [(480, (7, 5)), (450, (7, 35)), (240, (8, 5)), (0, (6, 485))] {
        assert_eq!(total.in_days(minutes_per_day), expected, "at {minutes_per_day} minutes a day");
    }
    let right = (300..600).filter(|&minutes| total.in_days(minutes) == (7, 5));
    assert_eq!(right.collect::<Vec<_>>(), [480]);
}

/// Lanes, symbols and sureness as inferred; the main actor first.
#[test]
fn lanes_and_symbols_are_the_inferred_ones() {
    use Sureness::{High, Low, Medium};
    let table: [(&str, Sureness); 17] = [
        ("K", High),
        ("TU", Low),
        ("K", High),
        ("PP", Medium),
        ("TU Ks", Low),
        ("TU", Low),
        ("K TU Ks PP", Low),
        ("PP", Medium),
        ("PP", Low),
        ("PP", Medium),
        ("TU K Ks PP", Low),
        ("TU", Medium),
        ("K", High),
        ("AU", High),
        ("AU", Medium),
        ("PP AU", Medium),
        ("AU", Medium),
    ];
    for (step, (lanes, sureness)) in builtin().steps.iter().zip(table) {
        let row: Vec<_> = std::iter::once(&step.main).chain(&step.also).map(String::as_str).collect();
        assert_eq!((row.join(" ").as_str(), step.lane_sureness), (lanes, Some(sureness)), "step {}", step.no);
        let symbol = match step.no.0 {
            1 | 17 => Symbol::Capsule,
            7 => Symbol::WideBox,
            11 => Symbol::Diamond { no_to: StepNo(10) },
            13 => Symbol::Diamond { no_to: StepNo(12) },
            _ => Symbol::Box,
        };
        assert_eq!(step.symbol, symbol, "step {}", step.no);
    }
    let outside: Vec<_> = builtin().steps.iter().filter(|step| !step.outside.is_empty()).collect();
    assert_eq!(outside.len(), 1);
    assert_eq!(
        (outside[0].no, outside[0].outside.join(", ")),
        (StepNo(15), "Inspektorat, Bappeda".to_owned())
    );
}

/// The step whose output each step's input comes from.
#[test]
fn inputs_come_from_the_outputs_of_the_table() {
    let table = [(2, 1), (3, 2), (5, 4), (8, 7), (9, 8), (10, 9), (11, 10), (12, 11), (13, 12), (14, 13)];
    let table: Vec<(u8, u8)> = table.into_iter().chain([(15, 14), (16, 15), (17, 16)]).collect();
    let mut links: Vec<(u8, u8)> = Vec::new();
    for step in &builtin().steps {
        for from in step.requirements.iter().filter_map(|slot| slot.from.as_ref()) {
            links.push((step.no.0, builtin().slot(from).unwrap().0.no.0));
        }
    }
    links.dedup();
    assert_eq!(links, table);
}

#[test]
fn expected_documents_stages_and_equipment() {
    let outputs = |no| step(no).outputs.iter().map(|slot| slot.label.as_str()).collect::<Vec<_>>();
    assert_eq!(outputs(7), ["Data dan informasi dari Kasi dan TU", "Daftar hadir", "Notula"]);
    assert_eq!(outputs(17), ["Arsip Renja", "Tanda terima Bappeda", "Daftar berkas", "Label"]);
    assert!(builtin().steps.iter().all(|step| !step.outputs.is_empty()));

    let slots = || builtin().steps.iter().flat_map(|step| step.slots().map(|slot| (step.no.0, slot)));
    let stages: Vec<_> = slots().filter_map(|(no, slot)| Some((no, slot.stage.as_deref()?))).collect();
    let expected = [
        (10, "konsep"),
        (11, "dibahas"),
        (13, "ditandatangani"),
        (13, "ditandatangani"),
        (14, "bernomor dan berstempel"),
        (15, "direviu"),
        (16, "digandakan"),
    ];
    assert_eq!(stages, expected);

    let equipment = slots().filter(|(_, slot)| slot.equipment).map(|(no, slot)| (no, slot.label.as_str()));
    let expected = [
        (15, "Buku Ekspedisi"),
        (17, "Filing Cabinet"),
        (17, "Lembar Penyekat"),
        (17, "Lemari Arsip"),
        (17, "Boks"),
    ];
    assert_eq!(equipment.collect::<Vec<_>>(), expected);
    for (no, thing) in expected {
        assert!(step(no).requirement_text.contains(thing), "{thing} is the form's word");
    }
}

/// A correction quotes the form, so that the sheet can show it beside the very words.
#[test]
fn corrections_quote_the_form() {
    let mut corrected = Vec::new();
    for step in &builtin().steps {
        let texts = [&step.activity, &step.requirement_text, &step.time_text, &step.output_text];
        for correction in &step.corrections {
            assert!(texts.iter().any(|text| text.contains(&correction.wording)), "{correction:?}");
            corrected.push((step.no.0, correction.wording.as_str()));
        }
    }
    for text_box in &builtin().boxes {
        for correction in &text_box.corrections {
            assert!(text_box.lines.iter().any(|line| line.contains(&correction.wording)), "{correction:?}");
            corrected.push((0, correction.wording.as_str()));
        }
    }
    for oddity in [
        (0, "800/8Kep.342-Bappeda/2014"),
        (0, "Rencana Pembangunan Jangka Menengah Daerah Kota"),
        (0, "buku agenda produk hukum"),
        (0, "Diunggah ke laman resmi"),
        (2, "Draf Tim"),
        (12, "Rencana Strategis"),
        (15, "Rencana Strategis"),
        (15, "review"),
        (15, "30 menit"),
        (16, "Rencana Strategis"),
        (16, "Perbaikan hasil review"),
        (17, "Rencana Strategis"),
    ] {
        assert!(corrected.contains(&oddity), "{oddity:?}");
    }
    assert!(!step(5).corrections.is_empty(), "nobody fills the format between 5 and 7");
}

#[test]
fn a_saved_sop_is_read_back_the_same() {
    let text = to_ron(builtin());
    assert_eq!(parse("simpan.ron", &text).as_ref(), Ok(builtin()));
    assert_eq!(to_ron(&parse("simpan.ron", &text).unwrap()), text);
    assert_eq!(check(builtin()), Ok(()));

    let mut edited = builtin().clone();
    edited.id.version = "2027".to_owned();
    edited.steps[1].lane_sureness = None;
    edited.steps[1].also = vec!["PP".to_owned()];
    edited.actors[0].name = "Kepala \"Badan\"\\".to_owned();
    assert_eq!(check(&edited), Ok(()));
    assert_eq!(parse("simpan.ron", &to_ron(&edited)), Ok(edited));
}

#[test]
fn an_edit_is_checked_at_its_place_in_the_file_to_be() {
    let mut edited = builtin().clone();
    edited.steps[4].main = "Sekretaris".to_owned();
    let error = check(&edited).unwrap_err();
    assert_eq!(error.file, "penyusunan-renja-2018.ron");
    assert_eq!(error.reason.to_string(), "there is no actor \"Sekretaris\"");
    let text = to_ron(&edited);
    let line = text.lines().nth(error.line - 1).unwrap();
    assert_eq!(&line[error.column - 1..], "\"Sekretaris\",");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_wording_survives_saving(
        texts in prop::collection::vec("[^\\p{Cc}]{0,40}(\n[^\\p{Cc}]{0,20})?", 4),
        minutes in 1_u32..10_000,
    ) {
        let mut sop = builtin().clone();
        sop.header.unit.clone_from(&texts[0]);
        sop.steps[5].remark.clone_from(&texts[1]);
        sop.steps[5].activity = format!("{}.", texts[2]);
        sop.remarks.push(format!("#{}", texts[3]));
        sop.steps[5].time = StandardTime::Minutes(minutes);
        sop.total.minutes = 485 - 10 + minutes;
        prop_assert_eq!(parse("simpan.ron", &to_ron(&sop)), Ok(sop));
    }
}

#[test]
fn versions_come_in_the_order_in_which_people_count() {
    let versions = [
        "9",
        "10",
        "2018",
        "2018-02",
        "2018-2",
        "2018-9",
        "2018-10",
        "2018-b",
        "2018-b2",
        "2018-b10",
        "2026",
        "2026-2",
        "99999999999999999999",
        "100000000000000000000",
        "v9",
        "v10",
    ];
    let id = |version: &str| SopId { name: "penyusunan-renja".to_owned(), version: version.to_owned() };
    for pair in versions.windows(2) {
        assert_eq!(id(pair[0]).cmp_version(&id(pair[1])), std::cmp::Ordering::Less, "{pair:?}");
    }
    assert_eq!(id("2018-2").to_string(), "penyusunan-renja-2018-2");
}

#[test]
fn a_fault_says_in_which_part_of_the_form_it_is() {
    let part = |spoil: fn(&mut Sop)| {
        let mut sop = builtin().clone();
        spoil(&mut sop);
        check(&sop).unwrap_err().part
    };
    assert_eq!(part(|sop| sop.id.version.clear()), Part::Header);
    assert_eq!(part(|sop| sop.boxes[2].lines.push(String::new())), Part::Boxes);
    assert_eq!(part(|sop| sop.actors.truncate(2)), Part::Actors);
    assert_eq!(part(|sop| sop.steps[4].activity.clear()), Part::Step(StepNo(5)));
    assert_eq!(part(|sop| sop.total.days = 0), Part::Whole);
}
