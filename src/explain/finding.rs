//! What is found in dossiers, and in folders and ZIPs from outside.

use std::path::Path;

use rust_i18n::t;

use crate::archive::{Detail, Finding, Kind, LineFault, Severity, ZipFault};
use crate::jobs::Unfit;
use crate::store::names::visible;
use crate::words::language;

/// Why something in a ZIP or folder can't be taken in, and what to do.
pub fn untakable(entry: &str, fault: &ZipFault) -> String {
    let language = language();
    let name = Path::new(entry).file_name().map_or(entry.into(), |name| name.to_string_lossy());
    let (n, size, kind) = match fault {
        ZipFault::TooMany(n) | ZipFault::TooDeep(n) => (language.count(*n as u64), String::new(), ""),
        ZipFault::TooLarge(bytes) => (String::new(), language.size(*bytes), ""),
        ZipFault::OtherKind(kin) => (String::new(), String::new(), kin.name()),
        _ => (String::new(), String::new(), ""),
    };
    let key = format!("trouble.zip.{}", fault.key());
    t!(key, file = visible(&name), n = n, size = size, kind = kind).into_owned()
}

/// Why a path cannot be taken in, and what to do instead.
pub fn unfit(unfit: Unfit) -> String {
    match unfit {
        Unfit::Unreadable => t!("documents.unfit.unreadable"),
        Unfit::Link => t!("documents.unfit.link"),
        Unfit::Elsewhere => t!("documents.unfit.elsewhere"),
        Unfit::NotAFile => t!("documents.unfit.not_a_file"),
        Unfit::TooMany => t!("documents.unfit.too_many"),
    }
    .into_owned()
}

/// What was found about a file, in a word. What is no fault is not called one.
pub fn finding_word(finding: &Finding) -> String {
    match (finding.kind, finding.severity) {
        (Kind::Malformed, Severity::Warning | Severity::Information) => t!("archive.finding.remark"),
        (Kind::Incomplete, _) => t!("archive.finding.incomplete"),
        (Kind::Changed, _) => t!("archive.finding.changed"),
        (Kind::Missing, _) => t!("archive.finding.missing"),
        (Kind::Unknown, _) => t!("archive.finding.unknown"),
        (Kind::Unreadable, _) => t!("archive.finding.unreadable"),
        (Kind::Malformed, Severity::Error) => t!("archive.finding.malformed"),
        (Kind::Unjudged, _) => t!("archive.finding.unjudged"),
    }
    .into_owned()
}

/// More about a finding, in a sentence; nothing where the word says all.
pub fn finding_detail(detail: &Detail) -> String {
    match detail {
        Detail::None => return String::new(),
        Detail::Digest { .. } => t!("archive.detail.digest"),
        Detail::ContentOf(path) => t!("archive.detail.content_of", path = visible(path)),
        Detail::RenamedTo(path) => t!("archive.detail.renamed_to", path = visible(path)),
        Detail::RenamedFrom(path) => t!("archive.detail.renamed_from", path = visible(path)),
        Detail::NotIn(list) => t!("archive.detail.not_in", list = list),
        Detail::CopyOf(path) => t!("archive.detail.copy_of", path = visible(path)),
        Detail::SystemFile => t!("archive.detail.system_file"),
        Detail::FetchFrom(address) => t!("archive.detail.fetch_from", address = visible(address)),
        Detail::Fetch { missing: 0 } => t!("archive.detail.fetched"),
        Detail::Fetch { missing } => t!("archive.detail.fetch", n = missing),
        Detail::FetchLine(line) => t!("archive.detail.fetch_line", line = line),
        Detail::FetchUnlisted(line) => t!("archive.detail.fetch_unlisted", line = line),
        Detail::FetchUnsafe(line) => t!("archive.detail.line_unsafe", line = line),
        Detail::Line(fault) => return self::line(fault.line, fault.reason, &fault.path),
        Detail::Tag(error) => t!("archive.detail.no_tag", line = error.line),
        Detail::Undeclared(line) => t!("archive.detail.undeclared", line = line),
        Detail::Uneven(line) => t!("archive.detail.uneven", line = line),
        Detail::TagMissing(tag) => t!("archive.detail.tag_missing", tag = tag),
        Detail::Oxum { .. } => t!("archive.detail.oxum"),
        Detail::TwinCase(path) => t!("archive.detail.twin_case", path = visible(path)),
        Detail::TwinForm(path) => t!("archive.detail.twin_form", path = visible(path)),
        Detail::OtherForm(_) => t!("archive.detail.other_form"),
        Detail::TrailingSpace => t!("archive.detail.trailing_space"),
        Detail::Backslashes => t!("archive.detail.backslashes"),
        Detail::TagManifestListed => t!("archive.detail.tag_manifest_listed"),
        Detail::UnsupportedVersion(version) => t!("archive.detail.version", version = visible(version)),
        Detail::UnsupportedEncoding(name) => t!("archive.detail.encoding", name = visible(name)),
        Detail::UnsupportedAlgorithm => t!("archive.detail.algorithm"),
        Detail::NotText => t!("archive.detail.not_text"),
        Detail::ByteOrderMark => t!("archive.detail.byte_order_mark"),
        Detail::NoManifest => t!("archive.detail.no_manifest"),
        Detail::NotAFolder => t!("archive.detail.not_a_folder"),
        Detail::NotRegular => t!("archive.detail.not_regular"),
        Detail::OddName => t!("archive.detail.odd_name"),
        Detail::TooLarge => t!("archive.detail.too_large"),
        Detail::Seal { found, .. } if found.is_empty() => t!("archive.detail.no_seal"),
        Detail::Seal { .. } => t!("archive.detail.seal"),
        Detail::Io(words) => t!("archive.detail.io", words = words),
    }
    .into_owned()
}

