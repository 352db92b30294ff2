//! Two PCs seal the same cycle without knowing of each other, each on its own copy of the folder, so that
//! both give their dossier the same name. Then a sync program merges the folders, file by file, keeping the
//! second of two versions as a conflict copy beside the first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use renja::archive::{Detail, FindingKind, Index, Report, Verdict, check, seal};
use renja::check::{examine, repair};
use renja::cycle;
use renja::store::{OsDisk, Quiet};

use super::bags;
use super::office::{INDUK, Office, who};
use super::several::Pc;

/// Names that sync programs give to the second version of a file.
const NAMINGS: [fn(&str, &str) -> String; 3] = [
    |stem, ending| format!("{stem}.sync-conflict-20270803-080500-ABCDEFG.{ending}"),
    |stem, ending| format!("{stem} (conflicted copy 2027-08-03 080500).{ending}"),
    |stem, ending| format!("{stem}-DESKTOP-AB12CD3.{ending}"),
];

/// Whether our version of the n-th differing file keeps the name.
type OursWins = fn(usize) -> bool;

/// Whose versions keep their names.
const WINNERS: [(&str, OursWins); 3] =
    [("ours", |_| true), ("theirs", |_| false), ("now these, now those", |n| n % 2 == 0)];

/// Merges another folder into this one; returns the conflict copies, each with the file it is a copy of.
fn merge(
    from: &Path,
    to: &Path,
    naming: fn(&str, &str) -> String,
    ours_wins: OursWins,
) -> BTreeMap<String, String> {
    let mut copies = BTreeMap::new();
    for (path, theirs) in bags::list(from, "") {
        let target = to.join(&path);
        match fs::read(&target) {
            Ok(ours) if ours == theirs => {}
            Ok(ours) => {
                let (stem, ending) = path.rsplit_once('.').unwrap();
                let copy = naming(stem, ending);
                let ours_wins = ours_wins(copies.len());
                bags::write(&to.join(&copy), if ours_wins { &theirs } else { &ours });
                if !ours_wins {
                    // A sealed file can't be written to, but it can be replaced, which is what sync programs
                    // do.
                    fs::remove_file(&target).unwrap();
                    bags::write(&target, &theirs);
                }
                copies.insert(copy, path);
            }
            Err(_) => bags::write(&target, &theirs),
        }
    }
    copies
}

/// The conflict copies that a report names as such, each with the file it is a copy of.
fn named(report: &Report) -> BTreeMap<String, String> {
    let of = |detail: &Detail| match detail {
        Detail::CopyOf(original) => Some(original.clone()),
        _ => None,
    };
    report.findings.iter().filter_map(|found| Some((found.path.clone(), of(&found.detail)?))).collect()
}

// Fails if a conflict copy of a manifest counts as a manifest with an unknown checksum.
#[test]
fn two_dossiers_of_one_name_brought_together_are_told_apart_and_sealed_again() {
    let mut cases = 0;
    for (who_wins, ours_wins) in WINNERS {
        for naming in NAMINGS {
            together(who_wins, ours_wins, naming);
            cases += 1;
        }
    }
    println!("cases: {cases}");
}

