//! Sealing: the contents of the dossier, who accepts it, and what is left after an interruption.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command as Process;
use std::sync::atomic::{AtomicU64, Ordering};

use renja::archive::{ArchiveError, FindingKind, Index, Plan, Tags, Verdict, check, open, seal};
use renja::cycle::{Closing, Command, Refusal};
use renja::store::{Cancelled, ErrorKind, OsDisk, Quiet, Workspace, sha256};

use super::bags;
use super::office::{INDUK, Office, copy_folder, who};
use crate::store::faulty::Faults;
use crate::support::bagit;

#[test]
fn a_dossier_calls_a_document_by_its_last_title() {
    let office = Office::ready();
    let mut workspace = office.open();
    let documents = &workspace.cycle(INDUK).unwrap().state().documents;
    let document = documents.values().find(|document| document.title == "Undangan rapat").unwrap().id.clone();
    let title = "Undangan rapat penyusunan Renja".to_owned();
    workspace.execute(INDUK, &Command::SetTitle { document, title }, &who()).unwrap();
    drop(workspace);
    let text = fs::read_to_string(office.root().join("2027-induk/RINGKASAN.txt")).unwrap();
    assert!(text.contains("- Undangan rapat penyusunan Renja  ("), "{text}");
    let bag = office.bag(&office.seal().unwrap().bag);
    let page = fs::read_to_string(bag.join("data/index.html")).unwrap();
    assert!(page.contains(">Undangan rapat penyusunan Renja</a>"), "{page}");
    assert!(!page.contains(">Undangan rapat</a>"));
}

#[test]
fn a_sealed_dossier_holds_what_it_should() {
    let office = Office::ready();
    let sealed = office.seal().unwrap();
    assert_eq!(sealed.bag, "2027 Renja Induk");
    let bag = office.bag(&sealed.bag);
    let files = bags::list(&bag, "");
    let expected = [
        "data/BACA SAYA.txt",
        "data/index.html",
        "data/jurnal.ron",
        "data/siklus.ron",
        "data/sop.ron",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    ];
    for name in expected {
        assert!(files.contains_key(name), "{name} is missing");
    }
    let documents: Vec<_> = files.keys().filter(|path| path.split('/').count() > 2).collect();
    assert_eq!(documents.len(), 4, "{documents:?}");
    let current = documents.iter().find(|path| path.ends_with("Undangan rapat.pdf")).unwrap();
    assert!(current.starts_with("data/06 "), "{current}");
    assert_eq!(files[current.as_str()], b"%PDF undangan final");
    let older = documents.iter().find(|path| path.contains("/versi lama/")).unwrap();
    assert!(older.ends_with("Undangan rapat (versi 1).pdf"), "{older}");
    assert!(!documents.iter().any(|path| path.contains("salah")), "a removed document was taken in");
    assert_eq!(sealed.digest, sha256(&files["tagmanifest-sha256.txt"]));
    let payload = files.iter().filter(|(path, _)| path.starts_with("data/"));
    let (count, bytes) = payload.fold((0, 0), |(n, sum), (_, bytes)| (n + 1, sum + bytes.len() as u64));
    assert_eq!((sealed.files, sealed.bytes), (count, bytes));
    let info = Tags::parse(std::str::from_utf8(&files["bag-info.txt"]).unwrap()).unwrap();
    assert_eq!(info.get("Source-Organization"), Some("Badan Kesbangpol & Linmas"));
    assert_eq!(info.get("Payload-Oxum"), Some(format!("{bytes}.{count}").as_str()));
    assert_eq!(info.get("Bagging-Date"), Some("2027-08-03"));
    assert_eq!(info.get("Renja-Kode-Klasifikasi"), Some("000.7"));
    let workspace = office.open();
    let state = workspace.cycle(INDUK).unwrap().state();
    assert!(state.is_sealed());
    assert_eq!(
        (state.seals[0].bag.as_str(), state.seals[0].digest.as_str()),
        (sealed.bag.as_str(), sealed.digest.as_str())
    );
    let readme = String::from_utf8(files["data/BACA SAYA.txt"].clone()).unwrap();
    assert!(readme.contains("sha256sum -c manifest-sha256.txt") && !readme.contains("%{"), "{readme}");
    for name in files.keys() {
        assert!(bag.join(name).metadata().unwrap().permissions().readonly(), "{name} can be written");
    }
}

