//! The office's own data, and its SOP.

use crate::jobs::OfficeChange;
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::{Owner, who};
use crate::jobs::request::Request;
use crate::sop::Sop;

/// A change of the office's own data.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "what changes, and by whom")]
pub struct ChangeOffice {
    pub change: OfficeChange,
    pub by: String,
}

/// Save a new version of the SOP, which later cycles use.
#[derive(Debug, Clone)]
pub struct SaveSop(
    /// The new version.
    pub Box<Sop>,
);

impl Request for ChangeOffice {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, _: &Job<()>) -> AtOnce<()> {
        let placed = matches!(self.change, OfficeChange::DossierPlaced { .. });
        owner.workspace()?.change_office(vec![self.change], &who(self.by))?;
        if placed {
            owner.describe_dossiers();
        }
        owner.publish(&[]);
        Ok(Some(()))
    }
}

impl Request for SaveSop {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, _: &Job<()>) -> AtOnce<()> {
        owner.workspace()?.save_sop(&self.0)?;
        owner.load_sop();
        owner.publish(&[]);
        Ok(Some(()))
    }
}
