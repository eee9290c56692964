//! A script for the loudspeaker: what is read, how long it takes, and in which slot it fits.

use super::spoken;
use crate::parse::markdown::text_to_html;

/// Characters read in a minute: slow enough for a yard and an echo.
pub const PACE: usize = 180;
/// Characters of a sentence that can be followed by ear.
pub const SENTENCE: usize = 20;

/// A text to be read aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What is read in one breath: sentences, or parts of them that end with a comma.
    pub sentences: Vec<String>,
    /// Characters that are said.
    pub characters: usize,
    /// Seconds at [`PACE`].
    pub seconds: usize,
    /// The slot it fits.
    pub slot: Slot,
    /// Sentences longer than [`SENTENCE`], by their index.
    pub long: Vec<usize>,
}

/// How long a broadcast may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Up to a minute, 180 characters.
    One,
    /// Up to two.
    Two,
    /// Up to three, 540 characters.
    Three,
    /// More than anybody listens to.
    TooLong,
}

impl Slot {
    /// Minutes; `None` if it fits no slot.
    pub fn minutes(self) -> Option<usize> {
        match self {
            Slot::One => Some(1),
            Slot::Two => Some(2),
            Slot::Three => Some(3),
            Slot::TooLong => None,
        }
    }
}

/// The script of a text: paragraphs, each of sentences.
pub fn script(text: &str) -> Script {
    let mut sentences = Vec::new();
    for paragraph in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        split(&spoken(paragraph), &mut sentences);
    }
    let characters: usize = sentences.iter().map(|it| count(it)).sum();
    let seconds = (characters * 60).div_ceil(PACE);
    let slot = match characters {
        0..=180 => Slot::One,
        181..=360 => Slot::Two,
        361..=540 => Slot::Three,
        _ => Slot::TooLong,
    };
    let long = (0..sentences.len()).filter(|index| count(&sentences[*index]) > SENTENCE).collect();
    Script { sentences, characters, seconds, slot, long }
}

/// Characters that are said; a Latin word is one.
pub fn count(text: &str) -> usize {
    let mut count = 0;
    let mut word = false;
    for character in text.chars() {
        let latin = character.is_ascii_alphanumeric();
        if character.is_alphanumeric() && !(latin && word) {
            count += 1;
        }
        word = latin;
    }
    count
}

/// Sentences of a paragraph; one that is too long becomes several lines, each read in one breath.
fn split(paragraph: &str, out: &mut Vec<String>) {
    for sentence in paragraph.split_inclusive(['。', '！', '？', '；', '!', '?', ';']) {
        let stop = sentence.chars().next_back().filter(|it| !it.is_alphanumeric()).unwrap_or('。');
        let stop = if matches!(stop, '；' | ';') { '。' } else { stop };
        let body = sentence.trim_end_matches(['。', '！', '？', '；', '!', '?', ';', '：', '，']);
        if count(body) == 0 {
            continue;
        }
        let mut line = String::new();
        let pieces: Vec<&str> = body.split_inclusive(['，', ',', '：', ':']).collect();
        for piece in pieces {
            if !line.is_empty() && count(&line) + count(piece) > SENTENCE {
                // A stop here would say something else: 没有呼吸，或者只是偶尔倒一口气，就按压.
                out.push(std::mem::take(&mut line));
            }
            line.push_str(piece);
        }
        out.push(format!("{line}{stop}"));
    }
}

impl Script {
    /// Plain text: a line a sentence, and a line about its length.
    pub fn text(&self) -> String {
        self.sentences.join("\n") + "\n"
    }

    /// Speech Synthesis Markup Language 1.1: a pause behind each sentence.
    pub fn ssml(&self) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"zh-CN\">\n<p>\n",
        );
        for sentence in &self.sentences {
            let sentence = text_to_html(sentence);
            out.push_str(&format!("<s>{sentence}</s><break time=\"500ms\"/>\n"));
        }
        out.push_str("</p>\n</speak>\n");
        out
    }
}
