//! Files that show by themselves whether they are whole: their first line has the hash of the rest.

use super::digest::sha256;

/// Beginning of the hash line.
pub(super) const HASH_MARK: &str = "// sha256 ";

/// The text with its hash line in front.
pub fn with_hash_line(text: &str) -> String {
    format!("{HASH_MARK}{}\n{text}", sha256(text.as_bytes()))
}

/// The text below its hash line, and the hash. An error says in a few words what is wrong.
pub fn read_hash_line(bytes: &[u8]) -> Result<(&str, &str), String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let (first, text) = text.split_once('\n').ok_or_else(|| "no hash line".to_owned())?;
    let hash = first.strip_prefix(HASH_MARK).ok_or_else(|| "no hash line".to_owned())?;
    if hash == sha256(text.as_bytes()) {
        Ok((text, hash))
    } else {
        Err("the content does not match its hash".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_cut_or_altered_is_known_as_such() {
        let whole = with_hash_line("(a: 1)\n");
        assert_eq!(read_hash_line(whole.as_bytes()).unwrap().0, "(a: 1)\n");
        for len in 0..whole.len() {
            assert!(read_hash_line(&whole.as_bytes()[..len]).is_err(), "{len} bytes");
        }
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(read_hash_line(&bytes).is_err(), "bit {bit}");
        }
    }
}
