//! One integration binary; each file is one capability, each test a small site in text.

#![allow(clippy::disallowed_methods, reason = "tests read and write their own temporary folders")]

mod activity;
mod announced;
mod bad_input;
mod browser;
mod bundle;
mod caches;
mod calendar;
mod calendar_pages;
mod calendar_readers;
mod calendar_rows;
mod channels;
mod check;
mod circles;
mod command_line;
mod delivery;
mod delivery_wechat;
mod demonstration;
mod far_side;
mod feed_archives;
mod feed_readers;
mod feeds;
mod hostile;
mod incremental;
mod links;
mod live;
mod markup;
mod pages;
mod paths;
mod poster;
mod poster_problems;
mod project;
mod publish;
mod registry;
mod report;
mod rules;
mod search;
mod serve;
mod service;
mod site;
mod tables;
mod templates;
mod today;
mod webdriver;
mod wechat;
