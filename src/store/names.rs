//! File names that are valid everywhere: NTFS, ext4, SMB, Syncthing, Nextcloud, `OneDrive`, `BagIt`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Most characters of a name.
const MAX_CHARS: usize = 100;
/// Most bytes of a name in UTF-8; some file systems count bytes.
const MAX_BYTES: usize = 180;
/// Most UTF-16 units of a path below the data folder; Windows allows 260 with all folders above.
pub const MAX_PATH: usize = 150;
/// Most characters of an extension, with its dot.
const MAX_EXTENSION: usize = 16;

/// A valid name made of any string; the caller keeps the original elsewhere. A name so made is left
/// unchanged.
pub fn safe_name(original: &str) -> String {
    let mut name = original.to_owned();
    // Each rule can make way for another (`"~ con"`): repeat until nothing changes. Every round but those
    // that add a `_` to a reserved name shortens it or leaves it, so few rounds are needed.
    for _ in 0..64 {
        let next = pass(&name, MAX_CHARS, usize::MAX);
        if next == name {
            return name;
        }
        name = next;
    }
    "dokumen".to_owned()
}

/// A valid name of at most `max_units` UTF-16 units, for long folders; at least 12 are granted.
pub fn fitting_name(original: &str, max_units: usize) -> String {
    let mut name = safe_name(original);
    for _ in 0..64 {
        let next = pass(&name, MAX_CHARS, max_units.max(12));
        if next == name {
            break;
        }
        name = next;
    }
    name
}

/// Whether a name can be kept as it is on every system, although [`safe_name`] might make a better one of it:
/// for names that others gave, and that must not be altered.
pub fn is_portable(name: &str) -> bool {
    let bad = |c: char| {
        matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') || c.is_control() || is_invisible(c)
    };
    let fits = name.len() <= 255 && !name.is_empty() && !name.contains(bad);
    // Windows drops dots and spaces at the end; `.` and `..` are folders.
    fits && !name.ends_with([' ', '.']) && !is_device(&name.to_lowercase()) && !super::is_temp_name(name)
}

/// A key of a name that is equal for names that some system takes for equal: by NFC and case.
pub fn fold(name: &str) -> String {
    // Upper before lower also joins ß and ss, ς and σ, as Windows or macOS may.
    name.nfc().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// The name, or with ` (2)`, ` (3)`, … before its extension, until it is not taken.
pub fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let numbered = |n: u64| {
        let mark = format!(" ({n}){extension}");
        let room = (MAX_CHARS.saturating_sub(mark.chars().count()), MAX_BYTES.saturating_sub(mark.len()));
        format!("{}{mark}", cut(stem, room.0, room.1, usize::MAX).trim_end_matches([' ', '.']))
    };
    // No folder holds as many files as there are numbers.
    (2..=u64::MAX).map(numbered).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

fn pass(name: &str, max_chars: usize, max_units: usize) -> String {
    let mut clean = String::new();
    for c in name.nfc() {
        match c {
            '\n' | '\r' | '\t' | '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '%' => {
                clean.push('_');
            }
            c if c.is_control() || is_invisible(c) => {}
            c if c.is_whitespace() || c == '.' => {
                // Runs of spaces collapse, and so do runs of dots.
                let c = if c == '.' { '.' } else { ' ' };
                if !clean.ends_with(c) {
                    clean.push(c);
                }
            }
            c => clean.push(c),
        }
    }
    let clean: String = clean.nfc().collect();
    let clean = trim(&clean);
    let clean = shorten(clean, max_chars, max_units);
    let clean = trim(&clean);
    if clean.is_empty() {
        return "dokumen".to_owned();
    }
    reserve(clean)
}

/// Adds a `_` to names that mean something to a system.
fn reserve(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    // Only ASCII letters change case, so that lengths and byte positions stay the same.
    if let Some(at) = name.to_ascii_lowercase().find("_vti_") {
        return format!("{}-{}", &name[..at + 4], &name[at + 5..]);
    }
    if is_device(&lower) || lower == "desktop.ini" || lower == "thumbs.db" {
        // The `_` goes after the stem: `con.pdf` is as bad as `con`, and `con_.pdf` is not.
        let (stem, extension) = split_first(name);
        return format!("{}_{extension}", stem.trim_end());
    }
    // The `_` replaces the dot: the name stays as long as it was, so it can't outgrow its limits again.
    let ending = [".lock", ".part", ".crdownload", ".tmp"].into_iter().find(|end| lower.ends_with(end));
    match ending {
        Some(ending) => {
            let (stem, ending) = name.split_at(name.len() - ending.len());
            format!("{stem}_{}", &ending[1..])
        }
        None => name.to_owned(),
    }
}

