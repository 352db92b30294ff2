//! Parts that several pages and dialogs show.

pub mod archive_words;
mod file_icon;
mod findings;
mod jobs;
mod last_backup;
mod place;
mod proposals;
pub mod sheet;

pub use file_icon::file_icon;
pub use findings::findings_ui;
pub use jobs::jobs_ui;
pub use last_backup::{backup_advice, last_backup};
pub use place::place_fields;
pub use proposals::{default_folder, next_year};
pub use sheet::{Sheet, SheetState};
