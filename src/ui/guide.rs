//! The guide for the office, carried in the program and read in the browser. It is in Indonesian only, as the
//! office is.

use std::io;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Parser, html};

/// `docs/panduan.md`, word for word.
pub const TEXT: &str = include_str!("../../docs/panduan.md");

const CSS: &str = include_str!("../../assets/guide.css");
const PAGE: &str = "panduan.html";

macro_rules! images {
    ($($name:literal),*) => {
        /// The guide's pictures, by their path relative to it.
        pub const IMAGES: &[(&str, &[u8])] =
            &[$((concat!("images/", $name), include_bytes!(concat!("../../docs/images/", $name)))),*];
    };
}

images!(
    "arsip.png",
    "beranda.png",
    "cari.png",
    "keutuhan.png",
    "lampirkan.png",
    "langkah.png",
    "lembar-sop.png",
    "mulai.png",
    "pengaturan.png",
    "segel.png",
    "seret.png"
);

/// The guide as an HTML page that needs no network.
pub fn page() -> String {
    let mut body = String::new();
    html::push_html(&mut body, Parser::new(TEXT));
    format!(
        "<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Panduan Renja</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Path of the page within the folder that [`write()`] fills.
pub fn page_in(folder: &Path) -> PathBuf {
    folder.join(PAGE)
}

/// Writes the page and its pictures into a folder of the program's own; an older guide there is replaced.
pub fn write(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder.join("images"))?;
    for (path, bytes) in IMAGES {
        std::fs::write(folder.join(path), bytes)?;
    }
    std::fs::write(page_in(folder), page())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_of_the_guide_is_carried_and_none_besides() {
        let page = page();
        for (path, bytes) in IMAGES {
            assert!(page.contains(&format!("<img src=\"{path}\" alt=\"")), "{path} is not shown");
            assert!(bytes.starts_with(b"\x89PNG"), "{path}");
        }
        assert_eq!(page.matches("<img ").count(), IMAGES.len());
    }

    #[test]
    fn it_is_written_whole_and_again_over_an_older_one() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            write(folder.path()).unwrap();
            assert_eq!(std::fs::read_to_string(page_in(folder.path())).unwrap(), page());
            assert!(folder.path().join("images/segel.png").is_file());
        }
    }
}
