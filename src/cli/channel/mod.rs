//! `kepu channel`

mod list;
mod preview;
mod push;
mod status;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::terminal::Terminal;
use crate::diagnostic::{Text, did_you_mean, refuse};
use crate::model::Catalog;
use crate::model::channel::ChannelConfig;

#[derive(Debug, Args)]
pub struct ChannelArguments {
    #[command(subcommand)]
    command: ChannelCommand,
}

#[derive(Debug, Subcommand)]
enum ChannelCommand {
    /// 有哪些渠道，各选中几篇 / the channels, and how many articles each takes
    List(list::ListArguments),
    /// 看一个渠道会收到什么 / what a channel would get
    Preview(preview::PreviewArguments),
    /// 把渠道选中的文章发过去，各发一次 / deliver what a channel takes, once
    Push(push::PushArguments),
    /// 哪篇发到了哪里、哪些还没有 / what went where, and what did not
    Status(status::StatusArguments),
}

pub fn run(site: &Path, arguments: &ChannelArguments, terminal: &Terminal) -> Result<ExitCode> {
    match &arguments.command {
        ChannelCommand::List(list) => list::run(site, list, terminal)?,
        ChannelCommand::Preview(preview) => preview::run(site, preview, terminal)?,
        ChannelCommand::Status(status) => status::run(site, status, terminal)?,
        ChannelCommand::Push(push) => return push::run(site, push, terminal),
    }
    Ok(ExitCode::SUCCESS)
}

/// The channel of this id.
fn find<'c>(catalog: &'c Catalog, id: &str) -> Result<&'c ChannelConfig> {
    let channels = &catalog.config.channels;
    channels.iter().find(|channel| channel.id.value == id).ok_or_else(|| {
        let known = channels.iter().map(|channel| channel.id.value.as_str());
        let help = match did_you_mean(id, known) {
            Some(suggestion) => suggestion.help(),
            None => Text::new("`kepu channel list` 看有哪些", "`kepu channel list` shows them"),
        };
        refuse(
            format!("没有叫 `{id}` 的渠道。{}", help.zh),
            format!("no channel is called `{id}`; {}", help.en),
        )
    })
}
