//! The round through the archive: every dossier is read, and the result is kept in a report, which holds the
//! hash of the report before. A report that was changed or removed breaks the chain.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::What;
use crate::archive::{self, Index, Severity, Verdict};
use crate::cycle::WriterId;
use crate::store::{
    ErrorKind, Folder, Progress, StoreError, is_temp_name, read_hash_line, sha256, with_hash_line,
};

/// Layout version of reports.
const VERSION: u32 = 1;
/// Largest report that is read.
const MAX: u64 = 16 << 20;
/// Folder of the reports.
const FOLDER: &str = "arsip/pemeriksaan";
/// Most findings that a report names.
const NAMED: usize = 1000;

/// A round through the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Layout version.
    pub v: u32,
    /// The writer id of the PC that made the round.
    pub writer: String,
    /// Number of the round among those of its writer, from 1: clocks can't be relied on for the order.
    pub no: u64,
    /// When the round was made.
    pub at: DateTime<FixedOffset>,
    /// The report before this one, by the same writer.
    pub previous: Option<Previous>,
    /// The dossiers that were read.
    pub dossiers: Vec<Checked>,
}

/// The link to the report before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Name of its file.
    pub name: String,
    /// SHA-256 of the whole file.
    pub sha256: String,
}

/// A dossier that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Folder of the dossier below `arsip/`.
    pub folder: String,
    /// Files that were read.
    pub files: u64,
    /// Seal of the dossier as it is now.
    pub seal: Option<String>,
    /// What is wrong with the dossier, one line each; empty if it is whole.
    pub faults: Vec<String>,
}

impl Round {
    /// Dossiers with faults.
    pub fn damaged(&self) -> usize {
        self.dossiers.iter().filter(|dossier| !dossier.faults.is_empty()).count()
    }
}

/// Reads every dossier, compares it with its manifests and its recorded seals, and writes the report.
pub fn check_archive(
    folder: &Folder,
    writer: &WriterId,
    seals: &BTreeMap<String, Vec<String>>,
    at: DateTime<FixedOffset>,
    progress: &dyn Progress,
) -> Result<Round, StoreError> {
    let (index, problems) = Index::load(folder.disk().as_ref(), folder.root());
    progress.total(index.dossiers.iter().map(|dossier| dossier.bytes).sum());
    let mut dossiers = Vec::new();
    for dossier in &index.dossiers {
        let recorded = seals.get(&dossier.folder).map_or(&[][..], Vec::as_slice);
        let report = archive::check_dossier(folder, &dossier.folder, recorded, progress)?;
        let faults = report.of(Severity::Error).take(NAMED);
        let mut faults: Vec<_> =
            faults.map(|finding| format!("{:?} {} {}", finding.kind, finding.path, finding.detail)).collect();
        // A verdict without a finding must not pass for a whole dossier.
        if faults.is_empty() && report.verdict != Verdict::Intact {
            faults.push(format!("{:?}", report.verdict));
        }
        dossiers.push(Checked {
            folder: dossier.folder.clone(),
            files: report.files,
            seal: report.seal.clone(),
            faults,
        });
    }
    dossiers.extend(lost(folder, &index, &problems, seals));
    let (chain, _) = read(folder)?;
    let last = chain.get(&writer.0).and_then(|reports| reports.last());
    let previous = last.map(|last| Previous { name: last.name.clone(), sha256: last.sha256.clone() });
    let no = last.map_or(1, |last| last.round.no.saturating_add(1));
    let round = Round { v: VERSION, writer: writer.0.clone(), no, at, previous, dossiers };
    write(folder, &round)?;
    Ok(round)
}

