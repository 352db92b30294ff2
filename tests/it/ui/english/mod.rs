//! Every page and dialog in English: no Indonesian text is left, and no text is cut that was not cut in
//! Indonesian.

mod catalogue;
mod seen;
mod walk;

use std::collections::BTreeMap;
use std::process::Command;

use catalogue::Catalogue;
pub use seen::Seen;

/// Set in the process that walks through the window.
const WALKS: &str = "RENJA_TEST_WALKS";

/// The window's language is set for the whole process, and all other tests of this process expect Indonesian.
/// So this test runs in a separate process. It is slow because it draws some fifty places of the window twice
/// over a real folder.
#[test]
fn the_window_speaks_english_throughout() {
    if std::env::var_os(WALKS).is_some() {
        return compare();
    }
    let name = std::thread::current().name().expect("the harness names the threads of its tests").to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([&name, "--exact", "--nocapture"])
        .env(WALKS, "1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

fn compare() {
    let catalogue = Catalogue::load();
    let (indonesian, _) = walk::through("id", &catalogue);
    let (english, data) = walk::through("en", &catalogue);
    assert!(english.len() >= 40, "{} places", english.len());
    assert_eq!(indonesian.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    let wrong: Vec<String> = english
        .iter()
        .flat_map(|(place, seen)| trouble(&catalogue, &data, place, &indonesian[place], seen))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong at a place of the window.
fn trouble(catalogue: &Catalogue, data: &str, place: &str, indonesian: &Seen, english: &Seen) -> Vec<String> {
    let is_data = |text: &str| data.contains(text.escape_debug().to_string().as_str());
    let left = english
        .texts
        .iter()
        .filter(|text| catalogue.is_indonesian(text) && !is_data(text))
        .map(|text| format!("{place}: still Indonesian: {text:?}"));
    let missing = indonesian.texts.iter().filter(|text| !is_data(text)).filter_map(|text| {
        let expected = catalogue.in_english(text)?;
        let there = expected.iter().any(|words| english.texts.contains(words));
        (!there).then(|| format!("{place}: none of {expected:?} for {text:?}"))
    });
    // A line composed of texts that people wrote may be shortened in either language.
    let cut = english.cut.iter().filter(|text| catalogue.is_english(text)).filter(|text| {
        let before = catalogue.in_indonesian(text);
        !indonesian.cut.contains(*text) && !before.iter().any(|text| indonesian.cut.contains(text))
    });
    let cut = cut.map(|text| format!("{place}: cut off: {text:?}"));
    let captions = english.texts.iter().filter(|text| catalogue.is_english(text)).count();
    let silent = (captions < 3).then(|| format!("{place}: only {captions} English captions"));
    left.chain(missing).chain(cut).chain(silent).collect()
}

/// What was seen at each place of the window, by the place's name.
type Places = BTreeMap<String, Seen>;
