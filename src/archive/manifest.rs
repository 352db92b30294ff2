//! Manifests of a bag: a line of `<digest> <path>` per file (RFC 8493 §2.1.3).

use std::collections::HashMap;

use super::tagfile::lines;
use crate::store::Algorithm;

/// One manifest file of a bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The algorithm of its digests.
    pub algorithm: Algorithm,
    /// Whether it lists tag files (`tagmanifest-…`) and not the payload.
    pub of_tags: bool,
    /// The manifest's entries in the order of the file.
    pub entries: Vec<Entry>,
    /// Lines that could not be read, and remarks on the first line of each kind that could.
    pub faults: Vec<Fault>,
}

/// One line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path below the bag's folder, with `/`, as written except that `.` and `..` are resolved.
    pub path: String,
    /// The digest, lower-case hex.
    pub digest: String,
}

/// A line that could not be read, or was read with a remark.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with the line.
    pub reason: LineFault,
    /// The path in the line; empty when it has none.
    pub path: String,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Not a digest and a path.
    #[error("not a digest and a path")]
    NotAnEntry,
    /// The digest is not hex text of the right length.
    #[error("not a digest of this algorithm")]
    BadDigest,
    /// The path leads out of the bag.
    #[error("the path leads out of the bag")]
    UnsafePath,
    /// The file was listed before, with the same digest.
    #[error("listed twice")]
    Duplicate,
    /// The file was listed before, with another digest.
    #[error("listed twice, with different digests")]
    Conflict,
    /// A remark: a `*` before the path, as `md5sum` and its family mark files that they read as binary.
    #[error("a * before the path, as md5sum writes it")]
    Mark,
    /// A remark: the path is not in its shortest form, as `./data/a`.
    #[error("the path is not in its plain form")]
    Roundabout,
    /// A remark: white space where none belongs, or other white space than spaces and tabs.
    #[error("white space that the standard does not have")]
    WhiteSpace,
}

impl LineFault {
    /// Whether the line was accepted, with a remark.
    pub fn is_remark(self) -> bool {
        matches!(self, Self::Mark | Self::Roundabout | Self::WhiteSpace)
    }
}

impl Manifest {
    /// Name of the file: `manifest-sha256.txt`, `tagmanifest-sha256.txt`.
    pub fn file_name(&self) -> String {
        file_name(self.algorithm, self.of_tags)
    }

    /// Reads the text of a manifest; what is wrong with a line is kept in `faults`.
    pub fn parse(algorithm: Algorithm, of_tags: bool, text: &str) -> Self {
        let mut manifest = Self { algorithm, of_tags, entries: Vec::new(), faults: Vec::new() };
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (index, line) in lines(text).enumerate() {
            let start = line.trim_start();
            if start.is_empty() || start.starts_with('#') {
                continue;
            }
            let mut fault = |reason: LineFault, path: &str| {
                let known = |fault: &Fault| fault.reason == reason;
                // One remark is enough: a program writes all lines of a manifest in the same way.
                if !(reason.is_remark() && manifest.faults.iter().any(known)) {
                    manifest.faults.push(Fault { line: index + 1, reason, path: path.to_owned() });
                }
            };
            let Some((digest, rest)) = start.split_once(char::is_whitespace) else {
                fault(LineFault::NotAnEntry, "");
                continue;
            };
            let marked = rest.trim_start();
            let written = marked.trim_start_matches('*');
            if written.trim_end().is_empty() {
                fault(LineFault::NotAnEntry, "");
                continue;
            }
            // A percent code may hide a variable of Windows, so the decoded path is checked too.
            let Some(path) = plain_path(written).filter(|path| plain_path(&decode_path(path)).is_some())
            else {
                fault(LineFault::UnsafePath, written);
                continue;
            };
            if digest.len() != algorithm.hex_len() || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                fault(LineFault::BadDigest, &path);
                continue;
            }
            let between = &start[digest.len()..start.len() - marked.len()];
            if start.len() < line.len() || between.contains(|c| c != ' ' && c != '\t') {
                fault(LineFault::WhiteSpace, &path);
            }
            if written.len() < marked.len() {
                fault(LineFault::Mark, &path);
            }
            if path != written {
                fault(LineFault::Roundabout, &path);
            }
            let digest = digest.to_ascii_lowercase();
            match seen.get(&path) {
                Some(first) if manifest.entries[*first].digest == digest => {
                    fault(LineFault::Duplicate, &path);
                }
                Some(_) => fault(LineFault::Conflict, &path),
                None => {
                    seen.insert(path.clone(), manifest.entries.len());
                    manifest.entries.push(Entry { path, digest });
                }
            }
        }
        manifest
    }
}

/// The paths that a manifest lists, whatever its digests are.
pub(super) fn paths(text: &str) -> impl Iterator<Item = String> {
    let lines = lines(text).map(str::trim_start).filter(|line| !line.starts_with('#'));
    let written = lines.filter_map(|line| line.split_once(char::is_whitespace));
    written.filter_map(|(_, path)| plain_path(path.trim_start().trim_start_matches('*')))
}

/// Name of a manifest file.
pub(super) fn file_name(algorithm: Algorithm, of_tags: bool) -> String {
    format!("{}manifest-{algorithm}.txt", if of_tags { "tag" } else { "" })
}

