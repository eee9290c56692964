//! The articles that the feed of the site no longer carries, in documents that lead from one to the next
//! (RFC 5005, section 4).
//!
//! - All articles stand in them, the newest too: a document is filled as articles come, and nothing moves from one
//!   to another when the feed lets go of an article.
//! - They are of the feed of all articles and in RSS and Atom alone. Every article is in it, so those of topics
//!   would hold nothing new and multiply the files.
//! - They carry summaries. Whole texts in two formats would be written twice more, for readers of whom few ask
//!   for what is old: of a cold build, parsing and writing the texts once is more than a third.

use super::entry::{Entry, Extent};
use super::{Feed, Format};
use crate::model::{Catalog, FeedSource, address};
use crate::outputs::{Planner, Site};

/// One article in so many begins a document: 10,000 articles are about a hundred documents of some 60 kB.
const MEAN: u64 = 100;
/// Articles in a document at most.
const MOST: usize = 500;

/// A document of the archive.
pub struct Document {
    /// What its files are called.
    pub name: String,
    /// Indices of its articles, newest first.
    articles: Vec<usize>,
}

/// The documents, that with the oldest articles first; none where the feed carries every article.
///
/// A document begins where the hash of an article's path says so, not at every hundredth article: an article that
/// is withdrawn, or comes with an older date, would else move all that follow it by one, and every later document
/// would be another. As it is, each depends on the articles between two beginnings, and is named by the first of
/// them. It gains `next-archive` in the moment in which it is complete, and then stays.
pub fn documents(catalog: &Catalog) -> Vec<Document> {
    let feeds = &catalog.config.feeds;
    let current = catalog.articles.iter().filter(|article| !article.expired(catalog.day));
    if !feeds.archives || current.count() <= feeds.limit {
        return Vec::new();
    }
    let oldest_first: Vec<usize> = (0..catalog.articles.len()).rev().collect();
    let hashes: Vec<u64> = oldest_first.iter().map(|&index| hash(&catalog.articles[index].path)).collect();
    let starts = beginnings(&hashes);
    let ends = starts.iter().skip(1).copied().chain([hashes.len()]);
    let documents = starts.iter().zip(ends).map(|(&start, end)| Document {
        // Named by an article, the oldest would change its name with each that comes before.
        name: if start == 0 { "oldest".into() } else { format!("{:016x}", hashes[start]) },
        articles: oldest_first[start..end].iter().rev().copied().collect(),
    });
    documents.collect()
}

/// Where documents begin among articles of these hashes, the oldest first.
fn beginnings(hashes: &[u64]) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    for (index, hash) in hashes.iter().enumerate() {
        if starts.last().is_none_or(|last| hash % MEAN == 0 || index - last == MOST) {
            starts.push(index);
        }
    }
    starts
}

fn hash(path: &str) -> u64 {
    let mut short = [0; 8];
    short.copy_from_slice(&blake3::hash(path.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(short)
}

/// The file of a document in a format that has archives.
pub fn path(format: Format, name: &str) -> Option<String> {
    let [rss, atom] = address::feed_archive(name);
    match format {
        Format::Rss => Some(rss),
        Format::Atom => Some(atom),
        Format::Json | Format::Kuaichuan => None,
    }
}

/// Plans the files of all documents.
pub fn plan(documents: Vec<Document>, planner: &mut Planner<'_>) {
    let names: Vec<String> = documents.iter().map(|document| document.name.clone()).collect();
    for (place, document) in documents.into_iter().enumerate() {
        let articles: std::sync::Arc<[usize]> = document.articles.into();
        let older = place.checked_sub(1).and_then(|it| names.get(it));
        for format in [Format::Rss, Format::Atom] {
            let Some(path) = path(format, &document.name) else { continue };
            let neighbours = [("prev-archive", older), ("next-archive", names.get(place + 1))];
            let history: Vec<(&'static str, String)> = neighbours
                .into_iter()
                .filter_map(|(rel, name)| Some((rel, self::path(format, name?)?)))
                .collect();
            let articles = std::sync::Arc::clone(&articles);
            planner.add(path.clone(), move |site| view(site, format, &path, &articles, &history));
        }
    }
}

fn view(
    site: &Site<'_>,
    format: Format,
    path: &str,
    articles: &[usize],
    history: &[(&'static str, String)],
) -> Feed {
    let catalog = site.catalog;
    let current = catalog.absolute(&format.path(&FeedSource::All.name(catalog)));
    let entries = articles.iter().map(|&index| &catalog.articles[index]);
    let entries = entries.filter(|article| !article.expired(catalog.day));
    let mut links = vec![("current", current.clone())];
    links.extend(history.iter().map(|(rel, path)| (*rel, catalog.absolute(path))));
    Feed {
        archive_of: Some(current),
        history: links,
        ..Feed::about(site, FeedSource::All, format, path)
            .with(entries.map(|article| Entry::new(site, article, Extent::Summary)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_begins_where_a_hash_says_so_and_holds_no_more_than_it_may() {
        assert!(beginnings(&[]).is_empty());
        assert_eq!(beginnings(&[7, 1, 300, 5, 0, 9]), [0, 2, 4]);
        assert_eq!(beginnings(&vec![1; 2 * MOST + 1]), [0, MOST, 2 * MOST]);
    }

    #[test]
    fn articles_that_come_or_go_move_no_others() {
        let hashes: Vec<u64> = (0..3000_u64).map(|it| hash(&it.to_string())).collect();
        let named = |hashes: &[u64]| -> Vec<Vec<u64>> {
            let starts = beginnings(hashes);
            let ends = starts.iter().skip(1).copied().chain([hashes.len()]);
            starts.iter().zip(ends).map(|(&start, end)| hashes[start..end].to_vec()).collect()
        };
        let before = named(&hashes);
        for at in (0..hashes.len()).step_by(97) {
            let mut without = hashes.clone();
            without.remove(at);
            let after = named(&without);
            let lost = before.iter().filter(|it| !after.contains(it)).count();
            assert!(lost <= 2, "{at}: {lost} of {} are others", before.len());
            assert!(named(&hashes[..at]).iter().rev().skip(1).all(|it| before.contains(it)), "{at}");
        }
    }
}
