//! File names that are valid everywhere: NTFS, ext4, SMB, Syncthing, Nextcloud, OneDrive and in BagIt.

use unicode_normalization::UnicodeNormalization;

/// Most characters of a name.
const MAX_CHARS: usize = 100;
/// Most bytes of a name in UTF-8; some file systems count bytes.
const MAX_BYTES: usize = 180;
/// Most UTF-16 units of a path below the data folder; Windows allows 260 with all folders above.
pub const MAX_PATH: usize = 150;
/// Most characters of an extension that is kept when a name is cut.
const MAX_EXTENSION: usize = 16;

/// A valid name made of any string; the original is kept elsewhere. Applying it again changes nothing.
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

/// A valid name of at most so many UTF-16 units, for long folders; at least 12 are granted.
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

/// The same for names that some system takes for equal: NFC and case.
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
    (2..).map(numbered).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

fn pass(name: &str, max_chars: usize, max_units: usize) -> String {
    let mut clean = String::new();
    for c in name.nfc() {
        match c {
            '\n' | '\r' | '\t' | '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '%' => {
                clean.push('_')
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

/// Names that mean something to a system get a `_`.
fn reserve(name: &str) -> String {
    let lower = name.to_lowercase();
    // ASCII case only, so that lengths stay and the place can be cut.
    if let Some(at) = name.to_ascii_lowercase().find("_vti_") {
        return format!("{}-{}", &name[..at + 4], &name[at + 5..]);
    }
    if is_device(&lower) || lower == "desktop.ini" || lower == "thumbs.db" {
        // Behind the stem: `con.pdf` is as bad as `con`, and `con_.pdf` is not.
        let (stem, extension) = split_first(name);
        return format!("{}_{extension}", stem.trim_end());
    }
    match [".lock", ".part", ".crdownload", ".tmp"].iter().any(|ending| lower.ends_with(ending)) {
        true => format!("{name}_"),
        false => name.to_owned(),
    }
}

/// Bidi marks, zero-width characters, the byte order mark and the like: a name must be what it looks like.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' | '\u{E000}'..='\u{F8FF}'
    ) || (c as u32) & 0xFFFE == 0xFFFE
}

/// What begins or ends no name: spaces and dots, and at the front the marks of temporary files.
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
    let extension =
        if extension.chars().count() <= MAX_EXTENSION.min(max_units / 2) { extension } else { "" };
    let stem = if extension.is_empty() { name } else { stem };
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

/// Stem and extension with its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    }
}

/// Windows looks at what stands before the first dot.
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
