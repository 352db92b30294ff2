//! The lists of a bag matched with the files on disk: which file each entry means, which files are missing,
//! and which are there without being listed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use super::bag::{Bag, BagFile};
use super::manifest::{decode_line_ends, decode_path, split_file_name};
use super::report::{Detail, Finding, FindingKind, Severity};
use crate::store::Algorithm;
use crate::store::names::fold;
use crate::store::system_files::is_of_system;

/// Manifest entries matched with the files on disk.
#[derive(Default)]
pub(super) struct Listed<'a> {
    /// Expected digests of the files that are there.
    pub expected: BTreeMap<&'a str, Vec<(Algorithm, &'a str)>>,
    /// Expected digests of the files that are missing.
    pub missing: BTreeMap<&'a str, Vec<(Algorithm, &'a str)>>,
    /// Payload files that no manifest lists.
    pub unknown: Vec<&'a str>,
}

impl<'a> Listed<'a> {
    pub fn new(bag: &'a Bag, findings: &mut Vec<Finding>) -> Self {
        let mut listed = Self::default();
        let mut remarks = Remarks::default();
        let find = Finder::new(&bag.files, bag.is_of_the_standard());
        for manifest in &bag.manifests {
            let paths: Vec<&str> = manifest.entries.iter().map(|entry| entry.path.as_str()).collect();
            for (entry, name) in manifest.entries.iter().zip(find.files(&paths, &mut remarks)) {
                let digest = (manifest.algorithm, entry.digest.as_str());
                let side = if name.is_some() { &mut listed.expected } else { &mut listed.missing };
                side.entry(name.unwrap_or(&entry.path)).or_default().push(digest);
            }
            remarks.twins(&paths);
        }
        let unjudged: Vec<&str> = bag.unjudged.iter().map(String::as_str).collect();
        for (path, name) in unjudged.iter().zip(find.files(&unjudged, &mut remarks)) {
            let side = if name.is_some() { &mut listed.expected } else { &mut listed.missing };
            side.entry(name.unwrap_or(path)).or_default();
        }
        remarks.twins(&bag.files.keys().map(String::as_str).collect::<Vec<_>>());
        listed.find_unlisted(bag, findings);
        listed.compare_lists(bag, findings);
        listed.compare_fetch(bag, findings);
        listed.name_missing(bag, findings);
        for name in &listed.unknown {
            findings.push(Finding::error(FindingKind::Unknown, name, origin(bag, name)));
        }
        listed.name_system_files(findings);
        findings.extend(
            remarks
                .0
                .into_iter()
                .map(|(path, detail)| Finding::warning(FindingKind::Malformed, &path, detail)),
        );
        listed
    }

    pub fn algorithms(&self) -> Vec<Algorithm> {
        let all = self.expected.values().chain(self.missing.values()).flatten();
        let algorithms: BTreeSet<_> = all.map(|(algorithm, _)| *algorithm).collect();
        algorithms.into_iter().collect()
    }

    fn find_unlisted(&mut self, bag: &'a Bag, findings: &mut Vec<Finding>) {
        if bag.manifests.is_empty() && bag.unjudged.is_empty() {
            // A bag without any list has no unlisted files.
            return;
        }
        let has_tagmanifest = bag.manifests.iter().any(|manifest| manifest.of_tags);
        for name in bag.files.keys().filter(|name| !self.expected.contains_key(name.as_str())) {
            if is_payload(name) {
                self.unknown.push(name);
            } else if !is_standard(name, has_tagmanifest) {
                // RFC 8493 §2.2.4 lets a tag manifest leave out tag files, so the bag stays valid.
                findings.push(Finding::warning(FindingKind::Unknown, name, origin(bag, name)));
            }
        }
    }

