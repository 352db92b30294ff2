//! *Periksa keutuhan*: whether every file of a bag is as it was when the bag was made. All faults are named,
//! not only the first.
//!
//! The verdict is that of RFC 8493 §3 for bags of version 1.0, and that of its drafts for older ones. It is
//! also that of bagit-python's `--validate`, with these exceptions, each of which has a test in
//! `tests/it/archive/conformance.rs`:
//!
//! - **Refused here, accepted by bagit-python**, as the RFC has it: a payload file that not every payload
//!   manifest lists; a `bagit.txt` that is not to the letter; in `fetch.txt` an invalid length, a path
//!   outside the payload, and one that not every manifest lists. In bags before 0.97 a tag file that differs
//!   from its manifest. An unlisted file, even if a listed name differs from its name only in the Unicode
//!   form. And a link in the place of a listed file: its content lies elsewhere, and may be another tomorrow.
//! - **Refused here on every system, by bagit-python on some**: paths that lead out of the bag on Windows
//!   alone, and any path that begins with `~`.
//! - **Accepted here, refused by bagit-python**, as the RFC has it: `%25` in a manifest for a `%`, names that
//!   end in white space, a manifest in another Unicode form than the name on disk (with a remark), an empty
//!   line in `fetch.txt`.
//! - **Not judged here, judged by bagit-python**: SHA-3 and BLAKE2, which give a remark beside other
//!   checksums and [`Verdict::Unjudged`] without, and encodings of mainframes. And no more than 64 nested
//!   folders are followed.
//!
//! Milder than the letter of the RFC, as bagit-python is: files that a tag manifest leaves out, and white
//! space in `bag-info.txt`, give remarks. Neither keeps a file from being compared.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::bag::Bag;
use super::index::FOLDER;
use super::listed::Listed;
use super::report::{Detail, Finding, FindingKind, Report, Verdict, seal_digest};
use crate::cycle::Cycle;
use crate::store::{Algorithm, Cancelled, Disk, Folder, Progress, StoreError, digest_file, require_reached};

/// Checks a dossier of a data folder: as [`check`], and compared with the seals that the journals recorded of
/// it. Fails if the data folder is out of reach, since its dossiers may be whole then, or if the person cancels.
pub fn check_dossier(
    folder: &Folder,
    dossier: &str,
    seals: &[String],
    progress: &dyn Progress,
) -> Result<Report, StoreError> {
    let root = folder.root().join(FOLDER).join(dossier);
    let report = check(folder.disk().as_ref(), &root, progress).against_seals(seals);
    if report.verdict == Verdict::Cancelled {
        return Err(Cancelled.into());
    }
    if report.findings.iter().any(|finding| finding.kind == FindingKind::Unreadable) {
        require_reached(folder)?;
    }
    Ok(report)
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

/// Checks a bag made by any program: BagIt 0.93 to 1.0. Reads every listed file once, on all cores, and
/// computes all its checksums from that one reading. Writes nothing.
pub fn check(disk: &dyn Disk, root: &Path, progress: &dyn Progress) -> Report {
    let mut bag = Bag::read(disk, root);
    let mut findings = std::mem::take(&mut bag.findings);
    // An unfinished bag can't be judged.
    if findings.iter().any(|finding| finding.kind == FindingKind::Incomplete) {
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

/// `Payload-Oxum` counts bytes and files of the payload (RFC 8493 §2.2.2).
fn compare_oxum(bag: &Bag, findings: &mut Vec<Finding>) {
    let payload = bag.files.iter().filter(|(name, _)| name.starts_with("data/"));
    let (found_files, found_bytes) =
        payload.fold((0, 0), |(files, bytes): (u64, u64), (_, file)| (files + 1, bytes + file.size));
    for (_, oxum) in bag.info.0.iter().filter(|(label, _)| label.eq_ignore_ascii_case("Payload-Oxum")) {
        let written =
            oxum.split_once('.').and_then(|(bytes, files)| Some((files.parse().ok()?, bytes.parse().ok()?)));
        if written != Some((found_files, found_bytes)) {
            let detail = Detail::Oxum { oxum: oxum.clone(), found_files, found_bytes };
            findings.push(Finding::error(FindingKind::Malformed, bag.info_name(), detail));
        }
    }
}

struct Hashed<'a> {
    name: &'a str,
    unknown: bool,
    result: Result<Vec<(Algorithm, String)>, Detail>,
}

/// Hashes the listed files and the unknown ones, which may be missing ones under another name. The largest
/// come first, so that no core is left alone with a big file at the end. `None` when cancelled.
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
                // A worker has no reason to panic; if one does, the check must not say that the bag is whole.
                std::panic::resume_unwind(panic)
            })
        });
        std::iter::once(own).chain(others).collect()
    });
    Some(parts?.into_iter().flatten().collect())
}

/// Compares the digests read with the listed ones, and finds out which files were swapped or renamed.
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
                findings.push(Finding::error(FindingKind::Unreadable, job.name, detail.clone()));
                continue;
            }
        };
        if job.unknown {
            if let Some(missing) = owner(found).filter(|name| listed.missing.contains_key(name)) {
                explain(findings, FindingKind::Unknown, job.name, Detail::RenamedFrom(missing.to_owned()));
                explain(findings, FindingKind::Missing, missing, Detail::RenamedTo(job.name.to_owned()));
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
            findings.push(Finding::error(FindingKind::Changed, job.name, detail));
        }
    }
}

fn explain(findings: &mut [Finding], kind: FindingKind, path: &str, detail: Detail) {
    let is_it = |finding: &&mut Finding| {
        finding.kind == kind && finding.path == path && finding.detail != Detail::Backslashes
    };
    if let Some(finding) = findings.iter_mut().find(is_it) {
        finding.detail = detail;
    }
}
