//! Sealing a cycle.

use crate::cycle::{Closing, CycleId};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::Owner;
use crate::jobs::request::Request;

/// Seal, with all that comes to pass with the seal. Brings the folder of the dossier below `arsip/`.
#[derive(Debug, Clone)]
pub struct Seal {
    /// The cycle.
    pub cycle: CycleId,
    /// What is settled with the seal.
    pub closing: Closing,
    /// Who works here.
    pub by: String,
}

impl Request for Seal {
    type Answer = String;

    fn carry_out(self, owner: &mut Owner, job: &Job<String>) -> AtOnce<String> {
        owner.begin_sealing(job, self.cycle, &self.closing, self.by)
    }
}
