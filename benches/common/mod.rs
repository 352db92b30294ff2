//! What the benchmarks share: where they keep their files, and the rows of the table that `dist/bench` prints.

use std::path::PathBuf;

/// Whether `cargo bench` runs the benchmark; `cargo test --benches` only checks that it builds.
pub fn asked() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// A folder for large files, kept between runs.
pub fn folder() -> PathBuf {
    let folder = std::env::var_os("RENJA_BENCH_FOLDER")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench"), PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder for the benchmark");
    folder
}

/// Prints a row of the table.
#[expect(clippy::print_stdout, reason = "the result of a benchmark")]
pub fn row(what: &str, measured: &str, wanted: &str) {
    println!("| {what} | {measured} | {wanted} |");
}

/// The median.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
