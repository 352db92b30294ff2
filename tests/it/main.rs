//! Tests.

mod drop_pointer;
mod gallery;
mod support;
