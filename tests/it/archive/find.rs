//! The index by years, search, the HTML page and the ZIP.

use std::fs;
use std::io::Read as _;

use chrono::NaiveDate;
use renja::archive::{
    ArchiveError, Filter, Index, IndexFault, KindFacet, Origin, Phase, What, Whereabouts, check, duplicates,
    known_sizes, open, seal,
};
use renja::cycle::{Command, CycleId, Kind, Place};
use renja::store::{Cancelled, ErrorKind, OsDisk, Quiet, sha256};

use super::bags;
use super::export::hand_on;
use super::office::{INDUK, Office, who};

fn archive() -> Office {
    let office = Office::ready();
    let mut workspace = office.open();
    for id in [CycleId::induk(2025), CycleId { year: 2027, kind: Kind::Perubahan(1) }] {
        office.work(&mut workspace, id);
        seal(&mut workspace, id, &who(), &Quiet).unwrap();
    }
    seal(&mut workspace, INDUK, &who(), &Quiet).unwrap();
    drop(workspace);
    office
}

#[test]
fn years_are_listed_newest_first_with_counts_and_filters() {
    let office = archive();
    bags::small(&office.root().join("arsip/pinjam"));
    fs::rename(office.root().join("arsip/pinjam/2027 Renja Induk"), office.bag("Renja 1999 (kiriman)"))
        .unwrap();
    fs::remove_dir(office.root().join("arsip/pinjam")).unwrap();
    let (mut index, problems) = Index::load(&OsDisk, &office.root());
    assert!(problems.is_empty(), "{problems:?}");
    let folders: Vec<_> = index.dossiers.iter().map(|dossier| dossier.folder.as_str()).collect();
    assert_eq!(
        folders,
        ["2027 Renja Perubahan 1", "2027 Renja Induk", "2025 Renja Induk", "Renja 1999 (kiriman)"]
    );
    let today = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
    let facets = index.facets(today);
    assert_eq!(facets.years, [(Some(2027), 2), (Some(2025), 1), (Some(1999), 1)]);
    assert_eq!(facets.kinds, [(KindFacet::Induk, 2), (KindFacet::Perubahan, 1), (KindFacet::Foreign, 1)]);
    assert_eq!(facets.phases, [(Phase::Inactive, 3)]);
    assert_eq!(facets.places, [(None, 1), (Some("A".to_owned()), 3)]);
    let filter = Filter { year: Some(Some(2027)), kind: Some(KindFacet::Induk), ..Filter::default() };
    assert_eq!(index.filtered(&filter, today).count(), 1);
    let moved = Place { room: "B".to_owned(), ..Place::default() };
    index.set_place("2025 Renja Induk", moved.clone());
    assert_eq!(index.get("2025 Renja Induk").unwrap().place, moved);
    let in_b = Filter { place: Some(Some("B".to_owned())), ..Filter::default() };
    assert_eq!(index.filtered(&in_b, today).count(), 1);
    assert!(open(&OsDisk, &office.root(), "Renja 1999 (kiriman)").is_err());
}