    /// RFC 8493 §3 wants every payload file in every payload manifest; the drafts before it did not.
    fn compare_lists(&self, bag: &Bag, findings: &mut Vec<Finding>) {
        let make = if bag.is_of_the_standard() { Finding::error } else { Finding::warning };
        for manifest in bag.manifests.iter().filter(|manifest| !manifest.of_tags) {
            for (name, digests) in self.expected.iter().filter(|(name, _)| is_payload(name)) {
                if !digests.iter().any(|(algorithm, _)| *algorithm == manifest.algorithm) {
                    findings.push(make(FindingKind::Unknown, name, Detail::NotIn(manifest.file_name())));
                }
            }
            for entry in manifest.entries.iter().filter(|entry| !is_payload(&entry.path)) {
                let detail = Detail::NotIn("data".to_owned());
                findings.push(Finding::warning(FindingKind::Malformed, &entry.path, detail));
            }
        }
        for manifest in bag.manifests.iter().filter(|manifest| manifest.of_tags) {
            let of_tags = |path: &str| split_file_name(path).is_some_and(|(_, of_tags)| of_tags);
            for entry in manifest.entries.iter().filter(|entry| of_tags(&entry.path)) {
                findings.push(Finding::warning(
                    FindingKind::Malformed,
                    &entry.path,
                    Detail::TagManifestListed,
                ));
            }
        }
    }

    /// Every file to be fetched must be listed, or nobody could tell whether the right one was fetched.
    fn compare_fetch(&self, bag: &Bag, findings: &mut Vec<Finding>) {
        if !bag.files.contains_key(super::bag::FETCH) {
            return;
        }
        let manifests: Vec<HashSet<&str>> = bag
            .manifests
            .iter()
            .filter(|manifest| !manifest.of_tags)
            .map(|manifest| manifest.entries.iter().map(|entry| entry.path.trim_end()).collect())
            .collect();
        for fetch in &bag.fetch {
            let path = fetch.path.trim_end();
            let is_listed = manifests.iter().all(|paths| paths.contains(path));
            if !is_payload(path) || !is_listed {
                let detail = Detail::FetchUnlisted(fetch.line);
                findings.push(Finding::error(FindingKind::Malformed, super::bag::FETCH, detail));
            }
        }
        let is_broken =
            |finding: &Finding| finding.severity == Severity::Error && finding.path == super::bag::FETCH;
        if !findings.iter().any(is_broken) {
            let missing =
                bag.fetch.iter().filter(|fetch| self.missing.contains_key(fetch.path.trim_end())).count();
            let detail = Detail::Fetch { missing };
            findings.push(Finding::information(FindingKind::Malformed, super::bag::FETCH, detail));
        }
    }

    fn name_missing(&self, bag: &Bag, findings: &mut Vec<Finding>) {
        // Links, and folders that can't be listed or are too deep, have a finding of their own, which covers
        // all files in them.
        let closed: BTreeSet<String> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error && !finding.path.is_empty())
            .filter(|finding| {
                finding.kind == FindingKind::Unreadable
                    || matches!(finding.detail, Detail::NotRegular | Detail::TooLarge | Detail::None)
            })
            .map(|finding| finding.path.clone())
            .collect();
        let is_closed = |name: &str| {
            let mut above = name.match_indices('/').map(|(end, _)| &name[..end]);
            closed.contains(name) || above.any(|folder| folder != "data" && closed.contains(folder))
        };
        let addresses: HashMap<_, _> =
            bag.fetch.iter().map(|fetch| (fetch.path.trim_end(), &fetch.address)).collect();
        for name in self.missing.keys().filter(|name| !is_closed(name)) {
            let detail = match addresses.get(name) {
                Some(address) => Detail::FetchFrom((*address).clone()),
                None if name.contains('\\') && bag.files.contains_key(&name.replace('\\', "/")) => {
                    Detail::Backslashes
                }
                None => Detail::None,
            };
            findings.push(Finding::error(FindingKind::Missing, name, detail));
        }
    }

    /// Warns of listed files that a system puts into folders: they change by themselves, and make the bag
    /// look damaged.
    fn name_system_files(&self, findings: &mut Vec<Finding>) {
        let names = self.expected.keys().chain(self.missing.keys());
        let of_system = names.filter(|name| name.rsplit('/').next().is_some_and(is_of_system));
        findings
            .extend(of_system.map(|name| Finding::warning(FindingKind::Malformed, name, Detail::SystemFile)));
    }
}

fn is_payload(name: &str) -> bool {
    name.starts_with("data/")
}

