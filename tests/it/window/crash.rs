//! A panic of the window: what was acknowledged is on disk, and a page reports the crash.

use std::fs;
use std::time::Duration;

use renja::cycle::StepStatus;
use renja::sop::StepNo;
use renja::ui::levers::panic_when::PANIC_WHEN;

use super::office::Office;
use crate::support::tools::wait_for;
use crate::support::{Desktop, DragSource, Program};

#[test]
fn a_window_that_dies_loses_nothing_acknowledged_and_says_what_happened() {
    if !cfg!(debug_assertions) {
        return;
    }
    let Some(desktop) = Desktop::open() else { return };
    let office = Office::with_a_cycle();
    let home = Office::home();
    let wish = home.path().join("Rina Kartika");
    let mut program = Program::open_with(&desktop, &office.data(), 1.0, home, &[(PANIC_WHEN, &wish)]);
    program.click("Tab:Siklus");
    program.click("step:1");
    program.key("ctrl+m");
    let started = || office.status(StepNo(1)) == StepStatus::Running;
    wait_for("the step to be started", Duration::from_secs(20), || started().then_some(()));

    fs::write(&wish, "").unwrap();
    program.click("step:2");
    program.died();
    assert!(started(), "what was acknowledged is gone");
    program.find("Button:Salin rincian");
    program.screenshot("crash-page");
    if let Some(mut source) = DragSource::open(&desktop) {
        source.drag_onto(&program, &[&office.document("Surat.pdf")], "Button:Salin rincian", (0.5, 0.5));
        program.find("Label:Buka lagi Renja dulu, lalu lepas dokumen di atas langkahnya.");
    }

    let log = program.local().join("log");
    let reports: Vec<_> = fs::read_dir(&log)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("crash-"))
        .collect();
    assert_eq!(reports.len(), 1, "{reports:?}");
    let report = fs::read_to_string(&reports[0]).unwrap();
    for part in
        ["version: 0.", "system: ", "thread: main", "message: asked for by", "panic_when.rs", "backtrace:"]
    {
        assert!(report.contains(part), "no {part:?} in {report}");
    }
    for secret in ["Rina", "Bappeda", "/tmp/"] {
        assert!(!report.contains(secret), "{secret:?} in {report}");
    }
    assert!(fs::read_to_string(log.join("renja.log")).unwrap().contains("ERROR renja::pc::crash"));

    // The person goes on working where the work was interrupted.
    fs::remove_file(&wish).unwrap();
    program.click("Button:Buka lagi Renja");
    program.succeeded();
    program.click("Tab:Siklus");
    program.find("step:1");
    program.close();
}
