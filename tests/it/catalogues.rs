//! The catalogues of the window: every key in both languages, with the same placeholders, and every key
//! that the code names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Catalogue = BTreeMap<String, String>;

fn catalogues() -> (Catalogue, Catalogue) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales");
    let mut all = rust_i18n_support::load_locales(folder, |_| false);
    let languages: Vec<_> = all.keys().cloned().collect();
    assert_eq!(languages, ["en", "id"]);
    (all.remove("id").unwrap(), all.remove("en").unwrap())
}

/// All texts in Indonesian, by key.
pub fn indonesian() -> BTreeMap<String, String> {
    catalogues().0
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("%{").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let (id, en) = catalogues();
    let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&id), keys(&en));
    let differing: Vec<_> =
        id.iter().filter(|(key, text)| placeholders(text) != placeholders(&en[*key])).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn no_text_is_empty_or_left_untrimmed() {
    let (id, en) = catalogues();
    for (key, text) in id.iter().chain(&en) {
        assert!(!text.is_empty() && text.trim() == text, "{key}: {text:?}");
    }
}

#[test]
fn every_key_that_the_code_names_exists_and_every_key_is_named() {
    let (id, _) = catalogues();
    let mut sources = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let code: Vec<(PathBuf, String)> =
        sources.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();

    let mut missing = Vec::new();
    let mut named = BTreeSet::new();
    // Keys made at run time: the fixed beginning of each, such as `shell.rail.`
    let mut prefixes = BTreeSet::new();
    for (path, code) in &code {
        for (at, _) in code.match_indices("t!(") {
            let identifier_before = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if identifier_before {
                continue;
            }
            let rest = code[at + 3..].trim_start();
            let (literal, composed) = match rest.strip_prefix("format!(") {
                Some(rest) => (rest.trim_start(), true),
                None => (rest, false),
            };
            let Some(literal) = literal.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            if composed {
                prefixes.insert(literal.split('{').next().unwrap_or_default().to_owned());
            } else {
                named.insert(literal.to_owned());
                if !id.contains_key(literal) {
                    missing.push(format!("{}: {literal}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let all_code: String = code.into_iter().map(|(_, code)| code).collect();
    let unused: Vec<_> = id
        .keys()
        .filter(|key| !named.contains(*key) && !prefixes.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| !all_code.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
