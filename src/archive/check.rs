//! *Periksa keutuhan*: is every file of a bag as it was when it was made? Its verdict is that of
//! bagit-python's `--validate`, but it names all faults, not the first.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use unicode_normalization::UnicodeNormalization as _;

use super::bag::{Bag, BagFile};
use super::index::FOLDER;
use super::manifest::decode_path;
use super::report::{Detail, Finding, Kind, Report, Verdict, seal_digest};
use crate::cycle::Cycle;
use crate::store::{Algorithm, Disk, Folder, OsDisk, Progress, digest_file};

/// Checks a bag of any maker: BagIt 0.93 to 1.0. Reads every listed file once, on all cores, and computes
/// all its checksums from that one reading. Writes nothing.
pub fn check(root: &Path, progress: &dyn Progress) -> Report {
    check_on(&OsDisk, root, progress)
}

/// The judge of a dossier of a data folder: as [`check`], and compared with the seals that the journals recorded of it.
pub fn check_dossier(folder: &Folder, dossier: &str, seals: &[String], progress: &dyn Progress) -> Report {
    let root = folder.root().join(FOLDER).join(dossier);
    check_on(folder.disk().as_ref(), &root, progress).against_seals(seals)
}

/// The seals of each dossier as the journals recorded them, by its folder below `arsip/`. Several PCs may have sealed
/// one cycle without knowing of each other.
pub fn recorded_seals<'a>(cycles: impl IntoIterator<Item = &'a Cycle>) -> BTreeMap<String, Vec<String>> {
    let mut seals = BTreeMap::<_, Vec<_>>::new();
    for seal in cycles.into_iter().flat_map(|cycle| &cycle.state().seals) {
        seals.entry(seal.bag.clone()).or_default().push(seal.digest.clone());
    }
    seals
}

/// As [`check`], on any disk.
pub fn check_on(disk: &dyn Disk, root: &Path, progress: &dyn Progress) -> Report {
    let mut bag = Bag::read(disk, root);
    let mut findings = std::mem::take(&mut bag.findings);
    // Nothing can be said of what is not finished.
    if findings.iter().any(|finding| finding.kind == Kind::Incomplete) {
        bag.files.clear();
    }
    let listed = Listed::new(&bag, &mut findings);
    compare_oxum(&bag, &mut findings);

    let hashed = hash(disk, &bag, &listed, progress);
    let mut report = Report {
        path: root.to_owned(),
        verdict: Verdict::Cancelled,
        findings,
        files: 0,
        bytes: 0,
        algorithms: listed.algorithms(),
        seal: bag.seal_source.as_deref().map(seal_digest),
        sha256: BTreeMap::new(),
    };
    let Some(hashed) = hashed else { return report };
    for job in &hashed {
        let Ok(digests) = &job.result else { continue };
        if !job.unknown {
            report.files += 1;
            report.bytes += bag.files[job.name].size;
        }
        let sha256 = digests.iter().find(|(algorithm, _)| *algorithm == Algorithm::Sha256);
        report.sha256.extend(sha256.map(|(_, digest)| (job.name.to_owned(), digest.clone())));
    }
    judge(&hashed, &listed, &mut report.findings);
    report.conclude();
    report
}

/// Manifest entries brought together with the files on disk.
#[derive(Default)]
struct Listed<'a> {
    /// Expected digests of the files that are there.
    expected: BTreeMap<&'a str, Vec<(Algorithm, &'a str)>>,
    /// Expected digests of those that are not.
    missing: BTreeMap<&'a str, Vec<(Algorithm, &'a str)>>,
    /// Payload files that no manifest lists.
    unknown: Vec<&'a str>,
}

