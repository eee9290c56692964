//! Which templates a template depends on: what it extends and includes, and the files of the components
//! that it shows.
//!
//! Told from the texts, and rather too much than too little: a template whose name stands in quotation
//! marks anywhere in a text, or whose component's name stands behind a `<`, counts.

use std::collections::{BTreeMap, BTreeSet};

/// What stands for each template with all that it depends on. `templates` holds names and texts.
pub fn hashes(templates: &[(String, String)]) -> BTreeMap<String, blake3::Hash> {
    let direct: BTreeMap<&str, BTreeSet<&str>> = templates
        .iter()
        .map(|(name, text)| {
            let others = templates.iter().filter(|(other, _)| other != name);
            let needed = others.filter(|(other, theirs)| names(text, other) || shows(text, theirs));
            (name.as_str(), needed.map(|(other, _)| other.as_str()).collect())
        })
        .collect();
    let texts: BTreeMap<&str, &str> = templates.iter().map(|(name, text)| (&**name, &**text)).collect();
    let hash = |name: &str| {
        let mut hasher = blake3::Hasher::new();
        for name in closure(name, &direct) {
            let text = texts.get(name).copied().unwrap_or_default();
            hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        hasher.finalize()
    };
    templates.iter().map(|(name, _)| (name.clone(), hash(name))).collect()
}

/// A template and all that it depends on, however far.
fn closure<'t>(name: &'t str, direct: &BTreeMap<&'t str, BTreeSet<&'t str>>) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::from([name]);
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        for &next in direct.get(name).into_iter().flatten() {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// Whether `text` names the template `other`.
fn names(text: &str, other: &str) -> bool {
    ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{other}{quote}")))
}

/// Whether `text` shows a component that `other` defines.
fn shows(text: &str, other: &str) -> bool {
    components(other)
        .any(|component| text.match_indices('<').any(|(at, _)| text[at + 1..].starts_with(component)))
}

/// The names of the components that a template defines.
fn components(text: &str) -> impl Iterator<Item = &str> {
    let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches(['-', ' ', '\t', '\r', '\n']));
    tags.filter_map(|tag| tag.strip_prefix("component")?.trim_start().split(['(', ' ']).next())
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_stands_with_all_it_shows() {
        let mut templates: Vec<(String, String)> = [
            ("base.html", "<html>{% include 'foot.html' %}{% block a %}{% endblock a %}"),
            ("foot.html", "<footer>"),
            ("parts.html", "{%- component day(date) -%}{{ date }}{% endcomponent day %}"),
            ("page.html", "{% extends \"base.html\" %}"),
            ("list.html", "{% extends \"base.html\" %}{{ <day date={x} /> }}"),
            ("lone.html", "<p>"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
        let before = hashes(&templates);
        let mut changed_by = |index: usize| {
            let text = templates[index].1.clone();
            templates[index].1.push('x');
            let after = hashes(&templates);
            templates[index].1 = text;
            let changed = after.iter().filter(|(name, hash)| before[*name] != **hash);
            changed.map(|(name, _)| name.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(changed_by(0), "base.html list.html page.html");
        assert_eq!(changed_by(1), "base.html foot.html list.html page.html");
        assert_eq!(changed_by(2), "list.html parts.html");
        assert_eq!(changed_by(4), "list.html");
        assert_eq!(changed_by(5), "lone.html");
    }
}
