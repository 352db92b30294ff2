//! What is found in dossiers and ZIPs from outside, in words: the command line's and the window's.

use std::path::Path;

use rust_i18n::t;

use crate::archive::ZipFault;
use crate::calendar::Language;
use crate::store::names::visible;

/// The language of the catalogue, for what has no view to ask.
pub fn language() -> Language {
    let locale = rust_i18n::locale();
    Language::ALL.into_iter().find(|language| language.code() == &*locale).unwrap_or_default()
}

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
