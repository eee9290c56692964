//! Files of a room import each other one way, too: a file can be read with those it stands on alone.
//!
//! A folder and what is in it are one; what a `mod.rs` hands on counts as where it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files in circles that are still to be opened.
const KNOWN: [&str; 5] = [
    "parse/markdown/builder",
    "parse/markdown/heading",
    "parse/markdown/image",
    "parse/markdown/inline",
    "parse/markdown/raw_html",
];

/// A module by its names from the root of the crate.
type Module = Vec<String>;

/// Every module without tests, and its code.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
    let files = files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some());
    files.filter_map(|path| Some((name(path.strip_prefix(&root).ok()?)?, code(&path)))).collect()
}

fn name(path: &Path) -> Option<Module> {
    let mut names: Module =
        path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|last| last == "mod") {
        names.pop();
    }
    let last = names.last()?;
    let test = last.contains("test") || last == "hostile" || last == "lib" || last == "main";
    (!test && path.extension()? == "rs").then_some(names)
}

fn code(path: &PathBuf) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths that a piece of code names: those after `use`, spread out, and those written in full.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for part in code.split("use ").skip(1) {
        spread("", part.split(';').next().unwrap_or_default(), &mut paths);
    }
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let end = code[at..].find(|it: char| !it.is_alphanumeric() && !"_:".contains(it));
            paths.push(code[at..end.map_or(code.len(), |end| at + end)].to_owned());
        }
    }
    paths
}

/// `a::{b, c::{d}}` as `a::b` and `a::c::d`.
fn spread(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        paths.push(format!("{prefix}{}", tree.split(" as ").next().unwrap_or_default()));
        return;
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0_i32;
    let parts = inner.split(|it: char| {
        depth += i32::from(it == '{') - i32::from(it == '}');
        it == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        spread(&format!("{prefix}{head}"), part, paths);
    }
}

/// The module that a path in `from` leads into, through what other modules hand on.
fn target(
    modules: &BTreeMap<Module, String>,
    handed: &BTreeMap<(Module, String), Module>,
    from: &Module,
    path: &str,
) -> Option<Module> {
    let mut names = path.split("::").map(str::trim).peekable();
    let mut at = from.clone();
    match *names.peek()? {
        "crate" => at.clear(),
        "super" | "self" => {}
        first if modules.contains_key(&[at.as_slice(), &[first.to_owned()]].concat()) => {}
        _ => return None,
    }
    while let Some(step) = names.next_if(|it| matches!(*it, "crate" | "self" | "super")) {
        if step == "super" {
            at.pop();
        }
    }
    for name in names {
        let inside = [at.as_slice(), &[name.to_owned()]].concat();
        if modules.contains_key(&inside) {
            at = inside;
        } else {
            return Some(handed.get(&(at.clone(), name.to_owned())).cloned().unwrap_or(at));
        }
    }
    Some(at)
}

#[test]
fn files_of_a_room_import_each_other_one_way() {
    let modules = modules();
    let mut handed = BTreeMap::new();
    for (module, code) in &modules {
        for path in paths(code) {
            let name = path.rsplit("::").next().unwrap_or_default().to_owned();
            let source = target(&modules, &BTreeMap::new(), module, &path);
            let below = source.filter(|source| source.len() > module.len() && source.starts_with(module));
            handed.extend(below.map(|source| ((module.clone(), name), source)));
        }
    }
    let mut imports: BTreeMap<&Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, code) in &modules {
        let all = paths(code).into_iter().filter_map(|path| target(&modules, &handed, module, &path));
        imports.insert(module, all.filter(|it| !it.starts_with(module) && !module.starts_with(it)).collect());
    }
    let reaches_itself = |module: &Module| {
        let mut seen: BTreeSet<&Module> = BTreeSet::new();
        let mut open: Vec<&Module> = vec![module];
        while let Some(next) = open.pop() {
            open.extend(imports.get(next).into_iter().flatten().filter(|it| seen.insert(it)));
        }
        seen.contains(module)
    };
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 300, "the imports are found");
    let circles: Vec<String> =
        modules.keys().filter(|it| reaches_itself(it)).map(|it| it.join("/")).collect();
    let new: Vec<&String> = circles.iter().filter(|it| !KNOWN.contains(&it.as_str())).collect();
    assert!(new.is_empty(), "in a circle of imports: {new:?}");
    let opened: Vec<&&str> = KNOWN.iter().filter(|it| !circles.iter().any(|circle| circle == *it)).collect();
    assert!(opened.is_empty(), "in no circle any more: {opened:?}");
}
