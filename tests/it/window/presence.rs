//! Two programs on one folder, each with a person: each sees which step the other has open.

use std::time::Instant;

use super::office::Office;
use crate::support::{Desktop, Program};

/// As written in the sheet's head.
const BUDI_AT_9: &str = "Label:Budi sedang membuka langkah 9";

// Fails if the desk does not tell others what is on screen.
#[test]
fn a_step_that_is_open_in_one_window_shows_in_the_other() {
    // Each person has a screen.
    let (Some(one), Some(other)) = (Desktop::open(), Desktop::open()) else { return };
    let office = Office::with_a_cycle();
    let rina = Program::open(&one, &office.data(), 1.0, Office::home());
    rina.click("Tab:Siklus");
    rina.find("step:1");
    let budi = Program::open(&other, &office.data(), 1.0, Office::home_of("Budi"));
    budi.click("Tab:Siklus");
    budi.bring_into_view("step:9");
    assert_eq!(rina.layout().get(BUDI_AT_9), None, "Budi has no step open");

    let begun = Instant::now();
    budi.click("step:9");
    rina.find(BUDI_AT_9);
    println!("seen after {:?}", begun.elapsed());
    rina.screenshot("presence");
    // The step itself says so, too, and nobody is shown as present to themselves.
    rina.bring_into_view("step:9");
    rina.click("step:9");
    rina.find("Label:Budi sedang membuka langkah ini");
    budi.find("Label:Rina sedang membuka langkah 9");
    assert_eq!(budi.layout().get(BUDI_AT_9), None);

    // The presence disappears with the window.
    budi.quit();
    let begun = Instant::now();
    while rina.layout().get(BUDI_AT_9).is_some() {
        assert!(begun.elapsed().as_secs() < 15, "Budi is gone");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    rina.quit();
}
