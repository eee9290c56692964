//! Texts into boxes: the largest type at which they fit, and what is cut where none does.

use serde::Serialize;

use super::characters::{closes, ends_sentence};
use super::font::{Fonts, Weight};
use super::lines::{Line, Measured, Shape};
use super::request::Request;

/// A text is laid out up to this many characters; no box holds as many.
const LONGEST: usize = 1500;
/// Being half as large is as bad as this many lines that end in the middle of a thought.
const SMALLNESS: f64 = 3.0;
/// The part of an ideograph's square that stands above the base line.
const ASCENT: f64 = 0.88;

/// Texts as they are to be drawn.
#[derive(Debug, Serialize)]
pub struct Block {
    /// Size of the type.
    pub size: f64,
    /// Height from the top of the first line's squares to the bottom of the last one's.
    pub height: f64,
    /// Width of the widest line.
    pub width: f64,
    /// Whether something is missing.
    pub cut: bool,
    /// The texts.
    pub items: Vec<Item>,
}

/// A text in a block.
#[derive(Debug, Serialize)]
pub struct Item {
    /// From the top of the block to the top of the text.
    pub top: f64,
    /// Its height.
    pub height: f64,
    /// Its lines.
    pub lines: Vec<Row>,
}

/// A line to be drawn.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its characters.
    pub text: String,
    /// From the top of the block to the base line.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// What each character is moved away from the one before it, as SVG writes it.
    pub dx: String,
}

/// What does not stand on the poster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The name of the part, as the template gives it: `title`, `points`.
    pub part: String,
    /// The number of the text in its part, from 1.
    pub item: usize,
    /// What is shown of it; empty for one that is left out.
    pub kept: String,
    /// What is not.
    pub lost: String,
}

/// Fits texts into a box.
pub fn fit(request: &Request, fonts: &Fonts) -> (Block, Vec<Cut>) {
    let (block, cuts) = set(request, fonts);
    (Block { cut: !cuts.is_empty(), ..block }, cuts)
}

fn set(request: &Request, fonts: &Fonts) -> (Block, Vec<Cut>) {
    let weight = if request.bold { Weight::Bold } else { Weight::Regular };
    let texts: Vec<&String> = request.items.iter().filter(|it| !it.is_empty()).collect();
    let shown = texts.len().min(request.most.unwrap_or(usize::MAX));
    let measured: Vec<Measured> =
        texts[..shown].iter().map(|it| Measured::new(head(it, LONGEST), fonts, weight)).collect();
    let setter = Setter { request, fonts, weight };
    let whole = texts[..shown].iter().all(|it| head(it, LONGEST).len() == it.len());
    let mut best: Option<(f64, f64, Vec<Vec<Line>>)> = None;
    for size in request.sizes.iter().copied().filter(|_| whole) {
        let set: Vec<Vec<Line>> = measured.iter().map(|it| setter.lines(it, size)).collect();
        let counts: Vec<usize> = set.iter().map(Vec::len).collect();
        if !setter.fits(&counts, size) {
            continue;
        }
        let fault = setter.fault(&measured, &set, size);
        if best.as_ref().is_none_or(|it| fault < it.0) {
            best = Some((fault, size, set));
        }
        if !request.balanced {
            break;
        }
    }
    if let Some((_, size, set)) = best {
        let left_out = texts[shown..].iter().enumerate();
        let cuts = left_out.map(|(at, lost)| setter.cut(shown + at, "", lost)).collect();
        return (setter.block(measured.iter().zip(&set), size), cuts);
    }
    setter.cut_down(&texts, measured)
}

/// The first characters of a text.
fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

struct Setter<'a> {
    request: &'a Request,
    fonts: &'a Fonts,
    weight: Weight,
}