/// Bidi marks, zero-width characters, the byte order mark and the like: a name must be what it looks like.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' | '\u{E000}'..='\u{F8FF}'
    ) || (c as u32) & 0xFFFE == 0xFFFE
}

/// A foreign text as it may be shown: control and direction marks, which can make a name look like another
/// (`fdp.exe` for `exe.pdf`), are written as their number, `⟨U+202E⟩`. Line breaks and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_odd(c) {
            let number = format!("⟨U+{:04X}⟩", u32::from(c));
            shown.push_str(&number);
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a character is not seen itself, but changes how the text beside it is shown.
pub fn is_odd(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Cuts off what may not begin or end a name: spaces and dots, and at the front the marks of temporary files.
fn trim(name: &str) -> &str {
    let mut name = name.trim_end_matches([' ', '.']);
    loop {
        let next = ["._", "~$", " ", ".", "-", "~"].iter().find_map(|mark| name.strip_prefix(mark));
        match next {
            Some(next) => name = next,
            None => return name,
        }
    }
}

fn shorten(name: &str, max_chars: usize, max_units: usize) -> String {
    let fits = name.chars().count() <= max_chars
        && name.len() <= MAX_BYTES
        && name.encode_utf16().count() <= max_units;
    if fits {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    // An extension that leaves no room for a name is cut with the rest.
    let (stem, extension) =
        if extension.encode_utf16().count() <= max_units / 2 { (stem, extension) } else { (name, "") };
    let stem = cut(
        stem,
        max_chars - extension.chars().count(),
        MAX_BYTES - extension.len(),
        max_units.saturating_sub(extension.encode_utf16().count()),
    );
    format!("{}{extension}", stem.trim_end_matches([' ', '.']))
}

fn cut(text: &str, max_chars: usize, max_bytes: usize, max_units: usize) -> &str {
    let (mut chars, mut units) = (0, 0);
    for (at, c) in text.char_indices() {
        chars += 1;
        units += c.len_utf16();
        if chars > max_chars || at + c.len_utf8() > max_bytes || units > max_units {
            return &text[..at];
        }
    }
    text
}

/// Stem and extension with its dot. An ending too long for an extension belongs to the stem.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name[at..].chars().count() <= MAX_EXTENSION => name.split_at(at),
        _ => (name, ""),
    }
}

/// Splits at the first dot: Windows compares the part before it with its device names.
fn split_first(name: &str) -> (&str, &str) {
    name.find('.').map_or((name, ""), |at| name.split_at(at))
}

