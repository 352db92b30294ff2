//! Two hundred bags, each changed in one way: our verdict is that of bagit-python, and the file at fault is
//! named with the right word.
//!
//! Seen to fail with each of these taken out of the check: the comparison of digests, of the list of files
//! with the folder in either direction, of `Payload-Oxum`, the test of paths in manifests, of the version in
//! `bagit.txt`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use renja::archive::{FindingKind, Report, Severity, Verdict, check};
use renja::store::{OsDisk, Quiet};

use super::bags;
use crate::support::bagit;

/// What a check must say of a bag.
#[derive(Debug)]
enum Expect {
    /// No finding.
    Intact,
    /// Exactly these errors. What the counts of `bag-info.txt` add is ignored.
    Exactly(Vec<(FindingKind, String)>),
    /// These errors, and others that follow from them.
    Among(Vec<(FindingKind, String)>),
    /// Something about this file.
    About(&'static str),
    /// Errors or none, as in bagit-python.
    AsReference,
    /// An error, as RFC 8493 requires, though bagit-python accepts the bag (`conformance.rs`).
    AsStandard,
}

use Expect::{About, Among, AsReference, AsStandard, Exactly, Intact};

struct Mutants {
    folder: tempfile::TempDir,
    good: PathBuf,
    made: Vec<(String, PathBuf, Expect)>,
}

impl Mutants {
    fn make(&mut self, name: impl Into<String>, expect: Expect, change: impl FnOnce(&Path)) {
        let bag = self.folder.path().join(format!("{}", self.made.len()));
        bags::copy(&self.good, &bag);
        change(&bag);
        self.made.push((name.into(), bag, expect));
    }
}

/// A change to the text of a manifest, with its name.
type Change = (&'static str, fn(String) -> String);

/// Pseudorandom numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

fn one(kind: FindingKind, path: &str) -> Vec<(FindingKind, String)> {
    vec![(kind, path.to_owned())]
}

fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    fs::write(path, change(fs::read_to_string(path).unwrap())).unwrap();
}

fn edit_bytes(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

const MANIFESTS: [&str; 2] = ["manifest-sha256.txt", "manifest-sha512.txt"];

/// Changes the payload manifests, and updates the tag manifests to match.
fn relist(bag: &Path, names: &[&str], change: impl Fn(String) -> String) {
    for name in names {
        edit(&bag.join(name), &change);
    }
    bags::retag(bag);
}

fn of_the_payload(mutants: &mut Mutants, files: &[String], dice: &mut Dice) {
    for file in files {
        let empty = fs::read(mutants.good.join(file)).unwrap().is_empty();
        let changed = || Exactly(one(FindingKind::Changed, file));
        if !empty {
            for _ in 0..4 {
                let (byte, bit) = (dice.roll(10), dice.roll(8));
                mutants.make(format!("bit {bit} of byte {byte} of {file}"), changed(), |bag| {
                    edit_bytes(&bag.join(file), |bytes| bytes[byte] ^= 1 << bit);
                });
            }
            mutants.make(format!("{file} cut"), changed(), |bag| {
                edit_bytes(&bag.join(file), |bytes| bytes.truncate(bytes.len() - 1));
            });
            mutants.make(format!("{file} emptied"), changed(), |bag| {
                fs::write(bag.join(file), "").unwrap();
            });
            mutants.make(format!("two bytes of {file} swapped"), changed(), |bag| {
                edit_bytes(&bag.join(file), |bytes| bytes.swap(0, 1));
            });
        }
        mutants.make(format!("{file} longer"), changed(), |bag| {
            edit_bytes(&bag.join(file), |bytes| bytes.push(b'\n'));
        });
        mutants.make(format!("{file} gone"), Exactly(one(FindingKind::Missing, file)), |bag| {
            fs::remove_file(bag.join(file)).unwrap();
        });
        mutants.make(format!("{file} a folder"), Exactly(one(FindingKind::Missing, file)), |bag| {
            fs::remove_file(bag.join(file)).unwrap();
            fs::create_dir(bag.join(file)).unwrap();
        });
        let (folder, name) = file.rsplit_once('/').unwrap();
        let moves = [format!("{folder}/{}", name.to_uppercase()), format!("data/{name}.pindah")];
        for moved in moves {
            let expect = vec![(FindingKind::Missing, file.clone()), (FindingKind::Unknown, moved.clone())];
            mutants.make(format!("{file} renamed to {moved}"), Exactly(expect), |bag| {
                fs::rename(bag.join(file), bag.join(&moved)).unwrap();
            });
        }
        let beside = format!("{folder}/{name}~");
        mutants.make(format!("{beside} added"), Exactly(one(FindingKind::Unknown, &beside)), |bag| {
            fs::copy(bag.join(file), bag.join(&beside)).unwrap();
        });
        #[cfg(unix)]
        mutants.make(format!("{file} a link"), Among(one(FindingKind::Malformed, file)), |bag| {
            fs::remove_file(bag.join(file)).unwrap();
            std::os::unix::fs::symlink("tidak ada", bag.join(file)).unwrap();
        });
    }
    for (at, first) in files.iter().enumerate() {
        for second in &files[at + 1..] {
            let expect = vec![(FindingKind::Changed, first.clone()), (FindingKind::Changed, second.clone())];
            mutants.make(format!("{first} and {second} swapped"), Exactly(expect), |bag| {
                fs::rename(bag.join(first), bag.join("ganti")).unwrap();
                fs::rename(bag.join(second), bag.join(first)).unwrap();
                fs::rename(bag.join("ganti"), bag.join(second)).unwrap();
            });
        }
    }
    for name in ["Thumbs.db", "desktop.ini", ".DS_Store", "baru.txt", "a%25.txt", "kosong.txt "] {
        let path = format!("data/{name}");
        mutants.make(format!("{path} added"), Exactly(one(FindingKind::Unknown, &path)), |bag| {
            bags::write(&bag.join(&path), b"x");
        });
    }
    mutants.make("the payload is gone", Among(one(FindingKind::Missing, "data")), |bag| {
        fs::remove_dir_all(bag.join("data")).unwrap();
    });
}

fn of_the_manifests(mutants: &mut Mutants, files: &[String]) {
    let zeros = |name: &str| "0".repeat(if name.contains("512") { 128 } else { 64 });
    for name in MANIFESTS {
        let malformed = || Exactly(one(FindingKind::Malformed, name));
        let unlisted = |kept: usize| {
            Exactly(files[kept..].iter().map(|file| (FindingKind::Unknown, file.clone())).collect())
        };
        // Truncated between lines, with the old tag manifests and with matching ones.
        for kept in 0..files.len() {
            let cut = |text: String| text.split_inclusive('\n').take(kept).collect();
            mutants.make(format!("{name} cut to {kept} lines, made to fit"), AsStandard, |bag| {
                relist(bag, &[name], cut);
            });
            mutants.make(
                format!("{name} cut to {kept} lines"),
                Among(one(FindingKind::Changed, name)),
                |bag| {
                    edit(&bag.join(name), cut);
                },
            );
            mutants.make(format!("both manifests cut to {kept} lines"), unlisted(kept), |bag| {
                relist(bag, &MANIFESTS, cut);
            });
        }
        let file = &files[1];
        mutants.make(format!("a digest in {name}"), Exactly(one(FindingKind::Changed, file)), |bag| {
            relist(bag, &[name], |text| {
                let line = text.lines().find(|line| line.ends_with(file.as_str())).unwrap();
                text.replace(line, &format!("{}  {file}", zeros(name)))
            });
        });
        let missing = "data/tidak ada.txt";
        mutants.make(
            format!("a line of {name} too many"),
            Exactly(one(FindingKind::Missing, missing)),
            |bag| {
                relist(bag, &[name], |text| format!("{text}{}  {missing}\n", zeros(name)));
            },
        );
        mutants.make(format!("a line of {name} twice"), malformed(), |bag| {
            relist(bag, &[name], |text| format!("{text}{}\n", text.lines().next().unwrap()));
        });
        mutants.make(format!("a line of {name} twice, with another digest"), malformed(), |bag| {
            relist(bag, &[name], |text| format!("{text}{}  {}\n", zeros(name), files[0]));
        });
        for path in ["../luar.txt", "/etc/passwd", "data/../../luar.txt"] {
            mutants.make(format!("{path} in {name}"), malformed(), |bag| {
                relist(bag, &[name], |text| format!("{text}{}  {path}\n", zeros(name)));
            });
        }
        let harmless: [Change; 8] = [
            ("line ends of Windows", |text| text.replace('\n', "\r\n")),
            ("line ends of old Macs", |text| text.replace('\n', "\r")),
            ("a byte-order mark", |text| format!("\u{feff}{text}")),
            ("tabs", |text| text.replace("  data", "\tdata")),
            ("marks of binary files", |text| text.replace("  data", " *data")),
            ("lines in another order", |text| {
                text.lines().rev().fold(String::new(), |text, line| text + line + "\n")
            }),
            ("remarks and empty lines", |text| format!("# catatan\n\n{text}\n\n")),
            ("no last line end", |text| text.trim_end().to_owned()),
        ];
        for (what, change) in harmless {
            mutants.make(format!("{what} in {name}"), Intact, |bag| relist(bag, &[name], change));
            mutants.make(
                format!("{what} in {name}, unlisted"),
                Among(one(FindingKind::Changed, name)),
                |bag| {
                    edit(&bag.join(name), change);
                },
            );
        }
        let odd: [Change; 6] = [
            ("digests in capitals", |text| {
                text.lines()
                    .map(|line| line.split_once("  ").unwrap())
                    .fold(String::new(), |text, (a, b)| format!("{text}{}  {b}\n", a.to_uppercase()))
            }),
            ("backslashes", |text| text.replace('/', "\\")),
            ("a dot before the paths", |text| text.replace("  data", "  ./data")),
            ("percent codes that are none", |text| text.replace("kosong", "%6Bosong")),
            ("a line without a path", |text| format!("{text}{}\n", "0".repeat(64))),
            ("half a digest", |text| text[8..].to_owned()),
        ];
        for (what, change) in odd {
            mutants.make(format!("{what} in {name}"), AsReference, |bag| relist(bag, &[name], change));
        }
        mutants.make(format!("{name} gone"), Among(one(FindingKind::Missing, name)), |bag| {
            fs::remove_file(bag.join(name)).unwrap();
        });
        mutants.make(format!("{name} gone, unlisted"), Intact, |bag| {
            fs::remove_file(bag.join(name)).unwrap();
            bags::retag(bag);
        });
    }
    mutants.make("no manifest at all", Among(one(FindingKind::Malformed, "")), |bag| {
        for name in MANIFESTS {
            fs::remove_file(bag.join(name)).unwrap();
        }
        bags::retag(bag);
    });
}

fn of_the_tag_files(mutants: &mut Mutants, files: &[String], dice: &mut Dice) {
    for name in ["bag-info.txt", "bagit.txt", MANIFESTS[0], MANIFESTS[1]] {
        let len = fs::read(mutants.good.join(name)).unwrap().len();
        for _ in 0..4 {
            let (byte, bit) = (dice.roll(len), dice.roll(8));
            let what = format!("bit {bit} of byte {byte} of {name}");
            mutants.make(what, About(name), |bag| {
                edit_bytes(&bag.join(name), |bytes| bytes[byte] ^= 1 << bit);
            });
        }
        for tagmanifest in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
            let what = format!("the digest of {name} in {tagmanifest}");
            mutants.make(what, Exactly(one(FindingKind::Changed, name)), |bag| {
                edit(&bag.join(tagmanifest), |text| {
                    let line = text.lines().find(|line| line.ends_with(&format!(" {name}"))).unwrap();
                    let other = if line.starts_with('0') { '1' } else { '0' };
                    text.replace(line, &format!("{other}{}", &line[1..]))
                });
            });
        }
    }
    mutants.make("bag-info.txt gone", Among(one(FindingKind::Missing, "bag-info.txt")), |bag| {
        fs::remove_file(bag.join("bag-info.txt")).unwrap();
    });
    mutants.make("bagit.txt gone", Among(one(FindingKind::Missing, "bagit.txt")), |bag| {
        fs::remove_file(bag.join("bagit.txt")).unwrap();
    });
    mutants.make("bag-info.txt gone, unlisted", Intact, |bag| {
        fs::remove_file(bag.join("bag-info.txt")).unwrap();
        bags::retag(bag);
    });
    mutants.make("no tag manifests", Intact, |bag| {
        for algorithm in ["sha256", "sha512"] {
            fs::remove_file(bag.join(format!("tagmanifest-{algorithm}.txt"))).unwrap();
        }
    });
    for (oxum, expect) in [
        ("0.5", Exactly(one(FindingKind::Malformed, "bag-info.txt"))),
        ("57.5.5", AsReference),
        ("lima", AsReference),
        ("", AsReference),
    ] {
        mutants.make(format!("Payload-Oxum: {oxum}"), expect, |bag| {
            fs::write(bag.join("bag-info.txt"), format!("Payload-Oxum: {oxum}\n")).unwrap();
            bags::retag(bag);
        });
    }
    for (text, expect) in [
        ("catatan tanpa titik dua\n", Exactly(one(FindingKind::Malformed, "bag-info.txt"))),
        ("Kontak: Ani\n lanjutan\n\tlagi\n", Intact),
        ("Kontak: Ani\r\nKontak: Budi\r\n", Intact),
        ("\u{feff}Kontak: Ani\n", Intact),
        ("\n\nKontak: Ani\n\n", Intact),
        (" lanjutan dari apa?\n", AsReference),
        ("", Intact),
    ] {
        mutants.make(format!("bag-info.txt: {text:?}"), expect, |bag| {
            fs::write(bag.join("bag-info.txt"), text).unwrap();
            bags::retag(bag);
        });
    }
    let malformed = || Exactly(one(FindingKind::Malformed, "bagit.txt"));
    let utf8 = "Tag-File-Character-Encoding: UTF-8\n";
    for (text, expect) in [
        (format!("BagIt-Version: 0.97\n{utf8}"), Intact),
        (format!("BagIt-Version: 1.0\r\n{utf8}"), Intact),
        (format!("BagIt-Version:1.0\n{utf8}"), AsStandard),
        (format!("BagIt-Version: 2.0\n{utf8}"), malformed()),
        (format!("BagIt-Version: satu\n{utf8}"), malformed()),
        (format!("\u{feff}BagIt-Version: 1.0\n{utf8}"), malformed()),
        (utf8.to_owned(), malformed()),
        ("BagIt-Version: 1.0\n".to_owned(), malformed()),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON\n".to_owned(), malformed()),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n".to_owned(), AsReference),
        ("BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n".to_owned(), AsReference),
        (String::new(), malformed()),
    ] {
        mutants.make(format!("bagit.txt: {text:?}"), expect, |bag| {
            fs::write(bag.join("bagit.txt"), text).unwrap();
            bags::retag(bag);
        });
    }
    mutants.make("a remark beside the payload", Intact, |bag| bags::write(&bag.join("catatan.txt"), b"x"));
    mutants.make("a manifest of an unknown kind", AsReference, |bag| {
        bags::write(&bag.join("manifest-crc32.txt"), b"00000000  data/kosong.txt\n");
    });
    let digests = |wrong: bool| {
        let lines = files.iter().map(|file| {
            let mut digest = bags::md5(&fs::read(mutants.good.join(file)).unwrap());
            if wrong && *file == files[0] {
                digest = "0".repeat(32);
            }
            format!("{digest}  {file}\n")
        });
        lines.collect::<String>()
    };
    let (right, wrong) = (digests(false), digests(true));
    mutants
        .make("a third manifest", Intact, |bag| bags::write(&bag.join("manifest-md5.txt"), right.as_bytes()));
    mutants.make("a third manifest that disagrees", Exactly(one(FindingKind::Changed, &files[0])), |bag| {
        bags::write(&bag.join("manifest-md5.txt"), wrong.as_bytes());
    });
    mutants.make("a file to be fetched", Exactly(one(FindingKind::Missing, &files[0])), |bag| {
        fs::remove_file(bag.join(&files[0])).unwrap();
        bags::write(&bag.join("fetch.txt"), format!("https://example.org/a 17 {}\n", files[0]).as_bytes());
    });
    mutants.make("nonsense to be fetched", Exactly(one(FindingKind::Malformed, "fetch.txt")), |bag| {
        bags::write(&bag.join("fetch.txt"), b"entah\n");
    });
}

