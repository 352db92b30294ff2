//! The data folder as the window sees it: shared, read-only, replaced as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::{self, Duplicate, Index, Search};
use crate::calendar::Calendar;
use crate::cycle::{Cycle, CycleId};
use crate::fixity::Round;
use crate::sop::Sop;
use crate::store::{Office, Parcel, Present, Problem, StoreError};

/// One state of the data folder.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Path of the data folder; to be shown, not to be read from.
    pub root: PathBuf,
    /// Id of the data folder.
    pub store: String,
    /// The working cycles.
    pub cycles: BTreeMap<CycleId, Arc<Cycle>>,
    /// The office's own data.
    pub office: Arc<Office>,
    /// The office's calendar.
    pub calendar: Arc<Calendar>,
    /// The SOP under which the next cycle would begin.
    pub sop: Arc<Sop>,
    /// Names of the SOP files in the folder, such as `penyusunan-renja-2018-2`, which new versions can't
    /// have.
    pub sop_names: Arc<[String]>,
    /// The sealed dossiers.
    pub archive: Arc<Index>,
    /// The last round through the archive.
    pub round: Option<Arc<Round>>,
    /// A search over the sealed dossiers.
    pub search: Arc<Search>,
    /// Files that could not be loaded, each named.
    pub problems: Arc<[Problem]>,
    /// Folders and files of the archive that could not be listed.
    pub lost: Arc<[crate::archive::IndexProblem]>,
    /// Who else, on other PCs, has the cycle on screen open.
    pub present: Arc<[Present]>,
    /// Cycles with changes of a newer version of the program: they can only be read.
    pub newer: Arc<BTreeSet<CycleId>>,
    /// Whether nothing can be written to the data folder.
    pub read_only: bool,
    /// Whether the folder was out of reach when it was last tried: then this is its last known state, with
    /// the changes made on this PC since.
    pub away: bool,
    /// Number of actions kept on this PC until they can be written to the folder.
    pub undelivered: usize,
    /// Files of documents kept on this PC until they can be written to the folder.
    pub parcels: Arc<[Parcel]>,
    /// Why the actions and files kept on this PC can't be written to the folder.
    pub held_up: Option<Arc<StoreError>>,
}

impl Snapshot {
    /// A data folder that holds nothing yet.
    pub fn empty(root: PathBuf, sop: Arc<Sop>) -> Self {
        Self {
            root,
            store: String::new(),
            cycles: BTreeMap::new(),
            office: Arc::default(),
            calendar: Arc::default(),
            sop,
            sop_names: Arc::default(),
            archive: Arc::default(),
            round: None,
            search: Arc::default(),
            problems: Arc::default(),
            lost: Arc::default(),
            present: Arc::default(),
            newer: Arc::default(),
            read_only: false,
            away: false,
            undelivered: 0,
            parcels: Arc::default(),
            held_up: None,
        }
    }

    /// Where a content (SHA-256) is filed already, in cycles and sealed dossiers.
    pub fn duplicates(&self, sha256: &str) -> Vec<Duplicate> {
        archive::duplicates(self.cycles.values().map(|cycle| &**cycle), &self.archive, sha256)
    }
}
