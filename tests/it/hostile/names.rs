//! Names that no system may fail on, also tried on a real file system; and names that are the same name to
//! some system.
//!
//! Seen to fail without the list of reserved names, with direction marks allowed, and with names compared
//! byte by byte when a number is appended to one of two equal names.

use std::collections::BTreeSet;
use std::fs;

use renja::store::names::{fold, is_portable, safe_name, visible};

use crate::store::{CYCLE, Place, quiet, to_step, who};

/// Number of characters in each name.
const EACH: usize = 40;

/// Names that together contain every character of Unicode.
pub fn of_all_characters() -> BTreeSet<String> {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    let groups = all.chunks(EACH).map(|group| format!("a{}b.pdf", group.iter().collect::<String>()));
    groups.map(|name| safe_name(&name)).collect()
}

/// Names as they occur in offices and in attacks.
pub const HOSTILE: [&str; 24] = [
    "CON.pdf",
    "aux",
    "com1.tar.gz",
    "LPT9",
    "nul ",
    "a:b",
    "a/b\\c",
    "..",
    "...pdf",
    " .pdf",
    "~$Nota.docx",
    "._x",
    "desktop.ini",
    "Thumbs.db",
    "x.lock",
    "x.part",
    "x.tmp.tmp",
    "_vti_.pdf",
    "50%.xlsx",
    "-rf",
    "*?<>|\"",
    "fdp\u{202E}exe.scr",
    "nol\u{200B}lebar",
    "\u{301}",
];

#[test]
fn ext4_takes_every_name_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut names = of_all_characters();
    names.extend(HOSTILE.map(safe_name));
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(fold(name)));
    for name in &names {
        assert!(is_portable(name) && safe_name(name) == *name, "{name:?}");
        fs::write(folder.path().join(name), name).unwrap_or_else(|error| panic!("{name:?}: {error}"));
    }
    let listed = fs::read_dir(folder.path()).unwrap();
    let listed: BTreeSet<_> = listed.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(listed, names);
    println!("cases: {}", names.len());
}

#[test]
fn twins_stand_beside_each_other_under_numbers() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let twins = [
        ["Surat.pdf", "SURAT.PDF", "surat.pdf"],
        ["é.txt", "e\u{301}.txt", "É.txt"],
        ["straße.txt", "STRASSE.txt", "strasse.txt"],
        ["a?.txt", "a*.txt", "a:.txt"],
        ["x\u{202E}.txt", "x.txt", "x\u{200B}.txt"],
    ];
    for (number, names) in twins.iter().enumerate() {
        for name in names {
            // Source files in separate folders, as from three memory sticks.
            let folder = tempfile::tempdir().unwrap();
            let source = folder.path().join(name);
            fs::write(&source, format!("{number} {name}")).unwrap();
            workspace.attach(CYCLE, &to_step(2 + number as u8, source), &who(), quiet()).unwrap();
        }
    }
    let state = workspace.cycle(CYCLE).unwrap().state();
    for (number, names) in twins.iter().enumerate() {
        let step = renja::sop::StepNo(2 + number as u8);
        let files: Vec<_> = state.documents_of(step).map(|document| &document.current().file).collect();
        let stems: BTreeSet<_> = files.iter().map(|file| fold(&file.path)).collect();
        assert_eq!((files.len(), stems.len()), (3, 3), "{files:?}");
        for ending in [" (2).", " (3)."] {
            assert_eq!(stems.iter().filter(|path| path.contains(ending)).count(), 1, "{stems:?}");
        }
        let originals: BTreeSet<_> = files.iter().map(|file| file.original.as_str()).collect();
        assert_eq!(originals, names.iter().copied().collect(), "the names they came with are kept");
    }
    println!("cases: {}", twins.len() * 3);
}

#[test]
fn what_hides_in_a_name_is_shown_by_its_number() {
    assert_eq!(visible("fdp\u{202E}exe.scr"), "fdp⟨U+202E⟩exe.scr");
    assert_eq!(visible("a\u{200B}\u{7}b"), "a⟨U+200B⟩⟨U+0007⟩b");
    assert_eq!(visible("baris\nkedua\tkolom – “é”"), "baris\nkedua\tkolom – “é”");
}
