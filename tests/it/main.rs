//! Tests.

mod catalogues;
mod drop_pointer;
mod gallery;
mod sheet;
mod support;
