//! A deed of several commands: one file of events, one undo, and no effect at all if one command is refused.

use std::fs;

use renja::cycle::{Command, EventId};
use renja::sop::StepNo;
use renja::store::{ErrorKind, Workspace};

use super::{CYCLE, Place, file_of, quiet, to_step, who};

fn move_to(document: &EventId, step: u8) -> Command {
    Command::MoveDocument { document: document.clone(), step: StepNo(step), slot: None, paths: Vec::new() }
}

fn attach(place: &Place, workspace: &mut Workspace, step: u8, name: &str, text: &str) -> EventId {
    let source = place.source(name, text.as_bytes());
    workspace.attach(CYCLE, &to_step(step, source), &who(), quiet()).unwrap()
}

#[test]
fn the_details_of_a_document_are_one_file_and_one_undo() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let document = attach(&place, &mut workspace, 6, "undangan.pdf", "isi");
    let before = place.event_files().len();
    let details = [
        Command::SetTitle { document: document.clone(), title: "Undangan rapat".to_owned() },
        Command::SetNumber { document: document.clone(), number: "005/1".to_owned(), date: None },
        Command::SetStage { document: document.clone(), stage: Some("Final".to_owned()) },
    ];
    let events = workspace.execute_all(CYCLE, &details, &who()).unwrap();
    assert_eq!((events.len(), place.event_files().len()), (3, before + 1));
    let cycle = workspace.cycle(CYCLE).unwrap();
    assert_eq!(cycle.last_undoable(), Some(events.clone()));
    workspace.undo(CYCLE, &events, &who()).unwrap();
    assert_eq!(place.event_files().len(), before + 2);
    let standing = &workspace.cycle(CYCLE).unwrap().state().documents[&document];
    assert_eq!((standing.title.as_str(), standing.number.as_str()), ("undangan", ""));
    assert_eq!(standing.current().stage, None);
}

#[test]
fn documents_of_one_name_that_move_together_keep_their_content_and_go_back_together() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let documents: Vec<_> = [(6, "satu"), (7, "dua")]
        .map(|(step, text)| attach(&place, &mut workspace, step, "surat.pdf", text))
        .into();
    let content = |workspace: &Workspace| -> Vec<String> {
        let read = |document: &EventId| {
            let file = file_of(workspace, document);
            fs::read_to_string(workspace.document_path(CYCLE, &file).unwrap()).unwrap()
        };
        documents.iter().map(read).collect()
    };
    let both: Vec<_> = documents.iter().map(|document| move_to(document, 9)).collect();
    let moved = workspace.execute_all(CYCLE, &both, &who()).unwrap();
    assert_eq!(content(&workspace), ["satu", "dua"]);
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents_of(StepNo(9)).count(), 2);
    workspace.undo(CYCLE, &moved, &who()).unwrap();
    assert_eq!(content(&workspace), ["satu", "dua"]);
    assert_eq!(workspace.cycle(CYCLE).unwrap().state().documents_of(StepNo(9)).count(), 0);
}

#[test]
fn where_one_command_is_refused_no_file_moves_and_no_event_is_written() {
    let place = Place::with_cycle();
    let mut workspace = place.open();
    let document = attach(&place, &mut workspace, 6, "surat.pdf", "isi");
    let gone = EventId(document.0.clone(), 9_999);
    let before = place.event_files().len();
    let refused = workspace.execute_all(CYCLE, &[move_to(&document, 9), move_to(&gone, 9)], &who());
    assert!(matches!(refused.unwrap_err().kind(), ErrorKind::Refused(_)));
    assert_eq!(place.event_files().len(), before);
    let file = file_of(&workspace, &document);
    assert!(file.path.starts_with("berkas/06 "), "{}", file.path);
    assert!(workspace.document_path(CYCLE, &file).unwrap().is_file());
}
