//! Text as people type it, folded so that it is found however it was written.
//!
//! Word turns `-` into `–` and `'` into `’`, PDF programs leave ligatures and soft hyphens in names, and text
//! copied from a web page has invisible spaces. Nobody types these into a search.

use icu_properties::CodePointSetData;
use icu_properties::props::{Dash, DefaultIgnorableCodePoint, Diacritic, QuotationMark};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text without case, accents, apostrophes, quotes and invisible characters; every dash is `-`, every space
/// and line break a space, and a character that only looks different (`ﬁ`, `ｆ`, `№`) is plain letters:
/// Unicode's compatibility decomposition, and its properties of characters.
///
/// An apostrophe is left out, not unified, since *Jumat* and *Jum'at* are both in use.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends what [`fold`] makes of `text` to `folded`.
pub fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | ' ' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            c => folded.extend(fold_char(c)),
        }
    }
}

/// What [`fold`] makes of one character; nothing if it is left out.
pub fn fold_char(c: char) -> impl Iterator<Item = char> {
    // Checked before the decomposition too: a spacing accent (`´`) would decompose into a space and a mark.
    let parts = std::iter::once(c).filter(|c| !is_left_out(*c)).nfkd();
    let parts = parts.filter(|c| !is_left_out(*c)).map(plain_sign);
    // Lower, upper and lower again, since `ß` and `SS` are equal only in upper case.
    parts.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

fn is_left_out(c: char) -> bool {
    // Unicode has no property for a prime that is typed as an apostrophe.
    let is_prime = matches!(c, '\u{2032}' | '\u{2035}');
    is_prime
        || is_combining_mark(c)
        || CodePointSetData::new::<QuotationMark>().contains(c)
        || CodePointSetData::new::<Diacritic>().contains(c)
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

fn plain_sign(c: char) -> char {
    match c {
        c if c.is_whitespace() || c.is_control() => ' ',
        c if CodePointSetData::new::<Dash>().contains(c) => '-',
        // The slash in the decomposition of `½`.
        '\u{2044}' => '/',
        c => c,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_written_is_what_is_typed() {
        let spellings = [
            (
                "800/kep.401-bappeda",
                &["800/Kep.401–Bappeda", "800/KEP.401—BAPPEDA", "800/Kep.401\u{2011}Bappeda"][..],
            ),
            (
                "800/kep.401-bappeda",
                &["８００／Ｋｅｐ．４０１－Ｂａｐｐｅｄａ", "800/Kep.401−Bappeda", "800/Kep.401‐Bappeda"],
            ),
            (
                "jumat",
                &[
                    "Jum'at", "Jum’at", "Jum‘at", "Jum`at", "Jum´at", "Jumʼat", "Jumʻat", "Jum′at",
                    "Jum＇at", "Jum\"at", "Jumat",
                ],
            ),
            (
                "rapat kerja",
                &["“Rapat” kerja", "«Rapat» kerja", "„Rapat‟ kerja", "\"Rapat\" kerja", "‹Rapat› kerja"],
            ),
            (
                "verifikasi",
                &[
                    "veri\u{fb01}kasi",
                    "Veri\u{ad}\u{ad}fikasi",
                    "veri\u{200b}fi\u{2060}kasi",
                    "\u{feff}verifika\u{200d}si",
                ],
            ),
            ("efflorescence", &["e\u{fb04}orescence"]),
            (
                "resume cafe",
                &[
                    "résumé café",
                    "re\u{301}sume\u{301}\u{a0}cafe\u{301}",
                    "RÉSUMÉ\u{2003}CAFÉ",
                    "résumé\ncafé",
                ],
            ),
            ("strasse", &["Straße", "STRASSE", "STRAẞE"]),
            ("no 5 1/2 m2", &["№ 5 ½ m²"]),
            ("istanbul", &["İstanbul", "ıstanbul"]),
        ];
        for (typed, written) in spellings {
            for text in written {
                assert_eq!(fold(text), typed, "{text:?}");
            }
        }
    }

    #[test]
    fn what_tells_texts_apart_stays() {
        for text in ["005/12", "005.12", "005-12", "00512", "(a)", "a_b", "a & b", "文書", "дом"] {
            assert_eq!(fold(text), text);
        }
    }

    /// Any of the spellings of a text of small letters, digits, `-` and `'`.
    pub fn spelling(plain: &str) -> impl Strategy<Value = String> + use<> {
        let chars: Vec<_> = plain.chars().map(spelled).collect();
        (chars, any::<bool>()).prop_map(|(chars, joined)| {
            let text = chars.concat();
            if joined { text.replace("fi", "\u{fb01}").replace("fl", "\u{fb02}") } else { text }
        })
    }

    fn spelled(c: char) -> BoxedStrategy<String> {
        let one = match c {
            '-' => prop::sample::select(members::<Dash>()).boxed(),
            '\'' => prop_oneof![
                prop::sample::select(members::<QuotationMark>()),
                prop::sample::select(vec!['`', '´', 'ʼ', 'ʻ', '′', '＇']),
            ]
            .boxed(),
            c => {
                let wide = char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic());
                prop::sample::select(vec![c, c.to_ascii_uppercase(), wide.unwrap_or(c)]).boxed()
            }
        };
        let mark = prop::option::weighted(0.2, prop::char::range('\u{300}', '\u{36f}'));
        let unseen =
            prop::option::weighted(0.2, prop::sample::select(members::<DefaultIgnorableCodePoint>()));
        (one, mark, unseen)
            .prop_map(|(one, mark, unseen)| [Some(one), mark, unseen].into_iter().flatten().collect())
            .boxed()
    }

    fn members<P: icu_properties::props::BinaryProperty>() -> Vec<char> {
        let codes = CodePointSetData::new::<P>().iter_ranges().flatten();
        codes.filter_map(char::from_u32).take(2000).collect()
    }

    proptest! {
        #[test]
        fn any_spelling_is_folded_to_what_is_typed(
            (plain, text) in "[a-z0-9/.'-]{1,12}".prop_flat_map(|plain| (Just(plain.clone()), spelling(&plain)))
        ) {
            prop_assert_eq!(fold(&text), fold(&plain), "{:?}", text);
        }

        #[test]
        fn what_is_folded_stays_as_it_is(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn no_line_break_is_left(text in any::<String>()) {
            prop_assert_eq!(fold(&text).lines().count(), usize::from(!fold(&text).is_empty()));
        }
    }
}
