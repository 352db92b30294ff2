//! Each fault is named with the right word, and the verdict is that of bagit-python.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use renja::archive::{Detail, FindingKind, Report, Severity, Verdict, check};
use renja::store::{Cancelled, OsDisk, Quiet};

use super::bags;
use crate::support::bagit;

const UNDANGAN: &str = "data/06 Undangan rapat/undangan.pdf";
const DISPOSISI: &str = "data/01 Disposisi/lembar disposisi.pdf";

/// Makes the small bag, changes it, and checks it; the verdict must be that of bagit-python.
fn after(change: impl FnOnce(&Path)) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let bag = bags::small(folder.path());
    change(&bag);
    let report = check(&OsDisk, &bag, &Quiet);
    if let Some(accepted) = bagit::accepts(&bag) {
        assert_eq!(report.verdict == Verdict::Intact, accepted, "{report:#?}");
    }
    report
}

fn errors(report: &Report) -> Vec<(FindingKind, &str)> {
    report.of(Severity::Error).map(|finding| (finding.kind, finding.path.as_str())).collect()
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_good_bag_is_intact_and_counted() {
    let report = after(|_| {});
    assert_eq!((report.verdict, report.findings.as_slice()), (Verdict::Intact, [].as_slice()));
    assert_eq!(report.files, 5 + 4);
    let folder = tempfile::tempdir().unwrap();
    let files = bags::list(&bags::small(folder.path()), "");
    let read = files.iter().filter(|(name, _)| !name.starts_with("tagmanifest"));
    assert_eq!(report.bytes, read.map(|(_, bytes)| bytes.len() as u64).sum::<u64>());
    assert_eq!(report.seal.as_ref().map(String::len), Some(64));
    let seal = report.seal.clone().unwrap();
    assert_eq!(report.clone().against_seal(&seal).verdict, Verdict::Intact);
    let other = report.against_seal(&"0".repeat(64));
    assert_eq!(other.verdict, Verdict::Damaged);
}

#[test]
fn one_flipped_bit_is_a_changed_file() {
    let report = after(|bag| flip(&bag.join(UNDANGAN), 3));
    assert_eq!(errors(&report), [(FindingKind::Changed, UNDANGAN)]);
    assert!(matches!(report.findings[0].detail, Detail::Digest { .. }));
}

#[test]
fn missing_and_unknown_files_are_named() {
    let report = after(|bag| fs::remove_file(bag.join(UNDANGAN)).unwrap());
    assert!(errors(&report).contains(&(FindingKind::Missing, UNDANGAN)), "{report:?}");
    let report = after(|bag| bags::write(&bag.join("data/baru.txt"), b"x"));
    assert!(errors(&report).contains(&(FindingKind::Unknown, "data/baru.txt")), "{report:?}");
    assert_eq!(report.files, 5 + 4, "a file that belongs to nothing counts for nothing");
    let report = after(|bag| bags::write(&bag.join("data/01 Disposisi/Thumbs.db"), b"x"));
    let finding = report.findings.iter().find(|finding| finding.kind == FindingKind::Unknown).unwrap();
    assert_eq!(finding.detail, Detail::SystemFile);
}

#[test]
fn a_file_beside_the_payload_is_a_warning() {
    let report = after(|bag| bags::write(&bag.join("catatan.txt"), b"x"));
    assert_eq!(report.verdict, Verdict::Intact);
    assert_eq!(
        (report.findings[0].severity, report.findings[0].kind),
        (Severity::Warning, FindingKind::Unknown)
    );
}

#[test]
fn a_renamed_file_says_where_it_went() {
    let report = after(|bag| fs::rename(bag.join(UNDANGAN), bag.join("data/lain.pdf")).unwrap());
    assert_eq!(errors(&report), [(FindingKind::Missing, UNDANGAN), (FindingKind::Unknown, "data/lain.pdf")]);
    assert_eq!(report.findings[0].detail, Detail::RenamedTo("data/lain.pdf".to_owned()));
    assert_eq!(report.findings[1].detail, Detail::RenamedFrom(UNDANGAN.to_owned()));
}

#[test]
fn of_several_renamed_files_each_is_told_its_own_name() {
    let moves = [(UNDANGAN, "data/lain.pdf"), (DISPOSISI, "data/awal.pdf")];
    let report =
        after(|bag| moves.iter().for_each(|(from, to)| fs::rename(bag.join(from), bag.join(to)).unwrap()));
    for (from, to) in moves {
        let detail = |path| &report.findings.iter().find(|finding| finding.path == path).unwrap().detail;
        assert_eq!(*detail(from), Detail::RenamedTo(to.to_owned()));
        assert_eq!(*detail(to), Detail::RenamedFrom(from.to_owned()));
    }
}

#[test]
fn a_tag_manifest_may_leave_out_itself_and_the_declaration_and_nothing_else_unremarked() {
    // RFC 8493 §2.2.4: tag files may be left out, and there may be no tag manifest at all.
    let without = after(|bag| {
        for name in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
            fs::remove_file(bag.join(name)).unwrap();
        }
    });
    assert_eq!((without.verdict, without.findings.as_slice()), (Verdict::Intact, [].as_slice()));
    for (left_out, remarks) in [("bagit.txt", 0), ("bag-info.txt", 1), ("manifest-sha256.txt", 1)] {
        let report = after(|bag| {
            for name in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
                let text = fs::read_to_string(bag.join(name)).unwrap();
                let lines = text.split_inclusive('\n');
                let kept = lines.filter(|line| !line.ends_with(&format!("  {left_out}\n")));
                fs::write(bag.join(name), kept.collect::<String>()).unwrap();
            }
        });
        let named: Vec<_> = report.of(Severity::Warning).map(|finding| finding.path.as_str()).collect();
        assert_eq!((report.verdict, named), (Verdict::Intact, vec![left_out; remarks]), "{left_out}");
    }
}

