//! Which cycle: plan year and kind.

use serde::{Deserialize, Serialize};

/// A cycle is keyed by *tahun rencana* and kind (domain: one *Induk* a year, any number of revisions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CycleId {
    /// Plan year, such as 2027.
    pub year: i32,
    /// Original plan or revision.
    pub kind: Kind,
}

/// *Induk*, or the n-th *Perubahan* ("Dapat dilakukan Revisi setiap adanya perubahan anggaran").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// The original plan.
    Induk,
    /// The n-th revision, from 1.
    Perubahan(u8),
}

impl CycleId {
    /// Plan years that the program accepts; a typing error must not make a folder for decades.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

    /// The original plan of a year.
    pub fn induk(year: i32) -> Self {
        Self { year, kind: Kind::Induk }
    }

    /// Name of the working folder: `2027-induk`, `2027-perubahan-1`.
    pub fn folder(&self) -> String {
        match self.kind {
            Kind::Induk => format!("{}-induk", self.year),
            Kind::Perubahan(n) => format!("{}-perubahan-{n}", self.year),
        }
    }

    /// Reads a name made by [`Self::folder`]; `None` for every other name.
    pub fn from_folder(name: &str) -> Option<Self> {
        let (year, kind) = name.split_once('-')?;
        let kind = match kind.strip_prefix("perubahan-") {
            Some(n) => Kind::Perubahan(n.parse().ok()?),
            None if kind == "induk" => Kind::Induk,
            None => return None,
        };
        let id = Self { year: year.parse().ok()?, kind };
        (id.is_valid() && id.folder() == name).then_some(id)
    }

    /// Name in the archive: `2027 Renja Induk`, `2027 Renja Perubahan 1`.
    pub fn title(&self) -> String {
        match self.kind {
            Kind::Induk => format!("{} Renja Induk", self.year),
            Kind::Perubahan(n) => format!("{} Renja Perubahan {n}", self.year),
        }
    }

    /// Reads a name made by [`Self::title`]; `None` for every other name.
    pub fn from_title(name: &str) -> Option<Self> {
        let (year, kind) = name.split_once(" Renja ")?;
        let kind = match kind.strip_prefix("Perubahan ") {
            Some(n) => Kind::Perubahan(n.parse().ok()?),
            None if kind == "Induk" => Kind::Induk,
            None => return None,
        };
        let id = Self { year: year.parse().ok()?, kind };
        (id.is_valid() && id.title() == name).then_some(id)
    }

    /// Whether year and revision number are in range.
    pub fn is_valid(&self) -> bool {
        Self::YEARS.contains(&self.year) && self.kind != Kind::Perubahan(0)
    }
}
