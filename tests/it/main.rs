//! Tests.

mod catalogues;
mod archive;
mod drop_pointer;
mod gallery;
mod support;