fn together(who_wins: &str, ours_wins: OursWins, naming: fn(&str, &str) -> String) {
    let office = Office::ready();
    let siti = Pc::copy_of(&office, "Siti");
    siti.note("hanya di PC Siti");
    let ours = office.seal().unwrap();
    let theirs = seal(&mut siti.open(), INDUK, &siti.who(), &Quiet).unwrap();
    assert_eq!(ours.bag, theirs.bag);
    assert_ne!(ours.digest, theirs.digest);
    let bag = office.bag(&ours.bag);
    let both = [bags::list(&bag, ""), bags::list(&siti.root().join("arsip").join(&theirs.bag), "")];
    let copies = merge(&siti.root(), &office.root(), naming, ours_wins);
    assert!(copies.len() > 5, "{copies:?}");

    // No file of either dossier is gone.
    let together = bags::list(&bag, "");
    let held: BTreeSet<_> = together.values().collect();
    assert!(both.iter().flat_map(BTreeMap::values).all(|bytes| held.contains(bytes)));

    // Every conflict copy in the dossier is named with the file it is a copy of.
    let in_bag = |path: &String| path.strip_prefix(&format!("arsip/{}/", ours.bag)).map(ToOwned::to_owned);
    let expected: BTreeMap<_, _> =
        copies.iter().filter_map(|(copy, of)| Some((in_bag(copy)?, in_bag(of)?))).collect();
    // Each PC writes the cycle's summary for people itself.
    let elsewhere: Vec<_> = copies.values().filter(|of| in_bag(of).is_none()).collect();
    assert!(elsewhere.iter().all(|of| of.ends_with("/RINGKASAN.txt")), "{elsewhere:?}");
    let seals = [ours.digest.clone(), theirs.digest.clone()];
    let report = check(&OsDisk, &bag, &Quiet).against_seals(&seals);
    assert_eq!(report.verdict, Verdict::Damaged, "{who_wins}");
    assert_eq!(named(&report), expected, "{who_wins}");
    if who_wins != WINNERS[2].0 {
        // The dossier that kept its names is intact, except for the added files and the counts.
        let others = report.findings.iter().filter(|found| !expected.contains_key(&found.path));
        let others: Vec<_> = others.map(|found| (found.kind, found.path.as_str())).collect();
        assert_eq!(others, [(FindingKind::Malformed, "bag-info.txt")], "{who_wins}");
    }

    // The command line says the same and also names the two seals. It is only built together with the window.
    if cfg!(feature = "window") {
        let said = damaged(&office);
        for word in expected.keys().map(String::as_str).chain(["disegel dua PC", "Siti"]) {
            assert!(said.contains(word), "no {word:?} in: {said}");
        }
    }

    // Both seals are known, and who made them.
    let mut workspace = office.open();
    assert_eq!(workspace.problems(), []);
    let cycle = workspace.cycle(INDUK).unwrap();
    let rivals: BTreeSet<_> =
        cycle.rival_seals().iter().map(|seal| (seal.stamp.by.clone(), seal.digest.clone())).collect();
    assert_eq!(rivals, [(who().by, ours.digest), ("Siti".to_owned(), theirs.digest)].into());
    let (index, _) = Index::load(&OsDisk, &office.root());
    assert!(index.dossiers.len() <= 1);

    // The working folder is still there: the reopened cycle is sealed as a revision with the changes of both.
    let reopen = cycle::Command::ReopenCycle { reason: "dua PC menyegel bersamaan".to_owned() };
    workspace.execute(INDUK, &reopen, &who()).unwrap();
    let revision = seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
    assert_ne!(revision.bag, ours.bag);
    let sealed = check(&OsDisk, &office.bag(&revision.bag), &Quiet).against_seal(&revision.digest);
    assert_eq!((sealed.verdict, sealed.findings.as_slice()), (Verdict::Intact, [].as_slice()));
    let journal = fs::read_to_string(office.bag(&revision.bag).join("data/jurnal.ron")).unwrap();
    assert!(journal.contains("hanya di PC Siti"));
    assert_eq!(bags::list(&bag, ""), together, "what came together stays as it is");
    let (index, _) = Index::load(&OsDisk, &office.root());
    assert!(index.dossiers.iter().any(|dossier| dossier.folder == revision.bag));

    // After a repair, the dossier that kept its names is intact again; the files of the other one are moved
    // aside, and none is gone.
    let mixed = who_wins == WINNERS[2].0;
    let found = examine(&workspace, None, &Quiet).unwrap();
    repair(workspace.folder(), &found, None, who().at, &Quiet).unwrap();
    let report = check(&OsDisk, &bag, &Quiet).against_seals(&seals);
    assert_eq!(report.verdict, if mixed { Verdict::Damaged } else { Verdict::Intact }, "{who_wins}");
    assert_eq!(named(&report), BTreeMap::new());
    let left = bags::list(&office.root(), "");
    let held: BTreeSet<_> = left.values().collect();
    assert!(both.iter().flat_map(BTreeMap::values).all(|bytes| held.contains(bytes)), "{who_wins}");
}

/// The command line's output about the folder, which it finds damaged.
fn damaged(office: &Office) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_renja"))
        .args(["--lang", "id", "--local"])
        .arg(office.dir.path().join("pc lain"))
        .arg("check")
        .arg(office.root())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}
