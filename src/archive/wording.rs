//! What a check has found, in words: for the window, the command line, and the note in a ZIP of a damaged dossier.

use rust_i18n::t;

use super::manifest::LineFault;
use super::report::{Detail, Finding, FindingKind, Severity};
use crate::calendar::Language;
use crate::store::names::visible;

/// What was found about a file, in a word. What is no fault is not called one.
pub fn finding_word(finding: &Finding, language: Language) -> String {
    let locale = language.code();
    match (finding.kind, finding.severity) {
        (FindingKind::Malformed, Severity::Warning | Severity::Information) => {
            t!("archive.finding.remark", locale = locale)
        }
        (FindingKind::Incomplete, _) => t!("archive.finding.incomplete", locale = locale),
        (FindingKind::Changed, _) => t!("archive.finding.changed", locale = locale),
        (FindingKind::Missing, _) => t!("archive.finding.missing", locale = locale),
        (FindingKind::Unknown, _) => t!("archive.finding.unknown", locale = locale),
        (FindingKind::Unreadable, _) => t!("archive.finding.unreadable", locale = locale),
        (FindingKind::Malformed, Severity::Error) => t!("archive.finding.malformed", locale = locale),
        (FindingKind::Unjudged, _) => t!("archive.finding.unjudged", locale = locale),
    }
    .into_owned()
}

/// More about a finding, in a sentence; nothing where the word says all.
pub fn finding_detail(detail: &Detail, language: Language) -> String {
    let locale = language.code();
    match detail {
        Detail::None => return String::new(),
        Detail::Digest { .. } => t!("archive.detail.digest", locale = locale),
        Detail::ContentOf(path) => t!("archive.detail.content_of", path = visible(path), locale = locale),
        Detail::RenamedTo(path) => t!("archive.detail.renamed_to", path = visible(path), locale = locale),
        Detail::RenamedFrom(path) => t!("archive.detail.renamed_from", path = visible(path), locale = locale),
        Detail::NotIn(list) => t!("archive.detail.not_in", list = list, locale = locale),
        Detail::CopyOf(path) => t!("archive.detail.copy_of", path = visible(path), locale = locale),
        Detail::SystemFile => t!("archive.detail.system_file", locale = locale),
        Detail::FetchFrom(address) => {
            t!("archive.detail.fetch_from", address = visible(address), locale = locale)
        }
        Detail::Fetch { missing: 0 } => t!("archive.detail.fetched", locale = locale),
        Detail::Fetch { missing } => t!("archive.detail.fetch", n = missing, locale = locale),
        Detail::FetchLine(line) => t!("archive.detail.fetch_line", line = line, locale = locale),
        Detail::FetchUnlisted(line) => t!("archive.detail.fetch_unlisted", line = line, locale = locale),
        Detail::FetchUnsafe(line) => t!("archive.detail.line_unsafe", line = line, locale = locale),
        Detail::Line(fault) => return line(fault.line, fault.reason, &fault.path, locale),
        Detail::Tag(error) => t!("archive.detail.no_tag", line = error.line, locale = locale),
        Detail::Undeclared(line) => t!("archive.detail.undeclared", line = line, locale = locale),
        Detail::Uneven(line) => t!("archive.detail.uneven", line = line, locale = locale),
        Detail::TagMissing(tag) => t!("archive.detail.tag_missing", tag = tag, locale = locale),
        Detail::Oxum { .. } => t!("archive.detail.oxum", locale = locale),
        Detail::TwinCase(path) => t!("archive.detail.twin_case", path = visible(path), locale = locale),
        Detail::TwinForm(path) => t!("archive.detail.twin_form", path = visible(path), locale = locale),
        Detail::OtherForm(_) => t!("archive.detail.other_form", locale = locale),
        Detail::TrailingSpace => t!("archive.detail.trailing_space", locale = locale),
        Detail::Backslashes => t!("archive.detail.backslashes", locale = locale),
        Detail::TagManifestListed => t!("archive.detail.tag_manifest_listed", locale = locale),
        Detail::UnsupportedVersion(version) => {
            t!("archive.detail.version", version = visible(version), locale = locale)
        }
        Detail::UnsupportedEncoding(name) => {
            t!("archive.detail.encoding", name = visible(name), locale = locale)
        }
        Detail::UnsupportedAlgorithm => t!("archive.detail.algorithm", locale = locale),
        Detail::NotText => t!("archive.detail.not_text", locale = locale),
        Detail::ByteOrderMark => t!("archive.detail.byte_order_mark", locale = locale),
        Detail::NoManifest => t!("archive.detail.no_manifest", locale = locale),
        Detail::NotAFolder => t!("archive.detail.not_a_folder", locale = locale),
        Detail::NotRegular => t!("archive.detail.not_regular", locale = locale),
        Detail::OddName => t!("archive.detail.odd_name", locale = locale),
        Detail::TooLarge => t!("archive.detail.too_large", locale = locale),
        Detail::Seal { found, .. } if found.is_empty() => t!("archive.detail.no_seal", locale = locale),
        Detail::Seal { .. } => t!("archive.detail.seal", locale = locale),
        Detail::Io(words) => t!("archive.detail.io", words = words, locale = locale),
    }
    .into_owned()
}

