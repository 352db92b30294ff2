//! scaffold
/// scaffold
#[derive(Debug, Default)]
pub struct CyclePage;
/// scaffold
pub fn show(_ui: &mut eframe::egui::Ui, _state: &mut CyclePage, _view: &mut crate::ui::shell::View<'_>) {}
