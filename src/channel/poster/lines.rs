//! Setting a text in lines of a width, all lines weighed together.
//!
//! Lengths are ems: multiples of the type size.

use super::breaks::{Break, breaks};
use super::characters::{blank_before, blank_behind, closes, ends_sentence, is_stop, is_wide};
use super::font::{Fonts, Weight};

/// How lines are shaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Lines of the same width, full to the edge, for running text.
    Full,
    /// Lines of about the same length that end where the sense does, for a title.
    Balanced,
}

/// A text that is ready to be set.
#[derive(Debug)]
pub struct Line {
    /// Range of characters, without the spaces at its end.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// How much each character is moved away from the one before it.
    pub shifts: Vec<f64>,
    /// The width with these shifts.
    pub width: f64,
}

/// The measures of a text.
#[derive(Debug)]
pub struct Measured {
    text: Vec<char>,
    breaks: Vec<Break>,
    widths: Vec<f64>,
    /// What is taken off the space between a character and the one before it.
    squeezes: Vec<f64>,
}

/// The best way that is known of setting the text up to some place.
#[derive(Debug, Clone, Copy, Default)]
struct Way {
    /// Words and numbers that are parted.
    parted: usize,
    lines: usize,
    cost: f64,
    /// Where its last line starts.
    start: usize,
}

impl Way {
    fn better_than(&self, other: &Way) -> bool {
        let whole = (self.parted, self.lines).cmp(&(other.parted, other.lines));
        whole.then(self.cost.total_cmp(&other.cost)).is_lt()
    }
}

/// A line's width may pass the measure by this much, for sums of fractions.
const TOLERANCE: f64 = 1e-6;
/// Half of a full-width mark is empty and given up beside another mark and at the edges.
const BLANK: f64 = 0.5;
/// A full line is spread by this much at most; a shorter one is left ragged.
const SPREAD: f64 = 0.8;
/// And each space between two characters by this much at most.
const GAP: f64 = 0.08;
/// The cost of a last line of one character.
const LONELY: f64 = 30.0;

impl Measured {
    /// Measures a text.
    pub fn new(text: &str, fonts: &Fonts, weight: Weight) -> Measured {
        let text: Vec<char> = text.chars().collect();
        let widths = text.iter().map(|it| fonts.width(*it, weight)).collect();
        let squeezes =
            (0..text.len()).map(|at| at.checked_sub(1).map_or(0.0, |left| squeeze(text[left], text[at])));
        Measured { squeezes: squeezes.collect(), breaks: breaks(&text), widths, text }
    }

    /// The characters.
    pub fn text(&self) -> &[char] {
        &self.text
    }

    /// Where the text may be ended: not inside of a word or number.
    pub fn may_end(&self, at: usize) -> bool {
        self.breaks.get(at).is_none_or(|it| *it == Break::Allowed)
    }

    /// The lines of the text.
    pub fn lines(&self, measure: f64, shape: Shape) -> Vec<Line> {
        let count = self.text.len();
        let mut best: Vec<Option<Way>> = vec![None; count + 1];
        best[0] = Some(Way::default());
        for start in 0..count {
            let Some(so_far) = best[start] else { continue };
            let mut natural = 0.0;
            for (end, best) in best.iter_mut().enumerate().skip(start + 1) {
                let at = end - 1;
                natural += self.widths[at] - if at == start { 0.0 } else { self.squeezes[at] };
                let width = natural - self.blank_edges(start, end);
                // A mark behind this character may still give up half of its width.
                if natural - 2.0 * BLANK > measure + TOLERANCE && at > start + 1 {
                    break;
                }
                if width > measure + TOLERANCE && at > start {
                    continue;
                }
                let place = self.breaks.get(end).copied().unwrap_or(Break::Allowed);
                // One character a line is set even where a rule forbids it: there is no other way.
                if place == Break::Forbidden && at > start {
                    continue;
                }
                let cost = self.cost(start, end, (measure - width) / measure, shape);
                let way = Way {
                    parted: so_far.parted + usize::from(place != Break::Allowed),
                    lines: so_far.lines + 1,
                    cost: so_far.cost + cost,
                    start,
                };
                if best.is_none_or(|old| way.better_than(&old)) {
                    *best = Some(way);
                }
            }
        }
        let mut ends = vec![count];
        while let Some(way) = ends.last().and_then(|end| best[*end]).filter(|it| it.lines > 0) {
            ends.push(way.start);
        }
        ends.reverse();
        ends.windows(2).map(|pair| self.line(pair[0], pair[1], measure, shape)).collect()
    }

    /// How bad a line is whose free part is `slack`.
    fn cost(&self, start: usize, end: usize, slack: f64, shape: Shape) -> f64 {
        let last = end == self.text.len();
        let mut cost = 0.0;
        let letters = self.text[start..end].iter().filter(|it| !closes(**it) && **it != ' ').count();
        if last && start > 0 && letters < 2 {
            cost += LONELY;
        }
        match shape {
            Shape::Full if last => {}
            Shape::Full => cost += 100.0 * slack * slack,
            Shape::Balanced => {
                cost += 20.0 * slack * slack;
                if !last {
                    cost += 4.0 * self.roughness(end);
                }
            }
        }
        cost
    }

