//! The texts of the window in both languages, and finding the language of a text on screen.

use std::collections::BTreeMap;

/// Both catalogues.
pub struct Catalogue {
    words: BTreeMap<String, [Template; 2]>,
}

impl Catalogue {
    pub fn load() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales");
        let mut all = rust_i18n_support::load_locales(folder, |_| false);
        let (indonesian, english) = (all.remove("id").unwrap(), all.remove("en").unwrap());
        let both = |(key, words): (String, String)| {
            let english = Template::new(&english[&key]);
            (key, [Template::new(&words), english])
        };
        Self { words: indonesian.into_iter().map(both).collect() }
    }

    /// The text of a key in a language.
    pub fn word(&self, language: &str, key: &str) -> &str {
        let [indonesian, english] = &self.words[key];
        if language == "id" { &indonesian.words } else { &english.words }
    }

    /// Indonesian and English texts of each key for which they differ.
    fn pairs(&self) -> impl Iterator<Item = (&Template, &Template)> {
        let differ = |[indonesian, english]: &&[Template; 2]| indonesian.words != english.words;
        self.words.values().filter(differ).map(|[indonesian, english]| (indonesian, english))
    }

    /// Whether a text matches the Indonesian text of a key and no English one.
    pub fn is_indonesian(&self, text: &str) -> bool {
        self.pairs().any(|(indonesian, _)| indonesian.says(text)) && !self.is_english(text)
    }

    /// Whether a text matches the English text of a key.
    pub fn is_english(&self, text: &str) -> bool {
        self.pairs().any(|(_, english)| english.says(text))
    }

    /// The possible English texts for an Indonesian caption without placeholders, which may belong to several
    /// keys.
    pub fn in_english(&self, text: &str) -> Option<Vec<String>> {
        // If a key has the same text in both languages, the language can't be told.
        if self.words.values().any(|[_, english]| english.words == text) {
            return None;
        }
        let found = self.pairs().filter(|(indonesian, _)| indonesian.words == text);
        let words: Vec<String> = found.map(|(_, english)| english.words.clone()).collect();
        (!words.is_empty()).then_some(words)
    }

    /// The possible Indonesian texts for an English one.
    pub fn in_indonesian(&self, text: &str) -> Vec<String> {
        let found = self.pairs().filter_map(|(indonesian, english)| {
            let filled = |words: String, (gap, value): (&str, &str)| words.replace(gap, value);
            Some(english.values(text)?.into_iter().fold(indonesian.words.clone(), filled))
        });
        found.collect()
    }
}

/// A text with placeholders, such as `Langkah %{no} · %{title}`.
struct Template {
    words: String,
    /// The fixed text before the first placeholder.
    begin: String,
    /// Each placeholder, with the fixed text after it.
    gaps: Vec<(String, String)>,
}

impl Template {
    /// How many letters the fixed text must have to identify a text with placeholders.
    const LETTERS: usize = 5;

    fn new(words: &str) -> Self {
        let mut parts = words.split("%{");
        let begin = parts.next().unwrap_or_default().to_owned();
        let gap = |part: &str| {
            let (name, fixed) = part.split_once('}').expect("a gap ends");
            (format!("%{{{name}}}"), fixed.to_owned())
        };
        Self { words: words.to_owned(), begin, gaps: parts.map(gap).collect() }
    }

    /// Whether a text matches the template.
    fn says(&self, text: &str) -> bool {
        let Some(values) = self.values(text) else { return false };
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let fixed = letters(&self.begin) + self.gaps.iter().map(|(_, fixed)| letters(fixed)).sum::<usize>();
        let only_numbers = values.iter().all(|(_, value)| letters(value) == 0);
        fixed >= Self::LETTERS || fixed > 0 && only_numbers
    }

    /// The values of the placeholders in a text; none if the text does not match.
    fn values<'t>(&self, text: &'t str) -> Option<Vec<(&str, &'t str)>> {
        let mut rest = text.strip_prefix(self.begin.as_str())?;
        let mut values = Vec::new();
        for (index, (gap, fixed)) in self.gaps.iter().enumerate() {
            let last = index + 1 == self.gaps.len();
            let at = if last { rest.strip_suffix(fixed.as_str())?.len() } else { rest.find(fixed.as_str())? };
            values.push((gap.as_str(), &rest[..at]));
            rest = &rest[at + fixed.len()..];
        }
        rest.is_empty().then_some(values)
    }
}

#[test]
fn words_with_gaps_are_known_by_what_is_fixed() {
    let template = Template::new("Langkah %{no} · %{title}");
    assert_eq!(template.values("Langkah 6 · Undangan"), Some(vec![("%{no}", "6"), ("%{title}", "Undangan")]));
    assert_eq!(template.values("Step 6 · Undangan"), None);
    assert!(template.says("Langkah 6 · Undangan") && !Template::new("%{a} · %{b}").says("6 · Undangan"));
    let of = Template::new("%{n} dari %{all}");
    assert!(of.says("2 dari 3") && !of.says("Data dari Kasi"));
    assert!(Template::new("Ya").says("Ya") && !Template::new("Ya").says("Yang"));
    let catalogue = Catalogue::load();
    assert!(catalogue.is_indonesian("Langkah 6 · Undangan") && !catalogue.is_indonesian("Step 6 · Undangan"));
    assert_eq!(catalogue.in_english("Simpan versi baru"), Some(vec!["Save new version".to_owned()]));
    assert!(catalogue.in_indonesian("Step 6 · X").contains(&"Langkah 6 · X".to_owned()));
}