/// Dossiers that should be in the archive and can't be read: sealed but gone, cut off, or in a folder that
/// can't be listed. An archive without them is not whole, however many others it has.
fn lost(
    folder: &Folder,
    index: &Index,
    problems: &[archive::IndexProblem],
    seals: &BTreeMap<String, Vec<String>>,
) -> Vec<Checked> {
    let archive = folder.root().join(archive::FOLDER);
    let mut lost = BTreeMap::new();
    for bag in seals.keys() {
        lost.insert(bag.clone(), format!("{:?} {bag}", What::Missing));
    }
    for problem in problems {
        let below = problem.path.strip_prefix(&archive).unwrap_or(&problem.path);
        let name = below.components().next().map(|name| name.as_os_str().to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|| archive::FOLDER.to_owned());
        // The remains of a killed program are no dossier yet; a dossier of a newer program can't be judged by
        // this one.
        if !is_temp_name(&name) && !matches!(problem.fault, archive::IndexFault::Newer) {
            let fault = format!("{:?} {name} {}", What::Broken, problem.fault);
            lost.insert(name, fault);
        }
    }
    lost.retain(|name, _| index.get(name).is_none());
    let checked = |(folder, fault)| Checked { folder, files: 0, seal: None, faults: vec![fault] };
    lost.into_iter().map(checked).collect()
}

fn write(folder: &Folder, round: &Round) -> Result<(), StoreError> {
    let broken = |error: ron::Error| StoreError::new(ErrorKind::Broken(error.to_string()), folder.root());
    let pretty = ron::ser::PrettyConfig::new().new_line("\n").indentor(" ");
    let text = ron::ser::to_string_pretty(round, pretty).map_err(broken)? + "\n";
    let name = format!("{}-{}.ron", round.writer, round.at.date_naive());
    let name = folder.free_name(FOLDER, &name)?;
    folder.create_file(&format!("{FOLDER}/{name}"), with_hash_line(&text).as_bytes())
}

/// The latest round of any PC, if one can be read.
pub fn last_round(folder: &Folder) -> Option<Round> {
    let (chain, _) = read(folder).ok()?;
    let rounds = chain.into_values().flatten().map(|report| report.round);
    rounds.max_by_key(|round| round.at)
}

/// A report with a fault: its path, what is wrong, and details.
pub(super) type ChainFault = (String, What, String);

/// Finds reports that were changed, and gaps where reports were removed.
pub(super) fn chain_faults(folder: &Folder) -> Result<Vec<ChainFault>, StoreError> {
    let (chain, mut faults) = read(folder)?;
    for reports in chain.values() {
        let mut before: Option<&Report> = None;
        for report in reports {
            let path = |name: &str| format!("{FOLDER}/{name}");
            let fault = match (&report.round.previous, before) {
                (None, None) => None,
                (Some(link), Some(before)) if link.name == before.name && link.sha256 == before.sha256 => {
                    None
                }
                (Some(link), _) => {
                    let gone = folder.metadata(&path(&link.name))?.is_none();
                    let what = if gone { What::Missing } else { What::Changed };
                    Some((path(&link.name), what, format!("named by {}", report.name)))
                }
                (None, Some(before)) => {
                    Some((path(&report.name), What::Broken, format!("does not name {}", before.name)))
                }
            };
            // A report that can't be read is named already.
            let fault =
                fault.filter(|(path, ..)| faults.iter().all(|(known, ..): &ChainFault| known != path));
            faults.extend(fault);
            before = Some(report);
        }
    }
    Ok(faults)
}

struct Report {
    name: String,
    sha256: String,
    round: Round,
}

type Chains = BTreeMap<String, Vec<Report>>;

/// The reports of each writer in their order, and those that can't be read.
fn read(folder: &Folder) -> Result<(Chains, Vec<ChainFault>), StoreError> {
    let (mut chains, mut faults) = (Chains::new(), Vec::new());
    for entry in folder.list(FOLDER)? {
        let path = format!("{FOLDER}/{}", entry.name);
        let bytes = match folder.read(&path, MAX) {
            Ok(bytes) => bytes,
            Err(error) => {
                faults.push((path, What::Unreadable, error.to_string()));
                continue;
            }
        };
        let round = read_hash_line(&bytes)
            .and_then(|(text, _)| ron::from_str::<Round>(text).map_err(|error| error.to_string()));
        match round {
            Ok(round) => {
                let (name, sha256) = (entry.name, sha256(&bytes));
                chains.entry(round.writer.clone()).or_default().push(Report { name, sha256, round });
            }
            Err(reason) => faults.push((path, What::Broken, reason)),
        }
    }
    for reports in chains.values_mut() {
        reports.sort_by(|a, b| (a.round.no, &a.name).cmp(&(b.round.no, &b.name)));
    }
    Ok((chains, faults))
}
