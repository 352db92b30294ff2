//! A bag as found on disk: its declaration, tags, manifests and files (RFC 8493), made by any program.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Manifest;
use super::manifest::{paths, plain_path, split_file_name};
use super::report::{Detail, Finding, FindingKind};
use super::tagfile::{Tags, decode, is_registered, undeclared, uneven};
use crate::store::{Algorithm, Disk, FileKind, copied_from};

/// Limits, so that a hostile bag can't fill the memory: a manifest of this size lists half a million files.
const MAX_MANIFEST: u64 = 64 << 20;
const MAX_TAG_FILE: u64 = 4 << 20;
const MAX_FILES: usize = 1_000_000;
pub(super) const MAX_DEPTH: usize = 64;

/// A regular file below the bag's folder.
#[derive(Debug, Clone)]
pub(super) struct BagFile {
    pub path: PathBuf,
    pub size: u64,
}

/// An entry of `fetch.txt`: a file that is to come from the network.
#[derive(Debug)]
pub(super) struct Fetch {
    /// Line of `fetch.txt`, from 1.
    pub line: usize,
    pub address: String,
    /// Path below the bag's folder, as written except that `.` and `..` are resolved.
    pub path: String,
}

/// What could be read of a bag; what could not be read is in `findings`.
#[derive(Debug, Default)]
pub(super) struct Bag {
    /// `BagIt-Version`, as major and minor number.
    pub version: Option<(u32, u32)>,
    /// Tags of `bag-info.txt`.
    pub info: Tags,
    pub manifests: Vec<Manifest>,
    /// Files that payload manifests of unknown algorithms list, if there are no other payload manifests.
    pub unjudged: Vec<String>,
    /// The files that `fetch.txt` wants fetched.
    pub fetch: Vec<Fetch>,
    /// All regular files by their path below the bag, with `/`.
    pub files: BTreeMap<String, BagFile>,
    pub findings: Vec<Finding>,
    /// Bytes of `tagmanifest-sha256.txt`, whose SHA-256 is the seal.
    pub seal_source: Option<Vec<u8>>,
}

/// File that asks for files to be fetched from the network: it is reported, and nothing is fetched.
pub(super) const FETCH: &str = "fetch.txt";

