//! Files dragged from another program onto rows and slots arrive exactly there, at every scale factor, on a
//! scrolled sheet, and nothing that is dropped is lost. The result is checked on disk.

use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use renja::sop::{SlotKey, StepNo};

use super::office::Office;
use crate::support::{Desktop, DragSource, Program};

/// Rows in an order that makes the sheet scroll both ways, each once.
const ROWS: [u8; 10] = [1, 9, 17, 4, 13, 2, 16, 7, 11, 3];

/// Output slots of other steps, likewise ordered.
const SLOTS: [&str; 10] = [
    "5.out.nota",
    "14.out.sk",
    "6.out.undangan",
    "15.out.review",
    "8.out.data",
    "12.out.konsep",
    "10.out.konsep",
    "15.out.tanda-terima",
    "5.out.format",
    "12.out.draf-sk",
];

#[test]
fn twenty_drops_land_where_they_were_let_go_at_100_percent() {
    twenty_drops(1.0);
}

#[test]
fn twenty_drops_land_where_they_were_let_go_at_150_percent() {
    twenty_drops(1.5);
}

#[test]
fn twenty_drops_land_where_they_were_let_go_at_200_percent() {
    twenty_drops(2.0);
}

fn twenty_drops(scale: f32) {
    // One desktop at a time: drawn without a graphics card, two would slow each other down too much.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(desktop) = Desktop::open() else { return };
    let Some(mut source) = DragSource::open(&desktop) else { return };
    let office = Office::with_a_cycle();
    let program = Program::open(&desktop, &office.data(), scale, Office::home());
    program.click("Tab:Siklus");
    program.find("step:1");
    for step in ROWS {
        let name = format!("Berkas {step:02}.pdf");
        let row = format!("step:{step}");
        program.close_notes();
        program.bring_into_view(&row);
        let file = office.document(&name);
        assert_eq!(source.drag_onto(&program, &[&file], &row, (0.4, 0.5)), "drag result 1");
        // Where several places are possible, the program asks which; the step is already fixed then.
        if program.sees_soon("dialog:assign") {
            program.key("Return");
        }
        assert_eq!(office.filed(&name).step, StepNo(step), "{name} at {scale}");
    }
    program.screenshot(&format!("drag-rows-{scale}"));
    for slot in SLOTS {
        let step = slot.split('.').next().expect("a step");
        let name = format!("{slot}.pdf");
        let row = format!("step:{step}");
        program.close_notes();
        program.bring_into_view(&row);
        program.click_to_see(&row, &format!("slot:{step}."));
        let target = format!("slot:{slot}");
        program.bring_into_view(&target);
        let file = office.document(&name);
        assert_eq!(source.drag_onto(&program, &[&file], &target, (0.5, 0.5)), "drag result 1");
        let filed = office.filed(&name);
        assert_eq!(filed.slot, Some(SlotKey(slot.to_owned())), "{name} at {scale}");
        assert_eq!(filed.step.to_string(), step);
    }
    program.screenshot(&format!("drag-slots-{scale}"));
    program.quit();
}

/// A file's URI, as file managers write it.
fn address(file: &Path) -> String {
    let signs = file.as_os_str().as_bytes().iter().map(|byte| match byte {
        b'/' | b'.' | b'a'..=b'z' | b'A'..=b'Z' => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", signs.collect::<String>())
}

#[test]
fn of_a_drop_what_can_be_taken_is_taken_and_the_rest_is_named() {
    let Some(desktop) = Desktop::open() else { return };
    let Some(mut source) = DragSource::open(&desktop) else { return };
    let office = Office::with_a_cycle();
    let program = Program::open(&desktop, &office.data(), 1.0, Office::home());
    program.click("Tab:Siklus");
    let row = "step:10";
    program.bring_into_view(row);
    let server = "smb://server/bersama/Surat Edaran.pdf";
    let gone = office.document("Hilang.pdf");
    std::fs::remove_file(&gone).unwrap();

    // None of these files is on this PC.
    let drop_on_row = |source: &mut DragSource, addresses: &[&str]| {
        let addresses: Vec<&Path> = addresses.iter().map(Path::new).collect();
        assert_eq!(source.drag_onto(&program, &addresses, row, (0.4, 0.5)), "drag result 1");
    };
    drop_on_row(&mut source, &["smb://server/bersama/Surat%20Edaran.pdf"]);
    program.find("dialog:assign");
    program.find(&format!("Label:{server}"));
    program.screenshot("drag-elsewhere");
    // A drop while the dialog is open has no place.
    drop_on_row(&mut source, &[&address(&office.document("Belum.pdf"))]);
    program
        .find("Label:Selesaikan atau tutup dulu isian yang terbuka, lalu lepas dokumen di atas langkahnya.");
    program.key("Escape");

    // Of several files one is elsewhere and one is gone: the remaining one is attached.
    let beside = office.document("Di sampingnya.pdf");
    drop_on_row(
        &mut source,
        &["smb://server/bersama/Surat%20Edaran.pdf", &address(&beside), &address(&gone)],
    );
    program.find("dialog:assign");
    for name in [server, "Hilang.pdf"] {
        program.find(&format!("Label:{name}"));
    }
    program.screenshot("drag-some");
    program.key("Return");
    assert_eq!(office.filed("Di sampingnya.pdf").step, StepNo(10));

    // URIs of this PC that winit does not recognise as such, and a name in an old encoding.
    let local = office.document("Lokal.pdf");
    let latin = local.with_file_name(std::ffi::OsStr::from_bytes(b"Th\xe9r\xe8se.pdf"));
    std::fs::write(&latin, "isi Th\u{fffd}r\u{fffd}se.pdf").unwrap();
    for (address, name) in [
        (address(&local).replace("file://", "file://localhost"), "Lokal.pdf"),
        (address(&latin), "Th\u{fffd}r\u{fffd}se.pdf"),
    ] {
        program.close_notes();
        drop_on_row(&mut source, &[&address]);
        if program.sees_soon("dialog:assign") {
            program.key("Return");
        }
        assert_eq!(office.filed(name).step, StepNo(10), "{address}");
    }

    // An empty list.
    program.close_notes();
    drop_on_row(&mut source, &["#"]);
    program.find(
        "Label:Yang dilepas tidak dapat dibaca, jadi tidak ada yang dilampirkan. Lepas lebih sedikit file sekaligus, \
         atau salin dulu ke folder di PC ini.",
    );

    // A drag that leaves the window brings nothing, and the next drag does not bring its files.
    let other = office.document("Terakhir.pdf");
    let place = program.find(row).at(0.4, 0.5);
    source.hold_over(&program, &[&local], place);
    source.take_back(&program);
    drop_on_row(&mut source, &[&address(&other)]);
    if program.sees_soon("dialog:assign") {
        program.key("Return");
    }
    assert_eq!(office.filed("Terakhir.pdf").step, StepNo(10));
    office.filed("Lokal.pdf");
    program.quit();
}