impl<'a> Listed<'a> {
    fn new(bag: &'a Bag, findings: &mut Vec<Finding>) -> Self {
        let mut listed = Self::default();
        let find = Finder::new(&bag.files);
        for manifest in &bag.manifests {
            for entry in &manifest.entries {
                let (side, name) = match find.file(&entry.path) {
                    Some(name) => (&mut listed.expected, name),
                    None => (&mut listed.missing, entry.path.as_str()),
                };
                side.entry(name).or_default().push((manifest.algorithm, &entry.digest));
            }
        }
        let is_payload = |name: &str| name.starts_with("data/");
        let has_tagmanifest = bag.manifests.iter().any(|manifest| manifest.of_tags);
        for name in bag.files.keys() {
            if listed.expected.contains_key(name.as_str()) {
                continue;
            }
            if bag.manifests.is_empty() {
                // Without any list, no file is one too many.
                break;
            } else if is_payload(name) {
                listed.unknown.push(name);
            } else if !is_standard(name, has_tagmanifest) {
                // RFC 8493 §2.2.4 lets a tag manifest leave out tag files, so the bag stays valid.
                findings.push(Finding::warning(Kind::Unknown, name, origin(bag, name)));
            }
        }
        // RFC 8493 §2.1.3 wants every payload file in every payload manifest from 1.0 on. The reference program does
        // not insist, and the file is guarded by the manifest that lists it; a dossier of ours by its seal, too.
        let payload: Vec<_> = bag.manifests.iter().filter(|manifest| !manifest.of_tags).collect();
        for (name, digests) in listed.expected.iter().filter(|(name, _)| is_payload(name)) {
            for manifest in &payload {
                if !digests.iter().any(|(algorithm, _)| *algorithm == manifest.algorithm) {
                    let detail = Detail::NotIn(manifest.file_name());
                    findings.push(Finding::warning(Kind::Unknown, name, detail));
                }
            }
        }
        for manifest in &payload {
            for entry in manifest.entries.iter().filter(|entry| !is_payload(&entry.path)) {
                findings.push(Finding::warning(
                    Kind::Malformed,
                    &entry.path,
                    Detail::NotIn("data".to_owned()),
                ));
            }
        }
        for name in listed.missing.keys() {
            let address = bag.fetch.iter().find(|(path, _)| path == name);
            let detail = address.map_or(Detail::None, |(_, address)| Detail::FetchFrom(address.clone()));
            let known =
                findings.iter().any(|finding| finding.kind == Kind::Missing && finding.path == **name);
            if !known {
                findings.push(Finding::error(Kind::Missing, name, detail));
            }
        }
        for name in &listed.unknown {
            findings.push(Finding::error(Kind::Unknown, name, origin(bag, name)));
        }
        listed
    }

    fn algorithms(&self) -> Vec<Algorithm> {
        let all = self.expected.values().chain(self.missing.values()).flatten();
        let mut algorithms: Vec<_> = all.map(|(algorithm, _)| *algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        algorithms
    }
}

/// Finds the file that a manifest's path means. Makers differ in percent codes and in Unicode forms, so
/// the path is taken as written first, then decoded, then normalised.
struct Finder<'a> {
    files: &'a BTreeMap<String, BagFile>,
    normalised: HashMap<String, &'a str>,
}

impl<'a> Finder<'a> {
    fn new(files: &'a BTreeMap<String, BagFile>) -> Self {
        let normalised =
            files.keys().filter(|name| !name.is_ascii()).map(|name| (name.nfc().collect(), name.as_str()));
        Self { files, normalised: normalised.collect() }
    }

    fn file(&self, path: &str) -> Option<&'a str> {
        let exact = |path: &str| self.files.get_key_value(path).map(|(name, _)| name.as_str());
        exact(path)
            .or_else(|| path.contains('%').then(|| exact(&decode_path(path)))?)
            .or_else(|| self.normalised.get(&decode_path(path).nfc().collect::<String>()).copied())
    }
}

/// Files of the bag's own folder that a tag manifest may leave out without a remark.
fn is_standard(name: &str, has_tagmanifest: bool) -> bool {
    let manifest = super::manifest::split_file_name(name);
    manifest.is_some_and(|(_, of_tags)| of_tags)
        || name == "bagit.txt"
        || !has_tagmanifest
            && (manifest.is_some() || ["bag-info.txt", "package-info.txt", "fetch.txt"].contains(&name))
}

/// Where a file that no manifest lists may come from.
fn origin(bag: &Bag, path: &str) -> Detail {
    let name = path.rsplit('/').next().unwrap_or(path);
    let known = ["desktop.ini", "thumbs.db", ".ds_store", ".directory"];
    if known.iter().any(|known| name.eq_ignore_ascii_case(known)) || name.starts_with("._") {
        Detail::SystemFile
    } else {
        bag.copied_from(path).map_or(Detail::None, Detail::CopyOf)
    }
}

/// `Payload-Oxum` counts bytes and files of the payload (RFC 8493 §2.2.2).
fn compare_oxum(bag: &Bag, findings: &mut Vec<Finding>) {
    let Some(oxum) = bag.info.get("Payload-Oxum") else { return };
    let payload = bag.files.iter().filter(|(name, _)| name.starts_with("data/"));
    let (found_files, found_bytes) =
        payload.fold((0, 0), |(files, bytes): (u64, u64), (_, file)| (files + 1, bytes + file.size));
    let written =
        oxum.split_once('.').and_then(|(bytes, files)| Some((files.parse().ok()?, bytes.parse().ok()?)));
    if written != Some((found_files, found_bytes)) {
        let detail = Detail::Oxum { oxum: oxum.to_owned(), found_files, found_bytes };
        findings.push(Finding::error(Kind::Malformed, bag.info_name(), detail));
    }
}

