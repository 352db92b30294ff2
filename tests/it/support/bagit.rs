//! The reference BagIt program (bagit-python), with which the program's verdicts are compared.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Path of `bagit.py`, if installed: `dist/test` installs it and sets `RENJA_BAGIT`. Without it the test says
/// so and passes, unless `RENJA_FULL_TESTS` is set.
pub fn find() -> Option<PathBuf> {
    let given = std::env::var_os("RENJA_BAGIT").map(PathBuf::from);
    let path = given.or_else(|| {
        std::env::split_paths(&std::env::var_os("PATH")?)
            .map(|folder| folder.join("bagit.py"))
            .find(|path| path.is_file())
    });
    if path.is_none() {
        assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "bagit.py is missing");
        eprintln!("bagit.py is not installed: not compared with it");
    }
    path
}

/// Whether `bagit.py --validate` accepts a bag; none if bagit is not installed.
pub fn accepts(bag: &Path) -> Option<bool> {
    let output = Command::new(find()?).args(["--validate", "--quiet"]).arg(bag).output().unwrap();
    Some(output.status.success())
}

/// The verdicts on many bags, by a single process; none if bagit is not installed.
pub fn verdicts(bags: &[PathBuf]) -> Option<Vec<bool>> {
    const PROGRAM: &str = "
import logging, sys, bagit
logging.disable()
for path in sys.stdin.read().splitlines():
    try:
        print(int(bagit.Bag(path).validate()))
    except Exception:
        print(0)
";
    use std::io::Write as _;
    let python = find()?.with_file_name("python");
    let python = if python.is_file() { python } else { PathBuf::from("python3") };
    let mut child = Command::new(python)
        .args(["-c", PROGRAM])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let list: Vec<_> = bags.iter().map(|bag| bag.to_str().unwrap()).collect();
    child.stdin.take().unwrap().write_all(list.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|line| line == "1").collect())
}

/// Turns a folder into a bag with the reference program; false if it is not installed.
pub fn make(folder: &Path, arguments: &[&str]) -> bool {
    let Some(bagit) = find() else { return false };
    let output = Command::new(bagit).arg("--quiet").args(arguments).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

/// Makes a bag from a folder that contains `data` with another BagIt program (bagit-utils); false if it is
/// not installed.
pub fn make_by_utils(content: &Path, bag: &Path) -> bool {
    const PROGRAM: &str = "
import sys
from pathlib import Path
from bagit_utils import Bag
info = {'Source-Organization': ['Badan Kesbangpol'], 'Bagging-Date': ['2027-08-03']}
Bag.build_from(Path(sys.argv[1]), Path(sys.argv[2]), info, ['sha256', 'sha512'])
";
    let Some(python) = find().map(|bagit| bagit.with_file_name("python")) else { return false };
    let output = Command::new(python).args(["-c", PROGRAM]).args([content, bag]).output();
    let made = output.is_ok_and(|output| output.status.success());
    if !made {
        assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "bagit-utils is missing");
        eprintln!("bagit-utils is not installed: not compared with it");
    }
    made
}
