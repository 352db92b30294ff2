//! Files that must be refused, with the place of the fault.

use proptest::prelude::*;

use crate::sop::{Fault, parse};

/// A whole SOP, small enough to count its lines.
const SMALL: &str = r#"(
    v: 1,
    id: (name: "uji", version: "1"),
    header: (
        government: "", unit: "KANTOR", section: "", number: "",
        created: "", revised: "", effective: "", approved_by: [], title: "Uji",
    ),
    boxes: [
        (heading: "A", numbered: false, lines: []),
        (heading: "B", numbered: false, lines: []),
        (heading: "C", numbered: false, lines: []),
        (heading: "D", numbered: false, lines: []),
        (heading: "E", numbered: false, lines: []),
        (heading: "F", numbered: true, lines: ["Satu"]),
    ],
    actors: [
        (key: "K", name: "Kepala"), (key: "TU", name: "Tata Usaha"), (key: "AU", name: "Administrasi"),
    ],
    steps: [
        (
            no: 1, title: "Mulai", activity: "Memulai", main: "K", lane_sureness: None, symbol: Capsule,
            requirement_text: "", time_text: "5 menit", time: Minutes(5), output_text: "",
            requirements: [],
            outputs: [(key: "1.out.a", label: "Surat", hints: ["surat"])],
        ),
        // A comment with (brackets] and "a quote
        (
            no: 2, title: "Putuskan", activity: "Memutuskan – “ya” atau “tidak”", main: "TU", also: ["AU"],
            lane_sureness: Some(Low), symbol: Diamond(no_to: 1),
            requirement_text: "", time_text: "2 hari", time: Days(2), output_text: "",
            requirements: [(key: "2.in.a", label: "Surat", from: Some("1.out.a"))],
            outputs: [(key: "2.out.b", label: "Hasil", hints: ["hasil"])],
        ),
        (
            no: 3, title: "Selesai", activity: "Selesai", main: "K", lane_sureness: None, symbol: Capsule,
            requirement_text: "", time_text: "5 menit", time: Minutes(5), output_text: "",
            requirements: [(key: "3.in.b", label: "Hasil", from: Some("2.out.b"))],
            outputs: [],
        ),
    ],
    total: (text: "2 hari 10 menit", output_text: "", minutes: 10, days: 2),
    remarks: [],
)
"#;

fn refusal(text: &str) -> String {
    parse("uji.ron", text).unwrap_err().to_string()
}

#[test]
fn the_small_file_is_whole() {
    let sop = parse("uji.ron", SMALL).unwrap();
    assert_eq!(parse("uji.ron", &format!("\u{feff}{SMALL}")).as_ref(), Ok(&sop), "with a byte order mark");
    assert_eq!(parse("uji.ron", &SMALL.replace('\n', "\r\n")).as_ref(), Ok(&sop), "with Windows line ends");
}

