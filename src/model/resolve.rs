//! Where the links of an article lead.

use rayon::prelude::*;

use super::catalog::Published;
use super::{Catalog, ParsedText, Problem, Reference, ReferenceKind, Resolution, SourcePath, Target};
use crate::diagnostic::Span;

impl Catalog {
    /// Looks up every reference of every text, once.
    pub(super) fn resolve_references(&mut self) {
        let links = |source: &ParsedText| -> Vec<Resolution> {
            let anchors = &source.outline.anchors;
            source.outline.references.iter().map(|it| self.resolve(&source.file, anchors, it)).collect()
        };
        let cover = |source: &ParsedText| {
            let target = source.front.cover.as_ref()?.value.clone();
            let image =
                Reference { kind: ReferenceKind::Image, target, span: Span::new(0, 0), has_alt: true };
            Some(self.resolve(&source.file, &[], &image))
        };
        let articles: Vec<_> =
            self.articles.par_iter().map(|it| (links(&it.source), cover(&it.source))).collect();
        let pages: Vec<_> = self.pages.iter().map(|it| links(&it.source)).collect();
        for (article, (links, cover)) in self.articles.iter_mut().zip(articles) {
            (article.links, article.cover) = (links, cover);
        }
        for (page, links) in self.pages.iter_mut().zip(pages) {
            page.links = links;
        }
    }

    /// Looks up a reference written in the file `from`, whose own anchors are `anchors`.
    fn resolve(&self, from: &str, anchors: &[String], reference: &Reference) -> Resolution {
        let target = reference.target.as_str();
        if is_outside(target) {
            return Resolution::Outside;
        }
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor).filter(|it| !it.is_empty())),
            None => (target, None),
        };
        if path.is_empty() {
            return match anchor {
                Some(anchor) if !has(anchors, anchor) => {
                    Resolution::Broken(Problem::Anchor(anchor.to_owned()))
                }
                _ => Resolution::Fragment,
            };
        }
        let path = path.split('?').next().unwrap_or(path);
        let Some(candidates) = candidates(from, path) else {
            return Resolution::Broken(Problem::Missing(path.to_owned()));
        };
        for candidate in &candidates {
            if let Some((source, _)) = self.assets.get_key_value(candidate.as_str()) {
                return Resolution::Asset(SourcePath::clone(source));
            }
            if reference.kind == ReferenceKind::Image {
                continue;
            }
            if let Some(published) = self.by_source.get(candidate.as_str()) {
                return self.page_of(*published, candidate, anchor);
            }
        }
        Resolution::Broken(Problem::Missing(candidates[0].clone()))
    }

    /// Output path of a page.
    pub fn path_of(&self, target: Target) -> &str {
        match target {
            Target::Article(index) => &self.articles[index].path,
            Target::Page(index) => &self.pages[index].path,
        }
    }

    fn text_of(&self, target: Target) -> &ParsedText {
        match target {
            Target::Article(index) => &self.articles[index].source,
            Target::Page(index) => &self.pages[index].source,
        }
    }

    /// The anchors of the page that `page`, written in the file `from`, leads to; `own` for an empty
    /// path.
    pub fn anchors_of<'c>(&'c self, from: &str, own: &'c [String], page: &str) -> &'c [String] {
        if page.is_empty() {
            return own;
        }
        let candidates = candidates(from, page).unwrap_or_default();
        match candidates.iter().find_map(|it| self.by_source.get(it.as_str())) {
            Some(Published::At(target)) => &self.text_of(*target).outline.anchors,
            _ => &[],
        }
    }

    /// Every source file that a link or image can lead to, in no order.
    pub fn source_paths(&self) -> impl Iterator<Item = &str> {
        self.by_source.keys().chain(self.assets.keys()).map(|path| &**path)
    }

    fn page_of(&self, published: Published, source: &str, anchor: Option<&str>) -> Resolution {
        let Published::At(target) = published else {
            return Resolution::Broken(Problem::Withheld(source.to_owned()));
        };
        match anchor {
            Some(anchor) if !has(&self.text_of(target).outline.anchors, anchor) => {
                Resolution::Broken(Problem::Anchor(anchor.to_owned()))
            }
            _ => Resolution::Page(target, anchor.map(str::to_owned)),
        }
    }
}

/// `anchors` is sorted.
fn has(anchors: &[String], anchor: &str) -> bool {
    anchors.binary_search_by(|it| it.as_str().cmp(anchor)).is_ok()
}

/// Whether a destination has a scheme or a host of its own.
pub(super) fn is_outside(target: &str) -> bool {
    target.starts_with("//")
        || target.find(':').is_some_and(|colon| {
            colon > 1 && target[..colon].bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        })
}

/// Source paths a relative destination may mean: beside the file, then under `content/assets`,
/// then from the content folder; `None` when it climbs out of the site.
fn candidates(from: &str, path: &str) -> Option<Vec<String>> {
    if let Some(rooted) = path.strip_prefix('/') {
        let inside = normalise("content", rooted)?;
        return Some(vec![inside, normalise("content/assets", rooted)?]);
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = normalise(folder, path)?;
    Some(vec![beside, normalise("content/assets", path).unwrap_or_default()])
}

/// `folder/path` without `.` and `..`; `None` when it would leave the site.
fn normalise(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_looked_up_beside_the_file_then_in_assets() {
        let found = candidates("content/articles/急救/cpr.md", "../营养/salt.md").unwrap();
        assert_eq!(found[0], "content/articles/营养/salt.md");
        let found = candidates("content/articles/急救/cpr.md", "logo.svg").unwrap();
        assert_eq!(found, ["content/articles/急救/logo.svg", "content/assets/logo.svg"]);
        assert_eq!(candidates("content/a.md", "../../../etc/passwd"), None);
    }

    #[test]
    fn schemes_are_outside_and_drive_letters_are_not() {
        assert!(is_outside("https://a.cn/"));
        assert!(is_outside("tel:120"));
        assert!(is_outside("//a.cn/x"));
        assert!(!is_outside("a/b.md#急救:一"));
        assert!(!is_outside("cpr.md"));
    }
}
