//! A backup and a restore that fail, or die, at every call.

use crate::backup::faults::{back_up_failing_at_every, restore_failing_at_every};

#[test]
#[ignore = "long: dist/test --long"]
fn the_older_backup_stays_whole_whichever_call_fails() {
    assert!(back_up_failing_at_every(1) > 100);
}

#[test]
#[ignore = "long: dist/test --long"]
fn a_restore_goes_on_whichever_call_fails() {
    assert!(restore_failing_at_every(1) > 100);
}