fn errors(report: &Report) -> BTreeSet<(FindingKind, String)> {
    let errors = report.of(Severity::Error).map(|finding| (finding.kind, finding.path.clone()));
    errors.collect()
}

#[test]
fn two_hundred_changed_bags_are_judged_as_bagit_does_and_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let good = bags::small(folder.path());
    let files: Vec<_> = bags::list(&good.join("data"), "data/").into_keys().collect();
    let mut mutants = Mutants { folder, good, made: Vec::new() };
    let mut dice = Dice(2027);
    of_the_payload(&mut mutants, &files, &mut dice);
    of_the_manifests(&mut mutants, &files);
    of_the_tag_files(&mut mutants, &files, &mut dice);

    let reports: Vec<_> = mutants.made.iter().map(|(_, bag, _)| check(&OsDisk, bag, &Quiet)).collect();
    let bags: Vec<_> = mutants.made.iter().map(|(_, bag, _)| bag.clone()).collect();
    let verdicts = bagit::verdicts(&bags);
    let mut wrong = Vec::new();
    for (index, (name, _, expect)) in mutants.made.iter().enumerate() {
        let (report, found) = (&reports[index], errors(&reports[index]));
        let intact = report.verdict == Verdict::Intact;
        let without_counts = |found: &BTreeSet<(FindingKind, String)>,
                              expected: &BTreeSet<(FindingKind, String)>| {
            let counts = (FindingKind::Malformed, "bag-info.txt".to_owned());
            let extra = found.contains(&counts) && !expected.contains(&counts);
            found.iter().filter(|error| !extra || **error != counts).cloned().collect::<BTreeSet<_>>()
        };
        let fits = match expect {
            Intact => intact,
            Exactly(expected) => {
                let expected: BTreeSet<_> = expected.iter().cloned().collect();
                !intact && without_counts(&found, &expected) == expected
            }
            Among(expected) => !intact && expected.iter().all(|error| found.contains(error)),
            About(path) => !intact && found.iter().any(|(_, found)| found == path),
            AsReference => true,
            AsStandard => !intact,
        };
        if !fits {
            wrong.push(format!("{name}: expected {expect:?}, found {found:?}"));
        }
        if let Some(accepted) = verdicts.as_ref().map(|verdicts| verdicts[index])
            && accepted != (intact || matches!(expect, AsStandard))
        {
            wrong.push(format!("{name}: bagit says {accepted}, we say {intact}: {:?}", report.findings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("cases: {}", mutants.made.len());
    assert!(mutants.made.len() >= 200);
}

/// The same content, made into bags by two other programs: our check says that both are intact, and each of
/// the programs accepts the other's.
#[test]
fn bags_of_two_other_programs_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("isi");
    for (name, text) in [("a b.txt", "satu"), ("dalam/100%.txt", "dua"), ("dalam/é.txt", "")] {
        bags::write(&content.join("data").join(name), text.as_bytes());
    }
    let (first, second) = (folder.path().join("bagit"), folder.path().join("bagit-utils"));
    bags::copy(&content.join("data"), &first);
    if !bagit::make(&first, &["--sha256", "--sha512"]) || !bagit::make_by_utils(&content, &second) {
        return;
    }
    for bag in [&first, &second] {
        let report = check(&OsDisk, bag, &Quiet);
        assert_eq!((report.verdict, report.findings.as_slice()), (Verdict::Intact, [].as_slice()), "{bag:?}");
        let payload = bags::list(&bag.join("data"), "data/");
        assert_eq!(payload, bags::list(&content.join("data"), "data/"));
        assert!(report.files > 3, "{report:?}");
        let broken = bag.join("data/a b.txt");
        fs::write(&broken, "satU").unwrap();
        let report = check(&OsDisk, bag, &Quiet);
        assert_eq!(errors(&report), [(FindingKind::Changed, "data/a b.txt".to_owned())].into());
    }
}
