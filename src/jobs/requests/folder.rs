//! Which data folder is open.

use std::path::PathBuf;

use crate::demo;
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::{Owner, who};
use crate::jobs::request::Request;
use crate::store::Workspace;

/// Open a data folder instead of the one that is open.
#[derive(Debug, Clone)]
pub struct Open(
    /// Path of the data folder.
    pub PathBuf,
);

/// Make a data folder and open it.
#[derive(Debug, Clone)]
pub struct Create {
    /// Where; an empty or missing folder.
    pub root: PathBuf,
    /// Name of the office.
    pub office: String,
    /// Who works here.
    pub by: String,
}

/// Make a data folder with the sample years and open it.
#[derive(Debug, Clone)]
pub struct CreateSample(
    /// Where; an empty or missing folder.
    pub PathBuf,
);

impl Request for Open {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, job: &Job<()>) -> AtOnce<()> {
        // The folder is only read: one that never answers must not keep the desk's thread, and so the
        // program, from ending.
        owner.begin_opening(job, owner.inlet(), self.0, |_, _| Ok(()))
    }
}

impl Request for Create {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, job: &Job<()>) -> AtOnce<()> {
        let Self { root, office, by } = self;
        owner.begin_opening(job, owner.kept_inlet(), root, move |loader, root| {
            drop(Workspace::create_on(loader.disk.clone(), root, &loader.local, &office, &who(by))?);
            Ok(())
        })
    }
}

impl Request for CreateSample {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, job: &Job<()>) -> AtOnce<()> {
        let progress = job.order.progress(0);
        owner.begin_opening(job, owner.kept_inlet(), self.0, move |loader, root| {
            Ok(demo::create_on(loader.disk.clone(), root, &loader.local, demo::YEARS, &progress)?)
        })
    }
}
