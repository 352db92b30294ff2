//! Files dragged from another program onto rows and slots land exactly there, at every scaling, on a scrolled
//! sheet. What is checked is what lies on disk.

use std::sync::{Mutex, PoisonError};

use renja::sop::{SlotKey, StepNo};

use super::office::Office;
use crate::support::{Desktop, DragSource, Program};

/// Rows in an order that makes the sheet scroll both ways, each once.
const ROWS: [u8; 10] = [1, 9, 17, 4, 13, 2, 16, 7, 11, 3];

/// Output slots of other steps, in such an order too.
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
    // One desktop at a time: drawn without a graphics card, two would starve each other.
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
        // Where more than one place is possible, the program asks which; the step is settled by then.
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
