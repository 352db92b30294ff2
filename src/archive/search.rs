//! Search in titles, documents, numbers, notes and years, of sealed dossiers and of open cycles.
//!
//! Every text is folded once ([`crate::plain`]), so that a search is a walk over plain bytes: it takes less than a frame
//! for decades of documents, and is done while the person types.

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;
use unicode_normalization::char::is_combining_mark;

use super::Summary;
use crate::cycle::{Cycle, CycleId};
use crate::plain::{fold, fold_char, fold_into};
use crate::sop::StepNo;

/// The dossier or cycle of a hit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A sealed dossier: its folder below `arsip/`.
    Dossier(String),
    /// A working cycle.
    Cycle(CycleId),
}

/// What kind of text was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The dossier or cycle by its title.
    Title,
    /// The dossier or cycle by its year.
    Year,
    /// A step by its name.
    Step,
    /// A document by its name.
    Document,
    /// A document by its file's name.
    File,
    /// A letter number or classification code.
    Number,
    /// A note.
    Note,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Dossier or cycle.
    pub origin: Origin,
    /// The step of the hit; none for the dossier or cycle as a whole.
    pub step: Option<StepNo>,
    /// What kind of text was hit.
    pub what: What,
    /// The text that was hit.
    pub text: String,
    /// Bytes of `text` that the first word of the query hit.
    pub range: Range<usize>,
    /// Name of what was found: a document's title when its number or file was hit, else the text itself.
    pub title: String,
}

/// Something that can be found: a dossier, a document, a note.
#[derive(Debug, Clone)]
struct Entry {
    /// Index in [`Search::origins`].
    origin: usize,
    year: i32,
    step: Option<StepNo>,
    title: String,
    fields: Vec<(What, String)>,
    /// Range of the entry's own fields in [`Search::text`], folded, one line each.
    own: Range<usize>,
    /// End of the fields after these, which only narrow a search down: year, title of the dossier, step.
    end: usize,
}

/// Everything that can be found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    entries: Vec<Entry>,
    origins: Vec<Origin>,
    /// The texts of all entries one after the other, so that a search is one pass over one string.
    text: String,
}

impl Search {
    /// A search without any entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a sealed dossier.
    pub fn add_summary(&mut self, folder: &str, summary: &Summary) {
        let origin = Origin::Dossier(folder.to_owned());
        let year = summary.cycle.year;
        let name = folder;
        let head = vec![
            (What::Title, summary.form.title.clone()),
            (What::Title, name.to_owned()),
            (What::Year, year.to_string()),
            (What::Number, summary.form.classification.clone()),
        ];
        self.add(&origin, year, None, name, head, &summary.form.remark);
        for note in &summary.notes {
            self.add(&origin, year, None, &note.text, vec![(What::Note, note.text.clone())], name);
        }
        for step in &summary.steps {
            let context = format!("{name} {}", step.title);
            let steps = vec![(What::Step, step.title.clone())];
            self.add(&origin, year, Some(step.no), &step.title, steps, name);
            for note in &step.notes {
                let fields = vec![(What::Note, note.text.clone())];
                self.add(&origin, year, Some(step.no), &note.text, fields, &context);
            }
            for document in &step.documents {
                let mut fields =
                    vec![(What::Document, document.title.clone()), (What::Number, document.number.clone())];
                let files = document.files();
                fields.extend(files.map(|file| (What::File, file.original.clone())));
                let context = format!("{context} {} {}", document.slot, document.current.stage);
                self.add(&origin, year, Some(step.no), &document.title, fields, &context);
            }
        }
    }

    /// Adds a bag of another program, of which only the name is known.
    pub fn add_foreign(&mut self, folder: &str, year: Option<i32>, title: &str, description: &str) {
        let mut fields = vec![(What::Title, title.to_owned())];
        fields.extend(year.map(|year| (What::Year, year.to_string())));
        self.add(
            &Origin::Dossier(folder.to_owned()),
            year.unwrap_or_default(),
            None,
            folder,
            fields,
            description,
        );
    }

