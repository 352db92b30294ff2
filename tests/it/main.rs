//! What the rooms do together, on real files and in a real window.
// Makes the lints take helpers for what they are: parts of tests.
#![cfg(test)]

mod archive;
mod catalogues;
mod cli;
mod demo;
mod drop_pointer;
mod gallery;
mod guide;
mod jobs;
mod long;
mod opening;
mod packages;
mod sheet;
mod step_panel;
mod store;
mod support;
mod ui;
mod window;