/// Removes a file between the listing of a bag and the reading of its files.
struct Taken(std::path::PathBuf);

impl renja::store::Progress for Taken {
    fn advance(&self, _bytes: u64, _what: &str) -> Result<(), Cancelled> {
        Ok(())
    }

    fn total(&self, _bytes: u64) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn a_file_that_can_not_be_read_is_named_and_the_others_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let bag = bags::small(folder.path());
    let report = check(&OsDisk, &bag, &Taken(bag.join(UNDANGAN)));
    assert_eq!(errors(&report), [(FindingKind::Unreadable, UNDANGAN)]);
    assert_eq!((report.verdict, report.files), (Verdict::Damaged, 5 + 4 - 1));
}

/// A warning about a file does not cover the paths that should be below its name.
#[test]
fn what_should_lie_in_a_folder_is_missing_where_a_file_stands_in_its_place() {
    let report = after(|bag| {
        for (algorithm, digits) in [("sha256", 64), ("sha512", 128)] {
            let line = format!("{}  lampiran/a.txt\n", "0".repeat(digits));
            append(&bag.join(format!("tagmanifest-{algorithm}.txt")), &line);
        }
        bags::write(&bag.join("lampiran"), b"x");
    });
    assert_eq!(errors(&report), [(FindingKind::Missing, "lampiran/a.txt")]);
    assert!(report.of(Severity::Warning).any(|finding| finding.path == "lampiran"), "{report:?}");
}

#[test]
fn backslashes_are_told_of_where_the_file_stands_that_they_mean() {
    for (path, detail) in [(UNDANGAN, Detail::Backslashes), ("data/lain/tiada.pdf", Detail::None)] {
        let written = path.replace('/', "\\");
        let report = after(|bag| {
            append(&bag.join("manifest-sha256.txt"), &format!("{}  {written}\n", "0".repeat(64)));
            retag(bag);
        });
        let missing =
            report.of(Severity::Error).find(|finding| finding.kind == FindingKind::Missing).unwrap();
        assert_eq!((missing.path.as_str(), &missing.detail), (written.as_str(), &detail));
    }
}

#[test]
fn swapped_files_are_named_as_such() {
    let report = after(|bag| {
        let (a, b) = (fs::read(bag.join(UNDANGAN)).unwrap(), fs::read(bag.join(DISPOSISI)).unwrap());
        fs::write(bag.join(UNDANGAN), b).unwrap();
        fs::write(bag.join(DISPOSISI), a).unwrap();
    });
    assert_eq!(errors(&report), [(FindingKind::Changed, DISPOSISI), (FindingKind::Changed, UNDANGAN)]);
    assert_eq!(report.findings[0].detail, Detail::ContentOf(UNDANGAN.to_owned()));
}

