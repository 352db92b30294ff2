//! The tests' dependencies turn on features of libraries that the released program lacks. So nothing that a
//! user needs may depend on such features, and apart from those named here, tests and releases have the same
//! features.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The targets for which the program is released.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-gnu"];

/// Features without which something is missing in the window although nothing fails: package, feature,
/// targets.
const NEEDED: [(&str, &str, &[&str]); 12] = [
    // Text to and from other programs.
    ("eframe", "clipboard", &TARGETS),
    ("egui-winit", "clipboard", &TARGETS),
    ("arboard", "wayland-data-control", &["x86_64-unknown-linux-gnu"]),
    ("smithay-clipboard", "", &["x86_64-unknown-linux-gnu"]),
    // Screen readers, characters of all scripts, the window's position.
    ("eframe", "accesskit", &TARGETS),
    ("eframe", "default_fonts", &TARGETS),
    ("eframe", "system_fonts", &TARGETS),
    ("eframe", "persistence", &TARGETS),
    // What draws the window, for each target.
    ("eframe", "glow", &TARGETS),
    ("eframe", "x11", &["x86_64-unknown-linux-gnu"]),
    ("eframe", "wayland", &["x86_64-unknown-linux-gnu"]),
    ("wgpu", "dx12", &["x86_64-pc-windows-gnu"]),
];

/// What the tests add, by package. The tests' pictures are drawn by wgpu with all its backends; the others
/// only add functions or implementations that somebody has to call.
const MORE_IN_TESTS: [&str; 19] = [
    "anstyle",
    "crossbeam-utils",
    "eframe: wgpu",
    "eframe: wgpu_no_default_features",
    "egui-wgpu",
    "getrandom",
    "gpu-allocator",
    "hashbrown",
    "naga",
    "num-traits",
    "smallvec",
    "toml_datetime",
    "wgpu",
    "wgpu-core",
    "wgpu-core-deps-windows-linux-android",
    "wgpu-hal",
    "wgpu-types",
    "windows",
    "zerocopy",
];

/// The packages of a target with their features; with those of the tests, if `edges` asks for them. None
/// where cargo lacks the packages of another system and can't download them.
fn features(target: &str, edges: &str) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p}|{f}"]);
    cargo.args(["--target", target, "--edges", edges]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().expect("cargo");
    if !output.status.success() {
        println!("{}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).expect("text").lines() {
        let (package, features) = line.trim_end_matches(" (*)").split_once('|').expect("as asked for");
        // `name v1.2.3`: several versions of a package may be there.
        let package = package.split(' ').take(2).collect::<Vec<_>>().join(" ");
        packages.entry(package).or_default().extend(features.split(',').map(str::to_owned));
    }
    Some(packages)
}

fn name(package: &str) -> &str {
    package.split(' ').next().unwrap_or(package)
}

#[test]
fn what_is_handed_out_has_what_it_needs_and_the_tests_no_more_than_is_named() {
    for target in TARGETS {
        let (Some(shipped), Some(tested)) = (features(target, "normal"), features(target, "normal,dev"))
        else {
            assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "run cargo fetch --locked first");
            continue;
        };
        for (package, feature, _) in NEEDED.iter().filter(|(_, _, targets)| targets.contains(&target)) {
            let mut kin = shipped.iter().filter(|(other, _)| name(other) == *package);
            let has = kin.any(|(_, features)| feature.is_empty() || features.contains(*feature));
            assert!(has, "{target}: the program is handed out without {package} {feature}");
        }
        for (package, features) in &shipped {
            let more: Vec<_> = tested[package].difference(features).collect();
            let is_named = |feature: &&String| {
                let name = name(package);
                MORE_IN_TESTS.contains(&name) || MORE_IN_TESTS.contains(&&*format!("{name}: {feature}"))
            };
            let strange: Vec<_> = more.iter().filter(|feature| !is_named(feature)).collect();
            assert!(strange.is_empty(), "{target}: only the tests have {package} {strange:?}");
        }
    }
}
