//! Sealing a cycle.

use crate::cycle::{Closing, CycleId};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::Owner;
use crate::jobs::request::Request;

/// Seal a cycle, with all that is recorded together with the seal. The answer is the folder of the dossier
/// below `arsip/`.
#[derive(Debug, Clone)]
pub struct Seal {
    /// The cycle.
    pub cycle: CycleId,
    /// What is recorded together with the seal.
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
