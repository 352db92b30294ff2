//! The data folder disappears while the program runs, and comes back.

use std::time::Duration;

use renja::sop::StepNo;
use renja::store::Workspace;

use super::office::{CYCLE, Office};
use crate::support::tools::wait_for;
use crate::support::{Desktop, DragSource, Program};

const SOON: Duration = Duration::from_secs(30);

#[test]
fn what_is_written_while_the_folder_is_away_is_there_when_it_is_back() {
    let Some(desktop) = Desktop::open() else { return };
    let (office, home) = (Office::with_a_cycle(), Office::home());
    let program = Program::open(&desktop, &office.data(), 1.0, home);
    program.click("Tab:Siklus");
    program.find("Label:Tersimpan di folder bersama");

    let unplugged = office.data().with_file_name("dicabut");
    std::fs::rename(office.data(), &unplugged).unwrap();
    program.find("Label:Folder data tidak terjangkau; pekerjaan dapat diteruskan");
    for (n, text) in ["pertama", "kedua"].into_iter().enumerate() {
        program.close_notes();
        program.click("Button:Catatan");
        program.find("dialog:ask");
        program.write(text);
        program.click("Button:Simpan");
        program.find(&format!("Label:Tersimpan di PC ini ({} menunggu)", n + 1));
    }
    program.screenshot("away");
    assert!(!office.data().exists(), "something was put in the place of the folder");

    std::fs::rename(&unplugged, office.data()).unwrap();
    program.find("Label:Tersimpan di folder bersama");
    program.screenshot("back");
    let other = office.data().with_file_name("pc lain");
    let notes = || {
        let workspace = Workspace::open(&office.data(), &other).unwrap();
        let state = workspace.cycle(CYCLE).unwrap().state();
        let mut notes: Vec<_> = state.notes.values().map(|note| note.text.clone()).collect();
        notes.sort();
        notes
    };
    assert_eq!(notes(), ["kedua", "pertama"]);

    // Ended with a change that waits, the program asks nothing, and the next start delivers the change.
    std::fs::rename(office.data(), &unplugged).unwrap();
    program.close_notes();
    program.click("Button:Catatan");
    program.find("dialog:ask");
    program.write("ketiga");
    program.click("Button:Simpan");
    program.find("Label:Tersimpan di PC ini (1 menunggu)");
    let home = program.quit_and_keep();
    std::fs::rename(&unplugged, office.data()).unwrap();
    assert_eq!(notes().len(), 2);
    let program = Program::open(&desktop, &office.data(), 1.0, home);
    wait_for("the third note", SOON, || (notes().len() == 3).then_some(()));
    program.quit();
}

#[test]
fn a_document_that_is_dropped_while_the_folder_is_away_waits_and_arrives() {
    let Some(desktop) = Desktop::open() else { return };
    let Some(mut source) = DragSource::open(&desktop) else { return };
    let (office, home) = (Office::with_a_cycle(), Office::home());
    let program = Program::open(&desktop, &office.data(), 1.0, home);
    program.click("Tab:Siklus");
    program.find("step:1");
    let unplugged = office.data().with_file_name("dicabut");
    std::fs::rename(office.data(), &unplugged).unwrap();
    program.find("Label:Folder data tidak terjangkau; pekerjaan dapat diteruskan");
    let file = office.document("Undangan.pdf");
    program.close_notes();
    program.bring_into_view("step:6");
    assert_eq!(source.drag_onto(&program, &[&file], "step:6", (0.4, 0.5)), "drag result 1");
    if program.sees_soon("dialog:assign") {
        program.key("Return");
    }
    program.find("Label:Tersimpan di PC ini (1 menunggu)");
    program.close_notes();
    program.click_to_see("step:6", "Label:Di PC ini, menunggu folder bersama");
    program.screenshot("away-document");
    assert!(!office.data().exists(), "something was put in the place of the folder");

    // Ended meanwhile, the next start delivers the change.
    let home = program.quit_and_keep();
    std::fs::rename(&unplugged, office.data()).unwrap();
    let program = Program::open(&desktop, &office.data(), 1.0, home);
    assert_eq!(office.filed("Undangan.pdf").step, StepNo(6));
    program.find("Label:Tersimpan di folder bersama");
    program.quit();
}
