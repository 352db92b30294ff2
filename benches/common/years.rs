//! Half a century of dossiers.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The sample with 50 archived years, written by the program and kept between runs.
pub fn store_of_50_years(program: &Path) -> PathBuf {
    let store = crate::common::folder().join("50 tahun");
    if !store.join("renja.ron").exists() {
        let mut demo = Command::new(program);
        demo.args(["demo", "--years", "50", "--local"]).arg(crate::common::folder().join("lokal"));
        let made = demo.arg(&store).status().expect("the program");
        assert!(made.success(), "renja demo: {made}");
    }
    store
}