    /// Adds a working cycle.
    pub fn add_cycle(&mut self, cycle: &Cycle) {
        let origin = Origin::Cycle(cycle.id);
        let (year, name) = (cycle.id.year, cycle.id.title());
        let mut head = vec![(What::Title, name.clone()), (What::Year, year.to_string())];
        head.extend(cycle.state().form.iter().map(|form| (What::Title, form.title.clone())));
        self.add(&origin, year, None, &name, head, "");
        let step_title = |no: StepNo| cycle.sop.step(no).map_or("", |step| step.title.as_str());
        for step in &cycle.sop.steps {
            let fields = vec![(What::Step, step.title.clone())];
            self.add(&origin, year, Some(step.no), &step.title, fields, &name);
        }
        for note in cycle.state().notes.values() {
            let context = format!("{name} {}", note.step.map_or("", step_title));
            self.add(&origin, year, note.step, &note.text, vec![(What::Note, note.text.clone())], &context);
        }
        for document in cycle.state().documents.values().filter(|document| document.removed.is_none()) {
            let mut fields =
                vec![(What::Document, document.title.clone()), (What::Number, document.number.clone())];
            fields
                .extend(document.versions.iter().map(|version| (What::File, version.file.original.clone())));
            let context = format!("{name} {}", step_title(document.step));
            self.add(&origin, year, Some(document.step), &document.title, fields, &context);
        }
    }

    fn add(
        &mut self,
        origin: &Origin,
        year: i32,
        step: Option<StepNo>,
        title: &str,
        mut fields: Vec<(What, String)>,
        context: &str,
    ) {
        fields.retain(|(_, text)| !text.trim().is_empty());
        if self.origins.last() != Some(origin) {
            self.origins.push(origin.clone());
        }
        let start = self.text.len();
        for (_, text) in &fields {
            fold_into(text, &mut self.text);
            self.text.push('\n');
        }
        let own = start..self.text.len();
        fold_into(context, &mut self.text);
        self.text.push(' ');
        self.text.push_str(&year.to_string());
        let end = self.text.len();
        self.text.push('\n');
        let (origin, title) = (self.origins.len() - 1, title.to_owned());
        self.entries.push(Entry { origin, year, step, title, fields, own, end });
    }

    /// The entries that contain every word of the query, the best first: a whole number or title, then a
    /// beginning, then the beginning of a word, then anywhere; among equals the newer year first. At least
    /// one word must be in the entry's own fields, the others may be in its year, dossier or step.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let words = Words::of(query);
        let mut found = self.ranked(&words);
        // Only the entries to be shown are sorted.
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        found.into_iter().map(|ranked| self.hit(&ranked, &words)).collect()
    }

    /// The best hit of each dossier or cycle, in the order of [`Self::find`].
    pub fn find_in_each(&self, query: &str) -> Vec<Hit> {
        let words = Words::of(query);
        let mut best: Vec<Option<Ranked>> = vec![None; self.origins.len()];
        for ranked in self.ranked(&words) {
            let of = &mut best[self.entries[ranked.entry].origin];
            if of.as_ref().is_none_or(|best| ranked < *best) {
                *of = Some(ranked);
            }
        }
        let mut best: Vec<Ranked> = best.into_iter().flatten().collect();
        best.sort_unstable();
        best.into_iter().map(|ranked| self.hit(&ranked, &words)).collect()
    }

    fn ranked(&self, words: &Words) -> Vec<Ranked> {
        let Some(rarest) = words.rarest() else { return Vec::new() };
        let bytes = self.text.as_bytes();
        let (mut found, mut at, mut entry) = (Vec::new(), 0, 0);
        // No word holds a line break, so no match reaches from one entry into the next.
        while let Some(hit) = rarest.find(&bytes[at..]) {
            entry += self.entries[entry..].partition_point(|entry| entry.end <= at + hit);
            let Some(known) = self.entries.get(entry) else { break };
            let whole = &bytes[known.own.start..known.end];
            if words.finders.iter().all(|word| word.find(whole).is_some()) {
                found.extend(self.rank(entry, words));
            }
            at = known.end;
            entry += 1;
        }
        found
    }

    fn rank(&self, index: usize, words: &Words) -> Option<Ranked> {
        let entry = &self.entries[index];
        let own = &self.text[entry.own.clone()];
        let own_words = words.finders.iter().filter(|word| word.find(own.as_bytes()).is_some()).count();
        let ranked = own.lines().enumerate().filter_map(|(field, text)| {
            let hit = words.finders.iter().find_map(|word| word.find(text.as_bytes()))?;
            let rank = if text.trim() == words.whole {
                4
            } else if text.starts_with(&words.whole) {
                3
            } else if starts_word(text, hit) {
                2
            } else {
                1
            };
            Some((rank, field))
        });
        // Of fields that fit equally well the first counts: a title goes before a file name.
        let (rank, field) = ranked.max_by_key(|(rank, field)| (*rank, Reverse(*field)))?;
        Some(Ranked {
            order: (Reverse(rank), Reverse(own_words), Reverse(entry.year), entry.step),
            entry: index,
            field,
        })
    }

    fn hit(&self, ranked: &Ranked, words: &Words) -> Hit {
        let entry = &self.entries[ranked.entry];
        let (what, text) = &entry.fields[ranked.field];
        Hit {
            origin: self.origins[entry.origin].clone(),
            step: entry.step,
            what: *what,
            text: text.clone(),
            range: words.each().find_map(|word| range_of(text, word)).unwrap_or(0..0),
            title: entry.title.clone(),
        }
    }
}

