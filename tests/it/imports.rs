//! Which file of the library uses which others. Paths are resolved as the compiler does: `crate`, `self` and
//! `super` at the head, groups in braces, modules below the file's own. A re-export (`pub use`) counts as a
//! use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module by the names of its path: `["ui", "deeds", "export"]`.
pub type Module = Vec<String>;

/// The modules that each file uses, with the file given by its module.
pub fn of_library() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    collect(&root, &mut Vec::new(), &mut files);
    let modules: BTreeSet<Module> = files.keys().cloned().collect();
    files.into_iter().map(|(module, text)| (module.clone(), uses(&module, &code(&text), &modules))).collect()
}

fn collect(folder: &Path, path: &mut Module, files: &mut BTreeMap<Module, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if file.is_dir() {
            path.push(name);
            collect(&file, path, files);
            path.pop();
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            let mut module = path.clone();
            if name != "mod" && name != "lib" {
                module.push(name);
            }
            files.insert(module, std::fs::read_to_string(&file).unwrap());
        }
    }
}

/// A file's text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

fn uses(module: &Module, code: &str, modules: &BTreeSet<Module>) -> BTreeSet<Module> {
    let mut paths = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let (before, behind) = rest.split_at(at);
        let end = behind.find(';').unwrap_or(behind.len());
        let is_word = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        if is_word {
            expand("", &behind[4..end], &mut paths);
        }
        paths.extend(named(before));
        rest = &behind[end..];
    }
    paths.extend(named(rest));
    paths.iter().filter_map(|path| resolve(module, path, modules)).filter(|used| used != module).collect()
}

/// Paths outside of `use` that begin with `crate`, `self` or `super`.
fn named(code: &str) -> Vec<String> {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c| !is_of_path(c));
    let headed = |word: &&str| ["crate::", "super::", "self::"].iter().any(|head| word.starts_with(head));
    words.filter(headed).map(str::to_owned).collect()
}

/// `a::{b, c::{d, e}}` as three paths.
fn expand(head: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        paths.push(format!("{head}{}", tree.split(" as ").next().unwrap().trim()));
        return;
    };
    let head = format!("{head}{}", before.trim());
    let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !group[start..at].trim().is_empty() {
                    expand(&head, &group[start..at], paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The module that a path leads to: the longest part of the path that is a module.
fn resolve(module: &Module, path: &str, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut parts = path.split("::").map(str::trim).filter(|part| !part.is_empty()).peekable();
    let mut at = match *parts.peek()? {
        "crate" | "renja" => {
            parts.next();
            Module::new()
        }
        "self" => {
            parts.next();
            module.clone()
        }
        "super" => {
            let mut at = module.clone();
            while parts.next_if_eq(&"super").is_some() {
                at.pop();
            }
            at
        }
        child => {
            let below: Module = module.iter().cloned().chain([child.to_owned()]).collect();
            modules.contains(&below).then(|| module.clone())?
        }
    };
    for part in parts {
        at.push(part.to_owned());
        if !modules.contains(&at) {
            at.pop();
            break;
        }
    }
    modules.contains(&at).then_some(at)
}

/// Whether two modules are the same, or one is inside the other.
pub fn is_related(a: &Module, b: &Module) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// Modules that use each other in a circle; none if there is no circle. A module and the modules inside it
/// may use each other.
pub fn circle(uses: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    fn visit<'a>(
        module: &'a Module,
        uses: &'a BTreeMap<Module, BTreeSet<Module>>,
        way: &mut Vec<&'a Module>,
        done: &mut BTreeSet<&'a Module>,
    ) -> Option<Vec<Module>> {
        if let Some(at) = way.iter().position(|on| *on == module) {
            return Some(way[at..].iter().map(|module| (*module).clone()).collect());
        }
        if !done.contains(module) {
            way.push(module);
            let others = uses.get(module).into_iter().flatten().filter(|other| !is_related(module, other));
            let found = others.into_iter().find_map(|other| visit(other, uses, way, done));
            way.pop();
            done.insert(module);
            return found;
        }
        None
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|module| visit(module, uses, &mut Vec::new(), &mut done))
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    let modules: BTreeSet<Module> = ["", "a", "a::b", "a::b::c", "d", "d::e"]
        .iter()
        .map(|path| path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect())
        .collect();
    let used = |of: &str, text: &str| -> Vec<String> {
        uses(&module(of), &code(text), &modules).iter().map(|module| module.join("::")).collect()
    };
    assert_eq!(used("a::b", "use super::super::d::{self, e::{Thing, Other as It}};"), ["d", "d::e"]);
    assert_eq!(used("a::b", "pub use c::Thing;\nfn f() { crate::d::g() }"), ["a::b::c", "d"]);
    assert_eq!(used("a::b::c", "let x = super::super::super::d::e::K; // crate::nothing"), ["d::e"]);
    assert_eq!(used("d", "use std::a::b;\nuse self::e::E;"), ["d::e"]);
    let edges = |list: &[(&str, &str)]| {
        let mut edges: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in list {
            edges.entry(module(from)).or_default().insert(module(to));
        }
        edges
    };
    assert_eq!(
        circle(&edges(&[("a", "d"), ("d", "a::b"), ("a::b", "a")])),
        None,
        "a child that uses its parent closes no circle"
    );
    assert!(circle(&edges(&[("a", "d"), ("d", "x"), ("x", "a")])).is_some());
}
