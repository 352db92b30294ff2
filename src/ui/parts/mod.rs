//! Parts that several pages and dialogs show.

mod file_icon;
mod findings;
mod jobs;
mod last_backup;
mod open_error;
mod place;
mod proposals;
pub mod sheet;
mod status;

pub use file_icon::file_icon;
pub use findings::{findings_ui, verdict_badge};
pub use jobs::jobs_ui;
pub use last_backup::{backup_advice, last_backup};
pub use open_error::open_error;
pub use place::place_fields;
pub use proposals::{default_folder, next_year};
pub use sheet::{Sheet, SheetState};
pub use status::status;
