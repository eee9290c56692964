//! Shows that time grows as the input does: each case in sizes that double, up to what is refused.
//! `cargo bench --bench limits -- [--bytes MOST] [NAME OF A CASE]…`; tables and the calendar are `tables`.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and its own memory, and makes its own sites"
)]

mod markdown;
mod tables;

use std::time::Instant;

fn main() {
    let mut most = 1 << 20;
    let mut wanted: Vec<String> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bytes" => {
                let bytes = arguments.next().expect("the option needs a value");
                most = bytes.parse().expect("a number of bytes");
            }
            // Passed by `cargo bench` itself.
            "--bench" => {}
            _ => wanted.push(argument),
        }
    }
    for (name, case) in markdown::CASES {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            measure(name, *case, most);
        }
    }
    if wanted.is_empty() || wanted.iter().any(|one| one == "tables") {
        println!("{:<34} {:>10} {:>12} {:>12} {:>14}", "case", "size", "bytes", "ms", "ns a byte");
        tables::run();
    }
}

/// Prints the time of one case at an eighth, a quarter, a half and the whole of `most` bytes, and
/// the memory of the last. In a thread with the stack of a worker of the build.
fn measure(name: &str, case: fn(usize), most: usize) {
    print!("{name:<28}");
    for bytes in [most / 8, most / 4, most / 2, most] {
        reset_peak();
        let began = Instant::now();
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || case(bytes));
        thread.expect("a thread starts").join().expect("the case does not panic");
        print!(" {:>9.1} ms", began.elapsed().as_secs_f64() * 1e3);
        // A case that grows too fast is seen from what was printed so far.
        if began.elapsed().as_secs() >= 20 {
            break;
        }
    }
    println!(" {:>7} MB", peak_megabytes());
}

fn reset_peak() {
    // Not there on other systems, nor always allowed: the peak is then that of the whole run.
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {}
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// Times one size of a case.
pub fn time(case: &str, size: usize, bytes: usize, work: impl FnOnce()) {
    let began = Instant::now();
    work();
    let took = began.elapsed();
    let each = took.as_nanos() / bytes.max(1) as u128;
    println!("{case:<34} {size:>10} {bytes:>12} {:>12} {each:>14}", took.as_millis());
}
