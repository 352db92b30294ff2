//! Checksums: every algorithm that a bag names, in one read of the file.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

use super::Progress;

/// The checksum algorithms of BagIt manifests (RFC 8493 §2.4) that this program computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// MD5; only in bags of other programs.
    Md5,
    /// SHA-1; only in bags of other programs.
    Sha1,
    /// SHA-224; only in bags of other programs.
    Sha224,
    /// SHA-256: the seal, and every event that names a file.
    Sha256,
    /// SHA-384; only in bags of other programs.
    Sha384,
    /// SHA-512: the algorithm that RFC 8493 wants supported.
    Sha512,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The name in `manifest-<name>.txt`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The algorithm of that name in a manifest's file name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// Length of its digest in hex digits.
    pub fn hex_len(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha224 => 56,
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }

    fn hasher(self) -> Hasher {
        match self {
            Self::Md5 => Hasher::Md5(Md5::new()),
            Self::Sha1 => Hasher::Sha1(Sha1::new()),
            Self::Sha224 => Hasher::Sha224(Sha224::new()),
            Self::Sha256 => Hasher::Sha256(Sha256::new()),
            Self::Sha384 => Hasher::Sha384(Sha384::new()),
            Self::Sha512 => Hasher::Sha512(Sha512::new()),
        }
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

enum Hasher {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

/// Several algorithms fed with the same bytes.
pub(super) struct Hashers(Vec<(Algorithm, Hasher)>);

impl Hashers {
    pub(super) fn new(algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        Self(algorithms.into_iter().map(|algorithm| (algorithm, algorithm.hasher())).collect())
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        for (_, hasher) in &mut self.0 {
            match hasher {
                Hasher::Md5(hasher) => hasher.update(bytes),
                Hasher::Sha1(hasher) => hasher.update(bytes),
                Hasher::Sha224(hasher) => hasher.update(bytes),
                Hasher::Sha256(hasher) => hasher.update(bytes),
                Hasher::Sha384(hasher) => hasher.update(bytes),
                Hasher::Sha512(hasher) => hasher.update(bytes),
            }
        }
    }

    /// The digests in lower-case hex, in the order of the algorithms given.
    pub(super) fn finish(self) -> Vec<(Algorithm, String)> {
        self.0
            .into_iter()
            .map(|(algorithm, hasher)| {
                let digest = match hasher {
                    Hasher::Md5(hasher) => hex(&hasher.finalize()),
                    Hasher::Sha1(hasher) => hex(&hasher.finalize()),
                    Hasher::Sha224(hasher) => hex(&hasher.finalize()),
                    Hasher::Sha256(hasher) => hex(&hasher.finalize()),
                    Hasher::Sha384(hasher) => hex(&hasher.finalize()),
                    Hasher::Sha512(hasher) => hex(&hasher.finalize()),
                };
                (algorithm, digest)
            })
            .collect()
    }
}

/// SHA-256 of bytes in memory, 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes read at once: large enough for the disk, small enough for the second-level cache, from which
/// the second algorithm then reads.
pub(super) const BLOCK: usize = 256 * 1024;

/// Why hashing a file ended early.
pub(super) enum Stopped {
    Cancelled,
    Io(io::Error),
}

/// Reads a file once and computes all digests. `block` is the reader's own buffer, kept between files.
pub(super) fn hash_file(
    path: &Path,
    algorithms: &[Algorithm],
    block: &mut Vec<u8>,
    progress: &dyn Progress,
) -> Result<Vec<(Algorithm, String)>, Stopped> {
    let mut file = std::fs::File::open(path).map_err(Stopped::Io)?;
    let mut hashers = Hashers::new(algorithms.iter().copied());
    block.resize(BLOCK, 0);
    loop {
        if progress.is_cancelled() {
            return Err(Stopped::Cancelled);
        }
        match file.read(block) {
            Ok(0) => return Ok(hashers.finish()),
            Ok(read) => {
                hashers.update(&block[..read]);
                progress.advance(read as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Stopped::Io(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests of `abc` in FIPS 180-4 and RFC 1321.
    #[test]
    fn every_algorithm_gives_its_standard_digest() {
        let mut hashers = Hashers::new(Algorithm::ALL);
        hashers.update(b"a");
        hashers.update(b"bc");
        for (algorithm, digest) in hashers.finish() {
            let start = match algorithm {
                Algorithm::Md5 => "900150983cd24fb0d6963f7d28e17f72",
                Algorithm::Sha1 => "a9993e364706816aba3e25717850c26c9cd0d89d",
                Algorithm::Sha224 => "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
                Algorithm::Sha256 => "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Algorithm::Sha384 => "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed",
                Algorithm::Sha512 => "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a",
            };
            assert!(digest.starts_with(start), "{algorithm}: {digest}");
            assert_eq!(digest.len(), algorithm.hex_len());
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        }
    }
}