/// The words of a query, folded.
struct Words {
    whole: String,
    finders: Vec<Finder<'static>>,
}

impl Words {
    fn of(query: &str) -> Self {
        let whole = fold(query).split_whitespace().collect::<Vec<_>>().join(" ");
        let finders = whole.split_whitespace().map(|word| Finder::new(word).into_owned()).collect();
        Self { whole, finders }
    }

    fn each(&self) -> impl Iterator<Item = &str> {
        self.whole.split_whitespace()
    }

    /// The longest word, which is likely to occur in the fewest places.
    fn rarest(&self) -> Option<&Finder<'static>> {
        self.finders.iter().max_by_key(|word| word.needle().len())
    }
}

/// An entry that contains all words, ordered so that the best comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    /// How well a field fits, number of words in the entry's own fields, year, step.
    order: (Reverse<u8>, Reverse<usize>, Reverse<i32>, Option<StepNo>),
    entry: usize,
    /// The field that fits best.
    field: usize,
}

fn starts_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
}

/// The bytes of `text` whose folded form is the first occurrence of `word`.
fn range_of(text: &str, word: &str) -> Option<Range<usize>> {
    let mut folded = String::with_capacity(text.len());
    // For each byte of the folded text, the range of the character in `text` that it came from.
    let mut sources: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        folded.extend(fold_char(c));
        sources.resize(folded.len(), at..at + c.len_utf8());
    }
    let start = folded.find(word)?;
    let mut end = sources.get(start + word.len() - 1)?.end;
    // Combining marks after the last character were folded away: they are part of the hit.
    end += text[end..].chars().take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum::<usize>();
    Some(sources[start].start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Search {
        let mut search = Search::new();
        for year in 2020..2024 {
            let origin = Origin::Dossier(format!("{year} Renja Induk"));
            let name = format!("{year} Renja Induk");
            let head = vec![(What::Title, name.clone()), (What::Year, year.to_string())];
            search.add(&origin, year, None, &name, head, "");
            let fields = vec![
                (What::Document, "Undangan rapat".to_owned()),
                (What::Number, format!("005/{}-Bappeda/{year}", year - 1900)),
                (What::File, "undangan-final.pdf".to_owned()),
            ];
            search.add(&origin, year, Some(StepNo(6)), "Undangan rapat", fields, &name);
        }
        let origin = Origin::Cycle(CycleId::induk(2027));
        let note = "Kepala minta café dan résumé dipisah; undangan menyusul".to_owned();
        search.add(&origin, 2027, None, &note, vec![(What::Note, note.clone())], "2027 Renja Induk");
        search
    }

    #[test]
    fn all_words_must_stand_somewhere_and_one_in_the_thing_itself() {
        let search = sample();
        let hits = search.find("undangan 2021", 10);
        assert_eq!(hits.len(), 1, "{hits:?}");
        assert_eq!((hits[0].what, hits[0].step), (What::Document, Some(StepNo(6))));
        assert_eq!(&hits[0].text[hits[0].range.clone()], "Undangan");
        let year = search.find("2021", 10);
        assert_eq!(year[0].what, What::Year);
        assert_eq!(year[0].origin, Origin::Dossier("2021 Renja Induk".to_owned()));
        assert!(search.find("undangan sepatu", 10).is_empty() && search.find("  ", 10).is_empty());
    }

    #[test]
    fn a_whole_number_is_first_then_the_newest() {
        let search = sample();
        let hits = search.find("005/122-bappeda/2022", 10);
        assert_eq!((hits[0].what, hits[0].text.as_str()), (What::Number, "005/122-Bappeda/2022"));
        assert_eq!(hits[0].title, "Undangan rapat");
        let hits = search.find("UNDANGAN", 10);
        let years: Vec<_> = hits.iter().map(|hit| hit.origin.clone()).collect();
        assert_eq!(years.len(), 5);
        assert_eq!(years[0], Origin::Dossier("2023 Renja Induk".to_owned()));
        assert_eq!(years[4], Origin::Cycle(CycleId::induk(2027)), "a word inside a note comes last");
        assert_eq!(search.find("undangan", 2).len(), 2);
    }

    #[test]
    fn accents_and_case_do_not_matter_and_the_range_is_of_the_text() {
        let search = sample();
        for query in ["cafe", "CAFÉ", "cafe\u{301}"] {
            let hits = search.find(query, 10);
            assert_eq!(&hits[0].text[hits[0].range.clone()], "café", "{query}");
        }
        assert_eq!(range_of("re\u{301}sume\u{301} x", "resume"), Some(0..10));
        assert_eq!(range_of("İstanbul", "istanbul"), Some(0..9));
    }

    #[test]
    fn what_was_hit_is_shown_as_it_was_written() {
        let hit = |text: &'static str, word: &str| range_of(text, word).map(|range| &text[range]);
        assert_eq!(hit("hasil veri\u{fb01}kasi", "verifikasi"), Some("veri\u{fb01}kasi"));
        assert_eq!(hit("veri\u{fb01}kasi", "ika"), Some("\u{fb01}ka"), "a ligature is shown as a whole");
        assert_eq!(hit("kerja\u{ad}sama", "kerjasama"), Some("kerja\u{ad}sama"));
        assert_eq!(hit("hari “Jum’at” ini", "jumat"), Some("Jum’at"));
        assert_eq!(hit("800–401\u{a0}b", "800-401"), Some("800–401"));
    }

    #[test]
    fn the_best_hit_of_each_dossier_and_the_first_few_of_all_are_those_of_the_whole_list() {
        let search = sample();
        for query in ["undangan", "2021", "a", "renja induk", "undangan 2022"] {
            let all = search.find(query, usize::MAX);
            for limit in 0..=all.len() {
                assert_eq!(search.find(query, limit), all[..limit], "{query}, {limit}");
            }
            let mut seen = std::collections::HashSet::new();
            let firsts: Vec<_> = all.into_iter().filter(|hit| seen.insert(hit.origin.clone())).collect();
            assert_eq!(search.find_in_each(query), firsts, "{query}");
        }
    }

    fn one(text: String) -> Search {
        let mut search = Search::new();
        search.add(&Origin::Cycle(CycleId::induk(2027)), 2027, None, "t", vec![(What::Note, text)], "");
        search
    }

    proptest! {
        #[test]
        fn any_spelling_is_found_by_what_is_typed(
            (typed, text) in "[a-z0-9/.][a-z0-9/.'-]{0,11}"
                .prop_flat_map(|typed| (Just(typed.clone()), crate::plain::tests::spelling(&typed))),
            before in "[a-z]{0,3} ?",
            after in " ?[a-z]{0,3}",
        ) {
            let hits = one(format!("{before}{text}{after}")).find(&typed, 9);
            prop_assert_eq!(hits.len(), 1, "{:?}", text);
            prop_assert!(fold(&hits[0].text[hits[0].range.clone()]).contains(&fold(&typed)));
            // Nor does it matter how the query is written.
            prop_assert_eq!(one(typed).find(&text, 9).len(), 1, "{:?}", text);
        }

        #[test]
        fn ranges_lie_on_characters(text in "\\PC{0,40}", query in "\\PC{1,6}") {
            for hit in one(text).find(&query, 3) {
                prop_assert!(hit.text.get(hit.range.clone()).is_some());
            }
        }

        #[test]
        fn a_part_of_a_text_finds_it(text in "[a-zA-Zé/. ]{1,40}", at in any::<prop::sample::Index>()) {
            let word = text.split_whitespace().next().map(str::to_owned);
            let search = one(text);
            if let Some(word) = word {
                let start = word.char_indices().map(|(start, _)| start).collect::<Vec<_>>();
                let part = &word[start[at.index(start.len())]..];
                prop_assert_eq!(search.find(part, 9).len(), 1);
            }
        }
    }
}
