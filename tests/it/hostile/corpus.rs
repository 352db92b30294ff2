//! A short run of what `dist/fuzz` does for hours: its initial corpus, damaged in many ways, and random
//! bytes, through every reader of files that others may have written.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

#[path = "../../../fuzz/targets.rs"]
mod targets;

/// A function that takes bytes and must not panic.
type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 6] = [
    ("bag", targets::bag),
    ("events", targets::events),
    ("names", targets::names),
    ("settings", targets::settings),
    ("sop", targets::sop),
    ("zip", targets::zip),
];

/// Number of damaged copies of each file in the corpus.
const COPIES: usize = 24;

/// A cheap generator of pseudorandom numbers that are the same each time.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

fn damage(bytes: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = bytes.to_owned();
    for _ in 0..=next(state) % 4 {
        let (len, kind) = (bytes.len().max(1), next(state) % 6);
        let (from, to) = (next(state) % len, next(state) % len);
        let (from, to) = (from.min(to), from.max(to).min(bytes.len()));
        match kind {
            0 if !bytes.is_empty() => bytes[from] ^= 1 << (to % 8),
            1 => bytes.truncate(to),
            2 => drop(bytes.drain(from..to)),
            3 => {
                let piece = bytes[from..to].to_owned();
                bytes.splice(from..from, piece);
            }
            4 => bytes.insert(from, next(state) as u8),
            // Any byte is replaced by a character that has a meaning in the formats.
            _ if !bytes.is_empty() => bytes[from] = b"0123456789()[]{}\"'\\,:-\xff\0"[to % 24],
            _ => {}
        }
    }
    bytes
}

#[test]
fn the_corpus_and_damaged_copies_of_it_make_nothing_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus-seed");
    let (mut cases, mut state) = (0, 2027);
    for (name, target) in TARGETS {
        let mut files: Vec<_> =
            fs::read_dir(folder.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            target(&bytes);
            for _ in 0..COPIES {
                target(&damage(&bytes, &mut state));
            }
            cases += 1 + COPIES;
        }
    }
    println!("cases: {cases}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn noise_makes_nothing_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for (_, target) in TARGETS {
            target(&bytes);
        }
    }
}
