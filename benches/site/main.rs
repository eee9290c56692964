//! Times whole builds of generated sites: cold, without change, after one edit, and from a saved file
//! to the new page served. `cargo bench --bench site -- [--articles N]… [--activities N]… [--runs N] [--share]
//! [--keep DIR]`
//!
//! `--share` makes also what people pass on of each article. `--activities` times the calendar instead: ten
//! articles, and so many activities with four dates each.
//!
//! Everything is measured on the program itself, run as a process, beside a floor taken in the same
//! run: pulldown-cmark alone over the same sources, and the same files written.

#![allow(clippy::disallowed_methods, reason = "a benchmark makes and removes its own sites")]

mod agenda;
mod floor;
mod generate;
mod process;
mod served;

use std::path::{Path, PathBuf};
use std::time::Duration;

use generate::Forms;
use process::{Run, kepu};

fn main() {
    let options = Options::from_arguments();
    println!("{:<34} {:>9} {:>9} {:>9} {:>9}", "case", "median", "min", "max", "peak MB");
    for &articles in &options.articles {
        measure(articles, &options);
    }
    for &activities in &options.activities {
        measure_calendar(activities, &options);
    }
}

struct Options {
    articles: Vec<usize>,
    activities: Vec<usize>,
    runs: usize,
    keep: Option<PathBuf>,
    forms: Forms,
}

impl Options {
    fn from_arguments() -> Options {
        let mut options =
            Options { articles: Vec::new(), activities: Vec::new(), runs: 3, keep: None, forms: Forms::None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().expect("the option needs a value");
            match argument.as_str() {
                "--articles" => options.articles.push(value().parse().expect("a number of articles")),
                "--activities" => options.activities.push(value().parse().expect("a number of activities")),
                "--runs" => options.runs = value().parse().expect("a number of runs"),
                "--keep" => options.keep = Some(PathBuf::from(value())),
                "--share" => options.forms = Forms::Texts,
                // Passed by `cargo bench` itself.
                "--bench" => {}
                other => panic!("unknown option {other}"),
            }
        }
        if options.articles.is_empty() && options.activities.is_empty() {
            options.articles = vec![1_000, 10_000];
        }
        options
    }
}

fn measure(articles: usize, options: &Options) {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let root =
        options.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf()).join(articles.to_string());
    let bytes = generate::site(&root, articles, options.forms);
    println!("-- {articles} articles, {:.1} MB of Markdown", bytes as f64 / 1e6);

    report("cold build", &cold(&root, options));

    let floor: Vec<Run> = (0..options.runs).map(|_| floor::measure(&root, &root.join("public"))).collect();
    report("floor: parse and write", &floor);

    let over: Vec<Run> = (0..options.runs)
        .map(|_| {
            remove(&root.join(".kepu"));
            kepu(&root, &["build", "--quiet"])
        })
        .collect();
    report("cold over an existing site", &over);

    let same: Vec<Run> = (0..options.runs + 2).map(|_| kepu(&root, &["build", "--quiet"])).collect();
    report("no change", &same);

    let edited: Vec<Run> = (0..options.runs + 2)
        .map(|round| {
            generate::edit(&root, articles / 2, &format!("第{round}次修改后的一句话。"));
            kepu(&root, &["build", "--quiet"])
        })
        .collect();
    report("one edited article", &edited);

    report("saved to served", &served::article(&root, articles / 2, options.runs + 7));
}

/// Articles of a site whose calendar is timed.
const FEW: usize = 10;

fn measure_calendar(activities: usize, options: &Options) {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let root = options.keep.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let root = root.join(format!("calendar-{activities}"));
    generate::site(&root, FEW, Forms::None);
    // What is made of articles is another measure.
    let settings = std::fs::read_to_string(root.join("site.yaml")).expect("the settings can be read");
    let settings = settings.split("\nshare:").next().expect("the settings without sharing");
    std::fs::write(root.join("site.yaml"), format!("{settings}\n")).expect("the settings are written");
    agenda::write(&root, activities);
    println!("-- a calendar of {activities} activities");
    report("cold build", &cold(&root, options));
    let same: Vec<Run> = (0..options.runs + 2).map(|_| kepu(&root, &["build", "--quiet"])).collect();
    report("no change", &same);
    report("saved row to served", &served::activity(&root, activities / 2, options.runs + 7));
}

fn cold(root: &Path, options: &Options) -> Vec<Run> {
    let run = |_| {
        remove(&root.join("public"));
        remove(&root.join(".kepu"));
        kepu(root, &["build", "--quiet"])
    };
    (0..options.runs).map(run).collect()
}

fn report(name: &str, runs: &[Run]) {
    let mut times: Vec<Duration> = runs.iter().map(|run| run.time).collect();
    times.sort();
    let peak = runs.iter().map(|run| run.peak_bytes).max().unwrap_or_default();
    let milliseconds = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    println!(
        "{name:<34} {:>9} {:>9} {:>9} {:>9}",
        milliseconds(times[times.len() / 2]),
        milliseconds(times[0]),
        milliseconds(times[times.len() - 1]),
        if peak == 0 { "-".into() } else { format!("{:.0}", peak as f64 / 1e6) },
    );
}

fn remove_file(path: &Path) {
    if path.exists() {
        std::fs::remove_file(path).expect("the file can be removed");
    }
}

fn remove(path: &Path) {
    if path.exists() {
        std::fs::remove_dir_all(path).expect("the folder can be removed");
    }
}