struct Hashed<'a> {
    name: &'a str,
    unknown: bool,
    result: Result<Vec<(Algorithm, String)>, Detail>,
}

/// Hashes the listed files and the unknown ones (they may be missing ones under another name), largest
/// first, so that no core is left alone with a big one at the end. `None` when cancelled.
fn hash<'a>(
    disk: &dyn Disk,
    bag: &'a Bag,
    listed: &Listed<'a>,
    progress: &dyn Progress,
) -> Option<Vec<Hashed<'a>>> {
    let algorithms = listed.algorithms();
    // Renamed files are recognised by one algorithm; the strongest is enough.
    let strongest: &[Algorithm] = if listed.missing.is_empty() { &[] } else { algorithms.as_slice() };
    let strongest = &strongest[strongest.len().saturating_sub(1)..];
    let known = listed.expected.iter().map(|(name, digests)| {
        let mut algorithms: Vec<_> = digests.iter().map(|(algorithm, _)| *algorithm).collect();
        algorithms.sort_unstable();
        algorithms.dedup();
        (*name, algorithms, false)
    });
    let unknown = listed.unknown.iter().map(|name| (*name, strongest.to_vec(), true));
    let mut jobs: Vec<_> = known.chain(unknown).filter(|(_, algorithms, _)| !algorithms.is_empty()).collect();
    jobs.sort_by_key(|(name, ..)| std::cmp::Reverse(bag.files[*name].size));
    progress.total(jobs.iter().map(|(name, ..)| bag.files[*name].size).sum());

    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((name, algorithms, unknown)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = match digest_file(disk, &bag.files[*name].path, algorithms, progress) {
                Ok((_, digests)) => Ok(algorithms.iter().copied().zip(digests).collect()),
                Err(error) if error.is_cancelled() => return None,
                Err(error) => Err(Detail::Io(error.to_string())),
            };
            done.push(Hashed { name, unknown: *unknown, result });
        }
        Some(done)
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let parts: Option<Vec<Vec<_>>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(jobs.len())).map(|_| scope.spawn(worker)).collect();
        let own = worker();
        let others = others.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|panic| {
                // A worker has no reason to panic; if it does, the check must not say that all is well.
                std::panic::resume_unwind(panic)
            })
        });
        std::iter::once(own).chain(others).collect()
    });
    Some(parts?.into_iter().flatten().collect())
}

/// Compares the digests read with those listed, and finds out what was swapped or renamed.
fn judge(hashed: &[Hashed<'_>], listed: &Listed<'_>, findings: &mut Vec<Finding>) {
    let all = listed.expected.iter().chain(&listed.missing);
    let owners: HashMap<(Algorithm, &str), &str> =
        all.flat_map(|(name, digests)| digests.iter().map(move |digest| (*digest, *name))).collect();
    let owner = |found: &[(Algorithm, String)]| {
        let strongest = found.last()?;
        owners.get(&(strongest.0, strongest.1.as_str())).copied()
    };
    for job in hashed {
        let found = match &job.result {
            Ok(found) => found,
            Err(detail) => {
                findings.push(Finding::error(Kind::Unreadable, job.name, detail.clone()));
                continue;
            }
        };
        if job.unknown {
            if let Some(missing) = owner(found).filter(|name| listed.missing.contains_key(name)) {
                explain(findings, Kind::Unknown, job.name, Detail::RenamedFrom(missing.to_owned()));
                explain(findings, Kind::Missing, missing, Detail::RenamedTo(job.name.to_owned()));
            }
            continue;
        }
        let expected = &listed.expected[job.name];
        let differs = expected.iter().find_map(|(algorithm, expected)| {
            let (_, found) = found.iter().find(|(other, _)| other == algorithm)?;
            (found != expected).then(|| (*algorithm, (*expected).to_owned(), found.clone()))
        });
        if let Some((algorithm, expected, digest)) = differs {
            let detail = match owner(found).filter(|name| *name != job.name) {
                Some(other) => Detail::ContentOf(other.to_owned()),
                None => Detail::Digest { algorithm, expected, found: digest },
            };
            findings.push(Finding::error(Kind::Changed, job.name, detail));
        }
    }
}

fn explain(findings: &mut [Finding], kind: Kind, path: &str, detail: Detail) {
    if let Some(finding) = findings.iter_mut().find(|finding| finding.kind == kind && finding.path == path) {
        finding.detail = detail;
    }
}
