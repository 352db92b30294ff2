//! The judge of integrity, called directly: which finding for what, at which path, and what would repair it.

mod judge;
mod records;
mod round;
mod tree;

use std::path::Path;
use std::sync::Arc;

use renja::fixity::{Cure, Finding, Judgement, Records, What, judge};
use renja::store::{Disk, Quiet, Workspace};

use crate::backup::{Scene, real};
use crate::store::faulty::{Faults, FaultyDisk};

/// The dossier of a sealed scene.
const BAG: &str = "arsip/2027 Renja Induk";

fn judge_on(disk: &Arc<dyn Disk>, root: &Path) -> Judgement {
    let workspace = Workspace::view(disk.clone(), root).unwrap();
    judge(&workspace, &Records::read(&[&workspace]), &Quiet).unwrap()
}

fn judged(scene: &Scene) -> Judgement {
    judge_on(&real(), &scene.root())
}

fn judged_with(scene: &Scene, faults: Faults) -> Judgement {
    let disk: Arc<dyn Disk> = Arc::new(FaultyDisk::new(faults));
    judge_on(&disk, &scene.root())
}

/// A path relative to the data folder, as findings have it.
fn below(scene: &Scene, path: &Path) -> String {
    path.strip_prefix(scene.root()).unwrap().to_str().unwrap().to_owned()
}

/// Kind and path of each finding.
fn told(findings: &[Finding]) -> Vec<(What, &str)> {
    findings.iter().map(|finding| (finding.what, finding.path.as_str())).collect()
}

/// What would repair a finding at a path.
fn cure<'a>(judgement: &'a Judgement, what: What, path: &str) -> Option<&'a Cure> {
    let mut found =
        judgement.findings.iter().filter(|finding| (finding.what, &*finding.path) == (what, path));
    let first = found.next().unwrap_or_else(|| panic!("no {what:?} at {path}: {:?}", judgement.findings));
    assert!(found.next().is_none(), "twice: {:?}", judgement.findings);
    first.cure.as_ref()
}