#[test]
fn other_programs_accept_a_sealed_dossier() {
    let office = Office::ready();
    let bag = office.bag(&office.seal().unwrap().bag);
    let report = check(&OsDisk, &bag, &Quiet);
    assert_eq!((report.verdict, report.findings.as_slice()), (Verdict::Intact, [].as_slice()));
    if let Some(accepted) = bagit::accepts(&bag) {
        assert!(accepted, "bagit.py --validate refuses the dossier");
    }
    for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        match Process::new("sha256sum")
            .args(["-c", "--strict", "--quiet", manifest])
            .current_dir(&bag)
            .output()
        {
            Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => {
                assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "sha256sum: {error}");
                eprintln!("sha256sum is not installed: not compared with it");
            }
        }
    }
}

#[test]
fn a_sealed_dossier_opens_with_its_own_sheet() {
    let office = Office::ready();
    let sealed = office.seal().unwrap();
    let opened = open(&OsDisk, &office.root(), &sealed.bag).unwrap();
    let workspace = office.open();
    let cycle = workspace.cycle(INDUK).unwrap();
    assert_eq!(opened.cycle.sop, cycle.sop);
    assert_eq!(opened.cycle.state().documents, cycle.state().documents);
    assert_eq!(opened.cycle.state().steps, cycle.state().steps);
    assert!(opened.cycle.state().is_sealed());
    assert_eq!(opened.dossier.seal.as_deref(), Some(sealed.digest.as_str()));
    let note = Command::AddNote { step: None, text: "x".to_owned() };
    assert_eq!(opened.cycle.decide(&note), Err(Refusal::Sealed));
    let (index, problems) = Index::load(&OsDisk, &office.root());
    assert!(problems.is_empty(), "{problems:?}");
    let dossier = index.get(&sealed.bag).unwrap();
    assert_eq!((dossier.year, dossier.documents()), (Some(2027), 3));
    assert_eq!((dossier.files, dossier.bytes), (sealed.files, sealed.bytes));
}

#[test]
fn what_is_not_ready_is_not_sealed() {
    let office = Office::new();
    let mut workspace = office.open();
    workspace.start_cycle(INDUK, renja::sop::builtin(), &who()).unwrap();
    let refused = seal(&mut workspace, INDUK, &who(), &Quiet);
    assert!(matches!(refused, Err(ArchiveError::Refused(Refusal::NotReady(_)))), "{refused:?}");
    assert!(!office.root().join("arsip").exists());
}

