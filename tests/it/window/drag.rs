//! Real drops from another process onto rows and slots.

use std::path::{Path, PathBuf};

use crate::support::{Desktop, DragSource, Program};

/// Where the document of this name lies: the number of its step's folder, and its file.
fn step_of(data: &Path, name: &str) -> Option<u8> {
    let cycles = std::fs::read_dir(data).ok()?.flatten();
    let steps =
        cycles.filter_map(|cycle| std::fs::read_dir(cycle.path().join("berkas")).ok()).flatten().flatten();
    let folder: PathBuf = steps.map(|step| step.path()).find(|step| step.join(name).is_file())?;
    folder.file_name()?.to_str()?.get(..2)?.parse().ok()
}

fn drop_on_twenty_rows(scale: f32) {
    let Some(desktop) = Desktop::open() else { return };
    let Some(mut source) = DragSource::open(&desktop) else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let program = Program::open(&desktop, &data, scale);
    program.screenshot(&format!("drag-{scale}"));
    for n in 0..20u8 {
        let step = 1 + (n * 7) % 17;
        let name = format!("dokumen {n:02}.pdf");
        let file = folder.path().join(&name);
        std::fs::write(&file, format!("dokumen {n}")).unwrap();
        let row = format!("step:{step}");
        while !program.shows(&row) {
            let before = program.settled();
            program.scroll(before.get("sheet").unwrap().centre(), 3);
            if program.settled() == before {
                program.scroll(before.get("sheet").unwrap().centre(), -60);
            }
        }
        let began = std::time::Instant::now();
        assert_eq!(source.drag_onto(&program, &[&file], &row, (0.5, 0.5)), "drag result 1");
        std::thread::sleep(std::time::Duration::from_millis(200));
        eprintln!("{name} on {row}: {:?} in {:?}", step_of(&data, &name), began.elapsed());
        assert_eq!(step_of(&data, &name), Some(step));
    }
    program.quit();
}

#[test]
fn every_drop_lands_on_its_row_at_100_percent() {
    drop_on_twenty_rows(1.0);
}

#[test]
fn every_drop_lands_on_its_row_at_150_percent() {
    drop_on_twenty_rows(1.5);
}

#[test]
fn every_drop_lands_on_its_row_at_200_percent() {
    drop_on_twenty_rows(2.0);
}
