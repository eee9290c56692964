//! What the user sees: language, colour, progress.

#![allow(clippy::disallowed_methods, reason = "the locale and CI are told by the environment")]

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{self, Counts, Diagnostic, Language, Sources, Text};

/// The user's terminal, or the log that stands in for one.
#[derive(Clone)]
pub struct Terminal {
    language: Language,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    /// Settles the language by the locale: Chinese unless it names another language.
    pub fn new(quiet: bool, verbose: bool) -> Terminal {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let language = match locale.as_deref() {
            Some(locale) if locale.starts_with("en") => Language::English,
            _ => Language::Chinese,
        };
        Terminal { language, quiet, verbose }
    }

    /// The language of messages.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether more than the ordinary was asked for.
    pub fn verbose(&self) -> bool {
        self.verbose
    }

    /// A line for the user, on standard error; nothing when quiet.
    pub fn say(&self, text: &Text) {
        if !self.quiet {
            line(text.get(self.language));
        }
    }

    /// Shows problems with their places.
    pub fn problems(&self, diagnostics: &[Diagnostic], sources: &Sources<'_>) {
        if diagnostics.is_empty() {
            return;
        }
        let mut error = anstream::stderr().lock();
        let text = diagnostic::render_text(diagnostics, sources, self.language, diagnostic::Colour::Ansi);
        // Whoever closed the pipe does not want to hear more.
        drop(error.write_all(text.as_bytes()));
    }

    /// How many problems there are, in words.
    pub fn count(&self, diagnostics: &[Diagnostic]) {
        if !diagnostics.is_empty() {
            line(diagnostic::summary(Counts::of(diagnostics)).get(self.language));
        }
    }

    /// Something that stopped the command.
    pub fn failure(&self, error: &anyhow::Error) {
        let word = Text::new("错误", "error");
        let mut stream = anstream::stderr().lock();
        let style = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
        let error = diagnostic::words(error);
        let error = harmless(error.get(self.language));
        drop(writeln!(stream, "{style}{}{style:#}: {error}", word.get(self.language)));
    }

    /// A bar that appears when the work takes longer than a moment, in a terminal only.
    pub fn progress(&self) -> Bar {
        let shown = !self.quiet && std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Bar { bar: std::sync::OnceLock::new(), shown, began: std::time::Instant::now() }
    }
}

fn line(text: &str) {
    drop(writeln!(anstream::stderr().lock(), "{}", harmless(text)));
}

/// Lines with nothing in them that could command the terminal: they may quote names of files.
fn harmless(text: &str) -> String {
    text.split('\n').map(diagnostic::harmless).collect::<Vec<_>>().join("\n")
}

/// A progress bar that is made when it is first needed.
pub struct Bar {
    bar: std::sync::OnceLock<ProgressBar>,
    shown: bool,
    began: std::time::Instant,
}

impl Bar {
    /// Work shorter than this shows no bar.
    const PATIENCE: Duration = Duration::from_millis(700);

    /// Tells how far the work is.
    pub fn tell(&self, done: usize, total: usize) {
        if !self.shown || !done.is_multiple_of(64) || self.began.elapsed() < Self::PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:32} {pos}/{len}");
            ProgressBar::new(total as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
