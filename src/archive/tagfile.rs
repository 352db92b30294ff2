//! Tag files of a bag (`bagit.txt`, `bag-info.txt`): lines of `Label: value`, long values folded
//! (RFC 8493 §2.2.2).

use std::borrow::Cow;

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
    /// Reads the text of a tag file. A byte-order mark, CR, LF and CRLF line ends are taken.
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

/// Decodes a tag file by the encoding that `bagit.txt` names: UTF-8, UTF-16, ISO-8859-1 or US-ASCII.
/// `None` for bytes that do not fit or an encoding that is not known.
pub(super) fn decode<'a>(bytes: &'a [u8], encoding: &str) -> Option<Cow<'a, str>> {
    let name: String =
        encoding.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match name.as_str() {
        "utf8" | "u8" => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        "usascii" | "ascii" => bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok())?.map(Cow::Borrowed),
        "iso88591" | "latin1" => Some(Cow::Owned(bytes.iter().copied().map(char::from).collect())),
        "utf16" | "utf16le" | "utf16be" => {
            let (big, bytes) = match bytes {
                [0xFF, 0xFE, rest @ ..] if name != "utf16be" => (false, rest),
                [0xFE, 0xFF, rest @ ..] if name != "utf16le" => (true, rest),
                _ => (name == "utf16be", bytes),
            };
            if bytes.len() % 2 != 0 {
                return None;
            }
            let units = bytes.chunks_exact(2).map(|pair| {
                if big {
                    u16::from_be_bytes([pair[0], pair[1]])
                } else {
                    u16::from_le_bytes([pair[0], pair[1]])
                }
            });
            char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
        }
        _ => None,
    }
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
        assert_eq!(decode(b"a", "EBCDIC"), None);
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
        // A mark of the other order is a character in this one: the name counts.
        assert_eq!(decode(&with(b"\xFE\xFF", little), "UTF-16LE").as_deref(), Some("\u{fffe}Re"));
        assert_eq!(decode(&with(b"\xFF\xFE", big), "UTF-16BE").as_deref(), Some("\u{fffe}Re"));
    }
}
