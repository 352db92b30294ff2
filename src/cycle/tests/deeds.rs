//! Deeds of several commands, and the commands that go with a seal.

use super::*;
use crate::cycle::{Closing, Rehearsal};

#[test]
fn each_command_of_a_deed_is_decided_as_if_those_before_it_had_come_to_pass() {
    let driver = Driver::new();
    let commands =
        [start(1), Command::Wait { step: StepNo(1), party: "Bappeda".to_owned() }, finish(1, Some("x"))];
    let mut rehearsal = Rehearsal::of(&driver.cycle);
    for command in &commands {
        rehearsal.take(command).unwrap();
    }
    assert_eq!(rehearsal.cycle().state().status(StepNo(1)), StepStatus::Done);
    assert_eq!(driver.cycle.state().status(StepNo(1)), StepStatus::NotStarted, "nothing has happened");
    let changes = driver.cycle.decide_all(&commands).unwrap();
    assert_eq!(changes, rehearsal.into_changes());
    let twice = driver.cycle.decide_all(&[start(1), start(1)]);
    assert_eq!(twice, Err(Refusal::WrongState(StepNo(1))));
    assert_eq!(driver.cycle.decide_all(&[]), Err(Refusal::NoChange));
}

#[test]
fn a_deed_is_taken_back_as_a_whole() {
    let mut driver = Driver::new();
    driver.ok(&finish(1, Some("x")));
    let deed = driver.cycle.last_undoable().unwrap();
    assert_eq!(deed.len(), 2, "begun and finished");
    let commands = driver.cycle.undo_commands(&deed).unwrap();
    driver.append(driver.cycle.decide_all(&commands).unwrap());
    assert_eq!(driver.cycle.state().status(StepNo(1)), StepStatus::NotStarted);
    assert_eq!(driver.cycle.last_undoable(), None, "the beginning of the cycle stays");
}

#[test]
fn events_of_two_deeds_are_no_deed() {
    let mut driver = Driver::new();
    driver.ok(&start(1)).ok(&finish(1, Some("x"))).ok(&finish(2, Some("x")));
    let deeds: Vec<usize> = driver.cycle.deeds().map(<[_]>::len).collect();
    assert_eq!(deeds, [1, 1, 1, 2]);
}

#[test]
fn what_closes_a_cycle_is_only_what_is_left_to_do() {
    let mut driver = Driver::new();
    let last = driver.cycle.sop.last();
    for step in 1..last.0 {
        driver.ok(&finish(step, Some("x")));
    }
    let form = ArchiveForm { title: "Renja".to_owned(), ..ArchiveForm::default() };
    let reason = Some("menyusul".to_owned());
    let closing = Closing { form: Some(form.clone()), reason: reason.clone(), reviewed: vec![StepNo(2)] };
    let expected = [Command::SetForm(Box::new(form)), Command::Finish { step: last, reason }];
    assert_eq!(driver.cycle.closing(&closing), expected, "step 2 has not changed");
    driver.append(driver.cycle.decide_all(&expected).unwrap());
    assert_eq!(driver.cycle.closing(&closing), []);
    assert!(driver.cycle.ready_to_seal().is_ok());
}

#[test]
fn what_is_offered_is_taken_by_the_rules_and_what_is_not_is_refused() {
    use crate::cycle::Act;
    let mut driver = Driver::new();
    let reason = || Some("x".to_owned());
    let command = |cycle: &Cycle, act: Act, step: StepNo| match act {
        Act::Start => Command::Start { step, reason: reason() },
        Act::Finish => Command::Finish { step, reason: reason() },
        Act::Resume => Command::Resume { step },
        Act::SendBack => Command::SendBack {
            from: step,
            to: cycle.back_from(step).unwrap_or(step),
            reason: "x".to_owned(),
        },
        Act::Wait => Command::Wait { step, party: "Bappeda".to_owned() },
        Act::Reopen => Command::Reopen { step, reason: "x".to_owned() },
        Act::Seal => Command::Seal { bag: "x".to_owned(), digest: String::new() },
    };
    let compare = |cycle: &Cycle| {
        for step in cycle.sop.steps.iter().map(|step| step.no) {
            let offers = cycle.offers(step);
            // Left out: Wait, which is allowed in more states than it is offered in, and Seal, which finishes
            // the last step as well.
            for act in [Act::Start, Act::Finish, Act::Resume, Act::SendBack, Act::Reopen] {
                let allowed = cycle.decide(&command(cycle, act, step)).is_ok();
                assert_eq!(offers.has(act), allowed, "{act:?} at {step} in {:?}", cycle.state().status(step));
            }
            assert!(!offers.has(Act::Wait) || cycle.decide(&command(cycle, Act::Wait, step)).is_ok());
            assert!(!offers.has(Act::Seal) || step == cycle.sop.last());
        }
    };
    compare(&driver.cycle);
    for step in 1..=driver.cycle.sop.last().0 {
        driver.ok(&Command::Start { step: StepNo(step), reason: reason() });
        compare(&driver.cycle);
        driver.ok(&Command::Wait { step: StepNo(step), party: "Bappeda".to_owned() });
        compare(&driver.cycle);
        driver.ok(&finish(step, Some("x")));
        compare(&driver.cycle);
    }
    assert_eq!(driver.cycle.offers(driver.cycle.sop.last()).next, Some(Act::Seal));
    driver.ok(&Command::SendBack { from: StepNo(11), to: StepNo(10), reason: "x".to_owned() });
    compare(&driver.cycle);
    assert_eq!(driver.cycle.offers(StepNo(18)), crate::cycle::Offers::default());
}
