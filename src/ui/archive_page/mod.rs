//! scaffold
/// scaffold
#[derive(Debug, Default)]
pub struct ArchivePage;
/// scaffold
pub fn show(_ui: &mut eframe::egui::Ui, _state: &mut ArchivePage, _view: &mut crate::ui::shell::View<'_>) {}