#[test]
fn what_cannot_be_listed_is_named_and_the_rest_is_listed() {
    let office = archive();
    let edit = |folder: &str, name: &str, change: &dyn Fn(String) -> String| {
        let path = office.bag(folder).join(name);
        let text = fs::read_to_string(&path).unwrap();
        let mut permissions = path.metadata().unwrap().permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "a file of the test's own folder")]
        permissions.set_readonly(false);
        fs::set_permissions(&path, permissions).unwrap();
        fs::write(path, change(text)).unwrap();
    };
    fs::create_dir_all(office.bag("Kiriman/data")).unwrap();
    bags::copy(&office.bag("2027 Renja Perubahan 1/data"), &office.bag("Kiriman/data"));
    edit("2025 Renja Induk", "data/siklus.ron", &|text| text.replace("revision: 0", "revision: 7"));
    edit("2027 Renja Induk", "data/siklus.ron", &|text| text.replacen("v: 1", "v: 2,\n  baru: Ya", 1));
    edit("2027 Renja Perubahan 1", "data/siklus.ron", &|text| text[..text.len() / 2].to_owned());
    fs::create_dir_all(office.bag("~abc-0.tmp/data")).unwrap();
    fs::create_dir_all(office.bag("~abc-1-2028-perubahan-2.tmp/data")).unwrap();
    fs::create_dir_all(office.bag("2026 Renja Induk (revisi 1)/data")).unwrap();
    let (index, problems) = Index::load(&OsDisk, &office.root());
    assert_eq!(index.dossiers.len(), 3, "a broken dossier is still listed by its name");
    let faults = |folder: &str| {
        let of = problems.iter().filter(|problem| problem.path.starts_with(office.bag(folder)));
        of.map(|problem| problem.fault.clone()).collect::<Vec<_>>()
    };
    assert_eq!(faults("2025 Renja Induk"), [IndexFault::Changed]);
    assert_eq!(faults("2027 Renja Induk"), [IndexFault::Changed, IndexFault::Newer]);
    assert!(matches!(
        faults("2027 Renja Perubahan 1").as_slice(),
        [IndexFault::Changed, IndexFault::Broken(_)]
    ));
    assert_eq!(faults("~abc-0.tmp"), [IndexFault::Unfinished(None)]);
    let revision = |year, n| Some(CycleId { year, kind: Kind::Perubahan(n) });
    assert_eq!(faults("~abc-1-2028-perubahan-2.tmp"), [IndexFault::Unfinished(revision(2028, 2))]);
    let induk = IndexFault::Unfinished(Some(CycleId::induk(2026)));
    assert_eq!(faults("2026 Renja Induk (revisi 1)"), [induk]);
    assert_eq!(faults("Kiriman"), [IndexFault::Unfinished(revision(2027, 1))], "by its summary");
}

#[test]
fn sealed_and_open_cycles_are_searched_together() {
    let office = archive();
    let mut workspace = office.open();
    let open = CycleId::induk(2028);
    office.work(&mut workspace, open);
    let (index, _) = Index::load(&OsDisk, &office.root());
    let mut search = index.search();
    search.add_cycle(workspace.cycle(open).unwrap());
    let hits = search.find("undangan 2025", 20);
    let document = hits.iter().find(|hit| hit.what == What::Document).unwrap();
    assert_eq!(document.origin, Origin::Dossier("2025 Renja Induk".to_owned()));
    let hits = search.find("005/123-bappeda/2028", 20);
    assert_eq!((hits[0].what, &hits[0].origin), (What::Number, &Origin::Cycle(open)));
    assert_eq!(search.find("anggaran BERUBAH", 20).len(), 4);
    assert_eq!(search.find("resume", 20).len(), 4, "without its accents");
    assert!(search.find("salah", 20).is_empty(), "a removed document is not found");
}

#[test]
fn a_content_is_found_in_cycles_and_in_sealed_dossiers() {
    let office = archive();
    let mut workspace = office.open();
    let open = CycleId::induk(2028);
    office.work(&mut workspace, open);
    // Reopened, its dossier is a revision, without one document of the first dossier.
    let reopen = Command::ReopenCycle { reason: "salah lampir".to_owned() };
    let id = CycleId::induk(2025);
    workspace.execute(id, &reopen, &who()).unwrap();
    let notula = workspace.cycle(id).unwrap().state().documents.values();
    let notula =
        notula.filter(|document| document.title.starts_with("Notula")).map(|it| it.id.clone()).next();
    let reason = "salah lampir".to_owned();
    let remove = Command::RemoveDocument { document: notula.unwrap(), reason, paths: Vec::new() };
    workspace.execute(id, &remove, &who()).unwrap();
    seal(&mut workspace, id, &who(), &Quiet).unwrap();
    let (index, _) = Index::load(&OsDisk, &office.root());
    let find = |content: &[u8]| -> Vec<(CycleId, u8, Whereabouts)> {
        let found = duplicates(workspace.cycles(), &index, &sha256(content));
        found.into_iter().map(|found| (found.cycle, found.step.0, found.whereabouts)).collect()
    };
    let revision = CycleId { year: 2027, kind: Kind::Perubahan(1) };
    let dossier = |id: CycleId, bag: &str, step| (id, step, Whereabouts::Dossier(bag.to_owned()));
    let older_version = find(b"%PDF undangan");
    assert_eq!(
        older_version,
        [
            (open, 6, Whereabouts::Cycle),
            dossier(revision, "2027 Renja Perubahan 1", 6),
            dossier(INDUK, "2027 Renja Induk", 6),
            dossier(id, "2025 Renja Induk (revisi 1)", 6),
        ]
    );
    let in_2025 = find(b"PK notula").into_iter().filter(|found| found.0 == id).collect::<Vec<_>>();
    assert_eq!(in_2025, [dossier(id, "2025 Renja Induk", 7)], "it stands only in the first dossier");
    assert_eq!(find(b"salah").len(), 4, "removed documents are in no dossier, and stay in their cycles");
    assert_eq!(find(b"tidak ada"), []);
    let sizes = known_sizes(workspace.cycles(), &index);
    assert!(sizes.contains(&(b"%PDF undangan".len() as u64)) && !sizes.contains(&1_000_000));
    let archived = known_sizes(std::iter::empty(), &index);
    assert!(archived.contains(&(b"PK notula".len() as u64)), "sealed alone, it is known");
}

