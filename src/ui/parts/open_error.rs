//! Why the system did not open a file.

use rust_i18n::t;

use crate::ui::platform::open::OpenError;

/// Says why the system did not open a document.
pub fn open_error(error: &OpenError, file: &str) -> String {
    match error {
        OpenError::Program { .. } => t!("open_error.program", file = file),
        OpenError::Ask { .. } => t!("risky.title", file = file),
        OpenError::Missing { .. } => t!("open_error.missing", file = file),
        OpenError::Unwritten { .. } => t!("open_error.unwritten", file = file),
        OpenError::System { .. } => t!("open_error.system", file = file),
    }
    .into_owned()
}
