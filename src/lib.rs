//! `kepu`: from Markdown articles and activity tables to a searchable site, feeds and a calendar.
//!
//! The pipeline on one screen:
//!
//! ```text
//!  files ──▶ SourceFile ──▶ ParsedText, Table ──▶ Catalog ──▶ Plan of Units ──▶ output folder
//!    source       parse, source::table     model::assemble    outputs   publish │ live
//!                    └──────────── diagnostics ◀── checks ────────┘
//! ```
//!
//! Arrows point one way: `model` knows no templates, `outputs` know no files, `cli` holds no logic.
//! [`fs`] alone touches the file system, [`cli`] alone the clock and the environment.

#![warn(clippy::print_stdout, clippy::print_stderr, clippy::iter_over_hash_type)]

pub mod calendar;
pub mod channel;
pub mod checks;
pub mod cli;
pub mod config;
pub mod delivery;
pub mod diagnostic;
pub mod fs;
pub mod live;
pub mod media;
pub mod model;
pub mod output_path;
pub mod outputs;
pub mod parse;
pub mod project;
pub mod publish;
pub mod report;
pub mod search;
pub mod serve;
pub mod service;
pub mod source;
pub mod tables;
pub mod text;
pub mod theme;
pub mod yaml;
