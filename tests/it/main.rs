//! Tests of several rooms together, on real files and in a real window.
// So that lints treat helper functions as parts of tests.
#![cfg(test)]

mod archive;
mod backup;
mod catalogues;
mod check;
#[cfg(feature = "window")]
mod cli;
mod demo;
#[cfg(feature = "window")]
mod drop_pointer;
mod faults;
#[cfg(feature = "window")]
mod features;
mod fixity;
#[cfg(feature = "window")]
mod gallery;
mod golden;
#[cfg(feature = "window")]
mod guide;
#[cfg(feature = "window")]
mod hanging;
mod hostile;
mod imports;
mod jobs;
mod long;
mod opening;
#[cfg(feature = "window")]
mod packages;
mod rooms;
#[cfg(feature = "window")]
mod sheet;
#[cfg(feature = "window")]
mod step_panel;
mod store;
mod support;
#[cfg(feature = "window")]
mod ui;
#[cfg(feature = "window")]
mod window;