/// Files of the bag's own folder that a tag manifest may leave out without a remark.
fn is_standard(name: &str, has_tagmanifest: bool) -> bool {
    let manifest = split_file_name(name);
    manifest.is_some_and(|(_, of_tags)| of_tags)
        || name == "bagit.txt"
        || !has_tagmanifest
            && (manifest.is_some() || ["bag-info.txt", "package-info.txt", "fetch.txt"].contains(&name))
}

/// How a file that no manifest lists may have come into the bag.
fn origin(bag: &Bag, path: &str) -> Detail {
    let name = path.rsplit('/').next().unwrap_or(path);
    if is_of_system(name) {
        Detail::SystemFile
    } else {
        bag.copied_from(path).map_or(Detail::None, Detail::CopyOf)
    }
}

/// Remarks about names, by name, so that each is made once however many manifests give rise to it.
#[derive(Default)]
struct Remarks(BTreeMap<String, Detail>);

impl Remarks {
    fn say(&mut self, path: &str, detail: Detail) {
        self.0.entry(path.to_owned()).or_insert(detail);
    }

    /// Finds names that some system takes for the same name.
    fn twins(&mut self, names: &[&str]) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for name in names {
            let first = *seen.entry(fold(name)).or_insert(name);
            if first != *name {
                let is_form = first.nfc().eq(name.nfc());
                let twin = if is_form { Detail::TwinForm } else { Detail::TwinCase };
                self.say(name, twin(first.to_owned()));
            }
        }
    }
}

/// Finds the files that the paths of a manifest mean. Programs differ in percent codes, in white space at the
/// end and in Unicode forms, so a path is first read as the standard says, then as other programs write it.
/// No file stands for two entries: names that match exactly go first.
struct Finder<'a> {
    files: &'a BTreeMap<String, BagFile>,
    normalised: HashMap<String, Vec<&'a str>>,
    decodes: bool,
}

impl<'a> Finder<'a> {
    fn new(files: &'a BTreeMap<String, BagFile>, decodes: bool) -> Self {
        let mut normalised: HashMap<String, Vec<&str>> = HashMap::new();
        for name in files.keys().filter(|name| !name.is_ascii()) {
            normalised.entry(name.nfc().collect()).or_default().push(name);
        }
        Self { files, normalised, decodes }
    }

    /// The file that each path means, in the order of the paths.
    fn files(&self, paths: &[&str], remarks: &mut Remarks) -> Vec<Option<&'a str>> {
        let (mut found, mut taken) = (vec![None; paths.len()], HashSet::new());
        let ways = if self.decodes {
            [Way::Decoded, Way::LineEnds, Way::Written, Way::Trimmed, Way::Form]
        } else {
            [Way::Written, Way::LineEnds, Way::Decoded, Way::Trimmed, Way::Form]
        };
        for way in ways {
            for (path, found) in paths.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
                let file = self.candidates(path, way).into_iter().find(|file| !taken.contains(file));
                let Some(file) = file else { continue };
                taken.insert(file);
                *found = Some(file);
                match way {
                    Way::Trimmed => remarks.say(file, Detail::TrailingSpace),
                    Way::Form => remarks.say(path, Detail::OtherForm(file.to_owned())),
                    _ => {}
                }
            }
        }
        found
    }

    fn candidates(&self, path: &str, way: Way) -> Vec<&'a str> {
        let exact =
            |path: &str| self.files.get_key_value(path).map(|(name, _)| name.as_str()).into_iter().collect();
        match way {
            Way::Written => exact(path),
            Way::LineEnds => exact(&decode_line_ends(path)),
            Way::Decoded => exact(&decode_path(path)),
            Way::Trimmed => exact(decode_path(path).trim_end()),
            Way::Form => {
                let form: String = decode_path(path).trim_end().nfc().collect();
                self.normalised.get(&form).cloned().unwrap_or_default()
            }
        }
    }
}

/// How the path of a manifest may be meant.
#[derive(Clone, Copy)]
enum Way {
    /// As it stands.
    Written,
    /// With CR and LF decoded, as bagit-python encodes them.
    LineEnds,
    /// With the three codes of the RFC decoded.
    Decoded,
    /// Without white space at its end.
    Trimmed,
    /// In another Unicode form.
    Form,
}
