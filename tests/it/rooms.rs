//! The rooms keep their order: each uses only those below it in the list of ARCHITECTURE.md, and the pure ones touch
//! neither file nor clock. Broken once: `use crate::store::Quiet` in `src/cycle/`, and a room missing in the list.

use std::path::{Path, PathBuf};

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

/// Every line of code of a room, with where it stands.
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
    for (place, room) in rooms.iter().enumerate() {
        for (file, line) in lines(room) {
            for path in line.split("crate::").skip(1) {
                let other = path.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap();
                let Some(at) = rooms.iter().position(|room| room == other) else { continue };
                assert!(at >= place, "{file}: {room} is below {other}: {line}");
                uses += usize::from(at != place);
            }
        }
    }
    assert!(uses > 200, "{uses}");
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
