//! What is found in dossiers, and in folders and ZIPs from outside.

use std::path::Path;

use rust_i18n::t;

use crate::archive::{Finding, ZipFault, finding_detail, finding_word};
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

/// A finding in a line: its word, its file, and what more is known.
pub fn finding(finding: &Finding) -> String {
    let path = if finding.path.is_empty() { "." } else { &finding.path };
    let (word, path, detail) =
        (finding_word(finding, language()), visible(path), finding_detail(&finding.detail, language()));
    if detail.is_empty() { format!("{word}: {path}") } else { format!("{word}: {path}. {detail}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Detail, FindingKind, Kin, Severity};

    fn is_whole(sentence: &str) -> bool {
        let holes = ["%{", "“”", "  ", ": .", " . ", "..", " ,", "()"];
        sentence.ends_with(['.', '/'])
            && sentence.len() > 9
            && !holes.iter().any(|hole| sentence.contains(hole))
    }

    #[test]
    fn a_finding_is_told_in_a_line() {
        rust_i18n::set_locale("id");
        let path = || "data/a.txt".to_owned();
        let missing =
            |detail| Finding { severity: Severity::Error, kind: FindingKind::Missing, path: path(), detail };
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
