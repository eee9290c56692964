//! `kepu serve`

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::SelectionArguments;
use super::terminal::Terminal;
use crate::diagnostic::Text;
use crate::live::{Teller, World};
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
    let talker = Talker { terminal: terminal.clone(), open: arguments.open };
    serve::serve(site, options, talker)?;
    Ok(ExitCode::SUCCESS)
}

struct Talker {
    terminal: Terminal,
    open: bool,
}

impl Listener for Talker {
    fn ready(&self, address: &str, _: Teller) {
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