#[test]
fn every_fault_has_its_place() {
    let long = "x".repeat(29);
    for (from, to, refused) in [
        // Syntax, and what isn't an SOP.
        ("Days(2), output", "Days(2) output", "30:70: Expected comma"),
        (r#"title: "Mulai""#, r#"title: "Mulai"#, "21:46: Expected comma"),
        (
            "symbol: Diamond(no_to: 1)",
            "symbol: Circle",
            "29:47: Unexpected variant named `Circle` in enum `Symbol`",
        ),
        ("time: Days(2)", "time: Days(-2)", "30:68: Integer is out of bounds"),
        (r#"also: ["AU"]"#, r#"alos: ["AU"]"#, "28:95: Unexpected field named `alos` in `Step`"),
        ("lane_sureness: Some(Low), ", "", "33:9: Unexpected missing field named `lane_sureness` in `Step`"),
        ("total: (", "minutes: (", "41:5: Unexpected field named `minutes` in `Sop`"),
        // Version.
        ("v: 1,", "v: 2,", "2:8: layout version 2 is newer than this program reads (1)"),
        ("v: 1,", "v: 7, pages: [(1, 2)],", "2:8: layout version 7 is newer than this program reads (1)"),
        ("v: 1,", "v: 0,", "2:8: there is no layout version 0"),
        (r#"name: "uji""#, r#"name: "../uji""#, r#"3:16: "../uji" may hold only"#),
        (r#"version: "1""#, r#"version: """#, "3:32: id is blank"),
        // The form.
        (r#"title: "Uji""#, r#"title: " ""#, "6:74: title is blank"),
        (r#"unit: "KANTOR""#, r#"unit: "KAN\u{7}TOR""#, "5:31: unit holds a control character"),
        (r#"(heading: "C", numbered: false, lines: []),"#, "", "8:12: 5 boxes instead of 6"),
        (r#"lines: ["Satu"]"#, r#"lines: ["Satu", ""]"#, "14:56: line is blank"),
        (
            "numbered: true,",
            r#"numbered: true, corrections: [(wording: "Satu", note: "")],"#,
            "14:78: note is blank",
        ),
        // Actors.
        (r#", (key: "AU", name: "Administrasi")"#, "", "16:13: 2 actors instead of 3 to 8"),
        (r#"key: "AU", name"#, r#"key: "K", name"#, r#"17:76: actor "K" stands twice"#),
        (r#"key: "AU", name"#, r#"key: "A123456789", name"#, "17:76: key is longer than 8 characters"),
        (r#"main: "TU""#, r#"main: "tu""#, r#"28:89: there is no actor "tu""#),
        (r#"also: ["AU"]"#, r#"also: ["Camat"]"#, r#"28:102: there is no actor "Camat""#),
        (r#"also: ["AU"]"#, r#"also: ["AU", "TU"]"#, r#"28:108: actor "TU" stands twice"#),
        // Steps.
        ("no: 2,", "no: 3,", "28:17: step 3 stands where step 2 is due"),
        ("no: 3,", "no: 2,", "35:17: step 2 stands where step 3 is due"),
        (r#"title: "Putuskan""#, r#"title: "MULAI""#, r#"28:27: title "MULAI" stands twice"#),
        (r#"title: "Putuskan""#, r#"title: "A/B""#, r#"28:27: "A/B" can't be the name of a folder"#),
        (r#"title: "Putuskan""#, r#"title: "Putus.""#, r#"28:27: "Putus." can't be the name of a folder"#),
        (r#"title: "Putuskan""#, r#"title: """#, "28:27: title is blank"),
        (r#"title: "Putuskan""#, &format!("title: \"{long}\""), "28:27: title is longer than 28 characters"),
        (r#"activity: "Selesai""#, r#"activity: """#, "35:48: activity is blank"),
        // Flow.
        (
            r#"symbol: Capsule,
            requirement_text: "", time_text: "5 menit", time: Minutes(5), output_text: "",
            requirements: [],"#,
            r#"symbol: Box,
            requirement_text: "", time_text: "5 menit", time: Minutes(5), output_text: "",
            requirements: [],"#,
            "21:97: the first and the last step must be capsules",
        ),
        ("Diamond(no_to: 1)", "Capsule", "29:47: only the first and the last step are capsules"),
        ("no_to: 1", "no_to: 2", "29:47: the No arrow must lead to an earlier step, not to 2"),
        ("no_to: 1", "no_to: 0", "29:47: the No arrow must lead to an earlier step, not to 0"),
        ("no_to: 1", "no_to: 9", "29:47: the No arrow must lead to an earlier step, not to 9"),
        // Time.
        ("Days(2)", "Days(0)", "30:62: the standard time must be 1 to 366"),
        ("Days(2)", "Minutes(4000000000)", "30:62: the standard time must be 1 to 10000"),
        ("minutes: 10", "minutes: 11", "41:64: the steps add up to 10 minutes, the total says 11"),
        ("days: 2)", "days: 3)", "41:74: the steps add up to 2 days, the total says 3"),
        // Slots.
        (r#""2.out.b", label"#, r#""3.out.b", label"#, r#"32:29: slot key "3.out.b" must be "2.out.""#),
        (r#""2.in.a""#, r#""2.out.a""#, r#"31:34: slot key "2.out.a" must be "2.in.""#),
        (r#""2.in.a""#, r#""2.in.""#, r#"31:34: slot key "2.in." must be "2.in.""#),
        (
            r#"outputs: [(key: "1.out.a""#,
            r#"outputs: [(key: "1.out.a", label: "Surat", hints: []), (key: "1.out.a""#,
            r#"24:74: slot "1.out.a" stands twice"#,
        ),
        (
            r#"Some("1.out.a")"#,
            r#"Some("2.out.b")"#,
            r#"31:66: "2.out.b" is no output slot of an earlier step"#,
        ),
        (
            r#"Some("1.out.a")"#,
            r#"Some("2.in.a")"#,
            r#"31:66: "2.in.a" is no output slot of an earlier step"#,
        ),
        (
            r#"Some("2.out.b")"#,
            r#"Some("2.in.a")"#,
            r#"37:66: "2.in.a" is no output slot of an earlier step"#,
        ),
        (
            r#"label: "Hasil", hints"#,
            r#"label: "Hasil", from: Some("1.out.a"), hints"#,
            "32:62: an output slot has no source",
        ),
        (r#"label: "Hasil", hints"#, r#"label: "", hints"#, "32:47: label is blank"),
        (
            r#"["hasil"]"#,
            r#"["hasil", "Hasil"]"#,
            r#"32:73: hint "Hasil" must be lower-case words with single spaces"#,
        ),
        (r#"["hasil"]"#, r#"[""]"#, "32:64: hint is blank"),
        ("remarks: []", r#"remarks: [""]"#, "42:15: remark is blank"),
    ] {
        assert_eq!(SMALL.matches(from).count(), 1, "{from:?} stands once");
        let text = SMALL.replacen(from, to, 1);
        let error = refusal(&text);
        assert!(error.starts_with(&format!("uji.ron:{refused}")), "{from:?} → {to:?}: {error}");
    }
}

#[test]
fn what_is_no_file_of_ours_is_refused_at_its_start() {
    for (text, refused) in [
        ("", "1:1: the file is blank"),
        ("\u{feff} \r\n", "1:1: the file is blank"),
        ("\0\0\0\0", "1:1: Expected opening `(` for struct `Sop`"),
        ("{\"v\": 1}", "1:1: Expected opening `(` for struct `Sop`"),
        ("(v: 3)", "1:5: layout version 3 is newer than this program reads (1)"),
    ] {
        assert_eq!(refusal(text), format!("uji.ron:{refused}"));
    }
    let huge = parse("uji.ron", &"(".repeat(2 << 20)).unwrap_err();
    assert_eq!((huge.line, huge.column, huge.reason), (1, 1, Fault::TooLarge));
    let deep = parse("uji.ron", &format!("(v: {}", "[".repeat(500_000))).unwrap_err();
    assert!(matches!(deep.reason, Fault::Syntax(_)), "{deep}");
}

/// A file that was cut short, at any place.
#[test]
fn every_prefix_is_refused() {
    let whole = SMALL.trim_end();
    for (end, _) in whole.char_indices() {
        let error = parse("uji.ron", &whole[..end]).unwrap_err();
        assert!(error.line >= 1 && error.column >= 1, "cut at {end}: {error}");
        assert!(error.line <= 1 + whole[..end].matches('\n').count(), "cut at {end}: {error}");
    }
    let shipped = include_str!("../../../assets/sop/penyusunan-renja-2018.ron").trim_end();
    for end in (0..shipped.len()).step_by(331).filter(|&end| shipped.is_char_boundary(end)) {
        assert!(parse("uji.ron", &shipped[..end]).is_err(), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Broken bytes give an SOP or an error inside the file, and never a panic.
    #[test]
    fn random_damage_never_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        dropped in 0_usize..40,
    ) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let from = cut.index(bytes.len());
        bytes.drain(from..(from + dropped).min(SMALL.len()));
        let text = String::from_utf8_lossy(&bytes);
        if let Err(error) = parse("uji.ron", &text) {
            prop_assert!((1..=text.matches('\n').count() + 1).contains(&error.line), "{error}");
            prop_assert!(error.column >= 1);
        }
    }

    #[test]
    fn random_text_never_panics(text in any::<String>()) {
        prop_assert!(parse("uji.ron", &text).is_err());
    }
}
