//! Comparing documents with their files.

use crate::cycle::CycleId;
use crate::jobs::{Looked, Trouble, requests};
use crate::ui::contract::{Deed, Shown, Window};

/// Compare a cycle's documents with their files, which may have been changed outside the program.
#[derive(Debug, Clone, PartialEq)]
pub struct LookOutside(
    /// Which cycle.
    pub CycleId,
);

impl Deed for LookOutside {
    type Request = requests::LookOutside;

    fn ask(&mut self, _: &mut Window<'_>) -> Option<Self::Request> {
        Some(requests::LookOutside(self.0))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, found: Looked, window: &mut Window<'_>) {
        window.model.outside = Some((self.0, found));
    }

    /// The comparison is soon repeated; a folder that can't be reached has its banner.
    fn failed(self, trouble: Trouble, _: &mut Window<'_>) {
        log::warn!("{trouble}");
    }
}