/// The algorithm's name, and whether it is a tag manifest, from the name of a manifest file.
pub(super) fn split_file_name(name: &str) -> Option<(&str, bool)> {
    let stem = name.strip_suffix(".txt")?;
    match stem.strip_prefix("tagmanifest-") {
        Some(algorithm) => Some((algorithm, true)),
        None => stem.strip_prefix("manifest-").map(|algorithm| (algorithm, false)),
    }
}

/// The text of a manifest, sorted by path, with two spaces after the digest as `sha256sum -c` requires.
pub(super) fn to_text<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<_> = entries.into_iter().collect();
    lines.sort_unstable();
    lines.into_iter().fold(String::new(), |mut text, (path, digest)| {
        text.push_str(digest);
        text.push_str("  ");
        text.push_str(&encode_path(path));
        text.push('\n');
        text
    })
}

/// CR, LF and `%` in a path, percent-encoded (RFC 8493 §2.1.3).
fn encode_path(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The path that a percent-encoded one stands for; only the three codes of the RFC are decoded.
pub(super) fn decode_path(path: &str) -> String {
    decode(path, true)
}

/// Decodes the codes of CR and LF alone, as bagit-python and the drafts before the RFC do.
pub(super) fn decode_line_ends(path: &str) -> String {
    decode(path, false)
}

fn decode(path: &str, percent: bool) -> String {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).unwrap_or("");
        let plain = match code {
            "25" if percent => Some('%'),
            _ if code.eq_ignore_ascii_case("0d") => Some('\r'),
            _ if code.eq_ignore_ascii_case("0a") => Some('\n'),
            _ => None,
        };
        let (plain, used) = plain.map_or(('%', 1), |plain| (plain, 3));
        decoded.push(plain);
        rest = &rest[at + used..];
    }
    decoded.push_str(rest);
    decoded
}

/// The path without `.`, `..` and empty parts; none if it leads out of the bag on any system: absolute, a drive, a home
/// folder, a variable of Windows, more `..` than folders.
pub(super) fn plain_path(path: &str) -> Option<String> {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let first = path.split(['/', '\\']).next().unwrap_or(path);
    let variable = first.len() > 2 && first.starts_with('%') && first.ends_with('%');
    if path.starts_with(['/', '\\', '~']) || drive || variable || path.contains('\0') {
        return None;
    }
    // On Windows a backslash also separates folders.
    let mut depth = 0_usize;
    for piece in path.split(['/', '\\']) {
        match piece {
            "" | "." => {}
            ".." => depth = depth.checked_sub(1)?,
            _ => depth += 1,
        }
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LineFault::*;
    use super::*;

    const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

    fn parse(text: &str) -> Manifest {
        Manifest::parse(Algorithm::Md5, false, text)
    }

    #[test]
    fn the_forms_of_other_programs_are_read() {
        let text = format!(
            "\u{feff}# made elsewhere\r\n{MD5}\tdata/a b.txt\r\n{} *./data//c.txt\r\n\r\n",
            MD5.to_uppercase()
        );
        let manifest = parse(&text);
        let paths: Vec<_> = manifest.entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["data/a b.txt", "data/c.txt"]);
        assert!(manifest.entries.iter().all(|entry| entry.digest == MD5));
        let remarks: Vec<_> = manifest.faults.iter().map(|fault| (fault.line, fault.reason)).collect();
        assert_eq!(remarks, [(3, Mark), (3, Roundabout)]);
    }

    #[test]
    fn bad_lines_are_named_with_their_number() {
        let zeros = "0".repeat(32);
        let text = format!(
            "{MD5}\n{MD5} ../etc/passwd\n{MD5} /etc/passwd\n{MD5} C:\\x\n{MD5} data/..\\..\\x\nabc data/a\n\
             {MD5} data/b\n{MD5} data/b\n{zeros} data/b\n"
        );
        let faults: Vec<_> = parse(&text).faults.iter().map(|fault| (fault.line, fault.reason)).collect();
        assert_eq!(
            faults,
            [
                (1, NotAnEntry),
                (2, UnsafePath),
                (3, UnsafePath),
                (4, UnsafePath),
                (5, UnsafePath),
                (6, BadDigest),
                (8, Duplicate),
                (9, Conflict)
            ]
        );
    }

    #[test]
    fn only_the_codes_of_the_rfc_are_decoded() {
        assert_eq!(decode_path("data/a%0Db%0ac%25d%20e%"), "data/a\rb\nc%d%20e%");
        assert_eq!(decode_path("%é%2"), "%é%2");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC*") {
            let manifest = parse(&text);
            for entry in manifest.entries {
                prop_assert!(entry.path.split('/').all(|part| part != ".."));
                decode_path(&entry.path);
            }
        }

        #[test]
        fn what_is_written_is_read_again(names in prop::collection::btree_set("[a-zé%\r\n]{1,9}", 0..9)) {
            let paths: Vec<_> = names.iter().map(|name| format!("data/x{name}x")).collect();
            let manifest = parse(&to_text(paths.iter().map(|path| (path.as_str(), MD5))));
            let read: Vec<_> = manifest.entries.iter().map(|entry| decode_path(&entry.path)).collect();
            let mut paths = paths;
            paths.sort();
            prop_assert_eq!(read, paths);
            prop_assert!(manifest.faults.is_empty());
        }
    }
}
