//! Archives that are not ZIPs, recognised by their first bytes: a person is told the kind, not that a ZIP is
//! broken.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

/// A kind of archive that is not unpacked here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Kin {
    SevenZip,
    Rar,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

impl Kin {
    /// The name that people use for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SevenZip => "7z",
            Self::Rar => "RAR",
            Self::Tar => "TAR",
            Self::Gzip => "GZ",
            Self::Bzip2 => "BZ2",
            Self::Xz => "XZ",
            Self::Zstd => "ZST",
        }
    }

    /// The kind of a file, if it is one of these. Afterwards the file is positioned at its beginning.
    pub(super) fn of<R: Read + Seek>(file: &mut R) -> io::Result<Option<Self>> {
        const MARKS: [(usize, &[u8], Kin); 7] = [
            (0, b"7z\xbc\xaf\x27\x1c", Kin::SevenZip),
            (0, b"Rar!\x1a\x07", Kin::Rar),
            (257, b"ustar", Kin::Tar),
            (0, b"\x1f\x8b\x08", Kin::Gzip),
            (0, b"BZh", Kin::Bzip2),
            (0, b"\xfd7zXZ\0", Kin::Xz),
            (0, b"\x28\xb5\x2f\xfd", Kin::Zstd),
        ];
        let mut head = Vec::new();
        file.by_ref().take(512).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        let is_here =
            |(at, mark, _): &&(usize, &[u8], Kin)| head.get(*at..).is_some_and(|rest| rest.starts_with(mark));
        Ok(MARKS.iter().find(is_here).map(|(.., kin)| *kin))
    }
}

impl fmt::Display for Kin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
