//! `kepu serve`

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;

use super::terminal::Terminal;
use super::{SelectionArguments, day};
use crate::diagnostic::Text;
use crate::live::{Event, Teller, World};
use crate::serve::{self, Listener, ServeOptions};

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// 端口；被占用时用后面的空闲端口 / port; the next free one if it is taken
    #[arg(short, long, default_value_t = 4000, value_name = "N")]
    port: u16,
    /// 在浏览器里打开 / open in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    selection: SelectionArguments,
}

pub fn run(site: &Path, arguments: &ServeArguments, terminal: &Terminal) -> Result<ExitCode> {
    let options = ServeOptions {
        port: arguments.port,
        selection: arguments.selection.selection()?,
        language: terminal.language(),
    };
    let fixed = day::fixed_day(arguments.selection.as_of)?.is_some();
    let talker = Talker { terminal: terminal.clone(), open: arguments.open, fixed };
    serve::serve(site, options, talker)?;
    Ok(ExitCode::SUCCESS)
}

struct Talker {
    terminal: Terminal,
    open: bool,
    /// Whether it stays the same day, whatever the clock says.
    fixed: bool,
}

/// A new day is seen this long after it began.
const LOOK: Duration = Duration::from_secs(1);

/// Tells what day it is until nobody listens. The clock is asked again and again: nothing else holds when
/// a machine sleeps over midnight or is set to another time.
fn tell_days(today: impl Fn() -> Date, pause: Duration, tell: impl Fn(Event) -> bool) {
    while tell(Event::Day(today())) {
        std::thread::sleep(pause);
    }
}

impl Listener for Talker {
    fn ready(&self, address: &str, teller: Teller) {
        if !self.fixed {
            std::thread::spawn(move || tell_days(day::today, LOOK, |event| teller.tell(event)));
        }
        self.terminal.say(&Text::new(
            format!("正在预览 {address}  按 Ctrl+C 结束"),
            format!("serving {address}  press Ctrl+C to stop"),
        ));
        if self.open
            && let Err(error) = opener::open(address)
        {
            self.terminal.say(&Text::new(
                format!("打不开浏览器（{error}），请自己打开上面的地址"),
                format!("cannot open a browser ({error}); open the address above yourself"),
            ));
        }
    }

    fn changed(&self, files: &[String], world: &World) {
        match files {
            [] => {}
            [file] => self.terminal.say(&Text::new(format!("{file} 有改动"), format!("{file} changed"))),
            files => {
                let count = files.len();
                self.terminal
                    .say(&Text::new(format!("{count} 个文件有改动"), format!("{count} files changed")));
            }
        }
        for failure in world.failures() {
            self.terminal.say(failure);
        }
        self.terminal.problems(world.problems(), &|file| world.text(file));
        self.terminal.count(world.problems());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    #[test]
    fn each_day_is_told_until_nobody_listens() {
        let clock = Cell::new(jiff::civil::date(2026, 12, 31));
        let told = RefCell::new(Vec::new());
        let today = || clock.replace(clock.get().tomorrow().expect("a day"));
        let tell = |event: Event| {
            told.borrow_mut().push(event);
            told.borrow().len() < 2
        };
        tell_days(today, Duration::ZERO, tell);
        let days = [jiff::civil::date(2026, 12, 31), jiff::civil::date(2027, 1, 1)];
        assert_eq!(told.into_inner(), days.map(Event::Day));
    }
}
