//! `broken-link`, `missing-image`: every link inside the site leads to a page, an anchor or a file.

use crate::diagnostic::{Diagnostic, Place, Suggestion, Text, did_you_mean, rules};
use crate::model::{Catalog, ParsedText, Problem, Reference, ReferenceKind, Resolution};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for (text, links) in catalog.texts() {
        for (reference, resolution) in text.outline.references.iter().zip(links) {
            if let Resolution::Broken(problem) = resolution {
                diagnostics.push(explain(catalog, text, reference, problem));
            }
        }
    }
}

fn explain(catalog: &Catalog, text: &ParsedText, reference: &Reference, problem: &Problem) -> Diagnostic {
    let place = Place::Span(reference.span);
    let target = &reference.target;
    match problem {
        Problem::Missing(path) if reference.kind == ReferenceKind::Image => {
            let message =
                Text::new(format!("找不到图片 `{target}`"), format!("there is no image `{target}`"));
            let help = near_file(catalog, &text.file, path).unwrap_or_else(|| {
                Text::new(
                    "把图片放在文章旁边，或放进 content/assets",
                    "put the image beside the article or into content/assets",
                )
            });
            Diagnostic::new(&rules::MISSING_IMAGE, &text.file, place, message).help(help)
        }
        Problem::Missing(path) => {
            let message = Text::new(
                format!("链接 `{target}` 没有指到任何文件"),
                format!("link `{target}` leads to no file"),
            );
            let help = near_file(catalog, &text.file, path).unwrap_or_else(|| {
                Text::new(
                    "站内链接写源文件的相对路径，例如 `../急救/cpr.md`",
                    "write the relative path of the source file, such as `../急救/cpr.md`",
                )
            });
            Diagnostic::new(&rules::BROKEN_LINK, &text.file, place, message).help(help)
        }
        Problem::Withheld(path) => {
            let message = Text::new(
                format!("链接指向的 `{path}` 还没有发布"),
                format!("the link leads to `{path}`, which is not published"),
            );
            let help = Text::new("等它发布，或先去掉链接", "wait until it is, or take the link out");
            Diagnostic::new(&rules::LINK_TO_UNPUBLISHED, &text.file, place, message).help(help)
        }
        Problem::Anchor(anchor) => {
            let message = Text::new(
                format!("目标页面没有 `#{anchor}` 这一节"),
                format!("the page has no anchor `#{anchor}`"),
            );
            let page = target.split('#').next().unwrap_or_default();
            let anchors = catalog.anchors_of(&text.file, &text.outline.anchors, page);
            let help = match did_you_mean(anchor, anchors.iter().map(String::as_str)) {
                Some(Suggestion { meant }) => Suggestion { meant: format!("#{meant}") }.help(),
                None if anchors.is_empty() => Text::new("那里没有小标题", "it has no headings"),
                None => {
                    let all: Vec<&str> = anchors.iter().take(8).map(String::as_str).collect();
                    let all = all.join("`, `#");
                    Text::new(format!("那里有 `#{all}`"), format!("it has `#{all}`"))
                }
            };
            Diagnostic::new(&rules::BROKEN_ANCHOR, &text.file, place, message).help(help)
        }
    }
}

/// A file other than `from` of the same name elsewhere, or of nearly the same name.
fn near_file(catalog: &Catalog, from: &str, path: &str) -> Option<Text> {
    let mut files: Vec<&str> = catalog.source_paths().filter(|file| *file != from).collect();
    files.sort_unstable();
    let same = files.iter().find(|file| name(file) == name(path));
    // Without the extension, or every short name would be near to every other.
    let near = || did_you_mean(stem(path), files.iter().map(|file| stem(file)));
    let near = same.or_else(|| near().and_then(|near| files.iter().find(|file| stem(file) == near.meant)))?;
    Some(Suggestion { meant: (*near).to_owned() }.help())
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    let name = name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
