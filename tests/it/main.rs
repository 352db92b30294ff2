//! Tests.

mod archive;
mod catalogues;
mod drop_pointer;
mod gallery;
mod store;
mod support;