#[test]
fn a_cut_manifest_is_changed_and_its_files_are_unlisted() {
    let report = after(|bag| {
        let path = bag.join("manifest-sha256.txt");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.lines().next().unwrap().to_owned() + "\n").unwrap();
    });
    assert!(errors(&report).contains(&(FindingKind::Changed, "manifest-sha256.txt")), "{report:?}");
    let not_in = Detail::NotIn("manifest-sha256.txt".to_owned());
    assert_eq!(report.findings.iter().filter(|finding| finding.detail == not_in).count(), 4);
    let report = after(|bag| fs::remove_file(bag.join("manifest-sha256.txt")).unwrap());
    assert!(errors(&report).contains(&(FindingKind::Missing, "manifest-sha256.txt")), "{report:?}");
}

#[test]
fn an_unfinished_bag_is_said_to_be_one() {
    let report = after(|bag| {
        for name in ["bagit.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
            fs::remove_file(bag.join(name)).unwrap();
        }
    });
    assert_eq!(
        (report.verdict, errors(&report)),
        (Verdict::Unfinished, vec![(FindingKind::Incomplete, "bagit.txt")])
    );
    let report = after(|bag| fs::remove_file(bag.join("bagit.txt")).unwrap());
    assert_eq!(
        (report.verdict, errors(&report)),
        (Verdict::Damaged, vec![(FindingKind::Missing, "bagit.txt")])
    );
    let nowhere = check(&OsDisk, Path::new("/no/such/bag"), &Quiet);
    assert_eq!((nowhere.verdict, nowhere.findings[0].kind), (Verdict::Damaged, FindingKind::Unreadable));
}

#[test]
fn malformed_declarations_are_refused_as_the_reference_does() {
    for text in [
        "",
        "BagIt-Version: 1.0\n",
        "Tag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 3.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: one\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: no-such\n",
        "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "no tag at all",
    ] {
        let report = after(|bag| {
            fs::write(bag.join("bagit.txt"), text).unwrap();
            retag(bag);
        });
        let named = report.findings.iter().any(|f| f.kind == FindingKind::Malformed && f.path == "bagit.txt");
        assert!(named, "{text:?}: {report:?}");
    }
}

#[test]
fn the_payload_oxum_must_agree() {
    for oxum in ["1.5", "x", "5", "9999999999999999999999.1"] {
        let report = after(|bag| {
            fs::write(bag.join("bag-info.txt"), format!("Payload-Oxum: {oxum}\n")).unwrap();
            retag(bag);
        });
        assert!(errors(&report).contains(&(FindingKind::Malformed, "bag-info.txt")), "{oxum}: {report:?}");
    }
}

#[test]
fn hostile_manifest_lines_are_refused() {
    for line in ["../../etc/passwd", "/etc/passwd"] {
        let report = after(|bag| {
            append(&bag.join("manifest-sha256.txt"), &format!("{}  {line}\n", "0".repeat(64)));
            retag(bag);
        });
        assert!(errors(&report).contains(&(FindingKind::Malformed, "manifest-sha256.txt")), "{report:?}");
    }
    let report = after(|bag| {
        let path = bag.join("manifest-sha256.txt");
        let line = fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned();
        append(&path, &format!("{line}\n"));
        retag(bag);
    });
    assert_eq!(report.verdict, Verdict::Damaged, "RFC 8493 forbids listing a file twice");
}

#[test]
fn what_would_be_fetched_is_missing_and_never_fetched() {
    let report = after(|bag| {
        fs::remove_file(bag.join(UNDANGAN)).unwrap();
        bags::write(
            &bag.join("fetch.txt"),
            format!("https://example.org/undangan.pdf 17 {UNDANGAN}\n").as_bytes(),
        );
    });
    let missing = report.findings.iter().find(|finding| finding.kind == FindingKind::Missing).unwrap();
    assert_eq!(missing.detail, Detail::FetchFrom("https://example.org/undangan.pdf".to_owned()));
    assert!(report.of(Severity::Information).any(|finding| finding.path == "fetch.txt"));
    let report = after(|bag| bags::write(&bag.join("fetch.txt"), b"nonsense\n"));
    assert_eq!(report.verdict, Verdict::Damaged);
}

#[test]
#[cfg(unix)]
fn links_are_not_followed() {
    let report = after(|bag| {
        fs::remove_file(bag.join(UNDANGAN)).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", bag.join(UNDANGAN)).unwrap();
    });
    assert!(errors(&report).contains(&(FindingKind::Malformed, UNDANGAN)), "{report:?}");
}

