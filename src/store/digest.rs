//! Digests: several of the same bytes in one pass.

use std::io::Read;
use std::path::Path;

use sha2::Digest;

use super::disk::Disk;
use super::error::StoreError;
use super::progress::Progress;

/// Bytes per block of all copying and hashing: large enough that calls don't count, small enough to stay in
/// the cache of the processor between reading, hashing and writing.
pub(super) const BLOCK: usize = 256 << 10;

/// The digests that RFC 8493 (`BagIt`) names. All but SHA-256 and SHA-512 are only for checking bags of other
/// programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// All of them, the weakest first.
    pub const ALL: [Self; 6] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The algorithm of that name, as it stands in the name of a manifest.
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

    /// As in the names of manifests: `sha256`.
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
}

/// Hashes the same bytes with several algorithms.
#[derive(Default)]
pub struct Hasher {
    states: Vec<State>,
}

enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Hasher {
    /// A hasher that gives one digest per algorithm, in the order given.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        let state = |algorithm: &Algorithm| match algorithm {
            Algorithm::Md5 => State::Md5(md5::Md5::default()),
            Algorithm::Sha1 => State::Sha1(sha1::Sha1::default()),
            Algorithm::Sha224 => State::Sha224(sha2::Sha224::default()),
            Algorithm::Sha384 => State::Sha384(sha2::Sha384::default()),
            Algorithm::Sha256 => State::Sha256(sha2::Sha256::default()),
            Algorithm::Sha512 => State::Sha512(sha2::Sha512::default()),
        };
        Self { states: algorithms.iter().map(state).collect() }
    }

    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for state in &mut self.states {
            match state {
                State::Md5(state) => state.update(bytes),
                State::Sha1(state) => state.update(bytes),
                State::Sha224(state) => state.update(bytes),
                State::Sha384(state) => state.update(bytes),
                State::Sha256(state) => state.update(bytes),
                State::Sha512(state) => state.update(bytes),
            }
        }
    }

    /// The digests in lower-case hex.
    pub fn finish(self) -> Vec<String> {
        let digest = |state| match state {
            State::Md5(state) => hex(&state.finalize()),
            State::Sha1(state) => hex(&state.finalize()),
            State::Sha224(state) => hex(&state.finalize()),
            State::Sha384(state) => hex(&state.finalize()),
            State::Sha256(state) => hex(&state.finalize()),
            State::Sha512(state) => hex(&state.finalize()),
        };
        self.states.into_iter().map(digest).collect()
    }
}

/// SHA-256 of some bytes, 64 lower-case hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// Size and digests of a file. Reports every block.
pub fn digest_file(
    disk: &dyn Disk,
    path: &Path,
    algorithms: &[Algorithm],
    progress: &dyn Progress,
) -> Result<(u64, Vec<String>), StoreError> {
    let mut file = disk.open_read(path).map_err(|error| StoreError::io(path, error))?;
    let name = file_name(path);
    let mut hasher = Hasher::new(algorithms);
    let mut size = 0;
    let mut block = vec![0; BLOCK];
    loop {
        let filled = read_block(&mut *file, &mut block).map_err(|error| StoreError::io(path, error))?;
        if filled == 0 {
            return Ok((size, hasher.finish()));
        }
        hasher.update(&block[..filled]);
        size += filled as u64;
        progress.advance(filled as u64, &name)?;
    }
}

/// Fills the block unless the file ends before: interrupted and short reads are continued.
pub(super) fn read_block(file: &mut (impl Read + ?Sized), block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match file.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Lower-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests of `abc` in FIPS 180-4 and RFC 1321.
    #[test]
    fn every_algorithm_gives_its_standard_digest() {
        let mut hasher = Hasher::new(&Algorithm::ALL);
        hasher.update(b"a");
        hasher.update(b"bc");
        for (algorithm, digest) in Algorithm::ALL.into_iter().zip(hasher.finish()) {
            let start = match algorithm {
                Algorithm::Md5 => "900150983cd24fb0d6963f7d28e17f72",
                Algorithm::Sha1 => "a9993e364706816aba3e25717850c26c9cd0d89d",
                Algorithm::Sha224 => "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
                Algorithm::Sha256 => "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Algorithm::Sha384 => "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed",
                Algorithm::Sha512 => "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a",
            };
            assert!(
                digest.starts_with(start) && digest.len() == algorithm.hex_len(),
                "{algorithm}: {digest}"
            );
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        }
    }
}