impl Bag {
    /// Reads all of a bag except the contents of the payload.
    pub fn read(disk: &dyn Disk, root: &Path) -> Self {
        let mut bag = Self::default();
        match is_folder(disk, root) {
            Ok(true) => bag.walk(disk, root),
            Ok(false) => bag.fault(FindingKind::Malformed, "", Detail::NotAFolder),
            Err(error) => bag.fault(FindingKind::Unreadable, "", Detail::io(&error)),
        }
        if !bag.findings.is_empty() && bag.files.is_empty() {
            return bag;
        }
        let has_tagmanifest =
            bag.files.keys().any(|name| split_file_name(name).is_some_and(|(_, of_tags)| of_tags));
        let mut encoding = "UTF-8".to_owned();
        if bag.files.contains_key("bagit.txt") {
            encoding = bag.read_declaration(disk);
        } else if has_tagmanifest {
            bag.fault(FindingKind::Missing, "bagit.txt", Detail::None);
        } else {
            bag.fault(FindingKind::Incomplete, "bagit.txt", Detail::None);
            return bag;
        }
        if decode(b"", &encoding).is_some() {
            bag.read_info(disk, &encoding);
            bag.read_manifests(disk, &encoding);
            bag.read_fetch(disk, &encoding);
        }
        match is_folder(disk, &root.join("data")) {
            Ok(true) => {}
            // That the files in it could not be listed was reported before.
            _ if bag.findings.iter().any(|finding| finding.path == "data") => {}
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                bag.fault(FindingKind::Unreadable, "data", Detail::io(&error));
            }
            Ok(false) | Err(_) => bag.fault(FindingKind::Missing, "data", Detail::None),
        }
        bag
    }

    pub fn fault(&mut self, kind: FindingKind, path: &str, detail: Detail) {
        self.findings.push(Finding::error(kind, path, detail));
    }

    fn warn(&mut self, kind: FindingKind, path: &str, detail: Detail) {
        self.findings.push(Finding::warning(kind, path, detail));
    }

    /// Lists every file without following links.
    fn walk(&mut self, disk: &dyn Disk, root: &Path) {
        let mut folders = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            let entries = match disk.read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.fault(FindingKind::Unreadable, prefix.trim_end_matches('/'), Detail::io(&error));
                    continue;
                }
            };
            for entry in entries {
                if self.files.len() >= MAX_FILES {
                    self.fault(FindingKind::Malformed, "", Detail::TooLarge);
                    return;
                }
                let name = format!("{prefix}{}", entry.name);
                let path = folder.join(&entry.name);
                match entry.kind {
                    FileKind::File => match disk.metadata(&path) {
                        Ok(meta) => {
                            self.files.insert(name, BagFile { path, size: meta.size });
                        }
                        Err(error) => self.fault(FindingKind::Unreadable, &name, Detail::io(&error)),
                    },
                    FileKind::Folder if depth < MAX_DEPTH => {
                        folders.push((path, format!("{name}/"), depth + 1));
                    }
                    FileKind::Folder => self.fault(FindingKind::Malformed, &name, Detail::TooLarge),
                    FileKind::OddName => self.fault(FindingKind::Unknown, &name, Detail::OddName),
                    FileKind::Link | FileKind::Special => {
                        self.fault(FindingKind::Malformed, &name, Detail::NotRegular);
                    }
                }
            }
        }
    }

    /// The bytes of a file, at most `cap`; an error becomes a finding.
    fn load(&mut self, disk: &dyn Disk, name: &str, cap: u64) -> Option<Vec<u8>> {
        let file = self.files.get(name)?;
        match read_capped(disk, &file.path, cap) {
            Ok(Some(bytes)) => Some(bytes),
            Ok(None) => {
                self.fault(FindingKind::Malformed, name, Detail::TooLarge);
                None
            }
            Err(error) => {
                self.fault(FindingKind::Unreadable, name, Detail::io(&error));
                None
            }
        }
    }

    /// The text of a tag file or manifest; a byte-order mark is accepted with a warning.
    fn load_text(&mut self, disk: &dyn Disk, name: &str, cap: u64, encoding: &str) -> Option<String> {
        let bytes = self.load(disk, name, cap)?;
        let Some(text) = decode(&bytes, encoding) else {
            self.fault(FindingKind::Malformed, name, Detail::NotText);
            return None;
        };
        if text.starts_with('\u{feff}') {
            self.warn(FindingKind::Malformed, name, Detail::ByteOrderMark);
        }
        Some(text.into_owned())
    }

    /// Reads `bagit.txt`; gives back the encoding of the other tag files.
    fn read_declaration(&mut self, disk: &dyn Disk) -> String {
        const NAME: &str = "bagit.txt";
        let default = "UTF-8".to_owned();
        let Some(bytes) = self.load(disk, NAME, MAX_TAG_FILE) else { return default };
        let Some(text) = decode(&bytes, "UTF-8") else {
            self.fault(FindingKind::Malformed, NAME, Detail::NotText);
            return default;
        };
        if text.starts_with('\u{feff}') {
            self.fault(FindingKind::Malformed, NAME, Detail::ByteOrderMark);
        }
        let tags = match Tags::parse(&text) {
            Ok(tags) => tags,
            Err(error) => {
                self.fault(FindingKind::Malformed, NAME, Detail::Tag(error));
                return default;
            }
        };
        match tags.all("BagIt-Version").next() {
            Some(version) => match parse_version(version) {
                Some(version) if ((0, 93)..(2, 0)).contains(&version) => self.version = Some(version),
                _ => self.fault(FindingKind::Malformed, NAME, Detail::UnsupportedVersion(version.to_owned())),
            },
            None => self.fault(FindingKind::Malformed, NAME, Detail::TagMissing("BagIt-Version")),
        }
        // Drafts before 1.0 did not say where white space may stand.
        if let Some(line) = undeclared(&text).filter(|_| self.is_of_the_standard()) {
            self.fault(FindingKind::Malformed, NAME, Detail::Undeclared(line));
        }
        let Some(encoding) = tags.all("Tag-File-Character-Encoding").next() else {
            self.fault(FindingKind::Malformed, NAME, Detail::TagMissing("Tag-File-Character-Encoding"));
            return default;
        };
        if decode(b"", encoding).is_none() {
            let kind = if is_registered(encoding) { FindingKind::Unjudged } else { FindingKind::Malformed };
            self.fault(kind, NAME, Detail::UnsupportedEncoding(encoding.to_owned()));
        }
        encoding.to_owned()
    }

    /// Whether the bag claims to be one of RFC 8493, and not of a draft before it.
    pub fn is_of_the_standard(&self) -> bool {
        self.version.is_some_and(|version| version >= (1, 0))
    }

    /// Name of the file with the bag's tags, which differs in drafts before 0.96.
    pub(super) fn info_name(&self) -> &'static str {
        let is_old = self.version.is_some_and(|version| version < (0, 96));
        if is_old { "package-info.txt" } else { "bag-info.txt" }
    }

    fn read_info(&mut self, disk: &dyn Disk, encoding: &str) {
        let name = self.info_name();
        let Some(text) = self.load_text(disk, name, MAX_TAG_FILE, encoding) else { return };
        if let Some(line) = uneven(&text).filter(|_| self.is_of_the_standard()) {
            self.warn(FindingKind::Malformed, name, Detail::Uneven(line));
        }
        match Tags::parse(&text) {
            Ok(tags) => self.info = tags,
            Err(error) => self.fault(FindingKind::Malformed, name, Detail::Tag(error)),
        }
    }

    /// The file of the bag of which `name`, by its form, is a copy that a sync program has kept.
    pub(super) fn copied_from(&self, name: &str) -> Option<String> {
        copied_from(name, |original| self.files.contains_key(original))
    }

    fn read_manifests(&mut self, disk: &dyn Disk, encoding: &str) {
        let names: Vec<String> =
            self.files.keys().filter(|name| split_file_name(name).is_some()).cloned().collect();
        let (mut payload, mut unknown) = (0, Vec::new());
        for name in names {
            let Some((algorithm, of_tags)) = split_file_name(&name) else { continue };
            let Some(algorithm) = Algorithm::from_name(algorithm) else {
                match self.copied_from(&name) {
                    Some(original) => self.warn(FindingKind::Unknown, &name, Detail::CopyOf(original)),
                    None => unknown.push((name, of_tags)),
                }
                continue;
            };
            payload += usize::from(!of_tags);
            let Some(text) = self.load_text(disk, &name, MAX_MANIFEST, encoding) else { continue };
            let manifest = Manifest::parse(algorithm, of_tags, &text);
            for fault in &manifest.faults {
                // A line that is no entry leaves its file unlisted, which is reported anyway; bagit-python
                // ignores the line too. Drafts before 1.0 allowed a file to be listed twice.
                let harmless = match fault.reason {
                    super::LineFault::NotAnEntry => true,
                    super::LineFault::Duplicate => self.version.is_some_and(|version| version < (1, 0)),
                    reason => reason.is_remark(),
                };
                let detail = Detail::Line(fault.clone());
                let make = if harmless { Finding::warning } else { Finding::error };
                self.findings.push(make(FindingKind::Malformed, &name, detail));
            }
            if name == "tagmanifest-sha256.txt" {
                self.seal_source = self.load(disk, &name, MAX_MANIFEST);
            }
            self.manifests.push(manifest);
        }
        if payload == 0 && unknown.iter().all(|(_, of_tags)| *of_tags) {
            self.fault(FindingKind::Malformed, "", Detail::NoManifest);
        }
        for (name, of_tags) in unknown {
            if of_tags || payload > 0 {
                self.warn(FindingKind::Unjudged, &name, Detail::UnsupportedAlgorithm);
                continue;
            }
            // Whether a file is unchanged can't be told then, only whether it is there.
            self.fault(FindingKind::Unjudged, &name, Detail::UnsupportedAlgorithm);
            let text = self.load_text(disk, &name, MAX_MANIFEST, encoding).unwrap_or_default();
            self.unjudged.extend(paths(&text));
        }
    }

    fn read_fetch(&mut self, disk: &dyn Disk, encoding: &str) {
        let Some(text) = self.load_text(disk, FETCH, MAX_MANIFEST, encoding) else { return };
        for (index, line) in super::tagfile::lines(&text).enumerate() {
            let (number, line) = (index + 1, line.trim_start());
            if line.is_empty() {
                continue;
            }
            let mut next = line;
            let mut word = || {
                let (word, rest) = next.split_once(char::is_whitespace)?;
                next = rest.trim_start();
                Some(word)
            };
            let (address, length, path) = (word(), word(), next);
            let is_length = |length: &str| length == "-" || length.bytes().all(|byte| byte.is_ascii_digit());
            let address = address.filter(|address| is_address(address) && length.is_some_and(is_length));
            let detail = match (address, plain_path(path)) {
                (Some(address), Some(path)) => {
                    self.fetch.push(Fetch { line: number, address: address.to_owned(), path });
                    continue;
                }
                (Some(_), None) if !path.trim_end().is_empty() => Detail::FetchUnsafe(number),
                _ => Detail::FetchLine(number),
            };
            self.fault(FindingKind::Malformed, FETCH, detail);
        }
    }
}

/// Whether a text is a URL with a scheme and a server, or a `file:` URL.
fn is_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let server = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
    is_scheme && (scheme.eq_ignore_ascii_case("file") || server.is_some_and(|server| !server.is_empty()))
}

/// The bytes of a file; none if there are more than `cap`.
pub(super) fn read_capped(disk: &dyn Disk, path: &Path, cap: u64) -> io::Result<Option<Vec<u8>>> {
    let file = disk.open_read(path)?;
    let mut bytes = Vec::new();
    // One byte more than `cap` shows that a file has grown since it was listed.
    file.take(cap + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= cap).then_some(bytes))
}

/// Whether a folder stands at a path. Links are followed: the bag itself may be reached by one.
fn is_folder(disk: &dyn Disk, path: &Path) -> io::Result<bool> {
    let path = disk.canonicalize(path)?;
    Ok(disk.metadata(&path)?.kind == FileKind::Folder)
}

fn parse_version(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.')?;
    Some((major.trim().parse().ok()?, minor.trim().parse().ok()?))
}
