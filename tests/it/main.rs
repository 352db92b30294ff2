//! Tests.

mod archive;
mod catalogues;
mod cli;
mod drop_pointer;
mod gallery;
mod support;
