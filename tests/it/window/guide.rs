//! The pictures of `docs/`, taken from the running program: `dist/pictures`.

use std::path::{Path, PathBuf};

use chrono::Local;
use renja::cycle::{Command, StepStatus};
use renja::demo;
use renja::pc::LocalSettings;
use renja::sop::StepNo;
use renja::store::{Quiet, Who, Workspace};
use tempfile::TempDir;

use super::office::CYCLE;
use crate::support::{Desktop, DragSource, Program};

#[test]
#[ignore = "writes into docs/images; dist/pictures runs it"]
fn pictures() {
    let desktop = Desktop::open().expect("Xvfb, openbox, xdotool and import");
    first_run(&desktop);
    at_work(&desktop);
    sealing(&desktop);
}

fn first_run(desktop: &Desktop) {
    let program = Program::open_first(desktop, home(None));
    // The layout lists fields by their content.
    program.click("TextInput:");
    program.write("Rina Marlina");
    take(&program, "mulai");
}

fn at_work(desktop: &Desktop) {
    let home = home(Some("Rina Marlina"));
    let data = sample(home.path());
    let unduhan = home.path().join("Unduhan");
    std::fs::create_dir_all(&unduhan).unwrap();
    let files =
        ["Notula pembahasan konsep.docx", "Konsep Renja hasil pembahasan.pdf"].map(|name| unduhan.join(name));
    for file in &files {
        std::fs::write(file, file.display().to_string()).unwrap();
    }
    let mut source = DragSource::open(desktop).expect("PyQt5");
    let program = Program::open(desktop, &data, 1.0, home);
    program.find("Button:Cari   Ctrl+K");
    take(&program, "beranda");

    program.click("Tab:Siklus");
    program.find("step:10");
    take(&program, "lembar-sop");
    let row = program.bring_into_view("step:11");
    source.hold_over(&program, &[&files[0], &files[1]], row.at(0.4, 0.5));
    take(&program, "seret");
    source.let_go(&program);
    program.find("dialog:assign");
    take(&program, "lampirkan");
    program.key("Escape");
    program.bring_into_view("step:10");
    program.click("step:10");
    program.find("Button:Tandai selesai");
    take(&program, "langkah");

    program.key("ctrl+k");
    program.find("dialog:search");
    program.write("notula");
    program.find("ListBoxOption:Notula rapat, Renja 2027 Induk · Langkah 7 · Rapat pembahasan");
    take(&program, "cari");
    program.key("Escape");

    program.click("Tab:Arsip");
    take(&program, "arsip");
    program.key("ctrl+1");
    program.click("Button:2026 Renja Induk");
    program.click("Tab:Keutuhan");
    program.click("Button:Periksa keutuhan");
    program.find("Button:Periksa lagi");
    program.close_notes();
    take(&program, "keutuhan");

    program.click("Tab:Pengaturan");
    take(&program, "pengaturan");
}

fn sealing(desktop: &Desktop) {
    let home = home(Some("Rina Marlina"));
    let data = sample(home.path());
    let who = Who { by: "Rina Marlina".to_owned(), at: Local::now().fixed_offset() };
    let mut workspace = Workspace::open(&data, &home.path().join("lain")).unwrap();
    for step in (10..=17).map(StepNo) {
        let status = workspace.cycle(CYCLE).unwrap().state().status(step);
        if status == StepStatus::NotStarted {
            workspace.execute(CYCLE, &Command::Start { step, reason: None }, &who).unwrap();
        }
        if step == StepNo(17) {
            break;
        }
        let reason = Some("Dokumennya menyusul dari Bappeda".to_owned());
        workspace.execute(CYCLE, &Command::Finish { step, reason }, &who).unwrap();
    }
    drop(workspace);
    let program = Program::open(desktop, &data, 1.0, home);
    program.click("Tab:Siklus");
    program.bring_into_view("step:17");
    program.click("step:17");
    program.click("Button:Segel berkas…");
    program.find("dialog:seal");
    take(&program, "segel");
}

/// A home folder with a simple path, since pictures show it.
fn home(person: Option<&str>) -> TempDir {
    let home = tempfile::Builder::new().prefix("rina").rand_bytes(0).tempdir().expect("a home");
    if let Some(person) = person {
        let settings = LocalSettings { name: person.to_owned(), ..LocalSettings::default() };
        settings.save(&home.path().join(".local/share/renja")).unwrap();
    }
    home
}

fn sample(home: &Path) -> PathBuf {
    let data = home.join("Dokumen/Renja");
    demo::create(&data, &home.join("lain"), demo::YEARS, &Quiet).unwrap();
    data
}

fn take(program: &Program<'_>, name: &str) {
    let images = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/images");
    program.picture(&images.join(name).with_extension("png"));
}
