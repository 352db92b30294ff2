//! What is wrong with a ZIP.

use super::zip_kin::Kin;

/// What is wrong with a ZIP or one of its entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipFault {
    /// An archive of another kind.
    #[error("not a ZIP but {0}")]
    OtherKind(Kin),
    /// No ZIP, or one that was cut off, joined from several, or whose parts contradict each other.
    #[error("not a whole ZIP: {0}")]
    Malformed(String),
    /// More files and folders than allowed.
    #[error("more than {0} entries")]
    TooMany(usize),
    /// More bytes than allowed.
    #[error("more than {0} bytes")]
    TooLarge(u64),
    /// More folders within one another than allowed.
    #[error("more than {0} folders deep")]
    TooDeep(usize),
    /// The name leads out of the folder, or is not valid on every system.
    #[error("the name is not valid on every system")]
    UnsafeName,
    /// The name with those of its folders is longer than some system allows.
    #[error("the name with its folders is too long")]
    LongName,
    /// Another entry has the same name, at least for systems that don't distinguish case or forms of accents.
    #[error("two entries have the same name")]
    Twin,
    /// A link, a pipe or a device.
    #[error("not a regular file")]
    NotAFile,
    /// Locked with a password.
    #[error("encrypted")]
    Encrypted,
    /// Packed in a way that few programs know.
    #[error("packed in a way that is not known")]
    Unsupported,
    /// The content does not fit what the ZIP says of it.
    #[error("the content is damaged")]
    Damaged,
}

impl ZipFault {
    /// Key of the fault's text in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::OtherKind(_) => "other_kind",
            Self::Malformed(_) => "malformed",
            Self::TooMany(_) => "too_many",
            Self::TooLarge(_) => "too_large",
            Self::TooDeep(_) => "too_deep",
            Self::UnsafeName => "unsafe_name",
            Self::LongName => "long_name",
            Self::Twin => "twin",
            Self::NotAFile => "not_a_file",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "unsupported",
            Self::Damaged => "damaged",
        }
    }
}

#[cfg(test)]
impl ZipFault {
    /// A fault of each kind, for the tests of their words. A new kind has to be added here by hand.
    pub(crate) fn one_of_each() -> Vec<Self> {
        let faults = vec![
            Self::OtherKind(Kin::SevenZip),
            Self::Malformed("its end is missing".to_owned()),
            Self::TooMany(100_000),
            Self::TooLarge(32 << 30),
            Self::TooDeep(64),
            Self::UnsafeName,
            Self::LongName,
            Self::Twin,
            Self::NotAFile,
            Self::Encrypted,
            Self::Unsupported,
            Self::Damaged,
        ];
        for fault in &faults {
            match fault {
                Self::OtherKind(_)
                | Self::Malformed(_)
                | Self::TooMany(_)
                | Self::TooLarge(_)
                | Self::TooDeep(_)
                | Self::UnsafeName
                | Self::LongName
                | Self::Twin
                | Self::NotAFile
                | Self::Encrypted
                | Self::Unsupported
                | Self::Damaged => {}
            }
        }
        faults
    }
}
