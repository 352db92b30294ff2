//! The office's screen of 1366 × 768 pixels at 150 %: nothing that can be clicked lies outside the window.

use eframe::egui::accesskit::Role;
use eframe::egui::vec2;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::cycle::CycleId;
use renja::sop::StepNo;
use renja::ui::contract::{Action, Page};

use crate::cli::copied;
use crate::support::app;

/// In points, without the desktop's bar and the window's title bar.
const SIZE: (f32, f32) = (910.0, 456.0);

#[test]
fn nothing_overflows_at_150_percent() {
    let (folder, root) = copied();
    let mut harness = app::open_sized(vec2(SIZE.0, SIZE.1), &root, folder.path());
    let id = CycleId::induk(2027);
    let places = [
        ("home", vec![Action::Go(Page::Home)]),
        ("cycle", vec![Action::OpenCycle(id, None)]),
        ("step", vec![Action::OpenCycle(id, Some(StepNo(5)))]),
        ("archive", vec![Action::Go(Page::Archive)]),
        ("dossier", vec![Action::OpenDossier(Some("2026 Renja Induk".to_owned()))]),
        ("sop", vec![Action::Go(Page::Sop)]),
        ("settings", vec![Action::Go(Page::Settings)]),
    ];
    let mut outside = Vec::new();
    for (place, actions) in places {
        for action in actions {
            app::act(&mut harness, action);
        }
        harness.run_steps(4);
        for role in [Role::Button, Role::Tab, Role::TextInput] {
            for node in harness.query_all_by_role(role) {
                let rect = node.rect();
                let scrolls = node.accesskit_node().label().is_some_and(|name| name.starts_with("Langkah "));
                if !scrolls && (rect.min.x < -1.0 || rect.max.x > SIZE.0 + 1.0) {
                    outside.push(format!("{place}: {:?} {rect:?}", node.accesskit_node().label()));
                }
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}
