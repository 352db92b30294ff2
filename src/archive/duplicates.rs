//! Where a content is already filed: in any working cycle, and in every sealed dossier.

use std::collections::BTreeSet;

use super::{Index, Summary};
use crate::cycle::{Cycle, CycleId};
use crate::sop::StepNo;

/// A document with a content that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The cycle it belongs to.
    pub cycle: CycleId,
    /// The step it lies in.
    pub step: StepNo,
    /// Title of the document.
    pub title: String,
    /// Where in the cycle the document is.
    pub whereabouts: Whereabouts,
}

/// Where in its cycle a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// Among the documents of the cycle.
    Cycle,
    /// Among the removed documents.
    Removed,
    /// In a sealed dossier: its folder below `arsip/`.
    Dossier(String),
}

/// All documents with exactly this content (SHA-256, 64 hex digits), cycles first. A sealed cycle keeps its
/// working folder: a document that is also in the dossier is named once, there. Of a dossier and its
/// revisions the latest counts, unless the content is only in an earlier one.
pub fn duplicates<'a>(
    cycles: impl Iterator<Item = &'a Cycle>,
    index: &Index,
    sha256: &str,
) -> Vec<Duplicate> {
    let mut archived: Vec<Duplicate> = Vec::new();
    let (superseded, latest): (Vec<_>, Vec<_>) =
        index.dossiers.iter().partition(|dossier| dossier.superseded);
    for dossier in latest.into_iter().chain(superseded) {
        let Some(summary) = &dossier.summary else { continue };
        let known = |other: &Duplicate| other.cycle == summary.cycle;
        if dossier.superseded && archived.iter().any(known) {
            continue;
        }
        for (step, document) in summary.documents() {
            if document.files().any(|file| file.sha256 == sha256) {
                archived.push(Duplicate {
                    cycle: summary.cycle,
                    step: step.no,
                    title: document.title.clone(),
                    whereabouts: Whereabouts::Dossier(dossier.folder.clone()),
                });
            }
        }
    }
    let mut found = Vec::new();
    for cycle in cycles {
        if cycle.state().is_sealed() && archived.iter().any(|other| other.cycle == cycle.id) {
            continue;
        }
        for document in cycle.state().with_digest(sha256) {
            let removed = document.removed.is_some();
            found.push(Duplicate {
                cycle: cycle.id,
                step: document.step,
                title: document.title.clone(),
                whereabouts: if removed { Whereabouts::Removed } else { Whereabouts::Cycle },
            });
        }
    }
    found.extend(archived);
    found
}

/// Sizes in bytes of all that [`duplicates`] could find: a file of another size need not be hashed.
pub fn known_sizes<'a>(cycles: impl Iterator<Item = &'a Cycle>, index: &Index) -> BTreeSet<u64> {
    let documents = cycles.flat_map(|cycle| cycle.state().documents.values());
    let worked_on = documents.flat_map(|document| &document.versions).map(|version| version.file.size);
    let summaries = index.dossiers.iter().filter_map(|dossier| dossier.summary.as_ref());
    let documents = summaries.flat_map(Summary::documents);
    let archived = documents.flat_map(|(_, document)| document.files()).map(|file| file.size);
    worked_on.chain(archived).collect()
}