impl Setter<'_> {
    fn lines(&self, text: &Measured, size: f64) -> Vec<Line> {
        let shape = if self.request.balanced { Shape::Balanced } else { Shape::Full };
        text.lines(self.request.width / size, shape)
    }

    /// What is wrong with a size: smaller than might be, or lines that end in the middle of a thought.
    fn fault(&self, texts: &[Measured], set: &[Vec<Line>], size: f64) -> f64 {
        let largest = self.request.sizes.iter().copied().fold(size, f64::max);
        let disturbance: f64 = texts.iter().zip(set).map(|(text, lines)| text.disturbance(lines)).sum();
        disturbance + SMALLNESS * (largest / size - 1.0)
    }

    fn text_height(&self, lines: usize, size: f64) -> f64 {
        if lines == 0 { 0.0 } else { size * (1.0 + (lines - 1) as f64 * self.request.leading) }
    }

    fn height(&self, counts: &[usize], size: f64) -> f64 {
        let texts: f64 = counts.iter().map(|it| self.text_height(*it, size)).sum();
        texts + counts.len().saturating_sub(1) as f64 * self.request.gap * size
    }

    fn fits(&self, counts: &[usize], size: f64) -> bool {
        let most = self.request.lines.unwrap_or(usize::MAX);
        counts.iter().all(|it| *it <= most)
            && self.request.height.is_none_or(|height| self.height(counts, size) <= height + 1e-6)
    }

    /// Shortens texts, the longest first, until they fit at the smallest size.
    fn cut_down(&self, texts: &[&String], measured: Vec<Measured>) -> (Block, Vec<Cut>) {
        let size = self.request.sizes.last().copied().unwrap_or(1.0);
        let most = self.request.lines.unwrap_or(usize::MAX);
        let mut counts: Vec<usize> = measured.iter().map(|it| self.lines(it, size).len().min(most)).collect();
        while !self.fits(&counts, size) {
            // The last of the longest: what comes first weighs more.
            if let Some(longest) = counts.iter_mut().max_by_key(|it| **it).filter(|it| **it > 1) {
                *longest -= 1;
            } else if counts.pop().is_none() {
                break;
            }
        }
        let mut cuts = Vec::new();
        let mut shown = Vec::new();
        for (at, (text, whole)) in texts.iter().zip(measured).enumerate().take(counts.len()) {
            let lines = self.lines(&whole, size);
            if lines.len() <= counts[at] && whole.text().len() == text.chars().count() {
                shown.push((whole, lines));
                continue;
            }
            let (kept, set) = self.shorten(&whole, counts[at], size);
            let lost: String = text.chars().skip(kept).collect();
            let lines = self.lines(&set, size);
            cuts.push(self.cut(at, &set.text().iter().collect::<String>(), &lost));
            shown.push((set, lines));
        }
        let left_out = texts.iter().enumerate().skip(counts.len());
        cuts.extend(left_out.map(|(at, lost)| self.cut(at, "", lost)));
        (self.block(shown.iter().map(|(text, lines)| (text, lines)), size), cuts)
    }

    /// The longest beginning that fits into so many lines: up to the end of a sentence where that keeps more
    /// than half of it, or else with dots behind it.
    fn shorten(&self, whole: &Measured, lines: usize, size: f64) -> (usize, Measured) {
        let text = whole.text();
        let made = |end: usize, tail: &str| {
            let kept: String = text[..end].iter().collect::<String>() + tail;
            Measured::new(&kept, self.fonts, self.weight)
        };
        let fits = |measured: &Measured| self.lines(measured, size).len() <= lines;
        // What fits is nearly all shorter than what does not; the rest is found step by step.
        let room = (self.request.width / size * lines as f64 * 4.0) as usize;
        let (mut low, mut high) = (0, text.len().min(room));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(&made(middle, "……")) { low = middle } else { high = middle - 1 }
        }
        let sentence = (1..=text.len().min(low + 2))
            .rev()
            .find(|end| ends_sentence(text[end - 1]) && !text.get(*end).is_some_and(|it| closes(*it)))
            .filter(|end| end * 2 > low && fits(&made(*end, "")));
        if let Some(end) = sentence {
            return (end, made(end, ""));
        }
        let mut end = (1..=low).rev().find(|end| whole.may_end(*end)).unwrap_or(low);
        while end > 0 && (text[end - 1] == ' ' || "，、：；—…,:;".contains(text[end - 1])) {
            end -= 1;
        }
        (end, made(end, "……"))
    }

    fn cut(&self, at: usize, kept: &str, lost: &str) -> Cut {
        Cut { part: self.request.name.clone(), item: at + 1, kept: kept.to_owned(), lost: lost.to_owned() }
    }

    fn block<'m>(&self, texts: impl Iterator<Item = (&'m Measured, &'m Vec<Line>)>, size: f64) -> Block {
        let mut block = Block { size, height: 0.0, width: 0.0, cut: false, items: Vec::new() };
        for (text, lines) in texts {
            let top = if block.items.is_empty() { 0.0 } else { block.height + self.request.gap * size };
            let rows: Vec<Row> = lines
                .iter()
                .enumerate()
                .map(|(number, line)| Row {
                    text: text.text()[line.start..line.end].iter().collect(),
                    y: hundredths(top + size * (ASCENT + number as f64 * self.request.leading)),
                    width: hundredths(line.width * size),
                    dx: shifts(line, size),
                })
                .collect();
            let height = self.text_height(lines.len(), size);
            block.width = rows.iter().map(|it| it.width).fold(block.width, f64::max);
            block.height = top + height;
            block.items.push(Item { top, height, lines: rows });
        }
        block
    }
}

/// The shifts of a line as SVG writes them, up to the last one that moves anything.
fn shifts(line: &Line, size: f64) -> String {
    let count = line.shifts.iter().rposition(|it| it.abs() > 1e-6).map_or(0, |last| last + 1);
    let shifts = line.shifts[..count].iter().map(|it| hundredths(it * size).to_string());
    shifts.collect::<Vec<_>>().join(" ")
}

fn hundredths(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}
