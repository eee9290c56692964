//! Templates name nothing that their views do not have.

use std::collections::BTreeSet;
use std::path::Path;

use crate::site::{TestSite, copy_tree};

/// The names with dots in the tags of a template, such as `article.cover.path`, without those in quotes.
fn chains(tag: &str) -> BTreeSet<String> {
    let mut code = String::new();
    let mut quote = None;
    for character in tag.chars() {
        match (quote, character) {
            (None, '"' | '\'' | '`') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, _) => code.push(character),
            _ => {}
        }
    }
    code.split(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '.')))
        .map(|it| it.trim_matches('.'))
        .filter(|it| it.contains('.') && it.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter(|it| !it.starts_with("loop."))
        .map(str::to_owned)
        .collect()
}

/// The template with a trap before each tag: where what stands before the last dot is there and has no
/// such field, an undefined variable is shown, which fails.
fn with_traps(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min() {
        let close = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let end = at + rest[at..].find(close).expect("a tag that ends") + 2;
        let tag = &rest[at..end];
        out.push_str(&rest[..at]);
        for chain in chains(tag) {
            let parts: Vec<&str> = chain.split('.').collect();
            for length in 2..=parts.len() {
                let (parent, whole) = (parts[..length - 1].join("."), parts[..length].join("."));
                let name = whole.replace('.', "_");
                out.push_str(&format!(
                    "{{% if {parent} and {whole} is undefined %}}{{{{ no_field_{name} }}}}{{% endif %}}"
                ));
            }
        }
        out.push_str(tag);
        rest = &rest[end..];
    }
    out + rest
}

fn demonstration_with_traps(change: impl Fn(&str, String) -> String) -> TestSite {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = TestSite::new("").with(|options| {
        options.selection.drafts = true;
        options.selection.future = true;
    });
    copy_tree(&repository.join("content"), &site.root().join("content"));
    site.write("site.yaml", std::fs::read(repository.join("site.yaml")).expect("settings"));
    let folder = repository.join("themes/kepu/templates");
    for entry in walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(entry.path()).expect("a template");
            site.write(&format!("themes/kepu/templates/{name}"), with_traps(&change(&name, text)));
        }
    }
    site
}

#[test]
fn no_field_is_named_that_a_view_does_not_have() {
    demonstration_with_traps(|_, text| text).build();
}

#[test]
fn a_field_that_a_view_does_not_have_is_found_in_a_condition() {
    let site = demonstration_with_traps(|name, text| match name {
        "article.html" => text.replacen("{% if article.topic %}", "{% if article.tpoic %}", 1),
        _ => text,
    });
    let error = site.try_build().expect_err("a template that is wrong");
    assert!(format!("{error:#}").contains("no_field_article_tpoic"), "{error:#}");
}
