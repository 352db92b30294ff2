//! Texts and files are exchanged with other programs through the system's clipboard. `dist/linux/test` runs
//! this with the released program, because the tests' own build has more features of its libraries turned on.

use std::time::Duration;

use super::office::Office;
use crate::support::{Desktop, Program, tools};

#[test]
fn texts_go_out_by_button_and_key_and_come_in() {
    if !tools::present(&["xclip"]) {
        return;
    }
    let Some(desktop) = Desktop::open() else { return };
    let (_folder, data) = crate::cli::copied();
    let program = Program::open(&desktop, &data, 1.0, Office::home());
    let pasted = |holds: &dyn Fn(&str) -> bool| {
        tools::wait_for("the text", Duration::from_secs(5), || {
            Some(desktop.pasted()).filter(|text| holds(text))
        });
    };

    // Copied, by a button that says so, and by a shortcut.
    desktop.copy("UTF8_STRING", "dari program lain");
    program.click("Button:2026 Renja Induk");
    program.click("Button:Salin segel");
    program.find("Label:Disalin");
    pasted(&|text| text.len() == 64 && text.chars().all(|letter| letter.is_ascii_hexdigit()));
    program.key("ctrl+k");
    program.find("dialog:search");
    program.write("undangan");
    program.key("ctrl+a");
    program.key("ctrl+c");
    pasted(&|text| text == "undangan");

    // Pasted at the cursor.
    desktop.copy("UTF8_STRING", "Jum’at 800/Kep.401");
    program.key("ctrl+v");
    program.find("TextRun:Jum’at 800/Kep.401");
    program.screenshot("clipboard");
    program.key("Escape");
    program.quit();
}

#[test]
fn copied_files_come_in_beside_texts() {
    if !tools::present(&["xclip"]) {
        return;
    }
    let Some(desktop) = Desktop::open() else { return };
    let office = Office::with_a_cycle();
    let program = Program::open(&desktop, &office.data(), 1.0, Office::home());
    program.click("Tab:Siklus");
    program.bring_into_view("step:9");
    program.click_to_see("step:9", "slot:9.");
    let file = office.document("Ditempel.pdf");
    let elsewhere = "smb://server/bersama/surat.pdf";
    let list = format!("file://localhost{}\r\n{elsewhere}\r\n", file.display());
    desktop.copy("text/uri-list", &list);
    program.key("ctrl+v");
    program.find(&format!("Label:{elsewhere}"));
    program.key("Return");
    office.filed("Ditempel.pdf");

    // A text is not a file.
    desktop.copy("UTF8_STRING", "undangan");
    program.close_notes();
    program.key("ctrl+v");
    program.find("Label:Tidak ada file yang disalin. Salin dulu file-nya di Explorer.");
    program.quit();
}
