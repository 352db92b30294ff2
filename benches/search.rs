//! The list of 50 archived years with 17 steps of 10 documents each, a search over all of them, and opening
//! one year.

mod common;
#[path = "common/store.rs"]
mod store;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use renja::archive::{Index, Search, open, seal};
use renja::store::Quiet;

const YEARS: i32 = 50;
/// 17 steps of 10.
const DOCUMENTS: usize = 170;
const ROUNDS: usize = 5;

fn main() {
    if !common::asked() {
        return;
    }
    let folder = common::folder().join("search");
    let root = fifty_years(&folder);

    let mut times = Vec::new();
    let mut index = Index::default();
    for _ in 0..ROUNDS {
        let time = time(|| index = Index::load(&root).0);
        assert_eq!(index.dossiers.len(), YEARS as usize);
        times.push(time.as_secs_f64());
    }
    let documents: usize = index.dossiers.iter().map(renja::archive::Dossier::documents).sum();
    common::row(
        &format!("the list of {YEARS} archived years, {documents} documents"),
        &format!("{:.0} ms", common::median(times) * 1000.0),
        "at most 500 ms",
    );

    let mut search = Search::new();
    let building = time(|| search = index.search());
    common::row("making it searchable", &format!("{:.0} ms", building.as_secs_f64() * 1000.0), "");
    let mut slowest = (0.0, "");
    for query in
        ["a", "dokumen", "dokumen 2031", "005/117-Bappeda/2040", "renja induk 2004 undangan", "tidak ada"]
    {
        let time = time(|| drop(search.find(query, 100))).as_secs_f64();
        if time > slowest.0 {
            slowest = (time, query);
        }
    }
    common::row(
        "the slowest of six searches",
        &format!("{:.1} ms (“{}”)", slowest.0 * 1000.0, slowest.1),
        "at most 50 ms",
    );

    let opening = time(|| {
        let opened = open(&root, "2030 Renja Induk").expect("a dossier");
        assert_eq!(opened.cycle.state().documents.len(), DOCUMENTS);
    });
    common::row("opening one year", &format!("{:.0} ms", opening.as_secs_f64() * 1000.0), "at most 300 ms");
    let _ = std::fs::remove_dir_all(&folder);
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// One dossier is sealed; the others are made of its tag files and texts with another year.
fn fifty_years(folder: &Path) -> PathBuf {
    let sources = folder.join("sources");
    std::fs::create_dir_all(&sources).expect("a folder for the documents");
    let documents: Vec<PathBuf> = (0..DOCUMENTS)
        .map(|n| {
            let file = sources.join(format!("dokumen {n:03}.txt"));
            std::fs::write(&file, format!("dokumen {n}")).expect("a document");
            file
        })
        .collect();
    let mut workspace = store::ready(folder, 2000, &documents);
    let sealed = seal(&mut workspace, store::id(2000), &store::who(), &Quiet).expect("a dossier");
    let root = workspace.root().to_owned();
    let bag = root.join("arsip").join(sealed.bag);
    for year in 2001..2000 + YEARS {
        let copy = root.join(format!("arsip/{year} Renja Induk"));
        std::fs::create_dir_all(copy.join("data")).expect("a folder");
        for name in ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"] {
            std::fs::copy(bag.join(name), copy.join(name)).expect("a tag file");
        }
        for name in ["data/sop.ron", "data/jurnal.ron"] {
            std::fs::copy(bag.join(name), copy.join(name)).expect("a text");
        }
        let summary = std::fs::read_to_string(bag.join("data/siklus.ron")).expect("a summary");
        let summary = summary.replace("year: 2000", &format!("year: {year}"));
        std::fs::write(copy.join("data/siklus.ron"), summary.replace("/2000", &format!("/{year}")))
            .expect("a summary");
    }
    root
}
