//! The words of the window in both languages, and which text on screen is which.

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

    /// The words of a key in a language.
    pub fn word(&self, language: &str, key: &str) -> &str {
        let [indonesian, english] = &self.words[key];
        if language == "id" { &indonesian.words } else { &english.words }
    }

    /// Indonesian and English words of each key where they differ.
    fn pairs(&self) -> impl Iterator<Item = (&Template, &Template)> {
        let differ = |[indonesian, english]: &&[Template; 2]| indonesian.words != english.words;
        self.words.values().filter(differ).map(|[indonesian, english]| (indonesian, english))
    }

    /// Whether a text is made of the Indonesian words of a key and not of English ones.
    pub fn is_indonesian(&self, text: &str) -> bool {
        self.pairs().any(|(indonesian, _)| indonesian.says(text)) && !self.is_english(text)
    }

    /// Whether a text is made of the English words of a key.
    pub fn is_english(&self, text: &str) -> bool {
        self.pairs().any(|(_, english)| english.says(text))
    }

    /// The English for an Indonesian caption without gaps; it may be the caption of several keys.
    pub fn in_english(&self, text: &str) -> Option<Vec<String>> {
        // Where one key has the same words in both languages, nothing can be told.
        if self.words.values().any(|[_, english]| english.words == text) {
            return None;
        }
        let found = self.pairs().filter(|(indonesian, _)| indonesian.words == text);
        let words: Vec<String> = found.map(|(_, english)| english.words.clone()).collect();
        (!words.is_empty()).then_some(words)
    }

    /// What an English text may have been in Indonesian.
    pub fn in_indonesian(&self, text: &str) -> Vec<String> {
        let found = self.pairs().filter_map(|(indonesian, english)| {
            let filled = |words: String, (gap, value): (&str, &str)| words.replace(gap, value);
            Some(english.values(text)?.into_iter().fold(indonesian.words.clone(), filled))
        });
        found.collect()
    }
}

/// Words with gaps, such as `Langkah %{no} · %{title}`.
struct Template {
    words: String,
    /// The fixed words before the first gap.
    begin: String,
    /// Each gap, with the fixed words after it.
    gaps: Vec<(String, String)>,
}

impl Template {
    /// Letters that the fixed words must have to tell anything, where other letters stand in the gaps.
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

    /// Whether a text is made of these words.
    fn says(&self, text: &str) -> bool {
        let Some(values) = self.values(text) else { return false };
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let fixed = letters(&self.begin) + self.gaps.iter().map(|(_, fixed)| letters(fixed)).sum::<usize>();
        let only_numbers = values.iter().all(|(_, value)| letters(value) == 0);
        fixed >= Self::LETTERS || fixed > 0 && only_numbers
    }

    /// What stands in the gaps of a text; none when it is made of other words.
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
