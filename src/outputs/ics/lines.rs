//! Content lines of iCalendar: escapes, folding, line ends (RFC 5545, section 3).

/// Content lines, folded and ended by CRLF.
#[derive(Default)]
pub struct Lines {
    /// What was written so far.
    pub text: String,
}

impl Lines {
    /// A line whose value needs no escapes.
    pub fn raw(&mut self, line: &str) {
        self.text.push_str(&fold_line(line));
        self.text.push_str("\r\n");
    }

    /// A property of type TEXT.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(&format!("{name}:{}", escape(value)));
    }
}

/// TEXT (RFC 5545, section 3.3.11); control characters are not allowed in it and left out.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' | '\r' => escaped.push_str("\\n"),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Lines of at most 75 octets, the blank that begins a continuation included, without the line end
/// (RFC 5545, section 3.1); never split inside a character.
///
/// Nor beside a blank, where there is another place: some readers trim the lines before they join
/// them, and the blank would be lost.
fn fold_line(line: &str) -> String {
    const OCTETS: usize = 75;
    let mut folded = String::with_capacity(line.len() + line.len() / 24);
    let mut rest = line;
    let mut room = OCTETS;
    while rest.len() > room {
        let (piece, behind) = rest.split_at(fold_at(rest, room));
        folded.push_str(piece);
        folded.push_str("\r\n ");
        rest = behind;
        room = OCTETS - 1;
    }
    folded.push_str(rest);
    folded
}

/// Where to split `text` so that the first part has at most `room` octets.
fn fold_at(text: &str, room: usize) -> usize {
    let blank = |character: Option<char>| character.is_some_and(char::is_whitespace);
    let beside_blank = |at: usize| blank(text[..at].chars().next_back()) || blank(text[at..].chars().next());
    let places = || (1..=room).rev().filter(|at| text.is_char_boundary(*at));
    places().find(|at| !beside_blank(*at)).or_else(|| places().next()).unwrap_or(text.len())
}