#[test]
fn hostile_names_stay_text_on_the_page() {
    let office = Office::ready();
    let bag = office.bag(&office.seal().unwrap().bag);
    let page = fs::read_to_string(bag.join("data/index.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("<b>\n") && !page.contains("Ani <b>"));
    assert!(page.contains("Notula &lt;script&gt;alert(1)") && page.contains("Ani &lt;b&gt;"));
    assert!(page.contains("⟨U+202E⟩") && !page.contains('\u{202e}'), "direction marks are shown");
    assert!(page.contains("Rapat &lt;i&gt;daring&lt;/i&gt;"));
    for address in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(address), "{address}: the page loads something");
    }
    // Every link leads to a file of the dossier.
    let mut links = 0;
    for part in page.split("href=\"./").skip(1) {
        let path = decode(&part[..part.find('"').unwrap()]);
        assert!(bag.join("data").join(&path).is_file(), "{path}");
        links += 1;
    }
    assert_eq!(links, 4);
}

fn decode(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn the_zip_holds_the_whole_bag_and_a_page_that_leads_into_it() {
    let office = archive();
    let bag = office.bag("2027 Renja Induk");
    let target = office.dir.path().join("kirim.zip");
    hand_on(&office, "2027 Renja Induk", &target, false, &Quiet).unwrap();
    let mut zip = zip::ZipArchive::new(fs::File::open(&target).unwrap()).unwrap();
    let unpacked = office.dir.path().join("buka");
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        bags::write(&unpacked.join(entry.name().unwrap().as_ref()), &bytes);
    }
    assert_eq!(bags::list(&unpacked.join("2027 Renja Induk"), ""), bags::list(&bag, ""));
    let cover = fs::read_to_string(unpacked.join("index.html")).unwrap();
    assert!(cover.contains("./2027%20Renja%20Induk/data/index.html"));
    let report = check(&OsDisk, &unpacked.join("2027 Renja Induk"), &Quiet);
    assert_eq!(report.verdict, renja::archive::Verdict::Intact);
    match hand_on(&office, "2027 Renja Induk", &target, false, &Quiet) {
        Err(ArchiveError::Store(error)) => assert_eq!(*error.kind(), ErrorKind::Exists),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_or_cancelled_export_leaves_nothing() {
    let office = archive();
    let folder = office.dir.path().join("kirim");
    fs::create_dir(&folder).unwrap();
    let stop = |_: u64, name: &str| if name.contains("Undangan") { Err(Cancelled) } else { Ok(()) };
    let result = hand_on(&office, "2027 Renja Induk", &folder.join("a.zip"), false, &stop);
    assert!(matches!(result, Err(ArchiveError::Cancelled)), "{result:?}");
    let inside = office.root().join("a.zip");
    let result = hand_on(&office, "2027 Renja Induk", &inside, false, &Quiet);
    assert!(matches!(result, Err(ArchiveError::InsideDataFolder(_))), "{result:?}");
    let bag = office.bag("2025 Renja Induk");
    let path = bags::list(&bag, "").into_keys().find(|path| path.ends_with("Undangan rapat.pdf")).unwrap();
    fs::remove_file(bag.join(&path)).unwrap();
    fs::write(bag.join(&path), b"palsu").unwrap();
    let result = hand_on(&office, "2025 Renja Induk", &folder.join("b.zip"), false, &Quiet);
    assert!(matches!(result, Err(ArchiveError::NotWhole(_))), "{result:?}");
    assert!(hand_on(&office, "tidak ada", &folder.join("c.zip"), false, &Quiet).is_err());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "something was left");
}
