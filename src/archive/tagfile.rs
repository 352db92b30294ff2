//! Tag files of a bag (`bagit.txt`, `bag-info.txt`): lines of `Label: value`, long values folded
//! (RFC 8493 §2.2.2).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Labels and values in the order of the file; a label may come several times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(pub Vec<(String, String)>);

/// A line that is neither a tag nor the continuation of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not a tag")]
pub struct TagError {
    /// Line, from 1.
    pub line: usize,
}

impl Tags {
    /// Reads the text of a tag file. A byte-order mark and line ends of CR, LF or CRLF are accepted.
    pub fn parse(text: &str) -> Result<Self, TagError> {
        let mut tags: Vec<(String, String)> = Vec::new();
        for (index, line) in lines(text).enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            if line.starts_with(char::is_whitespace)
                && let Some((_, value)) = tags.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
                continue;
            }
            let (label, value) = line.split_once(':').ok_or(TagError { line: index + 1 })?;
            tags.push((label.trim().to_owned(), value.trim().to_owned()));
        }
        Ok(Self(tags))
    }

    /// The first value of a label. Labels are compared as written, as bagit-python does, then without
    /// regard to case, as RFC 8493 §2.2.2 has it.
    pub fn get(&self, label: &str) -> Option<&str> {
        let exact = self.0.iter().find(|(known, _)| known == label);
        let loose = || self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(label));
        exact.or_else(loose).map(|(_, value)| value.as_str())
    }

    /// Every value of a label, compared exactly as written.
    pub fn all(&self, label: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == label).map(|(_, value)| value.as_str())
    }

    /// Adds a tag; an empty value is left out.
    pub fn push(&mut self, label: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.0.push((label.to_owned(), value));
        }
    }

    /// The text of the tag file, LF line ends, lines folded at 79 characters where a space allows it.
    pub fn to_text(&self) -> String {
        const WIDTH: usize = 79;
        let mut text = String::new();
        for (label, value) in &self.0 {
            let mut line = format!("{label}:");
            for word in value.split(' ') {
                let filled = !line.trim_start().is_empty() && !line.ends_with(':');
                if filled && line.chars().count() + 1 + word.chars().count() > WIDTH {
                    text.push_str(&line);
                    text.push('\n');
                    line.clear();
                    line.push(' ');
                }
                line.push(' ');
                line.push_str(word);
            }
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// Lines of a text with LF, CRLF or CR ends, without a byte-order mark at its head.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// Decodes a tag file by the encoding that `bagit.txt` names, one of those that are in use on the web or UTF-16.
/// `None` for bytes that do not fit or an encoding that is not known.
pub(super) fn decode<'a>(bytes: &'a [u8], encoding: &str) -> Option<Cow<'a, str>> {
    let name = plain_name(encoding);
    let (encoding, bytes) = match (name.as_str(), bytes) {
        // On the web these names mean Windows' code pages, which have letters where these encodings have
        // none.
        ("usascii" | "ascii", _) => return bytes.is_ascii().then(|| String::from_utf8_lossy(bytes)),
        ("iso88591" | "latin1", _) => return Some(bytes.iter().copied().map(char::from).collect()),
        ("utf16" | "utf16le", [0xFF, 0xFE, rest @ ..]) => (UTF_16LE, rest),
        ("utf16" | "utf16be", [0xFE, 0xFF, rest @ ..]) => (UTF_16BE, rest),
        ("utf16" | "utf16le", _) => (UTF_16LE, bytes),
        ("utf16be", _) => (UTF_16BE, bytes),
        ("u8", _) => (UTF_8, bytes),
        _ => {
            let known = |label: &str| Encoding::for_label_no_replacement(label.as_bytes());
            (known(encoding).or_else(|| known(&encoding.replace('_', "-")))?, bytes)
        }
    };
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// Whether `bagit.txt` may name an encoding although [`decode`] does not know it: those of mainframes and of
/// DOS, and those that are discouraged.
pub(super) fn is_registered(encoding: &str) -> bool {
    let name = plain_name(encoding);
    ["cp", "ebcdic", "ibm", "iso2022", "utf32", "utf7"].iter().any(|family| name.starts_with(family))
}

fn plain_name(encoding: &str) -> String {
    encoding.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The first line of `bagit.txt`, from 1, that differs from RFC 8493 §2.1.1: two lines, each with its label,
/// a colon, one space, and a value.
pub(super) fn undeclared(text: &str) -> Option<usize> {
    let mut labels = ["BagIt-Version: ", "Tag-File-Character-Encoding: "].into_iter();
    let mut is_right = |line: &str| match labels.next() {
        Some(label) => {
            line.strip_prefix(label).is_some_and(|value| !value.is_empty() && value.trim() == value)
        }
        None => line.is_empty(),
    };
    lines(text).position(|line| !is_right(line)).map(|index| index + 1)
}

/// The first line, from 1, whose white space differs from RFC 8493 §2.2.2: white space around the label, or
/// none after the colon.
pub(super) fn uneven(text: &str) -> Option<usize> {
    let is_uneven = |line: &str| {
        let Some((label, value)) = line.split_once(':') else { return false };
        let is_new = !line.starts_with(char::is_whitespace);
        is_new && (label.trim() != label || !value.is_empty() && !value.starts_with([' ', '\t']))
    };
    lines(text).position(is_uneven).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folded_values_and_foreign_line_ends_are_read() {
        let text = "\u{feff}Source-Organization: Badan\r\n Kesatuan\r\n\tBangsa\r\nContact-Name:Ani\rContact-Name: Budi\n";
        let tags = Tags::parse(text).unwrap();
        assert_eq!(tags.get("source-organization"), Some("Badan Kesatuan Bangsa"));
        assert_eq!(tags.0.iter().filter(|(label, _)| label == "Contact-Name").count(), 2);
        assert_eq!(Tags::parse("a: b\n\nno tag").unwrap_err(), TagError { line: 3 });
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode(b"caf\xe9", "ISO-8859-1").as_deref(), Some("café"));
        assert_eq!(decode(b"caf\xe9", "UTF-8"), None);
        assert_eq!(decode(b"\xff\xfea\0", "UTF-16").as_deref(), Some("a"));
        assert_eq!(decode(b"\0a", "UTF-16BE").as_deref(), Some("a"));
        assert_eq!(decode(b"\x93Renja\x94 \x80", "windows-1252").as_deref(), Some("“Renja” €"));
        assert_eq!(decode(b"\x82\xa0", "Shift_JIS").as_deref(), Some("あ"));
        assert_eq!(decode(b"\xe4", "koi8-r").as_deref(), Some("Д"));
        assert_eq!(decode(b"\x93", "ISO-8859-1").as_deref(), Some("\u{93}"));
        for unknown in ["EBCDIC-US", "UTF-32", "IBM037", "cp437", "hz-gb-2312", "klingon", ""] {
            assert_eq!(decode(b"a", unknown), None, "{unknown}");
        }
        assert!(is_registered("EBCDIC-US") && is_registered("UTF-32") && !is_registered("klingon"));
    }

    #[test]
    fn the_declaration_is_fixed_to_the_letter() {
        const SECOND: &str = "Tag-File-Character-Encoding: UTF-8";
        for end in ["", "\n", "\r\n", "\r"] {
            let between = if end.is_empty() { "\n" } else { end };
            assert_eq!(undeclared(&format!("BagIt-Version: 1.0{between}{SECOND}{end}")), None);
        }
        for (line, first) in [
            (1, "BagIt-Version : 1.0"),
            (1, " BagIt-Version: 1.0"),
            (1, "BagIt-Version:1.0"),
            (1, "BagIt-Version:  1.0"),
            (1, "BagIt-Version: 1.0 "),
            (1, "BagIt-Version:\t1.0"),
            (1, "Bagit-Version: 1.0"),
            (1, ""),
            (2, "BagIt-Version: 1.0\n"),
            (2, "BagIt-Version: 1.0\nContact-Name: Ani"),
        ] {
            assert_eq!(undeclared(&format!("{first}\n{SECOND}\n")), Some(line), "{first:?}");
        }
        assert_eq!(undeclared(&format!("BagIt-Version: 1.0\n{SECOND}\nContact-Name: Ani\n")), Some(3));
    }

    #[test]
    fn white_space_around_labels_is_seen() {
        for (text, line) in
            [("a: b\nc:\td\ne:\n  f : g\n", None), ("a: b\nc : d\n", Some(2)), ("a: b\n\nc:d\n", Some(3))]
        {
            assert_eq!(uneven(text), line, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(values in prop::collection::vec("\\PC{0,200}", 0..8)) {
            let mut tags = Tags::default();
            for (index, value) in values.iter().enumerate() {
                tags.push(&format!("Tag-{index}"), value);
            }
            let text = tags.to_text();
            prop_assert_eq!(Tags::parse(&text).unwrap(), tags);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            drop(Tags::parse(&text));
        }
    }

    #[test]
    fn lines_are_folded_behind_79_characters() {
        let text = |words: &[usize]| {
            let mut tags = Tags::default();
            tags.push("Label", &words.iter().map(|len| "é".repeat(*len)).collect::<Vec<_>>().join(" "));
            let text = tags.to_text();
            text.lines().map(|line| line.chars().count()).collect::<Vec<_>>()
        };
        // "Label:" takes 6 characters, each word one more for its space.
        assert_eq!(text(&[30, 41]), [79]);
        assert_eq!(text(&[30, 42]), [37, 44]);
        assert_eq!(text(&[100]), [107], "a word is never broken, nor left behind its label");
        assert_eq!(text(&[10, 100, 3]), [17, 102, 5]);
        assert_eq!(text(&[10, 76, 1, 1]), [17, 78, 4 + 1]);
    }

    #[test]
    fn encodings_are_read_as_they_are_called() {
        assert_eq!(decode(b"Renja", "US-ASCII").as_deref(), Some("Renja"));
        assert_eq!(decode("é".as_bytes(), "US-ASCII"), None);
        let (little, big) = (b"R\0e\0".as_slice(), b"\0R\0e".as_slice());
        let with = |mark: &[u8], text: &[u8]| [mark, text].concat();
        for (bytes, encoding) in [
            (little.to_vec(), "UTF-16LE"),
            (big.to_vec(), "UTF-16BE"),
            (with(b"\xFF\xFE", little), "UTF-16"),
            (with(b"\xFE\xFF", big), "UTF-16"),
            (with(b"\xFF\xFE", little), "UTF-16LE"),
            (with(b"\xFE\xFF", big), "UTF-16BE"),
        ] {
            assert_eq!(decode(&bytes, encoding).as_deref(), Some("Re"), "{encoding}: {bytes:?}");
        }
        // The byte-order mark of the other order is an ordinary character in this one: the name of the
        // encoding counts.
        assert_eq!(decode(&with(b"\xFE\xFF", little), "UTF-16LE").as_deref(), Some("\u{fffe}Re"));
        assert_eq!(decode(&with(b"\xFF\xFE", big), "UTF-16BE").as_deref(), Some("\u{fffe}Re"));
    }
}
