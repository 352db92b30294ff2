//! scaffold
/// scaffold
#[derive(Debug, Default)]
pub struct SopPage;
/// scaffold
pub fn show(_ui: &mut eframe::egui::Ui, _state: &mut SopPage, _view: &mut crate::ui::shell::View<'_>) {}
