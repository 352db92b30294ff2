//! Tests.

mod gallery;
mod support;