fn line(line: usize, fault: LineFault, path: &str) -> String {
    let path = visible(path);
    match fault {
        LineFault::NotAnEntry => t!("archive.detail.line_no_entry", line = line),
        LineFault::BadDigest => t!("archive.detail.line_bad_digest", line = line),
        LineFault::UnsafePath => t!("archive.detail.line_unsafe", line = line),
        LineFault::Duplicate => t!("archive.detail.line_duplicate", line = line, path = path),
        LineFault::Conflict => t!("archive.detail.line_conflict", line = line, path = path),
        LineFault::Mark => t!("archive.detail.line_mark", line = line),
        LineFault::Roundabout => t!("archive.detail.line_roundabout", line = line),
        LineFault::WhiteSpace => t!("archive.detail.line_white_space", line = line),
    }
    .into_owned()
}

/// A finding in a line: its word, its file, and what more is known.
pub fn finding(finding: &Finding) -> String {
    let path = if finding.path.is_empty() { "." } else { &finding.path };
    let (word, path, detail) = (finding_word(finding), visible(path), finding_detail(&finding.detail));
    if detail.is_empty() { format!("{word}: {path}") } else { format!("{word}: {path}. {detail}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Fault, Kin, TagError};
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
        rust_i18n::set_locale("id");
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
            assert!(is_whole(&finding_detail(of)), "{of:?}: {}", finding_detail(of));
            // The log's words, too: `recorded was` once stood behind nothing.
            assert!(!of.to_string().contains("is ,"), "{of}");
        }
        assert_ne!(finding_detail(&seal("b")), finding_detail(&seal("")));
        let missing =
            |detail| Finding { severity: Severity::Error, kind: Kind::Missing, path: path(), detail };
        assert_eq!(finding(&missing(Detail::None)), "Hilang: data/a.txt");
        assert!(
            finding(&missing(Detail::RenamedTo("data/b".to_owned())))
                .starts_with("Hilang: data/a.txt. Isinya ada")
        );
    }

    #[test]
    fn what_can_not_be_taken_in_is_told_with_what_to_do() {
        rust_i18n::set_locale("id");
        for fault in ZipFault::one_of_each() {
            let words = untakable("data/Surat: undangan.txt", &fault);
            assert!(is_whole(&words) && !words.contains(&fault.to_string()), "{fault:?}: {words}");
        }
        assert!(untakable("", &ZipFault::OtherKind(Kin::SevenZip)).contains("7z"));
        assert!(
            untakable("data/Surat: undangan.txt", &ZipFault::UnsafeName).contains("“Surat: undangan.txt”")
        );
    }
}