/// Writes the tag manifests again, so that the change itself is the only fault.
fn retag(bag: &Path) {
    let (sha256, sha512) = (bag.join("tagmanifest-sha256.txt"), bag.join("tagmanifest-sha512.txt"));
    fs::remove_file(sha512).unwrap();
    let lines: Vec<_> = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]
        .iter()
        .map(|name| {
            use sha2::Digest as _;
            let digest = sha2::Sha256::digest(fs::read(bag.join(name)).unwrap());
            format!("{}  {name}\n", bags::hex(&digest))
        })
        .collect();
    fs::write(sha256, lines.concat()).unwrap();
}

fn append(path: &Path, text: &str) {
    fs::write(path, fs::read_to_string(path).unwrap() + text).unwrap();
}

#[test]
fn bags_of_the_reference_program_are_intact() {
    for algorithms in [&["--md5"][..], &["--sha1"], &["--sha224", "--sha384"], &[]] {
        let folder = tempfile::tempdir().unwrap();
        let bag = folder.path().join("foreign");
        for (name, text) in [("a b.txt", "satu"), ("100%.txt", "dua"), ("x\ny.txt", "tiga"), ("é/ü.txt", "")]
        {
            bags::write(&bag.join(name), text.as_bytes());
        }
        if !bagit::make(&bag, algorithms) {
            return;
        }
        let report = check(&OsDisk, &bag, &Quiet);
        assert_eq!(report.verdict, Verdict::Intact, "{algorithms:?}: {report:#?}");
        assert!(report.files >= 4 && report.findings.is_empty(), "{report:#?}");
        flip(&bag.join("data/a b.txt"), 0);
        assert_eq!(errors(&check(&OsDisk, &bag, &Quiet)), [(FindingKind::Changed, "data/a b.txt")]);
    }
}

#[test]
fn percent_codes_and_unicode_forms_of_other_makers_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("bag");
    bags::write(&bag.join("data/100%.txt"), b"x");
    bags::write(&bag.join("data/re\u{301}sume\u{301}.txt"), b"y");
    bags::finish(&bag, "0.97");
    for name in ["manifest-sha256.txt", "manifest-sha512.txt"] {
        let text = fs::read_to_string(bag.join(name)).unwrap();
        let text = text.replace("100%", "100%25").replace("re\u{301}sume\u{301}", "résumé");
        fs::write(bag.join(name), text.replace('\n', "\r\n")).unwrap();
    }
    for name in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
        fs::remove_file(bag.join(name)).unwrap();
    }
    let report = check(&OsDisk, &bag, &Quiet);
    assert_eq!((report.verdict, report.files), (Verdict::Intact, 2), "{report:#?}");
}

#[test]
fn a_line_of_fetch_txt_needs_an_address_and_a_path() {
    for bad in ["http://x/a - ", "alamat - data/a.pdf", "http://x/a"] {
        let report = after(|bag| bags::write(&bag.join("fetch.txt"), format!("\n{bad}\n").as_bytes()));
        let found = report.findings.iter().find(|finding| finding.detail == Detail::FetchLine(2));
        assert!(found.is_some_and(|finding| finding.severity == Severity::Error), "{bad}: {report:?}");
    }
}

#[test]
fn what_drafts_of_the_standard_allowed_is_allowed_to_them() {
    let twice = |version| {
        let folder = tempfile::tempdir().unwrap();
        let bag = bags::small(folder.path());
        bags::finish(&bag, version);
        for algorithm in ["sha256", "sha512"] {
            let name = bag.join(format!("manifest-{algorithm}.txt"));
            let text = fs::read_to_string(&name).unwrap();
            fs::write(&name, format!("{text}{}\n", text.lines().next().unwrap())).unwrap();
        }
        bags::retag(&bag);
        check(&OsDisk, &bag, &Quiet)
    };
    let (draft, standard) = (twice("0.97"), twice("1.0"));
    let malformed = |report: &Report, severity| {
        report.of(severity).filter(|finding| finding.kind == FindingKind::Malformed).count()
    };
    assert_eq!(
        (malformed(&draft, Severity::Error), malformed(&draft, Severity::Warning)),
        (0, 2),
        "{draft:?}"
    );
    assert_eq!(malformed(&standard, Severity::Error), 2, "{standard:?}");
}