#[test]
fn a_changed_or_missing_document_stops_the_sealing() {
    let office = Office::ready();
    let folder = office.root().join("2027-induk/berkas");
    let path = bags::list(&folder, "").into_keys().find(|path| path.ends_with("Undangan rapat.pdf")).unwrap();
    let path = folder.join(path);
    let good = fs::read(&path).unwrap();
    let of_that_size = vec![b'x'; good.len()];
    for bad in [b"%PDF undangan PALSU".as_slice(), &of_that_size] {
        fs::write(&path, bad).unwrap();
        match office.seal() {
            Err(ArchiveError::DocumentChanged { title, path: named }) => {
                assert_eq!((title.as_str(), named.as_path()), ("Undangan rapat", path.as_path()));
            }
            other => panic!("{other:?}"),
        }
    }
    fs::remove_file(&path).unwrap();
    match office.seal() {
        Err(ArchiveError::DocumentMissing { title, .. }) => assert_eq!(title, "Undangan rapat"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_dir(office.root().join("arsip")).unwrap().count(), 0, "something was left");
    fs::write(&path, good).unwrap();
    office.seal().unwrap();
}

/// Does something at the first block that is copied, and adds up the reported progress.
struct Told<F> {
    first: std::sync::Mutex<Option<F>>,
    total: AtomicU64,
    done: AtomicU64,
}

impl<F: FnOnce() + Send> Told<F> {
    fn new(first: F) -> Self {
        Self { first: Some(first).into(), total: AtomicU64::new(0), done: AtomicU64::new(0) }
    }
}

impl<F: FnOnce() + Send> renja::store::Progress for Told<F> {
    fn advance(&self, bytes: u64, _what: &str) -> Result<(), Cancelled> {
        if let Some(first) = self.first.lock().unwrap().take() {
            first();
        }
        self.done.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    }

    fn total(&self, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
    }
}

#[test]
fn progress_is_told_of_every_byte_copied_and_read_again() {
    let office = Office::ready();
    let plan = Plan::new(&mut office.open(), INDUK, &Closing::default(), &who()).unwrap();
    let documents = b"%PDF undangan".len() + b"%PDF undangan final".len() + b"PK notula".len() + "café".len();
    assert_eq!(plan.bytes(), documents as u64);
    let told = Told::new(|| ());
    let draft = plan.build(&told).unwrap();
    assert_eq!(told.total.into_inner(), 2 * documents as u64);
    assert!(told.done.into_inner() >= 2 * documents as u64);
    drop(draft);
}

#[test]
fn what_somebody_puts_into_an_unfinished_dossier_keeps_it_from_being_sealed() {
    let office = Office::ready();
    let plan = Plan::new(&mut office.open(), INDUK, &Closing::default(), &who()).unwrap();
    let stray = plan.unfinished().join("catatan.txt");
    let built = plan.build(&Told::new(|| bags::write(&stray, b"x")));
    match built {
        // The bag is valid, but is not what was built.
        Err(ArchiveError::NotVerified(report)) => assert_eq!(report.verdict, Verdict::Intact, "{report:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_dir(office.root().join("arsip")).unwrap().count(), 0);
    office.seal().unwrap();
}

#[test]
fn an_unfinished_dossier_that_vanishes_is_no_missing_document() {
    let office = Office::ready();
    let plan = Plan::new(&mut office.open(), INDUK, &Closing::default(), &who()).unwrap();
    let archive = office.root().join("arsip");
    let elsewhere = archive.with_file_name("arsip lain");
    let built = plan.build(&Told::new(|| fs::rename(&archive, &elsewhere).unwrap()));
    assert!(matches!(built, Err(ArchiveError::Store(_))), "{built:?}");
}

#[test]
fn the_last_step_is_finished_by_sealing() {
    let office = Office::ready();
    let mut workspace = office.open();
    let last = renja::sop::builtin().last();
    let reopen = Command::Reopen { step: last, reason: "salah ketik".to_owned() };
    workspace.execute(INDUK, &reopen, &who()).unwrap();
    assert_eq!(workspace.cycle(INDUK).unwrap().state().current(), Some(last));
    for slot in
        workspace.cycle(INDUK).unwrap().holes(last).iter().map(|slot| slot.key.clone()).collect::<Vec<_>>()
    {
        let mark = Some(renja::cycle::Mark::Paper { place: String::new() });
        workspace.execute(INDUK, &Command::MarkSlot { slot, mark }, &who()).unwrap();
    }
    seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
    let state = workspace.cycle(INDUK).unwrap().state();
    assert!(state.is_sealed() && state.current().is_none());
}

/// A cycle whose last step is open and whose form was never saved, with what closes it.
fn to_close() -> (Office, Closing) {
    let office = Office::ready();
    let mut workspace = office.open();
    let last = renja::sop::builtin().last();
    let reopen = Command::Reopen { step: last, reason: "salah ketik".to_owned() };
    workspace.execute(INDUK, &reopen, &who()).unwrap();
    let mut form = workspace.cycle(INDUK).unwrap().state().form.clone().unwrap();
    form.title = "Renja yang disegel".to_owned();
    drop(workspace);
    let reason = Some("label menyusul".to_owned());
    (office, Closing { form: Some(form), reason, reviewed: Vec::new() })
}

fn seal_closing(
    workspace: &mut Workspace,
    closing: &Closing,
) -> Result<renja::archive::Sealed, ArchiveError> {
    Plan::new(workspace, INDUK, closing, &who())?.build(&Quiet)?.finish(workspace)
}

fn journal(office: &Office) -> BTreeSet<String> {
    bags::list(&office.root().join("2027-induk/jurnal"), "").into_keys().collect()
}

// Fails if the last step is finished before it is checked that nothing is missing.
#[test]
fn a_refused_seal_leaves_no_event() {
    let (office, closing) = to_close();
    // An event of another PC has not arrived, though a later event refers to it.
    let mut workspace = office.open();
    let note = |workspace: &mut Workspace, text: &str| {
        let note = Command::AddNote { step: None, text: text.to_owned() };
        workspace.execute(INDUK, &note, &who()).unwrap();
    };
    note(&mut workspace, "satu");
    let before = journal(&office);
    note(&mut workspace, "dua");
    note(&mut workspace, "tiga");
    drop(workspace);
    let added: Vec<_> = journal(&office).difference(&before).cloned().collect();
    let gone = office.root().join("2027-induk/jurnal").join(&added[0]);
    let kept = office.dir.path().join("belum tiba.ron");
    fs::rename(&gone, &kept).unwrap();
    let here = journal(&office);
    let local = office.dir.path().join("PC lain");
    let mut workspace = Workspace::open(&office.root(), &local).unwrap();
    let refused = seal_closing(&mut workspace, &closing);
    assert!(matches!(refused, Err(ArchiveError::Waiting(_))), "{refused:?}");
    assert_eq!(journal(&office), here, "a refused seal has left events");
    fs::rename(&kept, &gone).unwrap();
    seal_closing(&mut workspace, &closing).unwrap();
}

#[test]
fn form_last_step_and_seal_are_one_file_of_events_and_one_state_in_the_dossier() {
    let (office, closing) = to_close();
    let before = journal(&office);
    let mut workspace = office.open();
    let sealed = seal_closing(&mut workspace, &closing).unwrap();
    assert_eq!(journal(&office).difference(&before).count(), 1);
    let cycle = workspace.cycle(INDUK).unwrap();
    let deed = cycle.deeds().next_back().unwrap();
    assert_eq!(deed.len(), 3, "form, finished, sealed: {deed:?}");
    let opened = open(&OsDisk, &office.root(), &sealed.bag).unwrap();
    assert_eq!(
        opened.cycle.state().steps,
        cycle.state().steps,
        "the dossier tells of the last step as the journal"
    );
    assert_eq!(opened.cycle.state().form, closing.form);
    let summary = opened.dossier.summary.unwrap();
    assert_eq!(summary.form.title, "Renja yang disegel");
    assert!(!cycle.is_undoable(&deed.iter().map(|event| event.stamp.id.clone()).collect::<Vec<_>>()));
}

/// Killed after the dossier got its name, before its events were written.
#[test]
fn a_standing_dossier_is_taken_with_its_closing_and_with_no_other() {
    let (office, closing) = to_close();
    let twin = copy_of(&office);
    let name = seal_closing(&mut twin.open(), &closing).unwrap().bag;
    copy_folder(&twin.bag(&name), &office.bag(&name));
    // With another title it is another dossier: the existing one is neither overwritten nor accepted as this
    // one.
    let other = copy_of(&office);
    let mut changed = closing.clone();
    changed.form.as_mut().unwrap().title = "Judul lain".to_owned();
    let revised = seal_closing(&mut other.open(), &changed).unwrap();
    assert_eq!(revised.bag, format!("{name} (revisi 1)"));
    let before = bags::list(&office.bag(&name), "");
    let mut workspace = office.open();
    let sealed = seal_closing(&mut workspace, &closing).unwrap();
    assert_eq!(sealed.bag, name);
    assert_eq!(bags::list(&office.bag(&name), ""), before, "the standing dossier was touched");
    assert!(workspace.cycle(INDUK).unwrap().state().is_sealed());
}

fn copy_of(office: &Office) -> Office {
    let twin = Office { dir: tempfile::tempdir().unwrap() };
    copy_folder(&office.root(), &twin.root());
    copy_folder(&office.local(), &twin.local());
    twin
}

#[test]
fn older_versions_are_numbered_from_one_and_keep_their_extension() {
    let office = Office::ready();
    let mut workspace = office.open();
    for name in ["Renja.pdf", "kontrak"] {
        let first = office.attach(&mut workspace, INDUK, 10, name, b"1", None);
        for bytes in [b"2", b"3"] {
            office.attach(&mut workspace, INDUK, 10, name, bytes, Some(first.clone()));
        }
    }
    drop(workspace);
    let files = bags::list(&office.bag(&office.seal().unwrap().bag), "");
    let older: Vec<_> = files
        .keys()
        .filter_map(|path| path.strip_prefix("data/10 ")?.split_once("/versi lama/"))
        .map(|(_, name)| name)
        .collect();
    assert_eq!(
        older,
        ["Renja (versi 1).pdf", "Renja (versi 2).pdf", "kontrak (versi 1)", "kontrak (versi 2)"]
    );
}

#[test]
fn what_was_typed_stands_in_the_tags_in_one_line() {
    let office = Office::ready();
    let who = renja::store::Who { by: "Ani\n  Rahmawati".to_owned(), ..who() };
    let sealed = seal(&mut office.open(), INDUK, &who, &Quiet).unwrap();
    let bag = office.bag(&sealed.bag);
    let info = Tags::parse(&fs::read_to_string(bag.join("bag-info.txt")).unwrap()).unwrap();
    assert_eq!(info.get("External-Identifier"), Some("2027-induk"));
    let read_me = fs::read_to_string(bag.join("data/BACA SAYA.txt")).unwrap();
    assert!(read_me.contains("Ani Rahmawati") && read_me.contains("Badan Kesbangpol & Linmas"), "{read_me}");
}

#[test]
fn what_was_edited_outside_and_taken_over_is_sealed() {
    let office = Office::ready();
    let mut workspace = office.open();
    let documents = workspace.cycle(INDUK).unwrap().state().documents.values();
    let mut notulas = documents.filter(|document| document.title.starts_with("Notula"));
    let notula = notulas.next().unwrap().id.clone();
    let file = workspace.cycle(INDUK).unwrap().state().documents[&notula].current().file.clone();
    fs::write(workspace.document_path(INDUK, &file).unwrap(), b"PK notula, disunting di Explorer").unwrap();
    let refused = seal(&mut workspace, INDUK, &who(), &Quiet);
    assert!(matches!(refused, Err(ArchiveError::DocumentChanged { .. })), "{refused:?}");
    workspace.take_changed(INDUK, &notula, &who(), &Quiet).unwrap();
    let sealed = seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
    let opened = open(&OsDisk, &office.root(), &sealed.bag).unwrap();
    let summary = opened.dossier.summary.unwrap();
    let (_, record) = summary.documents().find(|(_, it)| it.title.starts_with("Notula")).unwrap();
    assert_eq!(record.current.sha256, sha256(b"PK notula, disunting di Explorer"));
    assert!(record.older.is_empty(), "the content before is gone: {:?}", record.older);
    assert_eq!(opened.cycle.state().documents[&notula].versions.len(), 2, "the journal knows of it");
}

#[test]
fn a_cancelled_sealing_leaves_nothing() {
    let office = Office::ready();
    let calls = AtomicU64::new(0);
    let count = |_: u64, _: &str| {
        calls.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    let plan = Plan::new(&mut office.open(), INDUK, &Closing::default(), &who()).unwrap();
    drop(plan.build(&count).unwrap());
    let total = calls.into_inner();
    assert!(total > 8, "{total}");
    for stop_at in 0..total {
        let left = AtomicU64::new(stop_at);
        let stop = |_: u64, _: &str| {
            let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
            if before.is_ok() { Ok(()) } else { Err(Cancelled) }
        };
        let result = seal(&mut office.open(), INDUK, &who(), &stop);
        assert!(matches!(result, Err(ArchiveError::Cancelled)), "{stop_at}: {result:?}");
        assert_eq!(fs::read_dir(office.root().join("arsip")).unwrap().count(), 0, "{stop_at}");
    }
    assert!(!office.open().cycle(INDUK).unwrap().state().is_sealed());
}

#[test]
fn a_change_meanwhile_is_noticed() {
    let office = Office::ready();
    let mut workspace = office.open();
    let draft = Plan::new(&mut workspace, INDUK, &Closing::default(), &who()).unwrap().build(&Quiet).unwrap();
    let note = Command::AddNote { step: None, text: "baru".to_owned() };
    workspace.execute(INDUK, &note, &who()).unwrap();
    let result = draft.finish(&mut workspace);
    assert!(matches!(result, Err(ArchiveError::ChangedMeanwhile)), "{result:?}");
    assert_eq!(fs::read_dir(office.root().join("arsip")).unwrap().count(), 0);
    seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
}

// Fails if events that wait in the outbox go into a seal.
#[test]
fn what_other_pcs_can_not_see_yet_is_not_sealed() {
    let office = Office::ready();
    let (disk, mut workspace) = office.open_to_hurt();
    let journal = office.root().join("2027-induk/jurnal");
    disk.set(Faults { read_only: Some(journal), ..Faults::default() });
    let note = Command::AddNote { step: None, text: "baru".to_owned() };
    workspace.execute(INDUK, &note, &who()).unwrap();
    assert_eq!(workspace.undelivered(), 1);
    match seal(&mut workspace, INDUK, &who(), &Quiet) {
        Err(ArchiveError::Store(error)) => assert_eq!(*error.kind(), ErrorKind::Denied),
        other => panic!("{other:?}"),
    }
    assert!(!office.root().join("arsip").exists());
    disk.set(Faults::default());
    seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
}

#[test]
fn a_revision_is_a_new_dossier_that_names_the_old_one() {
    let office = Office::ready();
    let first = office.seal().unwrap();
    let before = bags::list(&office.bag(&first.bag), "");
    let mut workspace = office.open();
    let reopen = Command::ReopenCycle { reason: "lampiran tertukar".to_owned() };
    workspace.execute(INDUK, &reopen, &who()).unwrap();
    office.attach(&mut workspace, INDUK, 9, "susulan.txt", b"susulan", None);
    drop(workspace);
    let second = office.seal().unwrap();
    assert_eq!(second.bag, "2027 Renja Induk (revisi 1)");
    assert_eq!(bags::list(&office.bag(&first.bag), ""), before, "the first dossier was touched");
    let (index, problems) = Index::load(&OsDisk, &office.root());
    assert!(problems.is_empty(), "{problems:?}");
    let revision = index.get(&second.bag).unwrap();
    assert_eq!(revision.info.get("Renja-Segel-Sebelumnya"), Some(first.digest.as_str()));
    assert_eq!(revision.info.get("External-Identifier"), Some("2027-induk-revisi-1"));
    let summary = revision.summary.as_ref().unwrap();
    let previous = summary.previous.as_ref().unwrap();
    assert_eq!(
        (previous.bag.as_str(), previous.digest.as_str()),
        (first.bag.as_str(), first.digest.as_str())
    );
    assert_eq!((summary.revision, summary.revision_reason.as_str()), (1, "lampiran tertukar"));
    assert!(index.get(&first.bag).unwrap().superseded && !revision.superseded);
    let page = fs::read_to_string(office.bag(&second.bag).join("data/index.html")).unwrap();
    assert!(page.contains(&first.digest) && page.contains("lampiran tertukar"));
}

/// Ends the program at every call that changes the disk, in turn. Then the archive has nothing or a whole
/// dossier, the working folder is unchanged, and the next sealing succeeds and leaves nothing unfinished.
#[test]
fn cut_off_at_any_call_it_is_sealed_at_the_next_start() {
    let ready = Office::ready();
    let documents = bags::list(&ready.root().join("2027-induk/berkas"), "");
    let mut outcomes = BTreeSet::new();
    for call in 0.. {
        let office = Office { dir: in_memory() };
        copy_folder(&ready.root(), &office.root());
        copy_folder(&ready.local(), &office.local());
        let (disk, mut workspace) = office.open_to_hurt();
        disk.set(Faults { fail_at: Some(call), dead_after: true, ..Faults::default() });
        let result = seal(&mut workspace, INDUK, &who(), &Quiet);
        let reached = disk.calls() > call;
        drop(workspace);
        // The last calls are about views and notes; their failure does not undo the seal.
        assert!(reached || result.is_ok(), "call {call}: {result:?}");
        assert!(!matches!(result, Err(ArchiveError::SealedElsewhere(_))), "call {call}: {result:?}");

        let (index, _) = Index::load(&OsDisk, &office.root());
        for dossier in &index.dossiers {
            let report = check(&OsDisk, &office.bag(&dossier.folder), &Quiet);
            assert_eq!(report.verdict, Verdict::Intact, "call {call}: {report:#?}");
        }
        let was_sealed = office.open().cycle(INDUK).unwrap().state().is_sealed();
        outcomes.insert((index.dossiers.len(), was_sealed));
        assert!(was_sealed || result.is_err(), "call {call}: acknowledged and not sealed");
        if !was_sealed {
            office.seal().unwrap_or_else(|error| panic!("call {call}: {error}"));
        }
        let (index, problems) = Index::load(&OsDisk, &office.root());
        assert_eq!((index.dossiers.len(), problems.as_slice()), (1, [].as_slice()), "call {call}");
        let workspace = office.open();
        let seals = &workspace.cycle(INDUK).unwrap().state().seals;
        assert_eq!(index.dossiers[0].seal.as_ref(), Some(&seals[0].digest), "call {call}");
        assert_eq!(seals.len(), 1, "call {call}");
        assert_eq!(bags::list(&office.root().join("2027-induk/berkas"), ""), documents, "call {call}");
        if !reached {
            break;
        }
    }
    let expected = [(0, false), (1, false), (1, true)];
    assert_eq!(outcomes.into_iter().collect::<Vec<_>>(), expected, "every outcome must have been seen");
}

/// The process is killed at random moments.
#[test]
fn killed_at_any_moment_it_is_sealed_at_the_next_start() {
    const ROUNDS: u64 = 40;
    let ready = Office::ready();
    {
        // Large enough for the sealing to take some time.
        let mut workspace = ready.open();
        for n in 0..6 {
            let bytes: Vec<u8> = (0..400_000_u32).map(|i| (i * (n + 7)) as u8).collect();
            ready.attach(&mut workspace, INDUK, 10, &format!("besar {n}.bin"), &bytes, None);
        }
    }
    let mut unfinished = 0;
    for round in 0..ROUNDS {
        let office = Office { dir: in_memory() };
        copy_folder(&ready.root(), &office.root());
        copy_folder(&ready.local(), &office.local());
        let mut child = Process::new(std::env::current_exe().unwrap())
            .args(["archive::seal::worker", "--exact", "--ignored", "--test-threads=1"])
            .env(FOLDER, office.dir.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5 + round * 13 % 200));
        child.kill().unwrap();
        child.wait().unwrap();
        let remains = fs::read_dir(office.root().join("arsip")).map_or(0, Iterator::count);
        let sealed = office.open().cycle(INDUK).unwrap().state().is_sealed();
        unfinished += usize::from(remains > 0 && !sealed);
        if !sealed {
            office.seal().unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        let (index, problems) = Index::load(&OsDisk, &office.root());
        assert_eq!((index.dossiers.len(), problems.as_slice()), (1, [].as_slice()), "round {round}");
        assert_eq!(
            check(&OsDisk, &office.bag("2027 Renja Induk"), &Quiet).verdict,
            Verdict::Intact,
            "round {round}"
        );
    }
    assert!(unfinished > 0, "no round was cut in the middle");
}

/// A folder in memory if possible: these tests sync thousands of times.
fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

const FOLDER: &str = "RENJA_TEST_SEAL_FOLDER";

/// The process that is killed.
#[test]
#[ignore = "started and killed by the test above"]
fn worker() {
    let Some(dir) = std::env::var_os(FOLDER).map(std::path::PathBuf::from) else { return };
    let mut workspace = Workspace::open(&dir.join("data"), &dir.join("local")).unwrap();
    seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
}

#[test]
fn one_flipped_byte_anywhere_is_named() {
    let office = Office::ready();
    let bag = office.bag(&office.seal().unwrap().bag);
    let digest = check(&OsDisk, &bag, &Quiet).seal.unwrap();
    for (name, bytes) in bags::list(&bag, "") {
        let copy = tempfile::tempdir().unwrap();
        bags::copy(&bag, copy.path());
        let mut broken = bytes.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 0x20;
        fs::write(copy.path().join(&name), broken).unwrap();
        let report = check(&OsDisk, copy.path(), &Quiet).against_seal(&digest);
        let named = report.findings.iter().any(|finding| finding.path == name);
        if name != "tagmanifest-sha512.txt" {
            assert_eq!(report.verdict, Verdict::Damaged, "{name}");
        }
        assert!(named || name.starts_with("tagmanifest"), "{name}: {report:#?}");
        if name.starts_with("data/") {
            assert!(
                report.findings.iter().any(|f| f.kind == FindingKind::Changed && f.path == name),
                "{name}"
            );
        }
    }
}

#[test]
fn documents_with_one_name_and_long_names_are_kept_apart() {
    let office = Office::ready();
    let mut workspace = office.open();
    let long = format!("{}.pdf", "panjang-sekali-".repeat(12));
    let step = renja::sop::builtin().steps.iter().max_by_key(|step| step.folder().len()).unwrap();
    for bytes in [b"1", b"2", b"3"] {
        office.attach(&mut workspace, INDUK, step.no.0, "Renja.pdf", bytes, None);
        office.attach(&mut workspace, INDUK, step.no.0, &long, bytes, None);
    }
    drop(workspace);
    let bag = office.bag(&office.seal().unwrap().bag);
    let files = bags::list(&bag, "");
    assert_eq!(files.keys().filter(|path| path.starts_with(&format!("data/{}/", step.folder()))).count(), 6);
    let longest = files
        .keys()
        .map(|path| Path::new("arsip/2027 Renja Induk").join(path))
        .map(|path| path.to_str().unwrap().encode_utf16().count())
        .max();
    // Of the room for a number in brackets, the smallest numbers take four characters.
    assert_eq!(longest, Some(renja::store::names::MAX_PATH - 6 + " (2)".len()));
}

// Fails if files can be set aside before sealing.
#[test]
fn removed_documents_stay_until_a_person_sets_their_files_aside_after_sealing() {
    let office = Office::ready();
    let mut workspace = office.open();
    let state = workspace.cycle(INDUK).unwrap().state();
    let removed: Vec<_> = state.removed_documents().map(|document| document.id.clone()).collect();
    let victim = state.documents.values().find(|document| document.removed.is_none()).unwrap().id.clone();
    let remove =
        Command::RemoveDocument { document: victim.clone(), reason: "lama".to_owned(), paths: vec![] };
    workspace.execute(INDUK, &remove, &who()).unwrap();
    let cycle = office.root().join("2027-induk");
    let there = |folder: &str| fs::read_dir(cycle.join("berkas").join(folder)).map_or(0, Iterator::count);
    let files = there("Dihapus");
    assert!(files > removed.len().min(1));
    assert_eq!(workspace.set_aside_removed(INDUK, true).unwrap(), 0, "not before sealing");
    drop(workspace);
    let bag = office.bag(&office.seal().unwrap().bag);
    assert_eq!(there("Dihapus"), files, "sealing leaves them");
    let mut names = Vec::new();
    list(&bag, &mut names);
    assert!(!names.iter().any(|name| name.contains("hadir/") || name.contains("Dihapus")), "{names:?}");

    let mut workspace = office.open();
    assert_eq!(workspace.set_aside_removed(INDUK, true).unwrap(), files);
    assert_eq!((there("Dihapus"), there("Boleh dihapus")), (0, files));
    assert_eq!(workspace.set_aside_removed(INDUK, true).unwrap(), 0, "a second time changes nothing");
    assert_eq!(workspace.set_aside_removed(INDUK, false).unwrap(), files, "the way back");
    assert_eq!(workspace.set_aside_removed(INDUK, true).unwrap(), files);
    drop(workspace);
    // A revision restores files that were set aside, unless somebody has deleted them.
    let mut workspace = office.open();
    workspace.execute(INDUK, &Command::ReopenCycle { reason: "keliru".to_owned() }, &who()).unwrap();
    workspace
        .execute(INDUK, &Command::RestoreDocument { document: victim.clone(), paths: vec![] }, &who())
        .unwrap();
    let document = &workspace.cycle(INDUK).unwrap().state().documents[&victim];
    let file = &document.current().file;
    let path = workspace.document_path(INDUK, file).unwrap();
    assert_eq!(sha256(&fs::read(&path).unwrap()), file.sha256);
    assert!(!file.path.contains("hapus"), "{}", file.path);
}

fn list(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.display().to_string());
        if path.is_dir() {
            list(&path, names);
        }
    }
}