fn line(line: usize, fault: LineFault, path: &str, locale: &str) -> String {
    let path = visible(path);
    match fault {
        LineFault::NotAnEntry => t!("archive.detail.line_no_entry", line = line, locale = locale),
        LineFault::BadDigest => t!("archive.detail.line_bad_digest", line = line, locale = locale),
        LineFault::UnsafePath => t!("archive.detail.line_unsafe", line = line, locale = locale),
        LineFault::Duplicate => {
            t!("archive.detail.line_duplicate", line = line, path = path, locale = locale)
        }
        LineFault::Conflict => t!("archive.detail.line_conflict", line = line, path = path, locale = locale),
        LineFault::Mark => t!("archive.detail.line_mark", line = line, locale = locale),
        LineFault::Roundabout => t!("archive.detail.line_roundabout", line = line, locale = locale),
        LineFault::WhiteSpace => t!("archive.detail.line_white_space", line = line, locale = locale),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Fault, TagError};
    use crate::store::Algorithm;

    fn is_whole(sentence: &str) -> bool {
        let holes = ["%{", "“”", "  ", ": .", " . ", "..", " ,", "()"];
        sentence.ends_with(['.', '/'])
            && sentence.len() > 9
            && !holes.iter().any(|hole| sentence.contains(hole))
    }

    /// The catalogues are compared elsewhere: what has no hole in one language has none in the other.
    #[test]
    fn no_sentence_about_a_bag_has_a_hole() {
        let path = || "data/a.txt".to_owned();
        let digest =
            Detail::Digest { algorithm: Algorithm::Md5, expected: "a".repeat(32), found: "b".repeat(32) };
        let seal = |found: &str| Detail::Seal { expected: "a".repeat(64), found: found.to_owned() };
        let lines = [
            LineFault::NotAnEntry,
            LineFault::BadDigest,
            LineFault::UnsafePath,
            LineFault::Duplicate,
            LineFault::Conflict,
            LineFault::Mark,
            LineFault::Roundabout,
            LineFault::WhiteSpace,
        ];
        let lines = lines.map(|reason| Detail::Line(Fault { line: 3, reason, path: path() }));
        let details = [
            digest,
            Detail::ContentOf(path()),
            Detail::RenamedTo(path()),
            Detail::RenamedFrom(path()),
            Detail::NotIn("manifest-sha256.txt".to_owned()),
            Detail::CopyOf(path()),
            Detail::SystemFile,
            Detail::FetchFrom("https://example.org/a".to_owned()),
            Detail::Fetch { missing: 0 },
            Detail::Fetch { missing: 2 },
            Detail::FetchLine(1),
            Detail::FetchUnlisted(1),
            Detail::FetchUnsafe(1),
            Detail::Tag(TagError { line: 2 }),
            Detail::Undeclared(1),
            Detail::Uneven(1),
            Detail::TagMissing("BagIt-Version"),
            Detail::Oxum { oxum: "1.1".to_owned(), found_files: 2, found_bytes: 3 },
            Detail::TwinCase(path()),
            Detail::TwinForm(path()),
            Detail::OtherForm(path()),
            Detail::TrailingSpace,
            Detail::Backslashes,
            Detail::TagManifestListed,
            Detail::UnsupportedVersion("3.0".to_owned()),
            Detail::UnsupportedEncoding("klingon".to_owned()),
            Detail::UnsupportedAlgorithm,
            Detail::NotText,
            Detail::ByteOrderMark,
            Detail::NoManifest,
            Detail::NotAFolder,
            Detail::NotRegular,
            Detail::OddName,
            Detail::TooLarge,
            seal("b"),
            seal(""),
        ];
        for of in details.iter().chain(&lines) {
            assert!(
                is_whole(&finding_detail(of, Language::Indonesian)),
                "{of:?}: {}",
                finding_detail(of, Language::Indonesian)
            );
            // The log's words, too: `recorded was` once stood behind nothing.
            assert!(!of.to_string().contains("is ,"), "{of}");
        }
        assert_ne!(
            finding_detail(&seal("b"), Language::Indonesian),
            finding_detail(&seal(""), Language::Indonesian)
        );
    }
}
