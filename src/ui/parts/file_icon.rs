//! The icon of a file.

use crate::ui::theme::icons;

/// The icon of a file, chosen by the extension of its name.
pub fn file_icon(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "pdf" => icons::FILE_PDF,
        "doc" | "docx" | "docm" | "odt" | "rtf" => icons::FILE_DOC,
        "xls" | "xlsx" | "xlsm" | "ods" | "csv" => icons::FILE_XLS,
        "png" | "jpg" | "jpeg" | "tif" | "tiff" | "bmp" | "webp" | "heic" => icons::FILE_IMAGE,
        "zip" | "rar" | "7z" => icons::FILE_ZIP,
        "txt" | "md" => icons::FILE_TEXT,
        _ => icons::FILE,
    }
}
