//! The rooms, and the layers of the window, keep their order: each uses only those below it in the lists of
//! ARCHITECTURE.md, no files use each other in a circle, and the pure rooms use neither files nor the clock.
//! Seen to fail with `use crate::store::Quiet` in `src/cycle/`, `super::super::super::shell` in a page, one
//! page used in another, and a room missing in the list.

use std::path::{Path, PathBuf};

use crate::imports::{self, Module};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms from the top down.
fn rooms() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `src/")?.split('`').next());
    rows.map(|path| path.trim_end_matches('/').trim_end_matches(".rs").to_owned()).collect()
}

/// The sources of a room: `src/<room>.rs`, and all below `src/<room>/`.
fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path.to_owned());
    }
}

/// Every line of code of a room, with its file and number.
fn lines(room: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in [format!("src/{room}"), format!("src/{room}.rs")] {
        if root().join(&path).exists() {
            sources(&root().join(path), &mut files);
        }
    }
    let lines = files.iter().flat_map(|file| {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text.lines().map(str::to_owned).filter(|line| !line.trim_start().starts_with("//"));
        code.map(|line| (file.display().to_string(), line)).collect::<Vec<_>>()
    });
    lines.collect()
}

#[test]
fn each_room_uses_only_those_below_it() {
    let (rooms, mut uses) = (rooms(), 0);
    for entry in std::fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(name == "lib" || rooms.contains(&name), "{name} is not in the list");
    }
    let place = |module: &Module| rooms.iter().position(|room| Some(room) == module.first());
    for (module, used) in imports::of_library() {
        let Some(at) = place(&module) else { continue };
        for other in used {
            let Some(below) = place(&other) else { continue };
            assert!(below >= at, "{}: {} is above it", module.join("::"), other.join("::"));
            uses += usize::from(below != at);
        }
    }
    assert!(uses > 200, "{uses}");
}

/// The layers of `ui` from the top down; modules in the same layer do not use each other.
fn floors() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `ui/")?.split(" | ").next());
    rows.map(|row| row.split(", ").map(|name| name.trim_matches('`').replace("ui/", "")).collect()).collect()
}

#[test]
fn each_floor_of_the_window_uses_only_those_below_it() {
    let (floors, mut uses) = (floors(), 0);
    let of = |module: &Module| match &module[..] {
        [room, name, ..] if room == "ui" => Some(name.clone()),
        _ => None,
    };
    let floor = |name: &String| {
        let at = floors.iter().position(|floor| floor.contains(name));
        at.unwrap_or_else(|| panic!("ui/{name} is not in the list"))
    };
    for (module, used) in imports::of_library() {
        let Some(own) = of(&module) else { continue };
        for name in used.iter().filter_map(of).filter(|name| *name != own) {
            let is_below = floor(&name) > floor(&own);
            assert!(is_below, "{}: ui::{name} is not below ui::{own}", module.join("::"));
            uses += 1;
        }
    }
    assert!(uses > 100, "{uses}");
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circle = imports::circle(&imports::of_library());
    let names = circle.map(|circle| circle.iter().map(|module| module.join("::")).collect::<Vec<_>>());
    assert_eq!(names, None);
}

#[test]
fn the_pure_rooms_touch_neither_file_nor_clock_and_egui_stays_in_its_own() {
    let touches = ["std::fs", "std::net", "std::env", "::now()"];
    for room in rooms() {
        let pure = ["sop", "calendar", "cycle", "sheet"].contains(&room.as_str());
        for (file, line) in lines(&room) {
            let taboo = touches.iter().find(|taboo| pure && line.contains(**taboo));
            let taboo =
                taboo.or((line.contains("egui") && !["ui", "main"].contains(&&*room)).then_some(&"egui"));
            assert_eq!(taboo, None, "{file}: {line}");
        }
    }
}
