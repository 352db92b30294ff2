//! Tests.

mod archive;
mod catalogues;
mod drop_pointer;
mod gallery;
mod sheet;
mod step_panel;
mod store;
mod support;
mod ui;
