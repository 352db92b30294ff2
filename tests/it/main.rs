//! Tests.

mod archive;
mod catalogues;
mod drop_pointer;
mod gallery;
mod step_panel;
mod sheet;
mod support;
