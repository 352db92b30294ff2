//! Tests.

mod archive;
mod catalogues;
mod drop_pointer;
mod gallery;
mod support;