    /// How much ending a line there disturbs the sense: 0 at the end of a sentence, 1 in the middle of one.
    fn roughness(&self, end: usize) -> f64 {
        let leans = self.text.get(end).is_some_and(|it| "的了吗呢吧着过地得是和与或".contains(*it));
        match self.text[end - 1] {
            mark if ends_sentence(mark) => 0.0,
            '、' => 0.7,
            mark if is_stop(mark) => 0.2,
            ' ' => 0.4,
            _ if leans => 1.5,
            _ => 1.0,
        }
    }

    /// How much the ends of lines disturb the sense, all together.
    pub fn disturbance(&self, lines: &[Line]) -> f64 {
        lines.windows(2).map(|pair| self.roughness(pair[1].start)).sum()
    }

    /// What a line gains at its edges.
    fn blank_edges(&self, start: usize, end: usize) -> f64 {
        let first = if blank_before(self.text[start]) { BLANK } else { 0.0 };
        let last = match self.text[end - 1] {
            ' ' => self.widths[end - 1],
            character if blank_behind(character) => BLANK,
            _ => 0.0,
        };
        first + last
    }

    fn line(&self, start: usize, end: usize, measure: f64, shape: Shape) -> Line {
        let last = end == self.text.len();
        let end = if end > start + 1 && self.text[end - 1] == ' ' { end - 1 } else { end };
        let mut shifts: Vec<f64> = (start..end).map(|at| -self.squeezes[at]).collect();
        shifts[0] = if blank_before(self.text[start]) { -BLANK } else { 0.0 };
        let behind = if blank_behind(self.text[end - 1]) { BLANK } else { 0.0 };
        let natural = self.widths[start..end].iter().sum::<f64>() + shifts.iter().sum::<f64>() - behind;
        let slack = measure - natural;
        let mut line = Line { start, end, shifts, width: natural };
        if shape == Shape::Full && !last && slack > TOLERANCE && slack < SPREAD {
            // Between ideographs and marks, not inside of words.
            let gaps: Vec<usize> = (start + 1..end)
                .filter(|at| is_wide(self.text[*at]) || is_wide(self.text[*at - 1]))
                .filter(|at| self.text[*at] != ' ' && self.text[*at - 1] != ' ')
                .filter(|at| self.breaks[*at] != Break::Forbidden)
                .collect();
            if slack <= GAP * gaps.len() as f64 {
                for at in &gaps {
                    line.shifts[at - start] += slack / gaps.len() as f64;
                }
                line.width = measure;
            }
        }
        line
    }
}

/// What two neighbours give up between them.
fn squeeze(left: char, right: char) -> f64 {
    let behind = blank_behind(left) && (blank_behind(right) || blank_before(right));
    let before = blank_before(left) && blank_before(right);
    if behind || before { BLANK } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::theme::Theme;

    fn set(text: &str, measure: f64, shape: Shape) -> Vec<String> {
        let theme = Theme::load(&std::collections::BTreeMap::new()).expect("the default theme");
        let fonts = Fonts::load(&theme).expect("its fonts");
        let measured = Measured::new(text, &fonts, Weight::Regular);
        let lines = measured.lines(measure, shape);
        for line in &lines {
            assert!(line.width <= measure + 1e-3 || line.end == line.start + 1, "{text}");
        }
        lines.iter().map(|line| measured.text()[line.start..line.end].iter().collect()).collect()
    }

    #[test]
    fn lines_follow_the_rules() {
        assert_eq!(set("一二三四，五六七八。", 4.5, Shape::Full), ["一二三四，", "五六七八。"]);
        assert_eq!(set("一二三四五，六七", 5.0, Shape::Full), ["一二三四", "五，六七"]);
        assert_eq!(set("“一二”，“三”四", 4.0, Shape::Full), ["“一二”，", "“三”四"]);
        // No line of one character.
        assert_eq!(set("一二三四五六七", 6.0, Shape::Full), ["一二三四五", "六七"]);
        assert_eq!(set("隔夜菜会致癌吗？看怎么放", 8.0, Shape::Balanced), ["隔夜菜会致癌吗？", "看怎么放"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_parted() {
        assert_eq!(
            set("https://example.org/abcdefghij", 6.0, Shape::Full).concat(),
            "https://example.org/abcdefghij"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(
            text in "[一二三，。！“”（）——……a-c0-9 分]{1,60}", measure in 2u8..12,
        ) {
            for shape in [Shape::Full, Shape::Balanced] {
                let all: String = set(&text, f64::from(measure), shape).concat();
                prop_assert_eq!(all.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }
}