/// The device names of DOS, which Windows takes with any extension.
fn is_device(lower: &str) -> bool {
    let stem = split_first(lower).0.trim_end();
    let port = ["com", "lpt"].iter().find_map(|port| stem.strip_prefix(port));
    let mut number = port.unwrap_or_default().chars();
    let is_port = matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None));
    is_port || ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"].contains(&stem)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_as_they_come_in_offices() {
        let table = [
            ("Undangan rapat.pdf", "Undangan rapat.pdf"),
            ("Renja 2027 (final) rev. 2.docx", "Renja 2027 (final) rev. 2.docx"),
            ("800/Kep.401-Bappeda/2017.pdf", "800_Kep.401-Bappeda_2017.pdf"),
            ("Nota: \"penting\"?.docx", "Nota_ _penting__.docx"),
            ("50% selesai.xlsx", "50_ selesai.xlsx"),
            ("a\tb\r\nc.txt", "a_b__c.txt"),
            ("  ..  spasi   dan titik...  .pdf. ", "spasi dan titik. .pdf"),
            ("~$Renja.docx", "Renja.docx"),
            ("._Renja.docx", "Renja.docx"),
            (".~lock.Renja.odt#", "lock.Renja.odt#"),
            ("-rf", "rf"),
            ("con", "con_"),
            ("CON.pdf", "CON_.pdf"),
            ("com¹.tar.gz", "com¹_.tar.gz"),
            ("com10.txt", "com10.txt"),
            ("console.txt", "console.txt"),
            ("desktop.ini", "desktop_.ini"),
            ("Thumbs.db", "Thumbs_.db"),
            ("unduhan.pdf.part", "unduhan.pdf_part"),
            ("x.TMP", "x_TMP"),
            ("a_VTI_b.txt", "a_VTI-b.txt"),
            ("laporan\u{202E}fdp.exe", "laporanfdp.exe"),
            ("nol\u{200B}lebar\u{FEFF}.pdf", "nollebar.pdf"),
            ("e\u{301}.pdf", "é.pdf"),
            ("", "dokumen"),
            ("...", "dokumen"),
            ("\u{0}\u{1}", "dokumen"),
            ("..", "dokumen"),
            ("/", "_"),
        ];
        for (original, expected) in table {
            assert_eq!(safe_name(original), expected, "{original:?}");
        }
    }

    #[test]
    #[expect(clippy::case_sensitive_file_extension_comparisons, reason = "the case is kept")]
    fn long_names_are_cut_and_keep_their_extension() {
        let long = safe_name(&format!("{}.pdf", "Surat ".repeat(60)));
        assert!(long.ends_with(".pdf") && long.chars().count() <= MAX_CHARS, "{long}");
        let wide = safe_name(&format!("{}.xlsx", "語".repeat(90)));
        assert!(wide.ends_with(".xlsx") && wide.len() <= MAX_BYTES, "{wide}");
        let tight = fitting_name("Rancangan Akhir Rencana Kerja.docx", 20);
        assert!(tight.ends_with(".docx") && tight.encode_utf16().count() <= 20, "{tight}");
        let endless = safe_name(&format!("a.{}", "x".repeat(300)));
        assert_eq!(endless.chars().count(), MAX_CHARS);
    }

    #[test]
    fn twins_get_numbers() {
        let taken = ["A.PDF", "é.pdf", "a (2).pdf"].map(fold);
        let free = |name: &str| unique(name, |name| taken.contains(&fold(name)));
        assert_eq!(free("a.pdf"), "a (3).pdf");
        assert_eq!(free("E\u{301}.pdf"), "E\u{301} (2).pdf");
        assert_eq!(free("b.pdf"), "b.pdf");
        let long = safe_name(&"x".repeat(200));
        let numbered = unique(&long, |name| name == long);
        assert!(numbered.ends_with(" (2)") && numbered.chars().count() <= MAX_CHARS);
    }

    /// Checks what each system on the list requires of a name.
    fn is_valid(name: &str) -> Result<(), TestCaseError> {
        prop_assert!(!name.is_empty() && name.chars().count() <= MAX_CHARS && name.len() <= MAX_BYTES);
        prop_assert!(!name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*', '%', '\r', '\n', '\t']));
        prop_assert!(!name.chars().any(|c| c.is_control() || is_invisible(c)));
        prop_assert!(!name.starts_with([' ', '.', '~', '-']) && !name.ends_with([' ', '.']));
        prop_assert_eq!(name.nfc().collect::<String>(), name);
        let lower = name.to_lowercase();
        prop_assert!(!is_device(&lower) && lower != "desktop.ini" && lower != "thumbs.db");
        prop_assert!(!lower.contains("_vti_"));
        let endings = [".lock", ".part", ".crdownload", ".tmp"];
        prop_assert!(!endings.iter().any(|ending| lower.ends_with(ending)));
        Ok(())
    }

    /// Pieces of names that the rules are about, so that the pieces meet in every order.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "con",
            "COM1",
            "lpt³",
            "nul",
            "~",
            "~$",
            "._",
            "-",
            ".",
            " ",
            "_vti_",
            "desktop.ini",
            "thumbs.db",
            ".tmp",
            ".part",
            ".lock",
            ".crdownload",
            "%",
            ":",
            "\u{202E}",
            "\u{301}",
            "e",
            "\u{0}",
            "\t",
            "ß",
            "İ",
            "_",
            "\u{A0}",
            "\u{2028}",
            "😀",
            "語",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ﬁ",
            "가",
            "ᄀ",
        ]);
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn any_string_becomes_a_valid_name_once_and_for_all(
            any in prop_oneof![any::<String>(), pieces(), prop::collection::vec(any::<char>(), 0..300)
                .prop_map(|chars| chars.into_iter().collect())],
            units in 12..160_usize,
        ) {
            let name = safe_name(&any);
            is_valid(&name)?;
            prop_assert_eq!(safe_name(&name), name.as_str());
            let fitting = fitting_name(&any, units);
            is_valid(&fitting)?;
            prop_assert!(fitting.encode_utf16().count() <= units);
            prop_assert_eq!(safe_name(&fitting), fitting.as_str());
            let second = unique(&name, |other| fold(other) == fold(&name));
            is_valid(&second)?;
            prop_assert_ne!(fold(&second), fold(&name));
        }
    }

    #[test]
    fn every_character_is_settled() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for some in all.chunks(30) {
            let some: String = some.iter().collect();
            let name = safe_name(&format!("a{some}b.pdf"));
            is_valid(&name).unwrap_or_else(|error| panic!("{some:?}: {error}"));
            assert_eq!(safe_name(&name), name, "{some:?}");
        }
    }
}