#[test]
fn a_line_that_lists_nothing_and_an_unknown_algorithm_are_remarked() {
    let report = after(|bag| {
        let name = bag.join("manifest-sha256.txt");
        let text = fs::read_to_string(&name).unwrap();
        fs::write(&name, text + "catatan\n").unwrap();
        bags::write(&bag.join("manifest-blake9.txt"), b"");
        bags::write(&bag.join("manifest-sha256.sync-conflict-20270803-080500-ABCDEFG.txt"), b"");
        bags::retag(bag);
    });
    let warned: Vec<_> =
        report.of(Severity::Warning).map(|finding| (finding.path.as_str(), &finding.detail)).collect();
    assert_eq!(report.verdict, Verdict::Intact);
    for (path, is_it) in [
        ("manifest-sha256.txt", (|detail| matches!(detail, Detail::Line(_))) as fn(&Detail) -> bool),
        ("manifest-blake9.txt", |detail| *detail == Detail::UnsupportedAlgorithm),
        ("manifest-sha256.sync-conflict-20270803-080500-ABCDEFG.txt", |detail| {
            *detail == Detail::CopyOf("manifest-sha256.txt".to_owned())
        }),
    ] {
        assert!(warned.iter().any(|(found, detail)| *found == path && is_it(detail)), "{path}: {report:?}");
    }
}

#[test]
fn a_cancelled_check_knows_nothing() {
    let impatient = |_: u64, _: &str| Err(Cancelled);
    let folder = tempfile::tempdir().unwrap();
    let bag = bags::small(folder.path());
    assert_eq!(check(&OsDisk, &bag, &impatient).verdict, Verdict::Cancelled);
}

/// Random damage to any file of the bag: the verdict is that of the reference program, and nothing panics.
#[test]
fn random_damage_is_judged_as_the_reference_does() {
    let folder = tempfile::tempdir().unwrap();
    let good = bags::small(folder.path());
    let names: Vec<_> = bags::list(&good, "").into_keys().collect();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let damage = (0..names.len(), any::<prop::sample::Index>(), 0..5_u8, any::<u8>());
    let mut mutants = Vec::new();
    for number in 0..150 {
        let (file, at, kind, byte) = damage.new_tree(&mut runner).unwrap().current();
        let bag = folder.path().join(format!("mutant {number}"));
        bags::copy(&good, &bag);
        let path = bag.join(&names[file]);
        let mut bytes = fs::read(&path).unwrap();
        let position = at.index(bytes.len().max(1));
        match kind {
            0 if !bytes.is_empty() => bytes[position] ^= 1 << (byte % 8),
            1 => bytes.truncate(position),
            2 => bytes.insert(position.min(bytes.len()), byte),
            3 if !bytes.is_empty() => drop(bytes.remove(position)),
            _ => bytes.extend([byte; 3]),
        }
        fs::write(&path, bytes).unwrap();
        mutants.push((bag, names[file].clone()));
    }
    let reports: Vec<_> = mutants.iter().map(|(bag, _)| check(&OsDisk, bag, &Quiet)).collect();
    let seal = check(&OsDisk, &good, &Quiet).seal.unwrap();
    for (report, (_, name)) in reports.iter().zip(&mutants) {
        let same = bags::list(&report.path, "") == bags::list(&good, "");
        // Nothing lists the tag manifests themselves; the recorded seal guards only one of them.
        if name != "tagmanifest-sha512.txt" {
            let verdict = report.clone().against_seal(&seal).verdict;
            assert_eq!(verdict == Verdict::Intact, same, "{name}: {report:#?}");
        }
    }
    let bags: Vec<_> = mutants.iter().map(|(bag, _)| bag.clone()).collect();
    let Some(verdicts) = bagit::verdicts(&bags) else { return };
    assert_eq!(verdicts.len(), reports.len());
    for ((report, accepted), (_, name)) in reports.iter().zip(verdicts).zip(&mutants) {
        assert_eq!(report.verdict == Verdict::Intact, accepted, "{name}: {report:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_tag_file_makes_the_check_panic(
        name in prop::sample::select(vec![
            "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "fetch.txt",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let bag = bags::small(folder.path());
        let seal = check(&OsDisk, &bag, &Quiet).seal.unwrap();
        fs::write(bag.join(name), &bytes).unwrap();
        // By RFC 8493, a bag whose tag manifest lists nothing is valid: only the seal tells.
        let report = check(&OsDisk, &bag, &Quiet).against_seal(&seal);
        prop_assert!(report.verdict != Verdict::Intact || name == "fetch.txt", "{report:#?}");
    }
}
